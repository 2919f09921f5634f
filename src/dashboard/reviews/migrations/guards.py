"""The triggers that keep tables append-only and frozen campaigns closed."""

from alembic import op

from dashboard.reviews.sql_files import statements

GUARD = {"sqlite": "guard_sqlite", "postgresql": "guard_postgresql"}
ARCHIVED = {"sqlite": "archived_sqlite", "postgresql": "archived_postgresql"}
FREEZE = {"sqlite": "freeze_sqlite", "postgresql": "freeze_postgresql"}


def append_only(*tables: str) -> None:
    """Refuses UPDATE and DELETE (and TRUNCATE on PostgreSQL) on each table."""
    _create(GUARD, tables)


def append_only_until_archived(table: str) -> None:
    """Refuses UPDATE, and DELETE or INSERT but for what a year's row of `audit_archive` says."""
    _create(ARCHIVED, (table,))


def closed_once_frozen(*tables: str) -> None:
    """Refuses insertions for a campaign that has its `freeze_event`."""
    _create(FREEZE, tables)


def _create(names: dict[str, str], tables: tuple[str, ...]) -> None:
    connection = op.get_bind()
    for table in tables:
        for statement in statements(names[connection.dialect.name], table):
            connection.exec_driver_sql(statement)
