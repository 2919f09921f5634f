"""The frozen campaign of the demonstration: invented reviewers, synthetic rows only, and decisions that follow from the reviews."""

import csv
import io
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from sqlalchemy import Engine

from dashboard.demo.campaigns import ARCHIVE, OPEN_POPULATIONS
from dashboard.demo.campaigns_build import Built, build
from dashboard.demo.generator import Demonstration, generate
from dashboard.demo.install import DECISIONS, FROZEN_ID, open_state
from dashboard.domain.selection import Selection
from dashboard.identification.funnel import Step, step_operations
from dashboard.identification.identify import identify
from dashboard.identification.sources import shipped_lexicon
from dashboard.ingest.campaign_decisions import decisions_csv
from dashboard.reviews.agreement import Part, agreement
from dashboard.reviews.archive import export_campaign, import_campaign
from dashboard.reviews.campaigns import get_campaign, get_operations
from dashboard.reviews.deciding import conflicts, decisions
from dashboard.reviews.model import Conflict, Kind, Verdict
from dashboard.reviews.reviewing import reviews_visible_to
from dashboard.reviews.scores import answers, criterion_scores
from dashboard.reviews.store import open_store
from dashboard.reviews.trace import trace
from dashboard.warehouse.build import connect
from dashboard.warehouse.state import State
from tests.demo.conftest import DEMO, REFERENCE, read_csv

WAVE_2019 = Selection(waves=("2019",))
PEOPLE = {"Évaluateur A", "Évaluateur B", "Arbitre", "Gestionnaire (démonstration)"}


@pytest.fixture(scope="module")
def demonstration() -> Demonstration:
    return generate(REFERENCE)


@pytest.fixture(scope="module")
def built(demonstration: Demonstration) -> Built:
    return build(DEMO, demonstration.by_campaign)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The committed campaign, imported as the product does."""
    opened = open_store(tmp_path_factory.mktemp("campaign") / "reviews.sqlite")
    import_campaign(opened, (DEMO / ARCHIVE).read_bytes())
    yield opened
    opened.dispose()


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    state = State(tmp_path_factory.mktemp("state"))
    with connect(state, open_state(state)) as connection:
        yield connection


@pytest.fixture(scope="module")
def settled(engine: Engine) -> list[Conflict]:
    return conflicts(engine, FROZEN_ID, resolved=True)


@pytest.fixture(scope="module")
def decided(engine: Engine) -> pd.DataFrame:
    return decisions(engine, FROZEN_ID).set_index("num_dossier")


def test_the_committed_files_are_what_the_generator_gives(built: Built) -> None:
    assert built.archive == (DEMO / ARCHIVE).read_bytes()
    assert built.decisions == (DEMO / DECISIONS).read_bytes()
    assert built.open_populations == (DEMO / OPEN_POPULATIONS).read_bytes()


def test_nothing_depends_on_the_hash_seed(tmp_path: Path) -> None:
    script = (
        "import pathlib, sys; from dashboard.demo.campaigns_build import build; from dashboard.demo.generator import generate;"
        "build(pathlib.Path(sys.argv[1]), generate(pathlib.Path(sys.argv[2])).by_campaign).write(pathlib.Path(sys.argv[3]))"
    )
    subprocess.run(
        [sys.executable, "-c", script, str(DEMO), str(REFERENCE), str(tmp_path)],
        env={"PYTHONHASHSEED": "7", "PATH": ""},
        check=True,
        capture_output=True,
    )
    assert (tmp_path / ARCHIVE).read_bytes() == (DEMO / ARCHIVE).read_bytes()
    assert (tmp_path / OPEN_POPULATIONS).read_bytes() == (DEMO / OPEN_POPULATIONS).read_bytes()


def test_the_archive_comes_back_byte_for_byte(engine: Engine) -> None:
    assert export_campaign(engine, FROZEN_ID) == (DEMO / ARCHIVE).read_bytes()
    assert decisions_csv(engine, FROZEN_ID) == (DEMO / DECISIONS).read_bytes()


def test_the_population_is_what_is_identified_without_the_operations_of_the_note(
    engine: Engine, warehouse: duckdb.DuckDBPyConnection
) -> None:
    identification = identify(warehouse, shipped_lexicon())
    identified = {
        number
        for step in (Step.WITH_SURVEY_FSE, Step.FOUND_IEJ)
        for number in step_operations(warehouse, identification, WAVE_2019, step)["num_dossier"]
    }
    by_note = {
        number
        for (number,) in warehouse.execute(
            "select num_dossier from operation where provenance = 'citée par la note'"
        ).fetchall()
    }
    reviewed = {operation.num_dossier for operation in get_operations(engine, FROZEN_ID)}
    assert len(by_note & identified) == 46
    assert reviewed == identified - by_note
    provenances = warehouse.execute(
        "select distinct provenance from operation where list_contains($numbers, num_dossier)",
        {"numbers": list(reviewed)},
    ).fetchall()
    assert provenances == [("démonstration",)]


def test_decisions_are_those_of_the_demonstration(decided: pd.DataFrame, demonstration: Demonstration) -> None:
    retained = decided[decided["retained"]]
    expected = {number: category for number, category in demonstration.by_campaign.items() if category}
    assert dict(retained.loc[list(expected), "category"]) == expected
    # The note sorts no operation of the IEJ by type, but a reviewer can't retain one without.
    assert set(retained.index) - set(expected) == {
        number for number, kind in demonstration.by_campaign.items() if not kind
    }
    assert len(retained) == 65
    assert len(decided) == 191


def test_decisions_follow_from_the_reviews(engine: Engine, decided: pd.DataFrame, settled: list[Conflict]) -> None:
    arbitrated = {conflict.operation.num_dossier for conflict in settled}
    for number, row in decided.iterrows():
        reviews = reviews_visible_to(engine, FROZEN_ID, str(number), "Arbitre")
        assert {review.reviewer for review in reviews} == {"Évaluateur A", "Évaluateur B"}
        if number not in arbitrated:
            right = Verdict.RETAINED if row["retained"] else Verdict.REJECTED
            assert {review.verdict for review in reviews} == {right}
    assert set(decided.loc[sorted(arbitrated), "basis"]) == {"arbitrage"}
    assert set(decided.drop(index=sorted(arbitrated))["basis"]) == {"concordance"}


def test_scores_tell_retained_operations_from_the_others(engine: Engine, decided: pd.DataFrame) -> None:
    means = criterion_scores(engine, FROZEN_ID).mean(axis=1)
    kept = decided["retained"].reindex(means.index)
    pairs = [(one > other) + (one == other) / 2 for one in means[kept] for other in means[~kept]]
    assert sum(pairs) / len(pairs) > 0.95
    levels = answers(engine, FROZEN_ID).query("question != 'verdict'").dropna()
    high = (levels["value"].astype(int) >= 2).groupby(levels["num_dossier"].map(decided["retained"])).mean()
    assert high[True] > 0.65
    assert high[False] < 0.3


def test_reviewers_agree_as_people_do(engine: Engine) -> None:
    report = agreement(get_campaign(engine, FROZEN_ID).grid, answers(engine, FROZEN_ID))
    assert all(0.6 <= (line.alpha or 0) <= 0.8 for line in report if line.part is Part.CRITERION)
    levels = answers(engine, FROZEN_ID).query("question != 'verdict'")
    assert 0.02 < levels["value"].isna().mean() < 0.1
    assert levels.groupby("question")["value"].apply(lambda values: values.isna().any()).all()


def test_some_operations_are_settled_by_the_arbiter_for_every_kind_of_reason(
    settled: list[Conflict], decided: pd.DataFrame
) -> None:
    assert 0.08 <= len(settled) / len(decided) <= 0.14
    assert {reason for conflict in settled for reason in conflict.reasons} == {
        "avis différents",
        "avis incertain",
        "types d'opération différents",
    }
    reasons = Counter(conflict.arbitration.reason for conflict in settled if conflict.arbitration)
    assert sum(reasons.values()) == len(settled)
    assert max(reasons.values()) == 1
    assert {conflict.arbitration.retained for conflict in settled if conflict.arbitration} == {True, False}


def test_only_invented_people_and_working_days_of_spring_2019(engine: Engine) -> None:
    campaign = get_campaign(engine, FROZEN_ID)
    assert campaign.demonstration
    assert "inventés" in campaign.description
    entries = [
        entry for item in get_operations(engine, FROZEN_ID) for entry in trace(engine, FROZEN_ID, item.num_dossier)
    ]
    assert {entry.actor for entry in entries} | {campaign.created_by} == PEOPLE
    moments = {entry.sequence: entry.at for entry in entries}
    ordered = [moments[sequence] for sequence in sorted(moments)]
    assert ordered == sorted(ordered)
    assert campaign.created_at < ordered[0]
    assert campaign.frozen_at == ordered[-1]
    assert all(date(2019, 3, 11) <= moment.date() <= date(2019, 6, 30) and moment.weekday() < 5 for moment in ordered)
    last_review = max(entry.at for entry in entries if entry.kind is Kind.REVIEW)
    assert min(entry.at for entry in entries if entry.kind is Kind.ARBITRATION) > last_review


def test_comments_are_few_short_and_typeset(engine: Engine, settled: list[Conflict]) -> None:
    reviews = [
        review
        for item in get_operations(engine, FROZEN_ID)
        for review in reviews_visible_to(engine, FROZEN_ID, item.num_dossier, "Arbitre")
    ]
    comments = [review.comment for review in reviews if review.comment]
    assert 0.1 < len(comments) / len(reviews) < 0.25
    assert len(set(comments)) > 30
    written = {*comments, *(conflict.arbitration.reason for conflict in settled if conflict.arbitration)}
    leftover = re.compile(r"[{}]| [:;!?»]|« |[a-zé][:;!?]|  |’|\.\.")
    for text in written:
        assert len(text) < 130
        assert re.fullmatch(r"[A-ZÉÀ].*[.?]", text)
        assert not leftover.search(text), text


def test_what_a_comment_says_of_how_an_operation_was_found_is_true(
    engine: Engine, warehouse: duckdb.DuckDBPyConnection
) -> None:
    found = identify(warehouse, shipped_lexicon())
    by_name = set(found.operations.query("name_only")["num_dossier"])
    carriers = set(found.provenance.query("provenance == 'porteur déjà retenu'")["num_dossier"])
    surveyed = set(found.provenance.query("provenance == 'enquête'")["num_dossier"])
    seen = set()
    for item in get_operations(engine, FROZEN_ID):
        for review in reviews_visible_to(engine, FROZEN_ID, item.num_dossier, "Arbitre"):
            for word, numbers in (("nom du porteur", by_name), ("en 2017", carriers), ("nquête", surveyed)):
                if word in review.comment:
                    assert item.num_dossier in numbers
                    seen.add(word)
    assert seen == {"nom du porteur", "en 2017", "nquête"}


def test_the_fiche_names_the_campaign(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute(
        "select retained, decision, decision_source, count(*) from operation"
        " where wave = '2019' and decision <> 'non examinée' group by all order by all"
    ).fetchall()
    source = "campagne «\u202fCampagne 2019 (démonstration)\u202f»"
    assert rows == [
        (False, "non retenue", source, 126),
        (True, "retenue", source, 65),
        (True, "retenue", "citée par la note", 46),
    ]


def test_open_populations_are_synthetic_and_mixed(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = read_csv(DEMO / OPEN_POPULATIONS)
    known = {
        number: (provenance, retained)
        for number, provenance, retained in warehouse.execute(
            "select num_dossier, provenance, retained from operation where wave = '2019'"
        ).fetchall()
    }
    assert {known[row["num_dossier"]][0] for row in rows} == {"démonstration"}
    by_campaign: dict[str, list[bool]] = {}
    for row in rows:
        by_campaign.setdefault(row["campaign_id"], []).append(known[row["num_dossier"]][1])
    assert {name: (len(kept), sum(kept)) for name, kept in by_campaign.items()} == {
        "demonstration-ouverte": (12, 6),
        "demonstration-lecture": (8, 8),
        "demonstration-essaimage": (8, 8),
    }


def test_the_campaign_carries_its_extract_grid_and_lexicon(engine: Engine) -> None:
    campaign = get_campaign(engine, FROZEN_ID)
    assert campaign.grid.id == "csess"
    assert campaign.lexicon_hash == shipped_lexicon().version
    assert campaign.lexicon_text == shipped_lexicon().to_csv()
    assert campaign.rule.categories == tuple(row["category"] for row in read_csv(REFERENCE / "categories.csv"))
    assert campaign.created_at == datetime(2019, 3, 11, 9, tzinfo=UTC)
    rows = list(csv.DictReader(io.StringIO((DEMO / DECISIONS).read_text(encoding="utf-8")), delimiter=";"))
    assert {row["wave"] for row in rows} == {"2019"}
