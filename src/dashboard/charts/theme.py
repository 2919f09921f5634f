"""The one place that decides fonts and the way plotly is set up."""

from collections.abc import Mapping
from typing import Any, Final

from dashboard.figures.palette import BLUE_FRANCE, CATEGORICAL, INK, INK_SOFT, PAPER

PlotlyFigure = dict[str, Any]
"""`data` and `layout` as plotly.js reads them: building plotly's own objects costs more than the page."""

FONT: Final = '"Source Sans", "Source Sans 3", Arial, "Liberation Sans", sans-serif'
FONT_SIZE: Final = 15

SEPARATORS: Final = ",\u202f"
"""Plotly's decimal and thousands separators, in French."""


def axis() -> dict[str, Any]:
    """An axis without lines or grid, whose labels stay horizontal and whole."""
    return {
        "automargin": True,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "tickangle": 0,
        "tickfont": {"size": FONT_SIZE, "color": INK},
        "title": {"font": {"size": FONT_SIZE, "color": INK_SOFT}},
    }


def base_layout() -> dict[str, Any]:
    """Fonts, separators, margins, legend and axes shared by every figure."""
    return {
        "font": {"family": FONT, "size": FONT_SIZE, "color": INK},
        "separators": SEPARATORS,
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "colorway": list(CATEGORICAL),
        "margin": {"l": 0, "r": 8, "t": 8, "b": 8, "pad": 8},
        "xaxis": axis(),
        "yaxis": axis(),
        "dragmode": False,
        "hoverlabel": {
            "align": "left",
            "bgcolor": INK,
            "bordercolor": INK,
            "font": {"family": FONT, "size": FONT_SIZE, "color": PAPER},
            "namelength": -1,
        },
        "legend": {
            "orientation": "h",
            "xref": "container",
            "x": 0,
            "xanchor": "left",
            "yref": "container",
            "y": 1,
            "yanchor": "top",
            "maxheight": 400,
            "traceorder": "normal",
            "itemclick": False,
            "itemdoubleclick": False,
            "font": {"size": FONT_SIZE, "color": INK},
        },
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": "#666666", "activecolor": BLUE_FRANCE},
    }


def themed(data: list[dict[str, Any]], layout: Mapping[str, Any]) -> PlotlyFigure:
    """A figure of these traces; `layout` completes the base layout, one level deep."""
    merged: dict[str, Any] = {**base_layout(), "template": "none"}
    for name, value in layout.items():
        known = merged.get(name)
        merged[name] = {**known, **value} if isinstance(known, dict) and isinstance(value, Mapping) else value
    return {"data": data, "layout": merged}


_FRENCH: Final = {
    "dictionary": {
        "Download plot as a PNG": "Télécharger l'image (PNG)",
        "Download plot as a png": "Télécharger l'image (PNG)",
        "Download plot": "Télécharger l'image",
        "Taking snapshot - this may take a few seconds": "L'image se prépare…",
        "Snapshot succeeded": "Image enregistrée",
        "Sorry, there was a problem downloading your snapshot!": "L'image n'a pas pu être enregistrée.",
        "Fullscreen": "Plein écran",
        "Close fullscreen": "Quitter le plein écran",
    },
    "format": {
        "days": ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"],
        "shortDays": ["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."],
        "months": [
            "janvier", "février", "mars", "avril", "mai", "juin",
            "juillet", "août", "septembre", "octobre", "novembre", "décembre",
        ],
        "shortMonths": [
            "janv.", "févr.", "mars", "avr.", "mai", "juin",
            "juil.", "août", "sept.", "oct.", "nov.", "déc.",
        ],
        "date": "%d/%m/%Y",
        "decimal": ",",
        "thousands": "\u202f",
        "grouping": [3],
        "currency": ["", "\u202f€"],
    },
}  # fmt: skip


def plotly_config(file_name: str) -> dict[str, Any]:
    """What the figure's toolbar offers: the picture, in French, and nothing else."""
    return {
        "locale": "fr",
        "locales": {"fr": _FRENCH},
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "filename": file_name, "scale": 2},
        "scrollZoom": False,
        "doubleClick": False,
        "showTips": False,
        "responsive": True,
    }
