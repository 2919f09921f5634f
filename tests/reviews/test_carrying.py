"""An office that leaves SQLite for PostgreSQL: every row goes, or none."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, insert, inspect, select, text

from dashboard.access.backups import BackupError, restore_backup, write_backup
from dashboard.demo.campaigns import install_campaigns
from dashboard.reviews import carrying
from dashboard.reviews.carrying import carry_over, tables_in_order
from dashboard.reviews.errors import CopyFailed
from dashboard.reviews.model import Campaign
from dashboard.reviews.need_rows import add_need
from dashboard.reviews.store import open_engine
from dashboard.reviews.tables import METADATA
from dashboard.warehouse.state import State
from tests.reviews import test_store
from tests.reviews.test_copies import everything

used = test_store.used
on_sqlite = pytest.mark.parametrize("location", ["sqlite"], indirect=True)


def tables_of(url: str) -> list[str]:
    engine = open_engine(url)
    try:
        return inspect(engine).get_table_names()
    finally:
        engine.dispose()


@on_sqlite
def test_what_sqlite_held_goes_on_in_postgresql(
    engine: Engine,
    used: Campaign,
    location: str,
    demonstration_state: State,
    postgresql_database: str,
    tmp_path: Path,
):
    """The demonstration's campaigns, one frozen, and a row at least of each table."""
    install_campaigns(engine, demonstration_state)
    state, file, target = State(tmp_path / "etat"), tmp_path / "sauvegarde.zip", State(tmp_path / "autre" / "etat")
    state.prepare()
    (state.root / "mappings.json").write_text("{}", encoding="utf-8")
    write_backup(state, location, file)
    expected = everything(location)
    assert all(expected.values())
    restore_backup(file, target, postgresql_database)
    assert [path.name for path in target.root.glob("*eval*")] + [path.name for path in target.root.glob(".*")] == []
    assert everything(postgresql_database) == expected
    server = open_engine(postgresql_database)
    for table in METADATA.sorted_tables:
        with server.connect() as connection, pytest.raises(Exception, match="append-only"):
            connection.execute(text(f"delete from {table.name}"))
        if (numbered := table.autoincrement_column) is None:
            continue
        with server.begin() as connection:
            last = connection.execute(select(func.max(numbered))).scalar_one()
            row = dict(connection.execute(select(table).where(numbered == last)).mappings().one())
            del row[numbered.name]
            row |= {column.name: "autre" for column in table.columns if column.unique}
            assert connection.execute(insert(table).values(row)).inserted_primary_key == (last + 1,), table.name
    with server.connect() as connection, pytest.raises(Exception, match="frozen campaign"):
        connection.execute(text("insert into event select * from event"))
    server.dispose()
    write_backup(target, postgresql_database, tmp_path / "retour.zip")
    back = State(tmp_path / "retour")
    with pytest.raises(BackupError, match=r"PostgreSQL, et c'est SQLite.*donnez l'adresse d'une base PostgreSQL"):
        restore_backup(tmp_path / "retour.zip", back, str(back.root / "reviews.sqlite"))
    assert not back.root.exists()


@on_sqlite
def test_nothing_is_left_of_what_does_not_go_whole(
    engine: Engine,
    used: Campaign,
    location: str,
    postgresql_database: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    engine.dispose()
    copy = Path(shutil.copy(location, tmp_path / "copie"))
    for spoilt, why in (("x" * 400, "trop longue"), ("a\0b", "caractère nul")):
        with closing(sqlite3.connect(copy)) as connection, connection:
            connection.execute(
                "insert into view_pin (view_id, account, pinned, created_at) values ('v', ?, 1, '2026')", [spoilt]
            )
        with pytest.raises(CopyFailed, match=r"view_pin.{2} n'entre pas.*rien n'a été écrit"):
            carry_over(copy, postgresql_database)
        assert tables_of(postgresql_database) == [], why
        shutil.copy(location, copy)
    counted, calls = carrying._content, []

    def lost(*given: object) -> tuple[int, int]:
        calls.append(given)
        return counted(*given) if len(calls) != 10 else (0, 0)

    monkeypatch.setattr(carrying, "_content", lost)
    with pytest.raises(CopyFailed, match="n'est pas arrivée entière"):
        carry_over(copy, postgresql_database)
    assert tables_of(postgresql_database) == []
    monkeypatch.undo()
    carry_over(copy, postgresql_database)
    kept = everything(postgresql_database)
    with pytest.raises(CopyFailed, match="n'est pas vide"):
        carry_over(copy, postgresql_database)
    assert everything(postgresql_database) == kept == everything(location)


def test_copy_of_an_older_version_is_brought_up_to_date_on_the_way(postgresql_database: str, tmp_path: Path):
    copy = tmp_path / "copie"
    older = open_engine(copy)
    test_store.upgrade_to(older, "r0004")
    add_need(older, initiative="a", reached=1, need=2.1, unit="u", need_is_minimum=True, source="s", by="Anne")
    older.dispose()
    carry_over(copy, postgresql_database)
    [row] = everything(postgresql_database)["need_row"]
    assert (row.need, row.need_is_minimum, row.author) == (2.1, True, "Anne")


def test_every_table_is_carried_once():
    assert sorted(table.name for table in tables_in_order()) == sorted(METADATA.tables)
