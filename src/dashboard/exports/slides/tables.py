"""Native tables: read from the back of a room where they can be, continued on other slides where they are long."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import ceil
from typing import Any, Final

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

from dashboard.exports.slides.drawing import Box, Style, emu, fill, paragraph, write
from dashboard.exports.slides.fitting import LINE, cut_to, lines_of, longest_word, width_of
from dashboard.exports.slides.ooxml import bare, describe, rule_below
from dashboard.exports.slides.page import Page
from dashboard.exports.text import one_line
from dashboard.figures.figure import Figure
from dashboard.figures.palette import BLUE_FRANCE, INK, PAPER

COMFORTABLE: Final = (20.0, 18.0, 16.0)
MOST_LINES: Final = 5
"""Lines of a cell before it is cut."""
MOST_TURNED: Final = 3
FEWEST_TURNED: Final = 7
"""A table of so few rows and more columns than that reads better turned."""
WIDEST_STRETCH: Final = 1.6
TOTAL_FILL: Final = "#E3E3FD"
RULE: Final = "#DDDDDD"

_PAD_X: Final = 6.0
_PAD_Y: Final = 0.2
"""Of the size of the type, above and below the words of a cell."""
_WIDEST_WORD: Final = 16


class RowKind(StrEnum):
    """What a row of a table is."""

    HEADER = "header"
    PLAIN = "plain"
    SUBTOTAL = "subtotal"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as printed: its headers, its rows and what each of them is, whether a column holds figures."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    kinds: tuple[RowKind, ...]

    def columns(self, kept: Sequence[int]) -> "Grid":
        """Some of the columns."""
        return Grid(
            tuple(self.headers[rank] for rank in kept),
            tuple(tuple(row[rank] for rank in kept) for row in self.rows),
            tuple(self.numeric[rank] for rank in kept),
            self.kinds,
        )

    def turned(self) -> "Grid":
        """One row per figure: what fits when there are more columns than rows."""
        kinds = (RowKind.PLAIN,) * (len(self.headers) - 1)
        columns = list(zip(*self.rows, strict=True))
        names = [
            f"{before}, en\u202f%" if header == "%" else header
            for before, header in zip(self.headers, self.headers[1:], strict=False)
        ]
        rows = tuple((name, *cells) for name, cells in zip(names, columns[1:], strict=True))
        numeric = (False, *(any(self.numeric[1:]) for _ in self.rows))
        return Grid((self.headers[0], *columns[0]), rows, numeric, kinds)

    @property
    def keys(self) -> int:
        """How many columns, from the first, name the row."""
        return next((rank for rank, numeric in enumerate(self.numeric) if numeric), len(self.numeric)) or 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one slide shows of a table, measured."""

    grid: Grid
    size: float
    widths: tuple[float, ...]
    header_height: float
    heights: tuple[float, ...]
    cut: bool

    @property
    def height(self) -> float:
        """Height of the whole."""
        return self.header_height + sum(self.heights)


def grid_of(figure: Figure) -> Grid:
    """The table of a figure as people read it."""
    rows = figure.rows
    columns = {name: column for name, column in figure.columns.items() if not rows or name in rows[0]}
    last = len(rows) - 1
    return Grid(
        tuple(one_line(column.label) for column in columns.values()),
        tuple(tuple(one_line(column.printed(row[name])) for name, column in columns.items()) for row in rows),
        tuple(column.numeric for column in columns.values()),
        tuple(
            RowKind.TOTAL
            if figure.total and rank == last
            else RowKind.SUBTOTAL
            if rank in figure.parts
            else RowKind.PLAIN
            for rank in range(len(rows))
        ),
    )


def paged(grid: Grid, width: float, height: float, smallest: float) -> tuple[Sheet, ...]:
    """The slides of a table: the largest type at which it holds on one, else rows, then columns, go on further ones."""
    sizes = (*COMFORTABLE, *(size for size in (14.0, 13.0, 12.0) if size >= smallest))
    if 0 < len(grid.rows) <= MOST_TURNED and len(grid.headers) > FEWEST_TURNED:
        grid = grid.turned()
    for size in sizes:
        sheet = _measured(grid, size, width)
        if sheet and sheet.height <= height and not sheet.cut:
            return (sheet,)
    best: tuple[Sheet, ...] = ()
    for groups in range(1, len(grid.headers) + 1):
        found = [pages for size in sizes if (pages := _continued(grid, groups, size, width, height))]
        best = min([*found, *([best] if best else [])], key=_cost, default=())
        if best and groups > 1:
            return best
    return best


def _cost(pages: Sequence[Sheet]) -> tuple[bool, int]:
    """Words cut come first, then the number of slides."""
    return any(page.cut for page in pages), len(pages)


def add_table(page: Page, sheet: Sheet, name: str, description: str) -> Any:
    """The table at the top of the slide's content, its header row marked as such."""
    grid, body = sheet.grid, page.body
    place = Box(body.left, body.top, sum(sheet.widths), sheet.height)
    frame = page.shapes.add_table(len(grid.rows) + 1, len(grid.headers), *place.emu)
    describe(frame, name, description)
    table = frame.table
    bare(table)
    table.first_row, table.horz_banding, table.last_row = True, False, grid.kinds[-1:] == (RowKind.TOTAL,)
    for column, width in zip(table.columns, sheet.widths, strict=True):
        column.width = emu(width)
    written = zip(
        table.rows,
        (grid.headers, *grid.rows),
        (sheet.header_height, *sheet.heights),
        (RowKind.HEADER, *grid.kinds),
        strict=True,
    )
    for row, texts, height, kind in written:
        row.height = emu(height)
        for cell, text, numeric in zip(row.cells, texts, grid.numeric, strict=True):
            _write_cell(cell, text, kind, sheet.size, numeric=numeric)
    return frame


def _write_cell(cell: Any, text: str, kind: RowKind, size: float, *, numeric: bool) -> None:
    header = kind is RowKind.HEADER
    style = Style(size, bold=kind is not RowKind.PLAIN, colour=PAPER if header else INK)
    write(cell.text_frame, [paragraph(text, style, align=PP_ALIGN.RIGHT if numeric else PP_ALIGN.LEFT)])
    cell.margin_left = cell.margin_right = emu(_PAD_X)
    cell.margin_top = cell.margin_bottom = emu(_PAD_Y * size)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if header else MSO_ANCHOR.MIDDLE
    rule_below(cell, RULE, emu(0.75))
    if header or kind is RowKind.TOTAL:
        fill(cell.fill, BLUE_FRANCE if header else TOTAL_FILL)


def _measured(grid: Grid, size: float, width: float) -> Sheet | None:
    """Widths and heights at that size, None where the columns don't hold side by side.

    What is left over goes to the words of the rows or to those of the header, whichever makes the table shorter.
    """
    widths = _widths(grid, size, width)
    sheets = [_laid_out(grid, size, shared) for shared in widths]
    return min(sheets, key=lambda sheet: (sheet.cut, sheet.height), default=None)


def _laid_out(grid: Grid, size: float, widths: tuple[float, ...]) -> Sheet:
    inner = [column - 2 * _PAD_X for column in widths]
    weights = [kind is not RowKind.PLAIN for kind in grid.kinds]
    cut_rows = tuple(
        tuple(cut_to(cell, room, MOST_LINES, size, bold=bold) for cell, room in zip(row, inner, strict=True))
        for row, bold in zip(grid.rows, weights, strict=True)
    )
    header = max(lines_of(label, room, size, bold=True) for label, room in zip(grid.headers, inner, strict=True))
    lines = [
        max(lines_of(cell, room, size, bold=bold) for cell, room in zip(row, inner, strict=True))
        for row, bold in zip(cut_rows, weights, strict=True)
    ]
    heights = tuple(count * size * LINE + 2 * _PAD_Y * size for count in lines)
    shown = Grid(grid.headers, cut_rows, grid.numeric, grid.kinds)
    return Sheet(shown, size, widths, header * size * LINE + 2 * _PAD_Y * size, heights, cut=cut_rows != grid.rows)


def _widths(grid: Grid, size: float, width: float) -> list[tuple[float, ...]]:
    """Ways to share the width; none where it doesn't hold. Figures never wrap; headers and text do, at their spaces."""
    least, most = [], []
    widest = width_of("m" * _WIDEST_WORD, size)
    for rank, header in enumerate(grid.headers):
        cells = [row[rank] for row in grid.rows]
        words = min(longest_word([header], size, bold=True), widest)
        natural = max((width_of(cell, size, bold=True) for cell in cells), default=0)
        if grid.numeric[rank]:
            needed = max(words, natural)
            least.append(needed + 2 * _PAD_X)
            whole = min(width_of(header, size, bold=True), needed * WIDEST_STRETCH)
            most.append(max(needed, whole) + 2 * _PAD_X)
        else:
            longest = min(longest_word(cells, size, bold=True), widest)
            floor = max(words, min(longest, natural), min(natural, size * 7))
            least.append(floor + 2 * _PAD_X)
            most.append(max(floor, min(natural, width * 0.6)) + 2 * _PAD_X)
    if sum(least) > width:
        return []
    text_first = [low if numeric else high for low, high, numeric in zip(least, most, grid.numeric, strict=True)]
    ways = {_shared(least, text_first, most, width), _shared(least, most, most, width)}
    return sorted(ways)


def _shared(least: Sequence[float], wished: Sequence[float], most: Sequence[float], width: float) -> tuple[float, ...]:
    """The least widths, then what each column wishes, then the most, as far as they hold; then all of them stretched."""
    widths = list(least)
    for goal in (wished, most):
        wanted = sum(goal) - sum(widths)
        share = min(1, (width - sum(widths)) / wanted) if wanted > 0 else 0
        widths = [low + max(high - low, 0) * share for low, high in zip(widths, goal, strict=True)]
    stretch = min(width / sum(widths), WIDEST_STRETCH)
    return tuple(column * stretch for column in widths)


def _continued(grid: Grid, groups: int, size: float, width: float, height: float) -> tuple[Sheet, ...]:
    """The slides at that size, the columns being in so many groups; none where a group doesn't hold."""
    parts = [_measured(part, size, width) for part in _column_groups(grid, groups)]
    measured = [part for part in parts if part]
    return tuple(page for part in measured for page in _row_pages(part, height)) if len(measured) == len(parts) else ()


def _column_groups(grid: Grid, groups: int) -> list[Grid]:
    """The columns of figures in even groups, each after the columns that name the rows; a « % » follows its figure."""
    keys = min(grid.keys, 2)
    units: list[list[int]] = []
    for rank in range(keys, len(grid.headers)):
        if units and grid.headers[rank] == "%":
            units[-1].append(rank)
        else:
            units.append([rank])
    size = ceil(len(units) / groups) if units else 1
    parts = [units[start : start + size] for start in range(0, len(units), size)] or [[]]
    return [grid.columns([*range(keys), *(rank for unit in part for rank in unit)]) for part in parts]


def _row_pages(sheet: Sheet, height: float) -> list[Sheet]:
    """Pages of about as many rows each, so that the last one is never a lone total."""
    room = max(height - sheet.header_height, max(sheet.heights, default=0))
    pages = ceil(sum(sheet.heights) / room) if sheet.heights else 1
    while True:
        bounds = [round(rank * len(sheet.heights) / pages) for rank in range(pages + 1)]
        if all(sum(sheet.heights[start:end]) <= room for start, end in pairwise(bounds)):
            break
        pages += 1
    found = []
    for start, end in pairwise(bounds):
        grid = Grid(sheet.grid.headers, sheet.grid.rows[start:end], sheet.grid.numeric, sheet.grid.kinds[start:end])
        found.append(Sheet(grid, sheet.size, sheet.widths, sheet.header_height, sheet.heights[start:end], sheet.cut))
    return found
