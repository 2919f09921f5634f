"""Several people at once, and processes that die: nothing lost, nobody overwritten."""

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from dashboard.domain.grid import Grid
from dashboard.reviews import journal, store
from dashboard.reviews.archive import export_campaign, import_campaign
from dashboard.reviews.campaigns import create_campaign, freeze, get_campaign
from dashboard.reviews.deciding import decisions
from dashboard.reviews.errors import FrozenCampaign, ReviewClosed, StoreBusy
from dashboard.reviews.model import DecisionRule, Status
from dashboard.reviews.reviewing import own_review, progress, reviews_visible_to, save_draft, submit, undo
from dashboard.reviews.store import open_engine, open_store, read, write
from dashboard.reviews.tables import EVENT, REVIEW
from tests.patience import PATIENCE
from tests.reviews.conftest import CreateCampaign, population

ROOT = Path(__file__).parents[2]
PEOPLE = ["Alice", "Bob", "Chloé", "David"]
OPERATIONS = 12


@contextmanager
def process(task: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    running = subprocess.Popen(
        [sys.executable, "-m", "tests.reviews.workers", task, *arguments], cwd=ROOT,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield running
    finally:
        running.kill()
        running.communicate()


def line(running: subprocess.Popen[str]) -> str:
    assert running.stdout is not None
    return running.stdout.readline().strip()


def together(*calls: Callable[[], object]) -> list[object]:
    """Runs calls in threads that start at the same moment; gives what each returned or raised."""
    barrier, outcomes = threading.Barrier(len(calls)), [None] * len(calls)

    def run(position: int, call: Callable[[], object]) -> None:
        barrier.wait()
        try:
            outcomes[position] = call()
        except Exception as error:
            outcomes[position] = error

    threads = [threading.Thread(target=run, args=item) for item in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def sequences(engine: Engine, campaign_id: str) -> list[int]:
    query = select(EVENT.c.sequence).where(EVENT.c.campaign_id == campaign_id).order_by(EVENT.c.sequence)
    return read(engine, lambda connection: list(connection.execute(query).scalars()))


def submitted(engine: Engine) -> set[tuple[str, str, int, str]]:
    query = select(REVIEW.c.num_dossier, REVIEW.c.reviewer, REVIEW.c.version, REVIEW.c.answers)
    return read(engine, lambda connection: {tuple(row) for row in connection.execute(query)})


def check_everything_is_there(engine: Engine, campaign_id: str) -> None:
    rows = submitted(engine)
    assert {(operation, person, version) for operation, person, version, _ in rows} == {
        (f"D{number}", person, 1) for number in range(1, OPERATIONS + 1) for person in PEOPLE
    }
    assert all(f'"intensite":{int(operation[1:]) % 4}' in answers for operation, _, _, answers in rows)
    assert sequences(engine, campaign_id) == list(range(1, OPERATIONS * len(PEOPLE) + 1))
    assert len(decisions(engine, campaign_id)) == OPERATIONS


def test_threads_lose_nothing(engine: Engine, create: CreateCampaign) -> None:
    campaign = create(OPERATIONS, reviewers=PEOPLE, rule=DecisionRule(reviews_needed=len(PEOPLE)))

    def work(person: str) -> Callable[[], None]:
        def call() -> None:
            for number in range(1, OPERATIONS + 1):
                submit(engine, campaign.id, f"D{number}", person, answers={"intensite": number % 4}, verdict="non")

        return call

    assert together(*(work(person) for person in PEOPLE)) == [None] * len(PEOPLE)
    check_everything_is_there(engine, campaign.id)


def test_processes_lose_nothing(engine: Engine, location: str, create: CreateCampaign) -> None:
    campaign = create(OPERATIONS, reviewers=PEOPLE, rule=DecisionRule(reviews_needed=len(PEOPLE)))
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.reviews.workers", "submit_all", location, campaign.id, person, str(OPERATIONS)],
            cwd=ROOT,
        )
        for person in PEOPLE
    ]  # fmt: skip
    assert [process.wait() for process in running] == [0] * len(PEOPLE)
    check_everything_is_there(engine, campaign.id)


def test_a_click_sent_eight_times_at_once_is_one_row(engine: Engine, create: CreateCampaign) -> None:
    campaign = create()

    def click() -> object:
        return submit(engine, campaign.id, "D1", "Alice", answers={}, verdict="non", submission_id="clic")

    outcomes = together(*[click] * 8)
    assert len({id(type(outcome)) for outcome in outcomes}) == 1
    assert {(outcome.version, outcome.sequence) for outcome in outcomes} == {(1, 1)}  # type: ignore[attr-defined]
    assert len(submitted(engine)) == 1


def test_a_campaign_created_or_imported_several_times_at_once_is_one(
    engine: Engine, create: CreateCampaign, migrated_sqlite: Path, tmp_path: Path
) -> None:
    created = together(*[lambda: create(campaign_id="commune")] * 4)
    assert created == [get_campaign(engine, "commune")] * 4
    elsewhere = open_store(shutil.copy(migrated_sqlite, tmp_path / "ailleurs.sqlite"))
    archive = _archive_of_another_campaign(elsewhere, created[0].grid)  # type: ignore[attr-defined]
    elsewhere.dispose()
    imported = together(*[lambda: import_campaign(engine, archive)] * 4)
    assert imported == [get_campaign(engine, "autre")] * 4


def _archive_of_another_campaign(engine: Engine, grid: Grid) -> bytes:
    create_campaign(
        engine, name="Autre", grid=grid, lexicon_hash="", lexicon_text="", extracts=[], operations=population(3),
        reviewers=PEOPLE, by="Gérard", campaign_id="autre",
    )  # fmt: skip
    freeze(engine, "autre", by="Gérard", allow_pending=True)
    return export_campaign(engine, "autre")


def test_the_last_place_is_taken_once(engine: Engine, create: CreateCampaign) -> None:
    campaign = create(reviewers=PEOPLE)
    calls = [
        lambda person=person: submit(engine, campaign.id, "D1", person, answers={}, verdict="non") for person in PEOPLE
    ]
    outcomes = together(*calls)
    assert sum(not isinstance(outcome, Exception) for outcome in outcomes) == 2
    assert len(submitted(engine)) == 2


def test_taking_back_and_the_other_s_submission_never_both_win(engine: Engine, create: CreateCampaign) -> None:
    """Either Alice is back in draft and sees nothing, or both are submitted and she can't change hers."""
    campaign = create(8)
    for number in range(1, 9):
        operation = f"D{number}"
        submit(engine, campaign.id, operation, "Alice", answers={}, verdict="non")
        taken_back, _ = together(
            lambda operation=operation: undo(engine, campaign.id, operation, "Alice"),
            lambda operation=operation: submit(engine, campaign.id, operation, "Bob", answers={}, verdict="non"),
        )
        seen = [review.reviewer for review in reviews_visible_to(engine, campaign.id, operation, "Alice")]
        if isinstance(taken_back, ReviewClosed):
            assert seen == ["Alice", "Bob"]
        else:
            assert seen == ["Alice"]


def test_a_freeze_and_a_submission_never_cross(engine: Engine, create: CreateCampaign) -> None:
    campaign = create(1, reviewers=PEOPLE, rule=DecisionRule(reviews_needed=4))
    calls = [
        lambda person=person: submit(engine, campaign.id, "D1", person, answers={}, verdict="non") for person in PEOPLE
    ]
    outcomes = together(*calls, lambda: freeze(engine, campaign.id, by="Gérard", allow_pending=True))
    kept = [outcome for outcome in outcomes[:4] if not isinstance(outcome, Exception)]
    assert all(isinstance(outcome, FrozenCampaign) for outcome in outcomes[:4] if isinstance(outcome, Exception))
    assert len(submitted(engine)) == len(kept)
    assert get_campaign(engine, campaign.id).frozen
    last = read(engine, lambda connection: connection.execute(select(EVENT).order_by(EVENT.c.sequence.desc())).first())
    assert last is not None
    assert (last.kind, last.sequence) == ("gel", len(kept) + 1)


def test_what_was_confirmed_survives_a_killed_process(engine: Engine, location: str, create: CreateCampaign) -> None:
    campaign = create()
    confirmed = 0
    for _ in range(3):
        with process("save_for_ever", location, campaign.id, "Alice") as running:
            for _ in range(5):
                confirmed = int(line(running))
            running.kill()
            rest = (running.communicate()[0] or "").split()
            confirmed = int(rest[-1]) if rest else confirmed
        versions = sorted(version for _, _, version, _ in submitted(engine))
        assert versions == list(range(1, len(versions) + 1))
        assert confirmed <= len(versions) <= confirmed + 1
        assert sequences(engine, campaign.id) == versions
        latest = own_review(engine, campaign.id, "D1", "Alice")
        assert latest is not None
        confirmed = latest.version
    assert submit(engine, campaign.id, "D1", "Alice", answers={}, verdict="non").version == confirmed + 1


def test_a_process_killed_half_way_leaves_nothing_behind(engine: Engine, location: str, create: CreateCampaign) -> None:
    campaign = create()
    with process("stop_half_way", location, campaign.id, "Alice") as running:
        assert line(running) == "half way"
        assert sequences(engine, campaign.id) == []
        assert progress(engine, campaign.id).operations == 3
    assert submit(engine, campaign.id, "D1", "Bob", answers={}, verdict="non").sequence == 1
    assert sequences(engine, campaign.id) == [1]


def test_a_locked_database_is_waited_for_then_told(
    engine: Engine, location: str, create: CreateCampaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = create()
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr(store, "PAUSES", (0.01, 0.02))
    impatient = open_engine(location)
    held, done = threading.Event(), threading.Event()

    def hold(connection: object) -> None:
        connection.execute(select(func.count()).select_from(EVENT))  # type: ignore[attr-defined]
        journal.lock(connection, campaign.id)  # type: ignore[arg-type]
        held.set()
        assert done.wait(PATIENCE)

    holder = threading.Thread(target=write, args=(engine, hold))
    holder.start()
    assert held.wait(PATIENCE)
    try:
        with pytest.raises(StoreBusy, match="rien n'a été écrit"):
            save_draft(impatient, campaign.id, "D1", "Alice", answers={})
        assert own_review(impatient, campaign.id, "D1", "Alice") is None
    finally:
        done.set()
        holder.join()
    assert save_draft(impatient, campaign.id, "D1", "Alice", answers={}).status is Status.DRAFT
    impatient.dispose()


def test_two_first_starts_at_once_migrate_once(empty_location: str) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.reviews.workers", "migrate_now", empty_location], cwd=ROOT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(4)
    ]  # fmt: skip
    assert [line(process) for process in running] == ["ready"] * 4
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in running:
        process.communicate()
    assert [process.returncode for process in running] == [0] * 4
    engine = open_engine(empty_location)
    assert sequences(engine, "aucune") == []
    engine.dispose()
