"""The figure of a trial: each criterion, what it brings, and the whole."""

import pytest

from dashboard.figures.trial import WHOLE, trial_figure
from dashboard.reviews.stability import Threshold
from dashboard.reviews.trial import Trial
from tests.pages.campaigns import grid_named

CSESS = grid_named("csess")
FIRST = CSESS.criteria[0].title


def figure_of(**answers: int):
    return trial_figure(Trial(CSESS, answers, CSESS.weights, Threshold(50)))


def test_the_last_row_is_the_whole_and_the_points_add_up_to_it():
    figure = figure_of(besoin_identifie=3, intensite=1, gouvernance=0)
    *criteria, whole = figure.rows
    assert (whole["criterion"], whole["score"], whole["share"]) == (WHOLE, pytest.approx(400 / 9), 1)
    assert [row["score"] for row in criteria] == [100, pytest.approx(100 / 3), 0, None]
    assert sum(row["points"] or 0 for row in criteria) == pytest.approx(whole["points"])
    assert figure.title == f"«\u202f{FIRST}\u202f» apporte 33,3 des 44,4 points"
    assert figure.sentence.endswith("Autres effets positifs, sans réponse\u202f; ensemble, 44,4.")
    assert "se partagent son poids" in (figure.note or "")


def test_a_score_of_nothing_says_so():
    answers = {question.id: 0 for question in CSESS.questions}
    assert (figure_of(**answers).title, figure_of(**answers).note) == ("Aucun critère n'apporte de point", None)
    assert figure_of().empty
