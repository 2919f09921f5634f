"""Parquet: typed columns become the text that a person would have typed."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import duckdb

from dashboard.domain.archives import OversizedZipError, check_unpacked
from dashboard.domain.french import integer, quoted
from dashboard.ingest.errors import UnreadableFile
from dashboard.ingest.readers._double_encoding import Repaired, repair_cells
from dashboard.ingest.readers._paths import plain_path
from dashboard.ingest.readers._staging import cell_names, execute, run
from dashboard.ingest.readers._table import MOST_COLUMNS, Known, OnRows, RawTable
from dashboard.ingest.readers._tidy import no_rows, tidy
from dashboard.ingest.readers._workbook_guard import LIMITS, check_text, refusals

MAX_CELLS: Final = 64 << 20
"""Two million rows of thirty columns; the temporary database takes sixteen bytes for an empty one, and spills to disk."""

# « 125.000 » in a text is perhaps 125 000: a number never looks like it.
_UNLIKE_THOUSANDS: Final = "{0}::VARCHAR || CASE WHEN substr({0}::VARCHAR, -4, 1) = '.' THEN '0' ELSE '' END"
_WITH_DECIMALS: Final = ("FLOAT", "DOUBLE", "DECIMAL(")
_TEXT_OF = {
    "BOOLEAN": "CASE {0} WHEN true THEN 'VRAI' WHEN false THEN 'FAUX' END",
    # A float that holds a whole number is an integer column with gaps: 12, not 12.0.
    "FLOAT": "CASE WHEN NOT isfinite({0}) THEN NULL WHEN {0} = trunc({0}) AND abs({0}) < 1e15 "
    f"THEN {{0}}::BIGINT::VARCHAR ELSE {_UNLIKE_THOUSANDS} END",
    "DECIMAL(": _UNLIKE_THOUSANDS,
    "TIMESTAMP": "CASE WHEN {0} = {0}::DATE THEN {0}::DATE::VARCHAR ELSE date_trunc('second', {0})::VARCHAR END",
    "BLOB": "try(decode({0}))",
}


def read(
    path: Path, connection: duckdb.DuckDBPyConnection, known: Known, *, progress: OnRows | None = None
) -> RawTable:
    """Reads a Parquet file into `raw`; its column names are the headers, its first row is line 1."""
    name = f"Le fichier {quoted(path.name)}"
    with tempfile.TemporaryDirectory(prefix="lecture-") as folder, refusals(path):
        plain = str(plain_path(path, Path(folder)))
        try:
            _check_directory(connection, plain)
            columns = run(connection, "describe_parquet", {"path": plain})
            names = cell_names(len(columns))
            texts = [_as_text(cell, column[1]) for cell, column in zip(names, columns, strict=True)]
            _check_text(connection, plain, names, texts)
            cells = ", ".join(f"{text} AS {cell}" for cell, text in zip(names, texts, strict=True))
            rows = run(connection, "load_parquet", {"path": plain}, cells=cells, names=", ".join(names))
        except duckdb.Error as error:
            raise UnreadableFile(
                f"{name} est un fichier Parquet endommagé ou incomplet : demandez-en une nouvelle copie."
            ) from error
    if progress:
        progress(rows[0][0])
    decimals = _count_decimals(connection, columns)
    repaired = Repaired()
    header = [repaired.take(str(column[0])) for column in columns]
    repair_cells(connection, len(columns), repaired)
    table = tidy(connection, header, known)
    if not table.rows and not table.malformed:
        raise no_rows(name)
    return RawTable(
        headers=table.headers,
        rows=table.rows,
        findings=(*repaired.say(), *table.findings),
        malformed=table.malformed,
        totals=table.totals,
        decimals=tuple(decimals[position] if position < len(decimals) else 0 for position in table.kept),
    )


def _check_directory(connection: duckdb.DuckDBPyConnection, path: str) -> None:
    """Refuses what the file itself says to hold too much of. Raises OversizedZipError."""
    columns, cells, unpacked = run(connection, "measure_parquet", {"path": path})[0]
    check_unpacked(unpacked, Path(path).stat().st_size, LIMITS)
    for count, most, what in ((columns, MOST_COLUMNS, "colonnes"), (cells, MAX_CELLS, "cellules")):
        if count > most:
            raise OversizedZipError(f"contient {integer(count)} {what} ({integer(most)} au plus)")


def _check_text(connection: duckdb.DuckDBPyConnection, path: str, names: Sequence[str], texts: Sequence[str]) -> None:
    """Refuses texts too large for memory: a dictionary repeats a long one a million times for a few bytes."""
    size = ", ".join(f"strlen({text})" for text in texts)
    check_text(run(connection, "measure_parquet_text", {"path": path}, bytes=size, names=", ".join(names))[0][0])


def _count_decimals(connection: duckdb.DuckDBPyConnection, columns: Sequence[tuple[Any, ...]]) -> tuple[int, ...]:
    """How many cells of each column of `raw` are numbers with decimals."""
    names = cell_names(len(columns))
    counts = ", ".join(f"count(*) FILTER (WHERE contains({name}, '.'))" for name in names)
    found = execute(connection, "select {counts} from raw", counts=counts)[0]
    return tuple(
        decimals if str(kind).startswith(_WITH_DECIMALS) else 0
        for (_, kind, *_), decimals in zip(columns, found, strict=True)
    )


def _as_text(cell: str, kind: str) -> str:
    if kind == "TIMESTAMP WITH TIME ZONE":
        # A day written in Paris is stored as the evening before in UTC.
        return _TEXT_OF["TIMESTAMP"].format(f"timezone('Europe/Paris', {cell})")
    family = (
        "FLOAT" if kind == "DOUBLE" else next((one for one in ("TIMESTAMP", "DECIMAL(") if kind.startswith(one)), kind)
    )
    return _TEXT_OF.get(family, "{0}::VARCHAR").format(cell)
