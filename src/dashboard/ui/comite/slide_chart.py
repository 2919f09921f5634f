"""A chart of the pack as HTML bars that scale with the slide: names, bars and printed values, legible from afar."""

from collections.abc import Sequence
from html import escape
from typing import Any, Final

from dashboard.domain.french import is_missing, percent
from dashboard.figures.figure import Chart, ChartKind
from dashboard.figures.palette import ink_on

SMALLEST: Final = 0.7
LARGEST: Final = 1.35
FITTING: Final = 9.0
STACK: Final = 1.5
"""Sizes of the text of a chart, in shares of the slide's own; about `FITTING` bars stand under a title at size 1,
and a stack of shares takes the room of `STACK` bars."""


def chart_html(chart: Chart, sentence: str) -> str:
    """The bars of a chart; `sentence` is the text alternative, and the table of the card holds the figures."""
    rows = _stacked(chart) if chart.kind is ChartKind.STACKED_SHARES else _bars(chart)
    legend = ""
    if len(chart.series) > 1:
        items = "".join(
            f'<li><span style="background:{escape(series.colour)}"></span>{escape(series.label)}</li>'
            for series in chart.series
        )
        legend = f'<ul class="diapo-legende diapo-en-ligne">{items}</ul>'
    bars = len(chart.data) * (STACK if chart.kind is ChartKind.STACKED_SHARES else len(chart.series))
    size = min(LARGEST, max(SMALLEST, FITTING / max(bars, 1)))
    return f'{legend}<div class="diapo-barres" style="font-size:{size:.2f}em" role="img" aria-label="{escape(sentence)}">{"".join(rows)}</div>'


def _bars(chart: Chart) -> list[str]:
    columns = [[_number(value) for value in chart.data[series.column]] for series in chart.series]
    top = max((value for column in columns for value in column if value is not None), default=0.0) or 1.0
    rows = []
    for rank, name in enumerate(chart.data[chart.category]):
        bars = "".join(
            _bar(
                column[rank],
                top,
                _colour(chart, place, rank),
                chart.format.printed(chart.data[series.column].iloc[rank]),
            )
            for place, (series, column) in enumerate(zip(chart.series, columns, strict=True))
        )
        rows.append(f'<div class="diapo-nom">{escape(str(name))}</div><div class="diapo-groupe">{bars}</div>')
    return rows


def _colour(chart: Chart, place: int, rank: int) -> str:
    return chart.colours[rank] if chart.colours and len(chart.series) == 1 else chart.series[place].colour


def _bar(value: float | None, top: float, colour: str, printed: str) -> str:
    width = 0.0 if value is None else max(0.0, 82 * value / top)
    return (
        f'<div class="diapo-ligne"><span class="diapo-barre" style="width:{width:.2f}%;background:{escape(colour)}"></span>'
        f"<b>{escape(printed)}</b></div>"
    )


def _stacked(chart: Chart) -> list[str]:
    rows = []
    for values in chart.data.to_dict("records"):
        name = str(values[chart.category])
        parts = [_number(values[series.column]) or 0.0 for series in chart.series]
        rows.append(
            f'<div class="diapo-nom">{escape(name)}</div><div class="diapo-empilee">{_parts(chart, parts)}</div>'
        )
    return rows


def _parts(chart: Chart, parts: Sequence[float]) -> str:
    whole = sum(parts)
    return "".join(
        f'<span style="width:{100 * part / whole:.2f}%;background:{escape(series.colour)};color:{ink_on(series.colour)}">'
        f"{escape(percent(part / whole, 0)) if part / whole >= 0.08 else ''}</span>"
        for series, part in zip(chart.series, parts, strict=True)
        if whole and part
    )


def _number(value: Any) -> float | None:
    return None if is_missing(value) else float(value)
