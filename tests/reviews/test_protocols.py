"""Protocols of the recall audit: written once, read back whole, drawn the same by anyone; and what campaigns judged."""

import pytest
from sqlalchemy import Engine

from dashboard.domain.selection import Selection
from dashboard.reviews.campaigns import get_campaign
from dashboard.reviews.errors import InvalidEntry
from dashboard.reviews.judged import judged
from dashboard.reviews.model import Campaign, Verdict
from dashboard.reviews.protocols import Cut, Protocol, drawn_from, last_protocol, protocols, write_protocol
from dashboard.reviews.reviewing import submit

from .conftest import CATEGORIES

POPULATION = tuple((f"D{place:04}", "2019") for place in range(1_000))
WRITTEN = {
    "selection": Selection(regions=("Bretagne",)), "warehouse": "warehouse-1.duckdb", "lexicon_version": "f6f147c6", "ranking": "a8132e41",
    "risk": 0.05, "target": 0.8, "looks": 3, "seed": 2019, "strata": (Cut("premiers", 100, 10), Cut("autres", 900, 91)),
    "population": POPULATION, "by": "Alice",
}  # fmt: skip


def test_a_protocol_is_read_back_as_it_was_written_and_none_replaces_another(engine: Engine) -> None:
    assert last_protocol(engine) == 0
    first = write_protocol(engine, **WRITTEN, protocol_id="p1")
    assert write_protocol(engine, **WRITTEN | {"risk": 0.1}, protocol_id="p1") == first
    second = write_protocol(engine, **WRITTEN | {"seed": 7})
    assert protocols(engine, "2014-2020") == [first, second]
    assert protocols(engine, "2021-2027") == []
    assert last_protocol(engine) == 2
    assert (first.selection, first.population, first.size) == (WRITTEN["selection"], POPULATION, 101)
    assert first.mark.startswith("audit du rappel")
    assert first.ranked_mark.startswith("à lire ensuite")


IMPOSSIBLE = (
    {"population": ()}, {"strata": (Cut("", 999, 10),)}, {"strata": (Cut("", 1_000, 1_001),)}, {"strata": (Cut("", 1_000, 0),)},
    {"risk": 0.0}, {"risk": 0.5}, {"target": 1.0}, {"looks": 0}, {"looks": 11}, {"strata": (Cut("a", 100, 2), Cut("b", 900, 90))},
)  # fmt: skip


def test_an_impossible_protocol_is_refused(engine: Engine) -> None:
    for changed in IMPOSSIBLE:
        with pytest.raises(InvalidEntry):
            write_protocol(engine, **WRITTEN | changed)
    assert last_protocol(engine) == 0


def protocol(engine: Engine, **changed: object) -> Protocol:
    return write_protocol(engine, **WRITTEN | changed)


def test_each_stratum_is_drawn_from_its_part_of_the_frozen_order(engine: Engine) -> None:
    found = protocol(engine)
    first, rest = found.drawn()
    assert (len(first), len(rest)) == (10, 91)
    assert set(first) <= set(POPULATION[:100])
    assert set(rest) <= set(POPULATION[100:])
    assert protocol(engine).drawn() == found.drawn()
    assert [found.read_by(look) for look in (1, 2, 3)] == [(4, 31), (7, 61), (10, 91)]
    # Whoever reads in this order has read, at each look, what it asks for.
    for look in (1, 2, 3):
        reads = found.read_by(look)
        wanted = {key for sample, read in zip(found.drawn(), reads, strict=True) for key in sample[:read]}
        assert set(found.in_order()[: sum(reads)]) == wanted
    assert sorted(found.in_order()) == sorted((*first, *rest))


def test_the_seed_decides_whatever_the_order_and_a_larger_sample_holds_the_smaller() -> None:
    drawn = drawn_from(POPULATION, 50, 7)
    assert drawn == drawn_from(POPULATION[::-1], 50, 7)
    assert drawn[:20] == drawn_from(POPULATION, 20, 7)
    assert set(drawn) != set(drawn_from(POPULATION, 50, 8))
    assert len(set(drawn_from(POPULATION, 2_000, 7))) == 1_000
    # Over 200 seeds, both halves are drawn about as often: within 5 standard deviations.
    low = sum(number < "D0500" for seed in range(200) for number, _ in drawn_from(POPULATION, 10, seed))
    assert abs(low - 1000) < 5 * (2000 * 0.25) ** 0.5


def test_what_campaigns_decided_is_judged_the_latest_first(engine: Engine, campaign: Campaign) -> None:
    assert judged(engine, [campaign]) == {}
    for number, verdict in (("D1", Verdict.RETAINED), ("D2", Verdict.REJECTED), ("D3", Verdict.UNSURE)):
        for person in ("Alice", "Bob"):
            kind = CATEGORIES[0] if verdict is Verdict.RETAINED else None
            submit(engine, campaign.id, number, person, answers={}, verdict=verdict, category=kind)
    found = judged(engine, [get_campaign(engine, campaign.id)])
    assert {number: kept for (number, _), kept in found.items()} == {"D1": True, "D2": False}
