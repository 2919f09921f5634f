"""The state folder: the pointer, the lock, the history, and what happens when the disk misbehaves."""

import json
import os
import threading
from pathlib import Path

import pytest
from filelock import FileLock

from dashboard.domain.acts import Act
from dashboard.ingest.history import purge_inactive, purge_originals
from dashboard.warehouse.build import ensure_current, publish
from dashboard.warehouse.state import NOBODY, State, StateError, write_atomically


def test_a_new_folder_has_no_publication(state: State) -> None:
    assert state.current() is None
    assert state.history() == []
    assert not state.root.exists()


def test_the_pointer_names_the_newest_publication(state: State) -> None:
    with state.exclusive():
        first = state.publish(("a",), "warehouse-1.duckdb", by="Agnès", action="import de « é.csv »")
        second = state.publish(("a", "b"), "warehouse-2.duckdb", by="x", action="y")
    assert (first.number, second.number) == (1, 2)
    assert State(state.root).current() == second
    assert State(state.root).history() == [second, first]
    assert first.imports == ("a",)


def test_an_unreadable_record_of_the_history_is_passed_over_and_its_number_never_reused(state: State) -> None:
    with state.exclusive():
        first = state.publish((), "w", by="", action="")
        second = state.publish((), "w", by="", action="")
    (state.publications / f"{second.number:06d}.json").write_text("{", encoding="utf-8")
    assert state.history() == [first]
    with state.exclusive():
        assert state.publish((), "w", by="", action="").number == 3


@pytest.mark.parametrize("content", ["", "{", "[]", '{"number": 1}', "null", "\x00\x01"])
def test_a_damaged_pointer_is_said_in_french(state: State, content: str) -> None:
    state.prepare()
    state.pointer.write_text(content, encoding="utf-8")
    with pytest.raises(StateError, match="abîmé") as refusal:
        state.current()
    assert str(state.publications) in str(refusal.value)


def test_a_pointer_or_a_record_that_cannot_be_read_is_one_sentence(state: State) -> None:
    """A folder in its place: the superuser of a test may read any file."""
    state.prepare()
    for path, read in (state.pointer, state.current), (state.publications / "000001.json", state.history):
        path.mkdir()
        with pytest.raises(StateError, match="ne peut pas être lu ou écrit") as refusal:
            read()
        assert "\n" not in str(refusal.value)


def test_a_damaged_pointer_is_mended_as_the_message_says(state: State) -> None:
    with state.exclusive():
        published = state.publish(("a",), "w", by="", action="")
    state.pointer.write_text("{", encoding="utf-8")
    newest = max(state.publications.glob("*.json"))
    state.pointer.write_bytes(newest.read_bytes())
    assert state.current() == published


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "current.json"
    write_atomically(target, "ancien")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(target, "nouveau")
    assert target.read_text(encoding="utf-8") == "ancien"


def test_the_lock_keeps_a_second_writer_waiting(state: State) -> None:
    order: list[str] = []

    def second() -> None:
        with State(state.root).exclusive():
            order.append("second")

    with state.exclusive():
        other = threading.Thread(target=second)
        other.start()
        other.join(0.3)
        order.append("first")
    other.join()
    assert order == ["first", "second"]


def test_a_writer_that_waits_too_long_is_told(state: State) -> None:
    state.prepare()
    with (
        FileLock(state.root / "lock"),
        pytest.raises(StateError, match="Une autre importation"),
        State(state.root).exclusive(seconds=0.1),
    ):
        pass


def test_a_place_where_no_folder_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("")
    with pytest.raises(StateError, match="droits d'écriture"):
        State(tmp_path / "fichier" / "state").prepare()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    root = tmp_path / "state"
    State(root).prepare()
    root.chmod(0o500)
    try:
        with pytest.raises(StateError, match="droits d'écriture"), State(root).exclusive():
            pass
    finally:
        root.chmod(0o700)


def test_the_default_folder_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_STATE", str(tmp_path / "ailleurs"))
    assert State.default().root == tmp_path / "ailleurs"
    monkeypatch.delenv("DASHBOARD_STATE")
    monkeypatch.chdir(tmp_path)
    assert State.default().root == tmp_path / "state"


def test_a_deleted_warehouse_is_built_again_from_the_imports(state: State) -> None:
    with state.exclusive():
        published = publish(state, (), by="", action="ouverture")
    warehouse = state.warehouses / published.warehouse
    warehouse.unlink()
    again = ensure_current(state)
    assert warehouse.exists()
    assert (again.number, again.warehouse, again.action) == (2, published.warehouse, "reconstruction")
    assert ensure_current(state) == again


def test_manifests_of_unfinished_imports_do_not_show(state: State) -> None:
    state.prepare()
    for name in ("20260101-a", ".20260102-b"):
        (state.imports / name).mkdir()
        (state.imports / name / "manifest.json").write_text(json.dumps({"id": name}), encoding="utf-8")
    assert [manifest["id"] for manifest in state.manifests()] == ["20260101-a"]


def test_nothing_is_published_or_purged_that_nobody_can_write_down(tmp_path: Path):
    """The witness hears of it first; what the application does by itself is nobody's act."""
    told: list[tuple[Act, str]] = []

    def refuse(act: Act, subject: str) -> None:
        told.append((act, subject))
        raise StateError("Le journal ne peut pas être écrit.")

    state = State(tmp_path / "state", refuse)
    with state.exclusive():
        opened = state.publish((), "warehouse-a.duckdb", by=NOBODY, action="ouverture")
    original = state.imports / "20260316" / "original.csv"
    original.parent.mkdir()
    original.write_text("a", encoding="utf-8")
    with pytest.raises(StateError), state.exclusive():
        state.publish((), "warehouse-b.duckdb", by="Anne", action="retour")
    for purge in (purge_originals, purge_inactive):
        with pytest.raises(StateError):
            purge(state)
    assert told == [
        (Act.PUBLICATION, "publication n°\u202f2, retour"),
        (Act.PURGE, "1 fichier d'origine"),
        (Act.PURGE, "1 import inactif\u202f: 20260316"),
    ]
    assert original.exists()
    assert state.history() == [opened]
    assert state.current() == opened
