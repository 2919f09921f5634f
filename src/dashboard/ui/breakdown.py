"""The card of one breakdown: waves side by side, the table twin, and links to the operations behind each number."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.alternative import comparison
from dashboard.charts.bars import grouped_bars
from dashboard.charts.findings import leading_title
from dashboard.charts.theme import wave_colours
from dashboard.domain.french import integer, millions
from dashboard.domain.selection import Selection
from dashboard.exports.columns import ColumnFormat, Kind
from dashboard.ui.data import cached, current_selection, current_warehouse
from dashboard.ui.figure_card import figure_card
from dashboard.ui.filters import selection_caption
from dashboard.ui.links import operations_link
from dashboard.ui.tables import Links
from dashboard.warehouse.indicators import Dimension, breakdown
from dashboard.warehouse.query import TOTAL, newest_first

MAX_ROWS = 12
PRINTERS = {"operations": integer, "total_cost": millions, "eu_amount": millions, "participants": integer}
MEASURE_WORDS = {
    "operations": "Opérations retenues",
    "total_cost": "Coût total",
    "eu_amount": "Montant UE",
    "participants": "Participants entrés",
}
_SUMMED = {
    "operations": ColumnFormat("Opérations retenues", Kind.INTEGER),
    "operations_share": ColumnFormat("Part", Kind.PERCENT),
    "total_cost": ColumnFormat("Coût total", Kind.EUROS, 0),
    "eu_amount": ColumnFormat("Montant UE", Kind.EUROS, 0),
    "eu_rate": ColumnFormat("Taux UE", Kind.PERCENT),
    "participants": ColumnFormat("Participants", Kind.INTEGER),
    "programme_operations": ColumnFormat("Opérations programmées", Kind.INTEGER),
    "operations_programme_share": ColumnFormat("Part du programme", Kind.PERCENT),
}


def wide(frame: pd.DataFrame) -> pd.DataFrame:
    """A breakdown with one row per value: its figures over every wave, and the operations of each wave."""
    summed = frame[frame["wave"] == TOTAL].drop(columns="wave").reset_index(drop=True)
    for wave in waves_of(frame):
        of_wave = frame[frame["wave"] == wave].set_index("value")
        for measure in MEASURE_WORDS:
            found = summed["value"].map(of_wave[measure])
            summed[f"{measure} {wave}"] = (
                found if measure == "participants" else found.fillna(0).astype(frame[measure].dtype)
            )
    return summed


def waves_of(frame: pd.DataFrame) -> list[str]:
    """The waves of a frame, newest first, without the total."""
    return [wave for wave in newest_first(list(frame["wave"])) if wave != TOTAL]


def breakdown_card(dimension: Dimension, measure: str = "operations", *, prefix: str = "carte") -> None:
    """Draws the card of a dimension for the selection of this run."""
    selection = current_selection()
    frame = cached(breakdown, selection, dimension)
    table = wide(frame)
    table = table[(table["operations"] > 0) | (table["programme_operations"] > 0)].reset_index(drop=True)
    waves = waves_of(frame)
    columns = {"label": ColumnFormat(dimension.label)}
    if len(waves) > 1:
        columns |= {f"operations {wave}": ColumnFormat(f"Retenues {wave}", Kind.INTEGER) for wave in waves}
    columns |= _SUMMED
    figure_card(
        f"{prefix}-{dimension.value}",
        title=leading_title(dimension.label, frame, retained=selection.retained is not False),
        figure=lambda: _figure(table, waves, measure),
        table=table,
        columns=columns,
        alternative=lambda: _alternative(dimension, table, waves, measure),
        source=current_warehouse().source,
        filters=selection_caption(selection),
        links=_links(dimension, selection, table, waves),
    )


def _shown(table: pd.DataFrame, waves: list[str], measure: str) -> tuple[pd.DataFrame, dict[str, str]]:
    rows = table[table["operations"] > 0].head(MAX_ROWS)
    if len(waves) < 2:
        return rows, {measure: MEASURE_WORDS[measure]}
    return rows, {f"{measure} {wave}": f"Vague {wave}" for wave in reversed(waves)}


def _figure(table: pd.DataFrame, waves: list[str], measure: str) -> go.Figure:
    rows, values = _shown(table, waves, measure)
    colours = {f"{measure} {wave}": colour for wave, colour in wave_colours(waves).items()}
    colours |= {measure: wave_colours(waves or ["2019"]).popitem()[1]}
    return grouped_bars(rows, "label", values, text=PRINTERS[measure], colours=colours)


def _alternative(dimension: Dimension, table: pd.DataFrame, waves: list[str], measure: str) -> str:
    rows, values = _shown(table, waves, measure)
    subject = f"{MEASURE_WORDS[measure]} par {dimension.label[0].lower()}{dimension.label[1:]}"
    return comparison(subject, rows, "label", values, text=PRINTERS[measure])


def _links(dimension: Dimension, selection: Selection, table: pd.DataFrame, waves: list[str]) -> Links:
    """For each number of operations, the address of the list of those operations."""
    narrowed = [_narrowed(dimension, selection, row) for row in table.itertuples()]
    counted = [chosen and chosen.narrowed(retained=selection.retained is not False) for chosen in narrowed]
    # Operations that were never judged have no category: those behind the programme's count can't be listed by it.
    programmed = [None if dimension is Dimension.CATEGORY else chosen for chosen in narrowed]
    links = {"operations": counted, "programme_operations": programmed}
    links |= {f"operations {wave}": [chosen and chosen.narrowed(waves=(wave,)) for chosen in counted] for wave in waves}
    return {
        name: [None if chosen is None else operations_link(chosen) for chosen in column]
        for name, column in links.items()
    }


def _narrowed(dimension: Dimension, selection: Selection, row: Any) -> Selection | None:
    if dimension.field is None or (dimension is Dimension.PRIORITY_AXIS and not str(row.code).isdecimal()):
        return None
    code = int(row.code) if dimension is Dimension.PRIORITY_AXIS else row.code
    programme = {} if row.programme is None or pd.isna(row.programme) else {"programmes": (row.programme,)}
    return selection.narrowed(**{dimension.field: (code,)}, **programme)
