"""What calamine leaves out of an ODS: cells in error, formulas never computed, and the cells merged over several rows."""

import re
from typing import Final
from xml.parsers import expat

from dashboard.domain.archives import Archive
from dashboard.ingest.readers._xlsx_cells import Unread

_CONTENT: Final = "content.xml"
_SIGNS: Final = re.compile(rb"""value-type=["']error|table:formula=|number-rows-spanned=["'](?!1["'])""")
"""What a document with any of the three can't do without; the others need no parser."""
_CELLS: Final = {"table:table-cell", "table:covered-table-cell"}
_MOST_REPEATED: Final = 1_000
"""Rows alike that are looked at one by one: more of them are the empty end of a sheet."""


def look(archive: Archive, sheet: str) -> Unread:
    """The errors of a sheet, its formulas without a value and its cells merged downwards."""
    reader = _Reader(sheet)
    rest = b""
    for chunk in archive.chunks(_CONTENT):
        if _SIGNS.search(rest + chunk):
            break
        rest = chunk[-50:]
    else:
        return reader.unread
    try:
        for chunk in archive.chunks(_CONTENT):
            reader.parser.Parse(chunk, False)
    except (expat.ExpatError, ValueError, LookupError):
        # Whoever reads the workbook says what is wrong with it.
        return Unread()
    return reader.unread


class _Reader:
    """Follows the cells of one sheet as the XML goes by."""

    def __init__(self, sheet: str) -> None:
        self.unread = Unread()
        self._sheet = sheet
        self._inside = self._in_error = False
        self._row = self._rows = self._column = 0
        self._text = ""
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close
        self.parser.CharacterDataHandler = self._read

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self._inside = attributes.get("table:name") == self._sheet
            self._row = self._rows = 0
        elif not self._inside:
            return
        elif name == "table:table-row":
            self._row += self._rows
            self._rows = int(attributes.get("table:number-rows-repeated", 1))
            self._column = 0
        elif name in _CELLS:
            self._cell(attributes)

    def _cell(self, attributes: dict[str, str]) -> None:
        spanned = int(attributes.get("table:number-rows-spanned", 1))
        if spanned > 1:
            self.unread.merged.append((self._row, self._column, self._row + spanned - 1))
        if attributes.get("calcext:value-type") == "error":
            self._in_error, self._text = True, ""
        elif "table:formula" in attributes and "office:value-type" not in attributes:
            self.unread.uncomputed.append((self._row, self._column))
        self._column += int(attributes.get("table:number-columns-repeated", 1))

    def _read(self, text: str) -> None:
        if self._in_error:
            self._text += text

    def _close(self, name: str) -> None:
        if name in _CELLS and self._in_error:
            self._in_error = False
            for row in range(self._row, self._row + min(self._rows, _MOST_REPEATED)):
                self.unread.errors.setdefault(row, {})[self._column - 1] = self._text.strip()
