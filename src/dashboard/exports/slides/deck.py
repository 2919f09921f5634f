"""The pack as slides: a cover, one key message per slide, the fiches, the limits, then the tables in an annex."""

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from dashboard.domain.french import listing, plural
from dashboard.domain.selection import NOTHING_SELECTED
from dashboard.exports.pack.content import ALIKE, OperationSheet, Pack, Progress, Section, SectionKey
from dashboard.exports.rearchived import rearchived
from dashboard.exports.slides.charts import add_chart, pages_of
from dashboard.exports.slides.drawing import Box, Paragraph, Style, paragraph, write
from dashboard.exports.slides.fiches import draw_sheet
from dashboard.exports.slides.fitting import cut_to, fitted
from dashboard.exports.slides.maps import add_map
from dashboard.exports.slides.ooxml import LANGUAGE, list_parts, without_bullets
from dashboard.exports.slides.page import COVER_SIZES, Page
from dashboard.exports.slides.tables import Grid, RowKind, add_table, grid_of, paged
from dashboard.exports.slides.template import Template, open_template
from dashboard.exports.slides.words import (
    COLON,
    TEXT_SIZES,
    arranged,
    figure_lines,
    headline,
    note_height,
    own_words,
    section_lines,
    source_lines,
    sourced,
    text_pages,
    version_line,
    write_note,
    write_words,
)
from dashboard.exports.text import one_line
from dashboard.figures.figure import ChartKind, Figure
from dashboard.figures.palette import BLUE_FRANCE, INK, INK_SOFT

ANNEX: Final = "Annexe"
ANNEX_PART: Final = "Annexe\u202f: tableaux"
EMPTY: Final = "Sélection vide"
TABLES_IN_FLOW: Final = frozenset({SectionKey.KEY_FIGURES})
"""Sections whose tables are read right after their chart; those of the others wait in the annex."""
IN_FLOW_TYPE: Final = 14.0
ANNEX_TYPE: Final = 12.0
"""Smallest type of a table: one that is projected, one that is handed out."""

_CAPTION: Final = 16.0
_LONG_CELL: Final = 60


def slides_bytes(pack: Pack, *, template: Path | None = None, progress: Progress | None = None) -> bytes:
    """The presentation of a pack. Raises TemplateError when the template can't be used."""
    deck = _Deck(pack, open_template(template))
    tell = progress or _silently
    deck.cover()
    steps = len(pack.sections) + 1
    if pack.empty or not pack.sections:
        deck.nothing()
    else:
        for rank, section in enumerate(pack.sections):
            tell(rank / steps, section.title)
            same = pack.hollow[section.message] if section.hollow else [section.title]
            if section.title == same[0]:
                others = [f"«\u202f{title}\u202f»" for title in same[1:]]
                said = (ALIKE.format(listing(others)),) if others else ()
                deck.section(replace(section, paragraphs=(*section.paragraphs, *said)))
        deck.annex()
    tell((steps - 1) / steps, "Enregistrement")
    content = deck.saved()
    tell(1.0, "Diapositives prêtes")
    return content


class _Deck:
    """The slides written so far, by part, and the tables kept for the annex."""

    def __init__(self, pack: Pack, template: Template) -> None:
        self.pack = pack
        self.template = template
        self.parts: list[tuple[str, list[int]]] = []
        self.waiting: list[tuple[Section, Figure]] = []

    def cover(self) -> None:
        """Title, filters in words, source and date, and what the figures are when they aren't real."""
        self._part("Couverture")
        pack, page = self.pack, Page(self.template, self.template.cover)
        page.title(pack.title, sizes=COVER_SIZES)
        subtitle = page.subtitle
        place = Box.of(subtitle) if subtitle is not None else page.body
        source = fitted(sourced(pack.source), place.width, 48, (18.0, 16.0), most_lines=2)
        rest = 2 * 32 + source.lines * 22
        filters = fitted(pack.filters, place.width, max(place.height - rest, 24), (20.0, 18.0, 16.0))
        written: list[Paragraph] = []
        if pack.demonstration:
            written.append(paragraph("Jeu de démonstration", Style(20, bold=True, colour=BLUE_FRANCE), after=8))
        written.append(paragraph(filters.text, Style(filters.size, colour=INK), after=8))
        written.append(paragraph(source.text, Style(source.size, colour=INK_SOFT), after=8))
        if pack.extraction:
            dated = cut_to(one_line(pack.extraction), place.width, 1, 18)
            written.append(paragraph(dated, Style(18, colour=INK_SOFT)))
        if subtitle is None:
            page.text(place, written, "Sous-titre")
        else:
            write(subtitle.text_frame, written)
            without_bullets(subtitle.text_frame)
        page.notes += [one_line(pack.title), *source_lines(pack), version_line(pack)]
        self._finish(page)

    def nothing(self) -> None:
        """The one slide of an empty selection."""
        self._part(EMPTY)
        message = next((section.message for section in self.pack.sections if section.empty), NOTHING_SELECTED)
        page = self._page(message, EMPTY)
        words = [f"Filtres{COLON}{one_line(self.pack.filters)}", "Aucun chiffre n'est à présenter."]
        [(shown, size), *_] = text_pages(words, page.body)
        write_words(page, shown, page.body, size)
        page.notes += [f"Message{COLON}{message}", *source_lines(self.pack)]
        self._finish(page)

    def section(self, section: Section) -> None:
        """The message and what supports it: words, the figures that can be drawn, the fiches."""
        self._part(section.title)
        figures = [figure for figure in section.figures if not figure.empty]
        told = self._opening(section, figures)
        for figure in figures:
            if figure is not told:
                self._figure(section, figure, figure.title)
            if figure.chart or figure.map:
                self._keep_table(section, figure)
        for sheet in section.sheets:
            self._sheet(section, sheet)

    def annex(self) -> None:
        """The tables behind the pictures."""
        if self.waiting:
            self._part(ANNEX_PART)
        for section, figure in self.waiting:
            self._table(section, figure, figure.caption, f"{ANNEX} · {section.title}", ANNEX_TYPE)

    def saved(self) -> bytes:
        """The file."""
        presentation = self.template.presentation
        properties = presentation.core_properties
        properties.title, properties.language = one_line(self.pack.title)[:250], LANGUAGE
        properties.subject = one_line(self.pack.filters)[:250]
        properties.author = properties.last_modified_by = properties.keywords = properties.comments = ""
        list_parts(presentation, self.parts)
        written = io.BytesIO()
        presentation.save(written)
        return rearchived(written.getvalue())

    def _opening(self, section: Section, figures: Sequence[Figure]) -> Figure | None:
        """The slide that says the message; the figure it shows, if it shows one."""
        words = own_words(section)
        lead = next((figure for figure in figures if figure.chart or figure.map), None)
        if lead and arranged(words, self._body(section.message, lead), beside=_narrows(lead)):
            self._figure(section, lead, section.message, words)
            return lead
        if words or not (figures or section.sheets):
            self._text(section, words)
        elif section.sheets:
            self._summary(section)
        else:
            self._figure(section, figures[0], section.message)
            return figures[0]
        return None

    def _figure(self, section: Section, figure: Figure, title: str, words: Sequence[str] = ()) -> None:
        if figure.chart is None and figure.map is None:
            self._table(section, figure, title, section.title, IN_FLOW_TYPE)
            return
        body = self._body(title, figure)
        parts = pages_of(figure.chart, body.height) if figure.chart else (range(0),)
        for rank, shown in enumerate(parts):
            page = self._page(title, section.title, _counted(rank, len(parts)))
            place = arranged(words, self._below_caption(page, figure), beside=_narrows(figure))
            if place is None:
                raise AssertionError("words that don't hold with their figure have a slide of their own")
            if place.words:
                write_words(page, words, place.words, place.size, place.after)
            if figure.map is not None:
                add_map(page, figure.map, place.figure, one_line(figure.caption), figure.sentence)
            elif figure.chart is not None:
                add_chart(page, figure.chart, place.figure, figure.caption, figure.sentence, shown=shown)
            write_note(page, figure)
            page.notes += [*section_lines(self.pack, section), *figure_lines(figure)]
            self._finish(page)

    def _below_caption(self, page: Page, figure: Figure) -> Box:
        """Says what the figure measures; the place that is left."""
        body = page.body
        caption = cut_to(one_line(figure.caption), body.width, 1, _CAPTION)
        line = Box(body.left, body.top, body.width, 22)
        page.text(line, [paragraph(caption, Style(_CAPTION, colour=INK_SOFT))], "Légende")
        return self._less(body, figure)

    def _body(self, title: str, figure: Figure | None = None) -> Box:
        """Where the content of a slide of that title goes, continued or not."""
        body = Page.body_under(self.template.message, f"{headline(title)} (99/99)")
        return self._less(body, figure) if figure else body

    def _less(self, body: Box, figure: Figure) -> Box:
        """A body less the caption and the notes of a figure."""
        return Box(body.left, body.top + 30, body.width, body.height - 30 - note_height(figure, body.width))

    def _keep_table(self, section: Section, figure: Figure) -> None:
        if section.key in TABLES_IN_FLOW:
            self._table(section, figure, figure.caption, section.title, IN_FLOW_TYPE)
        else:
            self.waiting.append((section, figure))

    def _table(self, section: Section, figure: Figure, title: str, kicker: str, smallest: float) -> None:
        notes = [*section_lines(self.pack, section), *figure_lines(figure)]
        body = self._body(title)
        room = body.height - note_height(figure, body.width)

        def finish(page: Page) -> None:
            write_note(page, figure)

        self._grid(grid_of(figure), title, kicker, room, smallest, (figure.caption, figure.sentence), notes, finish)

    def _summary(self, section: Section) -> None:
        """The list of the fiches that follow."""
        rows = tuple((one_line(s.title), one_line(s.beneficiary), one_line(s.place)) for s in section.sheets)
        grid = Grid(("Opération", "Porteur", "Lieu"), rows, (False,) * 3, (RowKind.PLAIN,) * len(rows))
        said = f"Liste de {plural(len(rows), 'opération')}{COLON}{', '.join(row[0] for row in rows)}."
        room = self._body(section.message).height
        words = (section.title, said)
        self._grid(grid, section.message, section.title, room, IN_FLOW_TYPE, words, section_lines(self.pack, section))

    def _grid(
        self,
        grid: Grid,
        title: str,
        kicker: str,
        room: float,
        smallest: float,
        words: tuple[str, str],
        notes: Sequence[str],
        finish: Callable[[Page], None] | None = None,
    ) -> None:
        """A table on as many slides as it needs, its header repeated; `words` are its name and its text alternative."""
        name, said = words
        sheets = paged(grid, self._body(title).width, room, smallest)
        for rank, sheet in enumerate(sheets):
            page = self._page(title, kicker, _counted(rank, len(sheets)))
            part = f" Partie {rank + 1} sur {len(sheets)}." if len(sheets) > 1 else ""
            add_table(page, sheet, name, said + part)
            if finish:
                finish(page)
            page.notes += notes
            if sheet.cut:
                page.notes += [" | ".join(row) for row in grid.rows if max(map(len, row)) > _LONG_CELL]
            self._finish(page)

    def _text(self, section: Section, words: Sequence[str]) -> None:
        """Paragraphs under the message, on as many slides as they need."""
        pages = text_pages(words, self._body(section.message)) if words else [([], TEXT_SIZES[0])]
        for rank, (shown, size) in enumerate(pages):
            page = self._page(section.message, section.title, _counted(rank, len(pages)))
            if shown:
                write_words(page, shown, page.body, size)
            page.notes += [*section_lines(self.pack, section), *words]
            self._finish(page)

    def _sheet(self, section: Section, sheet: OperationSheet) -> None:
        page = self._page(sheet.title, section.title, usual_lines=1)
        draw_sheet(page, sheet)
        page.notes += section_lines(self.pack, section)
        self._finish(page)

    def _page(self, title: str, kicker: str, suffix: str = "", *, usual_lines: int = 2) -> Page:
        page = Page(self.template, self.template.message)
        page.title(headline(title), kicker=kicker, suffix=suffix, usual_lines=usual_lines)
        return page

    def _part(self, name: str) -> None:
        self.parts.append((name, []))

    def _finish(self, page: Page) -> None:
        page.finish(self.pack.mentions, len(self.template.presentation.slides), badge=self.pack.demonstration)
        self.parts[-1][1].append(page.slide.slide_id)


def _narrows(figure: Figure) -> bool:
    """Whether a figure can be read on two thirds of the width: parts of a whole and maps can't."""
    return figure.chart is not None and figure.chart.kind is not ChartKind.STACKED_SHARES


def _counted(rank: int, count: int) -> str:
    return f"({rank + 1}/{count})" if count > 1 else ""


def _silently(share: float, words: str) -> None:
    del share, words
