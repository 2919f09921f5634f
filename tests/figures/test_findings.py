"""Sentences, titles and figures of breakdowns say what the rows hold, and nothing of what they don't."""

import pytest

from dashboard.charts.bars import charted
from dashboard.domain.operation import UNKNOWN, Decided
from dashboard.figures.breakdown import breakdown_figure, wide
from dashboard.figures.figure import ChartKind
from dashboard.figures.findings import FINDING_DIMENSIONS, findings, leading_title
from dashboard.warehouse.indicators import Dimension, Indicators
from dashboard.warehouse.query import Row

SPACE = "\u202f"
WHOLE = ({"wave": "2019"}, {"wave": "2017"}, {"wave": "total"})


def rows_of(given: list[tuple[str, str, int, float]]) -> tuple[Row, ...]:
    """Rows (value, wave, operations, total cost) in the columns of a breakdown."""
    rows = [
        {
            "value": value, "code": value, "label": value, "programme": None, "wave": wave, "operations": operations,
            "total_cost": cost, "eu_amount": cost / 2, "participants": None, "programme_operations": operations * 10,
        }
        for value, wave, operations, cost in given
    ]  # fmt: skip
    for row in rows:
        for measure in ("operations", "total_cost", "eu_amount"):
            whole = sum(other[measure] for other in rows if other["wave"] == row["wave"])
            row[f"{measure}_share"] = row[measure] / whole
        row["participants_share"] = None
    return tuple(rows)


REGIONS = rows_of(
    [("Bretagne", "2019", 3, 10.0), ("Bretagne", "total", 3, 10.0), ("Corse", "2017", 1, 90.0), ("Corse", "total", 1, 90.0),
     (UNKNOWN, "2019", 6, 1.0), (UNKNOWN, "total", 6, 1.0)]
)  # fmt: skip
FOUND = Indicators(WHOLE, {Dimension.REGION: REGIONS})


def test_the_title_states_who_leads_for_the_measure_shown() -> None:
    region = Dimension.REGION
    assert leading_title(region, REGIONS) == f"Bretagne en tête{SPACE}: 3 opérations retenues sur 10 (30,0{SPACE}%)"
    assert leading_title(region, REGIONS, "total_cost").startswith("Corse en tête")
    assert "non retenues" in leading_title(region, REGIONS, kind=Decided.NOT_RETAINED)
    nothing = f"{region.label}{SPACE}: aucune opération retenue"
    assert leading_title(region, REGIONS, "participants") == nothing
    assert leading_title(region, ()) == nothing


def test_what_nobody_filled_in_never_leads() -> None:
    unknown = rows_of([(UNKNOWN, "total", 6, 1.0)])
    assert (
        leading_title(Dimension.CATEGORY, unknown) == f"Type d'opération{SPACE}: non renseigné (6 opérations retenues)"
    )


def test_waves_stand_side_by_side_and_nothing_is_invented() -> None:
    table = {row["value"]: row for row in wide(REGIONS, FOUND.waves)}
    assert FOUND.waves == ("2019", "2017")
    assert table["Corse"]["operations 2019"] == 0
    assert table["Corse"]["operations 2017"] == 1
    assert table["Corse"]["participants 2017"] is None


@pytest.mark.parametrize(("measure", "first"), [("operations", "Bretagne"), ("total_cost", "Corse")])
def test_places_come_by_the_measure_shown_and_the_unknown_last(measure: str, first: str) -> None:
    figure = breakdown_figure(FOUND, Dimension.REGION, Decided.RETAINED, measure=measure)
    assert figure.chart is not None
    names = [row["value"] for row in figure.chart.rows]
    assert (names[0], names[-1]) == (first, UNKNOWN)
    assert figure.note is None
    assert first in figure.sentence
    assert len(charted(figure.chart)["data"]) == 2


def test_values_that_have_a_colour_of_their_own_take_one_bar_each_where_waves_are_not_compared() -> None:
    found = Indicators(WHOLE, {Dimension.CATEGORY: REGIONS})
    compared, alone = (
        breakdown_figure(
            found, Dimension.CATEGORY, Decided.RETAINED, categories=("Bretagne", "Corse"), by_wave=by_wave
        ).chart
        for by_wave in (True, False)
    )
    assert compared is not None
    assert compared.kind is ChartKind.GROUPED_BARS
    assert alone is not None
    assert (alone.kind, len(set(alone.colours))) == (ChartKind.BARS, 2)


def test_what_the_figure_leaves_out_is_said() -> None:
    many = rows_of([(f"Région {rank}", "total", rank + 1, 1.0) for rank in range(15)])
    figure = breakdown_figure(Indicators(WHOLE[-1:], {Dimension.REGION: many}), Dimension.REGION, Decided.RETAINED)
    assert figure.note == "Le tableau donne aussi 3 autres lignes."
    assert figure.chart is not None
    assert figure.chart.rows[0]["value"] == "Région 14"


def test_findings_keep_silent_on_nothing() -> None:
    nothing = Indicators(({"wave": "total", "operations": 0},), dict.fromkeys(FINDING_DIMENSIONS, REGIONS))
    assert findings(nothing) == []
