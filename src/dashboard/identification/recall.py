"""Recall and its bound: how many operations a random reading leaves to be missed, and what that says of the retained set.

Recall is « au jugement des évaluateurs »: the share, among the operations that they would retain were they to read all of them,
of those that are retained. Nothing here knows the truth beyond their decisions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import exp, floor, lgamma


@dataclass(frozen=True, slots=True)
class Stratum:
    """A part of the population, how many of it were read at random, and how many of those were retained."""

    population: int
    read: int
    retained: int


@lru_cache(maxsize=10_000)
def upper_missed(population: int, read: int, retained: int, risk: float) -> int:
    """The most operations that a population may hold to be retained, those that the sample found included, at a risk of `risk`.

    The exact one-sided bound of a count in a finite population (J. P. Buonaccorsi, « A note on confidence intervals for
    proportions in finite populations », The American Statistician, 41, 1987, p. 215-218): with N the population, n read
    without replacement and x retained among them, the largest K for which so few are likely enough::

        K⁺ = max { K : P(X ≤ x | N, K, n) > risk },    P(X = i) = C(K, i) C(N − K, n − i) / C(N, n)

    Over all samples, K⁺ is below the true K with a probability of `risk` at most. Raises ValueError for an impossible count.
    """
    if not 0 <= retained <= read <= population or not 0 < risk < 1:
        raise ValueError(f"no bound from {retained} of {read} in {population} at {risk}")
    low, high = retained, population - (read - retained)
    while low < high:  # P(X ≤ x) falls as K grows
        middle = (low + high + 1) // 2
        if at_most(retained, population, middle, read) > risk:
            low = middle
        else:
            high = middle - 1
    return low


def at_most(found: int, population: int, relevant: int, read: int) -> float:
    """P(X ≤ found): as few relevant ones among `read` of a population that holds `relevant`, the hypergeometric law."""
    others = population - relevant
    first, last = max(0, read - others), min(found, relevant, read)
    if last < first:
        return 0.0
    if last == min(relevant, read):
        return 1.0
    whole = _log_choices(population, read)
    return min(
        1.0,
        sum(exp(_log_choices(relevant, i) + _log_choices(others, read - i) - whole) for i in range(first, last + 1)),
    )


def _log_choices(among: int, taken: int) -> float:
    return lgamma(among + 1) - lgamma(taken + 1) - lgamma(among - taken + 1)


def upper_missed_over(strata: Sequence[Stratum], risk: float, looks: int = 1) -> int:
    """The same over several strata, looked at several times: the bounds of each at risk / (strata × looks), summed.

    By Bonferroni's inequality the sum holds at `risk` at every look together. It is conservative: read as one, the same
    sample would give a lower bound.
    """
    each = risk / (len(strata) * looks)
    return sum(upper_missed(stratum.population, stratum.read, stratum.retained, each) for stratum in strata)


def lower_recall(retained_elsewhere: int, retained_within: int, upper: int) -> float | None:
    """The least recall when the audited population holds at most `upper`, with what was retained of it and beside it.

    None where nothing is retained: a share of nothing.
    """
    whole = retained_elsewhere + max(upper, retained_within)
    return (retained_elsewhere + retained_within) / whole if retained_elsewhere + retained_within else None


def readings_needed(found: int, population: int, target: float, risk: float) -> int | None:
    """How many random readings, none of them retained, show a recall of `target` with `found` retained elsewhere.

    None where even reading everything but leaves no doubt to lift, because nothing is found yet.
    """
    if not found:
        return None
    wanted = Fraction(str(target))
    allowed = floor(found * (1 - wanted) / wanted)
    low, high = 0, population
    while low < high:
        middle = (low + high) // 2
        if upper_missed(population, middle, 0, risk) <= allowed:
            high = middle
        else:
            low = middle + 1
    return low


def stopping_probability(labels: Sequence[bool], population: int, found_before: int, target: float) -> float | None:
    """The stopping test of ranked reading: how likely so few finds would be, were the recall still below `target`.

    M. W. Callaghan and F. Müller-Hansen, « Statistical stopping criteria for automated screening in systematic reviews »,
    Systematic Reviews, 9, 2020, 273 (doi:10.1186/s13643-020-01521-4), as their own buscarpy computes it. For each number of last
    readings taken as if drawn from what was then unread, with r found in all, r₀ of them before, N still unread then and n read
    since with k found::

        K = ⌊ r / target − r₀ ⌋ + 1,    p = P(X ≤ k | N, K, n),    and the least of these p

    A heuristic here and said so: readings in the order of a ranking are not drawn at random, and the least of many p is not one
    p. `labels`: what was read in order, `population`: how many were unread at the start. None before any reading.
    """
    wanted = Fraction(str(target))
    total = found_before + sum(labels)
    least, since = None, 0
    for read, retained in enumerate(reversed(labels), 1):
        since += retained
        unread = population - (len(labels) - read)
        relevant = floor(Fraction(total) / wanted - (total - since)) + 1
        probability = 0.0 if relevant > unread else at_most(since, unread, relevant, read)
        least = probability if least is None else min(least, probability)
    return least
