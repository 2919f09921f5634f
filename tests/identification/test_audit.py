"""The recall audit: its population, how far a protocol is, and the one sentence that says recall."""

from dataclasses import replace
from datetime import UTC, datetime

import duckdb
import pytest

from dashboard.domain.operation import Decided
from dashboard.domain.selection import Selection
from dashboard.identification.audit import Key, Standing, audited, cuts, recall_sentence, retained_so_far, standing
from dashboard.identification.identify import Identification
from dashboard.identification.ranking import Ranking, rank
from dashboard.identification.recall import Stratum, stopping_probability, upper_missed, upper_missed_over
from dashboard.reviews.protocols import Protocol

from .conftest import WAVE_2019, Warehouse

RISK = 0.05


def written(population: tuple[Key, ...], size: int = 60, *, looks: int = 1, by_rank: bool = False) -> Protocol:
    return Protocol(
        id="0a1b2c3d-essai", selection=WAVE_2019, warehouse="w", lexicon_version="l", ranking="r", risk=RISK, target=0.8, looks=looks,
        seed=7, strata=cuts(len(population), size, by_rank=by_rank), population=population, author="Alice",
        written_at=datetime(2026, 12, 1, tzinfo=UTC),
    )  # fmt: skip


@pytest.fixture(scope="module")
def population(demonstration: duckdb.DuckDBPyConnection, identified: Identification) -> tuple[Key, ...]:
    return audited(demonstration, identified, WAVE_2019, {})


def test_the_population_is_what_nothing_identifies_and_nobody_judged(
    demonstration: duckdb.DuckDBPyConnection, identified: Identification, population: tuple[Key, ...]
) -> None:
    assert len(set(population)) == len(population) == 6748 - 237
    assert {number for number, _ in population} & set(identified.operations["num_dossier"]) == set()
    judged = {population[0]: True, population[5]: False}
    assert audited(demonstration, identified, WAVE_2019, judged) == tuple(
        key for key in population if key not in judged
    )
    assert audited(demonstration, identified, replace(WAVE_2019, decision=Decided.RETAINED), {}) == population
    narrow = Selection(waves=("2019",), axes=("PON FSE · 2",))
    assert 0 < len(audited(demonstration, identified, narrow, {})) < 312


def test_the_order_of_the_ranking_is_frozen_with_it(
    demonstration: duckdb.DuckDBPyConnection, identified: Identification, population: tuple[Key, ...]
) -> None:
    ranking = rank(demonstration, "2014-2020", {})
    ordered = audited(demonstration, identified, WAVE_2019, {}, ranking)
    assert sorted(ordered) == sorted(population)
    places = dict(
        zip(zip(ranking.rows["num_dossier"], ranking.rows["wave"], strict=True), ranking.rows["place"], strict=True)
    )
    assert [places[key] for key in ordered] == sorted(places[key] for key in population)
    unranked = Ranking(ranking.rows.head(0), 0, 0, {}, "")
    assert audited(demonstration, identified, WAVE_2019, {}, unranked) == population


def test_the_order_of_the_rows_changes_nothing(warehouse: Warehouse, identified: Identification) -> None:
    rows = [{"num_dossier": f"2019000{rank:02}"} for rank in range(40)]
    first = audited(warehouse(rows), identified, WAVE_2019, {})
    assert audited(warehouse(rows[::-1]), identified, WAVE_2019, {}) == first
    assert len(first) == 40


def test_strata_share_the_sample_and_hold_the_whole_population() -> None:
    assert [(cut.population, cut.sample) for cut in cuts(1_000, 100, by_rank=False)] == [(1_000, 100)]
    for population, size in ((1_000, 100), (11, 2), (13_545, 730), (20, 20)):
        top, rest = cuts(population, size, by_rank=True)
        assert top.population + rest.population == population
        assert top.sample + rest.sample == size
        assert 0 < top.sample <= top.population
        assert 0 < rest.sample <= rest.population


def test_a_protocol_bounds_recall_at_its_looks_and_at_no_other_moment(
    demonstration: duckdb.DuckDBPyConnection, identified: Identification, population: tuple[Key, ...]
) -> None:
    protocol = written(population, 60, looks=3)
    order = protocol.in_order()

    def after(read: int, retained: int = 0) -> Standing:
        return standing(
            demonstration, identified, protocol, {key: place < retained for place, key in enumerate(order[:read])}
        )

    for read, look, counted in ((0, 0, 0), (19, 0, 0), (20, 1, 20), (39, 1, 20), (40, 2, 40), (60, 3, 60)):
        found = after(read, retained=2 if read else 0)
        assert (found.decided, found.look, found.read) == (read, look, counted)
        assert (found.upper is None) == (look == 0)
        if look:
            assert found.upper == upper_missed(len(population), counted, 2, RISK / 3)
            assert (found.elsewhere, found.within, found.waiting) == (111, 2, 0)
            assert found.recall == pytest.approx(113 / (111 + found.upper))
    # A reading out of turn gives no bound: the first ones haven't been read.
    assert standing(demonstration, identified, protocol, dict.fromkeys(order[1:], False)).look == 0


def test_strata_are_bounded_apart_and_summed(
    demonstration: duckdb.DuckDBPyConnection, identified: Identification, population: tuple[Key, ...]
) -> None:
    protocol = written(population, 100, by_rank=True)
    first, rest = protocol.drawn()
    judged = {**dict.fromkeys(rest, False), **{key: place == 0 for place, key in enumerate(first)}}
    found = standing(demonstration, identified, protocol, judged)
    parts = [Stratum(651, len(first), 1), Stratum(5860, len(rest), 0)]
    assert found.upper == upper_missed_over(parts, RISK)
    assert "somme prudente" in recall_sentence(found, earlier=0)


def test_reading_on_in_the_frozen_order_raises_recall_and_leaves_the_bound(
    demonstration: duckdb.DuckDBPyConnection, identified: Identification, population: tuple[Key, ...]
) -> None:
    protocol = written(population)
    sample = dict.fromkeys(protocol.in_order(), False)
    rest = [key for key in population if key not in sample]
    before = standing(demonstration, identified, protocol, sample)
    assert (before.ranked, before.stopping) == (0, None)
    on = sample | {rest[0]: True, rest[1]: False, rest[2]: False}
    after = standing(demonstration, identified, protocol, on)
    assert (after.upper, after.read, after.positives) == (before.upper, before.read, before.positives)
    assert (after.ranked, after.within) == (3, 1)
    assert before.recall is not None
    assert after.recall is not None
    assert after.recall > before.recall
    assert after.stopping == stopping_probability([True, False, False], len(population) - 60, 111, 0.8)
    # A gap ends what was read in order.
    assert standing(demonstration, identified, protocol, sample | {rest[0]: True, rest[2]: False}).ranked == 1
    # Before the random phase is over, the other one says nothing.
    assert standing(demonstration, identified, protocol, {rest[0]: True}).stopping is None


def test_a_campaign_decides_the_other_waves_of_a_number_and_comes_before_what_is_published(
    demonstration: duckdb.DuckDBPyConnection, identified: Identification, population: tuple[Key, ...]
) -> None:
    protocol = written(population, 1)
    [(number, _)] = protocol.in_order()
    assert standing(demonstration, identified, protocol, {(number, "2017"): True}).positives == 1
    retained, waiting = retained_so_far(demonstration, identified, WAVE_2019, {})
    assert (len(retained), waiting) == (111, 0)
    one = min(retained)
    assert retained_so_far(demonstration, identified, WAVE_2019, {one: False})[0] == retained - {one}


def test_the_sentence_says_what_is_known_and_no_more() -> None:
    protocol = written(tuple((f"D{place}", "2019") for place in range(13_545)), 730)
    done = Standing(protocol, 730, 1, 730, 0, 53, 213 / 266, 213, 0, 0, 0, None)
    said = recall_sentence(done, earlier=0)
    # 80,08 % is said as 80,0 %: a bound is rounded down.
    assert said == (
        "Rappel au jugement des évaluateurs\u202f: au moins 80,0\u202f%, au risque de 5\u202f%. 213 opérations sont retenues, 53 au plus "
        "seraient manquées, d'après la lecture de 730 des 730 opérations tirées au hasard parmi les 13\u202f545 que rien ne repérait "
        "(protocole écrit le 1er décembre 2026, avant le tirage), dont 0 retenue."
    )
    waiting = recall_sentence(replace(done, waiting=12), earlier=1)
    assert "Sous réserve de 12 opérations repérées qui attendent une décision." in waiting
    assert waiting.endswith("1 autre protocole a été écrit avant lui pour les mêmes opérations.")
    started = recall_sentence(replace(done, look=0, decided=12, upper=None, recall=None), earlier=0)
    assert "pas encore de borne, 12 lues sur 730 opérations tirées au hasard" in started
    assert "%" not in started
    alone = written((("D1", "2019"), ("D2", "2019")), 1)
    assert "0 lue sur 1 opération tirée au hasard parmi les 2 que" in recall_sentence(
        replace(done, protocol=alone, look=0, decided=0, upper=None, recall=None), earlier=0
    )
    assert "aucune opération n'est encore retenue" in recall_sentence(
        replace(done, elsewhere=0, recall=None), earlier=0
    )
