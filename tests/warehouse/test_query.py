"""What every indicator rests on: which operations a selection holds, and figures that stay exact."""

import re
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.operation import UNKNOWN, Decided
from dashboard.domain.selection import BY_FIELD, Holds, Selection
from dashboard.warehouse.indicators import indicators
from dashboard.warehouse.listing import operations_frame
from dashboard.warehouse.query import decimal_of, newest_first, rate, run, statement, without_idle_filters
from dashboard.warehouse.sql_files import sql
from dashboard.warehouse.territories import Level, Shared

from .conftest import TERRITORIES

EVERYTHING = {
    "201900001", "201900002", "201900003", "201900004", "201700001", "201700002", "201900010", "202000001",
}  # fmt: skip
FILTERS: list[tuple[dict[str, object], set[str]]] = [
    ({"period": "2021-2027"}, {"202300001"}),
    ({"waves": ("2017",)}, {"201700001", "201700002"}),
    ({"waves": ("2017", "hors vague")}, {"201700001", "201700002", "202000001"}),
    ({"programmes": ("PON IEJ",)}, {"201900010"}),
    ({"axes": ("PON FSE · 2", "PON FSE · 3"), "waves": ("2019",)}, {"201900003", "201900004"}),
    ({"investment_priorities": ("PON FSE · 9.1",)}, {"201900003", "201900004", "201700001", "201700002"}),
    ({"specific_objectives": ("PON FSE · 3912", "PON IEJ · 182")}, {"201900004", "201900010"}),
    ({"intervention_types": (UNKNOWN,)}, EVERYTHING),
    ({"intervention_types": ("101 – Emploi",)}, set()),
    ({"regions": ("Île-de-France",)}, {"201900004"}),
    ({"regions": (UNKNOWN,)}, {"201700002"}),
    ({"regions_2016": ("Hauts-de-France",)}, {"201900002"}),
    ({"departments": (UNKNOWN,)}, EVERYTHING),
    ({"departments": ("29",)}, set()),
    ({"managing_body_types": ("national",)}, {"201900001"}),
    ({"managing_bodies": ("MPN",)}, {"201900001"}),
    ({"managing_bodies": (UNKNOWN,)}, EVERYTHING - {"201900001"}),
    ({"beneficiary_types": ("Collectivité",)}, {"201700001"}),
    ({"recipient_types": ("CCAS",)}, {"201700002"}),
    ({"categories": (TERRITORIES,)}, {"201900003"}),
    ({"decision": Decided.RETAINED}, {"201900001", "201900003", "201700001", "201900010", "202000001"}),
    ({"decision": Decided.NOT_RETAINED}, {"201900004"}),
    ({"decision": Decided.UNEXAMINED}, {"201900002", "201700002"}),
    ({"decision": Decided.NOT_RETAINED, "categories": (TERRITORIES,)}, set()),
    ({"search": "oeuvre ILE"}, {"201900001"}),
    ({"search": "numerique, chantier"}, {"201900003"}),
    ({"search": "chantier elan"}, {"201900004"}),
    ({"search": "201900001"}, {"201900001"}),
    ({"search": "chantier introuvable"}, set()),
    ({"search": "eau", "waves": ("2017",)}, {"201700002"}),
    ({"regions": ("Atlantide",)}, set()),
]


def numbers(connection: duckdb.DuckDBPyConnection, **filters: object) -> set[str]:
    selection = Selection(**filters)  # type: ignore[arg-type]
    return set(operations_frame(connection, selection, ["num_dossier"])["num_dossier"])


def test_an_unrestricted_selection_holds_its_period_without_technical_assistance(
    small: duckdb.DuckDBPyConnection,
) -> None:
    assert numbers(small) == EVERYTHING


@pytest.mark.parametrize(("filters", "expected"), FILTERS, ids=lambda value: str(sorted(value)))
def test_a_filter_keeps_the_operations_it_names(
    small: duckdb.DuckDBPyConnection, filters: dict[str, object], expected: set[str]
) -> None:
    assert numbers(small, **filters) == expected


def test_selection_sql_has_one_condition_per_filter_of_the_table() -> None:
    text = sql("selection")
    assert set(re.findall(r"\$(\w+)", text)) == {*BY_FIELD, "retained_only"}
    for one in BY_FIELD.values():
        if one.several:
            read = [one.column]
            if one.blank:
                read = [f"coalesce({one.column}, 'Non renseigné')"]
            if one.holds is Holds.CODES:
                given = (one.column, f"{one.column}::varchar", f"nullif({one.column}, '')")
                read = [f"programme || ' · ' || coalesce({column}, 'Non renseigné')" for column in given]
            assert any(f"list_contains(${one.field}, {column})" in text for column in read), one


def test_every_filter_is_tried_above() -> None:
    assert set(BY_FIELD) == {name for filters, _ in FILTERS for name in filters}


@pytest.mark.parametrize("search", ["***", " ' ; ", "« »", "%", "_", "\n"])
def test_a_search_without_letters_or_digits_restricts_nothing(small: duckdb.DuckDBPyConnection, search: str) -> None:
    assert numbers(small, search=search) == EVERYTHING


@pytest.mark.parametrize("search", ["a" * 200, "zz " * 66, "'; drop table operation; --", "z%"])
def test_an_odd_search_is_only_a_search(small: duckdb.DuckDBPyConnection, search: str) -> None:
    assert numbers(small, search=search) == ({"201900003"} if search == "z%" else set())
    assert numbers(small) == EVERYTHING


def test_only_members_of_an_identifier_are_written_into_sql(small: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(TypeError, match="Identifier"):
        run(small, "territories", Selection(), identifiers={"territory": "region"}, level="region")  # type: ignore[dict-item]
    with pytest.raises(TypeError, match="Identifier"):
        run(small, "territories", Selection(), identifiers={"territory": []}, level="region")
    names = {"territory": Level.REGION, "shared": Shared.REGION}
    assert len(run(small, "territories", Selection(), identifiers=names, level=Level.REGION))


def test_amounts_are_exact_to_the_cent(small: duckdb.DuckDBPyConnection) -> None:
    total = indicators(small, Selection(waves=("2019",), programmes=("PON FSE",)), (), retained_only=False).total
    assert total["total_cost"] == 600.70
    assert decimal_of(total["total_cost"]) == Decimal("600.7")


def test_unknown_participants_are_missing_and_never_zero(small: duckdb.DuckDBPyConnection) -> None:
    rows = indicators(small, Selection(waves=("hors vague",)), (), retained_only=False).whole
    assert [row["participants"] for row in rows] == [None, None]
    assert [row["operations"] for row in rows] == [1, 1]


def test_the_conditions_of_idle_filters_leave_the_text_and_the_others_stay() -> None:
    text = statement("indicators")
    assert without_idle_filters(text, Selection()).count("is null or") == 0
    for fields, _ in FILTERS:
        kept = without_idle_filters(text, Selection().narrowed(**fields))
        conditions = [line.strip() for line in kept.split("\n") if "is null or" in line]
        restricting = set(fields) - {"decision", "period"}
        assert {line.partition("$")[2].partition(" ")[0] for line in conditions} == restricting, fields
        assert "as counted" in kept


def test_rate_is_missing_where_a_part_is_or_the_whole_is_zero() -> None:
    assert [rate(29, 200), rate(1, 0), rate(None, 4), rate(0, 5)] == [0.145, None, None, 0]


@given(st.integers(0, 10**13), st.integers(0, 10**13))
def test_rate_of_euros_is_the_float_nearest_to_the_true_quotient(part: int, whole: int) -> None:
    assert rate(float(Decimal(part) / 100), float(Decimal(whole) / 100)) == (part / whole if whole else None)
    assert rate(None, 1) is None


@given(st.permutations(["2017", "2019", "hors vague", "2023"]))
def test_the_newest_wave_comes_first_and_what_is_outside_last(waves: list[str]) -> None:
    assert newest_first([*waves, "2019"]) == ["2023", "2019", "2017", "hors vague"]
