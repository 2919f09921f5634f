"""The one place that decides colours, fonts and the way plotly is set up.

Colours come from the palette of the French State design system (DSFR). Marks reach 3:1 against white and stay apart for
colour-blind people (tests check both); no figure relies on colour alone.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import plotly.graph_objects as go

PAPER: Final = "#FFFFFF"
INK: Final = "#161616"
INK_SOFT: Final = "#3A3A3A"

BLUE_FRANCE: Final = "#000091"
MAIN: Final = BLUE_FRANCE
OTHERS: Final = "#929292"
UNKNOWN: Final = "#777777"

OTHERS_LABEL: Final = "Autres"

SEQUENTIAL: Final = ("#E3E3FD", "#CACAFB", "#8585F6", "#6A6AF4", "#4A4AC8", "#313178", "#000091")
"""Amounts and counts on maps and heat maps, from least to most."""

AXES: Final[dict[str, str]] = {
    "1": "#6A6AF4",
    "2": "#009081",
    "3": BLUE_FRANCE,
    "4": "#695240",
    "5": "#CE614A",
    "6": "#CE70CC",
    "7": "#B7860B",
    "8": "#29598F",
}

CATEGORICAL: Final = (BLUE_FRANCE, "#417DC4", "#CE614A", "#6E445A", "#B7860B", "#009081", "#6A6AF4", "#A94645")
"""In this order for categories that have no colour of their own; the five types of operation take the first five."""

MANAGING_BODIES: Final[dict[str, str]] = {
    "AGD": "#29598F",
    "OI CD": "#009081",
    "OI PLIE": "#B478F1",
    "autre OI": "#B7860B",
    "national": "#A94645",
}

WAVES: Final[dict[str, str]] = {"2017": "#7C8FC4", "2019": BLUE_FRANCE}
WAVE_RESERVE: Final = ("#009081", "#B7860B", "#6E445A")

FONT: Final = '"Source Sans", "Source Sans 3", Arial, "Liberation Sans", sans-serif'
FONT_SIZE: Final = 15

SEPARATORS: Final = ",\u202f"
"""Plotly's decimal and thousands separators, in French."""


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB`, as WCAG 2.2 defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio between two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def ink_on(colour: str) -> str:
    """Black or white, whichever reads best on a mark of that colour."""
    return max(("#FFFFFF", "#000000"), key=lambda ink: contrast(ink, colour))


def axis_colours(axes: Iterable[object]) -> dict[str, str]:
    """One colour per priority axis."""
    return {str(axis): AXES.get(str(axis), UNKNOWN) for axis in axes}


def category_colours(categories: Iterable[str]) -> dict[str, str]:
    """One colour per category, in the order of the reference list (which must be whole, whatever the selection)."""
    return {name: CATEGORICAL[rank % len(CATEGORICAL)] for rank, name in enumerate(categories)}


def managing_body_colours(types: Iterable[str]) -> dict[str, str]:
    """One colour per type of managing body."""
    return {name: MANAGING_BODIES.get(name, UNKNOWN) for name in types}


def wave_colours(waves: Iterable[str]) -> dict[str, str]:
    """One colour per wave: the two published ones keep theirs, later ones take the reserve in turn."""
    names = sorted(waves)
    later = [name for name in names if name not in WAVES]
    reserve = {name: WAVE_RESERVE[rank % len(WAVE_RESERVE)] for rank, name in enumerate(later)}
    return {name: WAVES.get(name) or reserve[name] for name in names}


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


TEMPLATE: Final = go.layout.Template(
    layout={
        **base_layout(),
        "colorscale": {"sequential": [[rank / (len(SEQUENTIAL) - 1), tint] for rank, tint in enumerate(SEQUENTIAL)]},
    }
)
"""For figures that are built with plotly's own helpers; ours start from `base_layout`, six times as fast."""


def themed(data: list[dict[str, Any]], layout: Mapping[str, Any]) -> go.Figure:
    """A figure of these traces; `layout` completes the base layout, one level deep."""
    merged: dict[str, Any] = {**base_layout(), "template": "none"}
    for name, value in layout.items():
        known = merged.get(name)
        merged[name] = {**known, **value} if isinstance(known, dict) and isinstance(value, Mapping) else value
    return go.Figure({"data": data, "layout": merged})


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
