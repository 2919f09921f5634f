"""The report of a campaign as a Word document: the same parts, in our own styles, smaller so that they hold on a page."""

import io
from typing import Any, Final

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, Twips

from dashboard.domain.french import NARROW_SPACE
from dashboard.exports.campaign_report.content import CampaignReport
from dashboard.exports.campaign_report.flow import WIDTH, flow_picture
from dashboard.exports.rearchived import rearchived
from dashboard.exports.report.grid import HEAD_FILL
from dashboard.exports.report.ooxml import (
    LANGUAGE,
    describe_picture,
    describe_table,
    empty,
    fix_width,
    forget_dates,
    keep_whole,
    look_at,
    repeat,
    set_margins,
    shade,
    speak_french,
)
from dashboard.exports.report.styles import Role, install
from dashboard.exports.report.template import DEMONSTRATION, opened, text_width
from dashboard.exports.report.writing import BOLD, Look, add_text, add_words
from dashboard.exports.slides.tables import grid_of
from dashboard.exports.text import one_line, shortened
from dashboard.figures.figure import Figure

_TEXT: Final = Look(size=15)
_STRONG: Final = Look(bold=True, size=15)
_HEADING: Final = Look(size=21)
_HEAD: Final = Look(bold=True, colour="FFFFFF", size=13)
_CELL: Final = Look(size=14)
_CELL_SIDES: Final = 60
_FEWEST: Final = 8
_MOST: Final = 60
"""Letters of a column, which share the width between them."""
_TALLEST: Final = 250.0
"""Points of the flow, so that the rest holds below it."""
_LONGEST_TITLE: Final = 160
_MARGIN: Final = Mm(13)
_FLOW_SHARE: Final = 0.56
_CELL_MARGIN: Final = 8
"""What a cell leaves on each side of what it holds, in points, or a little more."""


def docx_bytes(report: CampaignReport) -> bytes:
    """The document; the same report gives the same bytes."""
    return _Page(report).written()


class _Page:
    def __init__(self, report: CampaignReport) -> None:
        self._report = report
        self._document = opened(None)
        for section in self._document.sections:
            section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
        self._styles = install(self._document)
        self._width = text_width(self._document)

    def written(self) -> bytes:
        report = self._report
        self._say(Role.TITLE, shortened(one_line(report.title), _LONGEST_TITLE), Look(size=30))
        said = self._say(Role.NOTE, report.state, Look())
        if report.demonstration:
            add_words(said, f" · {DEMONSTRATION}", BOLD)
        self._opening()
        self._part("Accord entre évaluateurs", report.agreement, report.by_origin, note=report.agreement_note)
        self._part("Arbitrages", report.arbitrations, said=report.arbitrations_note)
        self._part("Stabilité selon les poids", said=report.stability)
        self._part("Opérations innovantes connues par ailleurs", report.positives, note=report.positives_note)
        core = self._document.core_properties
        core.title, core.language, core.subject = shortened(one_line(report.title), 240), LANGUAGE, "Innovation sociale"
        core.author, core.last_modified_by, core.comments, core.category, core.keywords = "", "", "", "", ""
        core.revision = 1
        forget_dates(core)
        speak_french(self._document)
        out = io.BytesIO()
        self._document.save(out)
        return rearchived(out.getvalue())

    def _opening(self) -> None:
        """The flow on the left, the protocol and the recall on the right."""
        left = int(self._width * _FLOW_SHARE)
        table = self._document.add_table(1, 2)
        table.autofit = False
        cells = [empty(cell) for cell in table.rows[0].cells]
        for cell, column, width in zip(cells, table.columns, (left, self._width - left), strict=True):
            column.width = cell.width = Twips(width)
        drawn = flow_picture(self._report.steps)
        self._say(Role.SECTION, "De la programmation aux retenues", _HEADING, into=cells[0])
        run = self._say(Role.BODY, "", into=cells[0]).add_run()
        wide = min(left / 20 - 2 * _CELL_MARGIN, WIDTH * _TALLEST / drawn.height)
        shape = run.add_picture(io.BytesIO(drawn.png()), Pt(wide), Pt(drawn.height * wide / WIDTH))
        describe_picture(shape, "De la programmation aux retenues", one_line(self._report.sentence))
        if self._report.flow_note:
            self._say(Role.NOTE, self._report.flow_note, into=cells[0])
        self._say(Role.SECTION, "Protocole, fixé avant la lecture", _HEADING, into=cells[1])
        for label, words in (*self._report.protocol, ("Rappel", self._report.recall)):
            line = self._say(Role.BODY, f"{label}{NARROW_SPACE}:", _STRONG, into=cells[1])
            add_words(line, f" {one_line(words)}", _TEXT)

    def _part(self, title: str, *tables: Figure | None, said: str = "", note: str = "") -> None:
        self._say(Role.SECTION, title, _HEADING)
        if said:
            self._say(Role.BODY, said)
        for figure in tables:
            if figure is not None:
                self._table(figure)
        if note:
            self._say(Role.NOTE, note)

    def _table(self, figure: Figure) -> None:
        """Smaller than a report's: everything has to hold on the page."""
        grid = grid_of(figure)
        letters = [
            max(
                _FEWEST,
                *(min(len(row[rank]), _MOST) for row in grid.rows),
                *(len(word) + 2 for word in head.split(" ")),
            )
            for rank, head in enumerate(grid.headers)
        ]
        table = self._document.add_table(1 + len(grid.rows), len(letters), self._styles[Role.TABLE])
        table.autofit = False
        fix_width(table, self._width)
        widths = [Twips(self._width * count // sum(letters)) for count in letters]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        set_margins(table, _CELL_SIDES)
        look_at(table, header=True)
        describe_table(table, one_line(figure.title), one_line(figure.sentence))
        for row, words in zip(table.rows, (grid.headers, *grid.rows), strict=True):
            keep_whole(row)
            head = words is grid.headers
            for rank, cell in enumerate(row.cells):
                cell.width = widths[rank]
                paragraph = cell.paragraphs[0]
                paragraph.style = self._styles[Role.HEAD_CELL if head else Role.CELL]
                paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
                if grid.numeric[rank]:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                if head:
                    shade(cell, HEAD_FILL)
                add_words(paragraph, words[rank], _HEAD if head else _CELL)
        repeat(table.rows[0])

    def _say(self, role: Role, text: str, look: Look = _TEXT, *, into: Any = None) -> Any:
        added = add_text(into or self._document, self._styles[role], one_line(text), look)
        added.paragraph_format.space_before = Pt(4 if role is Role.SECTION else 0)
        added.paragraph_format.space_after = Pt(2)
        return added
