"""Runs this package's SQL: a cursor per call, values as parameters, frames of earlier steps as tables."""

import re
from collections.abc import Mapping
from typing import Any

import duckdb
import pandas as pd

from dashboard.domain.selection import Selection
from dashboard.warehouse.sql_files import fill, sql

PACKAGE = "dashboard.identification"


def query(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    selection: Selection | None = None,
    *,
    frames: Mapping[str, pd.DataFrame] | None = None,
    parts: Mapping[str, str] | None = None,
    **parameters: Any,
) -> pd.DataFrame:
    """The rows of `sql/<name>.sql` over a selection, or over the whole warehouse without one.

    `frames` are read as tables of those names, `parts` is SQL text of this package for other places of the statement.
    """
    population = sql("selection") if selection else sql("everything", PACKAGE)
    text = fill(sql(name, PACKAGE), **(parts or {}))
    text = fill(text, population=population)
    given = {"retained_only": False, **(selection.parameters() if selection else {}), **parameters}
    used = set(re.findall(r"\$(\w+)", text))
    with connection.cursor() as cursor:
        for table, frame in (frames or {}).items():
            cursor.register(table, frame)
        found: pd.DataFrame = cursor.execute(text, {key: value for key, value in given.items() if key in used}).df()
    return found
