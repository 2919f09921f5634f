"""The charts of the pack as pictures: bars with their values printed, names on the left, legend above."""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, Final

from dashboard.charts.pictures.sheet import PRINTED, Sheet, folded, text_width
from dashboard.domain.columns import Kind
from dashboard.domain.french import MISSING, is_missing, percent
from dashboard.figures.figure import Chart, ChartKind
from dashboard.figures.palette import INK, INK_SOFT, ink_on

_LINE: Final = 1.24
_BAR: Final = 1.35
_THIN_BAR: Final = 1.06
_GAP: Final = 0.76
_LEGEND_LINE: Final = 1.76
_SWATCH: Final = 0.94
_MARGIN: Final = 0.47
"""Heights and distances, over the size of the type."""
_NAMES: Final = 0.45
"""The part of the width that names may take."""
_NAME_LINES: Final = 3
_MOST_ROWS: Final = 30

Numbers = list[float | None]


def chart_picture(chart: Chart, width: float, *, size: float = PRINTED, mark: str = "") -> Sheet | None:
    """The picture, `mark` at its foot; None without anything to draw, or with too many rows."""
    rows = chart.rows
    if not chart.series or not 0 < len(rows) <= _MOST_ROWS:
        return None
    values = [[_number(row[series.column]) for row in rows] for series in chart.series]
    if all(value is None for column in values for value in column):
        return None
    if chart.kind is ChartKind.STACKED_SHARES:
        return _Drawing(chart, rows, width, size, mark, bars=1).shares(values)
    return _Drawing(chart, rows, width, size, mark, bars=len(values)).bars(values)


class _Drawing:
    """The rows laid out from top to bottom, before their heights are known to a sheet."""

    def __init__(
        self, chart: Chart, rows: Sequence[Mapping[str, Any]], width: float, size: float, mark: str, bars: int
    ) -> None:
        self._chart = chart
        self._width = width
        self._size = size
        self._bar = (_BAR if bars == 1 else _THIN_BAR) * size
        room = width * _NAMES
        self._names = [folded(str(row[chart.category]), room, size, _NAME_LINES) for row in rows]
        self._left = min(room, max(text_width(line, size) for lines in self._names for line in lines)) + size
        self._legend = self._legend_lines() if len(chart.series) > 1 else []
        top = _MARGIN * size + (len(self._legend) * _LEGEND_LINE + (_MARGIN if self._legend else 0)) * size
        self._gap = _GAP * size
        self._heights = [max(bars * self._bar, len(lines) * _LINE * size) + self._gap for lines in self._names]
        self._tops = [top + before for before in accumulate(self._heights, initial=0.0)]
        self._sheet = Sheet(width, self._tops[-1] + _MARGIN * size - self._gap / 2, size=size, mark=mark)
        self._write_names()

    def bars(self, values: Sequence[Numbers]) -> Sheet:
        """One bar per series in each row, its value printed at its end."""
        size, gap = self._size, _MARGIN * self._size
        printed = [[self._chart.format.printed(value) for value in column] for column in values]
        known = [value for column in values for value in column if value is not None]
        low, high = min(0.0, *known), max(0.0, *known)
        figures = max(text_width(text, size, bold=True) for column in printed for text in column)
        scale = (self._width - self._left - figures - 1.2 * size) / (high - low) if high > low else 0.0
        zero = self._left - low * scale
        for rank, (series, column) in enumerate(zip(self._chart.series, values, strict=True)):
            for row, value in enumerate(column):
                length = (value or 0.0) * scale
                middle = self._centre(row) + (rank + 0.5 - len(values) / 2) * self._bar
                if value is not None:
                    thick = self._bar - 0.18 * size
                    colour = self._colour(row, series.colour)
                    self._sheet.rectangle(zero + min(length, 0.0), middle - thick / 2, abs(length), thick, colour)
                self._sheet.write(zero + max(length, 0.0) + gap, middle, printed[rank][row], size=size, bold=True)
        rule = self._tops[-1] - self._tops[0] - self._gap / 2
        self._sheet.rectangle(zero - 0.4, self._tops[0] - 2, 0.8, rule, INK_SOFT)
        return self._sheet

    def shares(self, values: Sequence[Numbers]) -> Sheet:
        """Each row as 100 %, the shares printed inside where there is room for them."""
        length = self._width - self._left - _MARGIN * self._size
        for row in range(len(self._heights)):
            amounts = [max(column[row] or 0.0, 0.0) for column in values]
            whole = sum(amounts)
            middle = self._centre(row)
            if not whole:
                self._sheet.write(self._left, middle, MISSING, size=self._size)
                continue
            start = self._left
            for series, amount in zip(self._chart.series, amounts, strict=True):
                part = length * amount / whole
                self._sheet.rectangle(start, middle - self._bar / 2, max(part - 0.8, 0.0), self._bar, series.colour)
                said = percent(amount / whole, self._digits)
                if part > text_width(said, self._size, bold=True) + _MARGIN * self._size:
                    ink = ink_on(series.colour)
                    self._sheet.write(
                        start + part / 2, middle, said, size=self._size, colour=ink, bold=True, across="center"
                    )
                start += part
        return self._sheet

    @property
    def _digits(self) -> int:
        return self._chart.format.decimals if self._chart.value_kind is Kind.PERCENT and self._chart.digits else 0

    def _colour(self, row: int, colour: str) -> str:
        own = self._chart.colours
        return own[row] if len(self._chart.series) == 1 and row < len(own) else colour

    def _centre(self, row: int) -> float:
        return self._tops[row] + (self._heights[row] - self._gap) / 2

    def _write_names(self) -> None:
        size, swatch = self._size, _SWATCH * self._size
        for row, lines in enumerate(self._names):
            first = self._centre(row) - (len(lines) - 1) * _LINE * size / 2
            for rank, line in enumerate(lines):
                self._sheet.write(self._left - 0.7 * size, first + rank * _LINE * size, line, size=size, across="right")
        for rank, entries in enumerate(self._legend):
            y = (_MARGIN + _LEGEND_LINE * (rank + 0.5)) * size
            for x, colour, label in entries:
                self._sheet.rectangle(x, y - swatch / 2, swatch, swatch, colour)
                self._sheet.write(x + swatch + _MARGIN * size, y, label, size=size, colour=INK)

    def _legend_lines(self) -> list[list[tuple[float, str, str]]]:
        """Entries one after the other, on as many lines as they need."""
        lines: list[list[tuple[float, str, str]]] = [[]]
        key = (_SWATCH + _MARGIN) * self._size
        x = 0.0
        for series in self._chart.series:
            label = folded(series.label, self._width - key, self._size, 1)[0]
            room = key + text_width(label, self._size)
            if lines[-1] and x + room > self._width:
                lines.append([])
                x = 0.0
            lines[-1].append((x, series.colour, label))
            x += room + 2 * self._size
        return lines


def _number(value: Any) -> float | None:
    return None if is_missing(value) else float(value)
