"""Tables of the report: repeated header, rows that stay whole, figures on the right, totals set apart."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from xml.sax.saxutils import quoteattr

import pandas as pd

from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.domain.french import NARROW_SPACE
from dashboard.exports.report.headers import SHARE, Heading, headings
from dashboard.exports.report.styles import HEAD_FILL, SUBTOTAL_FILL, TOTAL_FILL, TOTAL_RULE, Role
from dashboard.exports.report.text import one_line, shortened
from dashboard.exports.report.widths import Column, Fit, fitted
from dashboard.exports.report.wordml import Look, paragraph, run
from dashboard.exports.workbook import shaped

_USUAL_SIZE: Final = 18
_LONGEST_CELL: Final = 700
_KEPT_WHOLE: Final = 16
"""Tables of so many rows at most stay on one page."""
_KEPT_END: Final = 2
_COMFORTABLE: Final = 17
_ON_HEAD: Final = "FFFFFF"


_MEASURES: Final = {
    Kind.INTEGER: "nombre",
    Kind.DECIMAL: "nombre",
    Kind.EUROS: "montant",
    Kind.MILLIONS: "montant",
    Kind.PERCENT: "part",
}
_UNDER_HEADING: Final = '<w:tcBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="FFFFFF"/></w:tcBorders>'
_UNITS: Final = {Kind.EUROS: "€", Kind.MILLIONS: "M€", Kind.PERCENT: "%"}
_FEW_ROWS: Final = 3
_MANY_COLUMNS: Final = 6


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


def grid_of(
    frame: pd.DataFrame,
    columns: Mapping[str, ColumnFormat] | None = None,
    *,
    subtotals: Collection[int] = (),
    total: bool = False,
) -> Grid:
    """The frame as its columns print it; a few rows of many figures stand upright, one figure to a line."""
    shown, formats = shaped(frame, columns)
    rows = [
        [shortened(one_line(column.printed(value)), _LONGEST_CELL) for value, column in zip(row, formats, strict=True)]
        for row in shown.itertuples(index=False, name=None)
    ]
    labels = [one_line(column.label) for column in formats]
    if len(rows) <= _FEW_ROWS and len(labels) >= _MANY_COLUMNS and all(column.numeric for column in formats[1:]):
        return _upright(labels, rows, total=total)
    measures = [_MEASURES.get(column.kind, "") for column in formats]
    units = [_UNITS.get(column.kind, "") for column in formats]
    numeric = [column.numeric for column in formats]
    return Grid(headings(labels, measures), rows, numeric, subtotals, total, units=units)


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


def table(grid: Grid, styles: Mapping[Role, str], available: int, *, title: str, sentence: str) -> str:
    """The table as XML, `available` twentieths of a point wide; what comes next stays with its last row."""
    fit = fitted(_columns(grid), available)
    if fit.type.size < _COMFORTABLE:
        grid = grid.without_units()
        fit = fitted(_columns(grid), available)
    whole = len(grid.rows) <= _KEPT_WHOLE
    body = []
    for rank in range(len(grid.rows)):
        near_an_end = rank == 0 or rank >= len(grid.rows) - _KEPT_END
        body.append(_row(rank, grid, fit, styles, keep_next=whole or near_an_end))
    described = (
        f"<w:tblCaption w:val={quoteattr(one_line(title))}/><w:tblDescription w:val={quoteattr(one_line(sentence))}/>"
    )
    widths = "".join(f'<w:gridCol w:w="{width}"/>' for width in fit.widths)
    margin = fit.type.margin
    return (
        f"<w:tbl><w:tblPr><w:tblStyle w:val={quoteattr(styles[Role.TABLE])}/>"
        f'<w:tblW w:w="{available}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"{described}</w:tblPr>"
        f"<w:tblGrid>{widths}</w:tblGrid>"
        f"{''.join(_header(grid, fit, styles))}{''.join(body)}</w:tbl>"
    )


def box(content: str, styles: Mapping[Role, str], available: int, *, whole: bool) -> str:
    """Paragraphs in a frame; on one page if `whole`, else it may go on over the next."""
    kept = "<w:trPr><w:cantSplit/></w:trPr>" if whole else ""
    return (
        f"<w:tbl><w:tblPr><w:tblStyle w:val={quoteattr(styles[Role.BOX])}/>"
        f'<w:tblW w:w="{available}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0600" w:firstRow="0" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f'</w:tblPr><w:tblGrid><w:gridCol w:w="{available}"/></w:tblGrid>'
        f'<w:tr>{kept}<w:tc><w:tcPr><w:tcW w:w="{available}" w:type="dxa"/></w:tcPr>{content}</w:tc></w:tr></w:tbl>'
    )


def _columns(grid: Grid) -> list[Column]:
    """What the widths depend on: a heading over several columns asks little of each."""
    names = [heading.label if heading.alone else name for heading in grid.headings for name in heading.names]
    return [Column(name, [row[index] for row in grid.rows], grid.numeric[index]) for index, name in enumerate(names)]


def _header(grid: Grid, fit: Fit, styles: Mapping[Role, str]) -> list[str]:
    """One line of headings, or two where columns are gathered; both are repeated on each page."""
    two = not all(heading.alone for heading in grid.headings)
    first, second, column = [], [], 0
    for heading in grid.headings:
        span = len(heading.names)
        widths = fit.widths[column : column + span]
        align = "right" if grid.numeric[column] and heading.alone else "" if heading.alone else "center"
        joined = '<w:vMerge w:val="restart"/>' if two and heading.alone else ""
        spanned = "" if heading.alone else f'<w:gridSpan w:val="{span}"/>'
        rule = "" if heading.alone else _UNDER_HEADING
        first.append(_head_cell(heading.label, sum(widths), fit, styles, align, spanned + joined + rule))
        for name, width in zip(heading.names, widths, strict=True):
            merged = "<w:vMerge/>" if heading.alone else ""
            second.append(_head_cell("" if heading.alone else name, width, fit, styles, "right", merged))
        column += span
    lines = [first, second] if two else [first]
    return [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>" for cells in lines]


def _head_cell(text: str, width: int, fit: Fit, styles: Mapping[Role, str], align: str, properties: str) -> str:
    content = paragraph(
        styles[Role.HEAD_CELL],
        run(text, Look(bold=True, colour=_ON_HEAD, size=_size(fit.type.head))) if text else "",
        keep_next=True,
        align=align,
    )
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{HEAD_FILL}"/>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}{shade}<w:vAlign w:val="bottom"/></w:tcPr>'
        f"{content}</w:tc>"
    )


def _row(rank: int, grid: Grid, fit: Fit, styles: Mapping[Role, str], *, keep_next: bool) -> str:
    written = []
    for column, text in enumerate(grid.rows[rank]):
        numeric, fill = grid.numeric[column], grid.fill(rank, column)
        content = paragraph(
            styles[Role.CELL], run(text, Look(bold=bool(fill), size=_size(fit.type.size))), mark=_size(fit.type.size), keep_next=keep_next,
            align="right" if numeric else "", reads="" if numeric else text,
        )  # fmt: skip
        written.append(_cell(content, fit.widths[column], fill))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(written)}</w:tr>"


def _cell(content: str, width: int, fill: str) -> str:
    rule = f'<w:tcBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="{TOTAL_RULE}"/></w:tcBorders>'
    apart = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{rule if fill == TOTAL_FILL else ""}{apart}</w:tcPr>'
        f"{content}</w:tc>"
    )


def _size(half_points: int) -> int:
    """The size to write down, none where the style has it."""
    return 0 if half_points == _USUAL_SIZE else half_points
