"""The charts of the pack as pictures: bars with their values printed, names on the left, legend above."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from dashboard.domain.columns import Kind
from dashboard.domain.french import MISSING, is_missing, percent
from dashboard.exports.report.canvas import MARK_HEIGHT, Canvas, folded, text_width
from dashboard.figures.figure import Chart, ChartKind
from dashboard.figures.palette import INK, INK_SOFT, ink_on

_SIZE: Final = 8.5
_LINE: Final = 10.5
_BAR: Final = 11.5
_THIN_BAR: Final = 9.0
_GAP: Final = 6.5
_LEGEND_LINE: Final = 15.0
_SWATCH: Final = 8.0
_MARGIN: Final = 4.0
_NAMES: Final = 0.45
"""The part of the width that names may take."""
_NAME_LINES: Final = 3
_MOST_ROWS: Final = 30

Numbers = list[float | None]


def chart_picture(chart: Chart, width: float, mark: str = "") -> tuple[bytes, float] | None:
    """The picture and its height in points, `mark` at its foot; None without anything to draw, or with too many rows."""
    rows = len(chart.data)
    if not chart.series or not 0 < rows <= _MOST_ROWS:
        return None
    values = [_numbers(chart, series.column) for series in chart.series]
    if all(value is None for column in values for value in column):
        return None
    if chart.kind is ChartKind.STACKED_SHARES:
        return _Drawing(chart, width, mark, bars=1).shares(values)
    return _Drawing(chart, width, mark, bars=len(values)).bars(values)


class _Drawing:
    """The rows laid out from top to bottom, before their heights are known to a sheet."""

    def __init__(self, chart: Chart, width: float, mark: str, bars: int) -> None:
        self._chart = chart
        self._width = width
        self._bar = _BAR if bars == 1 else _THIN_BAR
        names = [str(name) for name in chart.data[chart.category]]
        room = width * _NAMES
        self._names = [folded(name, room, _SIZE, _NAME_LINES) for name in names]
        self._left = min(room, max(text_width(line, _SIZE) for lines in self._names for line in lines)) + 8
        self._legend = self._legend_lines() if len(chart.series) > 1 else []
        top = _MARGIN + _LEGEND_LINE * len(self._legend) + (4 if self._legend else 0)
        heights = [max(bars * self._bar, len(lines) * _LINE) + _GAP for lines in self._names]
        self._tops = [top + before for before in accumulate(heights, initial=0.0)]
        foot = MARK_HEIGHT if mark else 0.0
        self._sheet = Canvas(width, self._tops[-1] + _MARGIN - _GAP / 2 + foot)
        self._sheet.mark(mark)
        self._heights = heights
        self._write_names()

    def bars(self, values: Sequence[Numbers]) -> tuple[bytes, float]:
        """One bar per series in each row, its value printed at its end."""
        printed = [[self._chart.format.printed(value) for value in column] for column in values]
        known = [value for column in values for value in column if value is not None]
        low, high = min(0.0, *known), max(0.0, *known)
        room = self._width - self._left - max(text_width(text, _SIZE) for column in printed for text in column) - 10
        scale = room / (high - low) if high > low else 0.0
        zero = self._left - low * scale
        for rank, (series, column) in enumerate(zip(self._chart.series, values, strict=True)):
            for row, value in enumerate(column):
                length = (value or 0.0) * scale
                y = self._centre(row) + (rank - len(values) / 2) * self._bar
                if value is not None:
                    self._sheet.rectangle(
                        zero + min(length, 0.0),
                        y + 0.75,
                        abs(length),
                        self._bar - 1.5,
                        self._colour(row, series.colour),
                    )
                self._sheet.write(zero + max(length, 0.0) + 4, y + self._bar / 2, printed[rank][row], size=_SIZE)
        self._sheet.rectangle(zero - 0.4, self._tops[0] - 2, 0.8, self._tops[-1] - self._tops[0] - _GAP / 2, INK_SOFT)
        return self._sheet.png(), self._sheet.height

    def shares(self, values: Sequence[Numbers]) -> tuple[bytes, float]:
        """Each row as 100 %, the shares printed inside where there is room for them."""
        length = self._width - self._left - _MARGIN
        for row in range(len(self._heights)):
            amounts = [max(column[row] or 0.0, 0.0) for column in values]
            whole = sum(amounts)
            middle = self._centre(row)
            if not whole:
                self._sheet.write(self._left, middle, MISSING, size=_SIZE)
                continue
            start = self._left
            for series, amount in zip(self._chart.series, amounts, strict=True):
                part = length * amount / whole
                self._sheet.rectangle(start, middle - _BAR / 2, max(part - 0.8, 0.0), _BAR, series.colour)
                said = percent(amount / whole, self._digits)
                if part > text_width(said, _SIZE) + 4:
                    self._sheet.write(
                        start + part / 2, middle, said, size=_SIZE, colour=ink_on(series.colour), across="center"
                    )
                start += part
        return self._sheet.png(), self._sheet.height

    @property
    def _digits(self) -> int:
        return self._chart.format.decimals if self._chart.value_kind is Kind.PERCENT and self._chart.digits else 0

    def _colour(self, row: int, colour: str) -> str:
        own = self._chart.colours
        return own[row] if len(self._chart.series) == 1 and row < len(own) else colour

    def _centre(self, row: int) -> float:
        return self._tops[row] + (self._heights[row] - _GAP) / 2

    def _write_names(self) -> None:
        for row, lines in enumerate(self._names):
            first = self._centre(row) - (len(lines) - 1) * _LINE / 2
            for rank, line in enumerate(lines):
                self._sheet.write(self._left - 6, first + rank * _LINE, line, size=_SIZE, across="right")
        for rank, entries in enumerate(self._legend):
            y = _MARGIN + _LEGEND_LINE * (rank + 0.5)
            for x, colour, label in entries:
                self._sheet.rectangle(x, y - _SWATCH / 2, _SWATCH, _SWATCH, colour)
                self._sheet.write(x + _SWATCH + 4, y, label, size=_SIZE, colour=INK)

    def _legend_lines(self) -> list[list[tuple[float, str, str]]]:
        """Entries one after the other, on as many lines as they need."""
        lines: list[list[tuple[float, str, str]]] = [[]]
        x = 0.0
        for series in self._chart.series:
            label = folded(series.label, self._width - _SWATCH - 8, _SIZE, 1)[0]
            room = _SWATCH + 4 + text_width(label, _SIZE)
            if lines[-1] and x + room > self._width:
                lines.append([])
                x = 0.0
            lines[-1].append((x, series.colour, label))
            x += room + 16
        return lines


def _numbers(chart: Chart, column: str) -> Numbers:
    return [None if is_missing(value) else float(value) for value in chart.data[column]]
