"""What every indicator rests on: which operations a selection holds, and figures that stay exact."""

from dataclasses import fields
from decimal import Decimal

import duckdb
import pandas as pd
import pytest

from dashboard.domain.selection import Selection
from dashboard.warehouse.indicators import Dimension
from dashboard.warehouse.query import decimal_of, newest_first, ratio, run

from .conftest import APPROACHES

EVERYTHING = {
    "201900001", "201900002", "201900003", "201900004", "201700001", "201700002", "201900010", "202000001",
}  # fmt: skip


def numbers(connection: duckdb.DuckDBPyConnection, **filters: object) -> set[str]:
    identifiers = {"columns": [Dimension.WAVE], "order": Dimension.WAVE, "column": Dimension.WAVE, "direction": Dimension.WAVE}
    del identifiers  # the listing has its own tests: here only the filters are looked at
    text = "with {selection} select num_dossier from selection where counted"
    from dashboard.warehouse.sql_files import fill, sql

    parameters = {**Selection(**filters).parameters(), "retained_only": False}  # type: ignore[arg-type]
    rows = connection.execute(fill(text, selection=sql("selection")), parameters).fetchall()
    return {row[0] for row in rows}
