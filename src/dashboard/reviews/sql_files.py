"""Reads the package's `.sql` files: the triggers, which SQLAlchemy has no words for."""

from importlib.resources import files

SEPARATOR = "--;\n"


def statements(name: str, table: str) -> list[str]:
    """The statements of `sql/<name>.sql` for one table."""
    text = (files("dashboard.reviews") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
    return text.replace("{table}", table).split(SEPARATOR)
