"""A disk that is full or refuses: one French sentence, nothing half-written, and the next try works."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from dashboard.demo.install import install_demonstration
from dashboard.identification.lexicons import keep_lexicon, shipped_lexicon
from dashboard.ingest.history import go_back, withdraw
from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.ingest.mappings import save_mapping
from dashboard.warehouse import build
from dashboard.warehouse.build import connect
from dashboard.warehouse.state import State, StateError
from tests.disk import room_for


def files_of(state: State) -> dict[str, bytes]:
    """Every file of the folder but the lock, and warehouses by their name: an unused one is forgotten later."""
    found = {path.relative_to(state.root).as_posix(): path for path in state.root.rglob("*") if path.is_file()}
    return {
        name: b"" if name.endswith(".duckdb") else path.read_bytes() for name, path in found.items() if name != "lock"
    }


@pytest.fixture
def published(state: State, mdfse_file) -> State:
    run_import(state, ImportRequest(mdfse_file([{}], "un.csv"), wave="2017"))
    run_import(state, ImportRequest(mdfse_file([{"num_dossier": "201700002"}], "deux.csv"), wave="2019"))
    return state


def test_full_disk_changes_nothing_and_the_next_try_works(published: State, mdfse_file):
    third = mdfse_file([{"num_dossier": "201700003"}], "trois.csv")
    current = published.current()
    assert current is not None
    actions: dict[str, Callable[[], object]] = {
        "import": lambda: run_import(published, ImportRequest(third, wave="2019", mode="compléter")),
        "withdrawal": lambda: withdraw(published, current.imports[0], by="essai"),
        "way back": lambda: go_back(published, 1, by="essai"),
        "demonstration": lambda: install_demonstration(published, by="essai"),
        "lexicon": lambda: keep_lexicon(published, shipped_lexicon(), by="essai"),
        "mapping": lambda: save_mapping(published, ["A", "B"], {"title": "A"}),
    }
    for name, act in actions.items():
        before = files_of(published)
        for size in (0, 100, 3000):
            # A lexicon and a pointer are larger than the first two, an import and a warehouse than all three.
            if name == "mapping" and size > 0:
                continue
            with room_for(size), pytest.raises(StateError, match=r"est plein.*rien n'a changé") as refused:
                act()
            assert "\n" not in str(refused.value), name
            after = files_of(published)
            assert {path: after[path] for path in after if not path.endswith(".duckdb")} == {
                path: before[path] for path in before if not path.endswith(".duckdb")
            }, (name, size)
            assert [path for path in after if "/." in f"/{path}"] == [], (name, size)
        act()
        assert files_of(published) != before, name
        if name != "mapping":
            shutil.rmtree(published.root / "lexicons", ignore_errors=True)


def test_disk_that_fills_up_at_any_moment_leaves_no_warehouse_without_its_tables(published: State, mdfse_file):
    """DuckDB closes such a file without a word."""
    third = mdfse_file([{"num_dossier": "201700003"}], "trois.csv")
    refused = 0
    for size in (20_000, 270_000, 530_000, 800_000, 1_100_000, 2_200_000):
        before = published.current()
        with room_for(size):
            try:
                run_import(published, ImportRequest(third, wave="2019", mode="compléter"))
            except StateError:
                refused += 1
                assert published.current() == before, size
        current = published.current()
        assert current is not None
        with connect(published, current) as connection:
            [found] = connection.execute("select count(*) from operation").fetchone() or (0,)
        assert found == (2 if current == before else 3), size
    assert refused > 1


def test_what_fails_once_an_import_is_published_leaves_it_published(published: State, mdfse_file, monkeypatch):
    def interrupted(_state: State) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(build, "forget_old_warehouses", interrupted)
    third = mdfse_file([{"num_dossier": "201700003"}], "trois.csv")
    with pytest.raises(KeyboardInterrupt):
        run_import(published, ImportRequest(third, wave="2019", mode="compléter"))
    current = published.current()
    assert current is not None
    assert len(current.imports) == 3
    (published.warehouses / current.warehouse).unlink()
    monkeypatch.undo()
    with connect(published, build.ensure_current(published)) as connection:
        assert connection.execute("select count(*) from operation").fetchone() == (3,)


def test_new_folder_on_a_full_disk_opens_at_the_next_try(state: State):
    with room_for(2000), pytest.raises(StateError, match="est plein"):
        install_demonstration(state, by="essai", action="ouverture")
    assert state.current() is None
    assert [path for path in files_of(state) if path.startswith(("imports/", "warehouse/", "publications/"))] == []


def test_folder_that_refuses_is_one_sentence(tmp_path: Path, published: State):
    occupied = tmp_path / "fichier"
    occupied.write_text("", encoding="utf-8")
    for root in (occupied, occupied / "dedans", Path("/proc/1/nulle-part"), tmp_path / ("x" * 300)):
        with pytest.raises(StateError, match="ne peut pas être créé"), State(root).exclusive():
            pass
    (published.root / "lock").unlink()
    (published.root / "lock").mkdir()
    with pytest.raises(StateError, match="ne peut pas être lu ou écrit"), published.exclusive():
        pass


def test_error_of_another_file_keeps_its_own_words(published: State, tmp_path: Path):
    with pytest.raises(FileNotFoundError), published.exclusive():
        (tmp_path / "absent").read_bytes()


def test_folder_that_no_name_gives_is_refused(monkeypatch):
    for name in ("", "  ", "a\0b", "a\udcff", "~personne-de-ce-nom/etat"):
        with pytest.raises(StateError, match="dossier de travail"):
            State.at(name)
        monkeypatch.setenv("DASHBOARD_STATE", name) if "\0" not in name else None
        with pytest.raises(StateError, match="dossier de travail"):
            State.default() if "\0" not in name else State.at(name)
    monkeypatch.delenv("DASHBOARD_STATE")
    assert State.default().root == Path("state").resolve()


def test_what_a_dead_writer_left_goes_and_a_live_one_keeps_its_own(published: State):
    left = [
        published.imports / ".20260101T000000-abc" / "operations.parquet",
        published.warehouses / ".warehouse-abc.duckdb.1234",
        published.warehouses / ".warehouse-abc.duckdb.1234.wal",
        published.publications / ".000009.json.1234",
        published.root / ".current.json.1234",
    ]
    for path in left:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"a")
    before = files_of(published)
    with FileLock(published.root / "lock"):
        published.sweep()
        assert files_of(published) == before
    published.sweep()
    kept = {path.relative_to(published.root).as_posix() for path in left}
    assert set(files_of(published)) == set(before) - kept
