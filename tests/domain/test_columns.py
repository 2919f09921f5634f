from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.exports.workbook import shaped


@pytest.mark.parametrize(
    ("column", "value", "printed"),
    [
        (ColumnFormat("n", Kind.INTEGER), 1704, "1\u202f704"),
        (ColumnFormat("n", Kind.INTEGER), 1704.0, "1\u202f704"),
        (ColumnFormat("n", Kind.DECIMAL), 1704, "1\u202f704,0"),
        (ColumnFormat("n", Kind.EUROS), Decimal("238778.48"), "238\u202f778,48\u202f€"),
        (ColumnFormat("n", Kind.EUROS, digits=0), 238778.48, "238\u202f778\u202f€"),
        (ColumnFormat("n", Kind.SHORT_AMOUNT), 38_200_000, "38,2\u202fM€"),
        (ColumnFormat("n", Kind.SHORT_AMOUNT), 138_000, "138,0\u202fk€"),
        (ColumnFormat("n", Kind.SHORT_AMOUNT, signed=True), -138_000, "\u2212138,0\u202fk€"),
        (ColumnFormat("n", Kind.PERCENT), 0.236, "23,6\u202f%"),
        (ColumnFormat("n", Kind.PERCENT, signed=True), 0.236, "+23,6\u202f%"),
        (ColumnFormat("n", Kind.INTEGER, signed=True), -3, "\u22123"),
        (ColumnFormat("n", Kind.DATE), date(2019, 3, 9), "09/03/2019"),
        (ColumnFormat("n", Kind.DATE), pd.Timestamp(2019, 3, 9), "09/03/2019"),
        (ColumnFormat("n"), "Bretagne", "Bretagne"),
        (ColumnFormat("n"), True, "oui"),
        (ColumnFormat("n"), ["a", "b"], "a ; b"),
        (ColumnFormat("n"), np.array(["a", "b"]), "a ; b"),
    ],
)
def test_values_print_in_french(column, value, printed):
    assert column.printed(value) == printed


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("missing", [None, float("nan"), float("inf"), pd.NA, pd.NaT, np.float64("nan")])
def test_missing_is_a_dash_and_never_a_zero(kind, missing):
    assert ColumnFormat("n", kind).printed(missing) == "–"


def test_only_the_columns_with_a_format_are_shown_in_their_order():
    frame = pd.DataFrame({"key": [1], "n": [2], "axe": ["Axe 1"]})
    shown, formats = shaped(frame, {"axe": ColumnFormat("Axe"), "n": ColumnFormat("Nombre", Kind.INTEGER)})
    assert list(shown.columns) == ["axe", "n"]
    assert [column.label for column in formats] == ["Axe", "Nombre"]


def test_formats_are_guessed_when_none_is_given():
    frame = pd.DataFrame({"t": ["a"], "i": [1], "f": [1.5], "d": [pd.Timestamp(2019, 3, 9)], "b": [True]})
    assert [column.kind for column in shaped(frame)[1]] == [
        Kind.TEXT, Kind.INTEGER, Kind.DECIMAL, Kind.DATE, Kind.TEXT,
    ]  # fmt: skip
