"""What the names of sheets of one shape say of their rows: one sheet per fund, one per region."""

from dataclasses import replace

import duckdb

from dashboard.domain.french import listing, quoted
from dashboard.domain.operation import FIELD_BY_NAME
from dashboard.ingest.columns import Match
from dashboard.ingest.doubts import Verdicts
from dashboard.ingest.readers import SHEETS_KEY, RawTable
from dashboard.ingest.sql_text import sql

_NAMED_AFTER = {"fund": "sheets_are_funds", "region": "sheets_are_regions"}
"""Field → the query that says whether each sheet is named after one of its values."""


def read_sheet_names(connection: duckdb.DuckDBPyConnection, table: RawTable, match: Match, verdicts: Verdicts) -> Match:
    """The match with the sheet's name for the fund or the region, where the file has no such column and each sheet is named so."""
    if match.source.KIND != "operations" or len(table.sheets_read) < 2:
        return match
    # The reader adds the sheet of each row as the last column.
    position = len(table.headers) - 1
    for field, query in _NAMED_AFTER.items():
        row = connection.execute(sql(query), {"names": list(table.sheets_read)}).fetchone()
        if field not in match.columns and position not in match.columns.values() and row and row[0]:
            verdicts.tell(
                f"{FIELD_BY_NAME[field].label}\u202f: le nom de chaque feuille "
                f"({listing([quoted(name) for name in table.sheets_read])}) est celui de ses lignes.",
                0,
            )
            if field == "fund":
                # An operation that two funds pay stands on both sheets: it is no copy.
                verdicts.drop(SHEETS_KEY)
            extra = tuple(header for header in match.extra if header != table.headers[position])
            return replace(match, columns={**match.columns, field: position}, extra=extra)
    return match
