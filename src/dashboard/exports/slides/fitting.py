"""Text that fits its place on a slide: measured, shrunk, then cut with an ellipsis.

PowerPoint lays text out when the file is opened, not when it is written: nothing else than a measure made here keeps a
long title off the figure below it. The widths are those of Arial; every line has a fixed height, so that a glyph borrowed
from a taller font (emoji, Arabic) can't push what follows.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dashboard.exports.text import one_line

LINE: Final = 1.2
"""Height of a line over the size of its font."""
SAFETY: Final = 1.06
"""Offices replace Arial by fonts that are a little wider, such as Marianne."""
BOLD: Final = 1.07
ELLIPSIS: Final = "…"

_ARIAL: Final = {
    191: "'",
    222: "ijl‘’",
    278: "ftI !,./:;[]\\|\u00a0\u202f",
    333: "r()-`{}·",
    355: '"*°“”',
    500: "ckvxyzsJ",
    584: "+<=>~",
    611: "FTZ",
    667: "ABEKPSVXY&",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    900: "%æœ",
    944: "W",
    1015: "@ŒÆ—…",
}
_WIDTH_OF: Final = {char: width for width, chars in _ARIAL.items() for char in chars}
_ORDINARY: Final = 556
_WIDE: Final = 1300
_UNKNOWN: Final = 700
_ROUNDING: Final = 0.01


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a line, in points."""
    return sum(map(_char_width, text)) * size / 1000 * SAFETY * (BOLD if bold else 1)


def lines_of(text: str, width: float, size: float, *, bold: bool = False) -> int:
    """Number of lines of a paragraph; a word wider than the line is broken."""
    return sum(_wrapped(piece, width, size, bold) for piece in text.split("\n"))


def longest_word(texts: Iterable[str], size: float, *, bold: bool = False) -> float:
    """Width of the widest word, in points."""
    return max((width_of(word, size, bold=bold) for text in texts for word in text.split(" ")), default=0)


@dataclass(frozen=True, slots=True)
class Fitted:
    """Text that fits its place: the size of its font, its number of lines, whether its end is missing."""

    text: str
    size: float
    lines: int
    cut: bool = False


def fitted(
    text: str,
    width: float,
    height: float,
    sizes: Sequence[float],
    *,
    bold: bool = False,
    most_lines: int | None = None,
    line: float = LINE,
    end: str = "",
) -> Fitted:
    """The text at the first of `sizes` (largest first) at which it fits, else its beginning at the last one.

    `end` is room kept for what is written after it.
    """
    words = one_line(text)
    for size in sizes:
        room = _lines_in(height, size, most_lines, line)
        found = lines_of(words + end, width, size, bold=bold)
        if found <= room:
            return Fitted(words, size, found)
    smallest = sizes[-1]
    room = _lines_in(height, smallest, most_lines, line)
    shortened = cut_to(words, width, room, smallest, bold=bold, end=end)
    return Fitted(shortened, smallest, lines_of(shortened + end, width, smallest, bold=bold), cut=True)


def cut_to(text: str, width: float, lines: int, size: float, *, bold: bool = False, end: str = "") -> str:
    """The longest beginning that holds in `lines` before `end`, with its ellipsis; the text itself where it fits."""
    if lines_of(text + end, width, size, bold=bold) <= lines:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if lines_of(text[:middle].rstrip() + ELLIPSIS + end, width, size, bold=bold) <= lines:
            low = middle
        else:
            high = middle - 1
    kept = text[:low].rstrip()
    whole_words = kept.rsplit(" ", 1)[0] if " " in kept[len(kept) * 2 // 3 :] and low < len(text) else kept
    return whole_words.rstrip(" ,;:") + ELLIPSIS


def _lines_in(height: float, size: float, most_lines: int | None, line: float) -> int:
    room = max(1, int((height + 0.5) / (size * line)))
    return room if most_lines is None else min(room, most_lines)


def _wrapped(text: str, width: float, size: float, bold: bool) -> int:
    lines, used = 1, 0.0
    width += _ROUNDING
    space = width_of(" ", size, bold=bold)
    for word in text.split(" "):
        length = width_of(word, size, bold=bold)
        if used and used + space + length <= width:
            used += space + length
            continue
        lines += 1 if used else 0
        broken = int(length // width) if length > width else 0
        lines += broken
        used = length - broken * width
    return lines


@lru_cache(maxsize=1024)
def _char_width(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    if unicodedata.east_asian_width(char) in {"W", "F"} or unicodedata.category(char) == "So":
        return _WIDE
    base = unicodedata.normalize("NFD", char)[0]
    if base in _WIDTH_OF:
        return _WIDTH_OF[base]
    return _ORDINARY if ord(base) < 0x250 or unicodedata.category(char)[0] in "PSZ" else _UNKNOWN
