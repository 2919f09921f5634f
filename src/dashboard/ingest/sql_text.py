"""The `.sql` files of this package."""

from dashboard.warehouse.sql_files import sql as text_of

PACKAGE = "dashboard.ingest"


def sql(name: str) -> str:
    """The text of one of this package's `.sql` files."""
    return text_of(name, PACKAGE)
