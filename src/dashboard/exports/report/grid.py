"""Tables in words: what a figure's table says cell by cell, columns that speak of the same thing under one heading."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dashboard.domain.columns import Kind
from dashboard.domain.french import MISSING, NARROW_SPACE, amount
from dashboard.domain.operation import NO_WAVES
from dashboard.exports.text import one_line, shortened
from dashboard.figures.figure import Figure
from dashboard.figures.palette import BLUE_FRANCE, SEQUENTIAL

SHARE: Final = "%"
EVERY_WAVE: Final = "toutes vagues"
WHOLE: Final = "total"
_WAVE: Final = re.compile(rf" (\d{{4}}|{'|'.join((EVERY_WAVE, *NO_WAVES))})$")
HEAD_FILL: Final = BLUE_FRANCE[1:]
TOTAL_FILL: Final = SEQUENTIAL[0][1:]
SUBTOTAL_FILL: Final = "F5F5FE"
_LONGEST_CELL: Final = 700
_MEASURES: Final = {
    Kind.INTEGER: "nombre",
    Kind.DECIMAL: "nombre",
    Kind.EUROS: "montant",
    Kind.SHORT_AMOUNT: "montant",
    Kind.PERCENT: "part",
}
_UNITS: Final = {Kind.EUROS: "€", Kind.PERCENT: "%"}
_NONE: Final = amount(0)
_FEW_ROWS: Final = 3
_MANY_COLUMNS: Final = 6


@dataclass(slots=True)
class Heading:
    """One heading and the names of the columns under it; a single column has no other name."""

    label: str
    names: list[str]

    @property
    def alone(self) -> bool:
        """Whether it stands over one column."""
        return len(self.names) == 1


def headings(labels: Sequence[str], measures: Sequence[str]) -> list[Heading]:
    """The labels gathered: « Opérations 2019 », « % », « Opérations 2017 » → « Opérations » over « 2019 », « % », « 2017 ».

    `measures`: what a column holds in a word (« nombre », « montant »), for one that has a share beside it and no wave.
    Beside waves, the column without any is their total.
    """
    found: list[Heading] = []
    for label, measure in zip(labels, measures, strict=True):
        stem = _WAVE.sub("", label)
        if label == SHARE and len(found) > 1:
            found[-1].names.append(SHARE)
        elif found and stem == found[-1].label:
            found[-1].names.append(label.removeprefix(stem).strip() or measure)
        else:
            found.append(Heading(stem, [label.removeprefix(stem).strip() or measure]))
    for heading, first in zip(found, _firsts(found), strict=True):
        if heading.alone:
            heading.label = labels[first]
        elif any(_WAVE.search(label) for label in labels[first : first + len(heading.names)]):
            heading.names = [WHOLE if name in measures else name for name in heading.names]
    return found


def _firsts(found: Sequence[Heading]) -> list[int]:
    """The column at which each heading begins."""
    starts, column = [], 0
    for heading in found:
        starts.append(column)
        column += len(heading.names)
    return starts


@dataclass(frozen=True, slots=True)
class Grid:
    """A table in words: headings, rows, which columns hold figures, which rows and column add up others."""

    headings: Sequence[Heading]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[bool]
    subtotals: Collection[int] = ()
    total: bool = False
    total_column: bool = False
    units: Sequence[str] = ()

    def fill(self, row: int, column: int) -> str:
        """The fill of a cell that adds up others, empty for any other."""
        if self.total and row == len(self.rows) - 1:
            return TOTAL_FILL
        if self.total_column and column == len(self.numeric) - 1:
            return SUBTOTAL_FILL
        return SUBTOTAL_FILL if row in self.subtotals else ""

    def without_units(self) -> "Grid":
        """The same figures with their units in the headings, for want of room."""
        if not any(self.units):
            return self
        rows = [
            [
                text.removesuffix(f"{NARROW_SPACE}{unit}") if unit else text
                for text, unit in zip(row, self.units, strict=True)
            ]
            for row in self.rows
        ]
        found, column = [], 0
        for heading in self.headings:
            units = self.units[column : column + len(heading.names)]
            found.append(_with_units(heading, units))
            column += len(heading.names)
        return replace(self, headings=found, rows=rows, units=())


def _with_units(heading: Heading, units: Sequence[str]) -> Heading:
    """« Coût total (M€) » over « 2019 » and « % »."""
    own = {unit for unit, name in zip(units, heading.names, strict=True) if name != SHARE}
    if len(own) != 1 or heading.label == SHARE:
        names = [
            f"{name} ({unit})" if unit and name != SHARE else name
            for name, unit in zip(heading.names, units, strict=True)
        ]
        return Heading(heading.label, names)
    unit = own.pop()
    return Heading(f"{heading.label} ({unit})" if unit else heading.label, heading.names)


def grid_of(figure: Figure) -> Grid:
    """The table as its columns print it; a few rows of many figures stand upright, one figure to a line."""
    records = figure.rows
    columns = {name: column for name, column in figure.columns.items() if not records or name in records[0]}
    rows = [
        [shortened(one_line(column.printed(record[name])), _LONGEST_CELL) for name, column in columns.items()]
        for record in records
    ]
    formats = list(columns.values())
    labels = [one_line(column.label) for column in formats]
    total = figure.total and len(rows) > 1
    if len(rows) <= _FEW_ROWS and len(labels) >= _MANY_COLUMNS and all(column.numeric for column in formats[1:]):
        return _upright(labels, rows, total=total)
    measures = [_MEASURES.get(column.kind, "") for column in formats]
    units = [_unit(column.kind, [row[index] for row in rows]) for index, column in enumerate(formats)]
    numeric = [column.numeric for column in formats]
    return Grid(headings(labels, measures), rows, numeric, figure.parts, total, units=units)


def _unit(kind: Kind, cells: Sequence[str]) -> str:
    """The unit that a heading may say for all its cells; none where amounts are so far apart that each says its own."""
    if kind is not Kind.SHORT_AMOUNT:
        return _UNITS.get(kind, "")
    said = {cell.rpartition(NARROW_SPACE)[2] for cell in cells if cell not in (_NONE, MISSING)}
    return said.pop() if len(said) == 1 else ""


def _upright(labels: Sequence[str], rows: Sequence[Sequence[str]], *, total: bool) -> Grid:
    """Labels go down the first column, each share after what it is a share of; rows become columns."""
    named = [
        f"{before} ({label})" if label == SHARE else label
        for before, label in zip(["", *labels], [*labels, ""], strict=True)
    ][: len(labels)]
    heads = [Heading(label, [""]) for label in ("Indicateur", *(_headed(labels[0], row[0]) for row in rows))]
    turned = [[name, *(row[index] for row in rows)] for index, name in enumerate(named) if index]
    return Grid(heads, turned, [False, *(True for _ in rows)], total_column=total and len(rows) > 1)


def _headed(label: str, value: str) -> str:
    """« Vague 2019 », but « Ensemble » by itself."""
    return f"{label} {value}" if value[:1].isdecimal() else value
