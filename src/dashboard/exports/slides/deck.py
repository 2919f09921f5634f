"""The pack as slides: a cover, then one slide per section that was chosen; the fiches and the annexes where they are asked for."""

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from dashboard.domain.french import integer, listing, plural
from dashboard.domain.selection import NOTHING_SELECTED
from dashboard.exports.pack.content import ALIKE, OperationSheet, Pack, Progress, Section, SectionKey
from dashboard.exports.pack.slide import Shown, first_sentence, shown_of
from dashboard.exports.pack.words import pictured, tabled
from dashboard.exports.rearchived import rearchived
from dashboard.exports.slides.charts import add_chart, pages_of
from dashboard.exports.slides.drawing import Box, Paragraph, Style, paragraph, write
from dashboard.exports.slides.fiches import draw_sheet
from dashboard.exports.slides.fitting import cut_to, fitted
from dashboard.exports.slides.maps import add_map
from dashboard.exports.slides.numbers import draw_numbers
from dashboard.exports.slides.ooxml import LANGUAGE, list_parts, without_bullets
from dashboard.exports.slides.page import COVER_SIZES, Page
from dashboard.exports.slides.tables import Grid, RowKind, add_table, grid_of, paged
from dashboard.exports.slides.template import Template, open_template
from dashboard.exports.slides.words import (
    COLON,
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
ANNEX_PART: Final = "Annexes"
FICHES_PART: Final = "Fiches"
EMPTY: Final = "Sélection vide"
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
    shown = () if pack.empty and not pack.choice.views else pack.slides
    steps = len(shown) + 3
    for rank, section in enumerate(shown):
        tell(rank / steps, section.title)
        same = pack.hollow[section.message] if section.hollow else [section.title]
        others = [f"«\u202f{title}\u202f»" for title in same if title != section.title]
        said = (ALIKE.format(listing(others)),) if others else ()
        deck.slide(replace(section, paragraphs=(*section.paragraphs, *said)))
    if not pack.empty and pack.choice.fiches:
        tell((steps - 3) / steps, FICHES_PART)
        deck.fiches()
    if not pack.empty and pack.choice.annexes:
        tell((steps - 2) / steps, ANNEX_PART)
        deck.annexes()
    if len(deck.parts) == 1:
        deck.nothing()
    tell((steps - 1) / steps, "Enregistrement")
    content = deck.saved()
    tell(1.0, "Diapositives prêtes")
    return content


class _Deck:
    """The slides written so far, by part, and what they already show of the pack."""

    def __init__(self, pack: Pack, template: Template) -> None:
        self.pack = pack
        self.template = template
        self.parts: list[tuple[str, list[int]]] = []
        self.drawn: dict[tuple[SectionKey, str], int] = {}
        """How many pages of a figure stand on the slide of its section."""
        self.told: set[SectionKey] = set()
        """Sections whose every word stands on their slide."""
        self.mentions = pack.mentions

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

    def slide(self, section: Section) -> None:
        """The one slide of a section: its message and what supports it best."""
        self._part(section.title)
        self.mentions = self.pack.mentions_of(section)
        drawn, told = dict(self.drawn), set(self.told)
        self._draw(section)
        self.mentions = self.pack.mentions
        if section.filters:
            # Under filters of its own it shows nothing of the sections that the annexes complete.
            self.drawn, self.told = drawn, told

    def _draw(self, section: Section) -> None:
        shown = shown_of(section)
        figures = [figure for figure in section.figures if not figure.empty]
        if section.sheets:
            self._summary(section)
        elif shown.figure is not None and not (shown.highlights and shown.lines):
            self._lead(section, shown.figure)
        elif shown.lines or not figures:
            self._numbers(section, shown)
        else:
            self._table(section, figures[0], section.message, section.title, IN_FLOW_TYPE, most=1)

    def fiches(self) -> None:
        """A slide per operation in a fiche."""
        for section in self.pack.sections:
            if section.sheets:
                self._part(FICHES_PART)
            for sheet in section.sheets:
                self._sheet(section, sheet)

    def annexes(self) -> None:
        """What the slides leave out, section by section: other figures, whole tables, whole texts."""
        before = len(self.template.presentation.slides)
        self._part(ANNEX_PART)
        for section in self.pack.sections:
            if not section.empty:
                self._annex(section)
        if len(self.template.presentation.slides) == before:
            self.parts.pop()

    def _annex(self, section: Section) -> None:
        kicker = f"{ANNEX} · {section.title}"
        words = own_words(section)
        if words and section.key not in self.told:
            self._text(section, words, kicker)
        for figure in section.figures:
            if figure.empty:
                continue
            shown = self.drawn.get((section.key, figure.key), 0)
            if figure.chart or figure.map:
                first = figure is section.figures[0] and section not in self.pack.slides
                self._figure(section, figure, section.message if first else figure.title, kicker, start=shown)
            if figure.chart or figure.map or not shown:
                self._table(section, figure, figure.caption, kicker, ANNEX_TYPE)

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

    def _lead(self, section: Section, figure: Figure) -> None:
        """The figure of a section under its message, with its words where they hold, else with their first sentences."""
        words = own_words(section)
        body, beside = self._body(section.message, figure), _narrows(figure)
        shortened = [first_sentence(text) for text in words]
        held = next((said for said in (words, shortened) if arranged(said, body, beside=beside)), [])
        if held == words:
            self.told.add(section.key)
        self._figure(section, figure, section.message, section.title, held, most=1)

    def _numbers(self, section: Section, shown: Shown) -> None:
        """Large figures, then lines under them."""
        page = self._page(section.message, section.title)
        place = page.body
        if shown.highlights:
            place = place.below(draw_numbers(page, shown.highlights, place) + 20)
        lines = [one_line(line) for line in shown.lines]
        pages = text_pages(lines, place) if lines else []
        if pages:
            held, size = pages[0]
            write_words(page, held, place, size)
        if len(pages) < 2 and lines == own_words(section):
            self.told.add(section.key)
        page.notes += [*section_lines(self.pack, section), *own_words(section)]
        self._finish(page)

    def _figure(
        self,
        section: Section,
        figure: Figure,
        title: str,
        kicker: str,
        words: Sequence[str] = (),
        *,
        start: int = 0,
        most: int | None = None,
    ) -> None:
        """A chart or a map, on as many pages as it needs: those from `start` on, `most` at most."""
        figure = pictured(figure)
        body = self._body(title, figure)
        parts = pages_of(figure.chart, body.height) if figure.chart else (range(0),)
        end = len(parts) if most is None else min(start + most, len(parts))
        for rank in range(start, end):
            shown = parts[rank]
            page = self._page(title, kicker, _counted(rank, len(parts)) if most is None else "")
            part = (len(shown), len(figure.chart.rows)) if figure.chart and most and end < len(parts) else None
            place = arranged(words, self._below_caption(page, figure, part), beside=_narrows(figure))
            if place is None:
                raise AssertionError("words that don't hold with their figure have a slide of their own")
            if place.words:
                write_words(page, words, place.words, place.size, place.after)
            if figure.map is not None:
                add_map(page, figure.map, place.figure, one_line(figure.caption), figure.sentence)
            elif figure.chart is not None:
                add_chart(page, figure.chart, place.figure, figure.caption, figure.sentence, shown=shown)
            write_note(page, figure)
            page.notes += [*section_lines(self.pack, section), *figure_lines(figure), *own_words(section)]
            self._finish(page)
        self.drawn[section.key, figure.key] = max(end, start)

    def _below_caption(self, page: Page, figure: Figure, part: tuple[int, int] | None) -> Box:
        """Says what the figure measures, and how many of its rows are drawn where they are not all; the place that is left."""
        body = page.body
        cut = f"{COLON}les {integer(part[0])} premières lignes sur {integer(part[1])}" if part else ""
        caption = cut_to(f"{one_line(figure.caption)}{cut}", body.width, 1, _CAPTION)
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

    def _table(
        self, section: Section, figure: Figure, title: str, kicker: str, smallest: float, *, most: int | None = None
    ) -> None:
        figure = tabled(figure)
        notes = [*section_lines(self.pack, section), *figure_lines(figure)]
        body = self._body(title)
        room = body.height - note_height(figure, body.width)

        def finish(page: Page) -> None:
            write_note(page, figure)

        words = (figure.caption, figure.sentence)
        if self._grid(grid_of(figure), title, kicker, room, smallest, words, notes, finish, most=most):
            self.drawn[section.key, figure.key] = 1

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
        *,
        most: int | None = None,
    ) -> bool:
        """A table on as many slides as it needs (`most` at most), its header repeated; whether it is whole.

        `words` are its name and its text alternative.
        """
        name, said = words
        sheets = paged(grid, self._body(title).width, room, smallest)
        for rank, sheet in enumerate(sheets[:most]):
            page = self._page(title, kicker, _counted(rank, len(sheets)))
            part = f" Partie {rank + 1} sur {len(sheets)}." if len(sheets) > 1 else ""
            add_table(page, sheet, name, said + part)
            if finish:
                finish(page)
            page.notes += notes
            if sheet.cut:
                page.notes += [" | ".join(row) for row in grid.rows if max(map(len, row)) > _LONG_CELL]
            self._finish(page)
        return most is None or len(sheets) <= most

    def _text(self, section: Section, words: Sequence[str], kicker: str) -> None:
        """Paragraphs under the message, on as many slides as they need."""
        pages = text_pages(words, self._body(section.message))
        for rank, (shown, size) in enumerate(pages):
            page = self._page(section.message, kicker, _counted(rank, len(pages)))
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
        page.finish(self.mentions, len(self.template.presentation.slides), badge=self.pack.demonstration)
        self.parts[-1][1].append(page.slide.slide_id)


def _narrows(figure: Figure) -> bool:
    """Whether a figure can be read on two thirds of the width: parts of a whole and maps can't."""
    return figure.chart is not None and figure.chart.kind is not ChartKind.STACKED_SHARES


def _counted(rank: int, count: int) -> str:
    return f"({rank + 1}/{count})" if count > 1 else ""


def _silently(share: float, words: str) -> None:
    del share, words
