"""This package's SQL, over the operations that the figures count."""

from typing import Any

import duckdb

from dashboard.domain.selection import Selection
from dashboard.warehouse.query import all_rows


def rows_of(
    connection: duckdb.DuckDBPyConnection, name: str, selection: Selection, **parameters: Any
) -> list[dict[str, Any]]:
    """The rows of `sql/<name>.sql` for a selection, as Python values; the retained operations are the counted ones."""
    given = {"retained_only": True, **parameters}
    return all_rows(connection, name, selection, package="dashboard.exports", **given)
