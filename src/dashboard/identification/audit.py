"""The recall audit: a random sample of what was not identified, and how many operations that means are missed."""

from dataclasses import dataclass
from math import ceil, floor, sqrt
from statistics import NormalDist
from typing import Final

import duckdb
import pandas as pd

from dashboard.domain.selection import Selection
from dashboard.identification.identify import Identification
from dashboard.identification.queries import query

CONFIDENCE: Final = 0.95
DEFAULT_SEED: Final = 2019


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many operations of the population are missed, between `low` and `high` with 95 % confidence.

    `missed` is the estimate before rounding; the bounds are whole operations.
    """

    sample_size: int
    positives: int
    population: int
    missed: float
    low: int
    high: int


def unidentified(connection: duckdb.DuckDBPyConnection, identification: Identification, selection: Selection) -> int:
    """How many operations of the selection nothing identifies: the population of the audit."""
    frames = {"identified": identification.operations}
    return int(query(connection, "unidentified_count", selection, frames=frames)["operations"].iloc[0])


def sample(
    connection: duckdb.DuckDBPyConnection,
    identification: Identification,
    selection: Selection,
    size: int,
    seed: int = DEFAULT_SEED,
) -> pd.DataFrame:
    """`num_dossier`, `wave` of a simple random sample of the operations that nothing identifies.

    The same seed draws the same operations whatever the order of the rows, and a larger sample holds the smaller one.
    """
    frames = {"identified": identification.operations}
    return query(connection, "sample", selection, frames=frames, size=size, seed=seed)


def wilson(positives: int, sample_size: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The score interval of a proportion (E. B. Wilson, « Probable inference, the law of succession, and statistical
    inference », Journal of the American Statistical Association, 22, 1927, p. 209-212)::

        (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n)

    with p = positives / n and z the normal quantile of the confidence. Raises ValueError for an impossible count.
    """
    if sample_size < 1 or not 0 <= positives <= sample_size:
        raise ValueError(f"no proportion in {positives} of {sample_size}")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = positives / sample_size
    centre = share + z**2 / (2 * sample_size)
    margin = z * sqrt(share * (1 - share) / sample_size + z**2 / (4 * sample_size**2))
    scale = 1 + z**2 / sample_size
    # The formula gives 0 and 1 exactly at the ends, floating point only nearly.
    low = 0.0 if positives == 0 else (centre - margin) / scale
    high = 1.0 if positives == sample_size else (centre + margin) / scale
    return low, high


def estimate(sample_size: int, positives: int, population: int) -> Estimate:
    """The number missed in a population from the positives of a sample of it. Raises ValueError for impossible counts.

    The bounds are widened to whole operations, then kept within what the sample itself has shown.
    """
    if sample_size > population:
        raise ValueError(f"a sample of {sample_size} in a population of {population}")
    low, high = wilson(positives, sample_size)
    return Estimate(
        sample_size=sample_size,
        positives=positives,
        population=population,
        missed=population * positives / sample_size,
        low=max(floor(population * low), positives),
        high=min(ceil(population * high), population - (sample_size - positives)),
    )
