"""How far reviewers agree: Krippendorff's alpha and weighted kappa, per question, per criterion and on the verdict.

Both are computed here: the packages that have them are copyleft (docs/adr/0006) or bring some hundred megabytes for ten lines.
Alpha is ordinal for scales, nominal for choices and verdicts; it takes any number of reviewers and leaves missing answers out.
A criterion pools its questions: each (operation, question) is one unit.

Weighted kappa: Cohen, J. (1968), « Weighted kappa », Psychological Bulletin 70(4), 213-220: κw = 1 - Σ v·po / Σ v·pe, where
v weighs a disagreement, po is the observed share of a pair of answers and pe the share expected from each reviewer's own habits.
Scales weigh by the square of the distance (Fleiss and Cohen, 1973), choices by 0 or 1. It compares two reviewers; with
more, each pair that shares operations counts in proportion to what it shares (after Light, 1971).

Intervals are drawn by operation: the operations that were read twice are drawn again with replacement, each with all its answers,
so that the questions of a criterion stay together. They are the percentiles of those alphas; how often they hold the true
value, by number of operations, stands in docs/benchmarks.md.

Positive and negative agreement: Cicchetti, D. V. and Feinstein, A. R. (1990), « High agreement but low kappa: II. Resolving the
paradoxes », Journal of Clinical Epidemiology 43(6), 551-558: of a two by two table with a and d on its diagonal,
2a / (2a + b + c) and 2d / (2d + b + c). A third answer or a third reviewer counts among the disagreements. Both formulas
are written from memory, to check against the paper.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.domain.french import NARROW_SPACE, decimal
from dashboard.domain.grid import Grid, Question, QuestionKind
from dashboard.reviews.model import Verdict
from dashboard.reviews.origins import Origin
from dashboard.reviews.scores import VERDICT

Matrix = npt.NDArray[np.float64]

Interval = tuple[float, float]

FEWEST = 30
"""Double readings from which an interval is drawn."""

DRAWS, SEED = 2000, 2019
CONFIDENCE = 0.95
MOST_UNDEFINED = 0.05
"""Share of the draws in which every answer may be the same, and alpha undefined, for an interval to be given."""
CHUNK = 100
"""Draws made at once: bounds the memory."""

RELIABLE, TENTATIVE = 0.8, 0.667
"""Krippendorff's own cuts: firm conclusions from 0.800, tentative ones from 0.667, none below."""


_VERDICTS = [str(verdict) for verdict in Verdict]
_RETAINED, _REJECTED = _VERDICTS.index(Verdict.RETAINED), _VERDICTS.index(Verdict.REJECTED)


class Part(StrEnum):
    """What a line of the report is about."""

    CRITERION = "critère"
    QUESTION = "question"
    VERDICT = "avis"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on one question, one criterion or the verdict. Coefficients are None where they can't be computed.

    `operations` were answered twice at least; `interval` bounds alpha at 95 %, None under `FEWEST` of them.
    """

    part: Part
    id: str
    label: str
    units: int
    identical: float | None
    alpha: float | None
    kappa: float | None
    operations: int = 0
    interval: Interval | None = None

    @property
    def reading(self) -> str:
        """What alpha means, in one French sentence."""
        return interpret(self.alpha, self.units)

    @property
    def uncertainty(self) -> str:
        """The interval in a few French words, or why there is none."""
        return in_words(self.interval, self.operations)


@dataclass(frozen=True, slots=True)
class OriginAgreement:
    """Agreement on the verdicts of the operations that came into the campaign in one way.

    `prevalence` is the share of « retenue » among their verdicts, `positive` and `negative` the agreement on « retenue » and on
    « non »; None where nothing can be computed.
    """

    origin: Origin
    operations: int
    prevalence: float | None
    positive: float | None
    negative: float | None
    alpha: float | None
    interval: Interval | None

    @property
    def uncertainty(self) -> str:
        """The interval in a few French words, or why there is none."""
        return in_words(self.interval, self.operations)


def agreement(grid: Grid, answers: pd.DataFrame) -> list[Agreement]:
    """The report on `scores.answers`: the verdict if there is one, then each criterion followed by its questions."""
    report = []
    if grid.decides:
        verdicts = _ratings(answers, [VERDICT], _VERDICTS)
        report.append(_agreement(Part.VERDICT, VERDICT, "Avis", [verdicts], len(Verdict), ordinal=False))
    for criterion in grid.criteria:
        scales = [question for question in criterion.questions if question.kind is QuestionKind.SCALE]
        if scales:
            levels = max(len(question.anchors) for question in scales)
            pooled = [_question_ratings(answers, question) for question in scales]
            report.append(_agreement(Part.CRITERION, criterion.id, criterion.title, pooled, levels, ordinal=True))
        for question in criterion.questions:
            ratings = _question_ratings(answers, question)
            ordinal = question.kind is QuestionKind.SCALE
            report.append(
                _agreement(Part.QUESTION, question.id, question.text, [ratings], len(question.values), ordinal=ordinal)
            )
    return report


def agreement_by_origin(answers: pd.DataFrame, origins: Mapping[str, Origin]) -> list[OriginAgreement]:
    """Agreement on the verdict, apart for each origin that has double readings; `origins` gives that of each number."""
    found = answers["num_dossier"].map(origins)
    report = []
    for origin in Origin:
        ratings = _ratings(answers[found == origin], [VERDICT], _VERDICTS)
        counted = _Counted.of([ratings], len(_VERDICTS))
        if not len(counted.answered):
            continue
        totals, pairs = counted.answered.sum(axis=0), counted.together.sum(axis=0)
        report.append(
            OriginAgreement(
                origin=origin,
                operations=len(counted.answered),
                prevalence=float(totals[_RETAINED] / totals.sum()),
                positive=_specific(totals, pairs, _RETAINED),
                negative=_specific(totals, pairs, _REJECTED),
                alpha=krippendorff_alpha(ratings, ordinal=False),
                interval=bootstrap_interval([ratings], len(_VERDICTS), ordinal=False),
            )
        )
    return report


def read_twice(answers: pd.DataFrame) -> int:
    """How many operations two reviewers at least have read, each without seeing the other's answers."""
    return int((answers.groupby("num_dossier")["reviewer"].nunique() > 1).sum())


def most_disagreeing(grid: Grid, answers: pd.DataFrame, limit: int | None = None) -> pd.DataFrame:
    """Operations by decreasing disagreement: num_dossier, distance, compared, verdicts_differ.

    `distance` is the mean over the scale questions that at least two reviewers answered of the gap between the highest
    and the lowest answer, as a share of the scale: 0 when all agree, 1 when they are at both ends everywhere.
    """
    scales = {question.id: question.top for question in grid.questions if question.kind is QuestionKind.SCALE}
    levels = answers[answers["question"].isin(list(scales)) & answers["value"].notna()]
    spread = levels.assign(value=levels["value"].astype("float64")).groupby(["num_dossier", "question"])["value"]
    gaps = spread.agg(["max", "min", "count"]).reset_index()
    gaps = gaps[gaps["count"] > 1]
    gaps["distance"] = (gaps["max"] - gaps["min"]) / gaps["question"].map(scales).astype("float64")
    found = gaps.groupby("num_dossier")["distance"].agg(["mean", "count"])
    verdicts = answers[answers["question"] == VERDICT].groupby("num_dossier")["value"].nunique()
    everything = pd.DataFrame(index=pd.Index(answers["num_dossier"].unique(), name="num_dossier", dtype="str"))
    everything["distance"] = found["mean"].reindex(everything.index).astype("float64")
    everything["compared"] = found["count"].reindex(everything.index).fillna(0).astype("int64")
    everything["verdicts_differ"] = verdicts.reindex(everything.index).fillna(0).gt(1)
    ordered = everything.reset_index().sort_values(
        ["distance", "verdicts_differ", "num_dossier"], ascending=[False, False, True], na_position="last"
    )
    return ordered.head(limit).reset_index(drop=True) if limit is not None else ordered.reset_index(drop=True)


def krippendorff_alpha(ratings: Matrix, *, ordinal: bool = True) -> float | None:
    """Alpha of a matrix reviewers × units, NaN where unanswered; values are numbers whose order counts if `ordinal`.

    None when no unit has two answers or when all those answers are the same: there is then nothing to tell apart.

    Krippendorff, K. (2011), « Computing Krippendorff's Alpha-Reliability »: α = 1 - (n - 1) · Σ o_ck·δ²_ck / Σ n_c·n_k·δ²_ck,
    where o_ck is how often the values c and k meet in a unit (each ordered pair of its m answers counts 1 / (m - 1)), n_c how
    many answers are c and n how many there are, among those that meet another. δ² is 1 between different choices; between two
    levels it is the square of how many answers lie from the middle of the one's to the middle of the other's. Written from
    memory, to check against the paper; its own example is among the tests.
    """
    values = np.unique(ratings[~np.isnan(ratings)])
    counts = (ratings[:, :, None] == values).sum(axis=0)
    counts = counts[counts.sum(axis=1) > 1]
    totals = counts.sum(axis=0)
    weighted = counts / (counts.sum(axis=1, keepdims=True) - 1)
    coincidences = counts.T @ weighted  # but for the diagonal, where nothing disagrees
    middle = np.cumsum(totals) - totals / 2
    distance = np.subtract.outer(middle, middle) ** 2 if ordinal else disagreement_weights(len(values), ordinal=False)
    by_chance = float(totals @ distance @ totals)
    return None if by_chance == 0 else 1 - float(totals.sum() - 1) * float((coincidences * distance).sum()) / by_chance


def bootstrap_interval(ratings: Sequence[Matrix], levels: int, *, ordinal: bool = True) -> Interval | None:
    """The interval of the alpha of matrices reviewers × operations, one per question, whose values are levels from 0 up.

    None under `FEWEST` operations answered twice, or where too many draws have nothing to tell apart.
    """
    counted = _Counted.of(ratings, levels)
    size = len(counted.answered)
    if size < FEWEST:
        return None
    random = np.random.default_rng(SEED)
    drawn = np.concatenate(
        [
            counted.alphas(random.multinomial(size, np.full(size, 1 / size), CHUNK).astype(np.float64), ordinal=ordinal)
            for _ in range(DRAWS // CHUNK)
        ]
    )
    defined = drawn[~np.isnan(drawn)]
    if len(defined) < (1 - MOST_UNDEFINED) * DRAWS:
        return None
    low, high = np.quantile(defined, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return float(low), float(high)


@dataclass(frozen=True, slots=True)
class _Counted:
    """What alpha needs of each operation answered twice: `answered`, operations × levels; `together`, × levels × levels."""

    answered: Matrix
    together: Matrix

    @classmethod
    def of(cls, ratings: Sequence[Matrix], levels: int) -> "_Counted":
        answered = np.zeros((ratings[0].shape[1], levels))
        together = np.zeros((ratings[0].shape[1], levels, levels))
        for matrix in ratings:
            counts = (matrix[:, :, None] == np.arange(levels)).sum(axis=0).astype(np.float64)
            size = counts.sum(axis=1)
            counts[size < 2] = 0
            others = np.maximum(size - 1, 1)[:, None, None]
            answered += counts
            together += (counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(levels)) / others
        double = answered.any(axis=1)
        return cls(answered[double], together[double])

    def alphas(self, times: Matrix, *, ordinal: bool) -> Matrix:
        """Alpha of each row of `times`, draws × operations: how often each operation was drawn. NaN where it is undefined."""
        levels = self.answered.shape[1]
        totals = times @ self.answered
        pairs = (times @ self.together.reshape(len(self.together), -1)).reshape(-1, levels, levels)
        if ordinal:
            middle = np.cumsum(totals, axis=1) - totals / 2
            distance = (middle[:, :, None] - middle[:, None, :]) ** 2
        else:
            distance = np.broadcast_to(1 - np.eye(levels), pairs.shape)
        by_chance = np.einsum("dc,dck,dk->d", totals, distance, totals)
        observed = (totals.sum(axis=1) - 1) * (pairs * distance).sum(axis=(1, 2))
        ratio: Matrix = np.divide(observed, by_chance, out=np.full(len(times), np.nan), where=by_chance > 0)
        return 1 - ratio


def _specific(totals: Matrix, pairs: Matrix, level: int) -> float | None:
    """Of the answers that are `level`, the share that meet the same answer: 2a / (2a + b + c) with two reviewers."""
    return float(pairs[level, level] / totals[level]) if totals[level] else None


def weighted_kappa(first: Sequence[float] | Matrix, second: Sequence[float] | Matrix, weights: Matrix) -> float | None:
    """Cohen's weighted kappa of two reviewers; `weights` are the disagreement weights, 0 on the diagonal.

    Units that either left unanswered (NaN) are left out. None when chance alone leaves no disagreement to explain.
    """
    one, other = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    both = ~(np.isnan(one) | np.isnan(other))
    observed = np.zeros(weights.shape)
    np.add.at(observed, (one[both].astype(int), other[both].astype(int)), 1.0)
    total = observed.sum()
    if not total:
        return None
    expected = np.outer(observed.sum(axis=1), observed.sum(axis=0)) / total
    by_chance = float((weights * expected).sum())
    return None if by_chance == 0 else 1 - float((weights * observed).sum()) / by_chance


def disagreement_weights(levels: int, *, ordinal: bool = True) -> Matrix:
    """Squared distance between levels, or 1 for any two different choices."""
    rank = np.arange(levels, dtype=np.float64)
    distance = np.abs(rank[:, None] - rank[None, :])
    return distance**2 if ordinal else (distance > 0).astype(np.float64)


def interpret(alpha: float | None, units: int) -> str:
    """What a value of alpha means, in one French sentence."""
    if units == 0:
        return f"Accord non mesurable{NARROW_SPACE}: aucune question n'a reçu deux réponses."
    if alpha is None:
        return f"Accord non mesurable{NARROW_SPACE}: toutes les réponses sont identiques, rien ne distingue les opérations."
    value = f"Alpha de {decimal(alpha, 2)}{NARROW_SPACE}: "
    if alpha >= RELIABLE:
        return f"{value}accord solide, les réponses peuvent fonder une conclusion."
    if alpha >= TENTATIVE:
        return f"{value}accord moyen, les conclusions restent à confirmer."
    if alpha > 0:
        return f"{value}accord insuffisant, la question est à préciser avant de s'y fier."
    return f"{value}pas plus d'accord que des réponses données au hasard."


def in_words(interval: Interval | None, operations: int) -> str:
    """An interval of alpha as the interface says it."""
    if interval is not None:
        return f"de {decimal(interval[0], 2)} à {decimal(interval[1], 2)}"
    return "trop peu pour un intervalle" if operations < FEWEST else "réponses trop semblables pour un intervalle"


def _agreement(
    part: Part, name: str, label: str, questions: Sequence[Matrix], levels: int, *, ordinal: bool
) -> Agreement:
    ratings, counted = np.hstack(questions), _Counted.of(questions, levels)
    shared = ratings[:, np.sum(~np.isnan(ratings), axis=0) > 1]
    units = shared.shape[1]
    same = np.nanmax(shared, axis=0) == np.nanmin(shared, axis=0) if units else np.array([])
    return Agreement(
        part=part,
        id=name,
        label=label,
        units=units,
        identical=float(same.mean()) if units else None,
        alpha=krippendorff_alpha(ratings, ordinal=ordinal),
        kappa=_pairwise_kappa(ratings, disagreement_weights(levels, ordinal=ordinal)),
        operations=len(counted.answered),
        interval=bootstrap_interval(questions, levels, ordinal=ordinal),
    )


def _pairwise_kappa(ratings: Matrix, weights: Matrix) -> float | None:
    values, shares = [], []
    for one, other in combinations(ratings, 2):
        value = weighted_kappa(one, other, weights)
        if value is not None:
            values.append(value)
            shares.append(int(np.sum(~(np.isnan(one) | np.isnan(other)))))
    return float(np.average(values, weights=shares)) if values else None


def _question_ratings(answers: pd.DataFrame, question: Question) -> Matrix:
    return _ratings(answers, [question.id], question.values)


def _ratings(answers: pd.DataFrame, questions: list[str], values: Sequence[Hashable]) -> Matrix:
    rank = {value: position for position, value in enumerate(values)}
    rows = answers[answers["question"].isin(questions)]
    ranked = rows.assign(value=rows["value"].map(rank).astype("float64"))
    table = ranked.pivot(index="reviewer", columns="num_dossier", values="value")
    # Every matrix has the same reviewers and operations in the same order, so that those of several questions go together.
    reviewers, operations = (pd.Index(answers[name].unique()) for name in ("reviewer", "num_dossier"))
    return table.reindex(index=reviewers, columns=operations).to_numpy(dtype=np.float64)
