"""The files that the benchmarks import: the same at every run, nothing real in them."""

from datetime import date
from pathlib import Path

import duckdb
import xlsxwriter

from dashboard.demo.install import DEMONSTRATION_FOLDER, EDITIONS
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


def write_public_list(csv_path: Path, xlsx_path: Path, rows: int) -> None:
    """Writes the demonstration's list of 2021-2027, repeated with new numbers, as CSV and as XLSX."""
    with duckdb.connect() as connection:
        path = str(DEMONSTRATION_FOLDER / EDITIONS[-1])
        connection.execute(sql("repeated_list"), {"path": path, "rows": rows})
        listed = "select * exclude (rank) from repeated_list"
        connection.execute(f"copy ({listed}) to '{csv_path}' (format csv, delimiter ';', header)")
        cursor = connection.execute(listed)
        with xlsxwriter.Workbook(xlsx_path, {"constant_memory": True}) as book:
            sheet = book.add_worksheet("16-03-2026")
            sheet.write_row(0, 0, [column[0] for column in cursor.description or ()])
            for rank, row in enumerate(cursor.fetchall(), start=1):
                sheet.write_row(rank, 0, [str(cell) if isinstance(cell, date) else cell for cell in row])


def write_decisions(path: Path, rows: int) -> None:
    """Writes the decisions on those operations."""
    with duckdb.connect() as connection:
        load_reference(connection)
        connection.execute(sql("decisions"), {"rows": rows, "decided": DECIDED, "retained": RETAINED})
        connection.execute(f"copy decided to '{path}' (format csv, delimiter ';', header)")
