"""The tables of the note as cards: same cells as the command line prints, every count a link to its operations."""

from typing import Any

import pandas as pd

from dashboard.domain.selection import Selection
from dashboard.figures.note_tables import NOTES, table_columns, table_title, worded
from dashboard.ui.data import cached, current_selection, current_warehouse
from dashboard.ui.figure_card import figure_card
from dashboard.ui.filters import selection_caption
from dashboard.ui.links import operations_link
from dashboard.warehouse.cells import wave_in
from dashboard.warehouse.query import TOTAL
from dashboard.warehouse.tables import exact_table, programmes_shown, row_selections


def note_table_card(name: str) -> None:
    """Draws one table for the selection of this run."""
    selection = current_selection()
    frame = cached(exact_table, selection, name)
    title = table_title(name, selection, cached(programmes_shown, selection, name))
    figure_card(
        f"tableau-{name}",
        title=title,
        note=NOTES.get(name),
        figure=None,
        table=worded(frame),
        columns=table_columns(frame),
        alternative=title,
        source=current_warehouse().source,
        filters=selection_caption(selection),
        total=True,
        links=_links(frame, cached(row_selections, selection, name)),
    )


def _links(frame: pd.DataFrame, selections: tuple[Selection | None, ...]) -> dict[str, list[str | None]]:
    counts = [
        str(column)
        for column in frame.columns
        if str(column) in {"operations", "ops", "programme_ops"} or str(column).startswith("ops_")
    ]
    return {
        column: [_link(column, value, selection) for value, selection in zip(frame[column], selections, strict=True)]
        for column in counts
        if not column.endswith("_share")
    }


def _link(column: str, value: Any, selection: Selection | None) -> str | None:
    if selection is None or pd.isna(value):
        return None
    if column == "programme_ops":
        return operations_link(selection.narrowed(retained=None, categories=()))
    wave = wave_in(column)
    return operations_link(selection.narrowed(waves=(wave,)) if wave and wave != TOTAL else selection)
