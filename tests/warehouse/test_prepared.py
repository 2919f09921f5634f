"""Databases that a process prepares once: kept while they are there, prepared again where they are gone or hold something else."""

from pathlib import Path

import duckdb

from dashboard.warehouse.build import REFERENCE_FILES, REFERENCE_FOLDER, reference_digest, reference_file
from dashboard.warehouse.database import open_database
from dashboard.warehouse.prepared import prepared_file
from dashboard.warehouse.sql_files import statement


def test_a_file_is_prepared_once_from_a_copy_of_another_and_again_where_it_is_gone() -> None:
    prepared = []

    def prepare(connection: duckdb.DuckDBPyConnection) -> None:
        prepared.append(connection.execute("select count(*) from region_reference").fetchall()[0][0])
        connection.execute("create macro said() as 'here'")

    def file() -> Path:
        return prepared_file("test-of-prepared", prepare, reference_file())

    first = file()
    assert file() == first
    assert len(prepared) == 1
    first.unlink()
    with open_database(file(), read_only=True) as connection:
        assert connection.execute("select said(), normalise('É')").fetchall() == [("here", "e")]
    assert len(prepared) == 2
    assert prepared[0] > 0
    first.unlink()


def test_reference_rows_that_change_are_read_again(tmp_path: Path) -> None:
    for name in REFERENCE_FILES:
        (tmp_path / f"{name}.csv").write_bytes((REFERENCE_FOLDER / f"{name}.csv").read_bytes())
    assert reference_digest(tmp_path) == reference_digest()
    with (tmp_path / "categories.csv").open("a", encoding="utf-8") as stream:
        stream.write("Ajoutée;Ajoutée;Ajoutée\n")
    assert reference_file(tmp_path) != reference_file()
    with open_database(reference_file(tmp_path), read_only=True) as connection:
        assert connection.execute("select * from category_reference where category = 'Ajoutée'").fetchall()


def test_a_statement_is_parsed_once_and_runs_on_any_connection_with_its_own_parameters() -> None:
    text = "select $count + (select count(*) from counted)"
    assert statement(text) is statement(text)
    for rows in (1, 2):
        with open_database() as connection:
            connection.execute(f"create table counted as from range({rows})")
            assert connection.execute(statement(text), {"count": 10 * rows}).fetchall() == [(11 * rows,)]
