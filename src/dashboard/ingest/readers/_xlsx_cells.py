"""What calamine leaves out of an XLSX: cells in error and formulas never computed come as empty texts, as blank cells do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from dashboard.domain.archives import Archive

_WORKBOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_SIGNS: Final = (b'"e"', b"'e'", b"<f", b":f")
"""What a sheet with errors or formulas can't do without; nearly all sheets do without them."""
_CELL: Final = re.compile(rb"<(?:\w+:)?c(?=[\s>])")
_PLACE: Final = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_ERROR: Final = re.compile(rb"""\bt=["']e["']""")
_TEXT: Final = re.compile(rb"""\bt=["']str["']""")
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s/>]")
_VALUE: Final = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>([^<]+)<")
_LONGEST_ROW: Final = 8 << 20


@dataclass
class Unread:
    """Cells of a sheet by row index: the texts of errors by column, where formulas have no value, and merged cells.

    `merged` holds the first row, the column and the last row of cells merged downwards, where calamine doesn't tell them.
    """

    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    uncomputed: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int]] = field(default_factory=list)


def counts_from_1904(archive: Archive) -> bool:
    """Whether the workbook counts its days from 1904."""
    elements = _elements(archive, _WORKBOOK)
    return any(name == "workbookPr" and found.get("date1904") in {"1", "true"} for name, found in elements)


def sheet_parts(archive: Archive) -> dict[str, str]:
    """The part of each sheet, by the sheet's name. A sheet whose part is nowhere to be found is left out."""
    parts = {_plain(name): name for name in archive.names}
    targets = {found.get("Id"): found.get("Target", "") for _, found in _elements(archive, _RELATIONS)}
    found_parts: dict[str, str] = {}
    for name, found in _elements(archive, _WORKBOOK):
        relation = next((value for key, value in found.items() if key.rpartition(":")[2] == "id"), None)
        target = _plain(targets.get(relation, ""))
        part = parts.get(target.removeprefix("/")) or parts.get(f"xl/{target}")
        if name == "sheet" and part:
            found_parts[found.get("name", "")] = part
    return found_parts


def look(archive: Archive, part: str) -> Unread:
    """The errors of a sheet and its formulas without a value."""
    unread = Unread()
    for rows in _rows_with_signs(archive, part):
        for cell in _CELL.split(rows)[1:]:
            tag, _, content = cell.partition(b">")
            place = _PLACE.search(tag)
            if place is None:
                continue
            row, column = int(place[2]) - 1, _column(place[1])
            if _ERROR.search(tag):
                if value := _VALUE.search(content):
                    unread.errors.setdefault(row, {})[column] = value[1].decode(errors="replace").strip()
            elif (
                not tag.endswith(b"/")
                and _FORMULA.search(content)
                and not _TEXT.search(tag)
                and not _VALUE.search(content)
            ):
                unread.uncomputed.append((row, column))
    return unread


def _rows_with_signs(archive: Archive, part: str) -> Iterator[bytes]:
    """The rows of a sheet, many at once, where they hold an error or a formula."""
    rest = b""
    for chunk in archive.chunks(part):
        text = rest + chunk
        cut = text.rfind(b"row ")
        if cut <= 0:
            # A row of several megabytes holds a long text; one that never ends is let go.
            rest = text if len(text) < _LONGEST_ROW else b""
            continue
        text, rest = text[:cut], text[cut:]
        if any(sign in text for sign in _SIGNS):
            yield text
    if any(sign in rest for sign in _SIGNS):
        yield rest


def _elements(archive: Archive, part: str) -> list[tuple[str, dict[str, str]]]:
    """The elements of a small part, without their prefix, with their attributes; none where the part is absent or broken."""
    name = next((name for name in archive.names if _plain(name) == part), None)
    found: list[tuple[str, dict[str, str]]] = []
    if name is None:
        return found
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, attributes: found.append((tag.rpartition(":")[2], attributes))
    try:
        for chunk in archive.chunks(name):
            parser.Parse(chunk, False)
    except (expat.ExpatError, ValueError, LookupError):
        # Whoever reads the workbook says what is wrong with it.
        return []
    return found


def _plain(name: str) -> str:
    return name.replace("\\", "/").lower()


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def cell_name(row: int, column: int) -> str:
    """`(1, 12)` → `M2`."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
