"""Headings that name each column by itself, for files that are read without their page."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from dashboard.domain.columns import ColumnFormat, Kind

UNITS = {Kind.EUROS: " (€)", Kind.MILLIONS: " (€)", Kind.PERCENT: " (part, de 0 à 1)"}


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
