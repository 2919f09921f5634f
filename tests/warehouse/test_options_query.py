"""What the filters offer: the values that are there, in the order that people expect."""

import duckdb
import pytest

from dashboard.domain.operation import UNKNOWN
from dashboard.domain.selection import Selection
from dashboard.warehouse.listing import count
from dashboard.warehouse.options import FilterOptions
from dashboard.warehouse.options_query import filter_options, periods

from .conftest import APPROACHES, TERRITORIES


def test_the_values_of_a_period_in_order(small: duckdb.DuckDBPyConnection) -> None:
    options = filter_options(small, "2014-2020")
    assert options.periods == ("2014-2020", "2021-2027")
    assert options.waves == ("2019", "2017", "hors vague")
    assert options.programmes == ("PON FSE", "PON IEJ")
    assert options.axes == (1, 2, 3)
    assert options.investment_priorities == ("8.1", "8.2", "8.5", "9.1")
    assert options.specific_objectives == ("1811", "182", "2851", "3911", "3912", "3913")
    assert options.regions == ("Bretagne", "Corse", "Île-de-France", "La Réunion", "Picardie", UNKNOWN)
    assert options.regions_2016 == ("Bretagne", "Corse", "Hauts-de-France", "Île-de-France", "La Réunion", UNKNOWN)
    assert options.managing_body_types == ("national", UNKNOWN)
    assert options.beneficiary_types == ("Association", "Collectivité")
    assert options.recipient_types == ("CCAS", UNKNOWN)
    assert options.categories == (APPROACHES, TERRITORIES, UNKNOWN)


def test_codes_come_with_their_words(small: duckdb.DuckDBPyConnection) -> None:
    options = filter_options(small, "2014-2020")
    assert options.label("axes", 3) == "3 – Lutter contre la pauvreté et promouvoir l'inclusion"
    assert options.label("axes", 1).startswith("1 – Accompagner vers l'emploi")
    assert options.label("investment_priorities", "9.1") == "9.1 – Inclusion active"
    assert options.label("specific_objectives", "3912").startswith("3912 – Mobiliser les employeurs")
    assert options.label("regions", "Corse") == "Corse"
    later = filter_options(small, "2021-2027")
    assert later.label("specific_objectives", "64h").startswith("64h – Inclusion active")
    assert (later.programmes, later.waves) == (("PN FSE+",), ("2023",))


@pytest.mark.parametrize("period", ["2014-2020"])
def test_every_offered_value_finds_operations(varied: duckdb.DuckDBPyConnection, period: str) -> None:
    options = filter_options(varied, period)
    fields = [name for name in options.__dataclass_fields__ if name not in {"periods", "labels"}]
    for name in fields:
        values = getattr(options, name)
        assert values
        for value in values:
            assert count(varied, Selection(period=period, **{name: (value,)})), (name, value)


def test_an_empty_warehouse_offers_nothing(empty: duckdb.DuckDBPyConnection) -> None:
    assert periods(empty) == ()
    options = filter_options(empty, "2014-2020")
    assert {name: getattr(options, name) for name in ("waves", "axes", "regions", "categories")} == {
        "waves": (), "axes": (), "regions": (), "categories": (),
    }  # fmt: skip
    assert options == FilterOptions(labels=options.labels)
