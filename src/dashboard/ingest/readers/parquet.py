"""Parquet: typed columns become the text that a person would have typed."""

import tempfile
from pathlib import Path

import duckdb

from dashboard.ingest.errors import UnreadableFile, quoted
from dashboard.ingest.readers._paths import plain_path
from dashboard.ingest.readers._staging import cell_names, no_rows, run, tidy
from dashboard.ingest.readers._table import Progress, RawTable

_TEXT_OF = {
    "BOOLEAN": "CASE {0} WHEN true THEN 'VRAI' WHEN false THEN 'FAUX' END",
    # A float that holds a whole number is an integer column with gaps: 12, not 12.0.
    "FLOAT": "CASE WHEN NOT isfinite({0}) THEN NULL WHEN {0} = trunc({0}) AND abs({0}) < 1e15 "
    "THEN {0}::BIGINT::VARCHAR ELSE {0}::VARCHAR END",
    "TIMESTAMP": "CASE WHEN {0} = {0}::DATE THEN {0}::DATE::VARCHAR ELSE date_trunc('second', {0})::VARCHAR END",
    "BLOB": "try(decode({0}))",
}


def read(path: Path, connection: duckdb.DuckDBPyConnection, *, progress: Progress | None = None) -> RawTable:
    """Reads a Parquet file into `raw`; its column names are the headers, its first row is line 1."""
    name = f"Le fichier {quoted(path.name)}"
    with tempfile.TemporaryDirectory(prefix="lecture-") as folder:
        plain = str(plain_path(path, Path(folder)))
        try:
            columns = run(connection, "describe_parquet", {"path": plain})
            names = cell_names(len(columns))
            texts = [f"{_as_text(cell, column[1])} AS {cell}" for cell, column in zip(names, columns, strict=True)]
            rows = run(connection, "load_parquet", {"path": plain}, cells=", ".join(texts), names=", ".join(names))
        except duckdb.Error as error:
            raise UnreadableFile(
                f"{name} est un fichier Parquet endommagé ou incomplet : demandez-en une nouvelle copie."
            ) from error
    if progress:
        progress(rows[0][0])
    headers, count, notes = tidy(connection, [str(column[0]) for column in columns])
    if not count:
        raise no_rows(name)
    return RawTable(headers=headers, rows=count, notes=tuple(notes))


def _as_text(cell: str, kind: str) -> str:
    if kind == "TIMESTAMP WITH TIME ZONE":
        # A day written in Paris is stored as the evening before in UTC.
        return _TEXT_OF["TIMESTAMP"].format(f"timezone('Europe/Paris', {cell})")
    family = "FLOAT" if kind == "DOUBLE" else "TIMESTAMP" if kind.startswith("TIMESTAMP") else kind
    return _TEXT_OF.get(family, "{0}::VARCHAR").format(cell)
