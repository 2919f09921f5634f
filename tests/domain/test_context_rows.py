"""The rows of the « Repères » pages: what ships reads whole, and a wrong cell is named."""

import csv
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.domain.context import load_ecosystem
from dashboard.domain.context_file import ContextError
from dashboard.domain.context_rows import (
    NATIONWIDE,
    NO_PERIOD,
    load_emblematic,
    load_funds,
    load_indicators,
    load_initiatives,
    load_needs,
)

REFERENCE = Path(__file__).parents[2] / "data" / "reference"


def raw(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.fixture
def reference(tmp_path: Path) -> Path:
    return Path(shutil.copytree(REFERENCE, tmp_path / "reference"))


def initiatives(reference: Path = REFERENCE):
    return load_initiatives(reference, load_ecosystem(reference))


def test_fund_without_an_amount_is_not_a_fund_of_zero():
    amounts = {fund.name: fund.amount for fund in load_funds(REFERENCE)}
    assert amounts["FISO 2"] == 21_000_000
    assert amounts["Inno'ESS"] is None
    assert sum(amount is None for amount in amounts.values()) == sum(
        not row["amount_meur"] for row in raw("funding.csv")
    )


def test_indicators_keep_their_digits_and_say_when_no_period_is_given():
    shown = {indicator.name: indicator for indicator in load_indicators(REFERENCE)}
    assert shown["Taux de chômage en France"].value == "9,3\u202f%"
    assert shown["Taux de chômage en France"].period == "fin du 3e trimestre 2018"
    assert shown["Jeunes sans emploi"].value == "24\u202f%"
    assert shown["Jeunes sans emploi"].period == NO_PERIOD
    assert shown["Accélérateur French Impact"].value == "1\u202fmilliard d'euros sur cinq ans"


def test_every_initiative_and_scheme_is_listed_under_its_lever():
    listed = initiatives()
    assert len(listed) == len(raw("initiatives.csv")) + len(raw("support_schemes.csv"))
    by_name = {initiative.name: initiative for initiative in listed}
    assert by_name["Boîte à Initiatives Départementales 54"].lever == "Financement"
    assert by_name["Boîte à Initiatives Départementales 54"].places == ("Meurthe-et-Moselle (54)",)
    assert by_name["Territoires zéro chômeur de longue durée"].lever == "Expérimentation"
    assert by_name["Territoires zéro chômeur de longue durée"].places == (NATIONWIDE,)
    assert by_name["DEFITH60"].lever == ""
    assert by_name["YESS Académie"].departments == ("Lot (46)", "Lozère (48)", "Tarn (81)", "Tarn-et-Garonne (82)")
    assert {initiative.lever for initiative in listed} == {
        "",
        *(lever.name for lever in load_ecosystem(REFERENCE).levers),
    }


def test_needs_are_read_with_their_minimum():
    [loans, placements] = load_needs(REFERENCE)
    assert loans.coverage.share_words == "au plus 20,0\u202f%"
    assert placements.coverage.need_words == "au moins 300\u202f000 stages"


def test_emblematic_operations_print_what_the_note_prints():
    operations = {operation.source: operation for operation in load_emblematic(REFERENCE)}
    assert len(operations) == len(raw("note_project_sheets.csv"))
    first = operations["encadré 2"]
    assert (first.total_cost, first.eu_amount) == (Decimal("238778.48"), Decimal("112278.48"))
    assert "Atelier de la citoyenneté" in first.anomaly
    assert first.landmarks["Programmée le"] == "14 décembre 2017"
    assert operations["encadré 3"].landmarks["Région"] == "Île-de-France"
    assert "Lieu" not in operations["encadré 3"].landmarks
    assert operations["encadré 9"].landmarks["Participants prévisionnels"] == "0"
    assert "Participants prévisionnels" not in operations["encadré 5"].landmarks
    assert operations["encadré 11"].landmarks["Réalisation"] == "2018–2020"
    assert operations["encadré 11"].category == "Évaluation de l'impact social"


@pytest.mark.parametrize(
    ("name", "old", "new", "load", "says"),
    [
        ("funding.csv", ";100;Caisse", ";cent;Caisse", load_funds, ["funding.csv", "ligne 2", "amount_meur", "cent"]),
        ("funding.csv", "FISO 1;20", ";20", load_funds, ["ligne 4", "fund", "vide"]),
        ("context_indicators.csv", ";24;", ";;", load_indicators, ["context_indicators.csv", "ligne 2", "value"]),
        ("support_schemes.csv", ";anticipation;", ";intuition;", initiatives, ["support_schemes.csv", "lever", "intuition"]),
        ("initiatives.csv", "59,62", "59,99", initiatives, ["initiatives.csv", "departments", "99"]),
        ("need_coverage.csv", ";100000;", ";0;", load_needs, ["need_coverage.csv", "ligne 2", "need", "zéro"]),
        ("need_coverage.csv", ";yes;", ";oui;", load_needs, ["need_is_minimum", "oui"]),
        ("note_project_sheets.csv", "2017-12-14", "2017-13-14", load_emblematic, ["date", "2017-13-14"]),
        ("note_project_sheets.csv", "Size Up", "Size Down", load_emblematic, ["title", "note_operations.csv"]),
    ],
)  # fmt: skip
def test_wrong_cell_is_named(reference, name, old, new, load, says):
    path = reference / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContextError) as error:
        load(reference)
    assert [word for word in says if word not in str(error.value)] == []
