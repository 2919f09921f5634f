"""This package's SQL, over a selection or over the whole warehouse."""

from collections.abc import Mapping
from typing import Any

import duckdb
import pandas as pd

from dashboard.domain.selection import Selection
from dashboard.warehouse.query import Row, all_rows, run, whole_selection
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
    return run(connection, name, selection, package=PACKAGE, parts=_filled(selection, parts), **given)


def rows(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    selection: Selection | None = None,
    *,
    parts: Mapping[str, str] | None = None,
    **given: Any,
) -> list[Row]:
    """The same as plain rows, for the few that a figure shows."""
    return all_rows(connection, name, selection, package=PACKAGE, parts=_filled(selection, parts), **given)


def _filled(selection: Selection | None, parts: Mapping[str, str] | None) -> dict[str, str]:
    return {**(parts or {}), "population": whole_selection() if selection else sql("everything", PACKAGE)}
