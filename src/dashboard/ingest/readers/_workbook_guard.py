"""Looks into a workbook before anything unpacks it: a small file can hide gigabytes, or one cell at the far corner."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Final

from dashboard.domain.archives import Archive, DamagedZipError, Limits, LockedZipError, OversizedZipError, opened
from dashboard.domain.french import integer, quoted
from dashboard.ingest.errors import ProtectedFile, SuspiciousArchive, UnreadableFile
from dashboard.ingest.readers import _ods_guard, _xlsx_guard

# One million rows of sixteen columns unpack to about 1 GB, twenty times the file; a column of one repeated word in an ODS,
# to a hundred and sixty times.
LIMITS: Final = Limits(packed=1 << 30, unpacked=2 << 30, parts=10_000, ratio=250, backslashes=True)
# The library holds every cell between the corners, filled or not, and aborts the process when memory runs out: one million
# rows of thirty columns take 1.1 GB.
MAX_CELLS: Final = 32 << 20
# It also holds a text once per cell that shows it: a workbook of ten kilobytes can repeat one thousand times a million.
MAX_TEXT: Final = 1 << 30

XLSX_PART: Final = "xl/workbook.xml"
"""The part that makes a ZIP an XLSX; the library takes its name in any case."""


@contextmanager
def unpacked(path: Path) -> Iterator[Archive]:
    """The parts of a file that is a ZIP. Raises IngestError where it is beyond LIMITS, damaged or locked."""
    with refusals(path), path.open("rb") as stream, opened(stream, LIMITS) as archive:
        yield archive


@contextmanager
def refusals(path: Path) -> Iterator[None]:
    """Says what is wrong with an archive as an IngestError."""
    name = f"Le fichier {quoted(path.name)}"
    try:
        yield
    except OversizedZipError as error:
        raise SuspiciousArchive(
            f"{name} {error} : par sécurité, il n'a pas été ouvert ; enregistrez les données au format CSV."
        ) from error
    except LockedZipError as error:
        raise ProtectedFile(f"{name} est protégé par un mot de passe : enregistrez-le sans mot de passe.") from error
    except DamagedZipError as error:
        raise damaged(path) from error


def check(path: Path) -> None:
    """Refuses a workbook that would not fit in memory."""
    with unpacked(path) as archive:
        sizes = _xlsx_guard.measure(archive, MAX_TEXT)
        for cells, text in chain(sizes, _ods_guard.measure(archive)):
            if cells > MAX_CELLS:
                raise stretched(path)
            check_text(text)


def check_text(size: int) -> None:
    """Refuses more bytes of text than fit in memory. Raises OversizedZipError."""
    if size > MAX_TEXT:
        found, most = (integer(count // 1_000_000) for count in (size, MAX_TEXT))
        raise OversizedZipError(f"répète des textes qui occuperaient {found}\u202fMo ({most}\u202fMo au plus)")


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
