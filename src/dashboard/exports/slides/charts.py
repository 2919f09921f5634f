"""Native charts: bars that an office can edit, with their figures in an embedded workbook and French number formats."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil
from typing import Any, Final, cast

from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_MARK
from pptx.util import Pt
from xlsxwriter import Workbook

from dashboard.charts.bars import SMALLEST_LABELLED_SHARE
from dashboard.domain.columns import ColumnFormat, Kind, is_missing
from dashboard.exports.slides.markup import LANGUAGE, Box, element, emu
from dashboard.exports.slides.page import Page
from dashboard.exports.slides.text import cleaned, cut_to, lines_of, longest_word, width_of
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

_C: Final = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
_GAP: Final = 8.0
_LEGEND_KEY: Final = 34.0
_TYPES: Final = {
    ChartKind.BARS: XL_CHART_TYPE.BAR_CLUSTERED,
    ChartKind.GROUPED_BARS: XL_CHART_TYPE.BAR_CLUSTERED,
    ChartKind.STACKED_SHARES: XL_CHART_TYPE.BAR_STACKED_100,
}


def number_format(column: ColumnFormat) -> str:
    """The spreadsheet format that prints a value as `column.printed` does."""
    decimals = f".{'0' * column.decimals}" if column.decimals else ""
    figures = f"{FRENCH}#,##0{decimals}"
    match column.kind:
        case Kind.PERCENT:
            return f'{FRENCH}0{decimals}"\u202f"%'
        case Kind.MILLIONS:
            return f'{figures},,"\u202fM€"'
        case Kind.EUROS:
            return f'{figures}"\u202f€"'
        case _:
            return figures


def drawn_values(chart: Chart) -> list[list[float | None]]:
    """The figures of each series as the chart holds them: shares of the row where it draws shares."""
    columns = [[None if is_missing(value) else float(value) for value in chart.data[s.column]] for s in chart.series]
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


def split(chart: Chart, height: float) -> tuple[Chart, ...]:
    """The chart, or its rows over several slides where its figures would be too small to be read from afar."""
    bars = len(chart.series) if chart.kind is ChartKind.GROUPED_BARS else 1
    most = max(int((height - LEGEND_SIZE * 1.4) / (LABEL_SIZES[-2] * 1.2 * bars)), 1)
    rows = len(chart.data)
    if rows <= most:
        return (chart,)
    pages = ceil(rows / most)
    bounds = [round(rank * rows / pages) for rank in range(pages + 1)]
    return tuple(
        replace(chart, rows=chart.rows[start:end], colours=chart.colours[start:end]) for start, end in pairwise(bounds)
    )


def highest_of(chart: Chart) -> float:
    """The largest figure that a chart draws."""
    return max((value for column in drawn_values(chart) for value in column if value is not None), default=0)


def add_chart(page: Page, chart: Chart, box: Box, name: str, description: str, *, highest: float | None = None) -> Any:
    """Draws the chart in its place; names of rows that had to be cut are said whole in the notes.

    `highest` ends the scale of a chart whose rows go on another slide, so that bars compare from one to the other.
    """
    names = [cleaned(str(label)) or "–" for label in chart.data[chart.category]]
    values, printed = drawn_values(chart), drawn_format(chart)
    legend = [cleaned(series.label) for series in chart.series] if len(chart.series) > 1 else []
    plan = _Plan.of(chart, names, values, legend, box)
    page.notes += [
        f"Libellé complet\u202f: {name}" for name, short in zip(names, plan.names, strict=True) if name != short
    ]
    data: Any = _chart_data(number_format=number_format(printed))
    data.categories = plan.names
    for series, column in zip(chart.series, values, strict=True):
        data.add_series(cleaned(series.label), column)
    frame = page.slide.shapes.add_chart(
        _TYPES[chart.kind], emu(box.left), emu(box.top), emu(box.width), emu(box.height), data
    )
    page.number()
    page.describe(frame, name, description)
    _dress(frame.chart, chart, plan, values, number_format(printed))
    if highest:
        frame.chart.value_axis.maximum_scale = highest
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


def _dress(drawn: Any, chart: Chart, plan: _Plan, values: Sequence[Sequence[float | None]], number_code: str) -> None:
    """Colours, labels and axes; the plot keeps clear of the names, of the figures and of the legend."""
    drawn.font.size, drawn.font.color.rgb = Pt(plan.size), _rgb(INK)
    space = drawn._chartSpace
    space.insert(1, element(f'<c:lang {_C} val="{LANGUAGE}"/>'))
    space.insert(2, element(f'<c:roundedCorners {_C} val="0"/>'))
    drawn.has_title = False
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        drawn.legend.font.size = Pt(LEGEND_SIZE)
    plot = drawn.plots[0]
    plot.vary_by_categories = False
    plot.gap_width = plan.gap
    plot.overlap = 100 if chart.kind is ChartKind.STACKED_SHARES else -5
    for series, wanted, column in zip(plot.series, chart.series, values, strict=True):
        _paint(series.format.fill, wanted.colour)
        if len(chart.series) == 1:
            for rank, colour in enumerate(chart.colours[: len(plan.names)]):
                _paint(series.points[rank].format.fill, colour)
        stacked = chart.kind is ChartKind.STACKED_SHARES
        if stacked:
            series.format.line.color.rgb, series.format.line.width = _rgb(PAPER), Pt(1)
        _label(series, wanted.colour, column, number_code, plan, stacked=stacked)
    _axes(drawn, stacked=chart.kind is ChartKind.STACKED_SHARES, negative=_any_negative(values))
    _place_plot(space, plan)
    for style in space.xpath(".//a:defRPr"):
        style.set("lang", LANGUAGE)


def _label(
    series: Any, colour: str, values: Sequence[float | None], number_code: str, plan: _Plan, *, stacked: bool
) -> None:
    """The figures in their bars or at their end; a part too thin for its figure leaves it to the table."""
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = number_code, False
    labels.position = XL_LABEL_POSITION.CENTER if stacked else XL_LABEL_POSITION.OUTSIDE_END
    labels.font.size, labels.font.bold = Pt(plan.size), True
    labels.font.color.rgb = _rgb(ink_on(colour) if stacked else INK)
    if not stacked:
        return
    least = max(SMALLEST_LABELLED_SHARE, (width_of("99\u202f%", plan.size, bold=True) + 4) / plan.plot)
    thin = [rank for rank, value in enumerate(values) if (value or 0) < least]
    for place, rank in enumerate(thin):
        hidden = f'<c:dLbl {_C}><c:idx val="{rank}"/><c:delete val="1"/></c:dLbl>'
        labels._element.insert(place, element(hidden))


def _axes(drawn: Any, *, stacked: bool, negative: bool) -> None:
    names, figures = drawn.category_axis, drawn.value_axis
    names.reverse_order = True
    names.major_tick_mark = names.minor_tick_mark = XL_TICK_MARK.NONE
    names.has_major_gridlines = False
    names.format.line.fill.background()
    figures.visible = False
    figures.has_major_gridlines = False
    if stacked:
        figures.maximum_scale = 1
    if not negative:
        figures.minimum_scale = 0


def _place_plot(space: Any, plan: _Plan) -> None:
    width = max(1 - plan.label_share - plan.figure_share, 0.05)
    places = "".join(
        f'<c:{name} val="{value:.4f}"/>'
        for name, value in (
            ("x", plan.label_share),
            ("y", plan.legend_share),
            ("w", width),
            ("h", 1 - plan.legend_share),
        )
    )
    manual = (
        f'<c:layout {_C}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f"{places}</c:manualLayout></c:layout>"
    )
    area = space.xpath(".//c:plotArea")[0]
    for old in area.xpath("./c:layout"):
        area.remove(old)
    area.insert(0, element(manual))


def _any_negative(values: Sequence[Sequence[float | None]]) -> bool:
    return any((value or 0) < 0 for column in values for value in column)


def _paint(fill: Any, colour: str) -> None:
    fill.solid()
    fill.fore_color.rgb = _rgb(colour)


def _rgb(colour: str) -> Any:
    colour_of: Any = RGBColor
    return colour_of(*bytes.fromhex(colour.removeprefix("#")))


class _SafeWorkbook(CategoryWorkbookWriter):
    """Text of an extract stays text in the embedded workbook, whatever it begins with."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: Any) -> Iterator[tuple[Any, Any]]:
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        workbook = Workbook(xlsx_file, options)
        yield workbook, workbook.add_worksheet()
        workbook.close()


class _SafeChartData(CategoryChartData):
    @property
    def _workbook_writer(self) -> CategoryWorkbookWriter:
        writer: Any = _SafeWorkbook
        return cast(CategoryWorkbookWriter, writer(self))


_chart_data: Any = _SafeChartData
"""python-pptx leaves the methods of its chart data without types."""
