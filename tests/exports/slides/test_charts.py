import io
import re

import openpyxl
import pytest

from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.exports.pack.content import Section, SectionKey
from dashboard.exports.slides import slides_bytes
from dashboard.exports.slides.charts import drawn_values, number_format, pages_of
from dashboard.figures.figure import Chart, ChartKind, Series
from dashboard.figures.palette import ink_on
from tests.exports.slides.conftest import LONG, figure_of, opened, pack_of, texts_of

WAVES = (Series("Vague 2017", "old", "#7C8FC4"), Series("Vague 2019", "new", "#000091"))


def chart_of(kind, rows, value_kind=Kind.INTEGER, colours=(), series=WAVES):
    return Chart(
        kind,
        tuple(dict(zip(("label", "old", "new"), row, strict=True)) for row in rows),
        "label",
        series,
        value_kind,
        colours=colours,
    )


def drawn(chart):
    figure = figure_of([("a", 1.0)], chart=chart)
    deck = opened(slides_bytes(pack_of(Section(SectionKey.CATEGORY, "Types", "Message", figures=(figure,)))))
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart], deck


@pytest.mark.parametrize(
    ("column", "code"),
    [
        (ColumnFormat("", Kind.INTEGER), "[$-40C]#,##0"),
        (ColumnFormat("", Kind.DECIMAL, 2), "[$-40C]#,##0.00"),
        (ColumnFormat("", Kind.PERCENT, 0), '[$-40C]0"\u202f"%'),
        (ColumnFormat("", Kind.EUROS), '[$-40C]#,##0.00"\u202f€"'),
    ],
)
def test_number_formats_print_in_french(column, code):
    assert number_format(column) == code


def test_labels_of_amounts_take_the_unit_of_each_value():
    euros, thousands, millions, billions = (
        f'[$-40C]#,##0{form}"\u202f{unit}"'
        for form, unit in (("", "€"), (".0,", "k€"), (".0,,", "M€"), (".00,,,", "Md€"))
    )
    minus = 'C]"\u2212"'
    for values, code in (
        ([], euros),
        ([38_200_000.0, 1_000_000.0], millions),
        ([38_200_000.0, None, 138_000.0], f"[>=999950]{millions};{thousands}"),
        ([38_200_000.0, 0.0], f"[>=999950]{millions};{euros}"),
        ([2e9, 38_200_000.0, 138_000.0], f"[>=999950000]{billions};[>=999950]{millions};{thousands}"),
        ([2e9, 3e6, 138_000.0, 0.0], f"[>=999950000]{billions};[>=999950]{millions};{thousands}"),
        ([3e6, -138_000.0], f"{millions};{millions.replace('C]', minus)}"),
    ):
        assert number_format(ColumnFormat("", Kind.SHORT_AMOUNT), values) == code, values
    assert number_format(ColumnFormat("", Kind.INTEGER), [-3.0, 2.0]) == '[$-40C]#,##0;[$-40C]"\u2212"#,##0'


def test_grouped_bars_keep_colours_order_and_missing_values():
    [chart], _ = drawn(chart_of(ChartKind.GROUPED_BARS, [("a", 1, 2), ("b", None, 3)]))
    plot = chart.plots[0]
    assert [series.name for series in plot.series] == ["Vague 2017", "Vague 2019"]
    assert [str(series.format.fill.fore_color.rgb) for series in plot.series] == ["7C8FC4", "000091"]
    assert [tuple(series.values) for series in plot.series] == [(1.0, None), (2.0, 3.0)]
    assert chart.has_legend
    assert chart.category_axis.reverse_order
    assert not chart.value_axis.visible


def test_shares_are_drawn_of_each_row_and_thin_parts_keep_no_label():
    [chart], _ = drawn(chart_of(ChartKind.STACKED_SHARES, [("a", 1, 99), ("b", 50, 50), ("c", 0, 0)]))
    old, new = chart.plots[0].series
    assert list(old.values) == [pytest.approx(0.01), pytest.approx(0.5), None]
    assert list(new.values) == [pytest.approx(0.99), pytest.approx(0.5), None]
    assert chart.plots[0]._element.xpath("./c:grouping/@val") == ["percentStacked"]
    codes = [series.data_labels.number_format for series in (old, new)]
    least = [float(re.fullmatch(r'\[<(0\.\d+)\]"";\[\$-40C\]0"\u202f"%', code)[1]) for code in codes]
    assert 0.01 < min(least) <= max(least) < 0.5
    inks = [series.data_labels.font.color.rgb for series in (old, new)]
    assert [f"#{ink}" for ink in inks] == [ink_on("#7C8FC4"), ink_on("#000091")]


def test_shares_that_are_given_are_not_computed_again():
    chart = chart_of(ChartKind.STACKED_SHARES, [("a", 0.3, 0.2)], Kind.PERCENT)
    assert drawn_values(chart) == [[0.3], [0.2]]


def test_one_colour_per_row_of_a_single_series():
    chart = chart_of(ChartKind.BARS, [("a", 1, 0), ("b", 2, 0)], colours=("#111111", "#222222"), series=WAVES[:1])
    [found], _ = drawn(chart)
    points = found.plots[0].series[0].points
    assert [str(points[rank].format.fill.fore_color.rgb) for rank in range(2)] == ["111111", "222222"]
    assert not found.has_legend


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@SUM(A1)", "http://exemple.fr", '=HYPERLINK("http://x")'])
def test_text_of_an_extract_is_text_in_the_workbook(text):
    [chart], _ = drawn(
        chart_of(ChartKind.GROUPED_BARS, [(text, 1, 2)], series=(WAVES[0], Series(text, "new", "#000091")))
    )
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    sheet = book.active
    for cell in (sheet["A2"], sheet["C1"]):
        assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    assert [sheet["B2"].value, sheet["C2"].value] == [1, 2]


def test_a_label_that_is_too_long_is_cut_and_kept_in_the_notes():
    charts, deck = drawn(
        chart_of(ChartKind.GROUPED_BARS, [(LONG, 1, 2)] + [(f"ligne {rank}", 1, 2) for rank in range(7)])
    )
    assert next(iter(charts[0].plots[0].categories)).endswith("…")
    notes = " ".join(slide.notes_slide.notes_text_frame.text for slide in deck.slides)
    assert "Libellé complet" in notes


def test_many_rows_go_on_another_slide_on_the_same_scale():
    chart = chart_of(ChartKind.GROUPED_BARS, [(f"ligne {rank}", rank, 2 * rank) for rank in range(20)])
    assert [len(ranks) for ranks in pages_of(chart, 320)] == [7, 6, 7]
    charts, deck = drawn(chart)
    assert len({found.value_axis.maximum_scale for found in charts}) == 1
    assert charts[0].value_axis.maximum_scale == 38
    assert [label for found in charts for label in found.plots[0].categories] == [f"ligne {rank}" for rank in range(20)]
    assert any("(2/3)" in text for slide in deck.slides for text in texts_of(slide))
