"""A trial of the grid against the grid's own formula, tried answer by answer."""

import itertools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from dashboard.domain.grid import Criterion, Grid, Option, Question, QuestionKind, Stage
from dashboard.reviews.stability import Threshold, ranking
from dashboard.reviews.trial import Rank, Trial, last_frozen, rank_among, scores_under
from tests.pages.campaigns import grid_named, scored_campaign

RULE = Threshold(50)
CSESS = grid_named("csess")
EQUAL = CSESS.weights


def scale(name: str, levels: int = 3, weight: float = 1) -> Question:
    return Question(name, name, QuestionKind.SCALE, weight, tuple(f"niveau {level}" for level in range(levels)))


SMALL = Grid(
    "petite", "1", "Petite", "Essai", Stage.IDENTIFIED,
    (
        Criterion("a", "A", 1, (scale("a1"), scale("a2", 2, 3))),
        Criterion("b", "B", 2, (scale("b1", 4),)),
        Criterion("c", "C", 1, (Question("c1", "C1", QuestionKind.CHOICE, options=(Option("x", "X"), Option("y", "Y"))),)),
    ),
)  # fmt: skip
"""Two scored criteria, questions of different weights and lengths, one question that gives no score."""


def every_answer() -> list[dict[str, int | None]]:
    spans = [[None, *question.values] for question in SMALL.questions if question.kind is QuestionKind.SCALE]
    return [dict(zip(("a1", "a2", "b1"), given, strict=True)) for given in itertools.product(*spans)]


def trials() -> list[Trial]:
    return [
        Trial(SMALL, answers, weights, RULE)
        for answers in every_answer()
        for weights in ({"a": 1, "b": 2}, {"a": 100, "b": 0}, {"a": 0, "b": 0})
    ]


def verdict(trial: Trial, **changed: int) -> bool | None:
    score = SMALL.score({**trial.answers, **changed}, trial.weights)
    return None if score is None else score >= 50 - 1e-9


def test_score_and_verdict_are_the_grid_s_own():
    for trial in trials():
        assert trial.score == SMALL.score(trial.answers, trial.weights), trial
        assert trial.retained == verdict(trial), trial
        assert trial.answered == sum(answer is not None for answer in trial.answers.values()), trial
        assert trial.provisional == (trial.answered < 3), trial


def test_bounds_are_the_lowest_and_highest_score_of_every_way_to_answer_what_is_left():
    for trial in trials():
        ways = [
            SMALL.score(given, trial.weights)
            for given in every_answer()
            if all(given[name] == answer for name, answer in trial.answers.items() if answer is not None)
        ]
        reached = [score for score in ways if score is not None]
        if trial.possible is None:
            assert reached == [], trial
            continue
        assert trial.possible == pytest.approx((min(reached), max(reached))), trial
        assert trial.settled == (len({score >= 50 - 1e-9 for score in reached}) == 1), trial


def test_tips_are_the_nearest_levels_that_change_the_verdict_alone():
    found = 0
    for trial in trials():
        tips = {tip.question.id: tip.level for tip in trial.tips}
        if trial.retained is None:
            assert tips == {}, trial
            continue
        for question in trial.scales:
            flipping = [level for level in question.values if verdict(trial, **{question.id: level}) != trial.retained]
            nearest = (max if trial.retained else min)(flipping, default=None)
            assert tips.get(question.id) == nearest, (trial, question.id)
            found += bool(flipping)
    assert found > 50


def test_points_add_up_to_the_score():
    for trial in trials():
        points = [part.points for part in trial.parts if part.points is not None]
        assert sum(points) == pytest.approx(trial.score or 0), trial
        assert [part.score for part in trial.parts] == list(SMALL.criterion_scores(trial.answers).values()), trial


def test_a_grid_that_reads_retained_operations_again_gives_a_score_and_no_verdict():
    trial = Trial(replace(SMALL, stage=Stage.RETAINED), {"a1": 2}, {"a": 1, "b": 1}, RULE)
    assert (trial.score, trial.retained, trial.tips, trial.reading) == (100, None, (), None)


def test_the_weight_that_is_named_is_where_the_verdict_changes():
    answers = {"besoin_identifie": 3, "essai_ajustement": 1}
    trial = Trial(CSESS, answers, EQUAL, RULE)
    assert trial.retained
    assert "«\u202fRéponse nouvelle à un besoin social\u202f» passe de 25,0\u202f% à 10,0\u202f%" in (
        trial.reading or ""
    )
    # 10 % of the whole is 25 thirds beside three times 25.
    beside = [Trial(CSESS, answers, {**EQUAL, "besoin": weight}, RULE).retained for weight in (8.3, 8.4)]
    assert beside == [False, True]


def test_place_counts_what_is_strictly_better_and_what_is_level():
    others = pd.Series([90, 50, 50 + 1e-12, 10, np.nan])
    assert rank_among(50, others) == Rank(2, 5, 2)
    assert rank_among(95, others) == Rank(1, 5, 0)
    assert rank_among(0, pd.Series([], dtype="float64")) == Rank(1, 1, 0)


def test_place_of_an_operation_of_the_campaign_is_that_of_its_ranking():
    drawn = np.random.default_rng(2019).choice([np.nan, 0, 50, 100], size=(40, 3))
    scores = pd.DataFrame(drawn, index=[f"D{rank}" for rank in range(40)], columns=["x", "y", "z"])
    weights = {"x": 1.0, "y": 0.0, "z": 3.0}
    under = scores_under(scores, weights)
    ranks = ranking(scores, weights).set_index("num_dossier")["rank"]
    for number, score in under.dropna().items():
        assert rank_among(score, under.drop(index=number)).rank == ranks[number], number


def test_reference_is_the_campaign_frozen_last_on_this_very_grid(engine):
    agreed = {"D1": (("Alice", (3,) * 4, "retenue"), ("Bob", (3,) * 4, "retenue"))}
    spread = {"D1": (("Alice", (3, 3), "retenue"), ("Bob", (3, 3), "retenue"))}
    older = scored_campaign(engine, campaign_id="ancienne", frozen=True, reviews=agreed, day=1)
    newer = scored_campaign(engine, campaign_id="recente", frozen=True, reviews=agreed, day=3)
    other = scored_campaign(engine, campaign_id="autre", grid="essaimage", frozen=True, reviews=spread, day=5)
    opened = scored_campaign(engine, campaign_id="ouverte", reviews=agreed, day=9)
    assert last_frozen([newer, older, other, opened], CSESS) == newer
    assert last_frozen([opened, other], CSESS) is None
    assert last_frozen([newer], replace(CSESS, version="2")) is None
