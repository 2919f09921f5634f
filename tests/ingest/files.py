"""Writes the same table in every container that a person may send."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

Row = Mapping[str, Any]
Rows = Sequence[Row]


def french(value: Any) -> str:
    """A value as a French spreadsheet writes it in a CSV."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def csv_bytes(rows: Rows, delimiter: str = ";", encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=end)
    writer.writerow(rows[0])
    writer.writerows([french(value) for value in row.values()] for row in rows)
    return buffer.getvalue().encode(encoding)


def as_csv(path: Path, rows: Rows) -> None:
    path.write_bytes(csv_bytes(rows))


def as_xlsx(path: Path, rows: Rows) -> None:
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as workbook:
        sheet = workbook.add_worksheet()
        for line, cells in enumerate([list(rows[0]), *(row.values() for row in rows)]):
            for column, value in enumerate(cells):
                if isinstance(value, str):
                    sheet.write_string(line, column, value)
                elif value is not None:
                    sheet.write(line, column, value)


def as_xls(path: Path, rows: Rows) -> None:
    workbook = xlwt.Workbook(encoding="utf-8")
    sheet = workbook.add_sheet("Liste")
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for line, cells in enumerate([list(rows[0]), *(row.values() for row in rows)]):
        for column, value in enumerate(cells):
            if isinstance(value, date):
                sheet.write(line, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
            elif value is not None:
                sheet.write(line, column, value)
    workbook.save(str(path))


def as_ods(path: Path, rows: Rows) -> None:
    document = OpenDocumentSpreadsheet()
    table = Table(name="Liste")
    for cells in [list(rows[0]), *(row.values() for row in rows)]:
        line = TableRow()
        for value in cells:
            line.addElement(_ods_cell(value))
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(str(path))


def _ods_cell(value: Any) -> TableCell:
    if isinstance(value, date):
        return TableCell(valuetype="date", datevalue=value.isoformat())
    if isinstance(value, int | float):
        return TableCell(valuetype="float", value=str(value))
    cell = TableCell(valuetype="string")
    if value is not None:
        cell.addElement(P(text=str(value)))
    return cell


def as_parquet(path: Path, rows: Rows) -> None:
    pa.parquet.write_table(pa.Table.from_pylist([dict(row) for row in rows]), path)


CONTAINERS: dict[str, Callable[[Path, Rows], None]] = {
    "csv": as_csv,
    "xls": as_xls,
    "xlsx": as_xlsx,
    "ods": as_ods,
    "parquet": as_parquet,
}
