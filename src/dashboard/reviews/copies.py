"""The whole database of reviews in one file, as it stood at one moment while people went on writing; and back.

SQLite is copied through its own interface: its file alone lacks the last rows, which wait in the `-wal` file beside it.
PostgreSQL is copied by its own `pg_dump`, which must be as new as the server.
"""

import logging
import os
import re
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import Final

from sqlalchemy import URL, inspect

from dashboard.domain.french import NARROW_SPACE, quoted
from dashboard.reviews.errors import CopyFailed
from dashboard.reviews.store import BUSY_SECONDS, open_engine, read, refuse_newer, revision_of, url_of

logger = logging.getLogger(__name__)

DUMP: Final = "pg_dump"
RESTORE: Final = "pg_restore"
_PACKAGE: Final = "postgresql-client"


class Kind(StrEnum):
    """What the reviews are kept in."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


def kind_of(location: str | Path) -> Kind:
    """What a location is."""
    return Kind(url_of(location).get_backend_name())


def sqlite_file(location: str | Path) -> Path | None:
    """The file of a location that is SQLite's, None where it is a server."""
    url = url_of(location)
    return Path(url.database).absolute() if url.get_backend_name() == Kind.SQLITE and url.database else None


def schema_of(location: str | Path) -> str | None:
    """The revision of the schema, which goes with a copy."""
    engine = open_engine(location)
    try:
        return revision_of(engine)
    finally:
        engine.dispose()


def copy_database(location: str | Path, target: Path) -> str | None:
    """Writes the whole database to a new file and reads it back; the revision of its schema. Raises ReviewsError.

    Nobody waits meanwhile.
    """
    url, file, revision = url_of(location), sqlite_file(location), schema_of(location)
    if file is None:
        _refuse_older_program(url)
        _run(DUMP, ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}", _address(url)], url)
    else:
        _copy_sqlite(file, target)
    check_copy(target, kind_of(location), revision)
    return revision


def check_copy(copy: Path, kind: Kind, revision: str | None) -> None:
    """Reads a copy from end to end. Raises CopyFailed where it is damaged, or of another schema where that can be read."""
    if kind is Kind.POSTGRESQL:
        _run(RESTORE, ["--list", str(copy)])
        return
    try:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            found = connection.execute("pragma integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise _damaged() from error
    if found != "ok" or schema_of(copy) != revision:
        raise _damaged()


def refuse_occupied(location: str | Path) -> None:
    """Raises CopyFailed where something is kept at the location already: a copy is put back in an empty place only."""
    file = sqlite_file(location)
    if file is None:
        engine = open_engine(location)
        try:
            occupied = read(engine, lambda connection: bool(inspect(connection).get_table_names()))
        finally:
            engine.dispose()
    else:
        occupied = any(file.with_name(file.name + end).exists() for end in ("", "-wal", "-journal"))
    if occupied:
        raise CopyFailed(
            f"La base des évaluations n'est pas vide{NARROW_SPACE}: restaurez dans une base vide, que vous aurez créée à part."
        )


def put_back(copy: Path, location: str | Path, revision: str | None) -> None:
    """Puts a copy back in an empty database or at the place of no file, all or nothing. Raises ReviewsError."""
    refuse_newer(revision)
    refuse_occupied(location)
    url, file = url_of(location), sqlite_file(location)
    if file is None:
        _refuse_older_program(url)
        whole = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
        _run(RESTORE, [*whole, f"--dbname={_address(url)}", str(copy)], url)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        shutil.copyfile(copy, beside)
        # A link fails where somebody has made the file meanwhile; a move would take its place.
        file.hardlink_to(beside)
    except OSError as error:
        raise CopyFailed(
            f"La base des évaluations {quoted(str(file))} ne peut pas être écrite{NARROW_SPACE}: vérifiez les droits et la place libre."
        ) from error
    finally:
        beside.unlink(missing_ok=True)


def _copy_sqlite(file: Path, target: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(file, timeout=BUSY_SECONDS)) as source,
            closing(sqlite3.connect(target)) as written,
        ):
            # All its pages at once: a copy in several steps begins again each time that somebody writes.
            source.backup(written)
    except sqlite3.Error as error:
        raise CopyFailed(
            f"La base des évaluations {quoted(str(file))} ne peut pas être copiée{NARROW_SPACE}: vérifiez les droits et la place libre."
        ) from error


def _refuse_older_program(url: URL) -> None:
    said = re.search(r"\d+", _run(DUMP, ["--version"]))
    engine = open_engine(url.render_as_string(hide_password=False))
    try:
        server = read(engine, lambda connection: connection.dialect.server_version_info)
    finally:
        engine.dispose()
    if said and server and int(said[0]) < int(server[0]):
        raise CopyFailed(
            f"La commande {quoted(DUMP)} est de la version {said[0]} et le serveur PostgreSQL de la version {server[0]}"
            f"{NARROW_SPACE}: installez le paquet {quoted(f'{_PACKAGE}-{server[0]}')}."
        )


def _address(url: URL) -> str:
    """The address as PostgreSQL's programs take it, without the password: every user of the machine reads arguments."""
    return URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query).render_as_string()


def _run(program: str, arguments: Sequence[str], url: URL | None = None) -> str:
    """What one of PostgreSQL's programs prints. Raises CopyFailed where it is missing or fails."""
    found = shutil.which(program)
    if found is None:
        raise CopyFailed(
            f"La commande {quoted(program)} manque sur cette machine{NARROW_SPACE}: installez le paquet {quoted(_PACKAGE)}, de la "
            "version du serveur ou plus récent."
        )
    given = os.environ | ({"PGPASSWORD": url.password} if url is not None and url.password else {})
    done = subprocess.run([found, *arguments], env=given, stdin=subprocess.DEVNULL, capture_output=True, check=False)  # noqa: S603 - no shell, a program of the system
    if done.returncode:
        logger.error("%s: %s", program, done.stderr.decode(errors="replace").strip())
        raise CopyFailed(
            f"La commande {quoted(program)} a échoué{NARROW_SPACE}: le journal ci-dessus dit pourquoi, et rien n'a été gardé."
        )
    return done.stdout.decode(errors="replace")


def _damaged() -> CopyFailed:
    return CopyFailed(f"La copie de la base des évaluations est abîmée{NARROW_SPACE}: prenez-en une autre.")
