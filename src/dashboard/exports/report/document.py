"""The pack → a Word document: one heading per section, its message, its figures and tables, its boxes."""

import io
from pathlib import Path
from typing import Any, Final

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Pt, Twips

from dashboard.charts.pictures import Sheet, chart_picture, map_picture
from dashboard.domain.french import NARROW_SPACE, listing
from dashboard.domain.selection import NOTHING_SELECTED
from dashboard.exports.pack.content import ALIKE, OperationSheet, Pack, Progress, Section, SectionKey
from dashboard.exports.pack.words import tabled
from dashboard.exports.rearchived import rearchived
from dashboard.exports.report.captions import BOX, FIGURE, TABLE, Captions, caption_of, chart_caption
from dashboard.exports.report.grid import grid_of
from dashboard.exports.report.ooxml import describe_picture, speak_french
from dashboard.exports.report.styles import Role, install
from dashboard.exports.report.tables import add_box, add_table
from dashboard.exports.report.template import (
    DEMONSTRATION,
    add_mentions,
    opened,
    state_properties,
    text_width,
)
from dashboard.exports.report.writing import BOLD, ITALIC, PLAIN, Look, add_text, add_words
from dashboard.exports.text import one_line, paragraphs, shortened
from dashboard.figures.figure import Figure

_COLON: Final = f"{NARROW_SPACE}: "
_TWIPS_PER_POINT: Final = 20
_LONGEST_HEADING: Final = 160
_LONGEST_LEAD: Final = 32
_LED: Final = {SectionKey.PERIMETER, SectionKey.LIMITS}
"""Sections whose paragraphs open with the word that they are about."""
_DIGEST: Final = 19
ANNEX: Final = "Annexe\u202f: les opérations"
MADE_FROM: Final = "Ce dont ce rapport est fait"
_LONGEST_WHOLE_BOX: Final = 1500


def report_bytes(pack: Pack, *, template: Path | None = None, progress: Progress | None = None) -> bytes:
    """The report section of a pack; the same pack gives the same bytes. Raises TemplateError for a useless template."""
    return _Report(pack, template).written(progress or _silently)


class _Report:
    """One document being written, from the first heading to the last note."""

    def __init__(self, pack: Pack, template: Path | None) -> None:
        self._pack = pack
        self._document = opened(template)
        self._styles = install(self._document)
        self._width = text_width(self._document)
        self._captions = Captions()
        self._left_out: list[str] = []

    def written(self, progress: Progress) -> bytes:
        """The whole document."""
        self._say(Role.TITLE, shortened(one_line(self._pack.title), _LONGEST_HEADING))
        self._open()
        for paragraph in self._pack.narrative:
            self._say(Role.BODY, one_line(paragraph.text))
        hollow = self._pack.hollow
        kept = self._pack.choice.report
        for rank, section in enumerate(self._pack.sections):
            progress(rank / len(self._pack.sections), section.title)
            if kept and section.key not in kept:
                self._leave_out(section)
                continue
            same = hollow.get(section.message, []) if section.hollow else []
            if same and section.title != same[0]:
                continue
            self._section(section)
            if len(same) > 1:
                self._say(Role.BODY, ALIKE.format(listing([_quoted(title) for title in same[1:]])))
        if not self._pack.sections:
            self._say(Role.BODY, NOTHING_SELECTED)
        self._close()
        add_mentions(self._document, self._pack, self._styles, self._width)
        if self._pack.annexed:
            self._annex()
        content = self._bytes()
        progress(1.0, "Section de rapport prête")
        return content

    def _say(self, role: Role, text: object, look: Look = PLAIN, *, into: Any = None, keep_next: bool = False) -> Any:
        """A paragraph, in the document or in a box."""
        return add_text(into or self._document, self._styles[role], text, look, keep_next=keep_next)

    def _open(self) -> None:
        texts = [text for text in self._pack.mentions if text != DEMONSTRATION]
        said = self._say(Role.WARNING if self._pack.demonstration else Role.NOTE, "")
        if self._pack.demonstration:
            add_words(said, f"{DEMONSTRATION}. ", BOLD)
        add_words(said, " · ".join([*texts, self._pack.source]))

    def _section(self, section: Section) -> None:
        self._say(Role.SECTION, shortened(one_line(section.title), _LONGEST_HEADING))
        drawings = [None if figure.empty else self._drawn(figure) for figure in section.figures]
        first = section.figures[0] if section.figures else None
        stated = first is not None and not first.empty and _says(section.message, first.title)
        if section.message:
            drawn = stated and drawings[0] is not None
            self._state(Role.MESSAGE, section.message, shown=stated, drawn=drawn)
        for line in (line for text in section.paragraphs for line in paragraphs(text)):
            self._lead(line) if section.key in _LED else self._say(Role.BODY, line)
        for highlight in () if section.figures else section.highlights:
            said = self._say(Role.BODY, f"{highlight.label}{_COLON}{highlight.value}", BOLD)
            add_words(said, f" ({highlight.change})" if highlight.change else "")
        for figure, drawing in zip(section.figures, drawings, strict=True):
            self._figure(figure, drawing, stated=stated and figure is first)
        for remark in section.remarks:
            self._say(Role.NOTE, _closed(one_line(remark)))
        for sheet in section.sheets:
            self._sheet(sheet)

    def _annex(self) -> None:
        """The lists of operations, one table per axis, on pages turned on their side: six columns are wide."""
        page = self._document.add_section(WD_SECTION.NEW_PAGE)
        width = page.page_width - page.left_margin - page.right_margin
        if page.orientation is not WD_ORIENT.LANDSCAPE:
            page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, page.page_height, page.page_width
        wide = page.page_width - page.left_margin - page.right_margin
        self._width = round(self._width * wide / width)
        self._say(Role.SECTION, ANNEX)
        for figure in self._pack.annexed:
            self._caption(TABLE, figure.caption)
            add_table(
                self._document,
                grid_of(figure),
                self._styles,
                self._width,
                title=figure.caption,
                sentence=figure.sentence,
            )
            self._say(Role.NOTE, _closed(one_line(self._pack.source)))

    def _leave_out(self, section: Section) -> None:
        """Nothing of a section but its numbers."""
        self._left_out.append(section.title)
        for figure in section.figures:
            if not figure.empty:
                if self._drawn(figure) is not None:
                    self._captions.skip(FIGURE)
                self._captions.skip(TABLE)
        for _ in section.sheets:
            self._captions.skip(BOX)

    def _state(self, role: Role, text: str, *, shown: bool, drawn: bool) -> None:
        """A sentence and, where a figure comes next, where to look for what it says."""
        said = self._say(role, _closed(one_line(text)), BOLD, keep_next=shown)
        if shown:
            self._captions.refer(said, drawn=drawn)

    def _lead(self, line: str) -> None:
        """A paragraph whose first words, before the colon, stand out."""
        lead, colon, rest = line.partition(_COLON)
        if not colon or len(lead) > _LONGEST_LEAD:
            self._say(Role.BODY, line)
            return
        said = self._say(Role.BODY, f"{lead}{NARROW_SPACE}:", BOLD)
        add_words(said, f" {rest}")

    def _figure(self, figure: Figure, drawing: Sheet | None, *, stated: bool) -> None:
        if figure.empty:
            self._say(Role.BODY, figure.sentence or NOTHING_SELECTED)
            return
        if not stated:
            self._state(Role.FINDING, figure.title, shown=True, drawn=drawing is not None)
        if drawing is not None:
            self._picture(figure, drawing)
        caption = caption_of(figure)
        self._caption(TABLE, caption)
        table = tabled(figure)
        add_table(self._document, grid_of(table), self._styles, self._width, title=caption, sentence=table.sentence)
        self._say(Role.NOTE, self._notes(table))

    def _caption(self, label: str, caption: str) -> None:
        self._captions.write(self._say(Role.CAPTION, "", keep_next=True), label, caption)

    def _notes(self, figure: Figure) -> str:
        """What goes under the table: what lies off the map, how to read it, what isn't real, where it comes from."""
        apart = figure.map.apart if figure.map else ()
        texts = (
            *(f"Hors de la carte{_COLON}{text}" for text in apart),
            figure.note,
            *figure.remarks,
            figure.synthetic,
            self._pack.source,
        )
        return " ".join(_closed(one_line(text)) for text in texts if text)

    def _drawn(self, figure: Figure) -> Sheet | None:
        """The picture, marked where its figures aren't real."""
        width = self._width / _TWIPS_PER_POINT
        mark = figure.synthetic or (DEMONSTRATION if self._pack.demonstration else "")
        if figure.map is not None:
            return map_picture(figure.map, width, mark=mark)
        return chart_picture(figure.chart, width, mark=mark) if figure.chart is not None else None

    def _picture(self, figure: Figure, drawn: Sheet) -> None:
        caption = chart_caption(figure)
        self._caption(FIGURE, caption)
        run = self._say(Role.PICTURE, "").add_run()
        shape = run.add_picture(io.BytesIO(drawn.png()), Twips(self._width), Pt(drawn.height))
        describe_picture(shape, one_line(caption), one_line(figure.sentence or figure.title))

    def _sheet(self, sheet: OperationSheet) -> None:
        title = one_line(sheet.title)
        short = shortened(title, _LONGEST_HEADING)
        self._captions.write(self._say(Role.BOX_TITLE, "", keep_next=True), BOX, short)
        length = sum(len(text) for _, text in sheet.paragraphs) + sum(map(len, sheet.marks))
        inside = add_box(self._document, self._styles, self._width, whole=length <= _LONGEST_WHOLE_BOX)
        if short != title:
            self._say(Role.BOX_TEXT, title, BOLD, into=inside)
        for label, value in (("Porteur", sheet.beneficiary), ("Lieu", sheet.place), *sheet.landmarks):
            if value:
                landmark = self._say(Role.LANDMARK, label, BOLD, into=inside)
                landmark.add_run().add_tab()
                add_words(landmark, value)
        for mark in sheet.marks:
            self._say(Role.BOX_TEXT, mark, ITALIC, into=inside)
        for heading, text in sheet.paragraphs:
            self._say(Role.BOX_TEXT, heading, BOLD, into=inside, keep_next=True)
            for line in paragraphs(text):
                self._say(Role.BOX_TEXT, line, into=inside)

    def _close(self) -> None:
        """What the report was made from, and what it takes to find the same figures again."""
        if self._pack.made_from:
            self._say(Role.SECTION, MADE_FROM)
            for label, words in self._pack.made_from.items():
                self._lead(f"{label}{_COLON}{_closed(one_line(words))}")
        if self._left_out:
            said = listing([_quoted(title) for title in self._left_out])
            self._lead(f"Parties laissées de côté{_COLON}{said}.")
        versions = [
            f"{name} {value[:_DIGEST] + '…' if value.startswith('sha256 ') else value}"
            for name, value in self._pack.versions.items()
        ]
        if versions:
            self._say(Role.NOTE, _closed(f"Pour retrouver ces chiffres{_COLON}{' · '.join(versions)}"))

    def _bytes(self) -> bytes:
        speak_french(self._document)
        state_properties(self._document, self._pack)
        out = io.BytesIO()
        self._document.save(out)
        return rearchived(out.getvalue())


def _quoted(title: str) -> str:
    return f"«{NARROW_SPACE}{one_line(title)}{NARROW_SPACE}»"


def _closed(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def _says(message: str, title: str) -> bool:
    """Whether the message already opens with what the figure states."""
    return one_line(message).startswith(one_line(title).rstrip("."))


def _silently(share: float, words: str) -> None:
    del share, words
