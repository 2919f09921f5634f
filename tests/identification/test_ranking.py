"""The ranking of what nobody judged: the same each time, taught by decisions alone, explained by words that are there."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence

import duckdb
import pandas as pd
import pytest

from dashboard.domain.operation import Decided
from dashboard.domain.periods import FORMER
from dashboard.domain.selection import Selection
from dashboard.identification import ranking as ranking_module
from dashboard.identification.evidence import find_evidence
from dashboard.identification.queries import query
from dashboard.identification.ranking import (
    FEWEST,
    READ_FIELDS,
    STOP_WORDS,
    Ranking,
    TooMany,
    rank,
    ranked_page,
    reasons,
    replay,
    replay_of,
)

from .conftest import Warehouse

Rankable = Callable[[Sequence[str]], duckdb.DuckDBPyConnection]
GARDEN, DRIVING = (
    "jardin partagé cultivé par les habitants du quartier",
    "permis de conduire pour les demandeurs d'emploi",
)


@pytest.fixture(scope="module")
def ranking(demonstration: duckdb.DuckDBPyConnection) -> Ranking:
    return rank(demonstration, FORMER, {})


@pytest.fixture
def rankable() -> Iterator[Rankable]:
    """A table with what is read of the operations, their titles given: an import takes seconds."""
    with duckdb.connect() as connection:

        def held(titles: Sequence[str]) -> duckdb.DuckDBPyConnection:
            rows = [
                (f"2019{place:05}", title, f"2019{place:05} | {title} | porteur |  |  |  | ")
                for place, title in enumerate(titles)
            ]
            frame = pd.DataFrame(rows, columns=["num_dossier", "title", "search_text"])
            connection.execute(
                "create or replace table operation as select *, '2019' as wave, '2014-2020' as period, "
                "false as technical_assistance, 'non examinée' as decision from frame"
            )
            del frame
            return connection

        yield held


def taught(pairs: int) -> dict[tuple[str, str], bool]:
    return {(f"2019{place:05}", "2019"): place % 2 == 0 for place in range(2 * pairs)}


def test_the_same_rows_and_decisions_give_the_same_ranking_byte_for_byte(
    demonstration: duckdb.DuckDBPyConnection, ranking: Ranking
) -> None:
    again = rank(demonstration, FORMER, {})
    assert again.rows.to_csv() == ranking.rows.to_csv()
    assert (again.fingerprint, list(again.weights.items())) == (ranking.fingerprint, list(ranking.weights.items()))
    assert len(ranking.fingerprint) == 64


def test_it_ranks_what_nobody_judged_and_that_alone(demonstration: duckdb.DuckDBPyConnection, ranking: Ranking) -> None:
    counts = dict(
        demonstration.execute(
            "select decision, count(*) from operation where period = '2014-2020' group by 1"
        ).fetchall()
    )
    assert (ranking.retained, ranking.rejected) == (counts["retenue"], counts["non retenue"]) == (213, 126)
    assert len(ranking.rows) == counts["non examinée"]
    assert ranking.rows["place"].tolist() == list(range(1, len(ranking.rows) + 1))
    assert ranking.rows["score"].is_monotonic_decreasing


def test_a_decision_teaches_it_again(demonstration: duckdb.DuckDBPyConnection, ranking: Ranking) -> None:
    first = ranking.rows.iloc[0]
    after = rank(demonstration, FORMER, {(first["num_dossier"], first["wave"]): False})
    assert after.rejected == ranking.rejected + 1
    assert first["num_dossier"] not in after.rows["num_dossier"].tolist()
    assert after.fingerprint != ranking.fingerprint


def test_it_finds_more_of_the_same_once_there_are_decisions_enough(rankable: Rankable) -> None:
    """Gardens are retained, driving lessons aren't; the titles tell them apart."""
    connection = rankable([f"{(GARDEN, DRIVING)[place % 2]} {'abcdefgh'[place % 8]}x" for place in range(60)])
    found = rank(connection, FORMER, taught(FEWEST))
    assert len(found.rows) == 40
    assert [int(number) % 2 for number in found.rows["num_dossier"][:20]] == [0] * 20
    turned = rank(connection, FORMER, {key: not kept for key, kept in taught(FEWEST).items()})
    assert [int(number) % 2 for number in turned.rows["num_dossier"][:20]] == [1] * 20
    # A campaign's decision is newer than the published one.
    connection.execute(
        "update operation set decision = case when num_dossier[-1] in ('1', '3') then 'retenue' else 'non retenue' end where num_dossier < '201900020'"
    )
    assert rank(connection, FORMER, taught(FEWEST)).rows.equals(found.rows)
    connection.execute("update operation set decision = 'non examinée'")
    few = rank(connection, FORMER, taught(FEWEST - 1))
    assert (few.retained, few.rejected, few.taught, len(few.rows)) == (FEWEST - 1, FEWEST - 1, False, 0)
    assert few.rows.dtypes.equals(found.rows.dtypes)
    assert rank(connection, FORMER, taught(30)).rows.empty
    assert rank(rankable([str(place) for place in range(30)]), FORMER, taught(FEWEST)).rows.empty


def test_too_many_are_refused_in_one_sentence(rankable: Rankable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking_module, "MOST", 20)
    with pytest.raises(TooMany, match="30 opérations sont trop nombreuses"):
        rank(rankable([GARDEN] * 30), FORMER, {})


def test_filters_narrow_a_page_and_a_decision_asked_for_does_not(
    demonstration: duckdb.DuckDBPyConnection, ranking: Ranking
) -> None:
    brittany = Selection(regions=("Bretagne",))
    page = ranked_page(demonstration, ranking, brittany, count=5)
    assert {row["region"] for row in page} == {"Bretagne"}
    assert [row["place"] for row in page] == sorted(row["place"] for row in page)
    assert len(page) == 5 < page[0]["ranked_in_all"] < len(ranking.rows)
    assert ranked_page(demonstration, ranking, brittany.narrowed(decision=Decided.RETAINED), count=5) == page
    assert ranked_page(demonstration, ranking, brittany, first=3, count=2) == page[3:]


def test_reasons_are_words_of_the_texts_that_speak_for_the_operation(
    demonstration: duckdb.DuckDBPyConnection, ranking: Ranking
) -> None:
    for row in ranked_page(demonstration, ranking, Selection(), count=40):
        why = reasons(ranking, row)
        assert 0 < len(why) <= 6
        assert all(ranking.weights[reason.label] > 0 for reason in why)
        assert not {word for reason in why for word in reason.label.split()} & STOP_WORDS
        shown = {
            span.expression.id
            for found in find_evidence({name: row[name] for name in READ_FIELDS}, why)
            for span in found.spans
        }
        assert shown == {reason.id for reason in why}


def test_hostile_texts_are_ranked_and_explained(warehouse: Warehouse) -> None:
    hostile = "<script>alert(1)</script> [lien](javascript:x) jardin-partagé, d'l'œuvre; 3e | jardin : partagé"
    rows = [
        {"num_dossier": f"2019{place:05}", "title": hostile if place % 2 == 0 else DRIVING, "description": "|" * place}
        for place in range(60)
    ]
    connection = warehouse(rows)
    found = rank(connection, FORMER, taught(FEWEST))
    [row] = ranked_page(connection, found, Selection(), count=1)
    assert {"jardin partage", "jardin", "script"} & {reason.label for reason in reasons(found, row)}


def test_a_campaign_replayed_says_what_reading_in_order_would_have_saved(
    demonstration: duckdb.DuckDBPyConnection,
) -> None:
    texts = [f"{GARDEN} {place}" if place < 30 else f"{DRIVING} {place}" for place in range(300)]
    easy = replay(texts, [place < 30 for place in range(300)])
    assert (easy.population, easy.retained, easy.orders) == (300, 30, 10)
    # Some ten of thirty are needed before it learns, so a third at random is read; the rest comes first.
    assert 0.4 < easy.saved < 0.95
    assert easy.saved == pytest.approx((300 - easy.read) / 300 - 0.05)
    chance = replay([GARDEN] * 300, [place % 10 == 0 for place in range(300)])
    assert chance.saved < 0.2
    with pytest.raises(ValueError, match="nothing to replay"):
        replay(texts, [False] * 300)
    decided = query(demonstration, "rankable", period=FORMER).dropna(subset=["retained"])
    campaign = decided[decided["wave"] == "2019"]
    known = dict(zip(campaign["num_dossier"], campaign["retained"].astype(bool), strict=True))
    found = replay_of(demonstration, FORMER, known)
    assert found is not None
    # As docs/benchmarks.md says, and calls synthetic.
    assert (found.population, found.retained, round(found.read), round(found.saved, 2)) == (237, 111, 126, 0.42)
    assert found == replay_of(demonstration, FORMER, known)
    assert replay_of(demonstration, FORMER, dict(list(known.items())[:5])) is None


def test_nothing_of_scikit_learn_is_loaded_before_it_is_used() -> None:
    code = "import sys, dashboard.identification.ranking, dashboard.identification.audit; print('sklearn' in sys.modules, 'scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split() == [
        "False",
        "False",
    ]
