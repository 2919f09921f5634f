"""XLS, XLSX and ODS through calamine: the right sheet, and cells as the text a person reads in them."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from math import isfinite
from pathlib import Path

import duckdb
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from dashboard.domain.french import listing, quoted
from dashboard.ingest.doubts import Answers, Finding
from dashboard.ingest.errors import EmptyFile, ProtectedFile, SheetNotFound
from dashboard.ingest.readers import _workbook_guard as guard
from dashboard.ingest.readers._paths import path_with_suffix
from dashboard.ingest.readers._staging import Chunks, no_rows, tidy, title_note
from dashboard.ingest.readers._table import HEADER_SEARCH, Known, OnRows, RawTable, find_header

_WIDE = 256

Value = int | float | str | bool | time | date | datetime | timedelta


@dataclass(frozen=True)
class _Candidate:
    """A sheet, with what its first rows say of it."""

    sheet: CalamineSheet
    hidden: bool
    top: list[list[str]]
    header: int
    score: int

    @property
    def rank(self) -> tuple[int, bool, int]:
        # A hidden sheet has to look twice as good; an example of the headers, without rows, loses against real rows.
        weight = 1 if self.hidden else 2
        filled = 0 if self.score else sum(bool(cell) for row in self.top for cell in row)
        return self.score * weight, any(any(row) for row in self.top[self.header + 1 :]), filled * weight


def read(
    path: Path,
    connection: duckdb.DuckDBPyConnection,
    known: Known,
    *,
    sheet: str | None = None,
    answers: Answers,
    progress: OnRows | None = None,
) -> RawTable:
    """Reads one sheet of a workbook into `raw`: the one asked for, else the one whose headers are known best."""
    suffix = _suffix(path)
    if suffix != ".xls":
        guard.check(path)
    del answers
    with _opened(path, suffix) as workbook:
        chosen, others = _choose(workbook, _wanted(workbook, sheet, path), known)
        if chosen is None:
            where = f"La feuille {quoted(sheet)} du fichier" if sheet else "Le classeur"
            raise EmptyFile(f"{where} {quoted(path.name)} est vide : vérifiez l'export et recommencez.")
        header = chosen.top[chosen.header][: _used_width(chosen.sheet)]
        with Chunks(connection, len(header), progress) as chunks:
            _load(chosen.sheet, chosen.header + 1, len(header), chunks)
        name = chosen.sheet.name
        sheets = tuple(one.name for one in _wanted(workbook, None, path))
    headers, rows, notes = tidy(connection, header)
    if not rows:
        raise no_rows(f"La feuille {quoted(name)} du fichier {quoted(path.name)}")
    return RawTable(
        headers=headers,
        rows=rows,
        findings=tuple(
            map(
                Finding,
                (*_say_sheets(chosen, others), *title_note(chosen.top[: chosen.header], chosen.header + 1), *notes),
            )
        ),
        sheet=name,
        sheets=sheets,
    )


def _suffix(path: Path) -> str:
    with path.open("rb") as stream:
        # An old workbook may hold a ZIP, its theme: only the first bytes tell.
        if stream.read(2) != b"PK":
            return ".xls"
    with guard.unpacked(path) as archive:
        return ".xlsx" if guard.XLSX_PART in map(str.lower, archive.names) else ".ods"


@contextmanager
def _opened(path: Path, suffix: str) -> Iterator[CalamineWorkbook]:
    try:
        with (
            tempfile.TemporaryDirectory(prefix="lecture-") as folder,
            CalamineWorkbook.from_path(path_with_suffix(path, Path(folder), suffix)) as workbook,
        ):
            yield workbook
    except PasswordError as error:
        raise ProtectedFile(
            f"Le fichier {quoted(path.name)} est protégé par un mot de passe : enregistrez-le sans mot de passe."
        ) from error
    except CalamineError as error:
        if "Cell limit" in str(error):
            raise guard.stretched(path) from error
        raise guard.damaged(path) from error
    except BaseException as error:
        # A panic of the Rust library is no Exception; anything else goes its own way.
        if type(error).__name__ == "PanicException":
            raise guard.damaged(path) from error
        raise


def _wanted(workbook: CalamineWorkbook, sheet: str | None, path: Path) -> list[SheetMetadata]:
    tables = [one for one in workbook.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    if sheet is None:
        return tables
    exact = [one for one in tables if one.name == sheet]
    close = exact or [one for one in tables if one.name.strip().casefold() == sheet.strip().casefold()]
    if not close:
        available = listing([quoted(one.name) for one in tables]) or "aucune"
        raise SheetNotFound(
            f"Le fichier {quoted(path.name)} n'a pas de feuille {quoted(sheet)} : feuilles disponibles : {available}."
        )
    return close[:1]


def _choose(
    workbook: CalamineWorkbook, tables: Sequence[SheetMetadata], known: Known
) -> tuple[_Candidate | None, list[tuple[str, bool, int]]]:
    """The best sheet, and (name, hidden, score) of the others that hold something."""
    best: _Candidate | None = None
    seen: list[tuple[str, bool, int]] = []
    for metadata in tables:
        candidate = _candidate(workbook.get_sheet_by_name(metadata.name), metadata, known)
        if candidate is None:
            continue
        seen.append((metadata.name, candidate.hidden, candidate.score))
        # Only the best sheet so far stays in memory.
        if best is None or candidate.rank > best.rank:
            best = candidate
    return best, [one for one in seen if best and one[0] != best.sheet.name]


def _candidate(sheet: CalamineSheet, metadata: SheetMetadata, known: Known) -> _Candidate | None:
    top = [[as_text(value) for value in row] for row in islice(sheet.iter_rows(), HEADER_SEARCH)]
    header = find_header(top, known.score)
    if header is None:
        return None
    hidden = metadata.visible != SheetVisibleEnum.Visible
    return _Candidate(sheet, hidden, top, header, known.score(top[header]))


def _used_width(sheet: CalamineSheet) -> int:
    """One past the last column that holds something: formats alone can stretch a sheet to 16 384 columns."""
    if sheet.width <= _WIDE:
        return sheet.width
    used = 0
    for row in sheet.iter_rows():
        used = max(used, next((i for i in range(len(row), used, -1) if row[i - 1] != ""), 0))
    return used


def _load(sheet: CalamineSheet, start: int, width: int, chunks: Chunks) -> None:
    for line, row in enumerate(islice(sheet.iter_rows(), start, None), start=start + 1):
        cells = [value if type(value) is str else as_text(value) for value in row[:width]]
        chunks.add(line, cells, sum(map(len, cells)))


def as_text(value: Value) -> str:
    """The cell as a person would type it: ISO dates, no binary noise, no trailing `.0`."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, float):
        return _figure(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}"
    return str(value)


def _figure(value: float) -> str:
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    # Spreadsheets keep fifteen significant digits: what lies beyond is noise (0.30000000000000004).
    return format(Decimal(format(value, ".15g")), "f") if isfinite(value) else ""


def _say_sheets(chosen: _Candidate, others: Sequence[tuple[str, bool, int]]) -> list[str]:
    notes = []
    if chosen.hidden:
        notes.append(f"Les données ont été lues dans la feuille masquée {quoted(chosen.sheet.name)}.")
    alike = [one for one in others if one[2] >= max(2, chosen.score / 2)]
    apart = [one for one in others if one not in alike]
    if apart:
        names = listing([quoted(name) for name, _, _ in apart])
        ignored = "Feuille ignorée" if len(apart) == 1 else "Feuilles ignorées"
        notes.append(f"{ignored} : {names} (pas de données reconnues).")
    if alike:
        names = listing([quoted(name) + (" (masquée)" if hidden else "") for name, hidden, _ in alike])
        notes.append(
            f"La feuille {names} ressemble aussi à des données et n'a pas été lue : importez-la séparément."
            if len(alike) == 1
            else f"Les feuilles {names} ressemblent aussi à des données et n'ont pas été lues : importez-les séparément."
        )
    return notes
