"""What the filters offer: the values that are there, in the order that people expect."""

from collections.abc import Iterator

import duckdb
import pytest

from dashboard.domain.operation import UNKNOWN
from dashboard.domain.selection import FILTERS, Selection, code_of
from dashboard.warehouse.listing import count
from dashboard.warehouse.options_query import filter_options, periods, place_named

from .conftest import APPROACHES, TERRITORIES, build


def test_the_values_of_a_period_in_order(small: duckdb.DuckDBPyConnection) -> None:
    options = filter_options(small, "2014-2020")
    assert options.periods == ("2014-2020", "2021-2027")
    assert options.of("waves") == ("2019", "2017", "hors vague")
    assert options.of("programmes") == ("PON FSE", "PON IEJ")
    assert options.of("axes") == ("PON FSE · 1", "PON FSE · 2", "PON FSE · 3", "PON IEJ · 1")
    assert options.of("investment_priorities") == ("PON FSE · 8.1", "PON FSE · 8.5", "PON FSE · 9.1", "PON IEJ · 8.2")
    assert options.of("specific_objectives") == tuple(
        code_of(*code)
        for code in [*(("PON FSE", code) for code in ("1811", "2851", "3911", "3912", "3913")), ("PON IEJ", "182")]
    )
    assert options.of("regions") == ("Bretagne", "Corse", "Île-de-France", "La Réunion", "Picardie", UNKNOWN)
    assert options.of("regions_2016") == (
        "Bretagne",
        "Corse",
        "Hauts-de-France",
        "Île-de-France",
        "La Réunion",
        UNKNOWN,
    )
    assert options.of("managing_body_types") == ("national", UNKNOWN)
    assert options.of("beneficiary_types") == ("Association", "Collectivité")
    assert options.of("recipient_types") == ("CCAS", UNKNOWN)
    assert options.of("categories") == (APPROACHES, TERRITORIES, UNKNOWN)


def test_codes_come_with_their_words(small: duckdb.DuckDBPyConnection) -> None:
    options = filter_options(small, "2014-2020")
    assert options.label("axes", "PON FSE · 3") == "PON FSE · 3 – Lutter contre la pauvreté et promouvoir l'inclusion"
    assert options.label("axes", "PON FSE · 1").startswith("PON FSE · 1 – Accompagner vers l'emploi")
    assert options.label("investment_priorities", "PON FSE · 9.1") == "PON FSE · 9.1 – Inclusion active"
    assert options.label("specific_objectives", "PON FSE · 3912").startswith(
        "PON FSE · 3912 – Mobiliser les employeurs"
    )
    assert options.label("regions", "Corse") == "Corse"
    assert options.label("managing_body_types", "national") == "Service national (national)"
    types = next(one for one in FILTERS if one.field == "managing_body_types")
    for spelling in ("national", "service national (national)"):
        assert options.named(types, spelling) == "national", spelling
    later = filter_options(small, "2021-2027")
    assert later.label("specific_objectives", "PN FSE+ · 6h").startswith("PN FSE+ · 6h – Inclusion active")
    assert (later.of("programmes"), later.of("waves")) == (("PN FSE+",), ("2023",))


@pytest.mark.parametrize("period", ["2014-2020"])
def test_every_offered_value_finds_operations(varied: duckdb.DuckDBPyConnection, period: str) -> None:
    options = filter_options(varied, period)
    assert set(options.values) == {one.field for one in FILTERS if one.several}
    for name, values in options.values.items():
        assert values
        for value in values:
            assert count(varied, Selection(period=period, **{name: (value,)})), (name, value)


def test_an_empty_warehouse_offers_nothing(empty: duckdb.DuckDBPyConnection) -> None:
    assert periods(empty) == ()
    options = filter_options(empty, "2014-2020")
    assert set(options.values.values()) == {()}
    assert set(map(len, options.labels.values())) == {0}


@pytest.fixture(scope="module")
def scattered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Operations of a few départements, and one without."""
    labels = ["Guadeloupe", "Haute-Corse", "Finistère", "Corse-du-Sud", "Ain", "Haute-Saône", "Cher", None]
    rows = [
        {"num_dossier": f"2019{rank:05}", "codes": (3, "9", "9.1", "1"), "department_label": label}
        for rank, label in enumerate(labels)
    ]
    with build(tmp_path_factory.mktemp("scattered"), rows) as connection:
        yield connection


def test_departments_come_by_code_with_their_names(scattered: duckdb.DuckDBPyConnection) -> None:
    options = filter_options(scattered, "2014-2020")
    assert [options.label("departments", code) for code in options.of("departments")] == [
        "01 – Ain",
        "18 – Cher",
        "2A – Corse-du-Sud",
        "2B – Haute-Corse",
        "29 – Finistère",
        "70 – Haute-Saône",
        "971 – Guadeloupe",
        UNKNOWN,
    ]
    for code in options.of("departments"):
        assert count(scattered, Selection(departments=(code,))) == 1, code
    assert count(scattered, Selection(departments=("2A", "2B"))) == 2


@pytest.mark.parametrize(
    ("field", "spelling", "place"),
    [
        ("regions", "ILE DE FRANCE", "Île-de-France"),
        ("regions", "Hauts-de-France", None),
        ("regions_2016", "Hauts de France", "Hauts-de-France"),
        ("departments", "finistere", "29"),
        ("departments", "2a", "2A"),
        ("departments", "1", "01"),
        ("departments", "974", "974"),
        ("departments", "97", None),
        ("departments", "Bretagne", None),
        ("waves", "Bretagne", None),
    ],
)
def test_places_are_known_by_name_whether_or_not_operations_stand_there(
    empty: duckdb.DuckDBPyConnection, field: str, spelling: str, place: str | None
) -> None:
    assert place_named(empty, field, spelling) == place
