"""The warehouse as pages see it: one per run, cached by what it holds, described in words."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit import config
from streamlit.runtime.caching import get_data_cache_stats_provider
from streamlit.runtime.caching.global_cache_budget import reconfigure_global_cache_budget_from_config
from streamlit.testing.v1 import AppTest

from dashboard.demo.install import install_demonstration
from dashboard.ingest.history import withdraw
from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.ui.data import NO_EXTRACT
from dashboard.warehouse.state import State
from tests.patience import PATIENCE

CALLS: list[object] = []
ROOT = Path(__file__).parents[2]


def counted(connection, label):
    """Stands for an indicator; module level, since its name is part of the key."""
    CALLS.append(label)
    with connection.cursor() as cursor:
        return cursor.execute("select count(*) from operation").fetchone()[0]


def heavy(connection, rank):
    """Stands for an answer of 100 kB."""
    CALLS.append(rank)
    return bytes(100_000)


def heavy_app() -> None:
    """Asks for forty answers, then for the last one again."""
    from dashboard.ui.data import cached, open_warehouse
    from tests.ui.test_data import heavy

    open_warehouse()
    for rank in (*range(40), 39):
        cached(heavy, rank)


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


@pytest.fixture
def own_state(demonstration_state: State, state: State, monkeypatch: pytest.MonkeyPatch) -> State:
    """A copy of the demonstration, which the app opens."""
    shutil.copytree(demonstration_state.root, state.root)
    monkeypatch.setenv("DASHBOARD_STATE", str(state.root))
    st.cache_data.clear()
    st.cache_resource.clear()
    CALLS.clear()
    return state


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_function(data_app, default_timeout=PATIENCE)


def texts(app: AppTest) -> list[str]:
    app.run()
    assert [error.message for error in app.exception] == []
    return [text.value for text in app.text]


def test_new_folder_starts_with_the_demonstration(app, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("DASHBOARD_STATE", str(tmp_path / "new" / "state"))
    source, flags, rows = texts(app)
    assert "jeu de démonstration" in source
    assert flags == "True True"
    assert rows == "15547"
    assert State(tmp_path / "new" / "state").current().action == "ouverture"


def test_figure_is_computed_once_for_all_sessions(app, own_state):
    texts(app)
    texts(app)
    texts(AppTest.from_function(data_app, default_timeout=PATIENCE))
    assert CALLS == ["a"]


def test_import_of_another_process_is_seen_at_the_next_run(app, own_state, mdfse_file):
    assert texts(app)[2] == "15547"
    run_import(own_state, ImportRequest(mdfse_file([{}]), file_name="liste 2018.csv", wave="2019"))
    source, flags, rows = texts(app)
    assert flags == "False True"
    assert rows == "1"
    assert source.startswith("Source\u202f: liste 2018.csv, importé le ")
    assert CALLS == ["a", "a"]
    install_demonstration(own_state, by="essai")
    assert texts(app)[2] == "15547"
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
    assert texts(app)[2] == "15547"


def test_damaged_pointer_gives_one_sentence(app, own_state):
    own_state.pointer.write_text("{", encoding="utf-8")
    assert texts(app) == []
    [error] = app.error
    assert "current" in error.value
    assert "abîmé" in error.value


SERVED = """
import asyncio, streamlit
from streamlit.runtime.caching.global_cache_budget import get_global_cache_budget

async def serve():
    app = streamlit.App("src/dashboard/ui/main.py")
    async with app.lifespan()(app):
        print(get_global_cache_budget().max_bytes)

asyncio.run(serve())
"""


def test_a_running_app_bounds_its_cache():
    done = subprocess.run([sys.executable, "-c", SERVED], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout) == 200 * 1024 * 1024


@pytest.fixture
def small_cache() -> Iterator[int]:
    """A limit of 1 MiB instead of the configured one."""
    before = config.get_option("server.maxCacheDataSize")
    for limit in ("1mb", before):
        config._set_option("server.maxCacheDataSize", limit, "test")
        reconfigure_global_cache_budget_from_config()
        if limit != before:
            yield 1024 * 1024


def test_full_cache_stays_under_its_limit(own_state, small_cache):
    app = AppTest.from_function(heavy_app, default_timeout=PATIENCE).run()
    assert [error.message for error in app.exception] == []
    held = [stat for stats in get_data_cache_stats_provider().get_stats().values() for stat in stats]
    assert 9 * 100_000 < sum(stat.byte_length for stat in held) <= small_cache
    assert list(range(40)) == CALLS, "the newest answer is still known"


def test_resources_are_connections():
    """A resource is outside the limit: nothing that grows with an extract, or with what people type, may be one."""
    held = {}
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(
                "cache_resource" in ast.unparse(mark) for mark in node.decorator_list
            ):
                held[f"{path.stem}.{node.name}"] = ast.unparse(node.returns) if node.returns else "?"
    assert held == {
        "data._connection": "duckdb.DuckDBPyConnection",
        "installation._opened": "Engine",
        "reviews_store._provide": "None",
        "reviews_store._if_open": "Engine | None",
        "reviews_store._stored": "Engine | None",
    }
