"""Native charts: bars that an office can edit, with their figures in an embedded workbook and French number formats."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import ceil
from typing import Any, Final, cast

from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_MARK
from pptx.util import Pt
from xlsxwriter import Workbook

from dashboard.charts.bars import SMALLEST_LABELLED_SHARE
from dashboard.domain.columns import ColumnFormat, Kind, is_missing
from dashboard.domain.french import MINUS, AmountUnit, amount_unit, amount_units
from dashboard.exports.slides.drawing import Box, fill, rgb
from dashboard.exports.slides.fitting import cut_to, lines_of, longest_word, width_of
from dashboard.exports.slides.ooxml import describe, place_plot, speak_french
from dashboard.exports.slides.page import Page
from dashboard.exports.text import one_line
from dashboard.figures.figure import Chart, ChartKind
from dashboard.figures.palette import INK, PAPER, ink_on

LABEL_SIZES: Final = (18.0, 16.0, 14.0, 12.0)
WIDEST_LABELS: Final = 0.42
"""Share of the chart that the names of its rows may take."""
MOST_LINES: Final = 3
"""Lines of such a name before it is cut."""
LEGEND_SIZE: Final = 16.0
THICKEST_BAR: Final = 56.0
THINNEST_GAP: Final = 0.45
FRENCH: Final = "[$-40C]"
"""Prints figures in French whatever the language of the computer that opens the file."""

_ANY_DAY: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - written as it is, so that the same figures give the same file
_GAP: Final = 8.0
_LEGEND_KEY: Final = 34.0
_TYPES: Final = {
    ChartKind.BARS: XL_CHART_TYPE.BAR_CLUSTERED,
    ChartKind.GROUPED_BARS: XL_CHART_TYPE.BAR_CLUSTERED,
    ChartKind.STACKED_SHARES: XL_CHART_TYPE.BAR_STACKED_100,
}


def number_format(column: ColumnFormat, values: Sequence[float | None] = ()) -> str:
    """The spreadsheet format that prints each of the values as `column.printed` does."""
    known = [value for value in values if value is not None]
    decimals = f".{'0' * column.decimals}" if column.decimals else ""
    figures = f"{FRENCH}#,##0{decimals}"
    code = {
        Kind.PERCENT: f'{FRENCH}0{decimals}"\u202f"%',
        Kind.SHORT_AMOUNT: _amount_format(column.decimals, known),
        Kind.EUROS: f'{figures}"\u202f€"',
    }.get(column.kind, figures)
    # LibreOffice takes the language only at the very start of a section.
    negative = code.replace(FRENCH, f'{FRENCH}"{MINUS}"')
    return f"{code};{negative}" if any(value < 0 for value in known) else code


def _amount_format(digits: int, values: Sequence[float]) -> str:
    """A section per unit: three at most, the smallest amounts then staying in the third; one beside a section of negatives."""
    used = [unit for unit in amount_units(digits) if any(amount_unit(value, digits) is unit for value in values)]
    codes = [_unit_format(unit) for unit in used or amount_units(digits)[-1:]][:3]
    if any(value < 0 for value in values):
        return codes[0]
    conditions = [f"[>={unit.least:f}]" for unit in used[: len(codes) - 1]] + [""]
    return ";".join(f"{condition}{code}" for condition, code in zip(conditions, codes, strict=True))


def _unit_format(unit: AmountUnit) -> str:
    decimals = f".{'0' * unit.digits}" if unit.digits else ""
    thousands = "," * (len(str(unit.euros)) // 3)
    return f'{FRENCH}#,##0{decimals}{thousands}"\u202f{unit.name}"'


def drawn_values(chart: Chart) -> list[list[float | None]]:
    """The figures of each series as the chart holds them: shares of the row where it draws shares."""
    rows = chart.rows
    columns = [
        [None if is_missing(row[series.column]) else float(row[series.column]) for row in rows]
        for series in chart.series
    ]
    if chart.kind is not ChartKind.STACKED_SHARES or chart.value_kind is Kind.PERCENT:
        return columns
    wholes = [sum(value or 0 for value in row) for row in zip(*columns, strict=True)]
    return [
        [value / whole if value is not None and whole else None for value, whole in zip(column, wholes, strict=True)]
        for column in columns
    ]


def drawn_format(chart: Chart) -> ColumnFormat:
    """How those figures are printed beside or inside the bars."""
    return ColumnFormat("", Kind.PERCENT, 0) if chart.kind is ChartKind.STACKED_SHARES else chart.format


def pages_of(chart: Chart, height: float) -> tuple[range, ...]:
    """The ranks of its rows, over several slides where the figures of one would be too small to be read from afar."""
    bars = len(chart.series) if chart.kind is ChartKind.GROUPED_BARS else 1
    most = max(int((height - LEGEND_SIZE * 1.4) / (LABEL_SIZES[-2] * 1.2 * bars)), 1)
    rows = len(chart.rows)
    pages = max(ceil(rows / most), 1)
    bounds = [round(rank * rows / pages) for rank in range(pages + 1)]
    return tuple(range(start, end) for start, end in pairwise(bounds))


def add_chart(page: Page, chart: Chart, box: Box, name: str, description: str, *, shown: range | None = None) -> Any:
    """Draws the chart in its place; names of rows that had to be cut are said whole in the notes.

    `shown`: the rows of this slide where others go on the next one, on the same scale, so that bars compare.
    """
    ranks = shown or range(len(chart.rows))
    rows, every = chart.rows, drawn_values(chart)
    names = [one_line(str(rows[rank][chart.category])) or "–" for rank in ranks]
    values = [[column[rank] for rank in ranks] for column in every]
    legend = [one_line(series.label) for series in chart.series] if len(chart.series) > 1 else []
    plan = _Plan.of(chart, names, values, legend, box)
    page.notes += [
        f"Libellé complet\u202f: {name}" for name, short in zip(names, plan.names, strict=True) if name != short
    ]
    code = number_format(drawn_format(chart), [value for column in every for value in column])
    data: Any = _chart_data(number_format=code)
    data.categories = plan.names
    for series, column in zip(chart.series, values, strict=True):
        data.add_series(one_line(series.label), column)
    frame = page.shapes.add_chart(_TYPES[chart.kind], *box.emu, data)
    describe(frame, name, description)
    drawn = frame.chart
    drawn.font.size, drawn.font.color.rgb = Pt(plan.size), rgb(INK)
    drawn.has_title = False
    _add_legend(drawn, legend)
    _colour(drawn.plots[0], chart, chart.colours[ranks.start : ranks.stop])
    _label(drawn.plots[0], chart, plan, code)
    _axes(drawn, chart, every)
    if len(ranks) < len(rows):
        drawn.value_axis.maximum_scale = max(
            (value for column in every for value in column if value is not None), default=None
        )
    drawn.plots[0].gap_width = plan.gap
    place_plot(
        drawn,
        plan.label_share,
        plan.legend_share,
        max(1 - plan.label_share - plan.figure_share, 0.05),
        1 - plan.legend_share,
    )
    speak_french(drawn)
    return frame


@dataclass(frozen=True, slots=True)
class _Plan:
    """Sizes chosen so that names and figures have room."""

    names: tuple[str, ...]
    size: float
    label_share: float
    figure_share: float
    legend_share: float
    gap: int
    """Between the rows, in hundredths of a bar."""
    plot: float
    """Width of the plot, in points."""

    @classmethod
    def of(
        cls,
        chart: Chart,
        names: Sequence[str],
        values: Sequence[Sequence[float | None]],
        legend: Sequence[str],
        box: Box,
    ) -> "_Plan":
        legend_height = _legend_height(legend, box.width)
        slot = (box.height - legend_height) / max(len(names), 1)
        bars = len(chart.series) if chart.kind is ChartKind.GROUPED_BARS else 1
        widest = box.width * WIDEST_LABELS
        for size in LABEL_SIZES:
            lines = min(max(1, int(slot / (size * 1.2))), MOST_LINES)
            room = min(widest, max(width_of(name, size) for name in names) + 2 * _GAP)
            fits = all(lines_of(name, room - 2 * _GAP, size) <= lines for name in names)
            if fits and longest_word(names, size) <= room and size * 1.15 * bars <= slot:
                break
        shown = tuple(cut_to(name, room - 2 * _GAP, lines, size) for name in names)
        figures = 0.0
        if chart.kind is not ChartKind.STACKED_SHARES:
            said = [chart.format.printed(value) for column in values for value in column]
            figures = max(width_of(text, size, bold=True) for text in said) + 2 * _GAP
        bar = min(THICKEST_BAR, slot / (bars + THINNEST_GAP))
        return cls(
            shown,
            size,
            room / box.width,
            figures / box.width,
            legend_height / box.height,
            min(round((slot / bar - bars) * 100), 500),
            max(box.width - room - figures, 1),
        )


def _legend_height(labels: Sequence[str], width: float) -> float:
    if not labels:
        return 0
    whole = sum(width_of(label, LEGEND_SIZE) + _LEGEND_KEY for label in labels)
    return (1 + int(whole // width)) * LEGEND_SIZE * 1.4 + _GAP


def _add_legend(drawn: Any, labels: Sequence[str]) -> None:
    drawn.has_legend = bool(labels)
    if labels:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        drawn.legend.font.size = Pt(LEGEND_SIZE)


def _colour(plot: Any, chart: Chart, colours: Sequence[str]) -> None:
    """One colour per series, or per row of a single one."""
    stacked = chart.kind is ChartKind.STACKED_SHARES
    plot.vary_by_categories = False
    plot.overlap = 100 if stacked else -5
    for series, wanted in zip(plot.series, chart.series, strict=True):
        fill(series.format.fill, wanted.colour)
        if len(chart.series) == 1:
            for rank, colour in enumerate(colours):
                fill(series.points[rank].format.fill, colour)
        if stacked:
            series.format.line.color.rgb, series.format.line.width = rgb(PAPER), Pt(1)


def _label(plot: Any, chart: Chart, plan: "_Plan", code: str) -> None:
    """The figures in their bars or at their end; a part too thin for its figure leaves it to the table."""
    stacked = chart.kind is ChartKind.STACKED_SHARES
    if stacked:
        least = max(SMALLEST_LABELLED_SHARE, (width_of("99\u202f%", plan.size, bold=True) + 4) / plan.plot)
        code = f'[<{least:.4f}]"";{code}'
    for series, wanted in zip(plot.series, chart.series, strict=True):
        labels = series.data_labels
        labels.show_value = True
        labels.number_format, labels.number_format_is_linked = code, False
        labels.position = XL_LABEL_POSITION.CENTER if stacked else XL_LABEL_POSITION.OUTSIDE_END
        labels.font.size, labels.font.bold = Pt(plan.size), True
        labels.font.color.rgb = rgb(ink_on(wanted.colour) if stacked else INK)


def _axes(drawn: Any, chart: Chart, values: Sequence[Sequence[float | None]]) -> None:
    names, figures = drawn.category_axis, drawn.value_axis
    names.reverse_order = True
    names.major_tick_mark = names.minor_tick_mark = XL_TICK_MARK.NONE
    names.has_major_gridlines = False
    names.format.line.fill.background()
    figures.visible = False
    figures.has_major_gridlines = False
    if chart.kind is ChartKind.STACKED_SHARES:
        figures.maximum_scale = 1
    if not any((value or 0) < 0 for column in values for value in column):
        figures.minimum_scale = 0


class _SafeWorkbook(CategoryWorkbookWriter):
    """Text of an extract stays text in the embedded workbook, whatever it begins with."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: Any) -> Iterator[tuple[Any, Any]]:
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        workbook = Workbook(xlsx_file, options)
        workbook.set_properties({"created": _ANY_DAY})
        yield workbook, workbook.add_worksheet()
        workbook.close()


class _SafeChartData(CategoryChartData):
    @property
    def _workbook_writer(self) -> CategoryWorkbookWriter:
        writer: Any = _SafeWorkbook
        return cast(CategoryWorkbookWriter, writer(self))


_chart_data: Any = _SafeChartData
"""python-pptx leaves the methods of its chart data without types."""
