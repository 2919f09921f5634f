"""Reads the package's `.sql` files, once per process, and fills their named places with other SQL."""

from functools import cache, lru_cache
from importlib.resources import files

import duckdb

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


@lru_cache(maxsize=32)
def statement(text: str) -> duckdb.Statement:
    """The one statement of a long text, parsed once per process: DuckDB takes 20 ms to parse the longest ones, each time anew."""
    (parsed,) = duckdb.extract_statements(text)
    return parsed
