"""XLS, XLSX and ODS through calamine: the right sheets, and cells as the text a person reads in them."""

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
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

from dashboard.domain.archives import Archive
from dashboard.domain.french import integer, listing, plural, quoted
from dashboard.domain.text import normalised
from dashboard.ingest.doubts import Answers, Choice, Doubt, Finding, ask
from dashboard.ingest.errors import EmptyFile, ProtectedFile, SheetNotFound, UnreadableFile
from dashboard.ingest.readers import _ods_cells as ods
from dashboard.ingest.readers import _workbook_guard as guard
from dashboard.ingest.readers import _xlsx_cells as xlsx
from dashboard.ingest.readers._double_encoding import Repaired, repair_cells
from dashboard.ingest.readers._layout import HEADERS_KEY, Header, Spans, locate, named_row
from dashboard.ingest.readers._paths import path_with_suffix
from dashboard.ingest.readers._staging import CHUNK_ROWS, Chunks, execute, run
from dashboard.ingest.readers._table import (
    HEADER_SEARCH,
    SHEET_HEADER,
    SHEET_STEP,
    SHEETS_KEY,
    Known,
    OnRows,
    RawTable,
    name_columns,
    refuse_too_wide,
    tells_of_no_programming,
)
from dashboard.ingest.readers._tidy import WHITESPACE, Tidied, no_rows, tidy, title_note, titles_of

ALL_SHEETS = "toutes"

_WIDE = 256
_HELD_CELLS = 4 << 20
"""Cells of the sheets that stay in memory while the others are looked at; a sheet beyond is opened again."""
_COUNTED = {"total_cost", "eu_amount", "participants_planned", "participants_entered"}
"""What would count several times if it were carried down."""

Value = int | float | str | bool | time | date | datetime | timedelta


@dataclass(frozen=True)
class _Candidate:
    """A sheet, with what its first rows say of it."""

    name: str
    hidden: bool
    top: list[list[str]]
    header: Header
    keys: tuple[str, ...]
    score: int
    height: int

    @property
    def has_rows(self) -> bool:
        """Whether something stands below the headers."""
        return self.height > len(self.top) or any(any(row) for row in self.top[self.header.index + 1 :])

    @property
    def rank(self) -> tuple[int, bool, int]:
        """What a sheet is chosen by, the greatest first."""
        # A hidden sheet has to look twice as good; an example of the headers, without rows, loses against real rows.
        weight = 1 if self.hidden else 2
        filled = 0 if self.score else sum(bool(cell) for row in self.top for cell in row)
        return self.score * weight, self.has_rows, filled * weight

    @property
    def shape(self) -> Counter[str]:
        """What the columns are, in whatever order."""
        return Counter(key for key in self.keys if key)


@dataclass
class _Loaded:
    """What was met while the rows of one sheet went by: figures with decimals by column, merged cells carried and not."""

    decimals: list[int]
    carried: int = 0
    kept: int = 0
    columns: tuple[int, ...] = ()
    uncomputed: tuple[tuple[int, int], ...] = ()


class _Book:
    """An open workbook: its sheets, as few of them in memory as can be, and the parts of the file where it is an XLSX."""

    def __init__(self, workbook: CalamineWorkbook, archive: Archive | None, suffix: str) -> None:
        self._workbook = workbook
        self._archive = archive
        self._parts = xlsx.sheet_parts(archive) if archive and suffix == ".xlsx" else {}
        self._held: dict[str, CalamineSheet] = {}
        self.tables = [one for one in workbook.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        self.counts_from_1904 = xlsx.counts_from_1904(archive) if archive and suffix == ".xlsx" else None

    def sheet(self, name: str) -> CalamineSheet:
        """A sheet, opened again where it isn't in memory any more."""
        sheet = self._held.get(name) or self._workbook.get_sheet_by_name(name)
        self._held[name] = sheet
        while len(self._held) > 1 and sum(one.height * one.width for one in self._held.values()) > _HELD_CELLS:
            # The largest so far is most likely the data; a newcomer as large takes its place.
            del self._held[min(self._held, key=lambda one: (self._held[one].height, one == name))]
        return sheet

    def unread(self, name: str) -> xlsx.Unread:
        """What calamine doesn't say of a sheet."""
        if self._archive is None:
            return xlsx.Unread()
        if not self._parts:
            return ods.look(self._archive, name) if "content.xml" in self._archive.names else xlsx.Unread()
        return xlsx.look(self._archive, self._parts[name]) if name in self._parts else xlsx.Unread()


def read(
    path: Path,
    connection: duckdb.DuckDBPyConnection,
    known: Known,
    *,
    sheet: str | None = None,
    answers: Answers,
    progress: OnRows | None = None,
) -> RawTable:
    """Reads sheets of a workbook into `raw`: the one asked for, else the one whose headers are known best and those of its shape."""
    suffix = _suffix(path)
    if suffix != ".xls":
        guard.check(path)
    with _archive(path, suffix) as archive, _opened(path, suffix) as workbook:
        book = _Book(workbook, archive, suffix)
        every = [_candidate(book, one, known) for one in _wanted(book.tables, sheet, path)]
        filled = [one for one in every if one is not None]
        if not filled:
            where = f"La feuille {quoted(sheet)} du fichier" if sheet else "Le classeur"
            raise EmptyFile(f"{where} {quoted(path.name)} est vide : vérifiez l'export et recommencez.")
        best = max(filled, key=lambda one: one.rank)
        if line := answers.get(HEADERS_KEY):
            named = _with_header(book, best, line, known)
            filled = [named if one is best else one for one in filled]
            best = named
        alike = _of_one_shape(best, filled, known)
        chosen = [one for one in alike if one.name == answers.get(SHEETS_KEY)] or alike
        names = tuple(one.name for one in chosen)
        repaired = Repaired()
        header = [repaired.take(cell) for cell in _common_header(book, chosen, known)]
        refuse_too_wide(f"La feuille {quoted(names[0])} du fichier {quoted(path.name)}", len(header))
        loaded = []
        with Chunks(connection, len(header), progress) as chunks:
            for rank, one in enumerate(chosen):
                loaded.append(_load(book, one, header, rank * SHEET_STEP, chunks, known))
    repair_cells(connection, len(header), repaired)
    table = tidy(connection, header, known, sheets=names)
    if not table.rows and not table.malformed:
        raise no_rows(f"La feuille {quoted(names[0])} du fichier {quoted(path.name)}")
    _refuse_uncomputed(path, loaded, names, table)
    headers, counts = table.headers, _rows_by_sheet(connection)
    if len(chosen) > 1:
        headers = _add_sheet_column(connection, headers, names)
    doubts, settled = _judge_sheets(connection, table, alike, chosen, counts, answers, known)
    findings = (
        *repaired.say(),
        *_say_sheets(chosen[0], [one for one in filled if one not in alike]),
        *settled,
        *(finding for one in chosen for finding in _say_layout(one)),
        *_say_merged(loaded, header),
        *table.findings,
    )
    decimals = [sum(counted) for counted in zip(*(one.decimals for one in loaded), strict=True)]
    return RawTable(
        headers=headers,
        rows=table.rows,
        findings=findings,
        malformed=table.malformed,
        titles_by_sheet=tuple(titles_of(one.top[: one.header.first]) for one in chosen),
        titles=(*(title for one in chosen for title in titles_of(one.top[: one.header.first])), *table.unit_notes),
        totals=tuple(
            replace(total, cells=(*total.cells, *[None] * (len(headers) - len(total.cells)))) for total in table.totals
        ),
        decimals=tuple(decimals[kept] if kept < len(decimals) else 0 for kept in table.kept)
        + (0,) * (len(headers) - len(table.kept)),
        counts_from_1904=book.counts_from_1904,
        doubts=doubts,
        sheet=names[0],
        sheets=tuple(one.name for one in book.tables),
        sheets_read=names,
    )


@contextmanager
def _archive(path: Path, suffix: str) -> Iterator[Archive | None]:
    if suffix == ".xls":
        yield None
        return
    with guard.unpacked(path) as archive:
        yield archive


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


def _wanted(tables: Sequence[SheetMetadata], sheet: str | None, path: Path) -> list[SheetMetadata]:
    if sheet is None:
        return list(tables)
    exact = [one for one in tables if one.name == sheet]
    close = exact or [one for one in tables if one.name.strip().casefold() == sheet.strip().casefold()]
    if not close:
        available = listing([quoted(one.name) for one in tables]) or "aucune"
        raise SheetNotFound(
            f"Le fichier {quoted(path.name)} n'a pas de feuille {quoted(sheet)} : feuilles disponibles : {available}."
        )
    return close[:1]


def _candidate(book: _Book, metadata: SheetMetadata, known: Known) -> _Candidate | None:
    sheet = book.sheet(metadata.name)
    top = [[as_text(value) for value in row] for row in islice(sheet.iter_rows(), HEADER_SEARCH)]
    header = locate(top, known, _spans(sheet))
    if header is None:
        return None
    hidden = metadata.visible != SheetVisibleEnum.Visible
    return _Candidate(
        metadata.name, hidden, top, header, _keys(header.cells, known), known.score(header.cells), sheet.height
    )


def _with_header(book: _Book, candidate: _Candidate, line: str, known: Known) -> _Candidate:
    """The sheet with the headers on the row that a person named. Raises IngestError."""
    index = int(line) - 1 if line.strip().isdecimal() and int(line) else None
    header = named_row(candidate.top, index, line, known, _spans(book.sheet(candidate.name)))
    return replace(candidate, header=header, keys=_keys(header.cells, known), score=known.score(header.cells))


def _spans(sheet: CalamineSheet) -> Spans:
    """The cells merged from left to right."""
    return [(row, left, right) for (row, left), (_, right) in sheet.merged_cell_ranges or () if right > left]


def _keys(cells: Sequence[str], known: Known) -> tuple[str, ...]:
    """What tells the column of each header: its field, spelt in whatever way; the header itself where two may differ in their amounts."""
    return tuple(
        field if field and field not in _COUNTED and field != "eu_rate" else normalised(cell)
        for cell, field in zip(cells, known.fields(cells), strict=True)
    )


def _of_one_shape(best: _Candidate, candidates: Sequence[_Candidate], known: Known) -> list[_Candidate]:
    """The sheets to read together, in the workbook's order: those that have the same headers as the best, and rows.

    A few may have columns of remarks besides, which are no field of the format.
    """
    if not best.score:
        return [best]
    return [
        one
        for one in candidates
        if one is best or (_alike(one, best, known) and one.has_rows and one.hidden <= best.hidden)
    ]


def _alike(one: _Candidate, best: _Candidate, known: Known) -> bool:
    if one.shape == best.shape:
        return True
    nested = one.shape <= best.shape or best.shape <= one.shape
    return nested and set(known.fields(one.header.cells)) - {None} == set(known.fields(best.header.cells)) - {None}


def _common_header(book: _Book, chosen: Sequence[_Candidate], known: Known) -> list[str]:
    """The headers of the first sheet, then those that only others have."""
    header = _header_of(book, chosen[0])
    for one in chosen[1:]:
        own = _header_of(book, one)
        placed = set(_order(own, header, known))
        header += [cell for position, cell in enumerate(own) if position not in placed and cell.strip()]
    return header


def _header_of(book: _Book, candidate: _Candidate) -> list[str]:
    return candidate.header.cells[: _used_width(book.sheet(candidate.name))]


def _used_width(sheet: CalamineSheet) -> int:
    """One past the last column that holds something: formats and spaces alone can stretch a sheet to 16 384 columns."""
    if sheet.width <= _WIDE:
        return sheet.width
    used = 0
    for row in sheet.iter_rows():
        used = max(used, next((i for i in range(len(row), used, -1) if not _is_blank(row[i - 1])), 0))
    return used


def _is_blank(value: Value) -> bool:
    return isinstance(value, str) and not value.strip(WHITESPACE)


def _load(
    book: _Book, candidate: _Candidate, header: Sequence[str], before: int, chunks: Chunks, known: Known
) -> _Loaded:
    """Adds the rows of a sheet under the headers of the first one; `before` comes before their lines."""
    sheet, unread = book.sheet(candidate.name), book.unread(candidate.name)
    start = candidate.header.index + 1
    order = _order(candidate.header.cells, header, known)
    loaded = _Loaded(
        [0] * len(header),
        uncomputed=tuple((row, column) for row, column in unread.uncomputed if row >= start and column < len(order)),
    )
    rows: Iterator[list[Value]] = islice(sheet.iter_rows(), start, None)
    ranges = [(top, left, bottom) for (top, left), (bottom, _) in sheet.merged_cell_ranges or ()]
    merged = [one for one in (*ranges, *unread.merged) if one[2] > one[0] >= start]
    if unread.errors or merged:
        # The lower part of « Programmé – Dépenses totales » says what the column holds.
        fields = [known.fields((cell.rpartition(" – ")[2],))[0] for cell in candidate.header.cells]
        rows = _completed(rows, start, unread.errors, merged, fields, loaded)
    first = before + start + 1
    while batch := list(islice(rows, CHUNK_ROWS)):
        columns = list(zip(*batch, strict=True))
        texts = [
            _texts(columns[position], loaded.decimals, i) if position is not None else [""] * len(batch)
            for i, position in enumerate(order)
        ]
        chunks.add_columns(range(first, first + len(batch)), texts)
        first += len(batch)
    return loaded


def _order(own: Sequence[str], header: Sequence[str], known: Known) -> list[int | None]:
    """For each header, the column of a sheet that is the same one, in another order or spelling."""
    if len(own) >= len(header) and list(own[: len(header)]) == list(header):
        return list(range(len(header)))
    places: dict[str, list[int]] = {}
    for position, key in enumerate(_keys(own, known)):
        places.setdefault(key, []).append(position)
    return [found.pop(0) if (found := places.get(key)) else None for key in _keys(header, known)]


def _texts(column: Sequence[Value], decimals: list[int], place: int) -> Sequence[str]:
    """The cells of a column as texts; counts the figures with decimals in `decimals[place]`."""
    kinds = set(map(type, column))
    if kinds == {str}:
        return column  # type: ignore[return-value]
    if float in kinds:
        decimals[place] += sum(type(value) is float and not value.is_integer() for value in column)
    if len(kinds - {str}) == 1:
        # Columns repeat their figures and dates: each is written once. Two types may hold equal values, 1 and VRAI.
        texts = {value: as_text(value) for value in set(column)}
        return [texts[value] for value in column]
    return [as_text(value) for value in column]


def _completed(
    rows: Iterator[list[Value]],
    start: int,
    errors: dict[int, dict[int, str]],
    merged: Sequence[tuple[int, int, int]],
    fields: Sequence[str | None],
    loaded: _Loaded,
) -> Iterator[list[Value]]:
    """The rows with their errors as text, and the value of vertically merged cells on each row of the range."""
    begins: dict[int, list[tuple[int, int]]] = {}
    for top, left, bottom in merged:
        begins.setdefault(top, []).append((left, bottom))
    active: dict[int, tuple[int, Value]] = {}
    carried: set[tuple[int, int]] = set()
    for index, row in enumerate(rows, start):
        for column, text in errors.get(index, {}).items():
            if column < len(row):
                row[column] = text
        # Cells merged over rows that hold nothing else are a heading or a note.
        alone = bool(active) and not any(value != "" for value in row)
        for column, (last, value) in list(active.items()):
            if not alone and row[column] == "":
                row[column] = value
                carried.add((column, last))
            if index >= last:
                del active[column]
        for column, bottom in begins.get(index, ()):
            value = row[column]
            field = fields[column] if column < len(fields) else None
            if field in _COUNTED or (field is None and type(value) is float):
                # A figure in a column that isn't known may be an amount.
                loaded.kept += value != ""
            elif value != "":
                active[column] = (bottom, value)
        yield row
    loaded.carried = len(carried)
    loaded.columns = tuple(sorted({column for column, _ in carried}))


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
    if not isfinite(value):
        return ""
    # Spreadsheets keep fifteen significant digits: what lies beyond is noise (0.30000000000000004).
    text = format(value, ".15g")
    if "e" in text:
        text = format(Decimal(text), "f")
    # « 125.125 » in a text may be a whole number: three decimals never stand alone in what was a number.
    return f"{text}0" if text[-4:-3] == "." else text


def _refuse_uncomputed(
    path: Path,
    loaded: Sequence[_Loaded],
    names: Sequence[str],
    table: Tidied,
) -> None:
    """Stops where the rows of operations hold formulas that were never computed; in a row of totals they do no harm."""
    cells = [
        (rank * SHEET_STEP + row + 1, row, column) for rank, one in enumerate(loaded) for row, column in one.uncomputed
    ]
    if not cells:
        return
    aside = {total.line for total in table.totals}
    left = [cell for cell in cells if cell[0] not in aside]
    if not left:
        return
    _, row, column = left[0]
    where = f" de la feuille {quoted(names[left[0][0] // SHEET_STEP])}" if len(names) > 1 else ""
    raise UnreadableFile(
        f"Le fichier {quoted(path.name)} contient {plural(len(left), 'formule jamais calculée', 'formules jamais calculées')} "
        f"(la première en {xlsx.cell_name(row, column)}{where}) : ouvrez-le dans un tableur, enregistrez-le, puis recommencez."
    )


def _rows_by_sheet(connection: duckdb.DuckDBPyConnection) -> dict[int, int]:
    """The rows of operations of each sheet read, by its rank."""
    counted = execute(connection, "select line // {step}, count(*) from raw group by 1", step=str(SHEET_STEP))
    return dict(counted)


def _add_sheet_column(
    connection: duckdb.DuckDBPyConnection, headers: tuple[str, ...], names: Sequence[str]
) -> tuple[str, ...]:
    """Adds the sheet of each row as a last column, « Feuille »."""
    *_, name = name_columns([*headers, SHEET_HEADER], [True] * (len(headers) + 1))
    cell = f"c{len(headers)}"
    execute(connection, "alter table raw add column {cell} varchar", cell=cell)
    execute(
        connection,
        "update raw set {cell} = $names[line // {step} + 1]",
        {"names": list(names)},
        cell=cell,
        step=str(SHEET_STEP),
    )
    return (*headers, name or SHEET_HEADER)


def _judge_sheets(
    connection: duckdb.DuckDBPyConnection,
    table: Tidied,
    alike: Sequence[_Candidate],
    chosen: Sequence[_Candidate],
    counts: dict[int, int],
    answers: Answers,
    known: Known,
) -> tuple[tuple[Doubt, ...], tuple[Finding, ...]]:
    """What is asked and said where several sheets have the same headers."""
    if len(alike) == 1:
        return (), ()
    whole = len(chosen) == len(alike)
    by_name = {one.name: counts.get(rank, 0) for rank, one in enumerate(chosen)}
    choices = (
        Choice(ALL_SHEETS, "toutes les feuilles ensemble", plural(sum(by_name.values()), "ligne") if whole else ""),
        *(
            Choice(
                one.name,
                f"la feuille {quoted(one.name)} seule",
                plural(by_name[one.name], "ligne") if one.name in by_name else "",
            )
            for one in alike
        ),
    )
    held = listing([f"{quoted(name)} ({plural(count, 'ligne')})" for name, count in by_name.items()])
    if not whole:
        _, _, finding = ask(
            answers, SHEETS_KEY, "Plusieurs feuilles ont les mêmes en-têtes : lesquelles lire ?", choices
        )
        return (), (finding,) if finding else ()
    if shared := _shared(connection, table, known):
        question = f"Des feuilles aux mêmes en-têtes partagent {shared} : {held}. Faut-il les lire toutes ensemble ou une seule ?"
        _, doubt, finding = ask(answers, SHEETS_KEY, question, choices)
        return (doubt,) if doubt else (), (finding,) if finding else ()
    if odd := [quoted(one.name) for one in alike if tells_of_no_programming(one.name)]:
        question = (
            f"{listing(odd)} ne {'semble' if len(odd) == 1 else 'semblent'} pas tenir des opérations programmées : {held}. "
            "Faut-il lire les feuilles toutes ensemble ou une seule ?"
        )
        _, doubt, finding = ask(answers, SHEETS_KEY, question, choices)
        return (doubt,) if doubt else (), (finding,) if finding else ()
    said = f"{integer(len(chosen))} feuilles aux mêmes en-têtes ont été lues ensemble : {held}."
    return (), (Finding(said, 1, SHEETS_KEY, ALL_SHEETS, choices),)


def _shared(connection: duckdb.DuckDBPyConnection, table: Tidied, known: Known) -> str:
    """What several sheets hold alike: the same operation numbers, else the same rows; "" where nothing is."""
    fields = known.fields(table.headers)
    numbered = "num_dossier" in fields
    cells = (
        [f"c{fields.index('num_dossier')}"] if numbered else [f"c{position}" for position in range(len(table.headers))]
    )
    count = run(
        connection,
        "count_shared",
        cells=", ".join(cells),
        filled=" or ".join(f"{cell} is not null" for cell in cells),
        step=str(SHEET_STEP),
    )[0][0]
    return (
        plural(count, "numéro d'opération", "numéros d'opération")
        if count and numbered
        else (plural(count, "ligne identique", "lignes identiques") if count else "")
    )


def _say_layout(candidate: _Candidate) -> tuple[Finding, ...]:
    above = candidate.top[: candidate.header.first]
    line = candidate.header.index + 1
    return (*title_note(above, candidate.header.first + 1), *candidate.header.findings(line))


def _say_merged(loaded: Sequence[_Loaded], header: Sequence[str]) -> list[Finding]:
    """Says which merged cells were carried down, and which amounts were not."""
    carried, kept = sum(one.carried for one in loaded), sum(one.kept for one in loaded)
    found = []
    if carried:
        columns = sorted({column for one in loaded for column in one.columns if column < len(header)})
        names = listing([quoted(header[column]) for column in columns])
        what = plural(carried, "cellule fusionnée", "cellules fusionnées")
        verb = "a été reportée" if carried == 1 else "ont été reportées"
        where = f"colonne {names}" if len(columns) == 1 else f"colonnes {names}"
        found.append(Finding(f"{what} sur plusieurs lignes {verb} sur chacune d'elles ({where}).", 1))
    if kept:
        what = plural(kept, "montant ou effectif fusionné", "montants ou effectifs fusionnés")
        verb = "reste" if kept == 1 else "restent"
        found.append(Finding(f"{what} sur plusieurs lignes {verb} sur la première : les suivantes n'en ont pas.", 1))
    return found


def _say_sheets(chosen: _Candidate, others: Sequence[_Candidate]) -> list[Finding]:
    notes = []
    if chosen.hidden:
        notes.append(f"Les données ont été lues dans la feuille masquée {quoted(chosen.name)}.")
    alike = [one for one in others if one.score >= max(2, chosen.score / 2)]
    apart = [one for one in others if one not in alike]
    if apart:
        names = listing([quoted(one.name) for one in apart])
        ignored = "Feuille ignorée" if len(apart) == 1 else "Feuilles ignorées"
        notes.append(f"{ignored} : {names} (pas de données reconnues).")
    if alike:
        names = listing([quoted(one.name) + (" (masquée)" if one.hidden else "") for one in alike])
        notes.append(
            f"La feuille {names} ressemble aussi à des données et n'a pas été lue : importez-la séparément, en mode « compléter » pour garder la première."
            if len(alike) == 1
            else f"Les feuilles {names} ressemblent aussi à des données et n'ont pas été lues : importez-les séparément, en mode « compléter » pour garder la première."
        )
    return [Finding(note, 1 if alike else 2) for note in notes]
