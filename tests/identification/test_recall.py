"""Recall: the exact bound held against its definition, at its level over a thousand draws; the price; the stopping test."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest

from dashboard.identification.recall import (
    Stratum,
    at_most,
    lower_recall,
    readings_needed,
    stopping_probability,
    upper_missed,
    upper_missed_over,
)

DRAWS = 1000


def exactly(found: int, population: int, relevant: int, read: int) -> Fraction:
    """P(X ≤ found) in whole numbers."""
    favourable = sum(comb(relevant, i) * comb(population - relevant, read - i) for i in range(found + 1))
    return Fraction(favourable, comb(population, read))


def test_the_law_is_that_of_whole_numbers():
    for population in (1, 7, 40):
        for relevant in range(0, population + 1, 3):
            for read in range(0, population + 1, 2):
                for found in range(read + 1):
                    expected = float(exactly(found, population, relevant, read))
                    assert at_most(found, population, relevant, read) == pytest.approx(expected, abs=1e-11)


def test_the_bound_is_the_last_number_that_leaves_so_few_likely():
    for population, read, found, risk in (
        (40, 12, 0, 0.05),
        (40, 12, 3, 0.05),
        (300, 50, 1, 0.01),
        (13_677, 737, 0, 0.05),
    ):
        bound = upper_missed(population, read, found, risk)
        assert (
            exactly(found, population, bound, read) > Fraction(str(risk)) >= exactly(found, population, bound + 1, read)
        )
    assert upper_missed(40, 40, 3, 0.05) == 3
    assert upper_missed(40, 0, 0, 0.05) == 40


@pytest.mark.parametrize(
    ("population", "read", "retained", "risk"), [(10, 11, 0, 0.05), (10, 5, 6, 0.05), (10, 5, -1, 0.05), (10, 5, 0, 0)]
)
def test_impossible_counts_are_refused(population, read, retained, risk):
    with pytest.raises(ValueError, match="no bound"):
        upper_missed(population, read, retained, risk)


def test_bounds_hold_at_their_level_over_a_thousand_draws():
    """Truth is known here: the bound fails in at most `risk` of the draws, within 3 standard deviations of chance."""
    chance = np.random.default_rng(2020)
    for population, truth, read, risk in ((2_000, 40, 300, 0.05), (2_000, 6, 300, 0.05), (14_000, 30, 1_000, 0.1)):
        found = chance.hypergeometric(truth, population - truth, read, size=DRAWS)
        bounds = np.array([upper_missed(population, read, int(count), risk) for count in found])
        assert (bounds < truth).mean() <= risk + 3 * np.sqrt(risk * (1 - risk) / DRAWS)
        # Nor is it so high that it says nothing: it is one of the counts that the data allow.
        assert np.median(bounds) < truth * 3 + 30


def test_bounds_summed_over_strata_hold_at_every_look():
    """Three strata looked at twice: over a thousand draws, the sum is below the truth at some look in at most `risk` of them."""
    chance, risk, looks = np.random.default_rng(7), 0.1, 2
    parts = ((400, 20, 120), (1_000, 10, 200), (3_000, 3, 300))
    failed = np.zeros(DRAWS, dtype=bool)
    halves = [chance.hypergeometric(truth, size - truth, read // 2, size=DRAWS) for size, truth, read in parts]
    wholes = [
        half + chance.hypergeometric(truth - half, size - truth - (read // 2 - half), read - read // 2)
        for half, (size, truth, read) in zip(halves, parts, strict=True)
    ]
    for found, share in ((halves, 2), (wholes, 1)):
        sums = [
            upper_missed_over([Stratum(size, read // share, int(counts[draw])) for counts, (size, _, read) in zip(found, parts, strict=True)], risk, looks)
            for draw in range(DRAWS)
        ]  # fmt: skip
        failed |= np.array(sums) < sum(truth for _, truth, _ in parts)
    assert failed.mean() <= risk
    assert upper_missed_over([Stratum(1_000, 200, 1)], risk) == upper_missed(1_000, 200, 1, risk)
    assert upper_missed_over([Stratum(500, 100, 1), Stratum(500, 100, 0)], risk) > upper_missed(1_000, 200, 1, risk)


def test_recall_counts_what_is_retained_on_both_sides():
    assert lower_recall(213, 0, 53) == 213 / 266
    # What ranked reading finds afterwards raises it, and never past the whole.
    assert lower_recall(213, 10, 53) == 223 / 266
    assert lower_recall(213, 60, 53) == 1.0
    assert lower_recall(0, 0, 53) is None


def test_the_price_of_a_recall():
    """With 213 found and none in the sample; one reading fewer wouldn't do, whole numbers say."""
    for target, allowed, needed in ((0.8, 53, 737), (0.9, 23, 1_604), (0.95, 11, 3_021)):
        assert readings_needed(213, 13_677, target, 0.05) == needed
        assert 213 / (213 + allowed) >= target > 213 / (214 + allowed)
        assert exactly(0, 13_677, allowed + 1, needed) <= Fraction(1, 20) < exactly(0, 13_677, allowed + 1, needed - 1)
    assert readings_needed(0, 13_677, 0.8, 0.05) is None
    assert readings_needed(3, 10, 0.99, 0.05) == 10


def test_the_stopping_test_is_the_least_of_its_urns():
    """Worked by hand for four readings of ten: r = 3 of which 2 before, a target of one half."""
    labels = [True, False, False, False]
    urns = []
    for last in range(1, 5):
        since = sum(labels[-last:])
        relevant = 3 * 2 - (3 - since) + 1
        urns.append(1 - 0 if relevant > 10 - (4 - last) else float(exactly(since, 10 - (4 - last), relevant, last)))
    assert stopping_probability(labels, 10, 2, 0.5) == pytest.approx(min(urns))
    assert stopping_probability([], 10, 2, 0.5) is None
    # Nothing left to read: nothing can be missed.
    assert stopping_probability([True, *[False] * 9], 10, 2, 0.5) == 0.0
    # A find at the end says that more may follow.
    assert stopping_probability([False] * 60, 200, 20, 0.8) < stopping_probability([*[False] * 59, True], 200, 20, 0.8)
