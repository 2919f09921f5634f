"""The pack → a Word document: one heading per section, its message, its figures and tables, its boxes."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from docx.oxml.parser import parse_xml

from dashboard.charts.pictures import Sheet, chart_picture, map_picture
from dashboard.domain.french import NARROW_SPACE, listing
from dashboard.domain.selection import NOTHING_SELECTED
from dashboard.exports.pack.content import OperationSheet, Pack, Section, SectionKey
from dashboard.exports.report.archive import rearchived
from dashboard.exports.report.captions import Captions, caption_of, chart_caption
from dashboard.exports.report.styles import Role, install
from dashboard.exports.report.tables import box, grid_of, table
from dashboard.exports.report.template import (
    DEMONSTRATION,
    add_mentions,
    opened,
    speak_french,
    state_properties,
    text_width,
)
from dashboard.exports.report.text import one_line, paragraphs, shortened
from dashboard.exports.report.wordml import BOLD, ITALIC, NAMESPACES, paragraph, picture, run, tab, words
from dashboard.figures.figure import Figure

Progress = Callable[[float, str], None]

_COLON: Final = f"{NARROW_SPACE}: "
_ALIKE: Final = f"Sont vides pour la même raison{_COLON}{{}}."
_TWIPS_PER_POINT: Final = 20
_LONGEST_HEADING: Final = 160
_LONGEST_LEAD: Final = 32
_LED: Final = {SectionKey.PERIMETER, SectionKey.LIMITS}
"""Sections whose paragraphs open with the word that they are about."""
_DIGEST: Final = 19
_LONGEST_WHOLE_BOX: Final = 1500


def written(pack: Pack, template: Path | None, progress: Progress) -> bytes:
    """The document of a pack, upon a template or ours."""
    return _Report(pack, template).written(progress)


class _Report:
    """One document being written, from the first heading to the last note."""

    def __init__(self, pack: Pack, template: Path | None) -> None:
        self._pack = pack
        self._document = opened(template)
        self._styles = install(self._document)
        self._width = text_width(self._document)
        self._captions = Captions(self._styles)
        self._pictures = 0
        self._content: list[str] = []

    def written(self, progress: Progress) -> bytes:
        """The whole document."""
        self._add(words(self._styles[Role.TITLE], shortened(one_line(self._pack.title), _LONGEST_HEADING)))
        self._add(self._opening())
        hollow = _hollow(self._pack.sections)
        for rank, section in enumerate(self._pack.sections):
            progress(rank / len(self._pack.sections), section.title)
            same = hollow.get(section.message, []) if _is_hollow(section) else []
            if same and section.title != same[0]:
                continue
            self._section(section)
            if len(same) > 1:
                self._add(
                    words(self._styles[Role.BODY], _ALIKE.format(listing([_quoted(title) for title in same[1:]])))
                )
        if not self._pack.sections:
            self._add(words(self._styles[Role.BODY], NOTHING_SELECTED))
        self._closing()
        content = self._bytes()
        progress(1.0, "Section de rapport prête")
        return content

    def _add(self, content: str) -> None:
        self._content.append(content)

    def _opening(self) -> str:
        style = Role.WARNING if self._pack.demonstration else Role.NOTE
        texts = [text for text in self._pack.mentions if text != DEMONSTRATION]
        mark = run(f"{DEMONSTRATION}. ", BOLD) if self._pack.demonstration else ""
        return paragraph(self._styles[style], mark + run(" · ".join([*texts, self._pack.source])))

    def _section(self, section: Section) -> None:
        self._add(words(self._styles[Role.SECTION], shortened(one_line(section.title), _LONGEST_HEADING)))
        drawings = [None if figure.empty else self._drawn(figure) for figure in section.figures]
        first = section.figures[0] if section.figures else None
        stated = first is not None and not first.empty and _says(section.message, first.title)
        if section.message:
            drawn = stated and drawings[0] is not None
            self._add(self._statement(Role.MESSAGE, section.message, shown=stated, drawn=drawn))
        for text in section.paragraphs:
            for line in paragraphs(text):
                self._add(self._led(line) if section.key in _LED else words(self._styles[Role.BODY], line))
        for highlight in () if section.figures else section.highlights:
            change = f" ({highlight.change})" if highlight.change else ""
            self._add(
                paragraph(
                    self._styles[Role.BODY], run(f"{highlight.label}{_COLON}{highlight.value}", BOLD) + run(change)
                )
            )
        for figure, drawing in zip(section.figures, drawings, strict=True):
            self._figure(figure, drawing, stated=stated and figure is first)
        for sheet in section.sheets:
            self._sheet(sheet)

    def _statement(self, role: Role, text: str, *, shown: bool, drawn: bool) -> str:
        """A sentence and, where a figure comes next, where to look for what it says."""
        where = self._captions.reference(drawn=drawn) if shown else ""
        return paragraph(self._styles[role], run(_closed(one_line(text)), BOLD) + where, keep_next=shown, reads=text)

    def _led(self, line: str) -> str:
        """A paragraph whose first words, before the colon, stand out."""
        lead, colon, rest = line.partition(_COLON)
        if not colon or len(lead) > _LONGEST_LEAD:
            return words(self._styles[Role.BODY], line)
        return paragraph(self._styles[Role.BODY], run(f"{lead}{NARROW_SPACE}:", BOLD) + run(f" {rest}"), reads=line)

    def _figure(self, figure: Figure, drawing: Sheet | None, *, stated: bool) -> None:
        if figure.empty:
            self._add(words(self._styles[Role.BODY], figure.sentence or NOTHING_SELECTED))
            return
        if not stated:
            drawn = drawing is not None
            self._add(self._statement(Role.FINDING, figure.title, shown=True, drawn=drawn))
        if drawing is not None:
            self._picture(figure, drawing)
        caption = caption_of(figure)
        self._add(self._captions.table(caption))
        grid = grid_of(
            figure.table, figure.columns, subtotals=figure.parts, total=figure.total and len(figure.table) > 1
        )
        self._add(table(grid, self._styles, self._width, title=caption, sentence=figure.sentence))
        self._add(words(self._styles[Role.NOTE], self._notes(figure)))

    def _notes(self, figure: Figure) -> str:
        """What goes under the table: what lies off the map, how to read it, what isn't real, where it comes from."""
        apart = figure.map.apart if figure.map else ()
        texts = (
            *(f"Hors de la carte{_COLON}{text}" for text in apart),
            figure.note,
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
        self._pictures += 1
        relation, _ = self._document.part.get_or_add_image(io.BytesIO(drawn.png()))
        caption = chart_caption(figure)
        size = (self._width, round(drawn.height * _TWIPS_PER_POINT))
        drawing = picture(self._pictures, relation, size, caption, figure.sentence or figure.title)
        self._add(self._captions.figure(caption))
        self._add(paragraph(self._styles[Role.PICTURE], drawing))

    def _sheet(self, sheet: OperationSheet) -> None:
        title = one_line(sheet.title)
        short = shortened(title, _LONGEST_HEADING)
        self._add(self._captions.box(short))
        styles = self._styles
        landmarks = [("Porteur", sheet.beneficiary), ("Lieu", sheet.place), *sheet.landmarks]
        inside = [words(styles[Role.BOX_TEXT], title, BOLD)] if short != title else []
        inside += [
            paragraph(styles[Role.LANDMARK], run(label, BOLD) + tab() + run(value), reads=label)
            for label, value in landmarks
            if value
        ]
        inside += [words(styles[Role.BOX_TEXT], mark, ITALIC) for mark in sheet.marks]
        for heading, text in sheet.paragraphs:
            inside.append(words(styles[Role.BOX_TEXT], heading, BOLD, keep_next=True))
            inside += [words(styles[Role.BOX_TEXT], line) for line in paragraphs(text)]
        length = sum(len(text) for _, text in sheet.paragraphs) + sum(map(len, sheet.marks))
        self._add(box("".join(inside), styles, self._width, whole=length <= _LONGEST_WHOLE_BOX))

    def _closing(self) -> None:
        """What it takes to find the same figures again."""
        versions = [
            f"{name} {value[:_DIGEST] + '…' if value.startswith('sha256 ') else value}"
            for name, value in self._pack.versions.items()
        ]
        if versions:
            text = f"Pour retrouver ces chiffres{_COLON}{' · '.join(versions)}"
            self._add(words(self._styles[Role.NOTE], _closed(text)))

    def _bytes(self) -> bytes:
        body = self._document.element.body
        last = body.sectPr
        for element in parse_xml(f"<w:body {NAMESPACES}>{''.join(self._content)}</w:body>"):
            last.addprevious(element)
        add_mentions(self._document, self._pack, self._styles, self._width)
        speak_french(self._document)
        state_properties(self._document, self._pack)
        out = io.BytesIO()
        self._document.save(out)
        return rearchived(out.getvalue())


def _hollow(sections: Sequence[Section]) -> dict[str, list[str]]:
    """Message → titles of the sections that have nothing but it to show: it is said once."""
    found: dict[str, list[str]] = {}
    for section in sections:
        if _is_hollow(section):
            found.setdefault(section.message, []).append(section.title)
    return found


def _is_hollow(section: Section) -> bool:
    return section.empty and not (section.figures or section.sheets or section.paragraphs)


def _quoted(title: str) -> str:
    return f"«{NARROW_SPACE}{one_line(title)}{NARROW_SPACE}»"


def _closed(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def _says(message: str, title: str) -> bool:
    """Whether the message already opens with what the figure states."""
    return one_line(message).startswith(one_line(title).rstrip("."))
