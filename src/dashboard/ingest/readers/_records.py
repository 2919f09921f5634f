"""Records of a delimited file with the line where each starts, tolerant of quotes that were never escaped."""

import csv
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple, TextIO

# The csv module caps a cell at 128 kB by default; a project's description alone may be several megabytes.
_CELL_LIMIT = 1 << 25


class Record(NamedTuple):
    """One record: its first physical line, its cells, and its own text."""

    line: int
    cells: list[str]
    text: str


class _Lines:
    """Physical lines, numbered, that can be handed back when a quote has swallowed too many of them."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._returned: deque[str] = deque()
        self.taken: list[str] = []
        self.number = 0

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
        yield Record(start, cells, "".join(lines.taken).rstrip("\r\n"))


def split_line(line: str, delimiter: str) -> list[str]:
    """Cells of one physical line: a quote that isn't closed right before a delimiter is plain text."""
    pieces = line.rstrip("\r\n").split(delimiter)
    cells = []
    position = 0
    while position < len(pieces):
        end = _closing_piece(pieces, position, delimiter)
        if end is None:
            cells.append(pieces[position])
            position += 1
        else:
            cells.append(delimiter.join(pieces[position : end + 1])[1:-1].replace('""', '"'))
            position = end + 1
    return cells


def _mend(lines: _Lines, delimiter: str, width: int | None) -> list[str]:
    first = lines.taken[0]
    alone = split_line(first, delimiter)
    if width is None or len(alone) == width:
        lines.keep(1)
        return alone
    lines.keep(0)
    try:
        loose = next(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        loose = []
    if len(loose) == width and not _is_unclosed("".join(lines.taken), delimiter):
        return loose
    lines.keep(1)
    return alone


def _is_unclosed(text: str, delimiter: str) -> bool:
    """True where the text ends inside a quoted cell: the end of the file has been swallowed."""
    try:
        list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _closing_piece(pieces: list[str], start: int, delimiter: str) -> int | None:
    if not pieces[start].startswith('"'):
        return None
    for end in range(start, len(pieces)):
        if pieces[end].endswith('"'):
            joined = delimiter.join(pieces[start : end + 1])
            if len(joined) > 1 and '"' not in joined[1:-1].replace('""', ""):
                return end
    return None
