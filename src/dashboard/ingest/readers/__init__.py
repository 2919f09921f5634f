"""Any file that holds a table → the DuckDB table `raw`: line numbers and the cells' own text.

`raw` has a column `line` (the row's number in the file, as an editor or a spreadsheet shows it) and `c0 … c{n-1}`,
NULL where a cell is empty or blank. The kind of file is decided from its content.
"""

from pathlib import Path

import duckdb

from dashboard.domain.french import quoted
from dashboard.ingest.doubts import Answers
from dashboard.ingest.errors import UnreadableFile
from dashboard.ingest.readers import delimited, parquet, workbook
from dashboard.ingest.readers._kinds import Kind, identify
from dashboard.ingest.readers._layout import HEADERS_KEY
from dashboard.ingest.readers._table import (
    SHEET_HEADER,
    SHEET_STEP,
    SHEETS_KEY,
    Known,
    MalformedRow,
    OnRows,
    RawTable,
    TotalRow,
    is_number,
    tells_of_no_programming,
)

__all__ = [
    "HEADERS_KEY",
    "SHEETS_KEY",
    "SHEET_HEADER",
    "SHEET_STEP",
    "Known",
    "MalformedRow",
    "OnRows",
    "RawTable",
    "TotalRow",
    "is_number",
    "read",
    "tells_of_no_programming",
]


def read(
    path: Path,
    connection: duckdb.DuckDBPyConnection,
    known: Known,
    *,
    sheet: str | None = None,
    answers: Answers | None = None,
    progress: OnRows | None = None,
) -> RawTable:
    """Reads a file into the table `raw` of the connection, which must not be inside a transaction.

    `known` knows the headers of the formats: the row that looks most like them holds the headers. `answers` settle the doubts of
    an earlier reading (`encodage`, `entetes`, `feuilles`). `progress` is told the rows done. Raises an IngestError, and leaves no table behind, where the file cannot be read.
    """
    try:
        return _read(path, connection, known, sheet, answers or {}, progress)
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
    path: Path,
    connection: duckdb.DuckDBPyConnection,
    known: Known,
    sheet: str | None,
    answers: Answers,
    progress: OnRows | None,
) -> RawTable:
    match identify(path):
        case Kind.PARQUET:
            return parquet.read(path, connection, known, progress=progress)
        case Kind.WORKBOOK:
            return workbook.read(path, connection, known, sheet=sheet, answers=answers, progress=progress)
        case Kind.DELIMITED:
            return delimited.read(path, connection, known, answers=answers, progress=progress)
