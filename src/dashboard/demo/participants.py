"""Participants: entered totals reached exactly by axis or objective, and plausible planned ones. Missing is not 0."""

from collections.abc import Sequence
from random import Random

from dashboard.demo.amounts import SCALE, share_out


def entered(total: int, costs: Sequence[int], random: Random) -> list[int]:
    """Participants entered that sum to `total`: more where the operation costs more, at least one each."""
    weights = [max(1, round((cost / 100) ** 0.5 * random.triangular(0.4, 2.0, 0.8) * SCALE)) for cost in costs]
    return share_out(total, weights, floor=1)


def planned(random: Random, entered_count: int | None, cost: int) -> int:
    """Participants foreseen when the operation was programmed: a round number, seldom the one that came."""
    expected = entered_count if entered_count is not None else cost / 100 / random.uniform(1_300, 3_200)
    foreseen = max(4.0, expected * random.triangular(0.75, 1.4, 1.0))
    step = 5 if foreseen < 200 else 10
    return max(4, round(foreseen / step) * step)
