"""The whole database in one file while people write, and back."""

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, make_url, select, text

from dashboard.access.backups import restore_backup, write_backup
from dashboard.reviews import copies
from dashboard.reviews.copies import Kind, check_copy, copy_database, kind_of, put_back
from dashboard.reviews.errors import CopyFailed, StoreTooNew
from dashboard.reviews.model import Campaign
from dashboard.reviews.remark_coding import code_remark
from dashboard.reviews.reviewing import save_draft
from dashboard.reviews.store import open_engine, open_store, read
from dashboard.reviews.tables import METADATA, REVIEW
from dashboard.warehouse.state import State
from tests.reviews.test_concurrency import line, process


@pytest.fixture
def elsewhere(location: str, tmp_path: Path) -> Iterator[str]:
    """Where nothing is kept yet, in a database of the same kind."""
    if kind_of(location) is Kind.SQLITE:
        yield str(tmp_path / "ailleurs" / "reviews.sqlite")
        return
    server = open_engine(location).execution_options(isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("drop database if exists ailleurs"))
        connection.execute(text("create database ailleurs"))
    yield make_url(location).set(database="ailleurs").render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text("drop database ailleurs with (force)"))
    server.dispose()


def everything(location: str) -> dict[str, list[Any]]:
    engine = open_store(location)
    try:
        return {
            table.name: sorted(
                read(engine, lambda connection, table=table: connection.execute(select(table)).all()), key=str
            )
            for table in METADATA.sorted_tables
        }
    finally:
        engine.dispose()


def test_what_was_confirmed_before_a_backup_is_in_it_while_people_go_on_writing(
    engine: Engine, campaign: Campaign, location: str, elsewhere: str, tmp_path: Path
):
    """Alice writes from a process of her own, imports wait for their turn in a thread: neither breaks the other."""
    state, file, target = State(tmp_path / "etat"), tmp_path / "sauvegarde.zip", State(tmp_path / "autre" / "etat")
    state.prepare()
    begun, stop = threading.Event(), threading.Event()

    def publish() -> None:
        while not stop.is_set():
            with state.exclusive():
                state.publish((), "warehouse-0.duckdb", by="Gérard", action="essai")
            begun.set()

    publisher = threading.Thread(target=publish)
    with process("save_for_ever", location, campaign.id, "Alice") as alice:
        for _ in range(20):
            confirmed = int(line(alice))
        publisher.start()
        try:
            begun.wait()
            published = len(state.history())
            found = write_backup(state, location, file)
            after = int(line(alice))
        finally:
            stop.set()
            publisher.join()
    assert after > confirmed
    assert file.stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.glob(".*")] == []
    restored = restore_backup(file, target, elsewhere)
    assert restored == found
    history = target.history()
    assert published <= len(history)
    assert [publication.number for publication in history] == list(range(len(history), 0, -1))
    assert target.current() == history[0]
    versions = [row.version for row in everything(elsewhere)[REVIEW.name]]
    assert sorted(versions) == list(range(1, len(versions) + 1))
    assert len(versions) >= confirmed
    # Triggers came back too: what is restored stays append-only.
    again = open_store(elsewhere)
    with again.connect() as connection, pytest.raises(Exception, match="append-only"):
        connection.execute(text("delete from event"))
    again.dispose()


def test_copy_put_back_holds_every_row_and_only_in_an_empty_place(
    engine: Engine, campaign: Campaign, location: str, elsewhere: str, tmp_path: Path
):
    save_draft(engine, campaign.id, "D1", "Alice", answers={}, comment="L'apostrophe, l'« é » et \u202f")
    copy, expected = tmp_path / "copie", everything(location)
    copy_database(location, copy)
    revision = copies.schema_of(location)
    check_copy(copy, kind_of(location), revision)
    put_back(copy, elsewhere, revision)
    assert everything(elsewhere) == expected
    with pytest.raises(CopyFailed, match="n'est pas vide"):
        put_back(copy, elsewhere, "r0001")
    assert everything(elsewhere) == expected
    with pytest.raises(StoreTooNew, match="mettez celui-ci à jour"):
        put_back(copy, str(tmp_path / "neuve.sqlite"), "r9999")
    copy.write_bytes(copy.read_bytes()[: len(copy.read_bytes()) // 3])
    with pytest.raises(CopyFailed, match=r"abîmée|a échoué"):
        check_copy(copy, kind_of(location), revision)


def test_file_of_sqlite_alone_lacks_the_last_rows_and_a_copy_has_them(migrated_sqlite: Path, tmp_path: Path):
    """Why the guide warns against copying `reviews.sqlite`: what is in the `-wal` file isn't in it yet."""
    file = Path(shutil.copy(migrated_sqlite, tmp_path / "reviews.sqlite"))
    engine = open_store(file)
    code_remark(engine, "R1", [], "Alice")
    alone, copy = tmp_path / "seule.sqlite", tmp_path / "copie.sqlite"
    shutil.copyfile(file, alone)
    copy_database(file, copy)
    counts = []
    for path in (alone, copy):
        with closing(sqlite3.connect(path)) as connection:
            counts.append(connection.execute("select count(*) from remark_coding").fetchone()[0])
    engine.dispose()
    assert counts == [0, 1]


def test_programs_of_postgresql_that_are_missing_or_too_old_are_one_sentence(
    postgresql_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    copy = tmp_path / "copie"
    monkeypatch.setattr(copies, "DUMP", "pg_dump_absent")
    with pytest.raises(CopyFailed, match=r"pg_dump_absent.* manque.*installez le paquet .*postgresql-client"):
        copy_database(postgresql_database, copy)
    old = tmp_path / "pg_dump_ancien"
    old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n", encoding="utf-8")
    old.chmod(0o755)
    monkeypatch.setattr(copies, "DUMP", str(old))
    with pytest.raises(CopyFailed, match="de la version 9 et le serveur PostgreSQL de la version"):
        copy_database(postgresql_database, copy)
    monkeypatch.setattr(copies, "DUMP", "false")
    with pytest.raises(CopyFailed, match="a échoué"):
        copy_database(postgresql_database, copy)
    assert not copy.exists()
