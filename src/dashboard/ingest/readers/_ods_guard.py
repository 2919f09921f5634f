"""How much an ODS would take in memory: it says how many times a cell, a row or a space is repeated, and all are built."""

from collections.abc import Iterator
from typing import Final
from xml.parsers import expat

from dashboard.domain.archives import Archive, DamagedZipError
from dashboard.ingest.readers._xlsx_guard import LONGEST_TAG

_CONTENT: Final = "content.xml"
_CELLS: Final = {"table:table-cell", "table:covered-table-cell"}
_STRUCTURE: Final = {"table:table", "table:table-row", *_CELLS}
_VALUES: Final = frozenset(
    {"table:formula"} | {f"office:{name}value" for name in ("", "string-", "date-", "time-", "boolean-")}
) | {"office:value-type"}
"""The attributes without which a cell is empty, however many times it is repeated."""
_CELL_SIZE: Final = 64
"""Bytes of a cell besides its text: a value, and room for a formula."""


def measure(archive: Archive) -> Iterator[tuple[int, int]]:
    """Of the sheets of an ODS, if it is one: cells between the corners of the largest, bytes of the largest once built."""
    if _CONTENT not in archive.names:
        return
    sheets = _Sheets()
    fed = 0
    try:
        for chunk in archive.chunks(_CONTENT):
            sheets.parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - sheets.parser.CurrentByteIndex > LONGEST_TAG:
                raise DamagedZipError("contient une balise démesurée")
        sheets.parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise DamagedZipError("contient un élément XML illisible") from error
    yield sheets.cells, sheets.text


class _Sheets:
    """Follows the sheets of a spreadsheet as its XML goes by."""

    def __init__(self) -> None:
        self.cells = 0
        self.text = 0
        self._rows = self._width = self._sheet_text = 0
        self._row_repeats = self._columns = self._filled = self._row_text = 0
        self._cell_repeats = self._start = self._long = 0
        self._cell_filled = self._in_cell = self._in_sheet = False
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        if (self._in_cell and name in _STRUCTURE) or (self._in_sheet and name == "table:table"):
            raise DamagedZipError("contient un tableau dans un tableau")
        if name in _CELLS:
            self._in_cell = True
            self._cell_repeats = _count(attributes, "table:number-columns-repeated")
            self._cell_filled = not _VALUES.isdisjoint(attributes)
            self._start = self.parser.CurrentByteIndex
            self._long = sum(map(len, attributes.values()))
        elif name == "text:s":
            self._long += _count(attributes, "text:c")
        elif name == "table:table-row":
            self._row_repeats = _count(attributes, "table:number-rows-repeated")
            self._columns = self._filled = self._row_text = 0
        elif name == "table:table":
            self._in_sheet = True
            self._rows = self._width = self._sheet_text = 0

    def _close(self, name: str) -> None:
        if name in _CELLS:
            self._in_cell = False
            self._columns += self._cell_repeats
            if self._cell_filled:
                size = self.parser.CurrentByteIndex - self._start + self._long + _CELL_SIZE
                self._filled = self._columns
                self._row_text += self._cell_repeats * size
        elif name == "table:table-row":
            self._rows += self._row_repeats
            if self._filled:
                self._width = max(self._width, self._filled)
                self._sheet_text += self._row_repeats * self._row_text
                self.cells = max(self.cells, self._rows * self._width)
                self.text = max(self.text, self._sheet_text)
        elif name == "table:table":
            self._in_sheet = False


def _count(attributes: dict[str, str], name: str) -> int:
    count = int(attributes.get(name, 1))
    if count < 0:
        raise ValueError(name)
    return count
