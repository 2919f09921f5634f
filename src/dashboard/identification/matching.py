"""Finds the expressions in the texts of the operations."""

from collections.abc import Sequence
from typing import Any, Final

import duckdb
import pandas as pd

from dashboard.domain.lexicon import TEXT_FIELDS, Expression, whole_words
from dashboard.domain.selection import Selection
from dashboard.identification.queries import PACKAGE, query
from dashboard.warehouse.sql_files import fill, sql

HIT_COLUMNS: Final = ("num_dossier", "wave", "kind", "expression_id", "field")


def find_hits(
    connection: duckdb.DuckDBPyConnection, expressions: Sequence[Expression], selection: Selection | None = None
) -> pd.DataFrame:
    """One row per operation, expression and field where it is found; see `HIT_COLUMNS`. Inactive expressions are passed over.

    Without a selection, over every operation of the warehouse; with one, over those that it counts.
    """
    active = [expression for expression in expressions if expression.active]
    if not active:
        return pd.DataFrame({name: pd.Series([], dtype="str") for name in HIT_COLUMNS})
    patterns: dict[str, Any] = {f"pattern_{rank}": expression.regex for rank, expression in enumerate(active)}
    return query(
        connection,
        "hits",
        selection,
        parts={"found": ", ".join(fill(sql("found", PACKAGE), pattern=name).strip() for name in patterns)},
        any_expression=whole_words("|".join(expression.pattern for expression in active)),
        fields=list(TEXT_FIELDS),
        kinds=[expression.kind.value for expression in active],
        ids=[expression.id for expression in active],
        searched=[list(expression.fields) for expression in active],
        **patterns,
    )
