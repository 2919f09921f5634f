"""An office's own allocations: read from a file, checked row by row, kept beside those of the reference, taken back."""

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import duckdb

from dashboard.domain.french import euros, listing, quoted
from dashboard.domain.periods import CURRENT, words_of
from dashboard.domain.text import normalised
from dashboard.ingest.columns import Match
from dashboard.ingest.doubts import Verdicts
from dashboard.ingest.errors import AllocationsRefused
from dashboard.ingest.formats import FORMAT_BY_NAME
from dashboard.ingest.numbers import decimal_marks, written
from dashboard.ingest.personal_data import refuse_personal_data
from dashboard.ingest.readers import SHEET_STEP, RawTable, read
from dashboard.ingest.reading import FIRST_DAYS, FIRST_YEAR, LAST_YEAR
from dashboard.ingest.sql_text import sql
from dashboard.ingest.staging import staging_connection
from dashboard.ingest.units import units
from dashboard.warehouse.allocations import (
    AllocationFile,
    AllocationRow,
    allocation_files,
    build_parameters,
    files_in_force,
    write_files,
)
from dashboard.warehouse.build import publish
from dashboard.warehouse.sql_files import sql as warehouse_sql
from dashboard.warehouse.state import State, kept_if_published

HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "programme": ("programme", "libelle programme", "libelle du programme", "cci", "code cci"),
    "priority": ("priorite", "priorite du programme", "axe"),
    "fund": ("fonds",),
    "eu_amount": ("montant", "montant ue", "dotation", "dotation ue", "montant de la dotation", "contribution ue"),
    "source": ("source", "document"),
    "dated": ("date", "date de la source", "date du document"),
}
"""The headers of each field, as `normalised` and without what stands in parentheses."""
LABELS: Final[Mapping[str, str]] = {
    "programme": "Programme", "priority": "Priorité", "fund": "Fonds", "eu_amount": "Montant", "source": "Source", "dated": "Date",
}  # fmt: skip
OPTIONAL: Final = frozenset({"priority"})
MOST_ROWS: Final = 500
LONGEST_SOURCE: Final = 300
SCALE: Final = 2
"""An allocation that is more than so many times the one before, or less than its inverse, may be in another unit."""
_IN_PARENTHESES = re.compile(r"\([^)]*\)|€")


class _Headers:
    """What the readers ask of the headers of a file of allocations."""

    def score(self, cells: Sequence[str]) -> int:
        """How many fields the cells head."""
        return len(set(self.fields(cells)) - {None})

    def fields(self, cells: Sequence[str]) -> tuple[str | None, ...]:
        """The field of each cell."""
        return tuple(_FIELDS.get(normalised(_IN_PARENTHESES.sub(" ", cell))) for cell in cells)

    def is_table(self, cells: Sequence[str]) -> bool:
        """Whether every field that a row needs has a header."""
        return set(HEADERS) - OPTIONAL <= set(self.fields(cells))


_FIELDS: Final = {header: field for field, headers in HEADERS.items() for header in headers}
_KNOWN: Final = _Headers()


@dataclass(frozen=True, slots=True)
class ReadAllocations:
    """The rows of a file of allocations, and what is doubtful in them: one French sentence each, with line, column and value."""

    rows: tuple[AllocationRow, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportedAllocations:
    """A file of allocations that is in force, and what is doubtful in it."""

    file: AllocationFile
    doubts: tuple[str, ...]


def import_allocations(state: State, path: Path, *, by: str) -> ImportedAllocations:
    """Keeps the allocations of a file and publishes with them; each replaces the one known of its programme, priority and fund.

    Raises an IngestError, in one French sentence that names the line and the value, where the file can't be kept whole.
    """
    with state.exclusive():
        found = read_allocations(path, files_in_force(allocation_files(state)))
        now = datetime.now(UTC).isoformat(timespec="seconds")
        sent = AllocationFile(f"{now}-{secrets.token_hex(4)}", path.name, by, now, found.rows)
        _publish(state, sent, by=by, action=f"dotations de {quoted(path.name)}")
    return ImportedAllocations(sent, found.doubts)


def withdraw_allocations(state: State, file_id: str, *, by: str) -> None:
    """Takes a file of allocations back, and publishes. Raises AllocationsRefused where it is not in force any more."""
    with state.exclusive():
        found = next((one for one in files_in_force(allocation_files(state)) if one.id == file_id), None)
        if found is None:
            raise AllocationsRefused(
                "Ce fichier de dotations n'est plus en vigueur\u202f: rechargez la page pour voir ceux qui le sont."
            )
        now = datetime.now(UTC).isoformat(timespec="seconds")
        withdrawn = replace(found, by=by, at=now, rows=())
        _publish(state, withdrawn, by=by, action=f"dotations de {quoted(found.file_name)} retirées")


def _publish(state: State, line: AllocationFile, *, by: str, action: str) -> None:
    """Adds the line and publishes with it; what fails leaves neither."""
    before = allocation_files(state)
    with kept_if_published(write_files, state, before, (*before, line)):
        if current := state.current():
            publish(state, current.imports, by=by, action=action)


def read_allocations(path: Path, in_force: Sequence[AllocationFile] = ()) -> ReadAllocations:
    """The rows of a file of allocations, checked by themselves and beside those that stand (`in_force`, then the reference).

    Raises an IngestError.
    """
    with staging_connection() as connection:
        table = read(path, connection, _KNOWN)
        refuse_personal_data(connection, table.headers)
        columns = _columns(table)
        _refuse_unreadable(table)
        selected = ", ".join(
            f"{f'c{columns[field]}' if field in columns else 'null::varchar'} as raw_{field}" for field in HEADERS
        )
        connection.execute(f"create table mapped as select line, {selected} from raw")  # noqa: S608
        cursor = connection.execute(sql("allocation_rows"), _reading(connection, table, columns))
        names = [column[0] for column in cursor.description or ()]
        found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        sent = _checked(found)
        _refuse_impossible(sent)
        return ReadAllocations(tuple(one.row for one in sent), tuple(_doubts(sent, _standing(connection, in_force))))


def _columns(table: RawTable) -> dict[str, int]:
    columns: dict[str, int] = {}
    for position, field in enumerate(_KNOWN.fields(table.headers)):
        if field is None:
            continue
        if field in columns:
            twins = listing([quoted(table.headers[rank]) for rank in (columns[field], position)])
            raise AllocationsRefused(
                f"Les colonnes {twins} peuvent toutes deux être {quoted(LABELS[field])}\u202f: gardez-en une, puis renvoyez le fichier."
            )
        columns[field] = position
    missing = [LABELS[field] for field in HEADERS if field not in columns and field not in OPTIONAL]
    if missing:
        noun = "la colonne" if len(missing) == 1 else "les colonnes"
        raise AllocationsRefused(
            f"Le fichier n'a pas {noun} {listing([quoted(label) for label in missing])}\u202f: reprenez les en-têtes "
            f"{', '.join(LABELS.values())}. En-têtes lus\u202f: {', '.join(table.headers)}."
        )
    return columns


def _refuse_unreadable(table: RawTable) -> None:
    if table.malformed:
        row = table.malformed[0]
        raise AllocationsRefused(
            f"Ligne {row.line}\u202f: {quoted(row.text[:80])} n'a pas les colonnes des en-têtes\u202f: corrigez-la, puis renvoyez le fichier."
        )
    if table.rows > MOST_ROWS:
        raise AllocationsRefused(
            f"Le fichier a plus de {MOST_ROWS} lignes, ce n'est pas un plan de financement\u202f: gardez une ligne par programme et par "
            "priorité."
        )


def _reading(connection: duckdb.DuckDBPyConnection, table: RawTable, columns: Mapping[str, int]) -> dict[str, Any]:
    """How amounts and days are written, by what the whole column proves. Raises AllocationsRefused where it proves nothing."""
    verdicts = Verdicts({})
    position = columns["eu_amount"]
    header = table.headers[position]
    match = Match(FORMAT_BY_NAME["mapped"], {"eu_amount": position}, ())
    found = units(connection, table, match, verdicts)
    decimals = table.decimals[position] if table.decimals else 0
    figures = {"eu_amount": written(connection, "eu_amount", header, decimals)}
    marks = decimal_marks(connection, figures, found.of_column, verdicts)
    if table.doubts or verdicts.doubts:
        doubt = (*table.doubts, *verdicts.doubts)[0]
        raise AllocationsRefused(
            f"{doubt.question} Rien n'est importé\u202f: écrivez les montants sans ambiguïté, en euros par exemple, puis renvoyez le fichier."
        )
    return {
        "period": CURRENT,
        "mark": marks.get("eu_amount"),
        "unit": found.of_column.get("eu_amount", 1),
        "sign_unit": found.of_signs.get("eu_amount", 1),
        "first_day": FIRST_DAYS["1904" if table.counts_from_1904 else "1900"],
    }


@dataclass(frozen=True, slots=True)
class _Sent:
    """A row with the line of the file where it stands, and its amount as it is written there."""

    line: int
    written: str
    row: AllocationRow

    @property
    def euros(self) -> Decimal:
        return Decimal(self.row.eu_amount)

    @property
    def place(self) -> str:
        return f"Ligne {self.line}, colonne {quoted(LABELS['eu_amount'])}\u202f: {quoted(self.written)}"


def _standing(
    connection: duckdb.DuckDBPyConnection, in_force: Sequence[AllocationFile]
) -> dict[tuple[str, int | None, str], Decimal]:
    """The euros of the allocations that a file finds in place."""
    connection.execute(warehouse_sql("allocation"), build_parameters(in_force))
    rows = connection.execute(
        "select programme, priority, fund, eu_amount from allocation where period = $period", {"period": CURRENT}
    ).fetchall()
    return {(programme, priority, fund): amount for programme, priority, fund, amount in rows}


def _refuse_impossible(sent: Sequence[_Sent]) -> None:
    """Raises AllocationsRefused where the priorities of a programme exceed the allocation that the same file gives it."""
    for whole in (one for one in sent if one.row.priority is None):
        own = [one for one in sent if one.row.programme == whole.row.programme and one.row.priority]
        for one in own:
            if one.euros > whole.euros:
                raise AllocationsRefused(
                    f"{one.place} pour {_named(one.row)} dépasse la dotation de tout le programme, ligne {whole.line} "
                    f"({quoted(whole.written)})\u202f: corrigez l'une des deux."
                )
        total = sum((one.euros for one in own), Decimal(0))
        if total > whole.euros + len(own):
            raise AllocationsRefused(
                f"{whole.place} pour {_named(whole.row)} est moins que la somme de ses priorités dans le fichier, {euros(float(total), 0)}\u202f: "
                "corrigez l'une de ces dotations."
            )


def _doubts(sent: Sequence[_Sent], standing: Mapping[tuple[str, int | None, str], Decimal]) -> Iterator[str]:
    """What is doubtful beside the allocations that stand: a change of scale, priorities that exceed their programme."""
    after = {**standing, **{one.row.key: one.euros for one in sent}}
    told: set[str] = set()
    for one in sent:
        known = standing.get(one.row.key)
        if known and not known / SCALE <= one.euros <= known * SCALE:
            yield (
                f"{one.place} pour {_named(one.row)} est loin de la dotation connue jusqu'ici, {euros(float(known), 0)}\u202f: vérifiez le montant et "
                "son unité."
            )
        whole = after.get((one.row.programme, None, one.row.fund))
        if whole is None or one.row.programme in told:
            continue
        own = [
            amount for (programme, priority, _), amount in after.items() if programme == one.row.programme and priority
        ]
        if one.row.priority and one.euros > whole:
            told.add(one.row.programme)
            yield f"{one.place} pour {_named(one.row)} dépasse la dotation connue de tout le programme, {euros(float(whole), 0)}\u202f: vérifiez-la."
        elif sum(own) > whole + len(own):
            told.add(one.row.programme)
            yield (
                f"{one.place} pour {_named(one.row)} porte les priorités du programme à {euros(float(sum(own)), 0)}, plus que sa dotation, "
                f"{euros(float(whole), 0)}\u202f: vérifiez-les."
                if one.row.priority
                else f"{one.place} pour {_named(one.row)} est moins que la somme de ses priorités connues, {euros(float(sum(own)), 0)}\u202f: vérifiez-les."
            )


def _checked(found: Sequence[Mapping[str, Any]]) -> tuple[_Sent, ...]:
    rows: dict[tuple[str, int | None, str], _Sent] = {}
    for cells in found:
        line = cells["line"] % SHEET_STEP
        row = _row(line, cells)
        if row.key in rows:
            raise AllocationsRefused(
                f"Ligne {line}\u202f: {quoted(_named(row))} a déjà une dotation ligne {rows[row.key].line}\u202f: gardez-en une seule."
            )
        rows[row.key] = _Sent(line, cells["amount_text"], row)
    if not rows:
        raise AllocationsRefused("Le fichier n'a aucune ligne\u202f: ajoutez-y au moins une dotation.")
    return tuple(rows.values())


def _row(line: int, cells: Mapping[str, Any]) -> AllocationRow:
    fund = words_of(CURRENT).fund
    for field in ("programme", "fund", "source"):
        if not (cells.get(f"{field}_text") or cells.get(field)):
            raise _missing(line, field)
    if cells["programme"] is None:
        raise AllocationsRefused(
            f"Ligne {line}\u202f: le programme {quoted(cells['programme_text'])} n'est pas connu\u202f: écrivez son nom court "
            "(«\u202fPN FSE+\u202f», «\u202fPR Bretagne\u202f») ou son code CCI."
        )
    if cells["fund"] != fund:
        raise AllocationsRefused(
            f"Ligne {line}\u202f: le fonds {quoted(cells['fund_text'])} n'est pas suivi ici\u202f: gardez les lignes du {fund}."
        )
    if cells["priority_text"] and not cells["priority"]:
        raise AllocationsRefused(
            f"Ligne {line}\u202f: la priorité {quoted(cells['priority_text'])} n'est pas un numéro\u202f: écrivez «\u202f6\u202f», ou laissez la case "
            "vide pour tout le programme."
        )
    if cells["priority"] and cells["priorities"] and cells["priority"] not in cells["priorities"]:
        raise AllocationsRefused(
            f"Ligne {line}, colonne {quoted(LABELS['priority'])}\u202f: {quoted(cells['priority_text'])} n'est pas une priorité du {cells['programme']}, "
            f"qui a les priorités {listing([str(one) for one in cells['priorities']])}\u202f: corrigez-la."
        )
    if len(cells["source"]) > LONGEST_SOURCE:
        raise AllocationsRefused(
            f"Ligne {line}\u202f: la source {quoted(cells['source'][:40] + '…')} est trop longue\u202f: citez-la en {LONGEST_SOURCE} signes au plus."
        )
    day = cells["dated"]
    if not cells["dated_text"]:
        raise _missing(line, "dated")
    if not isinstance(day, date) or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise AllocationsRefused(
            f"Ligne {line}\u202f: la date {quoted(cells['dated_text'])} ne se lit pas\u202f: écrivez-la jj/mm/aaaa."
        )
    return AllocationRow(
        cells["programme"], cells["priority"], fund, _amount(line, cells), cells["source"], day.isoformat()
    )


def _amount(line: int, cells: Mapping[str, Any]) -> str:
    if not cells["amount_text"]:
        raise _missing(line, "eu_amount")
    if cells["eu_amount"] is None:
        raise AllocationsRefused(
            f"Ligne {line}\u202f: le montant {quoted(cells['amount_text'])} ne se lit pas\u202f: écrivez-le en euros, en chiffres."
        )
    if Decimal(cells["eu_amount"]) <= 0:
        raise AllocationsRefused(
            f"Ligne {line}\u202f: le montant {quoted(cells['amount_text'])} n'est pas positif\u202f: une dotation dépasse zéro euro."
        )
    return str(cells["eu_amount"])


def _missing(line: int, field: str) -> AllocationsRefused:
    return AllocationsRefused(
        f"Ligne {line}\u202f: la colonne {quoted(LABELS[field])} est vide\u202f: remplissez-la, puis renvoyez le fichier."
    )


def _named(row: AllocationRow) -> str:
    return f"{row.programme}, priorité {row.priority}" if row.priority else row.programme
