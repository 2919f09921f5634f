"""The database of reviews: opening it, bringing its schema up to date, reading and writing without losing anything.

SQLite by default, PostgreSQL by URL. A write is one transaction that holds its lock from the start (`begin immediate` on
SQLite, the campaign's row on PostgreSQL), so it never fails half-way on what another writer did meanwhile.
"""

import logging
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, func, inspect, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from dashboard.domain.french import NARROW_SPACE, quoted
from dashboard.reviews.errors import StoreBusy, StoreTooNew, StoreUnavailable

_T = TypeVar("_T")

logger = logging.getLogger(__name__)

FILE_NAME = "reviews.sqlite"
URL_VARIABLE = "DASHBOARD_REVIEWS_URL"

BUSY_SECONDS = 5.0
"""How long the database itself waits for a lock, at each attempt."""

PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between the attempts at a write that found the database locked."""

MIGRATION_LOCK = 7_614_505_021
"""Any number, as long as every process takes the same."""

# serialization_failure, deadlock_detected, lock_not_available
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, "40001", "40P01", "55P03"}

_ADMINISTRATOR = "prévenez la personne qui administre le tableau de bord"
_FULL = ("Le disque de la base des évaluations est plein", "libérez de la place, puis réessayez")
_READ_ONLY = ("La base des évaluations n'accepte que la lecture", _ADMINISTRATOR)
_NOT_ALLOWED = ("Le compte de la base des évaluations n'y a pas tous les droits", _ADMINISTRATOR)
_BROKEN = (
    "Le disque de la base des évaluations refuse de lire ou d'écrire",
    f"{_ADMINISTRATOR}, qui vérifiera la place libre et l'état du disque",
)
_NO_ANSWER = ("La base des évaluations ne répond pas ou ne peut pas être lue", _ADMINISTRATOR)
# disk_full, read_only_sql_transaction, io_error; insufficient_privilege, invalid_schema_name (no schema is open to the account)
_REFUSALS: dict[int | str | None, tuple[str, str]] = {
    sqlite3.SQLITE_FULL: _FULL, "53100": _FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY, "25006": _READ_ONLY,
    sqlite3.SQLITE_IOERR: _BROKEN, "58030": _BROKEN,
    "42501": _NOT_ALLOWED, "3F000": _NOT_ALLOWED,
}  # fmt: skip


def declared_location() -> str | None:
    """What `DASHBOARD_REVIEWS_URL` says, None where it is absent or blank."""
    return os.environ.get(URL_VARIABLE, "").strip() or None


def default_location(state_folder: Path) -> str | Path:
    """The URL of `DASHBOARD_REVIEWS_URL`, else the SQLite file of the state folder."""
    return declared_location() or state_folder / FILE_NAME


def open_engine(location: str | Path) -> Engine:
    """The engine of a URL, or of the SQLite file at a path. Nothing is created before `migrate`."""
    url = url_of(location)
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url)
    options = {"connect_timeout": 10, "options": f"-c lock_timeout={int(BUSY_SECONDS * 1000)}"}
    try:
        return create_engine(url, connect_args=options, pool_pre_ping=True)
    except (ImportError, NoSuchModuleError) as error:
        raise StoreUnavailable(
            f"Le pilote de la base des évaluations manque{NARROW_SPACE}: pour PostgreSQL, installez le paquet "
            f"{quoted('psycopg[binary]')}."
        ) from error


def open_store(location: str | Path) -> Engine:
    """The engine, with its schema brought up to date."""
    engine = open_engine(location)
    try:
        migrate(engine)
    except BaseException:
        # A server that refuses is asked again at each page: its connections don't wait to be collected.
        engine.dispose()
        raise
    return engine


def migrate(engine: Engine) -> None:
    """Brings an empty or older database to the present schema. Two processes may call it at once: one waits."""
    if revision_of(engine) != ScriptDirectory.from_config(_configuration()).get_current_head():
        write(engine, upgrade)


def upgrade(connection: Connection) -> None:
    """The same inside a transaction. Raises StoreUnavailable where the tables of another product are there already."""
    config = _configuration()
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_LOCK)))
    found = _revision(connection)
    if found is None and inspect(connection).get_table_names():
        raise StoreUnavailable(
            f"La base des évaluations tient les tables d'un autre logiciel, et rien n'a été écrit{NARROW_SPACE}: donnez une base "
            f"vide par {URL_VARIABLE}."
        )
    if found == ScriptDirectory.from_config(config).get_current_head():
        return
    refuse_newer(found)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def revision_of(engine: Engine) -> str | None:
    """The schema that a database is at; None where it has none yet."""
    return read(engine, _revision)


def refuse_newer(revision: str | None) -> None:
    """Raises StoreTooNew for the schema of a later version."""
    known = {script.revision for script in ScriptDirectory.from_config(_configuration()).walk_revisions()}
    if revision is not None and revision not in known:
        raise StoreTooNew(
            "La base des évaluations a été écrite par une version plus récente du tableau de bord"
            f"{NARROW_SPACE}: mettez celui-ci à jour."
        )


def _configuration() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def write(engine: Engine, work: Callable[[Connection], _T]) -> _T:
    """Runs `work` in one transaction: all of it is kept, or none. Tries again while the database is locked.

    `work` may run several times; StoreBusy when it never got its turn.
    """
    for pause in (*PAUSES, None):
        try:
            with _translated(), engine.connect() as connection, connection.execution_options(immediate=True).begin():
                return work(connection)
        except StoreBusy:
            if pause is None:
                raise
            time.sleep(pause)
    raise AssertionError


def read(engine: Engine, work: Callable[[Connection], _T]) -> _T:
    """Runs `work` in one transaction that sees one state of the database."""
    with _translated(), engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            return work(connection)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def url_of(location: str | Path) -> URL:
    """The URL of a location, its driver said. Raises StoreUnavailable where there is none, or none that we know."""
    if isinstance(location, Path) or "://" not in location:
        return _file_url(location)
    try:
        url = make_url(location)
    except (ArgumentError, ValueError) as error:
        raise _unreadable_address() from error
    if url.get_backend_name() not in {"sqlite", "postgres", "postgresql"}:
        raise StoreUnavailable(
            f"La base des évaluations peut être SQLite ou PostgreSQL, pas {quoted(url.get_backend_name())}"
            f"{NARROW_SPACE}: corrigez {URL_VARIABLE}."
        )
    if url.get_backend_name() == "sqlite":
        # Without a name SQLite keeps everything in memory, each process its own.
        return url if Path(url.database or "").is_absolute() else _file_url(url.database or "")
    if "@" in (url.host or ""):
        raise _unreadable_address()
    if "password" in url.query:
        # Where it is hidden from what is printed, and from the arguments of programs.
        url = url.set(password=str(url.query["password"])).difference_update_query(["password"])
    return url.set(drivername="postgresql+psycopg") if "+" not in url.drivername else url


def _file_url(location: str | Path) -> URL:
    """The URL of a file. Raises StoreUnavailable where a text names none for sure: a misspelt address would make a new file."""
    file = Path(location).expanduser()
    if not isinstance(location, Path) and not file.is_absolute():
        raise _unreadable_address()
    return URL.create("sqlite", database=str(file.resolve()))


def _unreadable_address() -> StoreUnavailable:
    return StoreUnavailable(
        f"L'adresse de la base des évaluations est illisible{NARROW_SPACE}: corrigez {URL_VARIABLE}, en postgresql://compte:mot-de-passe"
        "@machine/base où les signes du mot de passe sont codés (%40 pour @), ou en chemin complet d'un fichier."
    )


def _sqlite_engine(url: URL) -> Engine:
    if url.database:
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUnavailable(
                f"Le dossier de la base des évaluations ne peut pas être créé{NARROW_SPACE}: vérifiez les droits d'écriture."
            ) from error
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver would otherwise open transactions by itself, too late and only before some statements.
    connection.isolation_level = None
    cursor = connection.cursor()
    for name, value in (
        ("foreign_keys", "on"),
        # Without it INSERT OR REPLACE would delete a row behind the triggers' back.
        ("recursive_triggers", "on"),
        ("synchronous", "full"),
    ):
        cursor.execute(f"pragma {name} = {value}")
    if cursor.execute("pragma journal_mode").fetchone() != ("wal",):
        _switch_to_wal(cursor)
    cursor.close()


def _switch_to_wal(cursor: Any) -> None:
    # SQLite doesn't wait for this lock as it does for the others: two first openings at once would fail.
    for pause in (*PAUSES, None):
        try:
            cursor.execute("pragma journal_mode = wal")
        except sqlite3.OperationalError:
            if pause is None:
                raise
            time.sleep(pause)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("begin immediate" if immediate else "begin")


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        if _code(error) in _BUSY:
            raise StoreBusy(
                "La base des évaluations est occupée par un autre enregistrement, et rien n'a été écrit"
                f"{NARROW_SPACE}: votre saisie est toujours à l'écran, réessayez dans un instant."
            ) from error
        code = _code(error)
        if code in _REFUSALS or _is_unreachable(error):
            what, remedy = _REFUSALS.get(code, _NO_ANSWER)
            # The sentence is for whoever works; the cause, which may be a wrong password, for whoever can mend it.
            logger.warning("The database of reviews: %s", " ".join(str(error.orig).split()))
            raise StoreUnavailable(f"{what}, et rien n'a été écrit{NARROW_SPACE}: {remedy}.") from error
        raise


def _code(error: DBAPIError) -> int | str | None:
    """What SQLite or PostgreSQL calls the error: SQLite's extended codes keep the primary one in their low byte."""
    code: int | None = getattr(error.orig, "sqlite_errorcode", None)
    return getattr(error.orig, "sqlstate", None) if code is None else code & 0xFF


def _is_unreachable(error: DBAPIError) -> bool:
    # A file that is no database raises the driver's own base class, which has no other use. Without a statement nor a code, what
    # is refused is the connection: an option in the address that the driver doesn't know.
    no_connection = error.statement is None and _code(error) is None
    return isinstance(error, OperationalError) or type(error.orig) is sqlite3.DatabaseError or no_connection
