"""What is programmed, where none of it is counted yet: one sentence that every screen and document says, and the cards of amounts."""

from collections.abc import Mapping
from typing import Final

from dashboard.domain.columns import ColumnFormat, Kind, columns_of
from dashboard.domain.french import plural
from dashboard.domain.operation import UNKNOWN
from dashboard.figures.alternative import ranking
from dashboard.figures.breakdown import MAX_ROWS, MEASURE_KINDS, own_colours, shares_of, wide
from dashboard.figures.figure import Chart, ChartKind, Figure, Series
from dashboard.figures.findings import leading_title
from dashboard.figures.palette import MAIN
from dashboard.figures.wording import euros_words, left_to_the_table, lowered
from dashboard.identification.funnel import IDENTIFIED, Step
from dashboard.warehouse.indicators import Dimension, Indicators
from dashboard.warehouse.query import Row

PROGRAMMED_DIMENSIONS: Final = (Dimension.PROGRAMME, Dimension.PRIORITY_AXIS, Dimension.SPECIFIC_OBJECTIVE)
"""What the cards of programmed amounts read; `programmed_dimensions` says which of them are drawn."""
MEASURE: Final = "total_cost"


def none_counted_sentence(total: Row, counts: Mapping[Step, int]) -> str:
    """What a selection that counts nothing holds: « 179 opérations programmées, 394,0 M€ de coût total dont…, aucune examinée ».

    `total`: its key figures (`Indicators.total`). `counts`: its funnel.
    """
    examined, retained = total["examined_operations"], counts[Step.RETAINED]
    if not examined:
        said = "aucune examinée"
    elif not retained:
        said = f"{plural(examined, 'examinée')}, aucune retenue"
    else:
        said = (
            f"{plural(examined, 'examinée')} dont {plural(retained, 'retenue')}, aucune ne répond aux filtres sur la décision et "
            "le type d'opération"
        )
    return (
        f"{plural(total['programme_operations'], 'opération programmée')}"
        f"{euros_words(', ', total['programme_total_cost'], total['programme_eu_amount'])}, {said}\u202f; {identified_words(counts)}."
    )


def identified_words(counts: Mapping[Step, int]) -> str:
    """« 20 repérées », « aucune repérée »: the operations that the lexicon or another source leads to."""
    identified = sum(counts[step] for step in IDENTIFIED)
    return plural(identified, "repérée") if identified else "aucune repérée"


def programmed_dimensions(found: Indicators) -> tuple[Dimension, ...]:
    """What the cards go by: programme where there are several, else axis; then specific objective, where the extract says it."""
    several = len(_known(found, Dimension.PROGRAMME)) > 1
    wanted = (Dimension.PROGRAMME if several else Dimension.PRIORITY_AXIS, Dimension.SPECIFIC_OBJECTIVE)
    return tuple(dimension for dimension in wanted if _known(found, dimension)) or (Dimension.PROGRAMME,)


def _known(found: Indicators, dimension: Dimension) -> set[str]:
    return {row["code"] for row in found.by[dimension]} - {UNKNOWN}


def programmed_figure(found: Indicators, dimension: Dimension) -> Figure:
    """The programmed cost by a dimension, the largest first. `found` counts every operation (`retained_only=False`)."""
    rows = wide(found.by[dimension], ())
    ranked = sorted((row for row in rows if row[MEASURE]), key=lambda row: (row["code"] == UNKNOWN, -row[MEASURE]))
    shown = tuple(ranked[:MAX_ROWS])
    caption = f"Coût total programmé par {lowered(dimension.label_in(found.period))}"
    kind = MEASURE_KINDS[MEASURE]
    colours = own_colours(dimension, shown, ())
    chart = Chart(ChartKind.BARS, shown, "label", (Series(caption, MEASURE, MAIN),), kind, colours=colours)
    return Figure(
        key=f"programme_{dimension.value}",
        title=leading_title(dimension, found.by[dimension], MEASURE, period=found.period),
        caption=caption,
        sentence=ranking(caption, shown, "label", MEASURE, text=ColumnFormat("", kind).printed),
        rows=rows,
        columns={
            "label": ColumnFormat(dimension.label_in(found.period)),
            **columns_of("programme_operations", MEASURE),
            f"{MEASURE}_share": ColumnFormat("Part du coût total", Kind.PERCENT),
            **columns_of("eu_amount", "eu_rate"),
        },
        note=" ".join(filter(None, (left_to_the_table(len(ranked) - MAX_ROWS), shares_of(rows)))) or None,
        chart=chart if shown else None,
    )
