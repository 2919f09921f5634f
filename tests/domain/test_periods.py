"""The words of each programming period."""

from dashboard.domain.operation import OUTSIDE_WAVES, UNDATED
from dashboard.domain.periods import CURRENT, FORMER, NATIONAL_STRAND, place_name, the, words_of
from dashboard.domain.selection import FILTERS, Selection, filters_of
from dashboard.figures.wording import euros_words, wave_label
from dashboard.warehouse.query import TOTAL


def test_each_period_has_its_own_nouns() -> None:
    former, current = words_of(FORMER), words_of(CURRENT)
    assert (former.fund, former.wave, former.axis) == ("FSE", "vague", "axe")
    assert (current.fund, current.wave, current.axis) == ("FSE+", "année de convention", "priorité")
    assert words_of("2028-2034") is current
    assert (the("axe"), the("priorité"), the("année de convention")) == (
        "l'axe",
        "la priorité",
        "l'année de convention",
    )


def test_waves_are_called_by_their_name_in_each_period() -> None:
    for period, wave, expected in (
        (FORMER, "2019", "Vague 2019"),
        (FORMER, OUTSIDE_WAVES, "Hors vague"),
        (FORMER, TOTAL, "Toutes vagues"),
        (CURRENT, "2024", "2024"),
        (CURRENT, UNDATED, "Sans date de convention"),
        (CURRENT, TOTAL, "Toutes années"),
        (CURRENT, "premier semestre", "Premier semestre"),
        (FORMER, "premier semestre", "Premier semestre"),
    ):
        assert wave_label(wave, period) == expected
    assert words_of(CURRENT).wave_in_full("2024") == "année de convention 2024"
    assert words_of(CURRENT).wave_in_full(UNDATED) == UNDATED


def test_filters_keep_their_addresses_and_change_their_words() -> None:
    for one, later in zip(FILTERS, filters_of(CURRENT), strict=True):
        assert (one.field, one.column, one.key, one.flag, one.holds) == (
            later.field,
            later.column,
            later.key,
            later.flag,
            later.holds,
        )
    assert filters_of(FORMER) == FILTERS
    labels = {one.field: one.label for one in filters_of(CURRENT)}
    assert (labels["waves"], labels["axes"], labels["regions_2016"]) == ("Année de convention", "Priorité", "Région")
    named = {one.field: one.named for one in filters_of(CURRENT)}
    assert (named["waves"], named["axes"]) == ("l'année de convention", "la priorité")
    current, former = (Selection(period, waves=("2024",), axes=("PN FSE+ · 6",)) for period in (CURRENT, FORMER))
    assert current.in_words() == (
        "Programmation\u202f: 2021-2027 · Année de convention\u202f: 2024 · Priorité\u202f: PN FSE+ · 6"
    )
    assert former.in_words().startswith("Programmation\u202f: 2014-2020 · Vague\u202f: 2024 · Axe")


def test_amounts_that_nobody_knows_are_left_out_of_a_sentence() -> None:
    for cost, union, expected in (
        (2_000_000.0, 1_000_000.0, " pour 2,0\u202fM€ de coût total dont 1,0\u202fM€ de l'Union européenne"),
        (2_000_000.0, None, " pour 2,0\u202fM€ de coût total"),
        (None, 1_000_000.0, " pour 1,0\u202fM€ de l'Union européenne"),
        (None, None, ""),
    ):
        assert euros_words(" pour ", cost, union) == expected


def test_the_national_strand_is_that_of_the_fund_of_the_period() -> None:
    assert place_name(NATIONAL_STRAND, FORMER) == "Volet national du FSE"
    assert place_name(NATIONAL_STRAND, CURRENT) == "Volet national"
    assert place_name("Bretagne", CURRENT) == "Bretagne"
    for period in (FORMER, CURRENT):
        selection = Selection(period=period, regions_2016=(NATIONAL_STRAND,))
        assert place_name(NATIONAL_STRAND, period) in selection.active().values()
        assert selection.to_query()["region2016"] == [NATIONAL_STRAND], "addresses keep the value"
