"""How far needs are covered: what is reached, drawn over the whole need."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboard.charts.rows import RowLayout, names_above
from dashboard.charts.theme import FONT_SIZE, PlotlyFigure, themed
from dashboard.figures.labels import COLON, escaped
from dashboard.figures.palette import MAIN, PAPER

NEED_LINE: Final = "#6A6A6A"
EDGE: Final = 4
CHARACTER: Final = FONT_SIZE * 0.56


@dataclass(frozen=True, slots=True)
class NeedBar:
    """One row: `share` of the need that is reached, and the words that say it. `open_ended`: the need may be larger."""

    name: str
    share: float
    words: str
    detail: str
    open_ended: bool


def need_bars(bars: Sequence[NeedBar]) -> PlotlyFigure:
    """The need as a frame of 100 %, hatched where it is only a minimum, and what is reached of it as a bar.

    Words beside the figure have to say so: a legend would take more room than the bars on a telephone.
    """
    layout = RowLayout.of([bar.name for bar in bars], bars=1, above=True)
    widest = max([1.0, *(bar.share for bar in bars)])
    traces = [
        _frame(layout, bars, open_ended=False, name="Besoin"),
        _frame(layout, bars, open_ended=True, name="Besoin, au moins"),
        _reached(layout, bars),
    ]
    room = round(max((len(bar.words) for bar in bars), default=0) * CHARACTER) + 12
    return themed(
        [trace for trace in traces if trace],
        {
            "barmode": "overlay",
            "height": layout.height + 2 * EDGE,
            "margin": {"r": room, "t": EDGE, "b": EDGE},
            "showlegend": False,
            "xaxis": {"visible": False, "range": [0, widest]},
            "yaxis": {"range": [max(layout.rows, 1) - 0.5, -0.5], "type": "linear", "visible": False},
            "annotations": [*_words(layout, bars, widest), *names_above(layout)],
        },
    )


def _frame(layout: RowLayout, bars: Sequence[NeedBar], *, open_ended: bool, name: str) -> dict[str, Any] | None:
    ranks = [rank for rank, bar in enumerate(bars) if bar.open_ended == open_ended]
    if not ranks:
        return None
    hatch = {"shape": "/", "size": 7, "solidity": 0.14, "fgcolor": NEED_LINE, "bgcolor": PAPER}
    return {
        **_placed(layout, ranks, [1.0] * len(ranks)),
        "name": name,
        "marker": {
            "color": PAPER,
            "line": {"color": NEED_LINE, "width": 1},
            **({"pattern": hatch} if open_ended else {}),
        },
        "hoverinfo": "skip",
    }


def _reached(layout: RowLayout, bars: Sequence[NeedBar]) -> dict[str, Any]:
    return {
        **_placed(layout, range(len(bars)), [bar.share for bar in bars]),
        "name": "Atteint",
        "marker": {"color": MAIN},
        "hoverinfo": "text",
        "hovertext": [
            f"<b>{escaped(bar.name)}</b>{COLON}{escaped(bar.words)}<br>{escaped(bar.detail)}" for bar in bars
        ],
    }


def _placed(layout: RowLayout, ranks: Sequence[int], lengths: Sequence[float]) -> dict[str, Any]:
    centres = layout.centres(0)
    return {
        "type": "bar",
        "orientation": "h",
        "y": [centres[rank] for rank in ranks],
        "width": layout.bar_width,
        "x": list(lengths),
    }


def _words(layout: RowLayout, bars: Sequence[NeedBar], widest: float) -> list[dict[str, Any]]:
    return [
        {
            "text": escaped(bar.words),
            "x": max(1.0, bar.share) / widest,
            "xref": "paper",
            "xanchor": "left",
            "xshift": 6,
            "y": centre,
            "yref": "y",
            "yanchor": "middle",
            "showarrow": False,
            "borderpad": 0,
        }
        for bar, centre in zip(bars, layout.centres(0), strict=True)
    ]
