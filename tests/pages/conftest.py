"""The whole app on several extracts, and the same figures counted apart from the product's own SQL."""

import csv
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import duckdb
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard.demo.install import open_state
from dashboard.domain.selection import Selection
from dashboard.ingest.history import withdraw
from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.reviews.store import FILE_NAME, open_store
from dashboard.ui import data
from dashboard.warehouse.database import open_database
from dashboard.warehouse.listing import count
from dashboard.warehouse.state import State
from tests.conftest import MDFSE_HEADERS, MDFSE_ROW
from tests.pages.declared import MAIN_SCRIPT, declared_pages, page_path
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]
SYNTHESIS = page_path("indicateurs/synthese.py")
BREAKDOWN = page_path("indicateurs/repartition.py")
OPERATIONS = page_path("indicateurs/operations.py")
OPERATION = page_path("indicateurs/operation.py")
IMPORTS = page_path("donnees/imports.py")
CONCORDANCE = page_path("note/concordance.py")
PERSONAL_DATA = page_path("donnees/donnees_personnelles.py")
TITLES = {page["path"]: page["title"] for page in declared_pages()}
ADDRESSES = {page["path"]: page["url_path"] for page in declared_pages()} | {SYNTHESIS: ""}

Opened = Callable[..., AppTest]

FULL_HEADERS = (
    "num_dossier", "programme", "priority_axis", "thematic_objective", "investment_priority", "specific_objective", "region",
    "managing_body", "title", "beneficiary", "description", "total_cost", "eu_amount", "programming_date",
)  # fmt: skip


def write_csv(path: Path, headers: Sequence[str], rows: Sequence[Mapping[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headers, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(scope="session")
def demonstration(demonstration_state: State) -> State:
    """The demonstration extract. Read only: a test that writes takes `own_state`."""
    return demonstration_state


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory, one_row: State) -> State:
    """A warehouse whose imports were all withdrawn: of a few rows, for each withdrawal builds it anew."""
    state = State(tmp_path_factory.mktemp("empty") / "state")
    shutil.copytree(one_row.root, state.root)
    for import_id in open_state(state).imports:
        withdraw(state, import_id, by="essai")
    return state


@pytest.fixture(scope="session")
def one_row(tmp_path_factory: pytest.TempPathFactory) -> State:
    """One operation without a decision."""
    folder = tmp_path_factory.mktemp("one-row")
    state = State(folder / "state")
    run_import(state, ImportRequest(write_csv(folder / "liste.csv", MDFSE_HEADERS, [MDFSE_ROW]), wave="2019"))
    return state


@pytest.fixture(scope="session")
def one_retained(tmp_path_factory: pytest.TempPathFactory, one_row: State) -> State:
    """The same operation, retained, of no stated category."""
    folder = tmp_path_factory.mktemp("one-retained")
    state = State(folder / "state")
    shutil.copytree(one_row.root, state.root)
    row = {"num_dossier": MDFSE_ROW["num_dossier"], "retained": "oui"}
    run_import(state, ImportRequest(write_csv(folder / "decisions.csv", ("num_dossier", "retained"), [row])))
    return state


@pytest.fixture(scope="session")
def stray(tmp_path_factory: pytest.TempPathFactory) -> State:
    """Operations programmed after every wave, of an unknown programme, region and service."""
    folder = tmp_path_factory.mktemp("stray")
    rows = [
        {
            "num_dossier": f"20230000{rank}", "programme": "PO de l'Atlantide", "priority_axis": "2", "region": "Atlantide",
            "managing_body": "Guichet inconnu", "title": f"Opération n° {rank}", "beneficiary": "Association fictive",
            "description": "Un texte.", "total_cost": f"{rank}000", "eu_amount": f"{rank}00", "programming_date": "05/05/2020",
        }
        for rank in range(1, 4)
    ]  # fmt: skip
    state = State(folder / "state")
    run_import(state, ImportRequest(write_csv(folder / "extrait.csv", FULL_HEADERS, rows)))
    decided = [{"num_dossier": row["num_dossier"], "retained": "oui"} for row in rows[:2]]
    run_import(state, ImportRequest(write_csv(folder / "decisions.csv", ("num_dossier", "retained"), decided)))
    return state


@pytest.fixture(scope="session", autouse=True)
def _caches() -> Iterator[None]:
    """Figures are cached by warehouse, as in a server that sees imports come and go: only the end clears them."""
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Opens the app on a state folder, at a page, with the parameters of a URL."""

    def open_page(state: State, page: str = SYNTHESIS, /, **query: str | list[str]) -> AppTest:
        monkeypatch.setenv("DASHBOARD_STATE", str(state.root))
        app = AppTest.from_file(MAIN_SCRIPT, default_timeout=PATIENCE)
        app.query_params.update({key.replace("_", "-"): value for key, value in query.items()})
        # As somebody who follows a link: `switch_page` finds a page by its address once another one has been drawn.
        app._page_hash = calc_hash(ADDRESSES[page])
        return run(app)

    return open_page


def run(app: AppTest) -> AppTest:
    app.run()
    assert [error.message for error in app.exception] == []
    return app


def said(app: AppTest) -> list[str]:
    """Every text of the page as people read it: no Markdown escapes."""
    kinds = (app.markdown, app.caption, app.info, app.warning, app.error, app.success)
    return [re.sub(r"\\(.)", r"\1", element.value) for elements in kinds for element in elements]


def title(app: AppTest) -> str:
    [heading] = [text for text in said(app) if text.startswith("# ")]
    return heading[2:]


def metrics(app: AppTest) -> dict[str, str]:
    return {re.sub(r"^\[(.*?)\]\(.*\)$", r"\1", metric.label): metric.value for metric in app.metric}


def tables(app: AppTest) -> list[Any]:
    """The tables, by the words of their headings: without the link and the arrow of those that sort."""
    return [
        element.value.rename(columns=_heading).rename_axis(_heading(element.value.index.name)) for element in app.table
    ]


def _heading(name: str | None) -> str:
    return re.sub(r"^\[(.*?)( [▲▼])?\]\(.*\)$", r"\1", name or "").replace("\\", "")


def unlinked(text: str) -> str:
    """A text as people read it: the words of its links without their addresses."""
    return re.sub(r"\[((?:\\.|[^\]\\])*)\]\([^)]*\)", r"\1", text)


def number(cell: str) -> Decimal:
    """The figure of a printed cell, link or not: `[1 069](operations?…)` → 1069."""
    shown = re.sub(r"^\[(.*?)\]\(.*\)$", r"\1", cell)
    return Decimal(re.sub(r"[^\d,\u2212-]", "", shown).replace(",", ".").replace("\u2212", "-") or 0)


def listed(app: AppTest) -> int:
    """How many operations the list says it holds."""
    [heading] = [text for text in said(app) if re.match(r"\*\*[\d\u202f]+ opérations?\*\*", text)]
    return int(number(heading.split("**")[1]))


def opens_as_many(state: State, app: AppTest) -> int:
    """Checks that each number of a table that opens a list opens as many operations; how many do."""
    current = state.current()
    assert current is not None
    cells = {str(cell) for table in tables(app) for cell in table.to_numpy().ravel() if "](operations?" in str(cell)}
    figures = {cell for cell in cells if re.match(r"\[[\d\u202f]+\]", cell)}
    with open_database(state.warehouses / current.warehouse, read_only=True) as connection:
        for cell in figures:
            asked = Selection.from_query(parse_qs(cell.partition("?")[2].removesuffix(")")))
            assert count(connection, asked) == number(cell), cell
    return len(figures)


def query(state: State, text: str, **parameters: Any) -> list[tuple[Any, ...]]:
    """Rows of a test's own SQL over the published warehouse."""
    current = state.current()
    assert current is not None
    with open_database(state.warehouses / current.warehouse, read_only=True) as connection:
        return connection.execute(text, parameters).fetchall()


def counted(state: State, condition: str = "true", counting: str = "retained", **parameters: Any) -> dict[str, Any]:
    """What a selection holds, said in plain SQL. `counting`: which of its operations are counted."""
    [row] = query(
        state,
        f"""
        select
            count(*) filter ({counting}) as operations,
            coalesce(sum(total_cost) filter ({counting}), 0) as total_cost,
            coalesce(sum(eu_amount) filter ({counting}), 0) as eu_amount,
            sum(participants_entered) filter ({counting}) as participants,
            count(*) as programme_operations
        from operation
        where period = '2014-2020' and not technical_assistance and ({condition})
        """,
        **parameters,
    )
    names = ("operations", "total_cost", "eu_amount", "participants", "programme_operations")
    return dict(zip(names, row, strict=True))


@pytest.fixture
def bare(one_row: State, tmp_path) -> State:
    """One operation, no campaign, to write in."""
    state = State(tmp_path / "state")
    shutil.copytree(one_row.root, state.root, ignore=shutil.ignore_patterns(f"{FILE_NAME}*"))
    return state


@pytest.fixture
def engine(bare: State):
    opened = open_store(bare.root / FILE_NAME)
    yield opened
    opened.dispose()


class Counted:
    """A connection whose cursors write down what they run."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, log: list[str]) -> None:
        self._connection, self._log = connection, log

    def cursor(self) -> "Counted":
        return Counted(self._connection.cursor(), self._log)

    def execute(self, text: str, *values: Any) -> Any:
        self._log.append(text)
        return self._connection.execute(text, *values)

    def __enter__(self) -> "Counted":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    log: list[str] = []
    opened = data._connection
    monkeypatch.setattr(data, "_connection", lambda name: Counted(opened(name), log))
    return log
