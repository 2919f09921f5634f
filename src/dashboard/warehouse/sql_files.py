"""Reads the package's `.sql` files, once per process, and fills their named places with other SQL."""

from functools import cache
from importlib.resources import files

PACKAGE = "dashboard.warehouse"


@cache
def sql(name: str, package: str = PACKAGE) -> str:
    """The text of `<package>/sql/<name>.sql`."""
    return (files(package) / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def fill(text: str, **parts: str) -> str:
    """Puts SQL text in the places `{name}` of a statement. Values never go this way: they are parameters."""
    for name, part in parts.items():
        text = text.replace(f"{{{name}}}", part)
    return text
