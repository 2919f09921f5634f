"""The tables of the note as cards: same cells as the command line prints, every count a link to its operations."""

from typing import Any

import pandas as pd

from dashboard.domain.selection import Selection
from dashboard.exports.columns import ColumnFormat, Kind
from dashboard.ui.data import cached, current_selection, current_warehouse
from dashboard.ui.figure_card import figure_card
from dashboard.ui.filters import selection_caption
from dashboard.ui.links import operations_link
from dashboard.warehouse.cells import ROW_LABELS, column_label, wave_in
from dashboard.warehouse.query import TOTAL
from dashboard.warehouse.tables import exact_table, programmes_shown, row_selections

TITLES = {
    "3": "Tableau 3 – Opérations retenues par axe et objectif spécifique",
    "4": "Tableau 4 – Les opérations retenues dans le programme",
    "5": "Tableau 5 – Opérations retenues par type",
    "iej": "Opérations retenues de l'IEJ",
    "2": "Tableau 2 – Opérations programmées",
}
NOTES = {
    "3": "%\u202f: part de la vague.",
    "4": "%\u202f: part du programme, sur le même axe et dans la même vague.",
    "5": "%\u202f: part du total.",
    "iej": "%\u202f: part du programme.",
}
KEYS = ("pon", "wave", "row", "category")


def note_table_card(name: str) -> None:
    """Draws one table for the selection of this run."""
    selection = current_selection()
    frame = cached(exact_table, selection, name)
    programmes = ", ".join(cached(programmes_shown, selection, name)) or "tous programmes"
    title = TITLES[name] if selection.retained is not False else TITLES[name].replace("retenues", "non retenues")
    columns = {column: _format(str(column)) for column in frame.columns}
    figure_card(
        f"tableau-{name}",
        title=f"{title} ({programmes})",
        note=NOTES.get(name),
        figure=None,
        table=_worded(frame),
        columns=columns,
        alternative=title,
        source=current_warehouse().source,
        filters=selection_caption(selection),
        total=True,
        links=_links(frame, cached(row_selections, selection, name)),
    )


def _format(column: str) -> ColumnFormat:
    label = column_label(column).removesuffix(" (€)").removesuffix(" (%)")
    if column in KEYS:
        return ColumnFormat(label)
    if column.endswith("_eur"):
        return ColumnFormat(label, Kind.MILLIONS)
    if column.endswith("_share"):
        return ColumnFormat("%", Kind.PERCENT)
    return ColumnFormat(label, Kind.INTEGER)


def _worded(frame: pd.DataFrame) -> pd.DataFrame:
    worded = frame.copy()
    for column in KEYS:
        if column in worded:
            worded[column] = worded[column].map(lambda value: ROW_LABELS.get(value, value))
    if "row" in worded:
        worded["row"] = worded["row"].map(_row_words)
    return worded


def _row_words(value: str) -> str:
    """« axe 1 » → « Axe 1 », « 3911 » → « OS 3911 »."""
    return f"OS {value}" if value[:1].isdecimal() else f"{value[:1].upper()}{value[1:]}"


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
