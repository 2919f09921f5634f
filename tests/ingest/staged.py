"""A small table staged in memory: what its columns prove, what they ask, how its cells are read."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb

from dashboard.ingest.columns import recognise
from dashboard.ingest.readers import RawTable
from dashboard.ingest.staging import Staged, stage, staging_connection

NUMBER, TITLE, COST, AMOUNT = "num_dossier", "Lib_opé", "Dépenses totales", "Mont_UE"


class Table:
    """The columns of a list by header; the cells that a test doesn't give are those of an ordinary operation."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def stage(
        self, columns: Mapping[str, Sequence[str | None]], answers: Mapping[str, str] | None = None, **about: Any
    ) -> Staged:
        """Stages the columns; `about` goes to the RawTable (titles, sheet, decimals…)."""
        count = len(next(iter(columns.values())))
        given = {
            NUMBER: [str(201700001 + rank) for rank in range(count)],
            TITLE: [f"Opération {rank}" for rank in range(count)],
            **columns,
        }
        headers = tuple(given)
        names = ", ".join(f"c{position} varchar" for position in range(len(headers)))
        self.connection.execute(f"create or replace table raw (line bigint, {names})")
        for rank, cells in enumerate(zip(*given.values(), strict=True)):
            self.connection.execute(
                f"insert into raw values ({', '.join('?' * (len(headers) + 1))})",
                [rank + 2, *(cell or None for cell in cells)],
            )
        match = recognise(headers)
        assert match is not None, headers
        return stage(self.connection, Staged(RawTable(headers, count, (), **about), match), answers=answers)

    def read(self, *columns: str) -> list[Any]:
        """The values of the staged rows in the order of the file."""
        rows = self.connection.execute(f"select {', '.join(columns)} from parsed order by line").fetchall()
        return [row[0] if len(columns) == 1 else row for row in rows]


@contextmanager
def table() -> Iterator[Table]:
    """One staging database, for all the tables of a test."""
    with staging_connection() as connection:
        connection.execute("create table known_numbers (num_dossier varchar, wave varchar)")
        yield Table(connection)


def keys(staged: Staged) -> list[str]:
    """The questions that a table raises."""
    return [doubt.key for doubt in staged.doubts]


def said(staged: Staged) -> str:
    """All that was found, with plain spaces."""
    return " ".join(found.text for found in staged.findings).replace("\u202f", " ")
