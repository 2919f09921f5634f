"""Bars: the figures that compare categories. Every value is printed beside or inside its bar."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

from dashboard.charts.rows import RowLayout, names_above
from dashboard.charts.theme import FONT_SIZE, PlotlyFigure, themed
from dashboard.domain.french import is_missing, percent
from dashboard.domain.operation import UNKNOWN as UNKNOWN_LABEL
from dashboard.figures.alternative import Printer
from dashboard.figures.figure import Chart, ChartKind
from dashboard.figures.labels import COLON, escaped
from dashboard.figures.palette import MAIN, OTHERS, PAPER, UNKNOWN, ink_on
from dashboard.warehouse.query import Row

SMALLEST_LABELLED_SHARE: Final = 0.1

Colour = str | Mapping[str, str]

LEGEND_LINE: Final = 28
LEGEND_WIDTH: Final = 64
EDGE: Final = 4
CHARACTER: Final = FONT_SIZE * 0.56
"""Average width of a character, in pixels."""


def charted(chart: Chart, links: Mapping[str, Sequence[str | None]] | None = None) -> PlotlyFigure:
    """The figure that a description asks for. `links`: what the value of each row opens, by column."""
    text = chart.printed
    links = links or {}
    first = chart.series[0]
    if chart.kind is ChartKind.BARS:
        names = [str(row[chart.category]) for row in chart.rows]
        colour = dict(zip(names, chart.colours, strict=True)) if chart.colours else first.colour
        return horizontal_bars(
            chart.rows,
            chart.category,
            first.column,
            text=text,
            colour=colour,
            ordered=False,
            links=links.get(first.column, ()),
        )
    values = {series.column: series.label for series in chart.series}
    colours = {series.column: series.colour for series in chart.series}
    if chart.kind is ChartKind.GROUPED_BARS:
        return grouped_bars(chart.rows, chart.category, values, text=text, colours=colours, links=links)
    return stacked_share_bars(chart.rows, chart.category, values, text=text, colours=colours, above=True)


def horizontal_bars(
    rows: Sequence[Row],
    category: str,
    value: str,
    *,
    text: Printer | Sequence[str],
    colour: Colour = MAIN,
    ordered: bool = True,
    links: Sequence[str | None] = (),
) -> PlotlyFigure:
    """One bar per row, longest on top, each with its printed value.

    `text` prints a value, or gives the printed texts in the order of the rows. `ordered=False` keeps the order of the rows;
    `links`, only then, is what each value opens.
    """
    printed = [text(row[value]) for row in rows] if callable(text) else list(text)
    bars = [(str(row[category]), _number(row[value]), words) for row, words in zip(rows, printed, strict=True)]
    if ordered:
        bars.sort(key=lambda bar: (bar[0] == UNKNOWN_LABEL, bar[1] is None, -(bar[1] or 0)))
    names = [name for name, _, _ in bars]
    texts = [escaped(words) for _, _, words in bars]
    layout = RowLayout.of(names, bars=1)
    bar = {
        **_bar(layout, 0, [length for _, length, _ in bars]),
        **_outside(_linked(texts, links)),
        "marker": {"color": [_colour_of(name, colour) for name in names]},
        "hovertext": [f"<b>{escaped(name)}</b><br>{item}" for name, item in zip(names, texts, strict=True)],
    }
    return _laid_out([bar], layout, beside=texts)


def grouped_bars(
    rows: Sequence[Row],
    category: str,
    values: Mapping[str, str],
    *,
    text: Printer,
    colours: Mapping[str, str],
    links: Mapping[str, Sequence[str | None]] | None = None,
) -> PlotlyFigure:
    """Several bars per row, such as two waves side by side; `values` maps columns to their names in the legend.

    The order of the rows is kept; `colours` and `links` (what each value opens) are keyed by the columns.
    """
    names = [str(row[category]) for row in rows]
    layout = RowLayout.of(names, bars=len(values))
    bars: list[dict[str, Any]] = []
    beside: list[str] = []
    for rank, (column, label) in enumerate(values.items()):
        texts = [escaped(text(row[column])) for row in rows]
        beside += texts
        bars.append(
            {
                **_bar(layout, rank, [_number(row[column]) for row in rows]),
                **_outside(_linked(texts, (links or {}).get(column, ()))),
                "name": escaped(label),
                "marker": {"color": colours.get(column, UNKNOWN)},
                "hovertext": [
                    f"<b>{escaped(name)}</b><br>{escaped(label)}{COLON}{item}"
                    for name, item in zip(names, texts, strict=True)
                ],
            }
        )
    return _laid_out(bars, layout, beside=beside, legend=list(values.values()))


def stacked_share_bars(
    rows: Sequence[Row],
    category: str,
    values: Mapping[str, str],
    *,
    text: Printer,
    colours: Mapping[str, str],
    above: bool = False,
) -> PlotlyFigure:
    """Each row as 100 %, split between the columns of `values` (column → name in the legend).

    A part is printed inside its bar as a share when it is wide enough; the hover gives the share and the value.
    `above` puts the names of the rows above their bars, which then take the whole width.
    """
    shares: dict[str, list[float]] = {column: [] for column in values}
    printed: dict[str, list[str]] = {column: [] for column in values}
    said: dict[str, list[str]] = {column: [] for column in values}
    for row in rows:
        amounts = {column: _number(row[column]) or 0.0 for column in values}
        whole = sum(amounts.values())
        for column, amount in amounts.items():
            share = amount / whole if whole else 0.0
            shares[column].append(share)
            printed[column].append(percent(share, 0) if share >= SMALLEST_LABELLED_SHARE else "")
            said[column].append(f"{percent(share)} ({text(row[column])})")
    return _stacked(rows, category, shares, values, printed, said, colours, whole=True, above=above)


def stacked_count_bars(
    rows: Sequence[Row],
    category: str,
    values: Mapping[str, str],
    *,
    text: Printer,
    colours: Mapping[str, str],
) -> PlotlyFigure:
    """Each row as long as what it counts, split between the columns of `values`; for counts too small to be shares.

    Every part but an empty one is printed inside its bar.
    """
    amounts = {column: [_number(row[column]) or 0.0 for row in rows] for column in values}
    said = {column: [text(row[column]) for row in rows] for column in values}
    printed = {
        column: [words if amount else "" for words, amount in zip(said[column], amounts[column], strict=True)]
        for column in values
    }
    return _stacked(rows, category, amounts, values, printed, said, colours, whole=False)


def _stacked(
    rows: Sequence[Row],
    category: str,
    lengths: Mapping[str, list[float]],
    values: Mapping[str, str],
    printed: Mapping[str, list[str]],
    said: Mapping[str, list[str]],
    colours: Mapping[str, str],
    *,
    whole: bool,
    above: bool = False,
) -> PlotlyFigure:
    names = [str(row[category]) for row in rows]
    layout = RowLayout.of(names, bars=1, above=above)
    bars: list[dict[str, Any]] = []
    for column, label in values.items():
        tint = colours.get(column, UNKNOWN)
        bars.append(
            {
                **_bar(layout, 0, lengths[column]),
                "name": escaped(label),
                "marker": {"color": tint, "line": {"color": PAPER, "width": 1}},
                "text": [escaped(words) for words in printed[column]],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "insidetextfont": {"color": ink_on(tint)},
                "textangle": 0,
                "constraintext": "none",
                "hovertext": [
                    f"<b>{escaped(name)}</b><br>{escaped(label)}{COLON}{escaped(words)}"
                    for name, words in zip(names, said[column], strict=True)
                ],
            }
        )
    return _laid_out(bars, layout, beside=[], legend=list(values.values()), barmode="stack", whole=whole)


def _number(value: Any) -> float | None:
    return None if is_missing(value) else float(value)


def _colour_of(name: str, colour: Colour) -> str:
    if name == UNKNOWN_LABEL:
        return OTHERS
    return colour if isinstance(colour, str) else colour.get(name, UNKNOWN)


def _bar(layout: RowLayout, rank: int, lengths: list[float | None] | list[float]) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "y": layout.centres(rank),
        "width": layout.bar_width,
        "x": lengths,
        "hoverinfo": "text",
    }


def _outside(texts: Sequence[str]) -> dict[str, Any]:
    return {"text": texts, "textposition": "outside", "textangle": 0, "cliponaxis": False}


def _linked(texts: Sequence[str], links: Sequence[str | None]) -> list[str]:
    """The texts, those with an address as links that plotly draws."""
    addresses = links or [None] * len(texts)
    return [
        f'<a href="{escape(address)}">{words}</a>' if address else words
        for words, address in zip(texts, addresses, strict=True)
    ]


def _laid_out(
    bars: list[dict[str, Any]],
    layout: RowLayout,
    *,
    beside: Sequence[str],
    legend: Sequence[str] = (),
    barmode: str = "overlay",
    whole: bool = False,
) -> PlotlyFigure:
    """Names of the rows, room for the texts beside the bars, a height that follows the number of rows."""
    top = LEGEND_LINE * (1 + sum(len(name) + 6 for name in legend) // LEGEND_WIDTH) if legend else 0
    right = round(max((len(text) for text in beside), default=0) * CHARACTER) + 12
    names_beside = {"tickmode": "array", "tickvals": list(range(layout.rows)), "ticktext": list(layout.labels)}
    return themed(
        bars,
        {
            "barmode": barmode,
            "height": layout.height + top + 2 * EDGE,
            "margin": {"r": right, "t": top + EDGE, "b": EDGE},
            "showlegend": bool(legend),
            "xaxis": {"visible": False, "rangemode": "tozero", **({"range": [0, 1]} if whole else {})},
            "yaxis": {
                "range": [max(layout.rows, 1) - 0.5, -0.5],
                "type": "linear",
                **({"visible": False} if layout.above else names_beside),
            },
            "annotations": names_above(layout) if layout.above else [],
        },
    )
