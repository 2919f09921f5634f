"""Headings that name each column by itself, for files that are read without their page."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard.domain.columns import COLUMNS, ColumnFormat, Kind
from dashboard.figures.figure import Figure
from dashboard.warehouse.query import Row


def marked(figure: Figure) -> tuple[Sequence[Row], Mapping[str, ColumnFormat]]:
    """The rows and their columns, with a last one that says of each row that it isn't real, where that is so."""
    if figure.synthetic is None:
        return figure.rows, figure.columns
    rows = [{**row, "_origin": figure.synthetic} for row in figure.rows]
    return rows, {**figure.columns, "_origin": COLUMNS["origin"]}


UNITS = {Kind.EUROS: " (€)", Kind.AMOUNT: " (€)", Kind.SHORT_AMOUNT: " (€)", Kind.PERCENT: " (part, de 0 à 1)"}


def distinct(columns: Mapping[str, ColumnFormat]) -> dict[str, ColumnFormat]:
    """The same columns; a heading that several share (« % ») opens with that of the column before."""
    counts = Counter(column.label for column in columns.values())
    found: dict[str, ColumnFormat] = {}
    before = ""
    for name, column in columns.items():
        if counts[column.label] > 1 and before:
            found[name] = replace(column, label=f"{before} ({column.label})")
        else:
            found[name], before = column, column.label
    return found


def with_units(columns: Mapping[str, ColumnFormat]) -> dict[str, ColumnFormat]:
    """Distinct headings that also say the unit: a CSV has no number format to say it."""
    return {
        name: replace(column, label=f"{column.label.removesuffix(' (%)')}{UNITS.get(column.kind, '')}")
        for name, column in distinct(columns).items()
    }
