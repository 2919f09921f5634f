"""Records of a delimited file with the line where each starts, tolerant of quotes that were never escaped."""

import csv
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import NamedTuple, TextIO

# The csv module caps a cell at 128 kB by default; a project's description alone may be several megabytes.
_CELL_LIMIT = 1 << 25
_MENDED_LINES = 200
_WRAPPED_CELLS = 4
"""Cells that a line within quotes holds at least; a title may hold a delimiter or two."""
# Characters read over again for records that stayed as they were. A file whose every line is irregular would take hours.
_MOST_IN_VAIN = 1 << 24


class Record(NamedTuple):
    """One record: its first physical line, its cells, its own text, and whether quotes held the whole of it."""

    line: int
    cells: list[str]
    text: str
    is_wrapped: bool = False


class _Lines:
    """Physical lines, numbered, that can be handed back when a quote has swallowed too many of them."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._returned: deque[str] = deque()
        self.taken: list[str] = []
        self.number = 0
        self.in_vain = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else next(self._stream)
        self.number += 1
        self.taken.append(line)
        return line

    def keep(self, count: int) -> None:
        """Hands back all the lines of the current record but the first `count`."""
        excess = self.taken[count:]
        self._returned.extendleft(reversed(excess))
        self.number -= len(excess)
        del self.taken[count:]


def records(stream: TextIO, delimiter: str, width: int | None = None) -> Iterator[Record]:
    """Reads records from a text opened with `newline=""`; blank lines come as records without cells.

    `width`, once the header is known, tells a cell that really spans lines from a stray quote.
    """
    csv.field_size_limit(_CELL_LIMIT)
    lines = _Lines(stream)
    strict = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.taken.clear()
        start = lines.number + 1
        try:
            cells = next(strict)
        except StopIteration:
            return
        except csv.Error:
            cells = _mend(lines, delimiter, width)
        else:
            if len(lines.taken) > 1 and width is not None and len(cells) != width:
                alone = split_line(lines.taken[0], delimiter)
                if len(alone) == width:
                    lines.keep(1)
                    cells = alone
        inner = _unwrapped(cells, delimiter, width)
        yield Record(start, inner or cells, "".join(lines.taken).rstrip("\r\n"), inner is not None)


def _unwrapped(cells: list[str], delimiter: str, width: int | None) -> list[str] | None:
    """The cells of a line that a spreadsheet has put within quotes as a whole, since it holds a comma; None for any other."""
    if len(cells) != 1 or cells[0].count(delimiter) < _WRAPPED_CELLS - 1:
        return None
    try:
        [inner] = csv.reader(cells[0].splitlines(keepends=True), delimiter=delimiter, strict=True)
    except (csv.Error, ValueError):
        return None
    return inner if width in (None, len(inner)) else None


def split_line(text: str, delimiter: str, *, strict: bool = True) -> list[str]:
    """Cells of one record: a quote that isn't closed right before a delimiter is plain text.

    When not strict, quotes inside a quoted cell need not be doubled.
    """
    pieces = text.rstrip("\r\n").split(delimiter)
    last = max((index for index, piece in enumerate(pieces) if piece.endswith('"')), default=-1)
    cells = []
    position = 0
    while position < len(pieces):
        end = _closing_piece(pieces, position, last, strict=strict)
        if end is None:
            cells.append(pieces[position])
            position += 1
        else:
            cells.append(delimiter.join(pieces[position : end + 1])[1:-1].replace('""', '"'))
            position = end + 1
    return cells


def _mend(lines: _Lines, delimiter: str, width: int | None) -> list[str]:
    """The most likely cells where quotes are irregular; the lines that don't belong to the record are handed back."""
    lines.keep(1)
    first = lines.taken[0]
    alone = split_line(first, delimiter)
    if width is None or len(alone) == width:
        return alone
    with suppress(csv.Error):
        loose = next(csv.reader([first], delimiter=delimiter))
        if len(loose) == width:
            return loose
    read_again = 0
    for line in islice(lines, _MENDED_LINES):
        read_again += len(line)
        # A line that is a record by itself belongs to nobody else.
        if len(split_line(line, delimiter)) == width or lines.in_vain + read_again > _MOST_IN_VAIN:
            break
        if '"' in line:
            together = "".join(lines.taken)
            read_again += len(together)
            joined = split_line(together, delimiter, strict=False)
            if len(joined) == width:
                return joined
    lines.in_vain += read_again
    lines.keep(1)
    return alone


def _closing_piece(pieces: list[str], start: int, last: int, *, strict: bool) -> int | None:
    """The piece where the cell that begins in `pieces[start]` ends, None where it isn't quoted; `last` is the last one it may be."""
    if not pieces[start].startswith('"'):
        return None
    for end in range(start, last + 1):
        inside = pieces[end][1:] if end == start else pieces[end]
        before = inside.rstrip('"')
        if strict and '"' in before.replace('""', ""):
            # A quote by itself in the middle: no end further on would mend it.
            return None
        quotes = len(inside) - len(before)
        if quotes % 2 or (quotes and not strict):
            return end
    return None
