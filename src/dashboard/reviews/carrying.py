"""Every row of a file of SQLite into an empty database on a server: how an office leaves SQLite without leaving its reviews.

The triggers stay in place throughout. What closes a campaign, or a year of the journal, goes in last: nothing refuses it then.
"""

import hashlib
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Table, func, insert, inspect, select
from sqlalchemy.exc import DataError, IntegrityError

from dashboard.domain.french import NARROW_SPACE, quoted
from dashboard.reviews.errors import CopyFailed
from dashboard.reviews.store import migrate, open_engine, read, upgrade, write
from dashboard.reviews.tables import AUDIT_ARCHIVE, FREEZE, METADATA

logger = logging.getLogger(__name__)

_CLOSING: Final = (FREEZE, AUDIT_ARCHIVE)
_AT_ONCE: Final = 1000
"""Rows held in memory."""


def carry_over(copy: Path, location: str) -> None:
    """Puts every row of a copy in the database at a location, in one transaction, then compares each table. Raises ReviewsError.

    The copy is brought to the present schema first: it is a file of the caller's own, which nobody else has open.
    """
    source, target = open_engine(copy), open_engine(location)
    try:
        migrate(source)
        read(source, lambda rows: write(target, lambda connection: _carry(rows, connection)))
    finally:
        source.dispose()
        target.dispose()


def tables_in_order() -> Sequence[Table]:
    """Every table, after those that it refers to, and after those that its rows close."""
    return [table for table in METADATA.sorted_tables if table not in _CLOSING] + list(_CLOSING)


def _carry(source: Connection, target: Connection) -> None:
    if inspect(target).get_table_names():
        raise CopyFailed(
            f"La base des évaluations n'est pas vide{NARROW_SPACE}: restaurez dans une base vide, que vous aurez créée à part."
        )
    upgrade(target)
    for table in tables_in_order():
        try:
            for rows in source.execute(select(table)).mappings().partitions(_AT_ONCE):
                target.execute(insert(table), [dict(row) for row in rows])
        except (DataError, IntegrityError) as error:
            # Not the statement: it shows what people wrote.
            logger.error("%s: %s", table.name, " ".join(str(error.orig).split()))  # noqa: TRY400 - said above
            raise CopyFailed(
                f"Une ligne de la table {quoted(table.name)} n'entre pas dans la base PostgreSQL, et rien n'a été écrit"
                f"{NARROW_SPACE}: le journal ci-dessus dit pourquoi, restaurez en SQLite en attendant."
            ) from error
        if _content(source, table) != _content(target, table):
            raise CopyFailed(
                f"La table {quoted(table.name)} n'est pas arrivée entière dans la base PostgreSQL, et rien n'a été écrit"
                f"{NARROW_SPACE}: restaurez en SQLite en attendant, et signalez-le."
            )
        _continue_after_the_last(target, table)


def _content(connection: Connection, table: Table) -> tuple[int, int]:
    """How many rows, and a number that changes with any of them: servers don't sort as SQLite does."""
    count, total = 0, 0
    for row in connection.execute(select(table)):
        count += 1
        total += int.from_bytes(hashlib.sha256(repr(tuple(row)).encode()).digest())
    return count, total


def _continue_after_the_last(target: Connection, table: Table) -> None:
    """Makes the server number the next row after the highest one."""
    numbered = table.autoincrement_column
    if numbered is None:
        return
    highest = target.execute(select(func.max(numbered))).scalar_one()
    if highest is not None:
        target.execute(select(func.setval(func.pg_get_serial_sequence(table.name, numbered.name), highest)))
