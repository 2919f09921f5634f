"""Which rows of a table its totals add up."""

import pytest

from dashboard.exports.pack.totals import last_row, parts_of_table, summable, verified
from dashboard.warehouse.tables import NoteTable


def note_table(**columns):
    """A table of the note of these columns."""
    rows = tuple(dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True))
    return NoteTable(tuple(columns), rows, selections=(None,) * len(rows), programmes=("PON FSE",))


TABLE_3 = {
    "row": ["axe 1", "1811", "1831", "axe 3", "3911", "axe 3 OS non renseigné", "total"],
    "ops_2019": [5, 2, 3, 4, 3, 1, 9],
    "ops_2019_share": [0.5] * 7,
    "cost_2019_eur": [5.1, 2.1, 3.0, 4.0, 3.0, 1.0, 9.1],
}


def test_axes_add_up_their_objectives_and_the_total_the_axes():
    table = note_table(**TABLE_3)
    assert summable(table) == ("ops_2019", "cost_2019_eur")
    assert parts_of_table("3", table) == {0: (1, 2), 3: (4, 5), 6: (0, 3)}


def test_several_programmes_keep_their_axes_apart():
    labels = [
        "PON FSE, axe 1", "PON FSE, 1811", "PON FSE, 1831", "PON IEJ, axe 1", "PON IEJ, 182", "PON IEJ, 183", "total",
    ]  # fmt: skip
    assert parts_of_table("3", note_table(**(TABLE_3 | {"row": labels}))) == {0: (1, 2), 3: (4, 5), 6: (0, 3)}


def test_a_total_that_differs_by_a_cent_is_no_sum():
    costs = [5.1, 2.1, 3.01, 4.0, 3.0, 1.0, 9.1]
    assert parts_of_table("3", note_table(**(TABLE_3 | {"cost_2019_eur": costs}))) == {3: (4, 5), 6: (0, 3)}


@pytest.mark.parametrize(("total", "kept"), [(None, True), (0, True), (1, False)])
def test_nothing_known_adds_up_to_nothing(total, kept):
    rows = [{"n": None}, {"n": None}, {"n": total}]
    assert bool(verified(rows, ["n"], last_row(rows))) is kept


def test_table_4_sums_the_axes_of_each_wave_and_the_waves():
    table = note_table(
        wave=["2019", "2019", "2019", "2017", "2017", "total"],
        row=["all", "axe 3", "axe 3 OS 1", "all", "axe 3", "all"],
        ops=[4, 4, 4, 2, 2, 6],
    )
    assert parts_of_table("4", table) == {0: (1,), 1: (2,), 3: (4,), 5: (0, 3)}


def test_table_2_sums_waves_within_programmes_and_programmes_within_waves():
    table = note_table(
        pon=["IEJ", "IEJ", "FSE", "FSE", "all", "all"],
        wave=["2017", "total", "2017", "total", "2017", "total"],
        operations=[1, 1, 2, 2, 3, 3],
    )
    assert parts_of_table("2", table) == {1: (0,), 3: (2,), 4: (0, 2), 5: (4,)}


def test_a_table_without_rows_has_no_total():
    assert parts_of_table("2", note_table(pon=[], wave=[], operations=[])) == {}


def test_one_row_adds_up_nothing():
    assert last_row([{"n": 1}]) == {}
