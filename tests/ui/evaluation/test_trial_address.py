"""The address of a trial: what is written is read back, what it says in vain is named and left aside."""

from dataclasses import replace
from urllib.parse import parse_qs, urlencode

import numpy as np

from dashboard.ui.evaluation.trial_address import LONGEST_SAID, ignored, read_address, write_address
from dashboard.ui.evaluation.weights import default_sliders
from tests.pages.campaigns import grid_named

CSESS, SPREAD, READING = (grid_named(name) for name in ("csess", "essaimage", "lecture"))
GRIDS = {grid.id: grid for grid in (CSESS, SPREAD, READING)}
NOTHING = dict.fromkeys((question.id for question in CSESS.questions), None)


def test_what_is_written_is_read_back():
    draw = np.random.default_rng(7)
    for grid in GRIDS.values():
        for _ in range(50):
            answers = {question.id: [None, *question.values][draw.integers(3)] for question in grid.questions}
            weights = {name: int(draw.integers(101)) for name in default_sliders(grid)}
            written = {name: value for name, value in write_address(grid, answers, weights).items() if value}
            travelled = {name: values[-1] for name, values in parse_qs(urlencode(written)).items()}
            assert len(urlencode(written)) < 120, "an address that people read"
            found = read_address(travelled, GRIDS)
            assert (found.grid, found.answers, found.weights, found.dropped) == (grid, answers, weights, ()), written


def test_an_address_says_nothing_of_what_is_not_given():
    assert write_address(CSESS, {}, default_sliders(CSESS)) == {"grille": "csess.1", "reponses": "", "poids": ""}
    found = read_address({}, GRIDS)
    assert (found.grid, found.answers, found.weights) == (CSESS, NOTHING, default_sliders(CSESS))
    assert found.dropped == ()


def test_what_the_grid_does_not_know_is_named_and_left_aside():
    first = CSESS.questions[0].id
    cases = {
        ("reponses", "9.2.-.-.-.-.-.-"): ("réponse «\u202f9\u202f» à la question", {CSESS.questions[1].id: 2}),
        ("reponses", "2.1"): ("2 valeurs au lieu de 8", {}),
        ("reponses", "2.²..-1.x.0x1.1e0.٣"): ("réponse «\u202f²\u202f»", {first: 2}),
        ("reponses", "2" * 5000): ("1 valeur au lieu de 8", {}),
        ("reponses", "." * 100_000): ("valeurs au lieu de 8", {}),
        ("poids", "25.25.25.101"): ("poids «\u202f101\u202f» du critère", {}),
        ("poids", "-1.nan.inf.25"): ("poids «\u202f-1\u202f»", {}),
        ("poids", "<script>"): ("1 valeur au lieu de 4", {}),
        ("grille", "inconnue.1"): ("grille «\u202finconnue.1\u202f»", {}),
        ("grille", "csess.0"): ("autre version", {}),
        ("grille", "csess"): ("autre version", {}),
    }
    for (name, value), (said, answered) in cases.items():
        found = read_address({"grille": "csess.1"} | {name: value}, GRIDS)
        assert any(said in dropped for dropped in found.dropped), (name, value[:40], found.dropped)
        assert found.answers == NOTHING | answered, (name, value[:40])
        assert all(0 <= weight <= 100 for weight in found.weights.values()), (name, value[:40])
        assert len(ignored(found.dropped)) < 1500, (name, value[:40])


def test_answers_to_another_version_are_not_taken_for_answers_to_this_one():
    written = write_address(CSESS, {CSESS.questions[0].id: 3}, default_sliders(CSESS))
    changed = replace(CSESS, version="2")
    found = read_address(written, {"csess": changed})
    assert (found.grid, set(found.answers.values())) == (changed, {None})


def test_long_values_are_cut_in_the_sentence():
    found = read_address({"grille": "x" * 10_000}, GRIDS)
    assert len(found.dropped[0]) < LONGEST_SAID + 30
    assert ignored(found.dropped).startswith("Valeur ignorée dans l'adresse")
    assert ignored((*found.dropped, "poids")).startswith("Valeurs ignorées")
