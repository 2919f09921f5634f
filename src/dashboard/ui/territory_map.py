"""Draws the maps of a card, with their legend; a click on a territory is handed to whoever asked for it."""

import html
from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from dashboard.charts.maps import LegendEntry, MapFigure, MapPanel, Sign
from dashboard.charts.maps_layers import STAGE_HEIGHT, STAGE_WIDTH, TERRITORIES_LAYER
from dashboard.ui.markdown import literal

Pick = Callable[[str], None]
PICKED: Final = "_territoire_choisi"

# A drawing of fixed size keeps its zoom and its letters: it is scaled as a whole to the room it has, and deck.gl reads
# the pointer through that scale. The finger that scrolls the page must still scroll it over the map.
STYLE: Final = f"""<style>
[class*="st-key-plan-"] {{ container-type: inline-size; --echelle: min(1, tan(atan2(100cqi, {STAGE_WIDTH}px))); }}
[class*="st-key-plan-"] :is([data-testid="stElementContainer"], [data-testid="stFullScreenFrame"]) {{
  height: auto !important; flex: 0 0 auto !important; }}
[class*="st-key-plan-"] [data-testid="stDeckGlJsonChart"] {{ overflow: hidden; margin: 0 auto;
  width: calc({STAGE_WIDTH}px * var(--echelle)) !important; height: calc({STAGE_HEIGHT}px * var(--echelle)) !important; }}
[class*="st-key-plan-"] [data-testid="stDeckGlJsonChart"] > div:has(canvas) {{ width: {STAGE_WIDTH}px !important;
  height: {STAGE_HEIGHT}px !important; transform: scale(var(--echelle)); transform-origin: 0 0; }}
[class*="st-key-plan-"] .deck-tooltip {{ font-size: calc(.875rem / var(--echelle)) !important; }}
[class*="st-key-plan-"] .deck-events-root {{ touch-action: pan-y !important; }}
[class*="st-key-plan-"] canvas {{ cursor: pointer !important; }}
[class*="st-key-plan-"] [data-testid="stElementToolbar"] {{ display: none; }}
.st-key-niveau [role="radiogroup"] {{ flex-wrap: wrap; }}
ul.legende {{ display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 0 !important; padding: 0 !important; list-style: none; font-size: .875rem; }}
.legende li {{ display: flex; align-items: center; gap: .375rem; margin: 0; }}
.legende li:first-child {{ font-weight: 700; }}
.legende i {{ display: inline-grid; place-items: center; width: 1.5rem; height: 1rem; border: 1px solid #7b7b9a; font: 700 .75rem Arial, sans-serif; }}
.legende .hachures {{ background-image: repeating-linear-gradient(135deg, #8a8a8a 0 1.5px, transparent 1.5px 5px); }}
.legende .signe {{ border: 0; width: auto; font-size: 1rem; }}
.legende .repere {{ border: 0; width: 1.125rem; height: 1.125rem; color: #fff; }}
</style>"""


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


_SHAPES: Final = {
    "N": "border-radius: 50%",
    "D": "border-radius: 0",
    "I": "clip-path: polygon(50% 0, 100% 100%, 0 100%); padding-top: .375rem; font-size: .625rem",
}


def _sign(entry: LegendEntry) -> str:
    colour = f"background-color: {entry.colour}" if entry.colour else ""
    match entry.sign:
        case Sign.HATCH:
            return f'<i class="hachures" style="{colour}"></i>'
        case Sign.TEXT:
            return f'<i class="signe">{html.escape(entry.text)}</i>'
        case Sign.MARK:
            return f'<i class="repere" style="{colour}; {_SHAPES.get(entry.text, "")}">{html.escape(entry.text)}</i>'
        case _:
            return f'<i style="{colour}"></i>'
