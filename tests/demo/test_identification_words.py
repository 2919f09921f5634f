"""In wave 2019, exactly as many FSE operations can be found by their words as the note's funnel says."""

import re
from pathlib import Path

import duckdb
import pytest

from dashboard.domain.text import unaccented

from .conftest import read_csv

VOCABULARY = re.compile(
    r"\b(?:innovations?|innovante?s?|besoins? socia(?:l|ux) (?:non|mal|peu) (?:satisfait|couvert)s?"
    r"|impacts? socia(?:l|ux)|impacts? environnementa(?:l|ux)|evaluations? de l impact|ptce"
    r"|poles? territoria(?:l|ux) de cooperation economique|avise|cress|france active|reseau entreprendre|urscop|caes?"
    r"|cooperatives? d activites? et d emplois?|incubateurs?|couveuses?|fabriques? a initiatives|social labs?|living labs?"
    r")\b"
)
TEXTS = ("title", "beneficiary", "description", "actions", "call_for_projects", "outcome")


def normalise(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", unaccented(text).replace("œ", "oe").replace("æ", "ae")).strip()


def found_in(row: tuple[str | None, ...]) -> set[str]:
    return {name for name, text in zip(TEXTS, row, strict=True) if text and VOCABULARY.search(normalise(text))}


@pytest.fixture(scope="module")
def found(extract: duckdb.DuckDBPyConnection) -> list[tuple[bool, set[str]]]:
    rows = extract.execute(
        """
        select retained, title, beneficiary, description, actions, call_for_projects, outcome
        from row where fund = 'FSE' and wave = '2019' and provenance = 'démonstration'
        """
    ).fetchall()
    return [(row[0], found_in(row[1:])) for row in rows]


@pytest.mark.parametrize(
    "text",
    [
        "Innovations", "innovante", "des besoins sociaux mal couverts", "Besoin social non satisfait", "l'impact social",
        "évaluation de l'impact", "un PTCE", "pôles territoriaux de coopération économique", "la CRESS",
        "coopérative d'activités et d'emploi", "Fabrique à initiatives", "Living Lab",
    ],
)  # fmt: skip
def test_the_vocabulary_is_recognised(text: str) -> None:
    assert VOCABULARY.search(normalise(text))


@pytest.mark.parametrize("text", ["rénovation", "sécurisation", "besoins de recrutement", "avis", "impact", "CAEN"])
def test_neighbouring_words_are_not(text: str) -> None:
    assert not VOCABULARY.search(normalise(text))


def test_words_and_names_lead_to_the_preidentified_operations(
    found: list[tuple[bool, set[str]]], extract: duckdb.DuckDBPyConnection, reference: Path
) -> None:
    (funnel,) = [r for r in read_csv(reference / "published_funnel_2019.csv") if r["step"] == "preidentified FSE"]
    (named,) = extract.execute(
        "select count(*) from row where fund = 'FSE' and wave = '2019' and provenance = 'citée par la note'"
    ).fetchall()[0]
    assert named == 42
    assert sum(bool(fields) for _, fields in found) + named == int(funnel["operations"])


def test_retained_ones_are_all_among_them(found: list[tuple[bool, set[str]]]) -> None:
    retained = [fields for is_retained, fields in found if is_retained]
    assert len(retained) == 64
    assert all(retained)


def test_some_are_found_by_the_beneficiary_name_alone(found: list[tuple[bool, set[str]]]) -> None:
    by_name = [is_retained for is_retained, fields in found if fields == {"beneficiary"}]
    assert by_name == [False] * 6


def test_every_field_holds_some_of_the_words(found: list[tuple[bool, set[str]]]) -> None:
    assert set().union(*(fields for _, fields in found)) == set(TEXTS)


def test_beneficiaries_retained_in_2017_come_back_only_where_words_find_them(
    extract: duckdb.DuckDBPyConnection,
) -> None:
    rows = extract.execute(
        """
        select retained, title, beneficiary, description, actions, call_for_projects, outcome
        from row where fund = 'FSE' and wave = '2019'
        and beneficiary in (select beneficiary from row where retained and wave = '2017')
        """
    ).fetchall()
    assert 8 <= len(rows) <= 13
    assert all(found_in(row[1:]) for row in rows)
    assert {row[0] for row in rows} == {True, False}


def test_some_operations_of_2019_prolong_one_of_2017(extract: duckdb.DuckDBPyConnection) -> None:
    (prolonged,) = extract.execute(
        """
        select count(*) from row as later join row as former using (beneficiary)
        where later.retained and former.retained and later.wave = '2019' and former.wave = '2017'
        and regexp_replace(lower(later.title), ' - [0-9]{4}$', '') = regexp_replace(lower(former.title), ' - [0-9]{4}$', '')
        """
    ).fetchall()[0]
    assert prolonged >= 3


def test_most_retained_operations_of_2017_hold_the_words_too(extract: duckdb.DuckDBPyConnection) -> None:
    rows = extract.execute(
        """
        select title, beneficiary, description, actions, call_for_projects, outcome
        from row where retained and wave = '2017'
        """
    ).fetchall()
    found = sum(bool(found_in(row)) for row in rows)
    assert len(rows) == 102
    assert 70 <= found < 102
