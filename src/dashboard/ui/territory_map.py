"""Draws the maps of a card, with their legend; a territory is a link to what the card says it opens."""

import html
from typing import Final

import streamlit as st

from dashboard.charts.maps import LegendEntry, MapFigure, Sign
from dashboard.ui.markdown import literal
from dashboard.ui.static_files import style_sheet

STYLE: Final = style_sheet("styles/map.css")


def draw_map(figure: MapFigure) -> None:
    """The maps side by side, then what their colours mean."""
    st.html(STYLE)
    for column, panel in zip(st.columns(len(figure.panels)), figure.panels, strict=True):
        with column:
            if panel.heading:
                st.markdown(f"**{literal(panel.heading)}**")
            # `st.html` would drop the drawing. What the territories say is escaped where it is drawn; the tooltip is filled by the
            # script of the maps.
            st.markdown(f'<div class="carte">{panel.drawing}<p class="bulle"></p></div>', unsafe_allow_html=True)
    st.html(_legend(figure))


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
