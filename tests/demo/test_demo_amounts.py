from random import Random

import pytest

from dashboard.demo.amounts import eu_amounts, lognormal_weight, share_out, total_costs
from dashboard.demo.sources import stream

CASES = range(60)


def some_weights(random: Random) -> list[int]:
    return [random.randint(1, 70_000) for _ in range(random.randint(1, 60))]


def test_parts_add_up_and_none_is_under_the_floor() -> None:
    for case in CASES:
        random = stream(f"test {case}")
        weights, floor = some_weights(random), random.randint(0, 1_000)
        total = random.randint(0, 10 ** random.randint(1, 13)) + floor * len(weights)
        parts = share_out(total, weights, floor)
        assert sum(parts) == total, case
        assert min(parts) >= floor, case


def test_parts_follow_the_weights() -> None:
    assert share_out(100, [3, 1]) == [75, 25]
    assert share_out(10, [1, 1, 1]) == [4, 3, 3]


@pytest.mark.parametrize(("total", "drawn", "floor"), [(5, [1, 1], 3), (5, [], 0)])
def test_what_cannot_be_shared_is_refused(total: int, drawn: list[int], floor: int) -> None:
    with pytest.raises(ValueError, match="cannot be shared"):
        share_out(total, drawn, floor)


def test_eu_amounts_add_up_and_stay_around_the_rate() -> None:
    for case in CASES:
        random = stream(f"test {case}")
        weights, rate = some_weights(random), random.randint(3_000, 6_000)
        costs = total_costs(20_000_000 * len(weights), weights)
        total = sum(costs) * rate // 10_000
        amounts = eu_amounts(costs, total, random, ceiling=7_500)
        assert sum(amounts) == total, case
        if len(costs) > 1:
            rates = [10_000 * amount / cost for amount, cost in zip(amounts, costs, strict=True)]
            assert rate - 2_002 <= min(rates) <= max(rates) <= rate + 1_502, case


def test_no_rates_for_more_than_the_ceiling() -> None:
    with pytest.raises(ValueError, match="no rates"):
        eu_amounts([1_000_000, 1_000_000], 1_950_000, stream("test"), ceiling=9_189)


def test_weights_have_neither_giants_nor_dwarfs() -> None:
    random = stream("test")
    drawn = [lognormal_weight(random, 1.5) for _ in range(2_000)]
    assert 1_800 <= min(drawn) < max(drawn) <= 70_000


def test_a_stream_is_its_purpose() -> None:
    assert stream("a").random() == stream("a").random() != stream("b").random()
