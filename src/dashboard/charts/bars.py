"""Bars: the figures that compare categories. Every value is printed beside or inside its bar."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.rows import RowLayout, names_above
from dashboard.charts.theme import FONT_SIZE, themed
from dashboard.domain.french import is_missing, percent
from dashboard.domain.operation import UNKNOWN as UNKNOWN_LABEL
from dashboard.figures.labels import COLON, escaped
from dashboard.figures.palette import MAIN, OTHERS, OTHERS_LABEL, PAPER, UNKNOWN, ink_on

MAX_CATEGORIES: Final = 8
SMALLEST_LABELLED_SHARE: Final = 0.1

Colour = str | Mapping[str, str]
Printer = Callable[[Any], str]

LEGEND_LINE: Final = 28
LEGEND_WIDTH: Final = 64
EDGE: Final = 4
CHARACTER: Final = FONT_SIZE * 0.56
"""Average width of a character, in pixels."""

_LAST: Final = (OTHERS_LABEL, UNKNOWN_LABEL)


def with_others(
    frame: pd.DataFrame, category: str, values: Sequence[str], *, limit: int = MAX_CATEGORIES
) -> pd.DataFrame:
    """At most `limit` rows, largest first: those beyond are summed into « Autres ». For values that add up only."""
    ordered = _ordered(frame, category, values[0])
    if len(ordered) <= limit:
        return ordered
    kept, rest = ordered.iloc[: limit - 1], ordered.iloc[limit - 1 :]
    others = pd.DataFrame([{category: OTHERS_LABEL, **{value: rest[value].sum() for value in values}}])
    return pd.concat([kept[[category, *values]], others], ignore_index=True)


def horizontal_bars(
    frame: pd.DataFrame,
    category: str,
    value: str,
    *,
    text: Printer | Sequence[str],
    colour: Colour = MAIN,
    ordered: bool = True,
    others: bool = False,
) -> go.Figure:
    """One bar per row, longest on top, each with its printed value.

    `text` prints a value, or gives the printed texts in the order of the rows (then `others` can't be asked for).
    `ordered=False` keeps the order of the rows; `others=True` sums what goes beyond eight rows into « Autres ».
    """
    if others and not callable(text):
        raise TypeError("« Autres » is a new value: text has to be a function that prints it")
    shown = with_others(frame, category, [value]) if others else frame
    printed = [text(item) for item in shown[value]] if callable(text) else list(text)
    bars = list(zip(shown[category].astype(str), _numbers(shown[value]), printed, strict=True))
    if ordered:
        bars.sort(key=lambda bar: (bar[0] in _LAST, bar[1] is None, -(bar[1] or 0)))
    names = [name for name, _, _ in bars]
    texts = [escaped(words) for _, _, words in bars]
    layout = RowLayout.of(names, bars=1)
    bar = {
        **_bar(layout, 0, [length for _, length, _ in bars]),
        **_outside(texts),
        "marker": {"color": [_colour_of(name, colour) for name in names]},
        "hovertext": [f"<b>{escaped(name)}</b><br>{item}" for name, item in zip(names, texts, strict=True)],
    }
    return _laid_out([bar], layout, beside=texts)


def grouped_bars(
    frame: pd.DataFrame,
    category: str,
    values: Mapping[str, str],
    *,
    text: Printer,
    colours: Mapping[str, str],
) -> go.Figure:
    """Several bars per row, such as two waves side by side; `values` maps columns to their names in the legend.

    The order of the rows is kept; `colours` is keyed by the columns.
    """
    names = [str(name) for name in frame[category]]
    layout = RowLayout.of(names, bars=len(values))
    bars: list[dict[str, Any]] = []
    beside: list[str] = []
    for rank, (column, label) in enumerate(values.items()):
        texts = [escaped(text(item)) for item in frame[column]]
        beside += texts
        bars.append(
            {
                **_bar(layout, rank, _numbers(frame[column])),
                **_outside(texts),
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
    frame: pd.DataFrame,
    category: str,
    values: Mapping[str, str],
    *,
    text: Printer,
    colours: Mapping[str, str],
    above: bool = False,
) -> go.Figure:
    """Each row as 100 %, split between the columns of `values` (column → name in the legend).

    A part is printed inside its bar as a share when it is wide enough; the hover gives the share and the value.
    `above` puts the names of the rows above their bars, which then take the whole width.
    """
    amounts = frame[list(values)].astype(float).fillna(0)
    totals = amounts.sum(axis=1)
    shares = amounts.div(totals.where(totals != 0), axis=0).fillna(0)
    printed = {
        column: [percent(share, 0) if share >= SMALLEST_LABELLED_SHARE else "" for share in shares[column]]
        for column in values
    }
    said = {
        column: [
            f"{percent(share)} ({text(value)})" for share, value in zip(shares[column], frame[column], strict=True)
        ]
        for column in values
    }
    return _stacked(frame[category], shares, values, printed, said, colours, whole=True, above=above)


def stacked_count_bars(
    frame: pd.DataFrame,
    category: str,
    values: Mapping[str, str],
    *,
    text: Printer,
    colours: Mapping[str, str],
) -> go.Figure:
    """Each row as long as what it counts, split between the columns of `values`; for counts too small to be shares.

    Every part but an empty one is printed inside its bar.
    """
    amounts = frame[list(values)].astype(float).fillna(0)
    said = {column: [text(value) for value in frame[column]] for column in values}
    printed = {
        column: [words if amount else "" for words, amount in zip(said[column], amounts[column], strict=True)]
        for column in values
    }
    return _stacked(frame[category], amounts, values, printed, said, colours, whole=False)


def _stacked(
    category: "pd.Series[Any]",
    lengths: pd.DataFrame,
    values: Mapping[str, str],
    printed: Mapping[str, list[str]],
    said: Mapping[str, list[str]],
    colours: Mapping[str, str],
    *,
    whole: bool,
    above: bool = False,
) -> go.Figure:
    names = [str(name) for name in category]
    layout = RowLayout.of(names, bars=1, above=above)
    bars: list[dict[str, Any]] = []
    for column, label in values.items():
        tint = colours.get(column, UNKNOWN)
        bars.append(
            {
                **_bar(layout, 0, [float(length) for length in lengths[column]]),
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


def _ordered(frame: pd.DataFrame, category: str, value: str) -> pd.DataFrame:
    """Largest first; « Autres » and « Non renseigné » close the list whatever their size."""
    closes = frame[category].astype(str).isin(_LAST)
    ranked = frame.assign(_closes=closes).sort_values(["_closes", value], ascending=[True, False], kind="stable")
    return ranked.drop(columns="_closes").reset_index(drop=True)


def _numbers(values: pd.Series) -> list[float | None]:
    return [None if is_missing(item) else float(item) for item in values]


def _colour_of(name: str, colour: Colour) -> str:
    if name in _LAST:
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


def _laid_out(
    bars: list[dict[str, Any]],
    layout: RowLayout,
    *,
    beside: Sequence[str],
    legend: Sequence[str] = (),
    barmode: str = "overlay",
    whole: bool = False,
) -> go.Figure:
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
