"""Whether the retained set depends on the weights: many weightings are drawn, and each operation is retained or not in each.

The weightings are drawn at random, all equally likely (Dirichlet of parameters 1, or tighter round the chosen weights with
`concentration`), from a fixed seed, so that the same scores give the same result. An operation is « robuste » or « fragile » as
`DEFINITION` says.

An unanswered criterion (NaN) counts for nothing: the weights of the others are taken as the whole, as in `domain.grid`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import floor
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.domain.french import NARROW_SPACE, percent, quoted

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

DRAWS = 10_000
SEED = 2019
ROBUST_FROM = 0.9
DEFINITION = (
    f"une opération est robuste si son sort, retenue ou non, reste le même dans au moins {percent(ROBUST_FROM, 0)} des pondérations "
    "essayées, fragile sinon"
)
"""What the words mean, wherever they are explained: pages, fiche, guide."""
CHUNK = 512
"""Weightings treated at once: bounds the memory, stays in the processor's cache, and is small enough for the matrix
product not to be spread over threads, which costs more than it brings when the machine is busy."""

TIE = 1e-9
"""Scores closer than that are equal: sums of the same numbers in another order differ in their last digits."""

STEPS = 200
"""With a number of places, weights are tried by half points between 0 and 100 %."""


class Outcome(StrEnum):
    """How far the outcome of an operation depends on the weights."""

    ROBUST = "robuste"
    FRAGILE = "fragile"


@dataclass(frozen=True, slots=True)
class Threshold:
    """Retained from a score of 0 to 100."""

    score: float

    def retained(self, scores: Floats) -> Flags:
        """By row of scores, weightings × operations. NaN is never retained."""
        return scores >= self.score - TIE


@dataclass(frozen=True, slots=True)
class Top:
    """Retained among the first ones; equal scores at the last place enter together."""

    places: int

    def retained(self, scores: Floats) -> Flags:
        """By row of scores, weightings × operations. NaN is never retained."""
        known = np.where(np.isnan(scores), -np.inf, scores)
        size = known.shape[1]
        if self.places >= size:
            return np.isfinite(known)
        if self.places <= 0:
            return np.zeros(known.shape, dtype=np.bool_)
        last = np.partition(known, size - self.places, axis=1)[:, size - self.places, None]
        return (known >= last - TIE) & np.isfinite(known)


Rule = Threshold | Top

DEFAULT_RULE: Final = Threshold(50)
"""Where nobody chooses."""


def draw_weights(
    weights: Floats, *, draws: int = DRAWS, seed: int = SEED, concentration: float | None = None
) -> Floats:
    """Weightings × criteria, each row adding up to 1. `concentration` tightens them round `weights`: 4 loosely, 100 closely."""
    parameters = np.ones(len(weights)) if concentration is None else _shares(weights) * concentration
    drawn: Floats = np.random.default_rng(seed).dirichlet(np.maximum(parameters, 1e-3), size=draws)
    return drawn


def weighted_scores(scores: Floats, weights: Floats) -> Floats:
    """Weightings × operations from operations × criteria and weightings × criteria; NaN where nothing weighed is answered."""
    answered = ~np.isnan(scores)
    totals = weights @ np.where(answered, scores, 0.0).T
    if answered.all():
        return np.asarray(totals / weights.sum(axis=1, keepdims=True))
    weighed = weights @ answered.T.astype(np.float64)
    scored: Floats = np.divide(totals, weighed, out=np.full(totals.shape, np.nan), where=weighed > 0)
    return scored


def ranking(scores: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """Operations by decreasing score under `weights`: num_dossier, score, rank. Equal scores share a rank.

    `scores` is `scores.criterion_scores`: index num_dossier, one column per criterion.
    """
    values = weighted_scores(scores.to_numpy(dtype=np.float64), _row(scores, weights))[0]
    frame = pd.DataFrame({"num_dossier": scores.index.astype("str"), "score": values})
    frame["rank"] = frame["score"].round(9).rank(ascending=False, method="min").astype("Int64")
    return frame.sort_values(["rank", "num_dossier"], na_position="last").reset_index(drop=True)


def stability(
    scores: pd.DataFrame,
    weights: Mapping[str, float],
    rule: Rule,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    concentration: float | None = None,
) -> pd.DataFrame:
    """One row per operation, in the order of `scores`.

    Columns: num_dossier, score, rank, retained, share_retained (of the weightings), outcome (robuste | fragile), then the
    smallest change of one weight that flips it: flip_criterion, flip_from, flip_to (shares of the whole, the other
    weights keeping their proportions); missing when no change of a single weight does.
    """
    values = scores.to_numpy(dtype=np.float64)
    base = _row(scores, weights)
    drawn = draw_weights(base[0], draws=draws, seed=seed, concentration=concentration)
    times = np.zeros(len(values), dtype=np.int64)
    for start in range(0, draws, CHUNK):
        times += rule.retained(weighted_scores(values, drawn[start : start + CHUNK])).sum(axis=0)
    frame = pd.DataFrame({"num_dossier": scores.index.astype("str")})
    ranks = ranking(scores, weights).set_index("num_dossier")
    frame["score"] = ranks["score"].reindex(frame["num_dossier"]).to_numpy()
    frame["rank"] = ranks["rank"].reindex(frame["num_dossier"]).array
    frame["retained"] = rule.retained(weighted_scores(values, base))[0]
    frame["share_retained"] = times / draws
    holds = np.where(frame["retained"], times, draws - times)
    frame["outcome"] = np.where(holds >= ROBUST_FROM * draws, str(Outcome.ROBUST), str(Outcome.FRAGILE))
    shares = _shares(base[0])
    targets = _flips_at_threshold(values, shares, rule) if isinstance(rule, Threshold) else _flips(values, shares, rule)
    distance = np.where(np.isnan(targets), np.inf, np.abs(targets - shares))
    nearest = distance.argmin(axis=1)
    found = np.isfinite(distance.min(axis=1))
    names = np.array([*scores.columns], dtype=object)
    frame["flip_criterion"] = pd.Series(np.where(found, names[nearest], None), dtype="str")
    frame["flip_from"] = np.where(found, shares[nearest], np.nan)
    frame["flip_to"] = np.where(found, targets[np.arange(len(targets)), nearest], np.nan)
    return frame


def sentence(row: Mapping[str, object], labels: Mapping[str, str]) -> str:
    """What a row of `stability` means, in French; `labels` names the criteria."""
    share = float(str(row["share_retained"]))
    outcome, holds = ("Retenue", share) if row["retained"] else ("Non retenue", 1 - share)
    # Rounded down: 89,9 % must not read as the 90 % that make an operation robust, nor 99,9 % as all of them.
    text = f"{outcome} dans {percent(floor(holds * 100 + TIE) / 100, 0)} des pondérations essayées{NARROW_SPACE}: {row['outcome']}."
    criterion = row["flip_criterion"]
    if not isinstance(criterion, str):
        return f"{text} Aucun changement d'un seul poids ne la fait basculer."
    start, end = (percent(float(str(row[name])), 1) for name in ("flip_from", "flip_to"))
    if start == end:
        # A score at the very threshold flips at its own weights: « de 25,0 % à 25,0 % » would tell nothing.
        return (
            f"{text} Son score est à la limite{NARROW_SPACE}: le moindre changement du poids de "
            f"{quoted(labels[criterion])} peut la faire basculer."
        )
    return f"{text} Elle bascule si le poids de {quoted(labels[criterion])} passe de {start} à {end}."


def _row(scores: pd.DataFrame, weights: Mapping[str, float]) -> Floats:
    return np.array([[float(weights[name]) for name in scores.columns]])


def _shares(weights: Floats) -> Floats:
    whole = weights.sum()
    return np.asarray(weights / whole) if whole > 0 else np.full(len(weights), 1 / len(weights))


def _others(shares: Floats, criterion: int) -> Floats:
    rest = np.delete(shares, criterion)
    return np.insert(_shares(rest), criterion, 0.0) if len(rest) else np.zeros(1)


def _flips_at_threshold(scores: Floats, shares: Floats, rule: Threshold) -> Floats:
    """Operations × criteria: the share of one weight at which the score meets the threshold. NaN when it never does.

    With the share p for one criterion and 1 - p spread over the others, the operation is retained when
    p·(own - threshold) + (1 - p)·(others - threshold) ≥ 0. That is linear in p, so there is one crossing at most.
    """
    answered = ~np.isnan(scores)
    above = np.where(answered, scores - rule.score, 0.0)
    now = rule.retained(weighted_scores(scores, shares[None, :]))[0]
    targets = np.full(scores.shape, np.nan)
    for criterion in range(scores.shape[1]):
        rest = _others(shares, criterion)
        own, others = above[:, criterion], above @ rest
        flips = np.where(now, np.minimum(own, others) < -TIE, np.maximum(own, others) >= -TIE)
        # A criterion without answer, or alone with one, makes no difference whatever its weight.
        flips &= answered[:, criterion] & (answered @ rest > 0)
        crossing = np.divide(others, others - own, out=np.full(len(own), np.nan), where=np.abs(others - own) > TIE)
        targets[:, criterion] = np.where(flips, np.clip(crossing, 0, 1), np.nan)
    return targets


def _flips(scores: Floats, shares: Floats, rule: Rule) -> Floats:
    """Operations × criteria: the nearest tried share of one weight at which the outcome differs. NaN when there is none."""
    now = rule.retained(weighted_scores(scores, shares[None, :]))[0]
    tried = np.linspace(0, 1, STEPS + 1)
    targets = np.full(scores.shape, np.nan)
    for criterion in range(scores.shape[1]):
        weights = (1 - tried)[:, None] * _others(shares, criterion)
        weights[:, criterion] = tried
        differs = rule.retained(weighted_scores(scores, weights)) != now
        distance = np.where(differs, np.abs(tried - shares[criterion])[:, None], np.inf)
        nearest = distance.argmin(axis=0)
        targets[:, criterion] = np.where(np.isfinite(distance.min(axis=0)), tried[nearest], np.nan)
    return targets
