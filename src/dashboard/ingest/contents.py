"""What the values of each column look like, whatever its header says."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import duckdb

from dashboard.ingest.columns import ContentKind
from dashboard.ingest.sql_text import sql
from dashboard.warehouse.sql_files import fill

MOST = 0.9
_LONGEST_CODE = 20


def content_kinds(connection: duckdb.DuckDBPyConnection, headers: Sequence[str]) -> tuple[ContentKind, ...]:
    """The kind of each column of `raw`, from all its values: what nine filled cells in ten look like."""
    asked = ", ".join(fill(sql("contents"), column=f"c{position}") for position in range(len(headers)))
    row = connection.execute(f"select {asked} from raw").fetchone() if headers else None  # noqa: S608 - generated names
    figures, size = row or (), len(fields(_Figures))
    return tuple(_kind(_Figures(*figures[start : start + size])) for start in range(0, len(figures), size))


@dataclass(frozen=True, slots=True)
class _Figures:
    """What `contents.sql` counts of a column, in its order."""

    filled: int
    dates: int
    percents: int
    numbers: int
    whole: int
    postcodes: int
    least: float | None
    greatest: float | None
    lengths: int
    distinct: int
    length: float

    @property
    def most(self) -> float:
        """How many cells make a kind."""
        return MOST * self.filled


def _kind(column: _Figures) -> ContentKind:
    if not column.filled:
        return ContentKind.EMPTY
    if column.dates >= column.most:
        return ContentKind.DATE
    if column.numbers >= column.most and column.least is not None and column.greatest is not None:
        return _kind_of_numbers(column, column.least, column.greatest)
    # « 9.1.a », « 00007520-1 »: short texts, of which some are numbers.
    return ContentKind.CODE if column.length <= _LONGEST_CODE and column.numbers else ContentKind.TEXT


def _kind_of_numbers(column: _Figures, least: float, greatest: float) -> ContentKind:
    if column.percents >= column.most or (column.whole < column.filled and least >= 0 and greatest <= 100):
        return ContentKind.RATE
    if column.whole < column.most:
        return ContentKind.AMOUNT
    if column.postcodes >= column.most:
        return ContentKind.POSTCODE
    # « 201700001 », « 201700002 »: one length, no value twice.
    if column.lengths == 1 and greatest >= 100_000 and column.distinct >= column.most:
        return ContentKind.CODE
    return ContentKind.COUNT if greatest < 1000 else ContentKind.AMOUNT
