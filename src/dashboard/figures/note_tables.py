"""The tables of the note as figures: titles, columns and rows that the screen and the documents share."""

from typing import Final

from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.domain.operation import Decided
from dashboard.domain.selection import Selection
from dashboard.figures.figure import Figure
from dashboard.warehouse.cells import KEYS, ROW_LABELS, column_label
from dashboard.warehouse.query import Row
from dashboard.warehouse.tables import NoteTable

TITLES: Final = {
    "3": "Tableau 3 – Opérations retenues par axe et objectif spécifique",
    "4": "Tableau 4 – Les opérations retenues dans le programme",
    "5": "Tableau 5 – Opérations retenues par type",
    "iej": "Opérations retenues de l'IEJ",
    "2": "Tableau 2 – Opérations programmées",
}
NOTES: Final = {
    "3": "%\u202f: part de la vague.",
    "4": "%\u202f: part du programme, sur le même axe et dans la même vague.",
    "5": "%\u202f: part du total.",
    "iej": "%\u202f: part du programme.",
}


def table_title(name: str, selection: Selection, programmes: tuple[str, ...]) -> str:
    """« Tableau 3 – Opérations retenues par axe et objectif spécifique (PON FSE) »."""
    title = TITLES[name].replace(Decided.RETAINED.several, selection.kind.several)
    return f"{title} ({', '.join(programmes) or 'tous programmes'})"


def note_table_figure(name: str, exact: NoteTable, selection: Selection) -> Figure:
    """An exact table with the keys of its rows in words: « Axe 1 », « OS 3911 », « Ensemble »."""
    title = table_title(name, selection, exact.programmes)
    return Figure(
        key=f"tableau_{name}",
        title=title,
        caption=title,
        sentence=title,
        rows=tuple(_worded(row) for row in exact.rows),
        columns={column: _format(column, exact.period) for column in exact.columns},
        total=bool(exact.rows),
        note=NOTES.get(name),
    )


def _worded(row: Row) -> Row:
    named: Row = {key: ROW_LABELS.get(row[key], row[key]) for key in KEYS if key in row}
    if "row" in named:
        named["row"] = _row_words(named["row"])
    return {**row, **named}


def _format(column: str, period: str) -> ColumnFormat:
    label = column_label(column, period).removesuffix(" (€)").removesuffix(" (%)")
    if column in KEYS:
        return ColumnFormat(label)
    if column.endswith("_eur"):
        return ColumnFormat(label, Kind.SHORT_AMOUNT)
    if column.endswith("_share"):
        return ColumnFormat("%", Kind.PERCENT)
    return ColumnFormat(label, Kind.INTEGER)


def _row_words(value: str) -> str:
    """« axe 1 » → « Axe 1 », « 3911 » → « OS 3911 »."""
    return f"OS {value}" if value[:1].isdecimal() else f"{value[:1].upper()}{value[1:]}"
