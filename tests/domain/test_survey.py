"""The survey's words: its own types of managing body, and where their operations stand."""

import csv
from pathlib import Path

import pytest

from dashboard.domain.operation import UNKNOWN
from dashboard.domain.survey import FIELDS, Answer, BodyType, Polarity, Respondent

REFERENCE = Path(__file__).parents[2] / "data" / "reference"


def rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_both_kinds_of_plie_manage_operations_of_one_type() -> None:
    assert {kind.value: kind.managing_body_type for kind in BodyType} == {
        "AGD": "AGD", "OI CD": "OI CD", "PLIE pivot": "OI PLIE", "PLIE": "OI PLIE", "autre OI": "autre OI",
    }  # fmt: skip


def test_the_rules_of_reference_know_these_types_and_no_other() -> None:
    found = {(row["survey_type"], row["managing_body_type"]) for row in rows("survey_types")}
    assert found == {(kind.value, kind.managing_body_type) for kind in BodyType}


def test_the_themes_of_reference_have_a_known_polarity() -> None:
    themes = rows("survey_themes")
    assert len({row["theme"] for row in themes}) == len(themes) == 9
    assert {row["polarity"] for row in themes} == set(Polarity)


@pytest.mark.parametrize(("kind", "managed"), [("PLIE pivot", "OI PLIE"), ("AGD", "AGD"), ("Mairie", UNKNOWN)])
def test_a_respondent_knows_what_it_manages(kind: str, managed: str) -> None:
    assert Respondent("S1", kind, "Bretagne", Answer.YES, (), "", ()).managing_body_type == managed


def test_each_field_is_explained() -> None:
    assert len({field.name for field in FIELDS}) == len({field.label for field in FIELDS}) == len(FIELDS) == 8
    assert all(field.explanation.endswith(".") for field in FIELDS)
