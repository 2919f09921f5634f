"""Stability of the scores, and what the pages of a campaign do at each action, at the size of a real one."""

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Engine

from benchmarks.data import sql
from dashboard.demo.campaigns import install_campaigns
from dashboard.demo.install import open_state
from dashboard.domain.grid import Grid
from dashboard.domain.grid_file import load_grid
from dashboard.ingest.campaign_decisions import publish_decisions
from dashboard.reviews.agreement import agreement
from dashboard.reviews.building import ReviewRow, fill_campaign
from dashboard.reviews.campaigns import create_campaign, freeze
from dashboard.reviews.deciding import decisions
from dashboard.reviews.model import canonical
from dashboard.reviews.reviewing import queue, submit
from dashboard.reviews.scores import answers
from dashboard.reviews.stability import Rule, Threshold, Top, stability
from dashboard.reviews.store import open_store
from dashboard.warehouse.build import REFERENCE_FOLDER
from dashboard.warehouse.state import State

OPERATIONS = 250
PLACES = 106
REPEATS, SUBMISSIONS = 5, 60
STABILITY_BUDGET, INSTALL_BUDGET = 200.0, 500.0
AT = datetime(2019, 6, 3, tzinfo=UTC)


def measure() -> list[dict[str, Any]]:
    """`label`, `ours`, `theirs` (milliseconds, None without a comparison), `target` (milliseconds, None without one)."""
    return [*_stability(), *_campaign(), *_demonstration()]


def _stability() -> list[dict[str, Any]]:
    """10 000 weightings of 250 operations on four criteria, one answer in ten missing."""
    random = np.random.default_rng(1)
    scores = random.integers(0, 7, (OPERATIONS, 4)) * 100 / 6
    scores[random.random(scores.shape) < 0.1] = np.nan
    index = pd.Index([str(number) for number in range(OPERATIONS)], name="num_dossier")
    frame = pd.DataFrame(scores, index=index, columns=["besoin", "experimentation", "implication", "effets"])
    weights = dict.fromkeys(frame.columns, 25.0)
    rules: dict[str, Rule] = {"retained from a score": Threshold(50.0), f"the first {PLACES} retained": Top(PLACES)}
    return [
        _line(f"stability, {name}", _median(lambda rule=rule: stability(frame, weights, rule)), target=STABILITY_BUDGET)
        for name, rule in rules.items()
    ]


def _campaign() -> list[dict[str, Any]]:
    """On SQLite: every operation reviewed twice, then submissions one by one to another campaign of that size."""
    grid = load_grid(REFERENCE_FOLDER / "grids" / "csess.toml")
    random = np.random.default_rng(2)
    rows = [
        ReviewRow(
            str(number), person, _answers(grid, random), str(random.choice(["retenue", "non"])), None, "", AT
        )
        for number in range(OPERATIONS)
        for person in ("A", "B")
    ]  # fmt: skip
    with _store() as (engine, path):
        reviewed, blank = (_create(engine, grid, name) for name in ("reviewed", "blank"))
        fill = _once(lambda: fill_campaign(engine, reviewed, rows))
        numbers = count()
        given = _answers(grid, random)
        ours = _median(
            lambda: submit(engine, blank, str(next(numbers)), "A", answers=given, verdict="non"), SUBMISSIONS
        )
        return [
            _line("opening a queue", _median(lambda: queue(engine, reviewed, "A"))),
            _line("submitting a review", ours, _bare_insert(path, blank, canonical(given), grid.version_hash)),
            _line("decisions of the campaign", _median(lambda: decisions(engine, reviewed))),
            _line("agreement of the reviewers", _median(lambda: agreement(grid, answers(engine, reviewed)))),
            _line(f"writing {len(rows)} reviews at once", fill),
        ]


def _demonstration() -> list[dict[str, Any]]:
    with _store() as (engine, path):
        state = State(path.parent / "state")
        open_state(state)
        install = _once(lambda: install_campaigns(engine, state))
        again = _median(lambda: install_campaigns(engine, state))
        grid = load_grid(REFERENCE_FOLDER / "grids" / "csess.toml")
        campaign = _create(engine, grid, "published")
        fill_campaign(
            engine,
            campaign,
            [ReviewRow(str(number), person, {}, "non", None, "", AT) for number in range(OPERATIONS) for person in ("A", "B")],
        )  # fmt: skip
        freeze(engine, campaign, by="G")
        publish = _once(lambda: publish_decisions(state, engine, campaign, by="G"))
    return [
        _line("demonstration campaigns, in a new store", install, target=INSTALL_BUDGET),
        _line("demonstration campaigns, already there", again),
        _line(f"publishing the {OPERATIONS} decisions of a campaign", publish),
    ]


@contextmanager
def _store() -> Iterator[tuple[Engine, Path]]:
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        path = Path(folder) / "reviews.sqlite"
        engine = open_store(path)
        yield engine, path
        engine.dispose()


def _create(engine: Engine, grid: Grid, name: str) -> str:
    numbers = [str(number) for number in range(OPERATIONS)]
    frame = pd.DataFrame({"num_dossier": numbers, "wave": "2019", "title": "Opération", "beneficiary": "Association"})
    return create_campaign(
        engine, name=name, grid=grid, lexicon_hash="", lexicon_text="", extracts=[], operations=frame,
        reviewers=["A", "B"], by="G",
    ).id  # fmt: skip


def _answers(grid: Grid, random: np.random.Generator) -> dict[str, int]:
    return {question.id: int(random.integers(4)) for question in grid.questions}


def _bare_insert(path: Path, campaign: str, given: str, grid_hash: str) -> float:
    """The same rows in the same tables, by the driver alone, as durable: what a submission can't do without."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("pragma foreign_keys = on")
    connection.execute("pragma synchronous = full")
    numbers = count()

    def insert() -> None:
        number = next(numbers)
        values = {
            "campaign_id": campaign, "sequence": SUBMISSIONS + 2 + number, "submission_id": f"bare-{number}", "num_dossier": str(number),
            "answers": given, "grid_hash": grid_hash, "created_at": AT.isoformat(timespec="microseconds"),
        }  # fmt: skip
        connection.execute("begin immediate")
        for statement in sql("submission").split(";\n\n"):
            connection.execute(statement, values)
        connection.execute("commit")

    taken = _median(insert, SUBMISSIONS)
    connection.close()
    return taken


def _line(label: str, ours: float, theirs: float | None = None, target: float | None = None) -> dict[str, Any]:
    return {"label": label, "ours": ours, "theirs": theirs, "target": target}


def _median(call: Callable[[], object], repeats: int = REPEATS) -> float:
    call()
    return median(_once(call) for _ in range(repeats))


def _once(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000
