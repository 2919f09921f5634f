"""A trial of a grid: what some answers and weights lead to, what would tip the verdict, where it would stand. Nothing is kept.

The score is `domain.grid`'s. A higher level never lowers it, which is what the bounds and the tipping answers rest on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.domain.grid import Answer, Answers, Criterion, Grid, Question, QuestionKind
from dashboard.reviews.model import Campaign
from dashboard.reviews.stability import TIE, Threshold, sentence, stability, weighted_scores


@dataclass(frozen=True, slots=True)
class Tip:
    """A question whose answer alone changes the verdict: the level nearest to the present answer that does."""

    question: Question
    answer: Answer
    level: int


@dataclass(frozen=True, slots=True)
class Part:
    """What one criterion brings: its score (0 to 100), its share of the weights that count, its points of the score.

    All three are None for a criterion without answer.
    """

    criterion: Criterion
    score: float | None
    share: float | None
    points: float | None


@dataclass(frozen=True, slots=True)
class Trial:
    """Answers to a grid under some weights (by scored criterion, 0 or more), against a threshold."""

    grid: Grid
    answers: Answers
    weights: Mapping[str, float]
    rule: Threshold

    @property
    def scales(self) -> tuple[Question, ...]:
        """The questions that count in the score."""
        return tuple(question for question in self.grid.questions if question.kind is QuestionKind.SCALE)

    @property
    def answered(self) -> int:
        """How many of `scales` have an answer."""
        return sum(self.answers.get(question.id) is not None for question in self.scales)

    @property
    def scores(self) -> dict[str, float | None]:
        """Score of each scored criterion, 0 to 100."""
        return self.grid.criterion_scores(self.answers)

    @property
    def provisional(self) -> bool:
        """Whether answers are still to come."""
        return self.answered < len(self.scales)

    @property
    def score(self) -> float | None:
        """0 to 100, None when nothing that weighs is answered."""
        return self.grid.score(self.answers, self.weights)

    @property
    def retained(self) -> bool | None:
        """What the score leads to; None without a score, or where the grid gives no verdict."""
        return self._retained({}) if self.grid.decides else None

    @property
    def parts(self) -> tuple[Part, ...]:
        """What each scored criterion brings; the points add up to the score."""
        scores = self.scores
        whole = sum(self.weights[name] for name, score in scores.items() if score is not None)
        return tuple(
            _part(criterion, scores[criterion.id], self.weights[criterion.id], whole)
            for criterion in self.grid.scored_criteria
        )

    @property
    def possible(self) -> tuple[float, float] | None:
        """The lowest and the highest score that the answers still to come can lead to; None when nothing weighs."""
        left = [question for question in self.scales if self.answers.get(question.id) is None]
        low = self._score({question.id: 0 for question in left})
        high = self._score({question.id: question.top for question in left})
        return None if low is None or high is None else (low, high)

    @property
    def settled(self) -> bool:
        """Whether the answers still to come can no longer change the verdict."""
        bounds = self.possible
        return bounds is not None and len(set(self.rule.retained(np.array([bounds]))[0])) == 1

    @property
    def tips(self) -> tuple[Tip, ...]:
        """Each question whose answer alone, changed or given, changes the verdict; in the order of the grid."""
        now = self.retained
        if now is None:
            return ()
        found = []
        for question in self.scales:
            levels = [level for level in range(question.top + 1) if self._retained({question.id: level}) is not now]
            if levels:
                found.append(Tip(question, self.answers.get(question.id), max(levels) if now else min(levels)))
        return tuple(found)

    @property
    def reading(self) -> str | None:
        """How far the verdict depends on the weights, as `stability.sentence` says it; None where there is no verdict."""
        if self.retained is None:
            return None
        scores = {name: [np.nan if score is None else score] for name, score in self.scores.items()}
        row = stability(pd.DataFrame(scores, index=["essai"]), self.weights, self.rule).iloc[0]
        return sentence(dict(row), {criterion.id: criterion.title for criterion in self.grid.scored_criteria})

    def _score(self, changed: Mapping[str, int]) -> float | None:
        return self.grid.score({**self.answers, **changed}, self.weights)

    def _retained(self, changed: Mapping[str, int]) -> bool | None:
        score = self._score(changed)
        return None if score is None else bool(self.rule.retained(np.array([[score]]))[0, 0])


def _part(criterion: Criterion, score: float | None, weight: float, whole: float) -> Part:
    if score is None:
        return Part(criterion, None, None, None)
    share = weight / whole if whole > 0 else None
    return Part(criterion, score, share, None if share is None else share * score)


@dataclass(frozen=True, slots=True)
class Rank:
    """Where a score stands: `rank` from 1 among `among` (itself included), level with `equal` others."""

    rank: int
    among: int
    equal: int


def rank_among(score: float, others: "pd.Series[float]") -> Rank:
    """The place of a score among others; NaN are left out."""
    known = others.dropna().to_numpy()
    return Rank(int((known > score + TIE).sum()) + 1, len(known) + 1, int((np.abs(known - score) <= TIE).sum()))


def scores_under(scores: pd.DataFrame, weights: Mapping[str, float]) -> "pd.Series[float]":
    """The score of each operation under `weights`: `scores` is `scores.criterion_scores`, the index stays its own."""
    row = np.array([[float(weights[name]) for name in scores.columns]])
    values = weighted_scores(scores.to_numpy(dtype=np.float64), row)[0]
    return pd.Series(values, index=scores.index, dtype="float64")


def last_frozen(campaigns: Iterable[Campaign], grid: Grid) -> Campaign | None:
    """The campaign frozen last among those led on this very grid; None where there is none."""
    frozen = [
        (campaign.frozen_at, campaign.id, campaign)
        for campaign in campaigns
        if campaign.frozen_at is not None and campaign.grid_hash == grid.version_hash
    ]
    return max(frozen, key=lambda found: found[:2])[2] if frozen else None
