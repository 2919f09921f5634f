"""Any file that holds a table → the DuckDB table `raw`: line numbers and the cells' own text.

`raw` has a column `line` (the row's number in the file, as an editor or a spreadsheet shows it) and `c0 … c{n-1}`,
NULL where a cell is empty or blank. The kind of file is decided from its content.
"""

from pathlib import Path

import duckdb

from dashboard.domain.french import quoted
from dashboard.ingest.errors import UnreadableFile
from dashboard.ingest.readers import delimited, parquet, workbook
from dashboard.ingest.readers._kinds import Kind, identify
from dashboard.ingest.readers._table import MalformedRow, OnRows, RawTable, Score

__all__ = ["MalformedRow", "OnRows", "RawTable", "Score", "read"]


def read(
    path: Path,
    connection: duckdb.DuckDBPyConnection,
    score: Score,
    *,
    sheet: str | None = None,
    progress: OnRows | None = None,
) -> RawTable:
    """Reads a file into the table `raw` of the connection, which must not be inside a transaction.

    `score` says how many cells of a row look like known headers: the best row holds the headers. `progress` is told the
    rows done. Raises an IngestError, and leaves no table behind, where the file cannot be read.
    """
    try:
        return _read(path, connection, score, sheet, progress)
    except BaseException as error:
        connection.execute("drop table if exists raw")
        if isinstance(error, OSError):
            raise UnreadableFile(
                f"Le fichier {quoted(path.name)} n'a pas pu être ouvert : vérifiez vos droits et qu'il n'est pas utilisé ailleurs."
            ) from error
        if isinstance(error, duckdb.Error):
            raise UnreadableFile(
                f"Le fichier {quoted(path.name)} n'a pas pu être chargé : il est trop volumineux pour cette machine ou endommagé."
            ) from error
        raise


def _read(
    path: Path, connection: duckdb.DuckDBPyConnection, score: Score, sheet: str | None, progress: OnRows | None
) -> RawTable:
    match identify(path):
        case Kind.PARQUET:
            return parquet.read(path, connection, progress=progress)
        case Kind.WORKBOOK:
            return workbook.read(path, connection, score, sheet=sheet, progress=progress)
        case Kind.DELIMITED:
            return delimited.read(path, connection, score, progress=progress)
