"""The note's operations stand under their own names, and nothing invented passes for theirs."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.demo.note import note_operations

from .conftest import read_csv

Row = dict[str, Any]


@pytest.fixture(scope="module")
def named(extract: duckdb.DuckDBPyConnection) -> list[Row]:
    result = extract.execute("select * from row where provenance = 'citée par la note'")
    names = [column[0] for column in result.description]
    return [dict(zip(names, values, strict=True)) for values in result.fetchall()]


def one(named: list[Row], title: str) -> Row:
    (found,) = [row for row in named if row["title"] == title]
    return found


def test_each_named_operation_is_there_once(named: list[Row], reference: Path) -> None:
    printed = read_csv(reference / "note_operations.csv")
    assert len(printed) == len(named) == 46
    for note in printed:
        row = one(named, note["title"])
        assert row["beneficiary"] == note["beneficiary"]
        assert row["description"] == note["summary"]
        assert (row["managing_body"] or "") == note["managing_body"]
        assert row["region"].replace("Île", "Ile") == note["region"]
        assert (row["fund"], row["wave"], row["os_code"]) == (note["pon"], note["wave"], note["os_code"])
        assert (row["deduced_fields"] or "") == note["deduced"]
        assert (row["category"] or "") == note["category"]
        assert row["retained"]
        assert row["decision_source"] == "citée par la note"


def test_nothing_is_invented_but_numbers_and_amounts(named: list[Row]) -> None:
    for row in named:
        for name in (
            "actions", "call_for_projects", "start_date", "end_date", "participants_entered", "department",
            "beneficiary_postcode",
        ):  # fmt: skip
            assert row[name] is None, (row["title"], name)
        assert set(row["synthetic_fields"].split(",")) <= {"num_dossier", "total_cost", "eu_amount"}


def test_boxes_give_their_printed_figures(named: list[Row], reference: Path) -> None:
    sheets = read_csv(reference / "note_project_sheets.csv")
    for sheet in sheets:
        row = one(named, sheet["title"])
        assert row["total_cost"] == Decimal(sheet["total_cost_eur"])
        assert row["eu_amount"] == Decimal(sheet["eu_amount_eur"])
        assert row["synthetic_fields"] == "num_dossier"
        assert (row["beneficiary_type"] or "") == sheet["beneficiary_type"]
        assert (row["recipient_type"] or "") == sheet["recipient_type"]
        assert (row["outcome"] or "") == sheet["outcome"]
        planned = row["participants_planned"]
        assert ("" if planned is None else str(planned)) == sheet["participants_planned"]
        dated = str(row["programming_date"] or "")
        assert dated == (sheet["date"] if len(sheet["date"]) == 10 else "")
    assert sum(row["programming_date"] is not None for row in named) == 6
    boxed = {sheet["title"] for sheet in sheets}
    for row in named:
        if row["title"] not in boxed:
            silent = ("beneficiary_type", "recipient_type", "outcome", "participants_planned", "programming_date")
            assert all(row[name] is None for name in silent), row["title"]


def test_avise_costs_one_million_and_only_its_eu_amount_is_invented(named: list[Row]) -> None:
    (avise,) = [row for row in named if row["beneficiary"] == "AVISE"]
    assert avise["total_cost"] == 1_000_000
    assert avise["synthetic_fields"] == "num_dossier,eu_amount"


def test_pepites_stays_in_the_iej_under_its_printed_code(named: list[Row]) -> None:
    pepites = one(named, "PEPITES 2017")
    assert pepites["programme"] == "Programme Opérationnel IEJ"
    codes = ("priority_axis", "thematic_objective", "investment_priority", "specific_objective")
    assert tuple(pepites[name] for name in codes) == (2, "8", "8.5", "1")


def test_a_sheet_without_its_operation_is_an_error(tmp_path: Path, reference: Path) -> None:
    (tmp_path / "note_operations.csv").write_text(
        (reference / "note_operations.csv").read_text(encoding="utf-8").replace("encadré 12", "encadré 14"), "utf-8"
    )
    (tmp_path / "note_project_sheets.csv").write_bytes((reference / "note_project_sheets.csv").read_bytes())
    with pytest.raises(ValueError, match="Size Up"):
        note_operations(tmp_path)
