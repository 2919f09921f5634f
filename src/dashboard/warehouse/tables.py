"""Tables 2 to 5 and the IEJ table of the note, for any selection.

Rows, columns and printed precision are those of `data/reference/published_*.csv`. Each cell knows its exact figure and how
it is printed, so `table` (what the note prints) and `exact_table` (euros and ratios, for the pages) can't disagree.

Table 2 counts what the selection holds. Tables 3 to 5 and the IEJ table count the retained operations (the others, where
the selection asks for them); their programme columns count everything that the other filters select.
"""

import json
from typing import Any, Final

import duckdb
import pandas as pd

from dashboard.domain.french import is_missing
from dashboard.domain.selection import Selection
from dashboard.warehouse.cells import COLUMN_LABELS, ROW_LABELS, column_label, exact_frame, printed_frame, wave_in
from dashboard.warehouse.layouts import LAYOUTS, Layout
from dashboard.warehouse.query import records, run

__all__ = [
    "COLUMN_LABELS",
    "ROW_LABELS",
    "TABLES",
    "column_label",
    "exact_table",
    "programmes_shown",
    "row_selections",
    "table",
    "to_json_text",
    "to_markdown_text",
    "wave_in",
]

TABLES: Final = tuple(LAYOUTS)
"""The names that a table goes by."""

NO_PROGRAMME: Final = ""
"""No programme has this name: with an empty tuple, « none » would mean « all »."""


def table(connection: duckdb.DuckDBPyConnection, selection: Selection, name: str) -> pd.DataFrame:
    """A table as the note prints it: M€ and %, rounded half away from zero; no rows for an empty selection.

    A column is Int64 where the note prints whole numbers, float64 where it prints one decimal; the two columns of table 4
    that mix both hold int and float objects. Raises KeyError for a name that is not in `TABLES`.
    """
    layout = _layout(connection, selection, name)
    return printed_frame([row.cells for row in layout.rows], layout.columns)


def exact_table(connection: duckdb.DuckDBPyConnection, selection: Selection, name: str) -> pd.DataFrame:
    """The same rows in full precision: `_meur` columns become `_eur` (euros), `_pct` columns `_share` (ratios)."""
    layout = _layout(connection, selection, name)
    return exact_frame([row.cells for row in layout.rows], layout.columns)


def row_selections(
    connection: duckdb.DuckDBPyConnection, selection: Selection, name: str
) -> tuple[Selection | None, ...]:
    """For each row, the selection that lists the operations it counts, None where no filter can say it.

    For one cell, narrow it to the wave that `wave_in(column)` names.
    """
    return tuple(row.selection for row in _layout(connection, selection, name).rows)


def programmes_shown(connection: duckdb.DuckDBPyConnection, selection: Selection, name: str) -> tuple[str, ...]:
    """The programmes that a table counts, in the order of the reference.

    Table 2 takes all that the selection holds, the IEJ table those of that fund. The others take what the selection names;
    where it names none, the main programme of the period as the note does, or, if that has no operation, whatever there is.
    """
    present = run(connection, "programmes_present", selection)
    if name == "iej":
        present = present[present["fund"] == "IEJ"]
    elif name != "2" and not selection.programmes and present["is_main"].any():
        present = present[present["is_main"]]
    return tuple(present["programme"])


def _layout(connection: duckdb.DuckDBPyConnection, selection: Selection, name: str) -> Layout:
    layout = LAYOUTS[name]
    programmes = programmes_shown(connection, selection, name)
    return layout(connection, selection.narrowed(programmes=programmes or (NO_PROGRAMME,)))


def to_json_text(frame: pd.DataFrame) -> str:
    """The rows as a JSON list of objects; null where nothing is printed."""
    rows = [{name: None if is_missing(value) else value for name, value in row.items()} for row in records(frame)]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def to_markdown_text(frame: pd.DataFrame) -> str:
    """The frame as a Markdown table with French headings, figures on the right."""
    figures = [name for name in frame.columns if not pd.api.types.is_string_dtype(frame[name])]
    lines = [
        [column_label(name) for name in frame.columns],
        ["---:" if name in figures else "---" for name in frame.columns],
        *([_plain(value).replace("|", "\\|") for value in row] for row in frame.astype(object).itertuples(index=False)),
    ]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _plain(value: Any) -> str:
    return "" if is_missing(value) else str(value)
