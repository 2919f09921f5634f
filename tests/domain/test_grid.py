import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.french import NARROW_SPACE
from dashboard.domain.grid import AnswerError, Grid, QuestionKind, Stage
from dashboard.domain.grid_file import GridError, load_grid, load_grids, parse_grid

GRIDS = Path(__file__).parents[2] / "data" / "reference" / "grids"
SHIPPED = sorted(GRIDS.glob("*.toml"))
CSESS = load_grid(GRIDS / "csess.toml")

SMALL = """
id = "petite"
version = "1"
title = "Petite grille"
source = "Essai"
stage = "préidentifiées"

[[criteria]]
id = "a"
title = "Premier"
weight = 3

[[criteria.questions]]
id = "a1"
text = "Une ?"
kind = "échelle"
anchors = ["non", "un peu", "oui"]

[[criteria.questions]]
id = "a2"
text = "Deux ?"
kind = "échelle"
weight = 3
anchors = ["non", "un peu", "oui"]

[[criteria]]
id = "b"
title = "Second"
weight = 1

[[criteria.questions]]
id = "b1"
text = "Trois ?"
kind = "échelle"
anchors = ["non", "oui"]

[[criteria.questions]]
id = "b2"
text = "Laquelle ?"
kind = "choix"
options = [{ id = "x", label = "Celle-ci" }, { id = "y", label = "Celle-là" }]
"""
GRID = parse_grid(SMALL, "petite.toml")

answers = st.fixed_dictionaries(
    {question.id: st.sampled_from([None, *question.values]) for question in CSESS.questions}
)
weights = st.fixed_dictionaries({name: st.floats(0.01, 100) for name in CSESS.weights})


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_grid_says_all_that_reviewers_need(path: Path) -> None:
    grid = load_grid(path)
    assert grid.id == path.stem
    for question in grid.questions:
        if question.kind is QuestionKind.SCALE:
            assert question.values == (0, 1, 2, 3)
            assert all(anchor.endswith(".") and anchor.count(".") == 1 for anchor in question.anchors)
            assert len(set(question.anchors)) == 4
        else:
            assert len(question.options) >= 2
        assert question.text.endswith(f"{NARROW_SPACE}?")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_grid_keeps_french_typography(path: Path) -> None:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert [line for line in lines if re.search(r" [;:!?»]|« |[a-zé][;:!?»]|«[^\u202f]|[’]", line)] == []


def test_the_shipped_grids_are_those_of_the_method() -> None:
    grids, errors = load_grids(GRIDS)
    assert errors == []
    assert {grid_id: grid.stage for grid_id, grid in grids.items()} == {
        "csess": Stage.IDENTIFIED,
        "deux-criteres": Stage.IDENTIFIED,
        "essaimage": Stage.RETAINED,
        "lecture": Stage.RETAINED,
    }
    assert [criterion.id for criterion in grids["csess"].criteria] == [
        "besoin", "experimentation", "implication", "effets",
    ]  # fmt: skip
    assert len(grids["csess"].cautions) == 5
    assert [len(criterion.questions) for criterion in grids["essaimage"].criteria] == [8, 5]
    assert [question.values for question in grids["lecture"].questions] == [
        ("soutien_direct", "ecosysteme"),
        ("duplication", "cooperation", "essaimage", "diversification"),
        ("emergence", "experimentation", "diffusion", "evaluation"),
    ]
    assert [grid.decides for grid in grids.values()] == [True, True, False, False]


@pytest.mark.parametrize(
    ("change", "path", "what"),
    [
        (("id = \"a1\"\n", ""), "criteria[0].questions[0].id", "cette clé manque"),
        (('anchors = ["non", "oui"]', 'anchors = ["oui"]'), "criteria[1].questions[0].anchors", "au moins 2 niveaux"),
        (('anchors = ["non", "oui"]', 'anchors = "oui"'), "criteria[1].questions[0].anchors", "une liste de phrases"),
        (('anchors = ["non", "oui"]', 'anchors = ["non", 1]'), "criteria[1].questions[0].anchors[1]", "un texte"),
        (("weight = 1", "weight = 0"), "criteria[1].weight", "supérieur à 0"),
        (("weight = 1", "weight = true"), "criteria[1].weight", "supérieur à 0"),
        (("weight = 1", "weight = inf"), "criteria[1].weight", "supérieur à 0"),
        (("weight = 1", "poids = 1"), "criteria[1].poids", "inconnue"),
        (('kind = "choix"', 'kind = "liste"'), "criteria[1].questions[1].kind", "échelle, choix"),
        (('kind = "choix"', 'kind = "échelle"'), "criteria[1].questions[1].options", "que des niveaux"),
        (('id = "y"', 'id = "x"'), "criteria[1].questions[1].options", "donné deux fois"),
        (('id = "y"', 'id = "Y é"'), "criteria[1].questions[1].options[1].id", "identifiant"),
        (('id = "b1"', 'id = "a1"'), "questions", "donné deux fois"),
        (('id = "b"', 'id = "a"'), "criteria", "donné deux fois"),
        (('stage = "préidentifiées"', 'stage = "toutes"'), "stage", "préidentifiées, retenues"),
        (('title = "Petite grille"', 'title = " "'), "title", "un texte"),
        (('title = "Petite grille"', 'criteria = []'), "title", ""),
    ],
)  # fmt: skip
def test_a_wrong_file_is_named_with_the_key_at_fault(change: tuple[str, str], path: str, what: str) -> None:
    if path == "title" and not what:
        text, path, what = SMALL.replace('title = "Petite grille"\n', ""), "title", "cette clé manque"
    else:
        text = SMALL.replace(*change, 1)
    assert text != SMALL
    with pytest.raises(GridError) as caught:
        parse_grid(text, "petite.toml")
    assert str(caught.value).startswith(
        f"Grille «{NARROW_SPACE}petite.toml{NARROW_SPACE}», clé «{NARROW_SPACE}{path}{NARROW_SPACE}»"
    )
    assert what in str(caught.value)


def test_broken_toml_is_located() -> None:
    with pytest.raises(GridError, match=r"n'est pas un fichier TOML valide \(ligne 3, colonne \d+\)"):
        parse_grid('id = "x"\n\n= 3\n', "x.toml")


def test_one_wrong_file_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "b.toml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "c.toml").write_text("id = ", encoding="utf-8")
    (tmp_path / "d.toml").write_bytes('id = "é"'.encode("cp1252"))
    (tmp_path / "e.toml").mkdir()
    grids, errors = load_grids(tmp_path)
    assert list(grids) == ["petite"]
    assert [str(error) for error in errors] == [
        f"Grille «{NARROW_SPACE}b.toml{NARROW_SPACE}», clé «{NARROW_SPACE}id{NARROW_SPACE}»{NARROW_SPACE}: "
        f"«{NARROW_SPACE}petite{NARROW_SPACE}» est déjà l'identifiant de a.toml.",
        f"La grille «{NARROW_SPACE}c.toml{NARROW_SPACE}» n'est pas un fichier TOML valide (à la fin du fichier).",
        f"La grille «{NARROW_SPACE}d.toml{NARROW_SPACE}» n'est pas enregistrée en UTF-8{NARROW_SPACE}: convertissez-la.",
        f"La grille «{NARROW_SPACE}e.toml{NARROW_SPACE}» ne peut pas être lue{NARROW_SPACE}: vérifiez le fichier.",
    ]


def test_the_hash_follows_what_the_grid_says_and_nothing_else() -> None:
    laid_out = "# commentaire\n" + SMALL.replace("weight = 3\n", "weight = 3.0\n").replace("\n", "\r\n")
    assert parse_grid(laid_out, "autre.toml").version_hash == GRID.version_hash
    for before, after in [
        ("Une ?", "Une fois ?"),
        ("weight = 1", "weight = 2"),
        ("Celle-ci", "Cette"),
        ('"un peu"', '"peu"'),
    ]:
        assert parse_grid(SMALL.replace(before, after, 1), "x").version_hash != GRID.version_hash


@pytest.mark.parametrize(
    ("given_answers", "criteria", "whole"),
    [
        ({"a1": 2, "a2": 2, "b1": 1}, {"a": 100.0, "b": 100.0}, 100.0),
        ({"a1": 0, "a2": 0, "b1": 0}, {"a": 0.0, "b": 0.0}, 0.0),
        # a2 weighs 3 times a1: (1 × 100 + 3 × 50) / 4; then (3 × 62.5 + 1 × 0) / 4
        ({"a1": 2, "a2": 1, "b1": 0}, {"a": 62.5, "b": 0.0}, 46.875),
        # Unanswered: a1 alone makes its criterion, which then makes the whole with b.
        ({"a1": 1, "a2": None, "b1": 1}, {"a": 50.0, "b": 100.0}, 62.5),
        ({"b1": 1}, {"a": None, "b": 100.0}, 100.0),
        ({"b2": "x"}, {"a": None, "b": None}, None),
        ({}, {"a": None, "b": None}, None),
    ],
)  # fmt: skip
def test_scores(given_answers: dict[str, int | None], criteria: dict[str, float | None], whole: float | None) -> None:
    assert GRID.criterion_scores(given_answers) == criteria
    assert GRID.score(given_answers) == whole


def test_weights_given_replace_the_grid_s() -> None:
    given_answers = {"a1": 2, "a2": 2, "b1": 0}
    assert GRID.score(given_answers, {"a": 1}) == 50
    assert GRID.score(given_answers, {"a": 0}) == 0
    assert GRID.score({"a1": 2}, {"a": 0}) is None


@given(answers, weights, st.floats(0.1, 50))
def test_a_score_stays_between_its_criteria_and_ignores_the_scale_of_the_weights(
    given_answers: dict[str, int | None], given_weights: dict[str, float], factor: float
) -> None:
    score = CSESS.score(given_answers, given_weights)
    criteria = [value for value in CSESS.criterion_scores(given_answers).values() if value is not None]
    if score is None:
        assert criteria == []
        return
    assert min(criteria) >= 0
    assert max(criteria) <= 100
    assert min(criteria) - 1e-9 <= score <= max(criteria) + 1e-9
    scaled = {name: weight * factor for name, weight in given_weights.items()}
    assert math.isclose(CSESS.score(given_answers, scaled) or 0, score, abs_tol=1e-7)


@given(answers, st.sampled_from(CSESS.questions))
def test_a_higher_level_never_lowers_the_score(given_answers: dict[str, int | None], question) -> None:
    level = given_answers[question.id]
    if level is None or level == question.top:
        return
    before, after = CSESS.score(given_answers), CSESS.score({**given_answers, question.id: level + 1})
    assert before is not None
    assert after is not None
    assert after > before


def test_answers_are_checked() -> None:
    assert GRID.check({"a1": 2, "b2": "y"}) == {"a1": 2, "a2": None, "b1": None, "b2": "y"}
    for wrong in ({"zz": 1}, {"a1": 3}, {"a1": -1}, {"a1": "2"}, {"a1": True}, {"b2": "z"}, {"b2": 0}, {"a1": 1.0}):
        with pytest.raises(AnswerError, match="«"):
            GRID.check(wrong)


def test_answers_have_words() -> None:
    assert GRID.question("a1").label_of(1) == "un peu"
    assert GRID.question("b2").label_of("y") == "Celle-là"
    assert GRID.question("a1").label_of(None) == "Non renseigné"


def test_a_grid_carries_its_own_file() -> None:
    assert parse_grid(CSESS.text, "x") == CSESS
    assert isinstance(CSESS, Grid)
