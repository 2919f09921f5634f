"""The warehouse as pages see it: one per run, cached by what it holds, described in words."""

import shutil
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.demo.install import install_demonstration, open_state
from dashboard.ingest.history import withdraw
from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.ui.data import NO_EXTRACT
from dashboard.warehouse.state import State

CALLS: list[str] = []


def counted(connection, label):
    """Stands for an indicator; module level, since its name is part of the key."""
    CALLS.append(label)
    with connection.cursor() as cursor:
        return cursor.execute("select count(*) from operation").fetchone()[0]


def data_app() -> None:
    """Says what the run's warehouse is, and counts its operations through the cache."""
    import streamlit as st

    from dashboard.ui.data import cached, current_warehouse, open_warehouse
    from tests.ui.test_data import counted

    warehouse = open_warehouse()
    assert current_warehouse() is warehouse
    st.text(warehouse.source)
    st.text(f"{warehouse.demonstration} {warehouse.loaded}")
    st.text(str(cached(counted, "a")))


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> State:
    state = State(tmp_path_factory.mktemp("data") / "state")
    open_state(state)
    return state


@pytest.fixture
def own_state(demonstration: State, state: State, monkeypatch: pytest.MonkeyPatch) -> State:
    """A copy of the demonstration, which the app opens."""
    shutil.copytree(demonstration.root, state.root)
    monkeypatch.setenv("DASHBOARD_STATE", str(state.root))
    st.cache_data.clear()
    st.cache_resource.clear()
    CALLS.clear()
    return state


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_function(data_app, default_timeout=60)


def texts(app: AppTest) -> list[str]:
    app.run()
    assert [error.message for error in app.exception] == []
    return [text.value for text in app.text]


def test_new_folder_starts_with_the_demonstration(app, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("DASHBOARD_STATE", str(tmp_path / "new" / "state"))
    source, flags, rows = texts(app)
    assert "jeu de démonstration" in source
    assert flags == "True True"
    assert rows == "14016"
    assert State(tmp_path / "new" / "state").current().action == "ouverture"


def test_figure_is_computed_once_for_all_sessions(app, own_state):
    texts(app)
    texts(app)
    texts(AppTest.from_function(data_app, default_timeout=60))
    assert CALLS == ["a"]


def test_import_of_another_process_is_seen_at_the_next_run(app, own_state, mdfse_file):
    assert texts(app)[2] == "14016"
    run_import(own_state, ImportRequest(mdfse_file([{}]), file_name="liste 2018.csv", wave="2019"))
    source, flags, rows = texts(app)
    assert flags == "False True"
    assert rows == "1"
    assert source.startswith("Source\u202f: liste 2018.csv, importé le ")
    assert CALLS == ["a", "a"]
    install_demonstration(own_state, by="essai")
    assert texts(app)[2] == "14016"
    assert CALLS == ["a", "a"], "the same imports give the same warehouse, whose figures are known"


def test_date_of_the_extract_is_said_where_it_is_known(app, own_state, mdfse_file):
    run_import(own_state, ImportRequest(mdfse_file([{}]), wave="2019", extract_date=date(2019, 3, 1)))
    assert texts(app)[0].endswith("extrait du 1er mars 2019")


def test_every_active_file_is_named_once(app, own_state, mdfse_file):
    run_import(own_state, ImportRequest(mdfse_file([{}], "b.csv"), wave="2019"))
    run_import(own_state, ImportRequest(mdfse_file([{"num_dossier": "201700002"}], "b.csv"), wave="2017"))
    run_import(
        own_state, ImportRequest(mdfse_file([{"num_dossier": "201700003"}], "c.csv"), mode="compléter", wave="2017")
    )
    assert texts(app)[0].startswith("Source\u202f: b.csv et c.csv, importé le ")


def test_nothing_active_is_said(app, own_state):
    for import_id in own_state.current().imports:
        withdraw(own_state, import_id, by="essai")
    assert texts(app) == [NO_EXTRACT, "False False", "0"]


def test_warehouse_deleted_by_hand_is_rebuilt(app, own_state):
    for path in own_state.warehouses.glob("*.duckdb"):
        path.unlink()
    assert texts(app)[2] == "14016"


def test_damaged_pointer_gives_one_sentence(app, own_state):
    own_state.pointer.write_text("{", encoding="utf-8")
    assert texts(app) == []
    [error] = app.error
    assert "current" in error.value
    assert "abîmé" in error.value
