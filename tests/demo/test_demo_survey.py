"""The demonstration's survey: what the generator gives, and every published figure of the real one."""

import csv
import io
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from dashboard.demo.survey import generate_survey, write_survey
from dashboard.domain.survey import Answer, BodyType, Respondent

from .conftest import DEMO, REFERENCE, read_csv

PUBLISHED = {(row["group"], row["measure"]): row for row in read_csv(REFERENCE / "survey_published.csv")}
INTERVALS = {(row["precision"], row["value"]): row for row in read_csv(REFERENCE / "survey_intervals.csv")}
GROUPS = {
    "all": set(BodyType),
    "AGD": {BodyType.AGD},
    "OI CD": {BodyType.OI_CD},
    "PLIE (pivot ou non)": {BodyType.PLIE, BodyType.PLIE_PIVOT},
}
ANSWERS = {"yes": Answer.YES, "no": Answer.NO, "no opinion": Answer.NO_OPINION}
THEMES = {
    "structures citing the vagueness of the concept": "Définition floue",
    "structures citing national credits first, then FSE": "Essaimage plutôt qu'émergence",
}


@pytest.fixture(scope="module")
def respondents() -> list[Respondent]:
    return generate_survey(REFERENCE)


def test_the_committed_file_is_what_the_generator_gives(tmp_path: Path) -> None:
    write_survey(REFERENCE, tmp_path)
    assert (tmp_path / "survey.csv").read_bytes() == (DEMO / "survey.csv").read_bytes()


@pytest.mark.parametrize("fact", PUBLISHED, ids=" ".join)
def test_each_published_figure_is_met(respondents: list[Respondent], fact: tuple[str, str]) -> None:
    group, measure = fact
    printed = PUBLISHED[fact]
    members = [one for one in respondents if one.body_type in GROUPS[group]]
    if measure in ANSWERS:
        answered = [one for one in members if one.answer is not None]
        shares = {
            Decimal(sum(one.answer == ANSWERS[measure] for one in members)) * 100 / len(base)
            for base in (answered, members)
        }
        if printed["precision"] == "exact":
            rounded = {share.quantize(Decimal(1), ROUND_HALF_UP) for share in shares}
            assert rounded == {Decimal(printed["value"])}, "whichever base the note divides by"
        else:
            meant = INTERVALS[printed["precision"], printed["value"]]
            assert all(Decimal(meant["low"]) <= share <= Decimal(meant["high"]) for share in shares)
        return
    count = {
        "respondents": len(members),
        "structures with remarks": sum(bool(one.remark) for one in members),
        **{name: sum(theme in one.themes for one in members) for name, theme in THEMES.items()},
    }[measure]
    assert count == int(printed["value"])


def test_the_structures_that_cite_national_credits_say_so_in_their_own_remark(respondents: list[Respondent]) -> None:
    theme = THEMES["structures citing national credits first, then FSE"]
    citing = {one.respondent for one in respondents if one.body_type is BodyType.AGD and theme in one.themes}
    assert citing == {one.respondent for one in respondents if "crédits nationaux" in one.remark}


def test_nobody_can_take_a_structure_for_a_real_one(respondents: list[Respondent]) -> None:
    assert all(one.respondent.startswith("Structure fictive ") for one in respondents)
    assert len({one.respondent for one in respondents}) == len(respondents)


def test_themes_and_places_are_those_of_reference(respondents: list[Respondent]) -> None:
    themes = {row["theme"] for row in read_csv(REFERENCE / "survey_themes.csv")}
    assert {theme for one in respondents for theme in one.themes} == themes
    regions = {row[name] for row in read_csv(REFERENCE / "regions.csv") for name in ("region", "region_2016")}
    assert {one.region for one in respondents} <= regions
    agd = [one.region for one in respondents if one.body_type is BodyType.AGD]
    assert len(agd) == len(set(agd))
    present = [row["region"] for row in read_csv(REFERENCE / "departments.csv")]
    bodies = Counter(one.region for one in respondents if one.body_type is BodyType.OI_CD)
    assert all(count <= present.count(region) for region, count in bodies.items())


def test_reported_operations_come_from_structures_that_say_yes(respondents: list[Respondent]) -> None:
    told = {number for one in respondents for number in one.reported}
    assert told == {row["num_dossier"] for row in read_csv(REFERENCE / "survey_reported.csv")}
    assert {one.answer for one in respondents if one.reported} == {Answer.YES}


def test_remarks_are_our_own_words_and_some_wait_for_a_theme(respondents: list[Respondent]) -> None:
    remarks = [one.remark for one in respondents if one.remark]
    assert len(set(remarks)) == len(remarks)
    summaries = " ".join(row["summary"] for row in read_csv(REFERENCE / "survey_themes.csv"))
    assert not any(remark.rstrip(".") in summaries for remark in remarks)
    assert sum(bool(one.remark) and not one.themes for one in respondents) == 2


def test_the_file_has_the_headers_of_the_template() -> None:
    text = (DEMO / "survey.csv").read_text(encoding="utf-8")
    assert next(csv.reader(io.StringIO(text), delimiter=";")) == [
        "Répondant", "Type de gestionnaire", "Région", "Réponse", "Opérations signalées", "Observation", "Thèmes", "Vague",
    ]  # fmt: skip
