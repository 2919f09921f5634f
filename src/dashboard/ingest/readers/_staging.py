"""The table `raw`, filled by chunks."""

from array import array
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

import duckdb
import pyarrow as pa

from dashboard.ingest.readers._table import OnRows
from dashboard.warehouse.sql_files import fill, sql

CHUNK_ROWS = 20_000
CHUNK_CHARACTERS = 32_000_000


def run(
    connection: duckdb.DuckDBPyConnection, name: str, parameters: dict[str, object] | None = None, /, **identifiers: str
) -> list[tuple[Any, ...]]:
    """Runs `sql/<name>.sql`, as `execute` does a statement of one line."""
    return execute(connection, sql(name, "dashboard.ingest.readers"), parameters, **identifiers)


def execute(
    connection: duckdb.DuckDBPyConnection,
    statement: str,
    parameters: dict[str, object] | None = None,
    /,
    **identifiers: str,
) -> list[tuple[Any, ...]]:
    """The rows of a statement; `identifiers` fill in generated column names only, values go through `parameters`."""
    return connection.execute(fill(statement, **identifiers), parameters).fetchall()


def cell_names(width: int) -> list[str]:
    """`c0 … c{width-1}`."""
    return [f"c{index}" for index in range(width)]


class Chunks:
    """Appends rows to a new table `raw`, holding at most one chunk in memory."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, width: int, progress: OnRows | None) -> None:
        self._connection = connection
        self._names = cell_names(width)
        self._progress = progress
        self._lines: list[int] = []
        self._rows: list[Sequence[str | None]] = []
        self._size = 0
        self.done = 0
        columns = ", ".join(f"{name} varchar" for name in self._names)
        execute(connection, "create or replace table raw (line bigint, {columns})", columns=columns)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._flush()

    @property
    def width(self) -> int:
        """How many cells a row has."""
        return len(self._names)

    def widen(self, width: int) -> None:
        """Adds columns for the rows to come; those before leave them empty."""
        self._flush()
        for name in cell_names(width)[self.width :]:
            execute(self._connection, "alter table raw add column {name} varchar", name=name)
        self._names = cell_names(width)

    def add(self, line: int, cells: Sequence[str | None], size: int = 0) -> None:
        """Adds one row of exactly the table's width; `size` is the length of its text, where it may be large."""
        self._lines.append(line)
        self._rows.append(cells)
        self._size += size
        if len(self._rows) >= CHUNK_ROWS or self._size >= CHUNK_CHARACTERS:
            self._flush()

    def add_columns(self, lines: Sequence[int], columns: Sequence[Sequence[str | None]]) -> None:
        """Adds many rows at once, given by columns."""
        self._flush()
        self._insert(lines, columns)

    def _flush(self) -> None:
        if self._rows:
            rows, lines = self._rows, self._lines
            self._lines, self._rows, self._size = [], [], 0
            self._insert(lines, list(zip(*rows, strict=True)))

    def _insert(self, lines: Sequence[int], columns: Sequence[Sequence[str | None]]) -> None:
        numbers = pa.Int64Array.from_buffers(pa.int64(), len(lines), [None, pa.py_buffer(array("q", lines))])
        chunk = pa.Table.from_arrays([numbers, *map(_text_array, columns)], names=["line", *self._names])
        cells = ", ".join(f"nullif({name}, '')" for name in self._names)
        self._connection.register("raw_chunk", chunk)
        try:
            execute(self._connection, "insert into raw select line, {cells} from raw_chunk", cells=cells)
        finally:
            self._connection.unregister("raw_chunk")
        self.done += len(lines)
        if self._progress:
            self._progress(self.done)


def _text_array(column: Sequence[str | None]) -> pa.Array:
    # `pa.array` and `pa.table` import pandas to ask it whether they were given its own: half a second of an import from a terminal.
    builder = pa.lib.StringBuilder()
    builder.append_values(column)
    return builder.finish()
