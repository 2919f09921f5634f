"""Exact totals shared out in whole cents: what the rows add up to is never a cent away from its cell."""

from collections.abc import Sequence
from random import Random

SCALE = 10_000
"""Rates and weights are integers over this scale: no floating-point sum decides a cent."""

_PINNED_SHARE = 0.4
_ENOUGH_TO_PIN = 8


def share_out(total: int, weights: Sequence[int], floor: int = 0) -> list[int]:
    """Integers at least `floor` that sum to `total`, the rest going by weight (largest remainders)."""
    spare = total - floor * len(weights)
    if spare < 0 or not weights:
        raise ValueError(f"{total} cannot be shared between {len(weights)} parts of at least {floor}")
    whole = sum(weights)
    parts = [spare * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(spare * weights[i] % whole), i))
    for index in by_remainder[: spare - sum(parts)]:
        parts[index] += 1
    return [floor + part for part in parts]


def lognormal_weight(random: Random, spread: float, scale: float = 1.0) -> int:
    """A weight such that a few operations are much bigger than most, without giants nor dwarfs."""
    drawn = min(max(random.lognormvariate(0.0, spread), 0.18), 7.0)
    return max(1, round(drawn * scale * SCALE))


def total_costs(total: int, weights: Sequence[int]) -> list[int]:
    """Total costs in cents. Nobody opens a file for a fraction of what the cell's average operation costs."""
    return share_out(total, weights, floor=min(900_000, total // (3 * len(weights))))


def _round_rate(random: Random, rate: int) -> int:
    """One of the two tens of percents around a rate, so drawn that the rate is their mean."""
    below = rate // 1000 * 1000
    return below + 1000 if random.randrange(1000) < rate - below else below


def eu_amounts(costs: Sequence[int], total: int, random: Random, ceiling: int) -> list[int]:
    """EU amounts in cents that sum to `total`: a good part at a round rate, all within bounds around the cell's rate."""
    if len(costs) == 1:
        return [total]
    rate = total * SCALE // sum(costs)
    low, high = max(1000, rate - 2000), min(ceiling, rate + 1500)
    pinned, amounts = [], []
    for cost in costs:
        is_pinned = len(costs) >= _ENOUGH_TO_PIN and random.random() < _PINNED_SHARE
        drawn = _round_rate(random, rate) if is_pinned else round(random.triangular(rate - 1200, rate + 1200))
        pinned.append(is_pinned)
        amounts.append(cost * min(max(drawn, low), high) // SCALE)
    missing = total - sum(amounts)
    bound = high if missing > 0 else low
    room = [0 if fixed else abs(c * bound // SCALE - a) for c, a, fixed in zip(costs, amounts, pinned, strict=True)]
    if sum(room) < abs(missing):
        room = [abs(cost * bound // SCALE - amount) for cost, amount in zip(costs, amounts, strict=True)]
    if sum(room) < abs(missing):
        raise ValueError(f"no rates between {low} and {high} give {total} out of {sum(costs)}")
    if missing == 0:
        return amounts
    steps = share_out(abs(missing), room)
    sign = 1 if missing > 0 else -1
    return [amount + sign * step for amount, step in zip(amounts, steps, strict=True)]
