import sqlite3
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, event, inspect, make_url, text
from sqlalchemy.exc import DBAPIError

from dashboard.access.logins import end_logins_of
from dashboard.domain.acts import TERMINAL, Caller
from dashboard.domain.grid import Grid
from dashboard.domain.selection import Selection
from dashboard.reviews import store
from dashboard.reviews.audit import archive
from dashboard.reviews.campaigns import create_campaign, freeze, get_campaign, list_campaigns
from dashboard.reviews.deciding import arbitrate
from dashboard.reviews.errors import StoreTooNew, StoreUnavailable
from dashboard.reviews.figure_notes import add_note, notes_on
from dashboard.reviews.model import Campaign, DecisionRule
from dashboard.reviews.need_rows import add_need, need_rows
from dashboard.reviews.protocols import Cut, write_protocol
from dashboard.reviews.remark_coding import code_remark, codings
from dashboard.reviews.reviewing import own_review, submit
from dashboard.reviews.saved_views import save_view, views_of
from dashboard.reviews.store import default_location, migrate, open_engine, open_store, url_of, write
from dashboard.reviews.tables import METADATA
from dashboard.reviews.trace import remark, trace
from tests.disk import room_for
from tests.reviews.conftest import CreateCampaign, population
from tests.reviews.test_audit import written_in
from tests.reviews.test_reviewing import accept

MIGRATIONS = Path(store.__file__).parent / "migrations"


def upgrade_to(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")

    def work(connection: Connection) -> None:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)

    write(engine, work)


def test_an_empty_database_gets_every_table(empty_location: str) -> None:
    engine = open_engine(empty_location)
    for _ in range(2):
        migrate(engine)
        assert set(inspect(engine).get_table_names()) == {*METADATA.tables, "alembic_version"}
    engine.dispose()


def test_migrations_and_tables_say_the_same(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), METADATA) == []


def test_an_older_database_keeps_its_rows(empty_location: str, grid: Grid) -> None:
    engine = open_engine(empty_location)
    upgrade_to(engine, "r0001")
    assert "remark_event" not in inspect(engine).get_table_names()
    campaign = create_campaign(
        engine, name="Ancienne", grid=grid, lexicon_hash="", lexicon_text="", extracts=[], operations=population(2),
        reviewers=["Alice", "Bob"], by="Gérard", rule=DecisionRule(),
    )  # fmt: skip
    sent = submit(engine, campaign.id, "D1", "Alice", answers={"intensite": 2}, verdict="non")
    migrate(engine)
    assert get_campaign(engine, campaign.id) == campaign
    assert own_review(engine, campaign.id, "D1", "Alice") == sent
    remark(engine, campaign.id, "Alice", "Nouvelle table", num_dossier="D1")
    assert len(trace(engine, campaign.id, "D1", reader="Alice")) == 2
    engine.dispose()


def test_a_database_of_the_previous_revision_gains_codings_and_needs(empty_location: str, grid: Grid) -> None:
    engine = open_engine(empty_location)
    upgrade_to(engine, "r0002")
    assert not {"remark_coding", "need_row"} & set(inspect(engine).get_table_names())
    campaign = create_campaign(
        engine, name="Ancienne", grid=grid, lexicon_hash="", lexicon_text="", extracts=[], operations=population(1),
        reviewers=["Alice", "Bob"], by="Gérard", rule=DecisionRule(),
    )  # fmt: skip
    remark(engine, campaign.id, "Alice", "Déjà là", num_dossier="D1")
    migrate(engine)
    assert [entry.detail for entry in trace(engine, campaign.id, "D1", reader="Alice")]
    assert code_remark(engine, "S1", ["FSE+"], "Alice")
    assert codings(engine)["respondent_key"].tolist() == ["S1"]
    add_need(engine, initiative="a", reached=1, need=2, unit="u", need_is_minimum=False, source="s", by="Alice")
    assert len(need_rows(engine)) == 1
    engine.dispose()


def keep_view_and_note(engine: Engine) -> None:
    owned = {"owner": "a@exemple.test", "author": "Alice"}
    save_view(engine, name="v", page="synthese", query={}, shared=False, **owned)
    add_note(engine, figure="f", selection=Selection(), edition="e", text="t", **owned)


def test_a_database_of_the_previous_revision_gains_views_and_notes(empty_location: str) -> None:
    engine = open_engine(empty_location)
    upgrade_to(engine, "r0004")
    add_need(engine, initiative="a", reached=1, need=2, unit="u", need_is_minimum=False, source="s", by="Alice")
    migrate(engine)
    assert len(need_rows(engine)) == 1
    keep_view_and_note(engine)
    [view] = views_of(engine, "a@exemple.test")
    assert [view.name, list(notes_on(engine, Selection()))] == ["v", ["f"]]
    engine.dispose()


def test_a_failed_migration_changes_nothing(empty_location: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_engine(empty_location)
    upgrade_to(engine, "r0001")
    monkeypatch.setattr("dashboard.reviews.migrations.guards.FREEZE", {})
    with pytest.raises(KeyError):
        migrate(engine)
    assert "remark_event" not in inspect(engine).get_table_names()
    monkeypatch.undo()
    migrate(engine)
    assert "remark_event" in inspect(engine).get_table_names()
    engine.dispose()


def test_a_later_version_s_database_is_left_alone(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = 'r9999'"))
    with pytest.raises(StoreTooNew, match="version plus récente"):
        migrate(engine)


@pytest.fixture
def used(engine: Engine, create: CreateCampaign, tmp_path: Path) -> Campaign:
    campaign = create(1)
    accept(engine, campaign, "D1", "Alice")
    accept(engine, campaign, "D1", "Bob", verdict="non")
    arbitrate(engine, campaign.id, "D1", "Chloé", retained=False, reason="Rien de neuf.")
    remark(engine, campaign.id, "Chloé", "Relu.")
    code_remark(engine, "S1-ab", ["Préfinancement"], "Chloé")
    add_need(
        engine, initiative="Garage", reached=1, need=2, unit="ménages", need_is_minimum=True, source="Étude", by="Chloé"
    )
    keep_view_and_note(engine)
    write_protocol(
        engine, selection=Selection(), warehouse="w", lexicon_version="l", ranking="r", risk=0.05, target=0.8, looks=1, seed=1,
        strata=[Cut("", 1, 1)], population=[("D1", "2019")], by="Chloé",
    )  # fmt: skip
    end_logins_of(engine, "partie@exemple.test")
    written_in(engine, "2024-06-01")
    archive(engine, tmp_path, Caller("root", TERMINAL))
    return freeze(engine, campaign.id, by="Gérard")


def test_no_row_is_changed_or_removed_behind_our_back(engine: Engine, used: Campaign) -> None:
    def rows(table: str) -> list[object]:
        with engine.connect() as connection:
            return sorted(map(repr, connection.execute(text(f"select * from {table}"))))

    for table in sorted(METADATA.tables):
        before = rows(table)
        assert before, table
        column = METADATA.tables[table].columns.keys()[-1]
        statements = [f"update {table} set {column} = {column}", f"delete from {table}"]
        if engine.dialect.name == "postgresql":
            statements.append(f"truncate {table} cascade")
        else:
            statements.append(f"insert or replace into {table} select * from {table}")
        for statement in statements:
            with pytest.raises(DBAPIError, match=r"append-only|frozen campaign"), engine.begin() as connection:
                connection.execute(text(statement))
        assert rows(table) == before, table


def test_the_database_itself_closes_a_frozen_campaign(engine: Engine, used: Campaign) -> None:
    for table in (
        "campaign_operation", "campaign_reviewer", "event", "review_event", "arbitration_event", "remark_event", "decision_event",
    ):  # fmt: skip
        with pytest.raises(DBAPIError, match="frozen campaign"), engine.begin() as connection:
            connection.execute(text(f"insert into {table} select * from {table}"))


def test_other_campaigns_stay_open(engine: Engine, used: Campaign, create: CreateCampaign) -> None:
    other = create(name="Autre")
    accept(engine, other, "D1", "Alice")
    assert [campaign.frozen for campaign in list_campaigns(engine)] == [True, False]


def test_sqlite_is_opened_for_several_writers(tmp_path: Path) -> None:
    engine = open_store(tmp_path / "dossier" / "r.sqlite")
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"pragma {name}").scalar_one()
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "recursive_triggers", "synchronous")
        }
    assert found == {
        "journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 5000, "recursive_triggers": 1, "synchronous": 2,
    }  # fmt: skip
    engine.dispose()


def test_the_variable_names_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DASHBOARD_REVIEWS_URL", raising=False)
    assert default_location(tmp_path) == tmp_path / "reviews.sqlite"
    monkeypatch.setenv("DASHBOARD_REVIEWS_URL", "postgresql://serveur/base")
    assert default_location(tmp_path) == "postgresql://serveur/base"
    monkeypatch.setenv("DASHBOARD_REVIEWS_URL", "  ")
    assert default_location(tmp_path) == tmp_path / "reviews.sqlite"


@pytest.mark.parametrize("url", ["postgresql://u:s3cret@127.0.0.1:9/x", "postgres://u:s3cret@127.0.0.1:9/x"])
def test_an_unreachable_server_is_told_without_its_password(url: str) -> None:
    pytest.importorskip("psycopg")
    engine = open_engine(url)
    assert engine.url.drivername == "postgresql+psycopg"
    with pytest.raises(StoreUnavailable, match="ne répond pas") as caught:
        migrate(engine)
    assert "s3cret" not in str(caught.value)
    engine.dispose()


def test_other_addresses_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are misspelt too: taken for the name of a file, each would begin an empty database."""
    monkeypatch.chdir(tmp_path)
    for url in (
        "mysql://u:s3cret@serveur/base", "://", "postgresql://u:s3cret@serveur:port/base", "postgresql://u:s3cret@x@serveur/base",
        "sqlite://", "sqlite:///:memory:", "sqlite:///reviews.sqlite", "reviews.sqlite", "serveur/base",
    ):  # fmt: skip
        with pytest.raises(StoreUnavailable, match="DASHBOARD_REVIEWS_URL") as caught:
            open_engine(url)
        assert "s3cret" not in str(caught.value), url
    assert list(tmp_path.iterdir()) == []
    for location in (f"sqlite:///{tmp_path}/reviews.sqlite", f"{tmp_path}/reviews.sqlite", tmp_path / "reviews.sqlite"):
        assert url_of(location).database == f"{tmp_path}/reviews.sqlite"


def test_password_is_hidden_wherever_it_stands_in_the_address() -> None:
    for url in (
        "postgresql://u@serveur/base?password=s3cret&sslmode=require",
        "postgres://u:s3cret@serveur/base?sslmode=require",
    ):
        assert str(url_of(url)) == "postgresql+psycopg://u:***@serveur/base?sslmode=require"
        assert url_of(url).render_as_string(hide_password=False) == str(url_of(url)).replace("***", "s3cret")


def test_what_the_server_refuses_is_one_sentence_and_the_log_says_why(
    postgresql_database: str, caplog: pytest.LogCaptureFixture
) -> None:
    """An option that nobody knows, a wrong password, an account without rights, the tables of another product."""
    owner = open_engine(postgresql_database)
    with owner.begin() as connection:
        connection.execute(text("drop role if exists passant"))
        connection.execute(text("create role passant login password 's3cret'"))
    url = make_url(postgresql_database)
    passing = make_url(f"postgresql://passant:s3cret@{url.host}:{url.port}/{url.database}")
    for refused, why, logged in (
        (url.update_query_dict({"inconnue": "1"}), "ne répond pas", "inconnue"),
        (passing.set(username="tests"), "ne répond pas", "password authentication failed"),
        (passing, "n'y a pas tous les droits, et rien n'a été écrit", "no schema has been selected"),
    ):
        caplog.clear()
        with pytest.raises(StoreUnavailable, match=why):
            open_store(refused.render_as_string(hide_password=False))
        assert logged in caplog.text
        assert "s3cret" not in caplog.text
    with owner.begin() as connection:
        connection.execute(text("drop role passant"))
        connection.execute(text("create table client (id integer)"))
    with pytest.raises(StoreUnavailable, match=r"tables d'un autre logiciel.*donnez une base vide"):
        open_store(postgresql_database)
    assert inspect(owner).get_table_names() == ["client"]
    owner.dispose()


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "reviews.sqlite"
    path.write_bytes(b"bonjour " * 4096)
    with pytest.raises(StoreUnavailable, match="ne peut pas être lue"):
        open_store(path)
    assert path.read_bytes() == b"bonjour " * 4096


def test_a_database_that_only_reads_is_told_and_keeps_what_it_has(engine: Engine, create: CreateCampaign) -> None:
    campaign = create()
    statement = {
        "sqlite": "pragma query_only = on",
        "postgresql": "set session characteristics as transaction read only",
    }[engine.dialect.name]
    engine.dispose()
    event.listen(engine, "connect", lambda connection, _record: _run(connection, statement))
    with pytest.raises(StoreUnavailable, match="n'accepte que la lecture, et rien n'a été écrit"):
        create(name="Autre")
    assert [found.id for found in list_campaigns(engine)] == [campaign.id]


def _run(connection: Any, statement: str) -> None:
    connection.execute(statement)
    connection.commit()


@pytest.mark.parametrize("location", ["sqlite"], indirect=True)
def test_a_write_that_the_disk_refuses_is_told_and_the_next_one_works(engine: Engine, create: CreateCampaign) -> None:
    # A quota or a broken disk: SQLite calls only a disk without any room full.
    with room_for(100_000), pytest.raises(StoreUnavailable, match="refuse de lire ou d'écrire, et rien n'a été écrit"):
        create(lexicon_text="x" * 1_000_000)
    assert list_campaigns(engine) == []
    create()
    assert len(list_campaigns(engine)) == 1


@pytest.mark.parametrize("code", ["53100", sqlite3.SQLITE_FULL])
def test_a_full_disk_is_told_by_its_name(code: str | int) -> None:
    name = "sqlstate" if isinstance(code, str) else "sqlite_errorcode"
    original = type("Refusal", (Exception,), {name: code})()
    with pytest.raises(StoreUnavailable, match="est plein, et rien n'a été écrit"), store._translated():
        raise DBAPIError("insert", None, original)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("x", encoding="utf-8")
    with pytest.raises(StoreUnavailable, match="ne peut pas être créé"):
        open_engine(tmp_path / "fichier" / "reviews.sqlite")


@pytest.mark.parametrize("location", ["sqlite"], indirect=True)
def test_the_file_is_plain_sqlite(engine: Engine, used: Campaign) -> None:
    engine.dispose()
    with sqlite3.connect(str(engine.url.database)) as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        assert connection.execute("pragma foreign_key_check").fetchall() == []
    connection.close()
