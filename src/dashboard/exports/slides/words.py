"""The words of a section: which ones a slide shows, where they hold beside or under a figure, what the speaker reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from dashboard.domain.french import NARROW_SPACE
from dashboard.exports.pack.content import Pack, Section
from dashboard.exports.slides.drawing import Box, Paragraph, Run, Style
from dashboard.exports.slides.fitting import LINE, cut_to, lines_of
from dashboard.exports.slides.page import Page
from dashboard.exports.text import one_line
from dashboard.figures.figure import Figure
from dashboard.figures.palette import BLUE_FRANCE, INK, INK_SOFT

COLON: Final = f"{NARROW_SPACE}: "
SECTION_BREAK: Final = f"{NARROW_SPACE}; "
TEXT_SIZES: Final = (20.0, 18.0, 16.0)
SIDE_SIZES: Final = (18.0, 16.0)
SIDE_SHARE: Final = 0.36
NOTE_SIZE: Final = 12.0
MOST_LINES_UNDER: Final = 3
MOST_LINES_ALONE: Final = 5
"""Beyond, what is said about a figure stands beside it, or on a slide of its own where it needs the whole width."""
LEAD_IN: Final = 24
"""Characters of what may open a paragraph in bold, before its colon."""

_AFTER: Final = 0.6
_UNDER: Final = 16.0
_TIGHT: Final = 3.0
_GAP: Final = 10.0
_MOST_NOTE_LINES: Final = 3


def own_words(section: Section) -> list[str]:
    """What a section says that its pictures don't say already."""
    said = {text for figure in section.figures if figure.map for text in figure.map.apart}
    said |= {figure.sentence for figure in section.figures if figure.chart}
    return [one_line(text) for text in section.paragraphs if text not in said]


def headline(message: str) -> str:
    """A title carries no full stop; one of several sentences keeps them."""
    words = one_line(message)
    return words[:-1] if words.endswith(".") and ". " not in words else words


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where the words of a slide and its figure go."""

    figure: Box
    words: Box | None = None
    size: float = _UNDER
    after: float = _TIGHT
    """Between two paragraphs."""


def arranged(words: Sequence[str], body: Box, *, beside: bool) -> Arrangement | None:
    """Under the figure when they are short, to its left when `beside` allows it; None where they need their own slide."""
    if not words:
        return Arrangement(body)
    lines = [lines_of(text, body.width, _UNDER) for text in words]
    if sum(lines) <= (MOST_LINES_UNDER if beside else MOST_LINES_ALONE):
        height = sum(lines) * _UNDER * LINE + _TIGHT * len(words)
        figure = Box(body.left, body.top, body.width, body.height - height - _GAP)
        return Arrangement(figure, Box(body.left, body.bottom - height, body.width, height))
    left, right = body.columns(SIDE_SHARE, 28)
    for size in SIDE_SIZES if beside else ():
        if sum(_height(text, left.width, size) for text in words) <= left.height:
            return Arrangement(right, left, size, size * _AFTER)
    return None


def write_words(page: Page, words: Sequence[str], box: Box, size: float, after: float | None = None) -> None:
    """Paragraphs whose opening words, before a colon, stand out."""
    between = size * _AFTER if after is None else after
    page.text(box, [Paragraph(_opened(text, size), after=between) for text in words], "Texte")


def text_pages(words: Sequence[str], body: Box) -> list[tuple[list[str], float]]:
    """The largest type at which the paragraphs hold on one slide, else even slides at a size read from afar."""
    for size in TEXT_SIZES:
        if sum(_height(text, body.width, size) for text in words) <= body.height:
            return [(list(words), size)]
    size = TEXT_SIZES[1]
    most = int(body.height / (size * LINE)) - 1
    shown = [cut_to(text, body.width, most, size) for text in words]
    heights = [_height(text, body.width, size) for text in shown]
    share = sum(heights) / ceil(sum(heights) / body.height)
    pages: list[list[str]] = [[]]
    used = 0.0
    for text, height in zip(shown, heights, strict=True):
        if pages[-1] and (used + height > body.height or used >= share):
            pages.append([])
            used = 0.0
        pages[-1].append(text)
        used += height
    return [(page, size) for page in pages]


def note_height(figure: Figure, width: float) -> float:
    """What the notes at the foot of a figure take of its slide."""
    words = _note(figure)
    return min(lines_of(words, width, NOTE_SIZE, bold=True), _MOST_NOTE_LINES) * NOTE_SIZE * LINE + 8 if words else 0


def write_note(page: Page, figure: Figure) -> None:
    """How to read a figure and which of its values aren't real, at the foot of the slide."""
    body = page.body
    height = note_height(figure, body.width)
    if not height:
        return
    note, synthetic = one_line(figure.notes), one_line(figure.synthetic or "")
    runs: list[Run] = []
    if note:
        most = _MOST_NOTE_LINES - 1 if synthetic else _MOST_NOTE_LINES
        runs.append((cut_to(note, body.width, most, NOTE_SIZE), Style(NOTE_SIZE, colour=INK_SOFT)))
    if synthetic:
        marked = cut_to(synthetic, body.width, 1, NOTE_SIZE, bold=True)
        runs.append((f" {marked}" if runs else marked, Style(NOTE_SIZE, bold=True, colour=BLUE_FRANCE)))
    page.text(Box(body.left, body.bottom - height + 8, body.width, height - 8), [Paragraph(tuple(runs))], "Lecture")


def source_lines(pack: Pack, filters: str = "") -> list[str]:
    """Where the figures come from, on which date, under which filters."""
    dated = f" {pack.extraction}." if pack.extraction else ""
    lines = [f"{sourced(pack.source)}.{dated}", f"Filtres{COLON}{filters or pack.filters}."]
    return [*lines, "Jeu de démonstration."] if pack.demonstration else lines


def section_lines(pack: Pack, section: Section) -> list[str]:
    """The message of a section and its method."""
    lines = [f"Message{COLON}{section.message}", *source_lines(pack, section.filters)]
    return [*lines, f"Méthode{COLON}{section.source_note}"] if section.source_note else lines


def figure_lines(figure: Figure) -> list[str]:
    """How a figure is computed and read, and what it shows in words."""
    told = (
        ("Figure", figure.caption),
        ("Constat", figure.title),
        ("Calcul", figure.source_note),
        ("Lecture", figure.notes),
        ("Données synthétiques", figure.synthetic or ""),
        ("Équivalent textuel", figure.sentence),
    )
    return [f"{label}{COLON}{words}" for label, words in told if words]


def version_line(pack: Pack) -> str:
    """What it takes to compute the same figures again."""
    return f"Versions{COLON}" + SECTION_BREAK.join(f"{name} {words}" for name, words in pack.versions.items()) + "."


def sourced(source: str) -> str:
    """The source, said to be one, without its full stop."""
    words = source.rstrip(".")
    return words if words.startswith("Source") else f"Source{COLON}{words}"


def _note(figure: Figure) -> str:
    return one_line(" ".join(text for text in (figure.notes, figure.synthetic) if text))


def _height(text: str, width: float, size: float) -> float:
    return lines_of(text, width, size) * size * LINE + size * _AFTER


def _opened(text: str, size: float) -> tuple[Run, ...]:
    opening, colon, rest = text.partition(COLON)
    if not colon or len(opening) > LEAD_IN:
        return ((text, Style(size, colour=INK)),)
    lead = (f"{opening}{COLON.rstrip()}", Style(size, bold=True, colour=BLUE_FRANCE))
    return lead, (f" {rest}", Style(size, colour=INK))
