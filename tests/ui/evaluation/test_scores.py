"""The small decisions of the pages on scores: sliders, bars to show, findings."""

import pandas as pd
import pytest

from dashboard.domain.grid import Criterion, Grid, Question, QuestionKind, Stage
from dashboard.reviews.agreement import Agreement, Part
from dashboard.ui.evaluation.agreement import finding
from dashboard.ui.evaluation.stability import BARS, around_limit
from dashboard.ui.evaluation.weights import default_sliders


def grid(*weights: float) -> Grid:
    scale = {"text": "\u202f?", "kind": QuestionKind.SCALE, "anchors": ("non", "oui")}
    criteria = [
        Criterion(f"c{rank}", f"Critère {rank}", weight, (Question(f"q{rank}", **scale),))
        for rank, weight in enumerate(weights)
    ]
    return Grid("g", "1", "Grille", "Source", Stage.IDENTIFIED, tuple(criteria))


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ((25, 25, 25, 25), [25, 25, 25, 25]),
        ((10, 40, 30, 20), [10, 40, 30, 20]),
        ((8, 5), [56, 35]),
        ((1, 1), [50, 50]),
        ((0.5, 1.5), [25, 75]),
        ((300, 100), [75, 25]),
        ((0, 0), [1, 1]),
    ],
)
def test_sliders_start_in_the_proportions_of_the_grid(weights, expected):
    assert list(default_sliders(grid(*weights)).values()) == expected


@pytest.mark.parametrize(
    ("kept", "size", "expected"),
    [(0, 40, 0), (40, 40, 40 - BARS), (20, 40, 20 - BARS // 2 - 1), (2, 5, 0), (3, 40, 0)],
)
def test_bars_stand_astride_the_limit(kept, size, expected):
    rows = pd.DataFrame({"rank": range(1, size + 1), "retained": [rank < kept for rank in range(size)]})
    shown = around_limit(rows)
    assert shown["rank"].iloc[0] == expected + 1
    assert len(shown) == min(BARS, size)


def line(part, alpha):
    return Agreement(part=part, id="x", label="X", units=3, identical=0.5, alpha=alpha, kappa=None)


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        (
            [line(Part.VERDICT, 0.83), line(Part.CRITERION, 0.7), line(Part.CRITERION, 0.81)],
            "Accord solide sur l'avis (alpha de 0,83) et au moins moyen sur les 2 critères",
        ),
        (
            [line(Part.VERDICT, 0.7), line(Part.CRITERION, 0.2), line(Part.CRITERION, 0.9), line(Part.QUESTION, 0.9)],
            "Accord moyen sur l'avis (alpha de 0,70) et au moins moyen sur 1 critère sur 2",
        ),
        ([line(Part.VERDICT, 0.1)], "Accord insuffisant sur l'avis (alpha de 0,10)"),
        ([line(Part.QUESTION, 0.1), line(Part.QUESTION, 0.9)], "Accord au moins moyen sur 1 question sur 2"),
        ([line(Part.VERDICT, None)], "Accord non mesurable\u202f: les réponses sont toutes identiques"),
    ],
)
def test_the_title_says_what_was_found(report, expected):
    assert finding(report) == expected
