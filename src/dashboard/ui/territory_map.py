"""Draws the maps of a card, with their legend; a territory is a link to what the card says it opens."""

import html
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.charts.maps import LegendEntry, MapFigure, Sign
from dashboard.ui.markdown import literal
from dashboard.ui.static_files import style_sheet

STYLE: Final = style_sheet("styles/map.css")


def draw_map(figure: MapFigure) -> None:
    """The maps side by side, a few to a row and all of one size, then what their colours mean."""
    st.html(STYLE)
    for place, panel in zip(_places(len(figure.panels)), figure.panels, strict=False):
        with place:
            if panel.heading:
                st.markdown(f"**{literal(panel.heading)}**")
            # `st.html` would drop the drawing. What the territories say is escaped where it is drawn; the tooltip is filled by the
            # script of the maps.
            st.markdown(f'<div class="carte">{panel.drawing}<p class="bulle"></p></div>', unsafe_allow_html=True)
    st.html(_legend(figure))


def _places(maps: int) -> list[DeltaGenerator]:
    """At least a place for each map, in rows of at most three: more would make them too small to read, or to click on."""
    in_a_row = 2 if maps == 4 else min(maps, 3)
    return [place for _ in range(0, maps, in_a_row) for place in st.columns(in_a_row)]


def _legend(figure: MapFigure) -> str:
    entries = "".join(f"<li>{_sign(entry)}{html.escape(entry.label)}</li>" for entry in figure.legend)
    return f'<ul class="legende"><li>{html.escape(figure.title)}</li>{entries}</ul>'


def _sign(entry: LegendEntry) -> str:
    colour = f"background-color: {entry.colour}" if entry.colour else ""
    match entry.sign:
        case Sign.HATCH:
            return f'<i class="hachures" style="{colour}"></i>'
        case Sign.TEXT:
            return f'<i class="signe">{html.escape(entry.text)}</i>'
        case Sign.MARK:
            letter = html.escape(entry.text)
            return f'<i class="repere repere-{letter}" style="{colour}">{letter}</i>'
        case _:
            return f'<i style="{colour}"></i>'
