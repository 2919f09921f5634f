"""Stability of the scores, and what the pages of a campaign read at each action, at the size of a real one."""

import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard.domain.grid_file import load_grid
from dashboard.reviews.agreement import agreement
from dashboard.reviews.building import ReviewRow, fill_campaign
from dashboard.reviews.campaigns import create_campaign
from dashboard.reviews.deciding import decisions
from dashboard.reviews.reviewing import queue
from dashboard.reviews.scores import answers
from dashboard.reviews.stability import Rule, Threshold, Top, stability
from dashboard.reviews.store import open_store
from dashboard.warehouse.build import REFERENCE_FOLDER

OPERATIONS = 250
STABILITY_BUDGET_MS = 200.0
PLACES = 106


def stability_ms(operations: int = OPERATIONS, repeats: int = 5) -> dict[str, float]:
    """Milliseconds of the fastest of `repeats` runs over 10 000 weightings, by rule, one answer in ten missing."""
    random = np.random.default_rng(1)
    scores = random.integers(0, 7, (operations, 4)) * 100 / 6
    scores[random.random(scores.shape) < 0.1] = np.nan
    index = pd.Index([str(number) for number in range(operations)], name="num_dossier")
    frame = pd.DataFrame(scores, index=index, columns=["besoin", "experimentation", "implication", "effets"])
    weights = dict.fromkeys(frame.columns, 25.0)
    rules: dict[str, Rule] = {"threshold": Threshold(50.0), "top": Top(PLACES)}
    return {name: _fastest(lambda rule=rule: stability(frame, weights, rule), repeats) for name, rule in rules.items()}


def campaign_ms(operations: int = OPERATIONS, repeats: int = 5) -> dict[str, float]:
    """Milliseconds of what the pages of a campaign read, on SQLite, every operation reviewed twice."""
    grid = load_grid(REFERENCE_FOLDER / "grids" / "csess.toml")
    random = np.random.default_rng(2)
    numbers = [str(number) for number in range(operations)]
    frame = pd.DataFrame({"num_dossier": numbers, "wave": "2019", "title": "Opération", "beneficiary": "Association"})
    at = datetime(2019, 6, 3, tzinfo=UTC)
    rows = [
        ReviewRow(
            number, person, {question.id: int(random.integers(4)) for question in grid.questions},
            str(random.choice(["retenue", "non"])), None, "", at,
        )
        for number in numbers
        for person in ("A", "B")
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        engine = open_store(Path(folder) / "reviews.sqlite")
        campaign = create_campaign(
            engine, name="Mesure", grid=grid, lexicon_hash="", lexicon_text="", extracts=[], operations=frame,
            reviewers=["A", "B"], by="G",
        ).id  # fmt: skip
        start = time.perf_counter()
        fill_campaign(engine, campaign, rows)
        measured = {
            "fill": (time.perf_counter() - start) * 1000,
            "queue": _fastest(lambda: queue(engine, campaign, "A"), repeats),
            "decisions": _fastest(lambda: decisions(engine, campaign), repeats),
            "agreement": _fastest(lambda: agreement(grid, answers(engine, campaign)), repeats),
        }
        engine.dispose()
    return measured


def _fastest(call: Callable[[], object], repeats: int) -> float:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times) * 1000
