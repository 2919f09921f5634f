"""An installation that goes through one file, and the files that are refused."""

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.access import backups
from dashboard.access.backups import FORMAT, MANIFEST, BackupError, restore_backup, write_backup
from dashboard.reviews.errors import CopyFailed
from dashboard.reviews.store import FILE_NAME, open_store
from dashboard.warehouse.build import connect
from dashboard.warehouse.state import State, StateError
from tests.disk import room_for


def kept(folder: Path) -> dict[str, bytes]:
    """What a state folder holds that can't be made again."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.relative_to(folder).parts[0] not in backups.LEFT_OUT
    }


def test_installation_comes_back_whole_or_not_at_all(own_state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (own_state.root / "lexicons").mkdir(exist_ok=True)
    (own_state.root / "lexicons" / "a.csv").write_text("expression\nprêt d'outils\n", encoding="utf-8")
    (own_state.root / "uploads").mkdir()
    (own_state.root / "uploads" / "liste.csv").write_text("a", encoding="utf-8")
    (own_state.imports / ".half-written").mkdir()
    (own_state.imports / ".half-written" / "manifest.json").write_text("{", encoding="utf-8")
    open_store(own_state.root / FILE_NAME).dispose()
    file, target = tmp_path / "sauvegarde.zip", State(tmp_path / "ailleurs" / "etat")
    written = write_backup(own_state, own_state.root / FILE_NAME, file)
    with monkeypatch.context() as broken:
        broken.setattr(backups, "ensure_current", lambda _state: (_ for _ in ()).throw(OSError(28, "No space left")))
        with pytest.raises(BackupError, match="rien n'a été gardé"):
            restore_backup(file, target, target.root / FILE_NAME)
        assert list(target.root.parent.iterdir()) == []
    assert restore_backup(file, target, target.root / FILE_NAME) == written
    before, after = kept(own_state.root), kept(target.root)
    assert {name for name in before if "half-written" not in name} == set(after)
    assert all(after[name] == before[name] for name in after if not name.startswith(FILE_NAME))
    assert target.current() == own_state.current()
    with connect(target, target.current()) as connection:
        assert connection.execute("select count(*) > 14000 from operation").fetchone() == (True,)
    again = kept(target.root)
    with pytest.raises(BackupError, match=r"n'est pas vide.*dossier vide"):
        restore_backup(file, target, target.root / FILE_NAME)
    assert kept(target.root) == again


def small(tmp_path: Path) -> tuple[State, Path]:
    """A state folder of one text, and its backup."""
    state, file = State(tmp_path / "etat"), tmp_path / "sauvegarde.zip"
    state.prepare()
    (state.root / "mappings.json").write_text("{}" * 300, encoding="utf-8")
    write_backup(state, state.root / FILE_NAME, file)
    return state, file


def test_backup_takes_no_place_that_is_taken_nor_its_own_folder(tmp_path: Path):
    state, file = small(tmp_path)
    before = file.read_bytes()
    for target, said in (
        (file, "existe déjà"),
        (state.root / "dedans.zip", "se perdrait avec lui"),
        (tmp_path / "absent" / "s.zip", "n'existe pas"),
    ):
        with pytest.raises(BackupError, match=said):
            write_backup(state, state.root / FILE_NAME, target)
    for nothing in (State(tmp_path / "mal-ecrit"), State(tmp_path / "neuf")):
        if nothing.root.name == "neuf":
            nothing.prepare()
        with pytest.raises(BackupError, match=r"est vide ou n'existe pas.*DASHBOARD_STATE"):
            write_backup(nothing, nothing.root / FILE_NAME, tmp_path / "vide.zip")
    shutil.rmtree(tmp_path / "neuf")
    with room_for(100), pytest.raises(BackupError, match="la place libre"):
        write_backup(state, state.root / FILE_NAME, tmp_path / "pleine.zip")
    assert file.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["etat", "sauvegarde.zip"]


def test_backup_that_ends_second_leaves_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    state, file = small(tmp_path)
    first = file.read_bytes()
    file.unlink()
    checked = backups._check
    monkeypatch.setattr(backups, "_check", lambda archive: (file.write_bytes(first), checked(archive))[1])
    with pytest.raises(BackupError, match="existe déjà"):
        write_backup(state, state.root / FILE_NAME, file)
    assert file.read_bytes() == first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["etat", "sauvegarde.zip"]


def test_import_that_is_lost_or_rotten_is_one_sentence(
    own_state: State, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    """Lost, the backup says it; rotten, only reading it all can, and the restoration writes nothing."""
    current = own_state.current()
    assert current is not None
    rows = own_state.imports / current.imports[0] / "operations.parquet"
    rows.write_bytes(rows.read_bytes()[:-40])
    file, target = tmp_path / "sauvegarde.zip", State(tmp_path / "reprise" / "etat")
    write_backup(own_state, own_state.root / FILE_NAME, file)
    with pytest.raises(BackupError, match=r"ne peut pas être relu.*rien n'a été écrit"):
        restore_backup(file, target, target.root / FILE_NAME)
    assert "operations.parquet" in caplog.text
    assert list(target.root.parent.iterdir()) == []
    shutil.rmtree(rows.parent)
    with pytest.raises(StateError, match=rows.parent.name):
        write_backup(own_state, own_state.root / FILE_NAME, tmp_path / "autre.zip")
    assert not (tmp_path / "autre.zip").exists()


def test_reviews_of_another_schema_than_the_manifest_says_are_refused(tmp_path: Path):
    state, file = small(tmp_path)
    open_store(state.root / FILE_NAME).dispose()
    file.unlink()
    write_backup(state, state.root / FILE_NAME, file)
    content, target = file.read_bytes(), State(tmp_path / "reprise")
    for schema in ("r0001", None):
        file.write_bytes(declaring(schema=schema)(content))
        with pytest.raises(CopyFailed, match="abîmée"):
            restore_backup(file, target, target.root / FILE_NAME)
        assert not target.root.exists()


def rewritten(change: Callable[[dict[str, bytes]], object]) -> Callable[[bytes], bytes]:
    """An archive with other members, its manifest as it was unless it is among what changes."""

    def work(content: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = {name: package.read(name) for name in package.namelist()}
        change(members)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as package:
            for name, member in members.items():
                package.writestr(name, member)
        return out.getvalue()

    return work


def listed(name: str) -> Callable[[bytes], bytes]:
    """An archive that holds one more member, which its manifest knows."""

    def change(members: dict[str, bytes]) -> None:
        members[name] = members["etat/mappings.json"]
        manifest = json.loads(members[MANIFEST])
        manifest["members"][name] = manifest["members"]["etat/mappings.json"]
        members[MANIFEST] = json.dumps(manifest).encode()

    return rewritten(change)


def declaring(**values: object) -> Callable[[bytes], bytes]:
    return rewritten(
        lambda members: members.update({MANIFEST: json.dumps({**json.loads(members[MANIFEST]), **values}).encode()})
    )


REFUSED = {
    "not an archive": lambda content: content[::-1],
    "cut short": lambda content: content[:-40],
    "one byte changed": lambda content: content[:54] + bytes([content[54] ^ 4]) + content[55:],
    "another archive": rewritten(lambda members: members.pop(MANIFEST)),
    "a member changed": rewritten(lambda members: members.update({"etat/mappings.json": b"[]"})),
    "a member gone": rewritten(lambda members: members.pop("etat/mappings.json")),
    "a member too many": rewritten(lambda members: members.update({"etat/autre.json": b"[]"})),
    "outside, by the way up": listed("etat/../../autre.json"),
    "outside, from the root": listed("/etat/autre.json"),
    "beside the state": listed("autre/a.json"),
    "in the warehouse": listed("etat/warehouse/warehouse-0.duckdb"),
    "under the lock": listed("etat/lock"),
    "hidden": listed("etat/imports/.a/manifest.json"),
    "of another version": declaring(format=FORMAT.replace("1", "2")),
    "without its reviews": declaring(reviews="sqlite"),
    "of an unknown database": declaring(reviews="oracle"),
    "manifest of another shape": declaring(members=[1]),
    "a date that is none": declaring(created_at="hier\x1b[2J"),
    "a count that is none": declaring(imports="huit"),
    "a number that is none": declaring(publication="huit"),
    "a schema that is none": declaring(schema=["r0001"]),
    "a format that a terminal obeys": declaring(format="\x1b[2J" * 100),
    "under the reviews": listed("etat/reviews.sqlite-wal"),
}


def test_forged_and_damaged_archives_write_nothing(tmp_path: Path):
    _, file = small(tmp_path)
    content, target = file.read_bytes(), State(tmp_path / "reprise" / "etat")
    for what, forge in REFUSED.items():
        file.write_bytes(forge(content))
        with pytest.raises(BackupError) as raised:
            restore_backup(file, target, target.root / FILE_NAME)
        assert re.fullmatch(r"[^.]+(?:\.\w[^.]*)*\.", str(raised.value)), what
        assert not re.match("Cette sauvegarde (est endommagé |n'est pas)", str(raised.value)), what
        assert "\x1b" not in str(raised.value), what
        assert not target.root.parent.exists() or list(target.root.parent.iterdir()) == [], what
    assert sorted(path.name for path in tmp_path.iterdir()) == ["etat", "sauvegarde.zip"]
    file.write_bytes(content)
    restore_backup(file, target, target.root / FILE_NAME)
    assert kept(target.root) == {"mappings.json": b"{}" * 300}
    shutil.rmtree(target.root.parent)
    for unreadable in (tmp_path / "absente.zip", tmp_path, Path("/dev/zero")):
        with pytest.raises(BackupError, match="ne peut pas être lu"):
            restore_backup(unreadable, target, target.root / FILE_NAME)
