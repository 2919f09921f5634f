"""The tables of the note as cards: same cells as the command line prints, every count a link to its operations."""

from functools import partial
from typing import Any

from dashboard.domain.selection import Selection
from dashboard.figures.figure import Figure
from dashboard.figures.note_tables import note_table_figure
from dashboard.ui.data import cached, current_selection, current_warehouse
from dashboard.ui.figure_card import card
from dashboard.ui.filters import selection_caption
from dashboard.ui.links import operations_link
from dashboard.ui.tables import Links
from dashboard.warehouse.cells import wave_in
from dashboard.warehouse.query import TOTAL
from dashboard.warehouse.tables import exact_table


def note_table_card(name: str) -> None:
    """Draws one table for the selection of this run."""
    selection = current_selection()
    table = cached(exact_table, selection, name)
    figure = note_table_figure(name, table, selection)
    card(
        figure,
        key=f"tableau-{name}",
        source=current_warehouse().source,
        filters=selection_caption(selection),
        links=partial(_links, figure, table.selections),
    )


def _links(figure: Figure, selections: tuple[Selection, ...]) -> Links:
    counts = [
        column
        for column in figure.columns
        if (column in {"operations", "ops", "programme_ops"} or column.startswith("ops_"))
        and not column.endswith("_share")
    ]
    return {
        column: [_link(column, row[column], selection) for row, selection in zip(figure.rows, selections, strict=True)]
        for column in counts
    }


def _link(column: str, value: Any, selection: Selection) -> str | None:
    if value is None:
        return None
    if column == "programme_ops":
        return operations_link(selection.narrowed(decision=None, categories=()))
    wave = wave_in(column)
    return operations_link(selection.narrowed(waves=(wave,)) if wave and wave != TOTAL else selection)
