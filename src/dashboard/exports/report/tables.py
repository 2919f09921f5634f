"""Tables of the report: repeated header, rows that stay whole, figures on the right, totals set apart."""

from collections.abc import Mapping
from typing import Any, Final

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Twips

from dashboard.exports.report.grid import HEAD_FILL, TOTAL_FILL, Grid
from dashboard.exports.report.ooxml import (
    describe_table,
    empty,
    fix_width,
    keep_whole,
    look_at,
    read_from_right,
    repeat,
    rule,
    set_margins,
    set_mark_size,
    shade,
)
from dashboard.exports.report.styles import Role
from dashboard.exports.report.widths import Column, Fit, fitted
from dashboard.exports.report.writing import Look, add_words
from dashboard.exports.text import one_line, reads_right_to_left

Styles = Mapping[Role, Any]

_USUAL_SIZE: Final = 18
_KEPT_WHOLE: Final = 16
"""Tables of so many rows at most stay on one page."""
_KEPT_END: Final = 2
_COMFORTABLE: Final = 17
_ON_HEAD: Final = "FFFFFF"


def add_table(document: Document, grid: Grid, styles: Styles, available: int, *, title: str, sentence: str) -> None:
    """The table, `available` twentieths of a point wide; what comes next stays with its last row."""
    fit = fitted(_columns(grid), available)
    if fit.type.size < _COMFORTABLE:
        grid = grid.without_units()
        fit = fitted(_columns(grid), available)
    heads = 1 if all(heading.alone for heading in grid.headings) else 2
    table = document.add_table(heads + len(grid.rows), len(fit.widths), styles[Role.TABLE])
    _lay_out(table, fit.widths)
    set_margins(table, fit.type.margin)
    look_at(table, header=True)
    describe_table(table, one_line(title), one_line(sentence))
    rows = list(table.rows)
    _write_header(rows[:heads], grid, fit, styles)
    for rank, row in enumerate(rows[heads:]):
        keep_whole(row)
        near_an_end = rank == 0 or rank >= len(grid.rows) - _KEPT_END
        keep_next = len(grid.rows) <= _KEPT_WHOLE or near_an_end
        for column, cell in enumerate(row.cells):
            _write_cell(cell, grid, rank, column, fit, styles, keep_next=keep_next)


def add_box(document: Document, styles: Styles, available: int, *, whole: bool) -> Any:
    """An empty frame to write in; on one page if `whole`, else it may go on over the next."""
    table = document.add_table(1, 1, styles[Role.BOX])
    _lay_out(table, (available,))
    look_at(table, header=False)
    if whole:
        keep_whole(table.rows[0])
    return empty(table.cell(0, 0))


def _lay_out(table: Any, widths: tuple[int, ...]) -> None:
    table.autofit = False
    fix_width(table, sum(widths))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Twips(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Twips(width)


def _columns(grid: Grid) -> list[Column]:
    """What the widths depend on: a heading over several columns asks little of each."""
    names = [heading.label if heading.alone else name for heading in grid.headings for name in heading.names]
    return [Column(name, [row[index] for row in grid.rows], grid.numeric[index]) for index, name in enumerate(names)]


def _write_header(rows: list[Any], grid: Grid, fit: Fit, styles: Styles) -> None:
    """One line of headings, or two where columns are gathered; both are repeated on each page."""
    for row in rows:
        keep_whole(row)
        repeat(row)
        for cell in row.cells:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
            shade(cell, HEAD_FILL)
            cell.paragraphs[0].style = styles[Role.HEAD_CELL]
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    lines = [row.cells for row in rows]
    column = 0
    for heading in grid.headings:
        last = column + len(heading.names) - 1
        if heading.alone:
            right = WD_ALIGN_PARAGRAPH.RIGHT if grid.numeric[column] else None
            _write_head(lines[0][column].merge(lines[-1][column]), heading.label, fit, right)
        else:
            _write_head(lines[0][column].merge(lines[0][last]), heading.label, fit, WD_ALIGN_PARAGRAPH.CENTER)
            rule(lines[0][column], "bottom", 4, _ON_HEAD)
            for name, cell in zip(heading.names, lines[1][column : last + 1], strict=True):
                _write_head(cell, name, fit, WD_ALIGN_PARAGRAPH.RIGHT)
        column = last + 1


def _write_head(cell: Any, text: str, fit: Fit, align: WD_ALIGN_PARAGRAPH | None) -> None:
    cell.paragraphs[0].alignment = align
    add_words(cell.paragraphs[0], text, Look(bold=True, colour=_ON_HEAD, size=_size(fit.type.head)))


def _write_cell(cell: Any, grid: Grid, rank: int, column: int, fit: Fit, styles: Styles, *, keep_next: bool) -> None:
    text, numeric, fill = grid.rows[rank][column], grid.numeric[column], grid.fill(rank, column)
    paragraph = cell.paragraphs[0]
    paragraph.style = styles[Role.CELL]
    if keep_next:
        paragraph.paragraph_format.keep_with_next = True
    if numeric:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif reads_right_to_left(text):
        read_from_right(paragraph)
    add_words(paragraph, text, Look(bold=bool(fill), size=_size(fit.type.size)))
    if _size(fit.type.size):
        set_mark_size(paragraph, fit.type.size)
    if fill == TOTAL_FILL:
        rule(cell, "top", 8, HEAD_FILL)
    if fill:
        shade(cell, fill)


def _size(half_points: int) -> int:
    """The size to write down, none where the style has it."""
    return 0 if half_points == _USUAL_SIZE else half_points
