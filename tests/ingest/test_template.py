"""The template explains itself, and comes back filled in."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from dashboard.domain.operation import FIELDS, Kind
from dashboard.ingest.errors import EmptyFile
from dashboard.ingest.formats import full_extract
from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.ingest.template import completion_template, template_workbook
from dashboard.warehouse.build import connect
from dashboard.warehouse.state import State

FILLED = {
    "num_dossier": "201700042", "programme": "Programme Opérationnel National FSE", "fund": "FSE", "priority_axis": 3, "thematic_objective": 9,
    "investment_priority": 1, "specific_objective": 1, "region": "Bretagne", "department": "29", "managing_body": "DIRECCTE Bretagne",
    "title": "Un projet", "beneficiary": "Association fictive", "beneficiary_postcode": "29000", "beneficiary_type": "Association",
    "recipient_type": "Chantier d'insertion", "call_for_projects": "AAP 2017", "description": "Ce que l'on fait.\nEn deux lignes.",
    "actions": "Un atelier", "outcome": "Douze personnes", "participants_planned": 12, "participants_entered": 10, "total_cost": 1000.5,
    "eu_amount": 500.25, "start_date": date(2017, 1, 1), "end_date": date(2017, 12, 31), "programming_date": date(2017, 6, 1),
}  # fmt: skip


def template() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(template_workbook()))


def test_each_column_is_explained_on_the_second_sheet() -> None:
    workbook = template()
    assert workbook.sheetnames == ["Opérations", "Mode d'emploi"]
    headers = [cell.value for cell in workbook["Opérations"][1]]
    assert headers == [field.label for field in FIELDS if field.in_template]
    guide = {row[0]: row[1:] for row in workbook["Mode d'emploi"].iter_rows(min_row=2, values_only=True)}
    assert list(guide) == headers
    for field in (field for field in FIELDS if field.in_template):
        content, explanation, required = guide[field.label]
        assert content
        assert explanation == field.explanation
        assert required == ("oui" if field.name in full_extract.REQUIRED else "non")


def test_the_template_filled_in_imports_back_whole(state: State, tmp_path: Path) -> None:
    workbook = template()
    for column, field in enumerate((field for field in FIELDS if field.in_template), start=1):
        workbook["Opérations"].cell(2, column, FILLED[field.name])
    path = tmp_path / "rempli.xlsx"
    workbook.save(path)
    manifest = run_import(state, ImportRequest(path)).manifest
    assert (manifest["format"], manifest["accepted"], manifest["warnings"], manifest["wave"]) == (
        "full_extract",
        1,
        {},
        "2019",
    )
    with connect(state, state.current()) as connection:
        found = connection.execute(f"select {', '.join(FILLED)} from operation").fetchone()
    expected = FILLED | {
        "programme": "PON FSE",
        "thematic_objective": "9",
        "investment_priority": "9.1",
        "specific_objective": "1",
    }
    assert dict(zip(FILLED, found, strict=True)) == {
        name: Decimal(str(value)) if name in {"total_cost", "eu_amount"} else value for name, value in expected.items()
    }


def test_the_empty_template_is_refused_kindly(state: State, tmp_path: Path) -> None:
    path = tmp_path / "vide.xlsx"
    path.write_bytes(template_workbook())
    with pytest.raises(EmptyFile, match="aucune ligne"):
        run_import(state, ImportRequest(path))


def test_every_field_of_the_template_has_a_kind_that_the_guide_explains() -> None:
    assert {field.kind for field in FIELDS} <= set(Kind)
    assert set(FILLED) == {field.name for field in FIELDS if field.in_template}


def test_what_is_filled_in_the_template_of_completions_is_recognised_by_itself(state: State, tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(completion_template()))
    sheet = workbook["Compléments"]
    headers = [cell.value for cell in sheet[1]]
    assert headers[0] == "Numéro de dossier"
    guide = [row[0] for row in workbook["Mode d'emploi"].iter_rows(min_row=2, values_only=True)]
    assert guide[: len(headers)] == headers
    assert any("MDFSE+" in str(note) for note in guide[len(headers) :])
    for column, cell in enumerate(
        ["201700042", *("3" if header == "Axe" else None for header in headers[1:])], start=1
    ):
        sheet.cell(2, column, cell)
    path = tmp_path / "complement.xlsx"
    workbook.save(path)
    manifest = run_import(state, ImportRequest(path)).manifest
    assert (manifest["kind"], manifest["accepted"], manifest["completed"]["unknown"]) == ("completions", 1, 1)
    assert [column["header"] for column in manifest["columns"] if column["field"] is None] == []
