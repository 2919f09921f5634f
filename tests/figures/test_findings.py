"""Sentences, titles and figures of breakdowns say what the rows hold, and nothing of what they don't."""

import pytest

from dashboard.charts.bars import charted
from dashboard.domain.columns import Kind
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
    assert leading_title(region, ()) == f"{region.label_in('2014-2020')}{SPACE}: aucune opération retenue"


def test_operations_whose_measure_is_unknown_or_nought_are_not_said_to_be_none() -> None:
    axis = Dimension.PRIORITY_AXIS
    for measure, value, expected in (
        ("total_cost", None, "coût total non renseigné"),
        ("eu_amount", None, "montant UE non renseigné"),
        ("participants", None, "participants non renseignés"),
        ("total_cost", 0, f"0{SPACE}€ de coût total"),
        ("participants", 0, "0 participant"),
    ):
        rows = tuple({**row, measure: value} for row in rows_of([("1", "total", 2, 1.0), ("3", "total", 1, 1.0)]))
        assert leading_title(axis, rows, measure) == f"{axis.label_in('2014-2020')}{SPACE}: {expected}", (
            measure,
            value,
        )


def test_a_value_alone_or_tied_leads_nothing() -> None:
    region = Dimension.REGION
    alone = rows_of([("Corse", "total", 3, 1.0)])
    assert leading_title(region, alone) == f"Corse{SPACE}: 3 opérations retenues"
    tied = rows_of([("Bretagne", "total", 2, 1.0), ("Corse", "total", 2, 2.0), ("Picardie", "total", 1, 1.0)])
    assert leading_title(region, tied) == (
        f"Bretagne et Corse à égalité{SPACE}: 2 opérations retenues sur 5 (40,0{SPACE}%) dans chaque cas"
    )
    assert leading_title(region, tied, "total_cost").startswith(f"Corse en tête{SPACE}: ")
    many = rows_of([(f"Région {rank}", "total", 1, 1.0) for rank in range(5)])
    assert leading_title(region, many).startswith(f"5 valeurs à égalité{SPACE}: 1 opération retenue sur 5")


def test_several_places_lead_nothing_and_how_they_count_is_said() -> None:
    rows = rows_of([("Plusieurs régions", "total", 5, 9.0), ("Bretagne", "total", 2, 1.0), ("Corse", "total", 1, 1.0)])
    assert leading_title(Dimension.REGION, rows).startswith(f"Bretagne en tête{SPACE}: 2 opérations retenues sur 8")
    assert leading_title(Dimension.REGION, rows[:1]).endswith(f"{SPACE}: plusieurs régions (5 opérations retenues)")
    figure = breakdown_figure(Indicators(WHOLE[-1:], {Dimension.REGION: rows}), Dimension.REGION, Decided.RETAINED)
    assert (figure.note or "").startswith("Une opération qui couvre plusieurs régions compte une fois")


def test_findings_say_nothing_of_one_region_alone_nor_of_a_tie() -> None:
    def said(regions: tuple[Row, ...]) -> str:
        axes = rows_of([("1", "total", 6, 1.0)])
        total = {"operations": 6, "programme_operations": 60, "operations_programme_share": 0.1, "total_cost": 1.0}
        total |= {"total_cost_programme_share": 0.1, "eu_amount": 0.5, "wave": "total"}
        by = {Dimension.PRIORITY_AXIS: axes, Dimension.CATEGORY: axes, Dimension.REGION: regions}
        return " ".join(findings(Indicators((total,), by)))

    assert "concentre" not in said(rows_of([("Corse", "total", 6, 1.0)]))
    three = rows_of([("A", "total", 3, 1.0), ("B", "total", 2, 1.0), ("C", "total", 1, 1.0)])
    assert "concentre" not in said(three)
    cut = rows_of([("A", "total", 3, 1.0), ("B", "total", 1, 1.0), ("C", "total", 1, 1.0), ("D", "total", 1, 1.0)])
    assert f"A concentre 50,0{SPACE}%" in said(cut)
    assert "réunit" not in said(cut)


def test_codes_are_compared_within_their_programme() -> None:
    codes = [("PON FSE", "1", 4), ("PON FSE", "3", 6), ("PON IEJ", "1", 10)]
    rows = [
        {
            **row,
            "programme": programme,
            "code": code,
            "label": f"{programme} · Axe {code} – Mots",
            "operations_share": count / 10,
        }
        for (programme, code, count), row in zip(
            codes,
            rows_of([(f"{programme} · {code}", "total", count, 1.0) for programme, code, count in codes]),
            strict=True,
        )
    ]
    assert leading_title(Dimension.PRIORITY_AXIS, rows) == (
        f"Axe 3 en tête{SPACE}: 6 opérations retenues sur 10 du PON FSE (60,0{SPACE}%)"
    )


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


@pytest.mark.parametrize("measure", ["operations", "total_cost", "eu_amount", "participants"])
def test_a_table_twin_holds_the_measure_wave_by_wave_in_the_order_of_its_chart(measure: str) -> None:
    figure = breakdown_figure(FOUND, Dimension.REGION, Decided.RETAINED, measure=measure)
    names = list(figure.columns)
    assert names[:5] == ["label", f"{measure} 2017", f"{measure} 2019", measure, f"{measure}_share"]
    assert len({column.label for column in figure.columns.values()}) == len(names)
    kind = Kind.AMOUNT if measure in ("total_cost", "eu_amount") else Kind.INTEGER
    assert {figure.columns[name].kind for name in names[1:4]} == {kind}
    drawn = figure.chart.rows if figure.chart else ()
    assert figure.rows[: len(drawn)] == drawn
    if figure.chart:
        assert [series.column for series in figure.chart.series] == names[1:3]


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
    assert (alone.kind, len(set(alone.colours))) == (ChartKind.BARS, 3), (
        "what nobody says is grey, not in the first colour"
    )


def test_what_the_figure_leaves_out_is_said() -> None:
    many = rows_of([(f"Région {rank}", "total", rank + 1, 1.0) for rank in range(15)])
    figure = breakdown_figure(Indicators(WHOLE[-1:], {Dimension.REGION: many}), Dimension.REGION, Decided.RETAINED)
    assert figure.note == "Le tableau donne aussi 3 autres lignes."
    assert figure.chart is not None
    assert figure.chart.rows[0]["value"] == "Région 14"


def test_findings_keep_silent_on_nothing() -> None:
    nothing = Indicators(({"wave": "total", "operations": 0},), dict.fromkeys(FINDING_DIMENSIONS, REGIONS))
    assert findings(nothing) == []
