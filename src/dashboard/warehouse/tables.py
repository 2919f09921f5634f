"""Tables 2 to 5 and the IEJ table of the note, for any selection.

Rows, columns and printed precision are those of `data/reference/published_*.csv`. Each cell knows its exact figure and how
it is printed, so `table` (what the note prints) and `exact_table` (euros and ratios, for the pages) can't disagree.

Table 2 counts what the selection holds. Tables 3 to 5 and the IEJ table count the retained operations (the others, where
the selection asks for them); their programme columns count everything that the other filters select.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import duckdb

from dashboard.domain.periods import FORMER
from dashboard.domain.selection import Selection
from dashboard.warehouse.cells import KEYS, Cell, column_label, exact_name
from dashboard.warehouse.layouts import LAYOUTS
from dashboard.warehouse.query import Row, all_rows

TABLES: Final = tuple(LAYOUTS)
"""The names that a table goes by."""

NO_PROGRAMME: Final = ""
"""No programme has this name: with an empty tuple, « none » would mean « all »."""


@dataclass(frozen=True, slots=True)
class NoteTable:
    """A table of the note: its columns in order, its rows by the names of the columns, the programmes that it counts.

    A cell is text in the columns that name the row (`cells.KEYS`), else an int, a float, or None where nothing is known; in
    the table as printed, None also where the note leaves a 0 blank.
    `selections` holds, for each row, the selection that lists the operations it counts; for one cell, narrow it to the wave
    that `cells.wave_in(column)` names.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    selections: tuple[Selection, ...]
    programmes: tuple[str, ...]
    period: str = FORMER


def table(connection: duckdb.DuckDBPyConnection, selection: Selection, name: str) -> NoteTable:
    """A table as the note prints it: M€ and %, rounded half away from zero; no rows for an empty selection.

    A figure is an int where the note prints it whole, a float where it prints one decimal. Raises KeyError for a name that is
    not in `TABLES`.
    """
    return _note_table(connection, selection, name, str, Cell.printed)


def exact_table(connection: duckdb.DuckDBPyConnection, selection: Selection, name: str) -> NoteTable:
    """The same rows in full precision: `_meur` columns become `_eur` (euros), `_pct` columns `_share` (ratios)."""
    return _note_table(connection, selection, name, exact_name, Cell.exact)


def _note_table(
    connection: duckdb.DuckDBPyConnection,
    selection: Selection,
    name: str,
    named: Callable[[str], str],
    value_of: Callable[[Cell], str | int | float | None],
) -> NoteTable:
    layout = LAYOUTS[name]
    programmes = programmes_shown(connection, selection, name)
    found = layout(connection, selection.narrowed(programmes=programmes or (NO_PROGRAMME,)))
    return NoteTable(
        tuple(map(named, found.columns)),
        tuple({named(column): value_of(row.cells[column]) for column in found.columns} for row in found.rows),
        tuple(row.selection for row in found.rows),
        programmes,
        selection.period,
    )


def programmes_shown(connection: duckdb.DuckDBPyConnection, selection: Selection, name: str) -> tuple[str, ...]:
    """The programmes that a table counts, in the order of the reference.

    Table 2 takes all that the selection holds, the IEJ table those of that fund. The others take what the selection names;
    where it names none, the main programme of the period as the note does, or, if that has no operation, whatever there is.
    """
    present = all_rows(connection, "programmes_present", selection)
    if name == "iej":
        present = [row for row in present if row["fund"] == "IEJ"]
    elif name != "2" and not selection.programmes:
        present = [row for row in present if row["is_main"]] or present
    return tuple(row["programme"] for row in present)


def to_json_text(found: NoteTable) -> str:
    """The rows as a JSON list of objects; null where nothing is printed."""
    return json.dumps(found.rows, ensure_ascii=False, indent=2)


def to_markdown_text(found: NoteTable) -> str:
    """A Markdown table with French headings, figures on the right."""
    lines = [
        [column_label(name, found.period) for name in found.columns],
        ["---" if name in KEYS else "---:" for name in found.columns],
        *([_plain(row[name]).replace("|", "\\|") for name in found.columns] for row in found.rows),
    ]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _plain(value: Any) -> str:
    return "" if value is None else str(value)
