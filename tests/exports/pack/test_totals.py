"""Which rows of a table its totals add up."""

import pandas as pd
import pytest

from dashboard.exports.pack.totals import last_row, parts_of_table, summable, verified
from dashboard.warehouse.query import records

TABLE_3 = pd.DataFrame(
    {
        "row": ["axe 1", "1811", "1831", "axe 3", "3911", "axe 3 OS non renseigné", "total"],
        "ops_2019": pd.Series([5, 2, 3, 4, 3, 1, 9], dtype="Int64"),
        "ops_2019_share": [0.5] * 7,
        "cost_2019_eur": [5.1, 2.1, 3.0, 4.0, 3.0, 1.0, 9.1],
    }
)


def test_axes_add_up_their_objectives_and_the_total_the_axes():
    assert summable(TABLE_3) == ("ops_2019", "cost_2019_eur")
    assert parts_of_table("3", TABLE_3) == {0: (1, 2), 3: (4, 5), 6: (0, 3)}


def test_several_programmes_keep_their_axes_apart():
    table = TABLE_3.assign(
        row=[
            "PON FSE, axe 1",
            "PON FSE, 1811",
            "PON FSE, 1831",
            "PON IEJ, axe 1",
            "PON IEJ, 182",
            "PON IEJ, 183",
            "total",
        ]
    )
    assert parts_of_table("3", table) == {0: (1, 2), 3: (4, 5), 6: (0, 3)}


def test_a_total_that_differs_by_a_cent_is_no_sum():
    table = TABLE_3.assign(cost_2019_eur=[5.1, 2.1, 3.01, 4.0, 3.0, 1.0, 9.1])
    assert parts_of_table("3", table) == {3: (4, 5), 6: (0, 3)}


@pytest.mark.parametrize(("total", "kept"), [(pd.NA, True), (0, True), (1, False)])
def test_nothing_known_adds_up_to_nothing(total, kept):
    table = pd.DataFrame({"n": pd.Series([pd.NA, pd.NA, total], dtype="Int64")})
    assert bool(verified(records(table), ["n"], last_row(table))) is kept


def test_table_4_sums_the_axes_of_each_wave_and_the_waves():
    table = pd.DataFrame(
        {
            "wave": ["2019", "2019", "2019", "2017", "2017", "total"],
            "row": ["all", "axe 3", "axe 3 OS 1", "all", "axe 3", "all"],
            "ops": pd.Series([4, 4, 4, 2, 2, 6], dtype="Int64"),
        }
    )
    assert parts_of_table("4", table) == {0: (1,), 1: (2,), 3: (4,), 5: (0, 3)}


def test_table_2_sums_waves_within_programmes_and_programmes_within_waves():
    table = pd.DataFrame(
        {
            "pon": ["IEJ", "IEJ", "FSE", "FSE", "all", "all"],
            "wave": ["2017", "total", "2017", "total", "2017", "total"],
            "operations": pd.Series([1, 1, 2, 2, 3, 3], dtype="Int64"),
        }
    )
    assert parts_of_table("2", table) == {1: (0,), 3: (2,), 4: (0, 2), 5: (4,)}


def test_one_row_adds_up_nothing():
    assert last_row(TABLE_3.head(1)) == {}
