"""What the concurrency tests run in processes of their own: `python -m tests.reviews.workers <task> <arguments>`."""

import sys
import time

from sqlalchemy import Connection

from dashboard.reviews import journal
from dashboard.reviews.journal import Stamp
from dashboard.reviews.model import Kind
from dashboard.reviews.reviewing import save_draft, submit
from dashboard.reviews.store import migrate, open_engine, write


def submit_all(location: str, campaign_id: str, reviewer: str, operations: str) -> None:
    """Submits a review of every operation."""
    engine = open_engine(location)
    for number in range(1, int(operations) + 1):
        submit(engine, campaign_id, f"D{number}", reviewer, answers={"intensite": number % 4}, verdict="non")
    engine.dispose()


def save_for_ever(location: str, campaign_id: str, reviewer: str) -> None:
    """Saves one draft after another, and says which ones the database has confirmed."""
    engine = open_engine(location)
    version = 0
    while True:
        version = save_draft(engine, campaign_id, "D1", reviewer, answers={}, comment=f"n° {version + 1}").version
        print(version, flush=True)


def stop_half_way(location: str, campaign_id: str, reviewer: str) -> None:
    """Writes half of a submission, says so, and never ends."""

    def work(connection: Connection) -> None:
        journal.lock(connection, campaign_id)
        journal.append(connection, campaign_id, Kind.REVIEW, Stamp.of(reviewer), "D1")
        print("half way", flush=True)
        time.sleep(600)

    write(open_engine(location), work)


def migrate_now(location: str) -> None:
    """Brings the schema up to date, at the same moment as others."""
    engine = open_engine(location)
    print("ready", flush=True)
    sys.stdin.readline()
    migrate(engine)
    engine.dispose()


TASKS = {task.__name__: task for task in (submit_all, save_for_ever, stop_half_way, migrate_now)}

if __name__ == "__main__":
    TASKS[sys.argv[1]](*sys.argv[2:])
