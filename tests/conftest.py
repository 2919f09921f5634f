"""What several test folders share: a state folder, small files to import."""

import csv
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
from filelock import FileLock
from hypothesis import settings
from streamlit import config
from streamlit.components.v2 import manifest_scanner

from dashboard.access import entry
from dashboard.demo.install import open_state
from dashboard.reviews.store import FILE_NAME as REVIEWS
from dashboard.warehouse.state import State
from tests.access.configured import AUTH, ROLES

# A busy machine is no failure: no example has to be quick.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

# Each AppTest is a server that starts, and reads the metadata of every installed package: more than half of the time of most tests.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

# Extracts here have a few rows: DuckDB's threads cost an eighth of the time of an import and find nothing to share. The servers
# that tests start keep theirs.
_connect = duckdb.connect


def _connect_alone(*given: Any, **named: Any) -> duckdb.DuckDBPyConnection:
    return _connect(*given, **{**named, "config": {**named.get("config", {}), "threads": 1}})


duckdb.connect = _connect_alone

MDFSE_HEADERS = (
    "num_dossier", "Libellé_po", "AXE", "OT", "PI", "OS", "Region_adm", "Service_gest", "Lib_opé", "Lib_org",
    "Nombre de participants prévisionnels", "Dépenses totales", "Mont_UE", "Date début réalisation", "Date fin réalisation", "Fonds",
)  # fmt: skip
MDFSE_ROW = {
    "num_dossier": "201700001", "Libellé_po": "Programme Opérationnel National FSE", "AXE": "3", "OT": "9", "PI": "1", "OS": "1",
    "Region_adm": "Bretagne", "Service_gest": "Conseil départemental du Finistère", "Lib_opé": "Atelier fictif", "Lib_org": "Association fictive",
    "Nombre de participants prévisionnels": "12", "Dépenses totales": "1000,50", "Mont_UE": "500,25",
    "Date début réalisation": "01/01/2017", "Date fin réalisation": "31/12/2017", "Fonds": "FSE",
}  # fmt: skip

WriteList = Callable[..., Path]
Configure = Callable[..., Path]


@pytest.fixture
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Configure]:
    """Writes the secrets that the app reads, in a process that was started through app.py."""
    monkeypatch.setattr(entry, "_ENTERED", {"application"})
    secrets = tmp_path / "secrets.toml"
    before = config.get_option("secrets.files")
    config._set_option("secrets.files", [str(secrets)], "test")

    def write(content: str = AUTH + ROLES) -> Path:
        secrets.write_text(content, encoding="utf-8")
        return secrets

    yield write
    config._set_option("secrets.files", before, "test")


@pytest.fixture(scope="session")
def demonstration_state(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> State:
    """The demonstration, built once for the whole run: read only. A test that writes copies it."""
    shared = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    state = State(shared / "demonstration-of-the-run" / "state")
    with FileLock(shared / "demonstration-of-the-run.lock"):
        open_state(state)
    return state


def copy_of(demonstration: State, folder: Path) -> State:
    """A copy to write in. The reviews, which other tests may open at the same moment, stay behind."""
    ignored = shutil.ignore_patterns(f"{REVIEWS}*")
    return State(shutil.copytree(demonstration.root, folder / "state", ignore=ignored))


@pytest.fixture
def own_state(demonstration_state: State, tmp_path: Path) -> State:
    """The demonstration in a state folder of the test's own."""
    return copy_of(demonstration_state, tmp_path)


@pytest.fixture
def state(tmp_path: Path) -> State:
    """An empty state folder."""
    return State(tmp_path / "state")


@pytest.fixture
def mdfse_file(tmp_path: Path) -> WriteList:
    """Writes an MDFSE list: one row per mapping of changes to an ordinary row."""

    def write(rows: Iterable[Mapping[str, str]], name: str = "liste.csv") -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, MDFSE_HEADERS, delimiter=";")
            writer.writeheader()
            writer.writerows({**MDFSE_ROW, **row} for row in rows)
        return path

    return write
