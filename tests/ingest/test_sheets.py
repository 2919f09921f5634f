"""Sheets of one shape: read together, and named after what their rows have in common."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

from dashboard.ingest.staging import Staged, match_columns, read_raw, stage, staging_connection

HEADERS = ("num_dossier", "Lib_opé", "Lib_org", "Dépenses totales", "Mont_UE")


def staged_sheets(
    connection: duckdb.DuckDBPyConnection, path: Path, sheets: Mapping[str, Sequence[str]], **options: Any
) -> Staged:
    """A workbook with two operations on each sheet, under the sheet's own headers."""
    with xlsxwriter.Workbook(path) as workbook:
        for rank, (name, headers) in enumerate(sheets.items()):
            sheet = workbook.add_worksheet(name)
            sheet.write_row(0, 0, headers)
            for line in (1, 2):
                sheet.write_row(
                    line, 0, [f"2017{rank}{line}", f"Chantier {name} {line}", "Mairie", 1000 * line, 500 * line]
                )
    connection.execute("drop table if exists raw")
    connection.execute("set preserve_insertion_order = true")
    table = read_raw(connection, path)
    return stage(connection, Staged(table, match_columns(table)), **options)


def test_sheets_are_named_after_funds_or_regions(tmp_path: Path) -> None:
    with staging_connection() as connection:
        for names, column, values in (
            (("FEDER", "FSE"), "fund", ["FEDER", "FEDER", "FSE", "FSE"]),
            (("Bretagne", "Pays de la Loire"), "region_label", ["Bretagne"] * 2 + ["Pays de la Loire"] * 2),
            (("2016", "2017"), "region_label", [None] * 4),
        ):
            found = staged_sheets(connection, tmp_path / f"{names[0]}.xlsx", dict.fromkeys(names, HEADERS))
            assert found.doubts == (), names
            read = connection.execute(f"select {column} from parsed order by line").fetchall()
            assert [value for (value,) in read] == values


def test_sheets_whose_headers_are_spelt_otherwise_are_read_together(tmp_path: Path) -> None:
    other = ("Numéro de dossier", "Intitulé de l'opération", "Porteur", "Dépenses totales", "Mont_UE")
    with staging_connection() as connection:
        staged_sheets(connection, tmp_path / "liste.xlsx", {"A": HEADERS, "B": other})
        read = connection.execute("select title, beneficiary from parsed order by line").fetchall()
        assert read == [(f"Chantier {name} {line}", "Mairie") for name in "AB" for line in (1, 2)]


def test_sheets_whose_amounts_are_headed_otherwise_stay_apart(tmp_path: Path) -> None:
    thousands = (*HEADERS[:3], "Dépenses totales (k€)", "Mont_UE (k€)")
    with staging_connection() as connection:
        found = staged_sheets(connection, tmp_path / "liste.xlsx", {"A": HEADERS, "B": thousands})
        assert connection.execute("select count(*) from parsed").fetchone() == (2,)
        assert any("ressemble aussi à des données" in finding.text for finding in found.findings)
