"""Figures and dates are printed as French typography wants them, everywhere by the same functions."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain import french


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (french.decimal(1704), "1~704,0"),
        (french.decimal(Decimal("0.05")), "0,1"),
        (french.decimal(-2.25), "−2,3"),
        (french.decimal(-0.04), "0,0"),
        (french.integer(13489), "13~489"),
        (french.integer(None), "–"),
        (french.ordinal(1), "1re"),
        (french.ordinal(1500), "1~500e"),
        (french.euros(Decimal("238778.48")), "238~778,48~€"),
        (french.euros(float("nan")), "–"),
        (french.amount(38_200_000), "38,2~M€"),
        (french.amount(Decimal("66849999.99")), "66,8~M€"),
        (french.amount(138_000), "138,0~k€"),
        (french.amount(999_949.99), "999,9~k€"),
        (french.amount(999_950), "1,0~M€"),
        (french.amount(999_949_999), "999,9~M€"),
        (french.amount(999_950_000), "1,00~Md€"),
        (french.amount(1_704_000_000), "1,70~Md€"),
        (french.amount(999.49), "999~€"),
        (french.amount(999.5), "1,0~k€"),
        (french.amount(0), "0~€"),
        (french.amount(-0.3), "0~€"),
        (french.amount(-138_000), "−138,0~k€"),
        (french.amount(-1_704_000_000), "−1,70~Md€"),
        (french.amount(float("nan")), "–"),
        (french.amount(20_000_000, 0), "20~M€"),
        (french.amount(999_500, 0), "1~M€"),
        (french.signed(french.amount(138_000)), "+138,0~k€"),
        (french.signed(french.amount(0)), "0~€"),
        (french.percent(0.2358), "23,6~%"),
        (french.percent(pd.NA), "–"),
        (french.signed(french.integer(15)), "+15"),
        (french.signed(french.integer(-15)), "−15"),
        (french.signed(french.integer(0)), "0"),
        (french.signed(french.MISSING), "–"),
        (french.long_date(date(2019, 3, 9)), "9 mars 2019"),
        (french.long_date(date(2019, 3, 1)), "1er mars 2019"),
        (french.short_date(date(2019, 3, 9)), "09/03/2019"),
        (french.plural(0, "opération"), "0 opération"),
        (french.plural(1, "opération"), "1 opération"),
        (french.plural(1704, "opération retenue"), "1~704 opérations retenues"),
        (french.plural(2, "ligne lue", "lignes lues"), "2 lignes lues"),
        (french.listing(["a"]), "a"),
        (french.listing(["a", "b", "c"]), "a, b et c"),
        (french.listing([]), ""),
    ],
)
def test_printed_as_expected(printed: str, expected: str) -> None:
    assert printed == expected.replace("~", french.NARROW_SPACE)


@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), pd.NA, pd.NaT])
def test_what_is_missing_is_never_printed_as_zero(value: object) -> None:
    assert french.decimal(value) == french.MISSING  # type: ignore[arg-type]


@given(st.decimals(-(10**12) + 10**8, 10**12 - 10**8, places=2), st.sampled_from([0, 1]))
def test_an_amount_has_three_figures_before_its_comma_at_most(amount: Decimal, digits: int) -> None:
    number, unit = french.amount(amount, digits).split(french.NARROW_SPACE)
    read = Decimal(number.replace(french.MINUS, "-").replace(",", "."))
    euros = {"€": 1, "k€": 10**3, "M€": 10**6, "Md€": 10**9}[unit]
    assert abs(read) < 1000
    assert abs(read * euros - amount) <= Decimal("0.5").scaleb(read.as_tuple().exponent) * euros  # type: ignore[arg-type]
    assert unit == "€" or abs(read) >= 1


@given(st.decimals(-(10**9), 10**9, places=2))
def test_a_printed_amount_reads_back_to_the_cent(amount: Decimal) -> None:
    text = french.euros(amount).removesuffix(f"{french.NARROW_SPACE}€")
    assert Decimal(text.replace(french.NARROW_SPACE, "").replace(french.MINUS, "-").replace(",", ".")) == amount


def test_quotation_marks_hold_their_narrow_spaces() -> None:
    assert french.quoted("MDFSE") == "«\u202fMDFSE\u202f»"
