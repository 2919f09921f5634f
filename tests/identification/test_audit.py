"""The recall audit: a sample that anyone can draw again, and the interval of Wilson."""

from math import sqrt

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.selection import Selection
from dashboard.identification.audit import estimate, sample, unidentified, wilson
from dashboard.identification.identify import Identification

from .conftest import WAVE_2019, Warehouse


def numbers(connection: duckdb.DuckDBPyConnection, found: Identification, size: int, seed: int = 7) -> list[str]:
    return list(sample(connection, found, WAVE_2019, size, seed)["num_dossier"])


def test_the_population_is_what_nothing_identifies(
    demonstration: duckdb.DuckDBPyConnection, identified: Identification
) -> None:
    assert unidentified(demonstration, identified, WAVE_2019) == 6748 - 237
    drawn = numbers(demonstration, identified, 10_000)
    assert len(set(drawn)) == len(drawn) == 6748 - 237
    assert set(drawn) & set(identified.operations["num_dossier"]) == set()


def test_the_seed_decides_and_a_larger_sample_holds_the_smaller(
    demonstration: duckdb.DuckDBPyConnection, identified: Identification
) -> None:
    drawn = numbers(demonstration, identified, 50)
    assert drawn == numbers(demonstration, identified, 50)
    assert drawn[:20] == numbers(demonstration, identified, 20)
    assert set(drawn) != set(numbers(demonstration, identified, 50, seed=8))


def test_the_order_of_the_rows_changes_nothing(warehouse: Warehouse, identified: Identification) -> None:
    rows = [{"num_dossier": f"2019000{rank:02}"} for rank in range(40)]
    drawn = numbers(warehouse(rows), identified, 10)
    assert numbers(warehouse(rows[::-1]), identified, 10) == drawn
    assert drawn != sorted(drawn)


def test_the_sample_is_even(demonstration: duckdb.DuckDBPyConnection, identified: Identification) -> None:
    """Over 200 seeds, halves of the population by number are drawn about as often: within 5 standard deviations."""
    everyone = sorted(numbers(demonstration, identified, 10_000))
    middle = everyone[len(everyone) // 2]
    low = sum(number < middle for seed in range(200) for number in numbers(demonstration, identified, 10, seed))
    assert abs(low - 1000) < 5 * sqrt(2000 * 0.25)


def test_filters_narrow_the_population(demonstration: duckdb.DuckDBPyConnection, identified: Identification) -> None:
    selection = Selection(waves=("2019",), axes=("PON FSE · 2",))
    drawn = sample(demonstration, identified, selection, 10_000)
    assert len(drawn) == unidentified(demonstration, identified, selection) < 312


@pytest.mark.parametrize(
    ("positives", "size", "low", "high"),
    [
        # R. G. Newcombe, « Two-sided confidence intervals for the single proportion », Statistics in Medicine, 17, 1998, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_published_intervals(positives: int, size: int, low: float, high: float) -> None:
    assert wilson(positives, size) == pytest.approx((low, high), abs=0.00005)


@given(st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n), st.integers(n, 100_000))))
def test_bounds_hold_the_estimate_and_what_was_seen(counts: tuple[int, int, int]) -> None:
    positives, size, population = counts
    found = estimate(size, positives, population)
    assert positives <= found.low <= found.missed + 1e-9
    assert found.missed - 1e-9 <= found.high <= population - (size - positives)
    low, high = wilson(positives, size)
    mirrored = wilson(size - positives, size)
    assert (1 - high, 1 - low) == pytest.approx(mirrored, abs=1e-12)
    assert 0 <= low <= positives / size <= high <= 1


def test_a_sample_of_everything_leaves_no_doubt() -> None:
    found = estimate(40, 3, 40)
    assert (found.low, found.missed, found.high) == (3, 3.0, 3)


def test_nothing_found_is_not_nothing_missed() -> None:
    found = estimate(200, 0, 6511)
    assert (found.low, found.missed, found.high) == (0, 0.0, 123)


@pytest.mark.parametrize(("size", "positives", "population"), [(0, 0, 10), (5, 6, 10), (5, -1, 10), (11, 0, 10)])
def test_impossible_counts_are_refused(size: int, positives: int, population: int) -> None:
    with pytest.raises(ValueError, match=r" of | population "):
        estimate(size, positives, population)
