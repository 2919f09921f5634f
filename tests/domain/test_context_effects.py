"""Coverage of a need and leverage of one euro: the arithmetic, and the words that keep it honest."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.context_effects import Coverage, EntryError, Leverage, parse_number


def covered(reached: str, need: str, *, minimum: bool) -> Coverage:
    return Coverage(Decimal(reached), Decimal(need), "places", minimum)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1250000,50", "1250000.50"), ("1 250 000,50 €", "1250000.50"), ("1\u202f250\u202f000", "1250000"),
        ("1\u00a0000 ", "1000"), ("12.5", "12.5"), ("50 %", "50"), ("0", "0"), (",5", "0.5"), ("7,", "7"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_type_them(typed, number):
    assert parse_number(typed, "Coût") == Decimal(number)


@pytest.mark.parametrize("typed", ["", " ", "mille", "1,2,3", "1e5", "nan", "inf", "--3", "½", "٣", "12 k€"])
def test_what_is_no_number_is_refused_with_its_field(typed):
    with pytest.raises(EntryError, match=r"^Coût\u202f: .*n'est pas un nombre"):
        parse_number(typed, "Coût")


@pytest.mark.parametrize(("typed", "says"), [("-5", "négatif"), ("9" * 16, "trop grand")])
def test_numbers_that_make_no_sense_are_refused(typed, says):
    with pytest.raises(EntryError, match=says):
        parse_number(typed, "Coût")


def test_known_need_gives_a_share():
    known = covered("20", "100", minimum=False)
    assert known.share_words == "20,0\u202f%"
    assert known.need_words == "100 places"
    assert known.missing_words == "80 places"


def test_need_of_at_least_so_much_makes_the_share_a_ceiling():
    least = covered("20000", "100000", minimum=True)
    assert least.share_words == "au plus 20,0\u202f%"
    assert least.need_words == "au moins 100\u202f000 places"
    assert least.missing_words == "au moins 80\u202f000 places"
    assert covered("0", "100", minimum=True).share_words == "0,0\u202f%"


def test_need_that_is_reached_leaves_nothing_unless_it_may_be_larger():
    assert covered("120", "100", minimum=False).missing_words == "rien"
    assert "plus grand" in covered("120", "100", minimum=True).missing_words
    assert covered("120", "100", minimum=True).share_words == "au plus 120,0\u202f%"


@given(reached=st.integers(0, 10**6), need=st.integers(1, 10**6), more=st.integers(0, 10**6))
def test_larger_need_never_raises_the_share(reached, need, more):
    least = covered(str(reached), str(need), minimum=True)
    assert covered(str(reached), str(need + more), minimum=False).share <= least.share


def test_leverage_counts_the_attributed_value_only():
    leverage = Leverage.of(Decimal(120_000), Decimal(25_000), Decimal(50))
    assert leverage.attributed == 60_000
    assert leverage.words == "1\u202f€ investi = 2,40\u202f€ de valeur générée"
    assert leverage.computation == "120\u202f000,00\u202f€ × 50\u202f% ÷ 25\u202f000,00\u202f€"


def test_leverage_of_nothing_is_zero_and_of_little_is_not():
    assert "= 0,00\u202f€" in Leverage.of(Decimal(0), Decimal(10), Decimal(100)).words
    assert "= 0,00\u202f€" in Leverage.of(Decimal(10), Decimal(10), Decimal(0)).words
    assert "moins de 0,01\u202f€" in Leverage.of(Decimal(1), Decimal(1000), Decimal(100)).words


@pytest.mark.parametrize(("cost", "attribution", "says"), [("0", "50", "sans coût"), ("10", "100.1", "100\u202f%")])
def test_inputs_without_a_ratio_are_refused(cost, attribution, says):
    with pytest.raises(EntryError, match=says):
        Leverage.of(Decimal(1), Decimal(cost), Decimal(attribution))
