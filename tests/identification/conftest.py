"""The demonstration identified once, and small warehouses imported from a file as a user would."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import duckdb
import pytest

from dashboard.demo.install import open_state
from dashboard.domain.lexicon import Lexicon
from dashboard.domain.selection import Selection
from dashboard.identification.identify import Identification, identify
from dashboard.identification.sources import shipped_lexicon
from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.warehouse.build import connect, load_reference
from dashboard.warehouse.state import State

WAVE_2019 = Selection(waves=("2019",))
WAVE_2017 = Selection(waves=("2017",))

OPERATION = {
    "num_dossier": "201900001", "programme": "Programme Opérationnel National FSE", "fund": "FSE", "priority_axis": "3",
    "thematic_objective": "9", "investment_priority": "9.1", "specific_objective": "1", "region": "Bretagne",
    "title": "Atelier fictif", "beneficiary": "Association fictive", "call_for_projects": "", "description": "", "actions": "",
    "outcome": "", "total_cost": "1000", "eu_amount": "500", "programming_date": "15/06/2018", "wave": "2019",
    "provenance": "", "synthetic_fields": "",
}  # fmt: skip

Warehouse = Callable[..., duckdb.DuckDBPyConnection]


@pytest.fixture(scope="session")
def demonstration(demonstration_state: State) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(demonstration_state, open_state(demonstration_state)) as connection:
        yield connection


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return shipped_lexicon()


@pytest.fixture(scope="session")
def identified(demonstration: duckdb.DuckDBPyConnection, lexicon: Lexicon) -> Identification:
    return identify(demonstration, lexicon)


@pytest.fixture(scope="session")
def macros() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the warehouse's own normalisation."""
    with duckdb.connect() as connection:
        load_reference(connection)
        yield connection


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    """Imports operations, changes to an ordinary one, and the numbers of the retained ones."""
    with ExitStack() as opened:

        def imported(rows: Iterable[Mapping[str, str]], retained: Iterable[str] = ()) -> duckdb.DuckDBPyConnection:
            state = State(tmp_path / "state")
            _write(tmp_path / "operations.csv", [OPERATION | dict(row) for row in rows])
            run_import(state, ImportRequest(tmp_path / "operations.csv", mode="cumulatif"))
            if decisions := [{"num_dossier": number, "retained": "oui"} for number in retained]:
                _write(tmp_path / "decisions.csv", decisions)
                run_import(state, ImportRequest(tmp_path / "decisions.csv"))
            current = state.current()
            assert current is not None
            return opened.enter_context(connect(state, current))

        yield imported


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
