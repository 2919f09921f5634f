"""The demonstration campaigns that the product ships: one frozen with its reviews, the others open to any visitor."""

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pandas as pd
from sqlalchemy import Engine

from dashboard.demo.install import DEMONSTRATION_FOLDER, FROZEN_ID
from dashboard.domain.french import NARROW_SPACE
from dashboard.domain.grid import Grid
from dashboard.domain.grid_file import load_grid
from dashboard.identification.sources import shipped_lexicon
from dashboard.ingest.staging import file_sha256
from dashboard.reviews.archive import import_campaign
from dashboard.reviews.campaigns import create_campaign, list_campaigns
from dashboard.reviews.model import Campaign, DecisionRule
from dashboard.warehouse.build import REFERENCE_FOLDER
from dashboard.warehouse.state import State

ARCHIVE = "campaign-2019.zip"
OPEN_POPULATIONS = "open_campaigns.csv"

FROZEN_NAME = "Campagne 2019 (démonstration)"
SYNTHETIC_SENTENCE = (
    f"Campagne de démonstration{NARROW_SPACE}: les évaluateurs, l'arbitre, leurs réponses, leurs commentaires et leurs motifs sont "
    "inventés, comme les opérations évaluées. Les opérations que cite la note n'y figurent pas."
)


@dataclass(frozen=True, slots=True)
class OpenCampaign:
    """A campaign that anybody who declares a name may review."""

    id: str
    name: str
    description: str
    grid: str
    reviews_needed: int
    opened_at: datetime


OPEN_CAMPAIGNS = (
    OpenCampaign(
        "demonstration-ouverte",
        "Campagne ouverte (démonstration)",
        f"Douze opérations synthétiques à évaluer sur les quatre critères{NARROW_SPACE}: chacune attend deux évaluations, faites à "
        "l'aveugle, et un désaccord passe à l'arbitrage.",
        "csess",
        2,
        datetime(2019, 6, 24, 9, tzinfo=UTC),
    ),
    OpenCampaign(
        "demonstration-lecture",
        "Seconde lecture (démonstration)",
        f"Huit opérations synthétiques retenues, à relire{NARROW_SPACE}: ce que chacune soutient, comment elle change d'échelle, à "
        "quelle phase elle en est.",
        "lecture",
        1,
        datetime(2019, 6, 24, 10, tzinfo=UTC),
    ),
    OpenCampaign(
        "demonstration-essaimage",
        "Conditions de l'essaimage (démonstration)",
        f"Huit opérations synthétiques retenues, à relire{NARROW_SPACE}: les conditions de leur essaimage sont-elles réunies{NARROW_SPACE}?",
        "essaimage",
        1,
        datetime(2019, 6, 24, 11, tzinfo=UTC),
    ),
)

_OPENED_BY = "Gestionnaire (démonstration)"


def install_campaigns(engine: Engine, state: State, folder: Path = DEMONSTRATION_FOLDER) -> list[Campaign]:
    """Adds the demonstration campaigns that the store lacks, and gives those added; none unless the demonstration is active.

    May be called at each opening, by several processes at once. A campaign that is there is left as people made it.
    """
    if not demonstration_is_active(state):
        return []
    present = {campaign.id for campaign in list_campaigns(engine, withdrawn=True)}
    added = []
    if FROZEN_ID not in present:
        added.append(import_campaign(engine, (folder / ARCHIVE).read_bytes()))
    if missing := [campaign for campaign in OPEN_CAMPAIGNS if campaign.id not in present]:
        populations = pd.read_csv(folder / OPEN_POPULATIONS, sep=";", dtype="str", keep_default_na=False)
        extract = file_sha256(folder / "operations.parquet")
        added += [_open(engine, campaign, populations, extract) for campaign in missing]
    return added


def demonstration_is_active(state: State) -> bool:
    """Whether the published operations are those of the demonstration."""
    current = state.current()
    return current is not None and any(
        manifest["demonstration"] and manifest["kind"] == "operations"
        for manifest in map(state.manifest, current.imports)
    )


def _open(engine: Engine, campaign: OpenCampaign, populations: pd.DataFrame, extract: str) -> Campaign:
    used = grid(campaign.grid)
    return create_campaign(
        engine,
        campaign_id=campaign.id,
        name=campaign.name,
        description=campaign.description,
        demonstration=True,
        grid=used,
        lexicon_hash=shipped_lexicon().version,
        lexicon_text=shipped_lexicon().to_csv(),
        extracts=[extract],
        operations=populations[populations["campaign_id"] == campaign.id].drop(columns="campaign_id"),
        reviewers=(),
        by=_OPENED_BY,
        rule=DecisionRule(
            reviews_needed=campaign.reviews_needed, categories=categories() if used.decides else (), open_to_all=True
        ),
        at=campaign.opened_at,
    )


@cache
def grid(grid_id: str) -> Grid:
    """One of the shipped grids."""
    return load_grid(REFERENCE_FOLDER / "grids" / f"{grid_id}.toml")


@cache
def categories() -> tuple[str, ...]:
    """The types of operation, in the note's order."""
    with (REFERENCE_FOLDER / "categories.csv").open(encoding="utf-8", newline="") as file:
        return tuple(row["category"] for row in csv.DictReader(file, delimiter=";"))
