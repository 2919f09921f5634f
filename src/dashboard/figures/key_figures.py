"""The key figures of a selection as a table: every wave, then all of them."""

from dashboard.domain.columns import ColumnFormat, columns_of, counted_column
from dashboard.domain.operation import Decided
from dashboard.domain.periods import words_of
from dashboard.figures.figure import Figure
from dashboard.figures.wording import opened, wave_label
from dashboard.warehouse.indicators import Indicators
from dashboard.warehouse.query import TOTAL

WHOLE = "Toute la sélection"


def whole_figure(found: Indicators, kind: Decided) -> Figure:
    """One row per wave, newest first, then the whole selection."""
    rows = tuple(
        {**row, "label": WHOLE if row["wave"] == TOTAL else wave_label(row["wave"], found.period)}
        for row in found.whole
    )
    return Figure(
        key="chiffres-cles",
        title="Chiffres clés",
        caption="Chiffres clés",
        sentence=f"Chiffres clés\u202f: {kind.operations(found.total['operations'])}.",
        rows=rows,
        columns={
            "label": ColumnFormat(opened(words_of(found.period).wave)),
            "operations": counted_column(kind),
            **columns_of(
                "total_cost", "eu_amount", "participants", "programme_operations", "operations_programme_share"
            ),
        },
    )
