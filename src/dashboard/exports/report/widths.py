"""How wide the columns of a table have to be: figures never break, words share what is left."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

_HEADER_LINES: Final = 3
_FIRST_WORDS: Final = 2300
_OTHER_WORDS: Final = 1300
"""What a column of words can be folded to: the first one names the rows."""
_LONGEST_WORD: Final = 2600

_ADVANCES: Final = {
    sign: advance
    for signs, advance in {
        "\u202f": 0.2, "'’|": 0.26, "ijlI .,/\u00a0": 0.28, "ft()-;:!": 0.34, "r*": 0.39, "z": 0.5,
        "aceksvxyJ": 0.56, "FLTZ": 0.62, "EPSVXY": 0.67, "ABCDHKNRU": 0.73, "wGOQ": 0.78, "mM%@—œæŒÆ": 0.89, "W": 0.95,
    }.items()
    for sign in signs
}  # fmt: skip
"""Parts of the size that Arial gives to its bold signs; figures take a little less than other small letters."""
_FIGURE: Final = 0.56
_LETTER: Final = 0.62


@dataclass(frozen=True, slots=True)
class Column:
    """The words of a column, header apart."""

    header: str
    cells: Sequence[str]
    numeric: bool


@dataclass(frozen=True, slots=True)
class Type:
    """Sizes of text in half-points, and the room left beside the words of a cell, in twentieths of a point."""

    size: int
    head: int
    margin: int

    @property
    def padding(self) -> int:
        """Both margins, and a little air."""
        return 2 * self.margin + 20


@dataclass(frozen=True, slots=True)
class Fit:
    """The text of a table, and the widths of its columns, in twentieths of a point, that add up to its own."""

    type: Type
    widths: tuple[int, ...]


TYPES: Final = (
    Type(18, 18, 70), Type(17, 17, 70), Type(16, 16, 60), Type(16, 15, 40), Type(15, 14, 40), Type(14, 13, 35), Type(13, 12, 30),
)  # fmt: skip
"""From the most comfortable to the least readable."""


def fitted(columns: Sequence[Column], available: int) -> Fit:
    """The largest text with which the table fits; the smallest one, and columns cut down, when none does."""
    for letters in TYPES:
        least = [_least(column, letters, first=not rank) for rank, column in enumerate(columns)]
        if sum(least) <= available:
            break
    else:
        least = [width * available // sum(least) for width in least]
    return Fit(letters, _shared(columns, least, available, letters))


def _shared(columns: Sequence[Column], least: Sequence[int], available: int, letters: Type) -> tuple[int, ...]:
    """What is left goes where it spares lines first, then to every column in proportion."""
    lacking = [max(_wanted(column, letters) - low, 0) for column, low in zip(columns, least, strict=True)]
    left = available - sum(least)
    widths = [float(low) for low in least]
    if lack := sum(lacking):
        given = min(left, lack)
        widths = [width + missing * given / lack for width, missing in zip(widths, lacking, strict=True)]
        left -= given
    whole = sum(widths) or 1.0
    rounded = [int(width + left * width / whole) for width in widths]
    if rounded:
        rounded[0] += available - sum(rounded)
    return tuple(rounded)


def _least(column: Column, letters: Type, *, first: bool) -> int:
    """Without breaking a figure, or a word of the header."""
    header = max(_heads(column, letters), default=0)
    if column.numeric:
        return max(header, *_lines(column, letters), 0) + letters.padding
    words = chain.from_iterable(cell.split(" ") for cell in column.cells)
    longest = min(max((_width(word, letters.size) for word in words), default=0), _LONGEST_WORD)
    folded = min(max(_lines(column, letters), default=0), _FIRST_WORDS if first else _OTHER_WORDS)
    return max(header, longest, folded) + letters.padding


def _wanted(column: Column, letters: Type) -> int:
    header = _width(column.header, letters.head) // _HEADER_LINES
    return max(header, *(() if column.numeric else _lines(column, letters)), 0) + letters.padding


def _heads(column: Column, letters: Type) -> Iterator[int]:
    return (_width(word, letters.head) for word in column.header.split(" "))


def _lines(column: Column, letters: Type) -> Iterator[int]:
    return (_width(cell, letters.size) for cell in column.cells)


def _width(text: str, size: int) -> int:
    """About as wide as Arial prints it in bold; accents take no room of their own."""
    bare = (sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    ems = sum(_ADVANCES.get(sign, _FIGURE if sign.isdigit() else _LETTER) for sign in bare)
    return round(ems * size * 10)
