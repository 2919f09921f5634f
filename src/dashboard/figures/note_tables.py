"""How the tables of the note are worded: titles, columns and rows that the screen and the documents share."""

from typing import Final

import pandas as pd

from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.domain.selection import Selection
from dashboard.warehouse.cells import ROW_LABELS, column_label

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
KEYS: Final = ("pon", "wave", "row", "category")


def table_title(name: str, selection: Selection, programmes: tuple[str, ...]) -> str:
    """« Tableau 3 – Opérations retenues par axe et objectif spécifique (PON FSE) »."""
    title = TITLES[name] if selection.retained is not False else TITLES[name].replace("retenues", "non retenues")
    return f"{title} ({', '.join(programmes) or 'tous programmes'})"


def table_columns(frame: pd.DataFrame) -> dict[str, ColumnFormat]:
    """How each column of an exact table reads."""
    return {str(column): _format(str(column)) for column in frame.columns}


def worded(frame: pd.DataFrame) -> pd.DataFrame:
    """An exact table with the keys of its rows in words: « Axe 1 », « OS 3911 », « Ensemble »."""
    named = frame.copy()
    for column in KEYS:
        if column in named:
            named[column] = named[column].map(lambda value: ROW_LABELS.get(value, value)).astype("str")
    if "row" in named:
        named["row"] = named["row"].map(_row_words).astype("str")
    return named


def _format(column: str) -> ColumnFormat:
    label = column_label(column).removesuffix(" (€)").removesuffix(" (%)")
    if column in KEYS:
        return ColumnFormat(label)
    if column.endswith("_eur"):
        return ColumnFormat(label, Kind.MILLIONS)
    if column.endswith("_share"):
        return ColumnFormat("%", Kind.PERCENT)
    return ColumnFormat(label, Kind.INTEGER)


def _row_words(value: str) -> str:
    """« axe 1 » → « Axe 1 », « 3911 » → « OS 3911 »."""
    return f"OS {value}" if value[:1].isdecimal() else f"{value[:1].upper()}{value[1:]}"
