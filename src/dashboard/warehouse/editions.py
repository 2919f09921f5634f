"""The editions of the public list of 2021-2027, and what changed from one to another.

An edition is an import of the list: it replaces the whole list before it. What only completes it belongs to it.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import duckdb

from dashboard.domain.french import amount, integer, long_date, plural, signed
from dashboard.warehouse.build import set_variables
from dashboard.warehouse.listing import with_marks
from dashboard.warehouse.query import Row, first_row
from dashboard.warehouse.sql_files import fill, sql
from dashboard.warehouse.state import Publication, State

EDITION_FORMAT: Final = "list_2021_2027"
COMPLETING: Final = "compléter"
LISTED: Final = 100
"""How many operations of each kind a comparison names; its file names them all."""

NEW: Final = "nouvelle"
GONE: Final = "partie"
AMENDED: Final = "modifiée"
MEASURES: Final = (
    "operations", "total_cost", "eu_amount", "retained", "retained_total_cost", "retained_eu_amount",
)  # fmt: skip
"""The key figures that a change of edition moves; amounts in euros."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition: the imports that hold it, oldest first, and their files.

    `day` is the date of the edition where it is known (`dated`), else that of its import. `active`: whether the publication
    holds it, whether or not a later one has replaced it.
    """

    imports: tuple[str, ...]
    paths: tuple[str, ...]
    day: date
    dated: bool
    active: bool
    file_name: str

    @property
    def key(self) -> str:
        """The import that published it."""
        return self.imports[0]

    @property
    def named(self) -> str:
        """« édition du 16 mars 2026 », « édition importée le 30 mars 2026 » where its date is unknown."""
        return f"édition {'du' if self.dated else 'importée le'} {long_date(self.day)}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one edition to another.

    `counts`: operations by kind (`NEW`, `GONE`, `AMENDED`). `effect`: one row per programme, `label` its name, then « Ensemble », with each of
    `MEASURES` before, after (`_before`, `_after`) and their difference (`_difference`). `listed`: by kind, the operations that
    move the most euros, `LISTED` at most, with their `changes` (field, before, after, difference in euros). `unread`: the fields
    that one of the two leaves out, which are not compared. `reused`: the numbers that have another title and another beneficiary.
    """

    counts: Mapping[str, int]
    effect: tuple[Row, ...]
    listed: Mapping[str, tuple[Row, ...]]
    unread: tuple[str, ...]
    reused: int

    @property
    def total(self) -> Row:
        """The effect on the key figures of every programme together."""
        return self.effect[-1]

    @property
    def in_words(self) -> str:
        """« 123 nouvelles, 4 parties, 56 modifiées ; coût total +3,2 M€, montant UE +1,1 M€ »; « aucun changement »."""
        if not self.changed:
            return "aucun changement"
        counted = ", ".join(
            plural(self.counts[kind], kind) if self.counts[kind] else f"aucune {kind}" for kind in (NEW, GONE, AMENDED)
        )
        total = self.total
        said = f"{counted}\u202f; coût total {self.moved('total_cost')}, montant UE {self.moved('eu_amount')}"
        if total["retained_difference"]:
            said += f"\u202f; {signed(integer(total['retained_difference']))} parmi les opérations retenues"
        return said

    def moved(self, measure: str) -> str:
        """« +3,2 M€ », « inchangé »: the difference of an amount of `MEASURES`."""
        difference = self.total[f"{measure}_difference"]
        return signed(amount(difference)) if difference else "inchangé"

    @property
    def changed(self) -> bool:
        """Whether anything did."""
        return any(self.counts.values())


def edition_of(state: State, manifest: Mapping[str, Any], *, active: bool, path: Path | None = None) -> Edition:
    """The edition that an import of the list alone makes. `path`: its rows, where they stand elsewhere than in the state."""
    stated = manifest["extract_date"]
    day = date.fromisoformat(str(stated or manifest["imported_at"])[:10])
    rows = path or state.imports / manifest["id"] / "operations.parquet"
    return Edition((manifest["id"],), (str(rows),), day, bool(stated), active, manifest["file_name"])


def editions(state: State, imports: Sequence[str]) -> tuple[Edition, ...]:
    """The editions among published imports, oldest first: the last one is in place. Raises StateError where one was lost."""
    found: list[Edition] = []
    for import_id in imports:
        manifest = state.manifest(import_id)
        if manifest["format"] != EDITION_FORMAT:
            continue
        one = edition_of(state, manifest, active=True)
        if manifest["mode"] == COMPLETING and found:
            last = found.pop()
            one = Edition(
                (*last.imports, *one.imports), (*last.paths, *one.paths), last.day, last.dated, True, last.file_name
            )
        found.append(one)
    return tuple(found)


def comparable(state: State, publication: Publication) -> tuple[Edition, ...]:
    """The editions that can be compared: those that were taken back and are still kept, by date, then those of the publication."""
    standing = editions(state, publication.imports)
    held = {import_id for one in standing for import_id in one.imports}
    invented = {bool(state.manifest(one.key)["demonstration"]) for one in standing} or {False}
    withdrawn = [
        edition_of(state, manifest, active=False)
        for manifest in state.manifests()
        if manifest["format"] == EDITION_FORMAT
        and manifest["mode"] != COMPLETING
        and manifest["id"] not in held
        and manifest["demonstration"] in invented
    ]
    return (*sorted(withdrawn, key=lambda one: (one.day, one.key)), *standing)


def compare(connection: duckdb.DuckDBPyConnection, before: Edition, after: Edition) -> Comparison:
    """What changed from one edition to another, with the decisions of the warehouse as they stand."""
    with _laid_out(connection, before, after) as cursor:
        effect = tuple(_with_differences(row) for row in _rows(cursor, "edition_effect"))
        rows = _rows(cursor, "edition_listed", most=LISTED)
        unread = tuple(row["field"] for row in _rows(cursor, "edition_unread"))
        [reused] = _rows(cursor, "edition_reused")
    listed = {kind: tuple(row for row in rows if row["presence"] == kind) for kind in (NEW, GONE, AMENDED)}
    counts = {kind: int(found[0]["operations"]) if found else 0 for kind, found in listed.items()}
    return Comparison(counts, effect, listed, unread, reused["operations"])


def changes(connection: duckdb.DuckDBPyConnection, before: Edition, after: Edition) -> list[Row]:
    """Every change in long form: presence, num_dossier, title, beneficiary, programme, field, before, after, difference (euros).

    An operation that came or left has a row per amount, so that the differences add up to those of the totals.
    """
    with _laid_out(connection, before, after) as cursor:
        return _rows(cursor, "edition_changes")


def departed(connection: duckdb.DuckDBPyConnection, num_dossier: str) -> Row | None:
    """An operation that the edition in place no longer holds, as the last one that held it had it; None where there is none.

    What `listing.operation` gives of an operation, and `left_extract_date`, `left_imported_at`: the dates of the first edition
    without it.
    """
    record = first_row(connection, "departed_record", num_dossier=num_dossier)
    return None if record is None else with_marks(record)


@contextmanager
def _laid_out(
    connection: duckdb.DuckDBPyConnection, before: Edition, after: Edition
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor with the two editions side by side, in tables of its own."""
    derived = fill(sql("derived"), rows=fill(sql("edition_rows"), no_rows=sql("no_rows")))
    with connection.cursor() as cursor:
        set_variables(cursor)
        cursor.execute(
            fill(sql("edition_pair"), derived=derived, newest_decision=sql("newest_decision")),
            {
                "paths": list(dict.fromkeys((*before.paths, *after.paths))),
                "before": list(before.imports),
                "after": list(after.imports),
            },
        )
        cursor.execute(sql("edition_value"))
        cursor.execute(sql("edition_field"))
        yield cursor


def _rows(cursor: duckdb.DuckDBPyConnection, name: str, **parameters: Any) -> list[Row]:
    found = cursor.execute(sql(name), parameters or None).fetchall()
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in found]


def _with_differences(row: Row) -> Row:
    return row | {f"{name}_difference": row[f"{name}_after"] - row[f"{name}_before"] for name in MEASURES}
