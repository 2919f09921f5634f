"""One slide being written: its title, its shapes, its footer, its number and what the speaker reads."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from dashboard.exports.slides.drawing import (
    Box,
    Paragraph,
    Run,
    Style,
    add_text,
    paragraph,
    place,
    write,
    write_alone,
)
from dashboard.exports.slides.fitting import Fitted, cut_to, fitted, lines_of, width_of
from dashboard.exports.slides.ooxml import add_slide_number, remove
from dashboard.exports.slides.template import Layout, Template
from dashboard.exports.text import one_line
from dashboard.figures.palette import BLUE_FRANCE, INK_SOFT

TITLE_SIZES: Final = (28.0, 26.0, 24.0)
COVER_SIZES: Final = (40.0, 36.0, 32.0, 28.0)
FOOTER_SIZES: Final = (12.0, 11.0, 10.0)
TITLE_LINE: Final = 1.1
USUAL_LINES: Final = 2
"""Lines of title that the content always leaves free, so that it starts at the same height on most slides."""
FULL_TITLE: Final = "Titre complet"
_KICKER_SIZE: Final = 16.0
_TITLE_MARGIN: Final = 15.0
"""What the margins of a title's place may take of its width."""
_SEPARATOR: Final = " · "


class Page:
    """A slide of one of the two layouts. What doesn't fit is cut there and kept whole in the notes."""

    def __init__(self, template: Template, layout: Layout) -> None:
        self.layout = layout
        self.slide = template.presentation.slides.add_slide(layout.layout)
        self.shapes = self.slide.shapes
        self.notes: list[str] = []
        self._spare = 0.0

    @staticmethod
    def body_under(layout: Layout, title: str) -> Box:
        """Where the content of a slide of that title would go."""
        return layout.body.below(-_spare(_title_fit(layout, title, "", TITLE_SIZES), layout))

    @property
    def body(self) -> Box:
        """Where the content goes, once the title is written."""
        return self.layout.body.below(-self._spare)

    def text(
        self, box: Box, paragraphs: Iterable[Paragraph], name: str, *, anchor: MSO_ANCHOR = MSO_ANCHOR.TOP
    ) -> None:
        """A box of text."""
        add_text(self.shapes, box, paragraphs, name, anchor=anchor)

    def title(
        self,
        words: str,
        *,
        sizes: Sequence[float] = TITLE_SIZES,
        kicker: str = "",
        suffix: str = "",
        usual_lines: int = USUAL_LINES,
    ) -> None:
        """The title, shrunk then cut; `suffix` (« (2/3) ») is never cut. Layouts without a title are given one.

        `usual_lines` are kept for it even when it needs fewer.
        """
        box = self.layout.title
        end = f" {suffix}" if suffix else ""
        found = _title_fit(self.layout, words, end, sizes)
        self._spare = _spare(found, self.layout, usual_lines)
        if found.cut:
            self.notes.append(f"{FULL_TITLE}\u202f: {one_line(words)}")
        written = Paragraph(((found.text, Style(found.size, bold=True)), (end, Style(found.size))), line=TITLE_LINE)
        title = self.shapes.title
        if title is None:
            self.text(box, [written], "Titre", anchor=MSO_ANCHOR.MIDDLE)
        else:
            title.name = "Titre"
            write(title.text_frame, [written])
            if not self.layout.own_title or self._spare > 0:
                place(title, replace(box, height=box.height - self._spare))
        if self.layout.kicker is not None and kicker:
            words = cut_to(one_line(kicker), box.width, 1, _KICKER_SIZE, bold=True)
            found_kicker = self._placeholder(self.layout.kicker)
            write(found_kicker.text_frame, [paragraph(words, Style(_KICKER_SIZE, bold=True))])

    @property
    def subtitle(self) -> Any | None:
        """The second place of a cover, where the layout has one."""
        return None if self.layout.subtitle is None else self._placeholder(self.layout.subtitle)

    def finish(self, mentions: Sequence[str], position: int, *, badge: bool) -> None:
        """Footer (`badge`: its last mention stands out), number and notes; places of the layout that nothing fills are left out."""
        for found in list(self.slide.placeholders):
            if not one_line(found.text_frame.text if found.has_text_frame else ""):
                remove(found)
        self._footer(mentions, badge=badge)
        number = self._furniture(
            PP_PLACEHOLDER.SLIDE_NUMBER, "Numéro de diapositive", None if self.layout.own_number else self.layout.number
        )
        number.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
        add_slide_number(number.text_frame.paragraphs[0], position)
        self._write_notes()

    def _placeholder(self, index: int) -> Any:
        return next(found for found in self.slide.placeholders if found.placeholder_format.idx == index)

    def _footer(self, mentions: Sequence[str], *, badge: bool) -> None:
        box, own = self.layout.footer, self.layout.own_footer
        words, size = _footer_words(mentions, box)
        if own and words != list(mentions):
            left = min(self.layout.title.left, box.left)
            wider = replace(box, left=left, width=max(self.layout.number.left - 8, box.right) - left)
            if wider.width > box.width:
                box, own = wider, False
                words, size = _footer_words(mentions, box)
        if words != list(mentions):
            self.notes.append(f"Filtres\u202f: {one_line(mentions[0])}")
        runs: list[Run] = []
        for rank, mention in enumerate(words):
            last = badge and rank == len(words) - 1
            style = Style(size, bold=last, colour=BLUE_FRANCE if last else INK_SOFT)
            runs.append((f"{_SEPARATOR if rank else ''}{mention}", style))
        footer = self._furniture(PP_PLACEHOLDER.FOOTER, "Pied de page", None if own else box)
        if runs:
            write(footer.text_frame, [Paragraph(tuple(runs))])

    def _furniture(self, kind: PP_PLACEHOLDER, name: str, box: Box | None) -> Any:
        """A placeholder of the layout, which slides don't get by themselves, at its place unless `box` says another."""
        held = next((item for item in self.layout.layout.placeholders if item.placeholder_format.type == kind), None)
        if held is None:
            return add_text(self.shapes, box or self.layout.footer, (), name, anchor=MSO_ANCHOR.MIDDLE)
        self.shapes.clone_placeholder(held)
        shape = self.shapes[-1]
        shape.name = name
        if box is not None:
            place(shape, box)
            write_alone(shape.text_frame, (), anchor=MSO_ANCHOR.MIDDLE)
        return shape

    def _write_notes(self) -> None:
        frame = self.slide.notes_slide.notes_text_frame
        if frame is None:
            return
        lines = [words for note in dict.fromkeys(self.notes) if (words := one_line(note))]
        for rank, words in enumerate(lines):
            line = frame.add_paragraph() if rank else frame.paragraphs[0]
            line.space_after = Pt(4)
            run = line.add_run()
            run.text, run.font.size, run.font.language_id = words, Pt(12), MSO_LANGUAGE_ID.FRENCH


def _spare(title: Fitted, layout: Layout, usual_lines: int = USUAL_LINES) -> float:
    """What a title leaves free of its place, when it starts at the top of it."""
    used = max(title.lines, usual_lines) * title.size * TITLE_LINE
    return max(layout.title.height - used, 0) if layout.title_on_top else 0


def _title_fit(layout: Layout, words: str, end: str, sizes: Sequence[float]) -> Fitted:
    room = layout.title.width - (_TITLE_MARGIN if layout.own_title else 0)
    return fitted(words, room, layout.title.height, sizes, bold=True, line=TITLE_LINE, end=end)


def _footer_words(mentions: Sequence[str], box: Box) -> tuple[list[str], float]:
    """The mentions at the size at which they fit; else the first one (the filters) is cut, never the others."""
    words = [one_line(mention) for mention in mentions]
    width = box.width - 16
    for size in FOOTER_SIZES:
        room = max(1, int((box.height + 4) / (size * 1.2)))
        if lines_of(_SEPARATOR.join(words), width, size, bold=True) <= room:
            return words, size
    rest = width_of(_SEPARATOR.join(["", *words[1:]]), size, bold=True)
    return [cut_to(words[0], max(room * width - rest, 40), 1, size, bold=True), *words[1:]], size
