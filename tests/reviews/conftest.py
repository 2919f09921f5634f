"""A campaign on each database: SQLite always, PostgreSQL where a server is installed."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine, text

from dashboard.domain.grid import Grid
from dashboard.domain.grid_file import load_grid
from dashboard.reviews.campaigns import create_campaign
from dashboard.reviews.model import Campaign, DecisionRule
from dashboard.reviews.store import open_engine, open_store
from tests.reviews import postgresql

GRIDS = Path(__file__).parents[2] / "data" / "reference" / "grids"
CATEGORIES = ("Démarches", "Territoires")

CreateCampaign = Callable[..., Campaign]


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The URL of a server for this session; a missing one skips, except in the full run (E2E=1)."""
    lacking = postgresql.missing()
    if lacking:
        if os.environ.get("E2E") == "1":
            pytest.fail(f"the full run needs PostgreSQL: {lacking}")
        pytest.skip(lacking)
    with postgresql.cluster() as url:
        yield url


@pytest.fixture
def postgresql_database(postgresql_url: str) -> str:
    """The URL of a database with nothing in it: the same one each time, emptied, which is faster than creating one."""
    url = f"{postgresql_url}/postgres"
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text("drop schema public cascade"))
        connection.execute(text("create schema public"))
    engine.dispose()
    return url


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file at the present schema, to copy: most tests aren't about migrating."""
    path = tmp_path_factory.mktemp("reviews") / "reviews.sqlite"
    open_store(path).dispose()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty database is."""
    if request.param == "sqlite":
        return str(tmp_path / "state" / "reviews.sqlite")
    return str(request.getfixturevalue("postgresql_database"))


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a database is that `open_store` has little or nothing to do for."""
    if request.param == "sqlite":
        return str(shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / "reviews.sqlite"))
    return str(request.getfixturevalue("postgresql_database"))


@pytest.fixture
def engine(location: str) -> Iterator[Engine]:
    """A database at the present schema."""
    opened = open_store(location)
    yield opened
    opened.dispose()


@pytest.fixture(scope="session")
def grid() -> Grid:
    """The four-criteria grid."""
    return load_grid(GRIDS / "csess.toml")


def population(count: int) -> pd.DataFrame:
    """`count` operations, D1 and so on."""
    return pd.DataFrame(
        {
            "num_dossier": [f"D{number}" for number in range(1, count + 1)],
            "wave": "2019",
            "title": [f"Opération fictive {number}" for number in range(1, count + 1)],
            "beneficiary": "Association fictive",
        }
    )


@pytest.fixture
def create(engine: Engine, grid: Grid) -> CreateCampaign:
    """Creates a campaign of three operations for Alice and Bob, with what is asked otherwise."""

    def call(operations: int | pd.DataFrame = 3, **changes: object) -> Campaign:
        named: dict[str, object] = {
            "name": "Vague 2019",
            "grid": grid,
            "lexicon_hash": "abc",
            "lexicon_text": "critère;expression\nbesoin;besoin social\n",
            "extracts": ["0" * 64],
            "operations": population(operations) if isinstance(operations, int) else operations,
            "reviewers": ["Alice", "Bob"],
            "by": "Gérard",
            "rule": DecisionRule(categories=CATEGORIES),
        }
        return create_campaign(engine, **{**named, **changes})  # type: ignore[arg-type]

    return call


@pytest.fixture
def campaign(create: CreateCampaign) -> Campaign:
    """That campaign."""
    return create()
