"""This package's SQL, over a selection or over the whole warehouse."""

from collections.abc import Mapping
from typing import Any

import duckdb
import pandas as pd

from dashboard.domain.selection import Selection
from dashboard.warehouse.query import run
from dashboard.warehouse.sql_files import sql

PACKAGE = "dashboard.identification"


def query(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    selection: Selection | None = None,
    *,
    parts: Mapping[str, str] | None = None,
    **given: Any,
) -> pd.DataFrame:
    """The rows of `sql/<name>.sql`, with the operations that count in the place `{population}`; the rest as `run` takes it."""
    population = sql("selection") if selection else sql("everything", PACKAGE)
    filled = {**(parts or {}), "population": population}
    return run(connection, name, selection, package=PACKAGE, parts=filled, **given)
