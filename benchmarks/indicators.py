"""Each indicator through the product, beside the SQL that it runs, given to a bare DuckDB on the same file."""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import duckdb

from dashboard.domain.selection import Selection
from dashboard.warehouse import query
from dashboard.warehouse.build import connect
from dashboard.warehouse.database import open_database
from dashboard.warehouse.indicators import Dimension, indicators
from dashboard.warehouse.listing import Column, count, operations
from dashboard.warehouse.options_query import filter_options
from dashboard.warehouse.state import State
from dashboard.warehouse.tables import TABLES, exact_table

REPEATS = 9
EVERY = Selection()
SEARCH = Selection(search="réfugiés mobilité")
LISTED = (
    Column.TITLE,
    Column.BENEFICIARY,
    Column.WAVE,
    Column.OS_CODE,
    Column.REGION,
    Column.TOTAL_COST,
    Column.DECISION,
)

Statement = tuple[str, dict[str, Any]]
Indicator = Callable[[duckdb.DuckDBPyConnection], object]


def _indicators() -> dict[str, Indicator]:
    found: dict[str, Indicator] = {"key figures": lambda c: indicators(c, EVERY)}
    for dimension in Dimension:
        found[f"breakdown by {dimension.value}"] = lambda c, dimension=dimension: indicators(c, EVERY, (dimension,))
    for name in TABLES:
        found[f"table {name}"] = lambda c, name=name: exact_table(c, EVERY, name)
    return found | {
        "key figures, two words searched": lambda c: indicators(c, SEARCH),
        "number of operations, two words searched": lambda c: count(c, SEARCH),
        "page of the list, by cost": lambda c: operations(c, EVERY, Column.TOTAL_COST, True, 25, 0, LISTED),
        "page of the list, by title": lambda c: operations(c, EVERY, Column.TITLE, False, 25, 0, LISTED),
        "options of the filters": lambda c: filter_options(c, EVERY.period),
    }


def measure(folder: str) -> list[dict[str, Any]]:
    """The median of each indicator and of its SQL alone, in milliseconds."""
    state = State(Path(folder))
    current = state.current()
    assert current is not None
    measured = []
    with (
        connect(state, current) as ours,
        open_database(state.warehouses / current.warehouse, read_only=True) as bare,
    ):
        for label, indicator in _indicators().items():
            statements = recorded(lambda indicator=indicator: indicator(ours))
            measured.append(
                {
                    "label": label,
                    "ours": _median(lambda indicator=indicator: indicator(ours)),
                    "theirs": _median(
                        lambda statements=statements: [bare.execute(*each).fetchall() for each in statements]
                    ),
                }
            )
    return measured


def recorded(call: Callable[[], object]) -> list[Statement]:
    """The SQL texts that a call runs, with their values."""
    seen: list[Statement] = []
    values_of = query._values

    def writing_down(text: str, *arguments: Any) -> dict[str, Any]:
        values = values_of(text, *arguments)
        seen.append((text, values))
        return values

    query._values = writing_down
    try:
        call()
    finally:
        query._values = values_of
    return seen


def _median(call: Callable[[], object]) -> float:
    call()
    durations = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        call()
        durations.append(time.perf_counter() - start)
    return median(durations) * 1000
