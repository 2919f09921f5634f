"""Draws the maps of a card, with their legend; a click on a territory is passed to the card that asked for it."""

import html
from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from dashboard.charts.maps import LegendEntry, MapFigure, MapPanel, Sign
from dashboard.charts.maps_layers import STAGE_HEIGHT, STAGE_WIDTH, TERRITORIES_LAYER
from dashboard.ui.markdown import literal
from dashboard.ui.static_files import style_sheet

Pick = Callable[[str], None]
PICKED: Final = "_territoire_choisi"

STYLE: Final = style_sheet("styles/map.css", stage_width=f"{STAGE_WIDTH}px", stage_height=f"{STAGE_HEIGHT}px")


def draw_map(figure: MapFigure, key: str, on_pick: Pick | None = None) -> None:
    """The maps side by side, then what their colours mean."""
    st.html(STYLE)
    columns = st.columns(len(figure.panels))
    for rank, (column, panel) in enumerate(zip(columns, figure.panels, strict=True)):
        with column, st.container(key=f"plan-{key}-{rank}"):
            if panel.heading:
                st.markdown(f"**{literal(panel.heading)}**")
            _draw_panel(panel, f"figure-{key}-{rank}", figure.layer, on_pick)
    st.html(_legend(figure))
    if st.session_state.pop(PICKED, False):
        # The click reran this card alone: the filters that it set stand outside of it.
        st.rerun()


def _draw_panel(panel: MapPanel, key: str, layer: str, on_pick: Pick | None) -> None:
    if on_pick is None:
        st.pydeck_chart(panel.deck, height=STAGE_HEIGHT, alt=panel.alternative, key=key)
        return
    st.pydeck_chart(
        panel.deck,
        height=STAGE_HEIGHT,
        alt=panel.alternative,
        key=key,
        on_select=lambda: _pick(key, layer, on_pick),
        selection_mode="single-object",
    )


def _pick(key: str, layer: str, on_pick: Pick) -> None:
    code = picked_code(st.session_state.get(key), layer)
    if code is not None:
        on_pick(code)
        st.session_state[PICKED] = True


def picked_code(state: Any, layer: str) -> str | None:
    """The code of the territory that a selection of the map holds; None for a mark, for the sea, for an older layer."""
    objects = state["selection"]["objects"].get(layer, ()) if state else ()
    if not objects or not layer.startswith(TERRITORIES_LAYER):
        return None
    code = objects[0].get("properties", {}).get("code")
    return code if isinstance(code, str) else None


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
