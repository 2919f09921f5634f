"""How much an XLSX would take in memory: every cell between the corners of a sheet, and a text once per cell that shows it."""

import re
from array import array
from collections.abc import Iterator, Sequence
from typing import Final

from dashboard.domain.archives import Archive, DamagedZipError

_STRINGS: Final = "xl/sharedstrings.xml"
_SHEET: Final = b"sheetData"
LONGEST_TAG: Final = 1 << 20
"""Bytes without a `<`: more than any cell holds, since Excel stops at 32 767 characters."""
# As every common program writes cells; four times faster than the patterns below, which take any legal spelling. Each sign that is
# looked for is one more pass over all the text: a « <c » is either one of these cells, or enough to take the patterns.
_PLAIN_COLUMN: Final = re.compile(rb' r="([A-Z]+)\d')
_PLAIN_ROW: Final = re.compile(rb' r="(\d+)"')
_PLAIN_FAR_ROW: Final = re.compile(rb' r="[A-Z]+(\d{7,})"')
_UNUSUAL: Final = (b":c", b"r='")
_CELL: Final = re.compile(rb"<(?:\w+:)?c[\s>/]")
# No « < » inside a tag: without that, each tag that is never closed would be read to the end of the chunk.
_COLUMN: Final = re.compile(rb"""<(?:\w+:)?c\s[^<>]*?\br=["']([A-Z]+)\d""")
_ROW: Final = re.compile(rb"""<(?:\w+:)?(?:row|c)\s[^<>]*?\br=["'][A-Z]*(\d+)["']""")
_STRING: Final = re.compile(rb"<(?:[^\s<>/]+:)?si[\s/>]")
_PLAIN_SHARED: Final = re.compile(rb't="s"[^<>]*><v>(\d{1,8})</v></c>')
_SHARING: Final = (b'"s"', b"'s'")
"""What a cell that shows a shared text can't do without."""


def measure(archive: Archive, most_text: int) -> Iterator[tuple[int, int]]:
    """Of each part that could be a sheet, at worst: its cells between corners, the bytes of the texts that its cells share.

    Workbooks put their sheets under any name. The second figure is refined where it is more than `most_text`.
    """
    lengths = _lengths(archive)
    longest = max(lengths, default=0)
    for name in archive.names:
        cells, sharing = _extent(archive, name)
        text = sharing * longest
        yield cells, text if text <= most_text else _shared_text(archive, name, lengths)


def _texts(archive: Archive, name: str) -> Iterator[bytes]:
    """The content of a part, never cut within a tag of a sheet."""
    rest = b""
    in_sheet = False
    for chunk in archive.chunks(name):
        text = rest + chunk
        cut = max(text.rfind(b"<"), 0)
        text, rest = text[:cut], text[cut:]
        in_sheet = in_sheet or _SHEET in text
        if len(rest) > LONGEST_TAG:
            if in_sheet:
                raise DamagedZipError("contient une balise démesurée")
            # A picture, or what another program keeps in the workbook.
            text, rest = text + rest, b""
        yield text
    yield rest


def _lengths(archive: Archive) -> Sequence[int]:
    """Bytes of each text that cells can share, in order, markup included."""
    lengths = array("L")
    for name in archive.names:
        if name.lower() == _STRINGS:
            done, start = 0, -1
            for text in _texts(archive, name):
                for found in _STRING.finditer(text):
                    if start >= 0:
                        lengths.append(done + found.start() - start)
                    start = done + found.start()
                done += len(text)
            if start >= 0:
                lengths.append(done - start)
    return lengths


def _extent(archive: Archive, name: str) -> tuple[int, int]:
    """The cells between the corners of what may be a sheet, and how many of them share a text."""
    width = height = 1
    unplaced = sharing = 0
    for text in _texts(archive, name):
        columns, rows, without_reference = _references(text)
        unplaced += without_reference
        width = max(width, max(map(_column_number, columns), default=1))
        height = max(height, max(map(int, rows), default=1))
        sharing += sum(map(text.count, _SHARING))
    # Cells without a reference follow one another: at worst they stand in one single row.
    return height * max(width, min(unplaced, 16_384)), sharing


def _shared_text(archive: Archive, name: str, lengths: Sequence[int]) -> int:
    """Bytes of the texts that the cells share; a cell that isn't written as usual has the longest."""
    longest = max(lengths)
    total = 0
    for text in _texts(archive, name):
        plain = [int(rank) for rank in _PLAIN_SHARED.findall(text)]
        unknown = sum(map(text.count, _SHARING)) - len(plain)
        total += sum(lengths[rank] for rank in plain if rank < len(lengths)) + unknown * longest
    return total


def _references(text: bytes) -> tuple[set[bytes], list[bytes], int]:
    """The columns and rows that cells stand in, and the number of cells that don't say where they stand."""
    columns = _PLAIN_COLUMN.findall(text)
    if text.count(b"<c") == len(columns) and not any(sign in text for sign in _UNUSUAL):
        return set(columns), [*_PLAIN_ROW.findall(text), *_PLAIN_FAR_ROW.findall(text)], 0
    columns = _COLUMN.findall(text)
    return set(columns), _ROW.findall(text), len(_CELL.findall(text)) - len(columns)


def _column_number(letters: bytes) -> int:
    number = 0
    # Eight letters are already further than any sheet goes.
    for letter in letters[:8]:
        number = number * 26 + letter - 64
    return number
