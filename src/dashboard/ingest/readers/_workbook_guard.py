"""Looks into a workbook before anything unpacks it: a small file can hide gigabytes, or one cell at the far corner."""

import re
import zipfile
import zlib
from pathlib import Path

from dashboard.domain.french import integer
from dashboard.ingest.errors import SuspiciousArchive, UnreadableFile, quoted

# One million rows of sixteen columns unpack to about 1 GB, twenty times the file at most.
MAX_UNPACKED = 4 << 30
MAX_RATIO = 250
RATIO_MATTERS_FROM = 100 << 20
# The library holds every cell between the corners, filled or not, and aborts the process when memory runs out.
MAX_CELLS = 64 << 20

_CHUNK = 1 << 20
_OVERLAP = 4096
# As every common program writes cells; four times faster than the patterns below, which take any legal spelling.
_PLAIN_COLUMN = re.compile(rb' r="([A-Z]+)\d')
_PLAIN_ROW = re.compile(rb' r="(\d+)"')
_PLAIN_FAR_ROW = re.compile(rb' r="[A-Z]+(\d{7,})"')
_UNUSUAL = (b"<c\t", b"<c\n", b"<c\r", b"<c>", b"<c/", b":c ", b":c>", b"r='")
_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
# No « < » inside a tag: without that, each tag that is never closed would be read to the end of the chunk.
_COLUMN = re.compile(rb"""<(?:\w+:)?c\s[^<>]*?\br=["']([A-Z]+)\d""")
_ROW = re.compile(rb"""<(?:\w+:)?(?:row|c)\s[^<>]*?\br=["'][A-Z]*(\d+)["']""")


def check(path: Path) -> None:
    """Refuses a workbook that would not fit in memory."""
    name = f"Le fichier {quoted(path.name)}"
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_sizes(members, path.stat().st_size, name)
            for member in members:
                if member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml"):
                    _check_extent(archive, member, path)
                elif member.filename.endswith((".xml", ".rels")):
                    _unpack(archive, member)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise damaged(path) from error


def damaged(path: Path) -> UnreadableFile:
    """The refusal of a workbook that its own format contradicts."""
    return UnreadableFile(
        f"Le fichier {quoted(path.name)} est endommagé ou incomplet : téléchargez-le ou enregistrez-le à nouveau."
    )


def stretched(path: Path) -> UnreadableFile:
    """The refusal of a sheet that is nearly all empty, with one cell far from the others."""
    return UnreadableFile(
        f"Le fichier {quoted(path.name)} contient une feuille démesurée, sans doute à cause d'une cellule isolée loin du "
        "tableau : copiez le tableau dans un nouveau classeur ou enregistrez-le en CSV."
    )


def _check_sizes(members: list[zipfile.ZipInfo], size: int, name: str) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if (
        unpacked > MAX_UNPACKED
        or (unpacked > RATIO_MATTERS_FROM and unpacked > MAX_RATIO * size)
        # Parts that overlap are how a few kilobytes unpack to terabytes.
        or packed > size
    ):
        raise SuspiciousArchive(
            f"{name} occuperait {integer(unpacked >> 20)} Mo une fois décompressé : par sécurité, il n'a pas été "
            "ouvert ; enregistrez les données au format CSV."
        )


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    # zipfile stops at the declared size and checks the sum: a part that lies about its size is caught here.
    with archive.open(member) as stream:
        while stream.read(_CHUNK):
            pass


def _check_extent(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> None:
    width = height = 1
    unplaced = 0
    rest = b""
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            cut = text.rfind(b"<")
            text, rest = (text[:cut], text[cut:]) if 0 < len(text) - cut < _OVERLAP else (text, b"")
            columns, rows, without_reference = _references(text)
            unplaced += without_reference
            width = max(width, max(map(_column_number, columns), default=1))
            height = max(height, max(map(int, rows), default=1))
    # Cells without a reference follow one another: at worst they stand in one single row.
    if height * max(width, min(unplaced, 16_384)) > MAX_CELLS:
        raise stretched(path)


def _references(text: bytes) -> tuple[set[bytes], list[bytes], int]:
    """The columns and rows that cells stand in, and the number of cells that don't say where they stand."""
    columns = _PLAIN_COLUMN.findall(text)
    if text.count(b"<c ") == len(columns) and not any(sign in text for sign in _UNUSUAL):
        return set(columns), [*_PLAIN_ROW.findall(text), *_PLAIN_FAR_ROW.findall(text)], 0
    columns = _COLUMN.findall(text)
    return set(columns), _ROW.findall(text), len(_CELL.findall(text)) - len(columns)


def _column_number(letters: bytes) -> int:
    number = 0
    # Eight letters are already further than any sheet goes.
    for letter in letters[:8]:
        number = number * 26 + letter - 64
    return number
