"""The journal: who did what, when, from where. Rows are added; a year that is over leaves for a file that is kept.

The file is written, read back and noted in `audit_archive` before its rows go, in one transaction: a trigger refuses any
other way out.
"""

import gzip
import hashlib
import json
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import ColumnElement, Connection, Engine, delete, func, insert, select

from dashboard.domain.acts import Act, Caller
from dashboard.domain.french import NARROW_SPACE, quoted
from dashboard.domain.text import legible
from dashboard.reviews.errors import StoreUnavailable
from dashboard.reviews.store import read, write
from dashboard.reviews.tables import AUDIT, AUDIT_ARCHIVE

FOLDER: Final = "journal"
"""Where the files of past years stand, under the state folder."""
LONGEST: Final = 2000
"""Letters of what an act is about."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the journal; `created_at` in UTC."""

    sequence: int
    created_at: str
    account: str
    address: str
    act: str
    subject: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows: everything where nothing is said. `until` is the last day."""

    account: str | None = None
    act: Act | None = None
    since: date | None = None
    until: date | None = None


def append(connection: Connection, caller: Caller, act: Act, subject: str) -> None:
    """Writes one act inside a transaction. Raises StoreUnavailable where the clock stands in a year that has left."""
    now = datetime.now(UTC)
    if connection.execute(select(AUDIT_ARCHIVE.c.year).where(AUDIT_ARCHIVE.c.year == str(now.year))).first():
        raise StoreUnavailable(
            f"Le journal de {now.year} est déjà rangé dans son fichier, et rien n'a été écrit{NARROW_SPACE}: vérifiez la date de la "
            "machine, ou prévenez la personne qui administre le tableau de bord."
        )
    row = {
        "created_at": now.isoformat(timespec="seconds"),
        # Names come from people: a database takes no half of a character, PostgreSQL no zero, and a terminal obeys some others.
        "account": legible(caller.account)[:320],
        "address": legible(caller.address)[:64],
        "act": act,
        "subject": legible(subject)[:LONGEST],
    }
    connection.execute(insert(AUDIT).values(row))


def record(engine: Engine, caller: Caller, act: Act, subject: str) -> None:
    """Writes one act. Raises ReviewsError where the database doesn't take it."""
    write(engine, lambda connection: append(connection, caller, act, subject))


def entries(engine: Engine, asked: Asked, most: int | None = None) -> list[Entry]:
    """The rows asked for, newest first, `most` of them."""
    query = select(AUDIT).where(*_conditions(asked)).order_by(AUDIT.c.sequence.desc()).limit(most)
    return read(engine, lambda connection: [Entry(**row) for row in connection.execute(query).mappings()])


def people(engine: Engine) -> list[str]:
    """Whoever is in the journal."""
    query = select(AUDIT.c.account).distinct().order_by(AUDIT.c.account)
    return read(engine, lambda connection: list(connection.execute(query).scalars()))


def archive(engine: Engine, state_folder: Path, caller: Caller, today: date | None = None) -> list[Path]:
    """Moves each year that is over to a file of JSON lines of its own; the files made. Raises ReviewsError.

    Killed at any moment, it has lost nothing: done again, it makes the same file of the same rows.
    """
    # A row dated yesterday may still be on its way in.
    current = str(((today or datetime.now(UTC).date()) - timedelta(days=1)).year)

    def work(connection: Connection) -> list[Path]:
        year = func.substr(AUDIT.c.created_at, 1, 4)
        past = select(year).where(year < current).distinct().order_by(year)
        made = [_archived(connection, state_folder, found) for found in connection.execute(past).scalars().all()]
        for path in made:
            append(connection, caller, Act.ARCHIVING, path.name)
        return made

    return write(engine, work)


def archives(state_folder: Path) -> Sequence[Path]:
    """The files of past years, newest first."""
    return sorted((state_folder / FOLDER).glob("journal-*.jsonl.gz"), reverse=True)


def altered_archives(engine: Engine, state_folder: Path) -> list[str]:
    """The names of the files of past years that are gone, or no longer as they were written."""
    query = select(AUDIT_ARCHIVE.c.file, AUDIT_ARCHIVE.c.sha256).order_by(AUDIT_ARCHIVE.c.year)
    noted = read(engine, lambda connection: connection.execute(query).all())
    return [name for name, digest in noted if _digest(state_folder / FOLDER / name) != digest]


def _digest(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def _archived(connection: Connection, state_folder: Path, year: str) -> Path:
    of_year = AUDIT.c.created_at.startswith(year)
    rows = connection.execute(select(AUDIT).where(of_year).order_by(AUDIT.c.sequence)).mappings().all()
    text = "".join(f"{json.dumps(asdict(Entry(**row)), ensure_ascii=False)}\n" for row in rows)
    content = gzip.compress(text.encode(), mtime=0)
    path = state_folder / FOLDER / f"journal-{year}.jsonl.gz"
    _write_file(path, content)
    noted = {
        "year": year,
        "file": path.name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "entries": len(rows),
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    connection.execute(insert(AUDIT_ARCHIVE).values(noted))
    connection.execute(delete(AUDIT).where(of_year))
    return path


def _write_file(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        whole = path.read_bytes() == content
    except OSError as error:
        raise _unwritten(path) from error
    finally:
        with suppress(OSError):
            temporary.unlink()
    if not whole:
        raise _unwritten(path)


def _unwritten(path: Path) -> StoreUnavailable:
    return StoreUnavailable(
        f"Le journal {quoted(str(path))} ne peut pas être écrit{NARROW_SPACE}: rien n'a quitté la base, vérifiez les droits et "
        "la place libre."
    )


def _conditions(asked: Asked) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.account:
        found.append(AUDIT.c.account == asked.account)
    if asked.act:
        found.append(AUDIT.c.act == asked.act)
    if asked.since:
        found.append(AUDIT.c.created_at >= asked.since.isoformat())
    if asked.until and asked.until < date.max:
        # Every moment of that day comes before the next one, as text too.
        found.append(AUDIT.c.created_at < (asked.until + timedelta(days=1)).isoformat())
    return found
