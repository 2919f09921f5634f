"""Packs of the demonstration and of odd extracts, built once."""

import csv
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from dashboard.demo.campaigns import install_campaigns
from dashboard.demo.install import open_state
from dashboard.domain.selection import Selection
from dashboard.exports.pack.build import build_pack
from dashboard.exports.pack.content import Pack
from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.reviews.store import open_store
from dashboard.warehouse.build import connect
from dashboard.warehouse.state import State
from tests.conftest import MDFSE_HEADERS, MDFSE_ROW

HOSTILE = (
    '=HYPERLINK("http://exemple.invalid";"lien")',
    "+33 1 23",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "x" * 600,
    "🎉 Fête 👩‍👩‍👧 de quartier",
    "مشروع اجتماعي مبتكر",
    "<script>alert(1)</script> & **gras** [lien](http://exemple.invalid)",
    "Intitulé\nsur deux lignes",
)
"""Titles that an extract may hold and that no document may run, cut or lose."""

Build = Callable[..., Pack]


def built(state: State, selection: Selection | None = None, **given: Any) -> Pack:
    """The pack of a state folder."""
    publication = open_state(state)
    with connect(state, publication) as connection:
        return build_pack(state, publication, connection, selection or Selection(), **given)


@pytest.fixture(scope="session")
def demonstration(demonstration_state: State) -> State:
    """The demonstration extract: read only."""
    return demonstration_state


@pytest.fixture(scope="session")
def pack_of(demonstration: State) -> Build:
    """The pack of the demonstration for a selection, built once for each."""

    @cache
    def build(selection: Selection = Selection()) -> Pack:  # noqa: B008 - frozen
        return built(demonstration, selection)

    return build


@pytest.fixture(scope="session")
def store(demonstration: State, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The reviews of the demonstration's campaigns."""
    engine = open_store(tmp_path_factory.mktemp("reviews") / "reviews.sqlite")
    install_campaigns(engine, demonstration)
    return engine


@pytest.fixture(scope="session")
def one_operation(tmp_path_factory: pytest.TempPathFactory) -> State:
    """One retained operation, of no stated category."""
    return extract(tmp_path_factory.mktemp("one"), ["Atelier fictif"])


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> State:
    """Retained operations whose titles and carriers are `HOSTILE`."""
    return extract(tmp_path_factory.mktemp("hostile"), HOSTILE, category="Innovation sociale territoriale")


def extract(folder: Path, titles: Sequence[str], category: str = "") -> State:
    """A state folder with one retained operation per title, carried by an organisation of the same name."""
    rows = [
        {**MDFSE_ROW, "num_dossier": f"2017000{rank:02d}", "Lib_opé": text, "Lib_org": text}
        for rank, text in enumerate(titles)
    ]
    decided = [{"num_dossier": row["num_dossier"], "retained": "oui", "category": category} for row in rows]
    state = State(folder / "state")
    run_import(state, ImportRequest(_written(folder / "liste.csv", MDFSE_HEADERS, rows), wave="2019"))
    run_import(state, ImportRequest(_written(folder / "decisions.csv", tuple(decided[0]), decided)))
    return state


def _written(path: Path, headers: Sequence[str], rows: Sequence[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headers, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path
