"""The list of operations: order, pages, exports, and one operation whole."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from dashboard.domain.operation import Decided
from dashboard.domain.selection import Selection
from dashboard.domain.text import french_order
from dashboard.warehouse.listing import (
    EXPORT_COLUMNS,
    LIST_COLUMNS,
    Column,
    count,
    operation,
    operations,
    operations_frame,
)

from .conftest import build


def titles(
    connection: duckdb.DuckDBPyConnection, selection: Selection, order: str, descending: bool = False
) -> list[str]:
    return operations(connection, selection, order, descending, columns=["title"])["title"].tolist()


def test_titles_are_sorted_as_in_a_french_dictionary(small: duckdb.DuckDBPyConnection) -> None:
    expected = ["Après", "eau", "eau vive", "étage", "Être là", "Île d'œuvre", "Jeunes", "Zèbre"]
    assert titles(small, Selection(), "title") == expected
    assert titles(small, Selection(), "title", descending=True) == expected[::-1]


def test_titles_that_begin_alike_are_sorted_by_the_rest(tmp_path: Path) -> None:
    names = [f"Accompagnement vers l'emploi des {kind}" for kind in ("seniors", "œuvres", "Évry", "adultes")]
    rows = [{"num_dossier": str(rank), "codes": (3, "9", "9.1", "1"), "title": name} for rank, name in enumerate(names)]
    with build(tmp_path, rows) as connection:
        expected = sorted(names, key=french_order)
        assert [name.rpartition(" ")[2] for name in expected] == ["adultes", "Évry", "œuvres", "seniors"]
        assert titles(connection, Selection(), "title") == expected
        assert titles(connection, Selection(), "title", descending=True) == expected[::-1]


@pytest.mark.parametrize("descending", [False, True])
def test_missing_values_come_last_and_ties_go_by_cost_then_number(
    small: duckdb.DuckDBPyConnection, descending: bool
) -> None:
    frame = operations(
        small,
        Selection(),
        "participants_entered",
        descending,
        columns=["num_dossier", "participants_entered", "total_cost"],
    )
    assert frame["participants_entered"].isna().tolist() == [False] * 3 + [True] * 5
    missing = [(-row.total_cost, row.num_dossier) for row in frame[3:].fillna({"total_cost": 0}).itertuples()]
    assert missing == sorted(missing)
    known = frame["participants_entered"][:3].tolist()
    assert known == sorted(known, reverse=descending)


@pytest.mark.parametrize("order", list(Column))
def test_a_list_can_be_sorted_by_every_column(small: duckdb.DuckDBPyConnection, order: Column) -> None:
    found = operations(small, Selection(), order, columns=[order, "num_dossier"])
    assert len(found) == len(set(found["num_dossier"])) == 8


def test_pages_follow_each_other(small: duckdb.DuckDBPyConnection) -> None:
    pages = [
        operations(small, Selection(), "total_cost", True, 3, offset)["num_dossier"].tolist() for offset in (0, 3, 6, 9)
    ]
    assert [len(page) for page in pages] == [3, 3, 2, 0]
    assert [number for page in pages for number in page] == [
        "201700001", "201900010", "201700002", "201900003", "201900002", "201900001", "202000001", "201900004",
    ]  # fmt: skip


def test_the_list_says_what_it_counts(small: duckdb.DuckDBPyConnection, empty: duckdb.DuckDBPyConnection) -> None:
    for selection in (
        Selection(),
        Selection(decision=Decided.RETAINED, waves=("2019",)),
        Selection(search="introuvable"),
    ):
        assert count(small, selection) == len(operations_frame(small, selection))
    assert count(small, Selection(decision=Decided.RETAINED, waves=("2019",))) == 3
    assert count(empty, Selection()) == 0
    assert operations(empty, Selection()).columns.tolist() == [column.value for column in LIST_COLUMNS]


def test_only_known_columns_are_shown_or_sorted_by(small: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(ValueError, match="total_cost desc"):
        operations(small, Selection(), "total_cost desc; drop table operation")
    with pytest.raises(ValueError, match="secret"):
        operations_frame(small, Selection(), ["secret"])


def test_an_export_holds_every_column_with_words_of_its_own(small: duckdb.DuckDBPyConnection) -> None:
    frame = operations_frame(small, Selection())
    assert frame.columns.tolist() == [column.value for column in EXPORT_COLUMNS]
    assert len({column.label for column in Column}) == len(Column)
    assert all(column.label != column.value for column in Column)
    row = frame.set_index("num_dossier").loc["201900001"]
    assert (row["total_cost"], row["eu_rate"], row["priority_axis"], row["decision"]) == (100.10, 0.5, 1, "retenue")
    assert frame["priority_axis"].dtype == "Int64"


def test_one_operation_whole(tmp_path: Path) -> None:
    ordinary = {"codes": (3, "9", "9.1", "1"), "total_cost": "12.34"}
    rows = [
        {**ordinary, "num_dossier": "7", "wave": "2017", "title": "avant"},
        {**ordinary, "num_dossier": "7", "wave": "hors vague", "title": "ailleurs"},
        {**ordinary, "num_dossier": "7", "wave": "2019", "title": "après", "warnings": ["unknown_region:region"],
         "synthetic_fields": "total_cost, title", "deduced_fields": "os_code", "programming_date": "2018-04-13"},
        {**ordinary, "num_dossier": "8", "codes": (4, "0", "0.0", "1"), "title": "assistance technique"},
    ]  # fmt: skip
    with build(tmp_path, rows, [("7", True, None)]) as connection:
        found = operation(connection, "7")
        assert found is not None
        assert (found["title"], found["wave"], found["waves"]) == ("après", "2019", ["2019", "2017", "hors vague"])
        assert (found["file_name"], found["extract_date"]) == ("operations.csv", date(2019, 3, 9))
        assert found["imported_at"] == datetime(2019, 3, 10, 8)  # noqa: DTZ001 - the warehouse keeps UTC without saying so
        assert (found["synthetic"], found["deduced"]) == (("total_cost", "title"), ("os_code",))
        assert found["amounts_are_synthetic"]
        assert (found["total_cost"], found["eu_amount"]) == (Decimal("12.34"), None)
        assert found["programming_date"] == date(2018, 4, 13)
        assert found["warnings"] == ["unknown_region:region"]
        assert (found["decision"], found["decision_source"]) == ("retenue", "comité")
        earlier = operation(connection, "7", "2017")
        assert earlier is not None
        assert (earlier["title"], earlier["amounts_are_synthetic"]) == ("avant", False)
        assert operation(connection, "7", "1999") is None
        assert operation(connection, "' or 1 = 1 --") is None
        assert operation(connection, "8") is not None
