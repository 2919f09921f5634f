"""A store opened beside the demonstration gets its campaigns, once, whoever asks and however many at once."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dashboard.demo.campaigns import FROZEN_ID, OPEN_CAMPAIGNS, demonstration_is_active, install_campaigns
from dashboard.demo.install import open_state
from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.reviews.campaigns import freeze, get_campaign, list_campaigns
from dashboard.reviews.model import Place, Verdict
from dashboard.reviews.reviewing import queue, submit
from dashboard.reviews.store import open_store
from dashboard.warehouse.state import State
from tests.conftest import WriteList

EVERY = {FROZEN_ID, *(campaign.id for campaign in OPEN_CAMPAIGNS)}


@pytest.fixture(scope="module")
def demonstration(demonstration_state: State) -> State:
    return demonstration_state


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_store(tmp_path / "reviews.sqlite")
    yield opened
    opened.dispose()


def test_campaigns_come_once_and_quickly(demonstration: State, engine: Engine) -> None:
    start = time.process_time()
    added = install_campaigns(engine, demonstration)
    assert time.process_time() - start < 2
    assert {campaign.id for campaign in added} == EVERY
    assert all(campaign.demonstration for campaign in added)
    assert install_campaigns(engine, demonstration) == []
    assert {campaign.id: campaign.frozen for campaign in list_campaigns(engine)} == {
        name: name == FROZEN_ID for name in EVERY
    }


def test_anybody_may_score_in_an_open_one(demonstration: State, engine: Engine) -> None:
    install_campaigns(engine, demonstration)
    for campaign in OPEN_CAMPAIGNS:
        first = queue(engine, campaign.id, "Visiteuse")[0]
        assert first.place is Place.TO_DO
        decides = get_campaign(engine, campaign.id).grid.decides
        submit(
            engine, campaign.id, first.operation.num_dossier, "Visiteuse", answers={}, verdict=Verdict.REJECTED if decides else None
        )  # fmt: skip
        assert queue(engine, campaign.id, "Visiteuse")[0].place is Place.DONE


def test_what_people_did_of_a_campaign_stays(demonstration: State, engine: Engine) -> None:
    install_campaigns(engine, demonstration)
    freeze(engine, OPEN_CAMPAIGNS[0].id, by="Gérard", allow_pending=True)
    assert install_campaigns(engine, demonstration) == []
    assert get_campaign(engine, OPEN_CAMPAIGNS[0].id).frozen_by == "Gérard"


def test_nothing_comes_beside_a_real_extract(state: State, engine: Engine, mdfse_file: WriteList) -> None:
    assert not demonstration_is_active(state)
    assert install_campaigns(engine, state) == []
    open_state(state)
    assert demonstration_is_active(state)
    run_import(state, ImportRequest(mdfse_file([{}]), wave="2019"))
    assert not demonstration_is_active(state)
    assert install_campaigns(engine, state) == []
    assert list_campaigns(engine) == []


INSTALL = """
import sys
from pathlib import Path
from dashboard.demo.campaigns import install_campaigns
from dashboard.reviews.store import open_store
from dashboard.warehouse.state import State
engine = open_store(Path(sys.argv[2]))
print("ready", flush=True)
sys.stdin.readline()
install_campaigns(engine, State(Path(sys.argv[1])))
"""


def test_two_processes_at_once(demonstration: State, tmp_path: Path) -> None:
    location = tmp_path / "reviews.sqlite"
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", INSTALL, str(demonstration.root), str(location)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline().strip() == "ready"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    for worker in workers:
        worker.communicate()
    assert [worker.returncode for worker in workers] == [0, 0]
    engine = open_store(location)
    found = list_campaigns(engine)
    engine.dispose()
    assert {campaign.id: campaign.operations for campaign in found} == {
        FROZEN_ID: 191, "demonstration-ouverte": 12, "demonstration-lecture": 8, "demonstration-essaimage": 8,
    }  # fmt: skip
