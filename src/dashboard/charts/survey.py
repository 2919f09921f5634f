"""Figures of the survey: answers by kind of structure, themes of the remarks, survey beside portfolio."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard.charts.bars import horizontal_bars, stacked_count_bars, stacked_share_bars
from dashboard.charts.rows import RowLayout
from dashboard.charts.theme import FONT_SIZE, PlotlyFigure, themed
from dashboard.domain.french import NARROW_SPACE, integer, is_missing, percent, plural
from dashboard.domain.survey import FEW, Polarity
from dashboard.figures.labels import escaped, wrapped
from dashboard.figures.palette import BLUE_FRANCE, INK_SOFT
from dashboard.warehouse.query import records

NBSP: Final = "\u00a0"
ANSWER_LABELS: Final = {"yes": "Oui", "no": "Non", "no_opinion": "Ne se prononce pas"}
ANSWER_COLOURS: Final = {"yes": BLUE_FRANCE, "no": "#CE614A", "no_opinion": "#929292", "no_answer": "#DDDDDD"}
FEW_COLOUR: Final = "#8585F6"
POLARITY_COLOURS: Final = {
    Polarity.BRAKE.value: "#CE614A",
    Polarity.FINDING.value: "#417DC4",
    Polarity.RECOMMENDATION.value: "#009081",
    Polarity.PROSPECT.value: "#6E445A",
}
CAUTION: Final = f"* Moins de {FEW} réponses{NARROW_SPACE}: à lire avec prudence."

_MARK_WIDTH: Final = 44
_MARK_LINE: Final = 20
_MARK_GAP: Final = 8
_HEADING_HEIGHT: Final = 42
_CHARACTER: Final = FONT_SIZE * 0.56


def base_label(name: str, base: int, no_answer: int) -> str:
    """« PLIE pivot, n = 8 * » : a share never goes without its base, nor a small base without its mark."""
    parts = [name, f"n{NBSP}={NBSP}{integer(base)}"]
    if no_answer:
        parts.append(plural(no_answer, "non-réponse").replace(" ", NBSP))
    return ", ".join(parts) + (f"{NBSP}*" if base < FEW else "")


def answers_figure(answers: pd.DataFrame) -> PlotlyFigure:
    """The answers of each row as 100 % of those that answered; the base and the non-response stand in the label."""
    labels = [
        base_label(str(name), int(base), int(no_answer))
        for name, base, no_answer in zip(answers["value"], answers["base"], answers["no_answer"], strict=True)
    ]
    return stacked_share_bars(
        records(answers.assign(label=labels)),
        "label",
        ANSWER_LABELS,
        text=lambda count: plural(int(count), "structure"),
        colours=ANSWER_COLOURS,
        above=True,
    )


def regions_figure(answers: pd.DataFrame) -> PlotlyFigure:
    """How many structures of each region gave each answer: most bases are too small for shares."""
    return stacked_count_bars(
        records(answers), "value", {**ANSWER_LABELS, "no_answer": "Non-réponse"}, text=integer, colours=ANSWER_COLOURS
    )


def themes_figure(themes: pd.DataFrame) -> PlotlyFigure:
    """How many structures cite each theme, with what the theme speaks of in its label."""
    labels = [f"{theme} ({polarity})" for theme, polarity in zip(themes["theme"], themes["polarity"], strict=True)]
    colours = dict(zip(labels, themes["polarity"].map(POLARITY_COLOURS).fillna(INK_SOFT), strict=True))
    return horizontal_bars(records(themes.assign(label=labels)), "label", "structures", text=integer, colour=colours)


@dataclass(frozen=True, slots=True)
class _Panel:
    heading: str
    lengths: list[float]
    texts: list[str]
    colours: list[str]


def beside_figure(rows: pd.DataFrame) -> PlotlyFigure:
    """Two figures one above the other, over the same rows: shares of yes, then shares of operations retained.

    Each has its own scale, and nothing joins them: they are two facts, not a relation.
    """
    yes = [
        f"{percent(share, 0)} (n{NBSP}={NBSP}{integer(base)}{'*' if few else ''})" if base else "aucune réponse"
        for share, base, few in zip(rows["yes_share"], rows["base"], rows["few"], strict=True)
    ]
    retained = [
        f"{percent(share)} ({integer(part)} sur {integer(whole)})" if whole else "aucune opération"
        for share, part, whole in zip(rows["retained_share"], rows["retained"], rows["operations"], strict=True)
    ]
    # What rests on few answers is paler, beside its printed base: it may not catch the eye first.
    said = [FEW_COLOUR if few else ANSWER_COLOURS["yes"] for few in rows["few"]]
    panels = (
        _Panel("Structures qui disent oui", _lengths(rows["yes_share"]), yes, said),
        _Panel("Opérations de l'axe 3 retenues", _lengths(rows["retained_share"]), retained, ["#009081"] * len(rows)),
    )
    return _two_panels([str(name) for name in rows["value"]], panels)


def _lengths(values: "pd.Series[Any]") -> list[float]:
    return [0.0 if is_missing(value) else float(value) for value in values]


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
