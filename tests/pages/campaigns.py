"""A small campaign to open pages on: four criteria, six operations, Alice and Bob."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
from sqlalchemy import Engine

from dashboard.domain.grid import Grid
from dashboard.domain.grid_file import load_grid
from dashboard.reviews.building import ArbitrationRow, ReviewRow, fill_campaign
from dashboard.reviews.campaigns import create_campaign
from dashboard.reviews.model import Campaign, DecisionRule

GRIDS = Path(__file__).parents[2] / "data" / "reference" / "grids"
START = datetime(2019, 5, 2, 9, tzinfo=UTC)
CATEGORY = "Démarches"
ALL, NONE = (3, 3, 3, 3), (0, 0, 0, 0)

REVIEWS: Mapping[str, tuple[tuple[str, tuple[int, ...], str], ...]] = {
    "D1": (("Alice", ALL, "retenue"), ("Bob", ALL, "retenue")),
    "D2": (("Alice", NONE, "non"), ("Bob", NONE, "non")),
    "D3": (("Alice", (3, 3, 0, 0), "non"), ("Bob", (3, 3, 0, 0), "non")),
    "D4": (("Alice", ALL, "retenue"), ("Bob", NONE, "non")),
    "D5": (("Alice", (0, 0, 2, 2), "retenue"), ("Bob", (0, 0, 2, 2), "retenue")),
    "D6": (("Alice", (1, 2, 3, 3), "retenue"),),
}
"""Number → reviewer, level given to both questions of each criterion, verdict. D6 lacks Bob's review."""


def grid_named(name: str) -> Grid:
    return load_grid(GRIDS / f"{name}.toml")


def answers_at(grid: Grid, levels: tuple[int, ...]) -> dict[str, int]:
    return {
        question.id: level
        for criterion, level in zip(grid.criteria, levels, strict=True)
        for question in criterion.questions
    }


def population(numbers: Mapping[str, str] | list[str], wave: str = "2019") -> pd.DataFrame:
    rows = [(number, wave, f"Opération n° {number}", "Association fictive") for number in numbers]
    return pd.DataFrame(rows, columns=["num_dossier", "wave", "title", "beneficiary"])


def scored_campaign(
    engine: Engine,
    *,
    name: str = "Essai",
    reviews: Mapping[str, tuple[tuple[str, tuple[int, ...], str], ...]] = REVIEWS,
    campaign_id: str = "essai",
    grid: str = "csess",
    needed: int = 2,
    frozen: bool = False,
    arbitrations: Mapping[str, bool] | None = None,
    day: int = 0,
) -> Campaign:
    """Creates the campaign and writes its reviews; `day` sets when."""
    used, at = grid_named(grid), START + timedelta(days=day)
    create_campaign(
        engine,
        campaign_id=campaign_id,
        name=name,
        grid=used,
        lexicon_hash="abc",
        lexicon_text="",
        extracts=["0" * 64],
        operations=population(list(reviews)),
        reviewers=["Alice", "Bob"],
        by="Gérard",
        rule=DecisionRule(reviews_needed=needed),
        at=at,
    )
    rows = [
        ReviewRow(
            number, who, answers_at(used, levels), verdict if used.decides else None,
            CATEGORY if used.decides and verdict == "retenue" else None, "", at + timedelta(hours=1),
        )
        for number, given in reviews.items()
        for who, levels, verdict in given
    ]  # fmt: skip
    settled = [
        ArbitrationRow(number, "Chloé", kept, CATEGORY if kept else None, "Motif.", at + timedelta(hours=2))
        for number, kept in (arbitrations or {}).items()
    ]
    return fill_campaign(
        engine, campaign_id, rows, settled, frozen_by="Gérard" if frozen else None, frozen_at=at + timedelta(hours=3)
    )
