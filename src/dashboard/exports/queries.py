"""Runs this package's SQL: a cursor per call, values as parameters, the shared filters in their place."""

import re
from typing import Any

import duckdb

from dashboard.domain.selection import Selection
from dashboard.warehouse.sql_files import fill, sql

PACKAGE = "dashboard.exports"


def rows_of(
    connection: duckdb.DuckDBPyConnection, name: str, selection: Selection, **parameters: Any
) -> list[dict[str, Any]]:
    """The rows of `sql/<name>.sql` for a selection, as Python values; the retained operations are the counted ones."""
    text = fill(sql(name, PACKAGE), selection=sql("selection"))
    given = {"retained_only": True, **selection.parameters(), **parameters}
    used = set(re.findall(r"\$(\w+)", text))
    with connection.cursor() as cursor:
        found = cursor.execute(text, {key: value for key, value in given.items() if key in used})
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
