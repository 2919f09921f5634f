"""How often the interval of alpha holds the true value, by number of operations read twice: simulated, not timed.

Two reviewers answer from what the operation is and from an error of their own. The true alpha is that of very many operations.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from dashboard.reviews.agreement import bootstrap_interval, krippendorff_alpha

SIZES = (30, 50, 100, 200, 400)
DRAWN = 1000
VERY_MANY = 400_000
SEED = 7

INTRODUCTION = """
## Intervals of alpha

By `python -m benchmarks.agreement` alone, or with the rest: how often the interval at 95 % holds the true alpha, over 1 000 simulated
campaigns of n operations read twice, and its mean width. Two reviewers answer from what the operation is and from an error of their own. Under 30 no
interval is given; « none » where too many draws have nothing to tell apart.
"""

Ratings = list[npt.NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Case:
    """What reviewers answer: `drawn(random, operations)` gives one matrix reviewers × operations per question."""

    label: str
    levels: int
    ordinal: bool
    drawn: Callable[[np.random.Generator, int], Ratings]


def verdicts(random: np.random.Generator, operations: int, *, prevalence: float, wrong: float) -> Ratings:
    """A verdict of two values: each reviewer is wrong with the same chance."""
    truth = random.random(operations) < prevalence
    return [(truth ^ (random.random((2, operations)) < wrong)).astype(np.float64)]


def criterion(random: np.random.Generator, operations: int, *, noise: float) -> Ratings:
    """Two questions of four levels on one criterion: what an operation is worth is mostly the same for both."""
    worth = random.normal(size=operations)
    questions = []
    for _ in range(2):
        level = worth + random.normal(scale=0.5, size=operations)
        seen = level + random.normal(scale=noise, size=(2, operations))
        questions.append(np.digitize(seen, (-0.8, 0.0, 0.8)).astype(np.float64))
    return questions


CASES = (
    Case("verdict, half retained", 2, False, partial(verdicts, prevalence=0.5, wrong=0.1)),
    Case("verdict, 15 % retained", 2, False, partial(verdicts, prevalence=0.15, wrong=0.07)),
    Case("criterion of two questions", 4, True, partial(criterion, noise=0.7)),
)


def true_alpha(case: Case) -> float:
    """Alpha of very many operations."""
    found = krippendorff_alpha(np.hstack(case.drawn(np.random.default_rng(SEED), VERY_MANY)), ordinal=case.ordinal)
    assert found is not None
    return found


def coverage(case: Case, operations: int, drawn: int = DRAWN) -> tuple[float, float, float]:
    """Share of the intervals that hold the true alpha, their mean width, and the share of campaigns that get one."""
    truth, random = true_alpha(case), np.random.default_rng(SEED + operations)
    given = [
        bootstrap_interval(case.drawn(random, operations), case.levels, ordinal=case.ordinal) for _ in range(drawn)
    ]
    found = [interval for interval in given if interval is not None]
    held = sum(low <= truth <= high for low, high in found)
    return held / len(found), sum(high - low for low, high in found) / len(found), len(found) / drawn


def section() -> str:
    """The section of docs/benchmarks.md, in Markdown."""
    return f"{INTRODUCTION.strip()}\n\n{table()}\n"


def table(sizes: tuple[int, ...] = SIZES, drawn: int = DRAWN) -> str:
    """Coverage and width by case and size, in Markdown."""
    lines = [f"| | true alpha | {' | '.join(f'n = {size}' for size in sizes)} |", f"|---|--:|{'---|' * len(sizes)}"]
    for case in CASES:
        cells = []
        for size in sizes:
            held, width, given = coverage(case, size, drawn)
            none = f", none for {1 - given:.1%}" if given < 1 else ""
            cells.append(f"{held:.1%} (width {width:.2f}{none})")
        lines.append(f"| {case.label} | {true_alpha(case):.2f} | {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(section())
