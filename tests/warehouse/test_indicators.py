"""Key figures and breakdowns: worked out by hand on ten operations, and adding up on any selection."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.domain.operation import UNDATED, UNKNOWN, Decided
from dashboard.domain.selection import BY_FIELD, Selection
from dashboard.warehouse.indicators import (
    MEASURES,
    Dimension,
    change_between_waves,
    comparable,
    indicators,
    unfinished_waves,
    usual_comparison,
)
from dashboard.warehouse.query import decimal_of

from .conftest import APPROACHES, TERRITORIES, build

FSE = Selection(programmes=("PON FSE",))


def key_figures(
    connection: duckdb.DuckDBPyConnection, selection: Selection, retained_only: bool = True
) -> pd.DataFrame:
    return pd.DataFrame(indicators(connection, selection, (), retained_only).whole)


def breakdown(
    connection: duckdb.DuckDBPyConnection, selection: Selection, dimension: Dimension, retained_only: bool = True
) -> pd.DataFrame:
    """The rows of one dimension, asked for together with others: neither may change the other."""
    found = indicators(connection, selection, tuple({dimension, *TOGETHER}), retained_only)
    return pd.DataFrame(found.by[dimension], columns=["value", "label", *found.total])


TOGETHER = (Dimension.PRIORITY_AXIS, Dimension.CATEGORY, Dimension.REGION)


def cells(frame: pd.DataFrame, column: str, key: str = "wave") -> dict[str, Any]:
    return {name: None if pd.isna(value) else value for name, value in zip(frame[key], frame[column], strict=True)}


def in_total(frame: pd.DataFrame, column: str) -> dict[str, Any]:
    return cells(frame[frame["wave"] == "total"], column, "value")


def test_key_figures_by_hand(small: duckdb.DuckDBPyConnection) -> None:
    frame = key_figures(small, FSE)
    assert frame["wave"].tolist() == ["2019", "2017", "hors vague", "total"]
    assert frame["operations"].tolist() == [2, 1, 1, 4]
    assert frame["total_cost"].tolist() == [400.40, 1000.0, 50.0, 1450.40]
    assert frame["eu_amount"].tolist() == [200.20, 400.0, 25.0, 625.20]
    assert cells(frame, "participants") == {"2019": 10, "2017": 40, "hors vague": None, "total": 50}
    assert cells(frame, "participants_planned") == {"2019": 25, "2017": 50, "hors vague": None, "total": 75}
    assert frame["operations_with_participants"].tolist() == [1, 1, 0, 2]
    assert frame["operations_with_participants_share"].tolist() == [0.5, 1.0, 0.0, 0.5]
    assert frame["programme_operations"].tolist() == [4, 2, 1, 7]
    assert frame["programme_total_cost"].tolist() == [600.70, 1500.0, 50.0, 2150.70]
    assert frame["programme_eu_amount"].tolist() == [300.35, 650.0, 25.0, 975.35]
    assert cells(frame, "programme_participants") == {"2019": 10, "2017": 100, "hors vague": None, "total": 110}
    assert cells(frame, "eu_rate") == {"2019": 0.5, "2017": 0.4, "hors vague": 0.5, "total": 62520 / 145040}
    assert cells(frame, "operations_programme_share") == {"2019": 0.5, "2017": 0.5, "hors vague": 1.0, "total": 4 / 7}
    assert cells(frame, "total_cost_programme_share")["2017"] == 1000 / 1500
    assert cells(frame, "participants_programme_share") == {
        "2019": 1.0, "2017": 0.4, "hors vague": None, "total": 50 / 110,
    }  # fmt: skip


def test_the_decision_filter_moves_what_is_counted_and_not_the_programme(small: duckdb.DuckDBPyConnection) -> None:
    for state, counted, cost in ((Decided.NOT_RETAINED, 1, 0.10), (Decided.UNEXAMINED, 2, 700.20)):
        others = key_figures(small, FSE.narrowed(decision=state)).iloc[-1]
        assert (others["operations"], others["total_cost"], others["programme_operations"]) == (counted, cost, 7), state
    chosen = key_figures(small, FSE.narrowed(categories=(TERRITORIES,))).iloc[-1]
    assert (chosen["operations"], chosen["total_cost"], chosen["programme_operations"]) == (1, 300.30, 7)
    everything = key_figures(small, FSE, retained_only=False).iloc[-1]
    assert (everything["operations"], everything["total_cost"]) == (7, 2150.70)


def test_an_empty_selection_has_a_total_of_nothing(
    small: duckdb.DuckDBPyConnection, empty: duckdb.DuckDBPyConnection
) -> None:
    for connection in (small, empty):
        nothing = Selection(search="introuvable")
        frame = key_figures(connection, nothing)
        assert frame["wave"].tolist() == ["total"]
        total = frame.iloc[0]
        assert (total["operations"], total["total_cost"], total["programme_operations"]) == (0, 0, 0)
        assert total["participants"] == 0
        assert total["eu_rate"] is None
        for dimension in Dimension:
            found = breakdown(connection, nothing, dimension)
            assert found.empty
        assert change_between_waves(indicators(connection, nothing)) is None


def test_breakdown_by_axis_by_hand(small: duckdb.DuckDBPyConnection) -> None:
    frame = breakdown(small, FSE, Dimension.PRIORITY_AXIS)
    assert list(zip(frame["value"], frame["wave"], strict=True)) == [
        ("1", "2019"), ("1", "total"), ("2", "hors vague"), ("2", "total"), ("3", "2019"), ("3", "2017"), ("3", "total"),
    ]  # fmt: skip
    assert frame["operations"].tolist() == [1, 1, 1, 1, 1, 1, 2]
    assert frame["total_cost"].tolist() == [100.10, 100.10, 50.0, 50.0, 300.30, 1000.0, 1300.30]
    assert in_total(frame, "operations_share") == {"1": 0.25, "2": 0.25, "3": 0.5}
    assert in_total(frame, "total_cost_share")["3"] == 130030 / 145040
    assert cells(frame[frame["wave"] == "2019"], "operations_share", "value") == {"1": 0.5, "3": 0.5}
    assert in_total(frame, "operations_programme_share") == {"1": 0.5, "2": 1.0, "3": 0.5}
    assert in_total(frame, "participants") == {"1": 10, "2": None, "3": 40}
    assert in_total(frame, "label")["3"] == "Axe 3 – Lutter contre la pauvreté et promouvoir l'inclusion"


def test_a_code_stands_under_its_own_programme(small: duckdb.DuckDBPyConnection) -> None:
    frame = breakdown(small, Selection(), Dimension.PRIORITY_AXIS)
    labels = in_total(frame, "label")
    assert labels["PON FSE · 1"].startswith("PON FSE · Axe 1 – Accompagner vers l'emploi")
    assert labels["PON IEJ · 1"] == "PON IEJ · Axe 1 – Accompagner les jeunes sans emploi, ni études, ni formation"
    assert in_total(frame, "code")["PON IEJ · 1"] == "1"
    assert in_total(frame, "programme")["PON IEJ · 1"] == "PON IEJ"
    jeunes = in_total(breakdown(small, Selection(programmes=("PON IEJ",)), Dimension.PRIORITY_AXIS), "label")
    assert jeunes == {"1": "Axe 1 – Accompagner les jeunes sans emploi, ni études, ni formation"}


def test_codes_come_by_number_and_categories_in_the_order_of_the_note(small: duckdb.DuckDBPyConnection) -> None:
    objectives = in_total(breakdown(small, Selection(), Dimension.SPECIFIC_OBJECTIVE), "label")
    assert list(objectives) == [
        "PON FSE · 1811", "PON FSE · 2851", "PON FSE · 3911", "PON FSE · 3912", "PON FSE · 3913", "PON IEJ · 182",
    ]  # fmt: skip
    assert objectives["PON IEJ · 182"] == "PON IEJ · 182 – Intégration durable des jeunes sur le marché du travail"
    frame = breakdown(small, FSE, Dimension.CATEGORY)
    assert in_total(frame, "operations") == {APPROACHES: 2, TERRITORIES: 1, UNKNOWN: 1}
    assert list(in_total(frame, "operations")) == [APPROACHES, TERRITORIES, UNKNOWN]
    assert in_total(frame, "programme_operations") == {APPROACHES: 7, TERRITORIES: 7, UNKNOWN: 7}
    assert in_total(frame, "operations_programme_share")[APPROACHES] == 2 / 7
    assert cells(frame[frame["wave"] == "2019"], "programme_operations", "value") == {APPROACHES: 4, TERRITORIES: 4}


def test_a_code_and_those_under_it_are_sorted_together(tmp_path: Path) -> None:
    """An extract may give « 9 » on one row and « 9.1 » on the next."""
    codes = [(3, "9", "9.1", "1"), (3, "9", "9", ""), (3, "9", "9.10", "1"), (3, "9", "9.2", "1")]
    rows = [
        {"num_dossier": f"{wave}{rank:05}", "wave": wave, "codes": code}
        for wave in ("2019", "2017")
        for rank, code in enumerate(codes)
    ]
    with build(tmp_path, rows) as connection:
        found = breakdown(connection, FSE, Dimension.INVESTMENT_PRIORITY)
    assert list(in_total(found, "code")) == ["9", "9.1", "9.2", "9.10"]
    assert found["wave"].tolist() == ["2019", "2017", "total"] * 4


def test_places_come_by_number_of_operations_and_the_unknown_last(small: duckdb.DuckDBPyConnection) -> None:
    frame = breakdown(small, FSE, Dimension.REGION)
    counted = in_total(frame, "operations")
    assert counted == {"Bretagne": 3, "Corse": 1, "Île-de-France": 0, "Picardie": 0, UNKNOWN: 0}
    assert list(counted)[2:4] == ["Île-de-France", "Picardie"]
    assert list(counted)[:2] == ["Bretagne", "Corse"]
    assert list(counted)[-1] == UNKNOWN
    assert in_total(frame, "label") == {name: name for name in counted}


def test_change_between_waves_by_hand(small: duckdb.DuckDBPyConnection) -> None:
    row = change_between_waves(indicators(small, FSE))
    assert row is not None
    assert (row["wave"], row["wave_before"]) == ("2019", "2017")
    assert (row["operations"], row["operations_before"], row["operations_difference"]) == (2, 1, 1)
    assert row["operations_change"] == 1.0
    assert (row["total_cost_difference"], row["total_cost_change"]) == (-599.60, -0.5996)
    assert (row["participants_difference"], row["participants_change"]) == (-30, -0.75)
    assert row["operations_programme_share_difference"] == 0


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Four years of agreement of several sizes, and operations of no date."""
    plus = {"codes": (6, "4", "4.h", ""), "programme_label": "PN FSE+", "fund": "FSE+"}
    years = ["2022"] * 3 + ["2023"] * 5 + ["2024"] * 2 + ["2025"] + [UNDATED] * 4 + ["hors vague"]
    rows = [
        {"num_dossier": f"n{rank}", "wave": year, "total_cost": f"{rank * 37}.10", "eu_amount": f"{rank * 11}.05", **plus}
        | ({"participants_entered": rank} if rank % 3 else {})
        for rank, year in enumerate(years, start=1)
    ]  # fmt: skip
    decided = [(f"n{rank}", True, None) for rank in range(1, len(rows) + 1, 2)]
    with build(tmp_path_factory.mktemp("several"), rows, decided) as connection:
        yield connection


YEARS = ("2025", "2024", "2023", "2022")


@given(st.permutations(YEARS), st.booleans())
@settings(max_examples=20)
def test_exchanging_the_waves_changes_the_signs(
    several: duckdb.DuckDBPyConnection, order: list[str], retained_only: bool
) -> None:
    found = indicators(several, Selection(period="2021-2027"), (), retained_only)
    one, other = change_between_waves(found, (order[0], order[1])), change_between_waves(found, (order[1], order[0]))
    assert one is not None
    assert other is not None
    assert (one["wave"], one["wave_before"]) == (order[0], order[1])
    for name in (*MEASURES, "operations_programme_share", "total_cost_programme_share"):
        assert (one[name], one[f"{name}_before"]) == (other[f"{name}_before"], other[name])
        if one[f"{name}_difference"] is None:
            assert other[f"{name}_difference"] is None
        else:
            assert one[f"{name}_difference"] == -other[f"{name}_difference"]


def test_what_can_not_be_compared_gives_the_newest_two(several: duckdb.DuckDBPyConnection) -> None:
    found = indicators(several, Selection(period="2021-2027"))
    assert comparable(found.waves) == YEARS
    usual = change_between_waves(found)
    assert usual is not None
    assert (usual["wave"], usual["wave_before"], usual["programme_undated"]) == ("2025", "2024", 4)
    assert usual["undated"] == sum(row["operations"] for row in found.whole if row["wave"] == UNDATED) == 2
    for pair in (("2025", "2025"), ("2025", UNDATED), ("hors vague", "2022"), ("total", "2022"), ("2019", "2017")):
        assert change_between_waves(found, pair) == usual, pair
    narrowed = indicators(several, Selection(period="2021-2027", waves=("2022", "2023")))
    change = change_between_waves(narrowed, ("2025", "2022"))
    assert change is not None
    assert (change["wave"], change["wave_before"], change["programme_undated"]) == ("2023", "2022", 0)


def test_finished_years_are_compared_first(several: duckdb.DuckDBPyConnection) -> None:
    found = indicators(several, Selection(period="2021-2027"))
    for unfinished, expected in (
        ((), ("2025", "2024")),
        (("2025",), ("2024", "2023")),
        (("2025", "2024", "2023"), ("2025", "2024")),
    ):
        assert usual_comparison(found.waves, unfinished) == expected
        change = change_between_waves(found, None, unfinished)
        assert change is not None
        assert (change["wave"], change["wave_before"]) == expected
    chosen = change_between_waves(found, ("2025", "2022"), ("2025",))
    assert chosen is not None
    assert chosen["wave"] == "2025", "a choice stands"
    assert usual_comparison(("2025", UNDATED)) is None
    assert unfinished_waves(several, "2014-2020") == frozenset()


def test_one_wave_has_nothing_to_be_compared_with(small: duckdb.DuckDBPyConnection) -> None:
    assert change_between_waves(indicators(small, Selection(waves=("2019", "hors vague")))) is None


def test_every_dimension_has_words_and_a_filter_of_the_selection() -> None:
    assert all(dimension.label_in(period) for dimension in Dimension for period in ("2014-2020", "2021-2027"))
    assert {dimension.field for dimension in Dimension} <= set(BY_FIELD)


VALUES = {
    "waves": ["2017", "2019", "hors vague", "1999"],
    "programmes": ["PON FSE", "PON IEJ", "PO Guadeloupe"],
    "axes": ["PON FSE · 1", "PON FSE · 2", "PON IEJ · 1"],
    "specific_objectives": ["PON FSE · 3911", "PON FSE · 3913", f"PON IEJ · {UNKNOWN}"],
    "regions": ["Bretagne", "Picardie", UNKNOWN],
    "managing_body_types": ["national", "OI CD", "AGD", UNKNOWN],
    "categories": [APPROACHES, TERRITORIES, UNKNOWN],
}
selections = st.builds(
    Selection,
    decision=st.sampled_from([None, *Decided]),
    search=st.sampled_from(["", "chantier", "etude 1"]),
    **{
        name: st.lists(st.sampled_from(values), unique=True, max_size=2).map(tuple)  # type: ignore[var-annotated]
        for name, values in VALUES.items()
    },
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(selections, st.sampled_from(Dimension), st.booleans())
def test_the_parts_of_any_breakdown_add_up_to_the_key_figures(
    varied: duckdb.DuckDBPyConnection, selection: Selection, dimension: Dimension, retained_only: bool
) -> None:
    totals = key_figures(varied, selection, retained_only).set_index("wave")
    parts = breakdown(varied, selection, dimension, retained_only)
    programme = [] if dimension is Dimension.CATEGORY else [f"programme_{name}" for name in MEASURES]
    for wave, total in totals.iterrows():
        of_wave = parts[parts["wave"] == wave]
        assert of_wave["value"].is_unique
        for column in [*MEASURES, "operations_with_participants", *programme]:
            known = [exact for value in of_wave[column] if (exact := decimal_of(value)) is not None]
            assert (sum(known) if known else 0) == (decimal_of(total[column]) or 0), column
        for programme_name, rows in of_wave.groupby("programme", dropna=False) if len(of_wave) else ():
            shares = rows["operations_share"].dropna()
            assert shares.empty or shares.sum() == pytest.approx(1), programme_name


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(selections)
def test_waves_add_up_to_the_total_and_the_counted_never_exceed_the_programme(
    varied: duckdb.DuckDBPyConnection, selection: Selection
) -> None:
    frame = key_figures(varied, selection)
    waves, total = frame.iloc[:-1], frame.iloc[-1]
    for column in (*MEASURES, *(f"programme_{name}" for name in MEASURES)):
        known = [exact for value in waves[column] if (exact := decimal_of(value)) is not None]
        assert (sum(known) if known else 0) == (decimal_of(total[column]) or 0), column
    assert (frame["operations"] <= frame["programme_operations"]).all()
