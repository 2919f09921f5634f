"""Allocations beside what is programmed: sums against the reference file itself, remaining amounts, what nobody knows."""

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from dashboard.domain.selection import Selection
from dashboard.ingest.allocations import import_allocations
from dashboard.warehouse.build import connect
from dashboard.warehouse.money import NO_PRIORITY, Money, comparable, ignored_filters, money
from dashboard.warehouse.state import State
from tests.fse_plus import BRITTANY, EXTRACT, LISTED, import_extract, import_list, write_allocations

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
CURRENT = Selection(period="2021-2027")


def opened(state: State) -> duckdb.DuckDBPyConnection:
    current = state.current()
    assert current is not None
    return connect(state, current)


def found(state: State, selection: Selection = CURRENT) -> Money:
    with opened(state) as connection:
        return money(connection, selection)


def rows_of(name: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> State:
    folder = tmp_path_factory.mktemp("listed")
    return import_list(State(folder / "state"), folder)


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> State:
    folder = tmp_path_factory.mktemp("extracted")
    return import_extract(State(folder / "state"), folder)


def test_each_programme_has_the_sum_of_its_categories_of_region_in_the_partnership_agreement(listed: State) -> None:
    programmes = {row["cci"]: row["programme"] for row in rows_of("programmes") if row["cci"]}
    whole: dict[str, int] = defaultdict(int)
    assistance: dict[str, int] = defaultdict(int)
    for row in rows_of("programmes_2021_2027"):
        if row["fund"] == "FSE+":
            whole[programmes[row["cci"]]] += int(row["eu_contribution"])
            assistance[programmes[row["cci"]]] += int(row["of_which_technical_assistance"])
    shown = {row["programme"]: row for row in found(listed).programmes}
    assert {name: row["allocation"] for name, row in shown.items()} == dict(whole)
    assert {name: row["available"] for name, row in shown.items()} == {
        name: whole[name] - assistance[name] for name in whole
    }
    assert sum(whole.values()) == found(listed).total["allocation"]


def test_each_allocation_says_where_and_when_it_was_read() -> None:
    for row in rows_of("allocations"):
        assert row["source"], row
        assert len(row["date"]) == 10, row
        assert Decimal(row["eu_amount"]) > 0, row


def test_what_is_programmed_and_what_is_left_add_up_to_the_allocation(listed: State, extracted: State) -> None:
    for state in (listed, extracted):
        shown = found(state)
        for row in (*shown.programmes, *shown.priorities, *shown.regions, shown.total):
            if row["remaining"] is None:
                assert row["available"] is None, row
                assert row["share"] is None, row
            else:
                cents = [Decimal(str(row[name])) for name in ("eu_amount", "remaining", "available")]
                assert cents[0] + cents[1] == cents[2], row


def test_programmed_amounts_are_those_of_the_file(listed: State) -> None:
    expected: dict[str, Decimal] = defaultdict(Decimal)
    for row in LISTED:
        cost = Decimal(row["Total des dépenses éligibles"].replace(",", "."))
        expected[row.get("NUMCCI", "national")] += cost * Decimal(row["Taux de cofinancement"]) / 100
    shown = {row["programme"]: row for row in found(listed).programmes}
    assert Decimal(str(shown["PN FSE+"]["eu_amount"])) == expected["national"] == Decimal("800.20")
    assert Decimal(str(shown["PR Corse"]["eu_amount"])) == expected["2021FR16FFPR015"]
    assert shown["PR Bretagne"]["eu_amount"] == 0
    assert Decimal(str(found(listed).total["eu_amount"])) == sum(expected.values())


def test_a_programme_beyond_its_allocation_says_so(listed: State) -> None:
    corsica = next(row for row in found(listed).programmes if row["programme"] == "PR Corse")
    assert corsica["eu_amount"] == 18_000_000 > corsica["available"]
    assert corsica["remaining"] < 0
    assert corsica["share"] > 1


def test_an_unknown_allocation_stays_unknown(extracted: State) -> None:
    by_priority = {row["priority"]: row for row in found(extracted).priorities}
    assert by_priority[1]["eu_amount"] == 600.10
    assert [by_priority[1][name] for name in ("allocation", "available", "remaining", "share")] == [None] * 4
    assert by_priority[6]["available"] == 150_000_000
    assert by_priority[6]["eu_amount"] == 1900.05
    assert by_priority[6]["remaining"] == 150_000_000 - 1900.05


def test_operations_without_a_priority_stand_in_a_row_of_their_own(listed: State, extracted: State) -> None:
    last = found(extracted).priorities[-1]
    assert (last["label"], last["operations"], last["eu_amount"]) == (NO_PRIORITY, 1, 10)
    assert last["remaining"] is None
    alone = [row for row in found(listed).priorities if row["operations"]]
    assert [(row["label"], row["operations"]) for row in alone] == [(NO_PRIORITY, 2)]
    national = next(row for row in found(extracted).programmes if row["programme"] == "PN FSE+")
    amounts = [Decimal(str(row["eu_amount"])) for row in found(extracted).priorities]
    assert (
        sum(amounts)
        == Decimal(str(national["eu_amount"]))
        == sum(Decimal(row["Montant UE"].replace(",", ".")) for row in EXTRACT)
    )


def test_the_total_is_unknown_where_a_programme_has_no_known_allocation(state: State, tmp_path: Path) -> None:
    stray = {"Libellé_po": "Programme de l'Atlantide 2021-2027"}
    import_extract(state, tmp_path, [{**row, **stray} if rank == 0 else row for rank, row in enumerate(EXTRACT)])
    shown = found(state)
    assert shown.total["available"] is shown.total["remaining"] is shown.total["share"] is None
    assert shown.total["eu_amount"] == 2510.15
    last = shown.programmes[-1]
    assert last["programme"] == "Programme de l'Atlantide 2021-2027"
    assert last["available"] is last["remaining"] is None


def test_an_amount_that_nobody_knows_is_counted_apart(state: State, tmp_path: Path) -> None:
    import_extract(state, tmp_path, [EXTRACT[0], {**EXTRACT[1], "Montant UE": ""}])
    national = next(row for row in found(state).programmes if row["programme"] == "PN FSE+")
    assert (national["operations"], national["without_amount"], national["eu_amount"]) == (2, 1, 600.10)


def test_the_pace_cumulates_the_years_and_leaves_undated_operations_apart(listed: State) -> None:
    shown = found(listed)
    assert [(row["year"], row["eu_amount"], row["cumulated"]) for row in shown.years] == [
        ("2023", 600, 600), ("2024", 0, 600), ("2025", 18_000_000, 18_000_600),
    ]  # fmt: skip
    assert (shown.undated["operations"], shown.undated["eu_amount"]) == (1, 200.20)
    assert shown.years[-1]["cumulated"] + shown.undated["eu_amount"] == shown.total["eu_amount"]


def test_a_year_given_to_an_import_is_its_year_of_agreement(extracted: State) -> None:
    assert [(row["year"], row["operations"]) for row in found(extracted).years] == [("2024", len(EXTRACT))]


def test_regions_show_their_own_programme_and_the_national_one_beside_it(listed: State) -> None:
    regions = {row["region"]: row for row in found(listed).regions}
    assert regions["Corse"]["programme"] == "PR Corse"
    assert regions["Corse"]["remaining"] < 0
    assert regions["Bretagne"]["eu_amount"] == 0
    assert regions["Bretagne"]["national_eu_amount"] == 800.20


def test_only_the_period_and_the_programme_restrict_the_comparison(listed: State) -> None:
    selection = Selection(period="2021-2027", programmes=("PR Corse",), regions_2016=("Bretagne",), search="projet")
    kept = comparable(selection)
    assert kept == Selection(period="2021-2027", programmes=("PR Corse",))
    assert [text.split("\u202f")[0] for text in ignored_filters(selection)] == ["Région (depuis 2016)", "Recherche"]
    shown = found(listed, kept)
    assert [row["programme"] for row in shown.programmes] == ["PR Corse"]
    assert shown.priorities == ()
    assert found(listed, Selection(period="2021-2027", programmes=("PN FSE+",))).regions == ()


def test_an_allocation_of_the_office_replaces_that_of_the_reference(state: State, tmp_path: Path) -> None:
    import_list(state, tmp_path)
    path = write_allocations(
        tmp_path / "plan.csv",
        f"{BRITTANY[0]};;FSE+;61 500 000;Décision;12/03/2025",
        "PN FSE+;1;FSE+;1900000000;Décision;12/03/2025",
    )
    import_allocations(state, path, by="Ada")
    shown = found(state)
    brittany = next(row for row in shown.programmes if row["programme"] == "PR Bretagne")
    assert (brittany["available"], brittany["technical_assistance"]) == (61_500_000, None)
    assert brittany["file_name"] == "plan.csv"
    assert {row["priority"]: row["available"] for row in shown.priorities if row["available"]} == {
        1: 1_900_000_000, 6: 150_000_000,
    }  # fmt: skip


def test_nothing_programmed_leaves_everything(state: State, tmp_path: Path) -> None:
    import_list(state, tmp_path, LISTED[:1])
    shown = found(state, Selection(period="2021-2027", programmes=("PR Bretagne",)))
    assert [(row["eu_amount"], row["share"]) for row in shown.programmes] == [(0, 0)]
    assert shown.years == ()
    assert shown.undated["operations"] == 0
