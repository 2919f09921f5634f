"""Databases that a process prepares once: what every import and every warehouse begins with, the reference rows above all."""

import atexit
import secrets
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import duckdb

from dashboard.warehouse.database import open_database


def prepared_file(name: str, prepare: Callable[[duckdb.DuckDBPyConnection], None], start: Path | None = None) -> Path:
    """A database file of this process, to copy or to attach read-only; prepared where it isn't there, from a copy of `start`.

    `name` changes with what is in it. Reading the reference rows anew took a sixth of the import of a few rows.
    """
    path = _folder() / f"{name}.duckdb"
    if not path.exists():
        # A machine may empty its temporary folder while the process lives.
        path.parent.mkdir(parents=True, exist_ok=True)
        # Two threads may be here at once.
        temporary = path.with_suffix(f".{secrets.token_hex(4)}")
        if start:
            shutil.copyfile(start, temporary)
        with open_database(temporary) as connection:
            connection.execute("begin")
            prepare(connection)
            connection.execute("commit")
            connection.execute("checkpoint")
        temporary.replace(path)
    return path


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="tableau-de-bord-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
