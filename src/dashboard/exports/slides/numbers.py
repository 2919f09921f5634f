"""The large figures of a slide: in a row, each under its label and above what it is compared with."""

from collections.abc import Sequence
from typing import Final

from dashboard.exports.pack.content import Highlight
from dashboard.exports.slides.drawing import Box, Style, add_rectangle, paragraph
from dashboard.exports.slides.fitting import LINE, cut_to, lines_of, width_of
from dashboard.exports.slides.page import Page
from dashboard.exports.text import one_line
from dashboard.figures.palette import BLUE_FRANCE, INK, INK_SOFT

VALUE_SIZES: Final = (36.0, 32.0, 28.0, 24.0, 20.0)
_LABEL: Final = 14.0
_CHANGE: Final = 12.0
_LABEL_LINES: Final = 2
_CHANGE_LINES: Final = 3
_GAP: Final = 14.0
_RULE: Final = 3.0


def draw_numbers(page: Page, highlights: Sequence[Highlight], box: Box) -> float:
    """Draws them over the width of a box; the height that they take."""
    width = (box.width - _GAP * (len(highlights) - 1)) / len(highlights)
    room = width - _RULE - 8
    values = [one_line(item.value) for item in highlights]
    size = next(
        (size for size in VALUE_SIZES if all(width_of(text, size, bold=True) <= room for text in values)),
        VALUE_SIZES[-1],
    )
    labels = [cut_to(one_line(item.label), room, _LABEL_LINES, _LABEL) for item in highlights]
    changes = [cut_to(one_line(item.change), room, _CHANGE_LINES, _CHANGE) for item in highlights]
    label_height = max(lines_of(text, room, _LABEL) for text in labels) * _LABEL * LINE
    value_height = size * LINE
    change_height = max(lines_of(text, room, _CHANGE) if text else 0 for text in changes) * _CHANGE * LINE
    height = label_height + value_height + change_height
    for rank, (label, value, change) in enumerate(zip(labels, values, changes, strict=True)):
        left = box.left + rank * (width + _GAP)
        add_rectangle(page.shapes, Box(left, box.top, _RULE, height), "Filet", colour=BLUE_FRANCE)
        top, left = box.top, left + _RULE + 8
        page.text(Box(left, top, room, label_height), [paragraph(label, Style(_LABEL, colour=INK_SOFT))], "Repère")
        top += label_height
        shown = cut_to(value, room, 1, size, bold=True)
        page.text(Box(left, top, room, value_height), [paragraph(shown, Style(size, bold=True, colour=INK))], "Chiffre")
        top += value_height
        if change:
            below = [paragraph(change, Style(_CHANGE, colour=INK_SOFT))]
            page.text(Box(left, top, room, change_height), below, "Comparaison")
    return height
