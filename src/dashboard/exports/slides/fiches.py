"""The fiche of an operation, in the manner of a box: its landmarks to the left, what it does to the right."""

from collections.abc import Sequence
from typing import Final

from dashboard.domain.french import NARROW_SPACE
from dashboard.exports.pack.content import OperationSheet
from dashboard.exports.slides.drawing import Box, Paragraph, Run, Style, add_rectangle, paragraph
from dashboard.exports.slides.fitting import LINE, cut_to, fitted, lines_of, width_of
from dashboard.exports.slides.page import Page
from dashboard.exports.text import one_line
from dashboard.figures.palette import BLUE_FRANCE, INK, INK_SOFT

TEXT_SIZES: Final = (20.0, 18.0, 16.0, 14.0)
LANDMARK_SIZES: Final = (16.0, 15.0, 14.0, 13.0, 12.0)
PANEL: Final = "#F5F5FE"
_MARK_SIZES: Final = (14.0, 13.0, 12.0)
MOST_LINES: Final = 4
"""Lines of a value at the smallest type: enough for what is said of it between brackets."""
_MOST_MARK_LINES: Final = 3
_BETWEEN: Final = 10.0
_GAP: Final = 5.0
_LABEL: Final = 0.4
"""Share of the box that labels may take."""
_INSIDE: Final = 14.0


def draw_sheet(page: Page, sheet: OperationSheet) -> None:
    """Everything that the fiche says is in the notes too, whole."""
    body = page.body
    who = " · ".join(words for words in (one_line(sheet.beneficiary), one_line(sheet.place)) if words)
    named = fitted(who, body.width, 24, (18.0, 16.0), bold=True, most_lines=1)
    page.text(
        Box(body.left, body.top, body.width, 24),
        [paragraph(named.text, Style(named.size, bold=True, colour=BLUE_FRANCE))],
        "Porteur",
    )
    marks = _draw_marks(page, sheet.marks, body)
    place = Box(body.left, body.top + 32, body.width, body.height - 32 - marks)
    left, right = place.columns(0.5, 28)
    add_rectangle(page.shapes, left, "Encadré", colour=PANEL)
    add_rectangle(page.shapes, Box(left.left, left.top, 4, left.height), "Filet", colour=BLUE_FRANCE)
    _draw_landmarks(page, sheet.landmarks, left.inside(_INSIDE))
    _draw_paragraphs(page, sheet.paragraphs, right.below(8))
    page.notes += _whole(sheet, who)


def _draw_marks(page: Page, marks: Sequence[str], body: Box) -> float:
    """What isn't real, at the foot of the fiche; the height that it takes."""
    if not marks:
        return 0
    words = fitted(" ".join(marks), body.width, 60, _MARK_SIZES, most_lines=_MOST_MARK_LINES)
    height = words.lines * words.size * LINE
    box = Box(body.left, body.bottom - height, body.width, height)
    page.text(box, [paragraph(words.text, Style(words.size, italic=True, colour=INK_SOFT))], "Ce qui n'est pas réel")
    return height + 10


def _draw_landmarks(page: Page, landmarks: Sequence[tuple[str, str]], box: Box) -> None:
    """Labels and values, at the largest type that holds; those that don't hold at the smallest are only in the notes."""
    pairs = [(one_line(label), one_line(words)) for label, words in landmarks]
    for size in LANDMARK_SIZES:
        label_width = min(max((width_of(label, size) for label, _ in pairs), default=0) + 2, box.width * _LABEL)
        words_width = box.width - label_width - 10
        most = MOST_LINES if size == LANDMARK_SIZES[-1] else None
        shown = [(label, _cut(words, words_width, size, most)) for label, words in pairs]
        heights = [_pair_height(pair, label_width, words_width, size) for pair in shown]
        if sum(heights) <= box.height:
            break
    top = box.top
    for (label, words), height in zip(shown, heights, strict=True):
        if top + height > box.bottom + 1:
            break
        place = Box(box.left, top, label_width, height)
        page.text(place, [paragraph(label, Style(size, colour=INK_SOFT))], f"Repère {label}")
        value = Box(box.right - words_width, top, words_width, height)
        page.text(value, [Paragraph(_value(words, size))], f"Valeur {label}")
        top += height


def _cut(words: str, width: float, size: float, lines: int | None) -> str:
    return words if lines is None else cut_to(words, width, lines, size, bold=True)


def _value(words: str, size: float) -> tuple[Run, ...]:
    """The value stands out; what is said of it between brackets doesn't."""
    value, bracket, rest = words.partition(" (")
    if not bracket or not rest.endswith(")"):
        return ((words, Style(size, bold=True, colour=INK)),)
    return (value, Style(size, bold=True, colour=INK)), (f" ({rest}", Style(size, colour=INK_SOFT))


def _pair_height(pair: tuple[str, str], label_width: float, words_width: float, size: float) -> float:
    label, words = pair
    bold = " (" not in words
    lines = max(lines_of(label, label_width, size), lines_of(words, words_width, size, bold=bold))
    return lines * size * LINE + _GAP


def _draw_paragraphs(page: Page, paragraphs: Sequence[tuple[str, str]], box: Box) -> None:
    """Headings and texts at the largest type that holds; else each text gives up its end, the longest ones first."""
    for size in TEXT_SIZES:
        texts = [(cut_to(one_line(head), box.width, 1, size, bold=True), one_line(text)) for head, text in paragraphs]
        room = int((box.height - len(texts) * (size * LINE + _BETWEEN)) / (size * LINE))
        lines = [lines_of(text, box.width, size) for _, text in texts]
        if sum(lines) <= room:
            break
    written: list[Paragraph] = []
    for (heading, text), count in zip(texts, _shared(lines, room), strict=False):
        written.append(paragraph(heading, Style(size, bold=True, colour=BLUE_FRANCE), before=4 if written else 0))
        written.append(paragraph(cut_to(text, box.width, count, size), Style(size, colour=INK), after=6))
    if written:
        page.text(box, written, "Texte")


def _shared(lines: Sequence[int], room: int) -> list[int]:
    """Lines for each text, so that their sum holds: short ones are kept whole, the last ones left out if none is left."""
    allowed = list(lines)
    while allowed and sum(allowed) > room:
        longest = max(allowed)
        if longest > 1:
            allowed[allowed.index(longest)] -= 1
        else:
            allowed.pop()
    return allowed


def _whole(sheet: OperationSheet, who: str) -> list[str]:
    colon = f"{NARROW_SPACE}: "
    said = [f"{sheet.title} – {who}."]
    said += [f"{label}{colon}{words}" for label, words in sheet.landmarks]
    said += [f"{heading}{colon}{text}" for heading, text in sheet.paragraphs]
    return [*said, *sheet.marks]
