"""Drawings of the survey that no description covers: counts by region, survey beside portfolio, words under a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboard.charts.bars import stacked_count_bars
from dashboard.charts.rows import RowLayout
from dashboard.charts.theme import FONT_SIZE, PlotlyFigure, themed
from dashboard.domain.french import integer, percent
from dashboard.figures.labels import escaped, wrapped
from dashboard.figures.palette import INK_SOFT
from dashboard.figures.survey import ANSWER_COLOURS, ANSWER_LABELS, NBSP
from dashboard.warehouse.query import Row

FEW_COLOUR: Final = "#8585F6"

_MARK_WIDTH: Final = 44
_MARK_LINE: Final = 20
_MARK_GAP: Final = 8
_HEADING_HEIGHT: Final = 42
_CHARACTER: Final = FONT_SIZE * 0.56


def regions_bars(regions: Sequence[Row]) -> PlotlyFigure:
    """How many structures of each region gave each answer: most bases are too small for shares."""
    return stacked_count_bars(
        regions, "value", {**ANSWER_LABELS, "no_answer": "Non-réponse"}, text=integer, colours=ANSWER_COLOURS
    )


@dataclass(frozen=True, slots=True)
class _Panel:
    heading: str
    lengths: list[float]
    texts: list[str]
    colours: list[str]


def beside_figure(rows: Sequence[Row]) -> PlotlyFigure:
    """Two figures one above the other, over the same rows: shares of yes, then shares of operations retained.

    Each has its own scale, and nothing joins them: they are two facts, not a relation.
    """
    yes = [
        f"{percent(row['yes_share'], 0)} (n{NBSP}={NBSP}{integer(row['base'])}{'*' if row['few'] else ''})"
        if row["base"]
        else "aucune réponse"
        for row in rows
    ]
    retained = [
        f"{percent(row['retained_share'])} ({integer(row['retained'])} sur {integer(row['operations'])})"
        if row["operations"]
        else "aucune opération"
        for row in rows
    ]
    # What rests on few answers is paler, beside its printed base: it may not catch the eye first.
    said = [FEW_COLOUR if row["few"] else ANSWER_COLOURS["yes"] for row in rows]
    panels = (
        _Panel("Structures qui disent oui", [row["yes_share"] or 0.0 for row in rows], yes, said),
        _Panel(
            "Opérations de l'axe 3 retenues",
            [row["retained_share"] or 0.0 for row in rows],
            retained,
            ["#009081"] * len(rows),
        ),
    )
    return _two_panels([row["value"] for row in rows], panels)


def _two_panels(names: Sequence[str], panels: Sequence[_Panel]) -> PlotlyFigure:
    layout = RowLayout.of(names, bars=1)
    block = _HEADING_HEIGHT + layout.height
    height = block * len(panels)
    right = round(max(len(text) for panel in panels for text in panel.texts) * _CHARACTER) + 12
    bars: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    headings: list[dict[str, Any]] = []
    for rank, panel in enumerate(panels):
        suffix = "" if rank == 0 else str(rank + 1)
        top = 1 - rank * block / height
        bars.append(
            {
                "type": "bar", "orientation": "h", "x": panel.lengths, "y": layout.centres(0), "width": layout.bar_width,
                "xaxis": f"x{suffix}", "yaxis": f"y{suffix}", "marker": {"color": panel.colours}, "hoverinfo": "text",
                "text": [escaped(text) for text in panel.texts], "textposition": "outside", "textangle": 0, "cliponaxis": False,
                "hovertext": [f"<b>{escaped(name)}</b><br>{escaped(text)}" for name, text in zip(names, panel.texts, strict=True)],
            }
        )  # fmt: skip
        axes[f"xaxis{suffix}"] = {
            "visible": False, "fixedrange": True, "anchor": f"y{suffix}", "range": [0, max(panel.lengths, default=0) or 1],
        }  # fmt: skip
        axes[f"yaxis{suffix}"] = {
            "domain": [top - block / height, top - _HEADING_HEIGHT / height], "range": [max(layout.rows, 1) - 0.5, -0.5],
            "type": "linear", "automargin": True, "fixedrange": True, "showgrid": False, "zeroline": False, "ticks": "",
            "tickmode": "array", "tickvals": list(range(layout.rows)), "ticktext": list(layout.labels), "anchor": f"x{suffix}",
            "tickfont": {"size": FONT_SIZE},
        }  # fmt: skip
        headings.append(
            {
                "text": f"<b>{escaped(panel.heading)}</b>", "x": 0, "xref": "paper", "xanchor": "left", "yref": "paper",
                "y": top - _HEADING_HEIGHT / height, "yanchor": "bottom", "showarrow": False, "borderpad": 0, "font": {"color": INK_SOFT, "size": FONT_SIZE},
            }
        )  # fmt: skip
    margins = {"r": right, "t": 4, "b": 4}
    return themed(bars, {"height": height + 8, "margin": margins, "showlegend": False, "annotations": headings, **axes})


def marked(figure: PlotlyFigure, words: str) -> PlotlyFigure:
    """The figure with these words under it, inside the picture: they go wherever the picture goes."""
    layout = figure["layout"]
    lines = wrapped(words, _MARK_WIDTH, 3)
    room = _MARK_LINE * len(lines) + _MARK_GAP
    said = {
        "text": f"<i>{'<br>'.join(lines)}</i>",
        "x": 1, "xref": "paper", "xanchor": "right", "xshift": layout["margin"]["r"],
        "y": 0, "yref": "paper", "yanchor": "top", "yshift": -_MARK_GAP,
        "showarrow": False, "align": "right", "borderpad": 0, "font": {"size": FONT_SIZE - 2, "color": INK_SOFT},
    }  # fmt: skip
    return {
        "data": figure["data"],
        "layout": {
            **layout,
            "height": layout["height"] + room,
            "margin": {**layout["margin"], "b": layout["margin"]["b"] + room},
            "annotations": [*layout.get("annotations", ()), said],
        },
    }
