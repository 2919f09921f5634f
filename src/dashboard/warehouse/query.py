"""Runs the SQL of every package: one cursor per call, values as parameters, the shared filters in one place.

Amounts are summed by DuckDB as exact decimals and arrive as float64 euros: each sum is a whole number of cents far below
2^53, so the float is the one nearest to the exact sum, and `str()` of it gives back the cents. Whoever rounds or divides
goes through `decimal_of` or `rate`, which start from those cents and never from a float that carries an error.
"""

import re
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import duckdb

from dashboard.domain.french import is_missing
from dashboard.domain.operation import NO_WAVES
from dashboard.domain.selection import Selection
from dashboard.warehouse.sql_files import PACKAGE, fill, sql

if TYPE_CHECKING:
    # Loading pandas takes longer than all that a command does: only who asks for a frame waits for it.
    import pandas as pd

_READ: ContextVar[int] = ContextVar("rows read", default=0)

TOTAL = "total"
"""Stands in the column `wave` of the rows that count every wave."""

SHARED_PARTS = ("survey_selection", "cell_measures", "measures")
NULLABLE_COUNTS = (
    "participants",
    "participants_planned",
    "participants_entered",
    "programme_participants",
    "programme_participants_planned",
)


Row = dict[str, Any]
"""A row of a result as Python values, by the name of its column."""


class Identifier(StrEnum):
    """Base of the closed lists of names that may stand in SQL text. Nothing else may."""


def run(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    selection: Selection | None = None,
    *,
    package: str = PACKAGE,
    identifiers: Mapping[str, Identifier | Sequence[Identifier]] | None = None,
    parts: Mapping[str, str] | None = None,
    frames: "Mapping[str, pd.DataFrame] | None" = None,
    **parameters: Any,
) -> "pd.DataFrame":
    """The rows of `<package>/sql/<name>.sql` for a selection. Counts that may be unknown are Int64, other counts int64.

    `parts` is SQL text of the package itself for other places of the statement; `frames` are read as tables of those names.
    """
    text = fill(statement(name, identifiers, package), **(parts or {}))
    if selection is not None:
        text = without_idle_filters(text, selection)
    values = _values(text, selection, parameters)
    with connection.cursor() as cursor:
        for table, rows in (frames or {}).items():
            cursor.register(table, rows)
        frame: pd.DataFrame = cursor.execute(text, values).df()
    _count(len(frame))
    for column in NULLABLE_COUNTS:
        if column in frame:
            frame[column] = frame[column].astype("Int64")
    return frame


def first_row(
    connection: duckdb.DuckDBPyConnection, name: str, selection: Selection | None = None, **parameters: Any
) -> dict[str, Any] | None:
    """The first row of `sql/<name>.sql` as Python values: decimals and dates stay what they are."""
    text = statement(name)
    values = _values(text, selection, parameters)
    with connection.cursor() as cursor:
        row = cursor.execute(text, values).fetchone()
        columns = [column[0] for column in cursor.description or ()]
    _count(row is not None)
    return None if row is None else dict(zip(columns, row, strict=True))


def all_rows(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    selection: Selection | None = None,
    *,
    package: str = PACKAGE,
    identifiers: Mapping[str, Identifier | Sequence[Identifier]] | None = None,
    parts: Mapping[str, str] | None = None,
    frames: "Mapping[str, pd.DataFrame] | None" = None,
    **parameters: Any,
) -> list[Row]:
    """The rows of `<package>/sql/<name>.sql` as Python values: a frame costs more than the query where twenty rows are read.

    `parts` are pieces of SQL that the code itself writes from identifiers; no value ever goes that way. `frames` are read as
    tables of those names.
    """
    text = fill(statement(name, identifiers, package), **(parts or {}))
    if selection is not None:
        text = without_idle_filters(text, selection)
    with connection.cursor() as cursor:
        for table, given in (frames or {}).items():
            cursor.register(table, given)
        rows = cursor.execute(text, _values(text, selection, parameters)).fetchall()
        columns = [column[0] for column in cursor.description or ()]
    _count(len(rows))
    return [dict(zip(columns, row, strict=True)) for row in rows]


def rows_read() -> int:
    """How many rows this thread has read so far: the difference of two calls is what stood between them."""
    return _READ.get()


def _count(rows: int) -> None:
    _READ.set(_READ.get() + rows)


def without_idle_filters(text: str, selection: Selection) -> str:
    """The text without the conditions of the filters that restrict nothing: planning them costs more than the query."""
    idle = {name for name, value in selection.parameters().items() if value is None}
    return "\n".join(
        line for line in text.split("\n") if not ((found := _CONDITION.match(line)) and found["name"] in idle)
    )


_CONDITION = re.compile(r"\s+and \(\$(?P<name>\w+) is null or ")


def statement(
    name: str, identifiers: Mapping[str, Identifier | Sequence[Identifier]] | None = None, package: str = PACKAGE
) -> str:
    """The text of `<package>/sql/<name>.sql` with its shared parts and its identifiers in place."""
    # Planning takes 0.7 ms less where the selection has only the columns that the statement reads: `selected` of the narrow one.
    parts = {"selection": whole_selection(), "narrow_selection": sql("selection")}
    text = fill(sql(name, package), **parts, **{part: sql(part) for part in SHARED_PARTS})
    return fill(text, **{place: _written(given) for place, given in (identifiers or {}).items()})


def whole_selection() -> str:
    """The SQL of `selection` with every column of the operations."""
    return fill(sql("selection"), selected="*")


def _written(given: Identifier | Sequence[Identifier]) -> str:
    names = [given] if isinstance(given, str) else list(given)
    if not names or not all(isinstance(name, Identifier) for name in names):
        raise TypeError("only members of an Identifier may be written into SQL")
    return ", ".join(name.value for name in names)


def _values(text: str, selection: Selection | None, extra: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that the text uses: DuckDB refuses any other. Without `retained_only`, every operation is counted."""
    given = {"retained_only": False, **(selection.parameters() if selection else {}), **extra}
    used = set(re.findall(r"\$(\w+)", text))
    return {name: value for name, value in given.items() if name in used}


def records(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    """The rows of a frame as dictionaries of Python values."""
    return [{str(name): value for name, value in row.items()} for row in frame.astype(object).to_dict("records")]


def decimal_of(value: Any) -> Decimal | None:
    """The exact number behind a cell of a frame, None where it is missing."""
    return None if is_missing(value) else Decimal(str(value))


def rate(part: Any, whole: Any) -> float | None:
    """`part / whole` of two counts or two amounts in euros; None where either is missing, or where the whole is 0."""
    if part is None or not whole:
        return None
    return float(round(part * 100) / round(whole * 100))


def untied(ranked: Sequence[Row], count: int, measure: str = "operations") -> list[Row]:
    """The first rows of a ranking, `count` at most: fewer where a tie would leave to chance who is among them."""
    kept = list(ranked[:count])
    while kept and len(ranked) > len(kept) and kept[-1][measure] == ranked[len(kept)][measure]:
        kept = [row for row in kept if row[measure] > kept[-1][measure]]
    return kept


def newest_first(waves: Sequence[str]) -> list[str]:
    """Waves in the order of the note: the newest first, then what no wave covers."""
    return sorted(sorted(set(waves), reverse=True), key=lambda wave: wave in NO_WAVES)
