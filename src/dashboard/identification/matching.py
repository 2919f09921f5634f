"""Finds the expressions in the texts of the operations."""

from collections.abc import Sequence
from typing import Any, Final

import duckdb
import pandas as pd

from dashboard.domain.lexicon import TEXT_FIELDS, Expression, whole_words
from dashboard.domain.selection import Selection
from dashboard.identification.queries import PACKAGE, query
from dashboard.warehouse.sql_files import fill, sql

GROUP_SIZE: Final = 4
"""How many expressions are looked for at once before each by itself: most texts hold none of most groups."""

NOTHING: Final = r"[^\x00-\x{10FFFF}]"
"""A pattern that no text fits."""

HIT_COLUMNS: Final = ("num_dossier", "wave", "kind", "expression_id", "field")


def find_hits(
    connection: duckdb.DuckDBPyConnection,
    expressions: Sequence[Expression],
    selection: Selection | None = None,
    *,
    exclusions: Sequence[Expression] = (),
) -> pd.DataFrame:
    """One row per operation, expression and field where it is found; see `HIT_COLUMNS`. Inactive expressions are passed over.

    Nothing is found in the words of `exclusions`, nor across them. Without a selection, over every operation of the warehouse; with one, over those that it counts.
    """
    active = [expression for expression in expressions if expression.active]
    if not active:
        return pd.DataFrame({name: pd.Series([], dtype="str") for name in HIT_COLUMNS})
    groups = [active[start : start + GROUP_SIZE] for start in range(0, len(active), GROUP_SIZE)]
    parts: list[str] = []
    patterns: dict[str, Any] = {}
    for rank, group in enumerate(groups):
        names = [f"pattern_{rank}_{place}" for place in range(len(group))]
        found = ", ".join(fill(sql("found", PACKAGE), pattern=name).strip() for name in names)
        parts.append(
            fill(sql("found_in_group", PACKAGE), group=f"group_{rank}", found=found, size=str(len(group))).strip()
        )
        patterns |= {f"group_{rank}": _any_of(group)}
        patterns |= {name: expression.regex for name, expression in zip(names, group, strict=True)}
    return query(
        connection,
        "hits",
        selection,
        parts={"found": ", ".join(parts)},
        any_expression=_any_of(active),
        excluded=_any_of(exclusions) if exclusions else NOTHING,
        fields=list(TEXT_FIELDS),
        kinds=[expression.kind.value for expression in active],
        ids=[expression.id for expression in active],
        searched=[list(expression.fields) for expression in active],
        **patterns,
    )


def _any_of(expressions: Sequence[Expression]) -> str:
    return whole_words("|".join(expression.pattern for expression in expressions))
