"""The card of one breakdown: its figure, its table, and links to the operations behind each number."""

from typing import Any

import duckdb
import pandas as pd

from dashboard.charts.breakdown import BreakdownFigure, measure_words, waves_of, wide
from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.domain.selection import Selection
from dashboard.figures.findings import leading_title
from dashboard.ui.data import cached, current_selection, current_warehouse
from dashboard.ui.figure_card import figure_card
from dashboard.ui.filters import selection_caption
from dashboard.ui.links import operations_link
from dashboard.ui.tables import Links
from dashboard.warehouse.indicators import Dimension, breakdown
from dashboard.warehouse.query import run

MEASURE_WORDS = measure_words()


def breakdown_card(dimension: Dimension, measure: str = "operations", *, prefix: str = "carte") -> None:
    """Draws the card of a dimension for the selection of this run."""
    selection = current_selection()
    retained = selection.retained is not False
    frame = cached(breakdown, selection, dimension)
    table = wide(frame)
    table = table[(table["operations"] > 0) | (table["programme_operations"] > 0)].reset_index(drop=True)
    waves = waves_of(frame)
    drawn = BreakdownFigure(dimension, table, waves, measure, cached(_categories), retained)
    figure_card(
        f"{prefix}-{dimension.value}",
        title=leading_title(dimension.label, frame, measure, retained=retained),
        figure=None if drawn.rows.empty else drawn.figure,
        table=table,
        columns=_columns(dimension, waves, retained),
        alternative=drawn.alternative,
        source=current_warehouse().source,
        filters=selection_caption(selection),
        note=drawn.note,
        links=_links(dimension, selection, table, waves),
    )


def _categories(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return list(run(connection, "categories")["category"])


def _columns(dimension: Dimension, waves: list[str], retained: bool) -> dict[str, ColumnFormat]:
    words = measure_words(retained)
    columns = {"label": ColumnFormat(dimension.label)}
    if len(waves) > 1:
        columns |= {f"operations {wave}": ColumnFormat(f"{words['operations']} {wave}", Kind.INTEGER) for wave in waves}
    return columns | {
        "operations": ColumnFormat(words["operations"], Kind.INTEGER),
        "operations_share": ColumnFormat("Part", Kind.PERCENT),
        "total_cost": ColumnFormat(words["total_cost"], Kind.EUROS, 0),
        "eu_amount": ColumnFormat(words["eu_amount"], Kind.EUROS, 0),
        "eu_rate": ColumnFormat("Taux UE", Kind.PERCENT),
        "participants": ColumnFormat(words["participants"], Kind.INTEGER),
        "programme_operations": ColumnFormat("Opérations programmées", Kind.INTEGER),
        "operations_programme_share": ColumnFormat("Part du programme", Kind.PERCENT),
    }


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
