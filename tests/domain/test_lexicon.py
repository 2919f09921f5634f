"""The lexicon: what a row may say, what a file may hold, and what makes two versions the same."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.lexicon import (
    COLUMNS,
    CRITERIA,
    TEXT_FIELDS,
    Expression,
    Kind,
    Lexicon,
    LexiconError,
    from_record,
    parse_expressions,
    parse_lexicon,
)
from tests import processor_time
from tests.identification.switched import switched

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
SHIPPED = (REFERENCE / "lexicon.csv").read_text(encoding="utf-8")
HEADER = "id;kind;criterion;label;pattern;fields;active"
ROW = "innovation;identification;;innovation;innovations?;title,description;true"
INNOVATION = Expression("innovation", Kind.IDENTIFICATION, "", "innovation", "innovations?", ("title", "description"))
TESTING = Expression("phase_test", Kind.SIGNAL, "experimentation", "phase test", "phases? tests?")


def refusal(*rows: str, header: str = HEADER) -> str:
    with pytest.raises(LexiconError) as caught:
        parse_lexicon("\n".join([header, *rows]), "essai.csv")
    return str(caught.value)


def test_the_shipped_lexicon_holds_the_expressions_of_the_note_and_signals_for_each_criterion() -> None:
    lexicon = parse_lexicon(SHIPPED, "lexicon.csv")
    assert {expression.id for expression in lexicon.searched} == {
        "innovation_sociale", "socialement_innovant", "innovation", "innovant", "besoin_social", "impact_social",
        "impact_environnemental", "evaluation_impact", "ptce", "pole_territorial",
    }  # fmt: skip
    assert all(expression.fields == TEXT_FIELDS for expression in lexicon.searched)
    assert {expression.criterion for expression in lexicon.signals} == set(CRITERIA)
    assert len(lexicon.searched) + len(lexicon.signals) == len(lexicon.expressions)


def test_the_criteria_are_those_of_the_four_criteria_grid() -> None:
    grid = (REFERENCE / "grids" / "csess.toml").read_text(encoding="utf-8")
    assert [name for name in CRITERIA if f'\nid = "{name}"\n' not in grid] == []


def test_a_file_is_read_and_written_back_unchanged() -> None:
    assert parse_lexicon(SHIPPED, "lexicon.csv").to_csv() == SHIPPED
    assert parse_lexicon(f"\ufeff{HEADER}\r\n{ROW}\r\n", "excel.csv").expressions == (INNOVATION,)


def test_columns_may_come_in_any_order_with_others_beside_them() -> None:
    text = "active;id;remarque;kind;criterion;label;pattern;fields\nVRAI;innovation;vue;identification;;innovation;innovations?;title, description\n"
    assert parse_lexicon(text, "essai.csv").expressions == (INNOVATION,)


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("id", "Innovation sociale", "lettres minuscules"),
        ("kind", "acteurs", "les genres sont identification, signal, acteur, exclusion"),
        ("criterion", "bsoin", "le critère «\u202fbsoin\u202f» est inconnu"),
        ("label", " ", "il manque le libellé"),
        ("pattern", "", "il manque l'expression"),
        ("pattern", "expérimental", "«\u202fé\u202f» ne peut pas y être"),
        ("pattern", "Innovation", "en minuscules"),
        ("pattern", "co-construction", "remplacez «\u202f-\u202f» par un espace"),
        ("pattern", "l’impact", "remplacez «\u202f’\u202f» par un espace"),
        ("pattern", "innov.*", "le signe «\u202f.\u202f» n'est pas admis"),
        ("pattern", "(a+)+", "le signe «\u202f+\u202f» n'est pas admis"),
        ("pattern", "(?=a)b", "n'est pas admis"),
        ("pattern", "innovations? (sociale", "vérifiez les parenthèses"),
        ("pattern", "innovation)|(?:sociale", "vérifiez les parenthèses"),
        ("pattern", "[z", "n'est pas admis"),
        ("pattern", "innovation|", "trouverait tous les textes"),
        ("pattern", "(?:innovation)?", "trouverait tous les textes"),
        ("pattern", "(?: |ab)", "trouverait tous les textes"),
        ("pattern", r"((a?)(?:b|\w*)?[c ])", "trouverait tous les textes"),
        ("pattern", "innovation  sociale", "deux espaces de suite"),
        ("pattern", "a" * 301, "dépasse 300 caractères"),
        ("pattern", r"a\w*b\w*c\w*d\w*", "ne peut servir que 3 fois"),
        ("fields", "", "il manque les champs"),
        ("fields", "titre", "le champ «\u202ftitre\u202f» est inconnu"),
        ("fields", "title,title", "deux fois"),
        ("active", "peut-être", "n'est ni «\u202ftrue\u202f» ni «\u202ffalse\u202f»"),
    ],
)
def test_a_wrong_cell_is_refused_with_its_place_and_the_reason(column: str, value: str, reason: str) -> None:
    cells = dict(zip(COLUMNS, ROW.split(";"), strict=True)) | {column: value}
    message = refusal(ROW.replace("innovation;", "autre;", 1), ";".join(cells.values()))
    assert message.startswith(f"«\u202fessai.csv\u202f», ligne 3, colonne «\u202f{column}\u202f»\u202f: ")
    assert reason in message


def test_a_signal_needs_a_criterion() -> None:
    assert "il manque le critère" in refusal(ROW, "logement;signal;;logement;logements?;title;true")


def test_an_id_serves_once() -> None:
    assert "ligne 3, colonne «\u202fid\u202f»" in refusal(ROW, ROW)
    with pytest.raises(LexiconError, match="sert deux fois"):
        Lexicon((INNOVATION, INNOVATION))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "«\u202fessai.csv\u202f», ligne 1\u202f: il manque la colonne «\u202fid\u202f»"),
        (HEADER.replace("pattern", "motif"), "ligne 1\u202f: il manque la colonne «\u202fpattern\u202f»"),
        (f"{HEADER}\ninnovation;identification", "ligne 2\u202f: 2 colonnes au lieu de 7"),
        (f'{HEADER}\ninnovation;"identification', "ligne 2\u202f: la ligne est illisible"),
        (HEADER, "«\u202fessai.csv\u202f»\u202f: aucune expression de repérage"),
    ],
)
def test_a_file_that_is_no_lexicon_is_refused(text: str, place: str) -> None:
    with pytest.raises(LexiconError) as caught:
        parse_lexicon(text, "essai.csv")
    assert place in str(caught.value)


def test_actors_are_read_apart() -> None:
    text = (REFERENCE / "actors.csv").read_text(encoding="utf-8")
    actors = parse_expressions(text, "actors.csv", (Kind.ACTOR,))
    active = {actor.id for actor in actors if actor.active}
    assert {
        "avise",
        "cress",
        "france_active",
        "reseau_entreprendre",
        "urscop",
        "cae",
        "incubateur",
        "couveuse",
    } <= active
    assert "bge" not in active
    with pytest.raises(LexiconError, match="aucune expression de repérage"):
        parse_lexicon(text, "actors.csv")


def test_a_change_replaces_adds_or_removes_and_leaves_the_original_alone() -> None:
    before = Lexicon((INNOVATION,), author="A")
    wider = replace(INNOVATION, pattern="innov\\w*")
    after = before.with_change(wider, TESTING, author="B", date="2026-01-02")
    assert after.expressions == (wider, TESTING)
    assert (after.author, after.date) == ("B", "2026-01-02")
    assert before.expressions == (INNOVATION,)
    assert after.with_change(without=["innovation"]).expressions == (TESTING,)
    with pytest.raises(KeyError):
        before.with_change(without=["absente"])


def test_an_expression_switched_off_is_kept_but_not_searched() -> None:
    off = switched(Lexicon((INNOVATION, TESTING)), "innovation", False)
    assert off.searched == ()
    assert off.signals == (TESTING,)
    assert switched(off, "innovation", True).expressions == (INNOVATION, TESTING)


def test_the_version_depends_on_what_is_searched_alone() -> None:
    lexicon = Lexicon((INNOVATION, TESTING), author="A", date="2026-01-01")
    assert lexicon.version == Lexicon((TESTING, INNOVATION), author="B", comment="autre").version
    others = [
        switched(lexicon, "innovation", False), lexicon.with_change(without=["phase_test"]),
        lexicon.with_change(replace(INNOVATION, pattern="innovation")), lexicon.with_change(replace(INNOVATION, label="x")),
        lexicon.with_change(replace(INNOVATION, fields=("title",))),
    ]  # fmt: skip
    assert len({lexicon.version, *(other.version for other in others)}) == 6


def test_a_version_file_gives_back_the_lexicon() -> None:
    lexicon = Lexicon(
        (INNOVATION, TESTING), author="Évaluateur", date="2026-01-01T08:00:00+00:00", comment="plus large"
    )
    assert from_record(json.loads(json.dumps(lexicon.to_record()))) == lexicon


@given(st.text(alphabet=r"ab (|)?:[]\w*.+'é", max_size=12))
def test_whatever_the_pattern_it_is_refused_or_finds_less_than_everything(pattern: str) -> None:
    try:
        expression = replace(INNOVATION, pattern=pattern)
    except LexiconError:
        return
    assert not re.search(expression.regex, "zzz 123", re.ASCII)


@given(st.text(alphabet=r"ab (|)?:[]\w*", max_size=10))
def test_what_is_refused_as_finding_everything_fits_spaces_alone(pattern: str) -> None:
    refusal = ""
    try:
        replace(INNOVATION, pattern=pattern)
    except LexiconError as error:
        refusal = str(error)
    finds_everything = "trouverait tous" in refusal
    if finds_everything or not refusal:
        blanks = (" " * length for length in range(len(pattern) + 1))
        assert any(re.fullmatch(pattern, blank, re.ASCII) for blank in blanks) == finds_everything


SLOW_TO_RUN = (
    "(?:|)" * 59 + "x",
    "(?:e?)?" * 42 + "x",
    "(?: ?| )" * 37 + "x",
    "(" * 149 + "x" + ")" * 149,
    "e?" * 149 + "x",
)
"""Patterns within the limits that an engine with backtracking never ends with, or that nest as deep as can be."""


def make_slow_expressions() -> None:
    """Run in a process of its own."""
    for pattern in SLOW_TO_RUN:
        replace(INNOVATION, pattern=pattern)


def test_a_pattern_is_checked_without_being_run() -> None:
    assert processor_time.run(__name__, make_slow_expressions.__name__, seconds=10) == (0, "")
