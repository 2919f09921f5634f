"""The files that the benchmarks import: the same at every run, nothing real in them."""

from pathlib import Path

import duckdb

from dashboard.warehouse.build import load_reference

DECIDED, RETAINED = 20, 40
"""One operation in `DECIDED` has a decision, one in `RETAINED` is retained: about the share of the note."""


def sql(name: str) -> str:
    """The text of one of this package's `.sql` files."""
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def write_extract(path: Path, rows: int, first: int = 0) -> None:
    """Writes an MDFSE-like list of operations numbered from `first`."""
    with duckdb.connect() as connection:
        load_reference(connection)
        for statement in sql("extract").split(";\n\n"):
            used = {"rows": rows, "first": first} if "$rows" in statement else {}
            connection.execute(statement, used)
        connection.execute(f"copy extract to '{path}' (format csv, delimiter ';', header)")


def write_decisions(path: Path, rows: int) -> None:
    """Writes the decisions on those operations."""
    with duckdb.connect() as connection:
        load_reference(connection)
        connection.execute(sql("decisions"), {"rows": rows, "decided": DECIDED, "retained": RETAINED})
        connection.execute(f"copy decided to '{path}' (format csv, delimiter ';', header)")
