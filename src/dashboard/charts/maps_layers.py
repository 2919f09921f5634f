"""The layers of a deck of territories: shapes, hatching, outlines, insets, figures. Flat, in the kilometres of data/geo."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pydeck as pdk
from pydeck.bindings.json_tools import default_serialize

from dashboard.charts.maps_geometry import DRAWING, Outline, frames
from dashboard.figures.labels import plain
from dashboard.figures.palette import INK, INK_SOFT, ink_on
from dashboard.warehouse.territories import Level

STAGE_WIDTH: Final = 760
STAGE_HEIGHT: Final = round(STAGE_WIDTH * (DRAWING[3] - DRAWING[1]) / (DRAWING[2] - DRAWING[0]))
"""Pixels that a deck is drawn for."""
TERRITORIES_LAYER: Final = "territoires"
"""How the identifier of the layer that is pointed at begins; the rest names the territories already chosen."""

BORDER: Final = "#FFFFFF"
FRAME_COLOUR: Final = "#B0B0B0"
HATCH_COLOUR: Final = "#8A8A8A"
HATCH: Final = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAYAAAAf8/9hAAAAI0lEQVR42mNgYGD4D8W4ACF5ijQTNJhs"
    "w0c101PzaDoYFpoBKf8/wRTkzDIAAAAASUVORK5CYII="
)
"""Diagonal lines, for the territories that have no data: grey alone could pass for a colour of the scale."""
HATCH_SCALE: Final = 100_000
"""deck.gl sizes a pattern for a globe of 512 units; on a drawing in kilometres this makes a line every 10 km or so."""
LABEL_FONT: Final = '"Arial", "Liberation Sans", sans-serif'
LABEL_SIZES: Final = {Level.REGION: 14, Level.REGION_2016: 15, Level.DEPARTMENT: 11}
LABELLED_ROOM: Final = 12.0
"""Kilometres around a label's point: a territory with less room keeps its figure for the tooltip and the table."""
TOOLTIP: Final = {
    "html": '<strong>{name}</strong><div style="white-space:pre-line">{tip}</div>',
    "style": {
        "backgroundColor": INK,
        "color": "#FFFFFF",
        "fontSize": "14px",
        "lineHeight": "1.4",
        "maxWidth": "320px",
        "padding": "8px 12px",
        "zIndex": "10",
    },
}
"""Streamlit escapes the values that it puts in the places: they hold plain text, and only this template holds HTML."""


@dataclass(frozen=True, slots=True)
class DrawnTerritory:
    """One territory as a map shows it: its colour, the figure printed on it if any, what its tooltip says."""

    outline: Outline
    fill: str
    figure: str
    tip: str
    has_data: bool
    chosen: bool


class FlatDeck(pdk.Deck):  # type: ignore[misc]
    """A deck without base map, written without the spaces that make a map five times as heavy."""

    def to_json(self) -> str:
        """The deck as the browser reads it."""
        return json.dumps(self, sort_keys=True, default=default_serialize, separators=(",", ":"), ensure_ascii=False)


def flat_deck(level: Level, drawn: Sequence[DrawnTerritory], marks: Sequence[pdk.Layer]) -> FlatDeck:
    """The whole map. Marks and figures want the same points: with marks, figures stay in the tooltip and the table."""
    chosen = [territory for territory in drawn if territory.chosen]
    without_data = [territory for territory in drawn if not territory.has_data]
    codes = sorted({territory.outline.code for territory in chosen})
    layers = [_territories("-".join([TERRITORIES_LAYER, level.value, *codes]), drawn)]
    if without_data:
        layers.append(_hatching(without_data))
    if chosen:
        layers.append(_outlines(chosen))
    layers += [*_insets(level), *(marks or [_figures(drawn, LABEL_SIZES[level])])]
    west, south, east, north = DRAWING
    return FlatDeck(
        layers=layers,
        # With a view of its own Streamlit looks for no base map; without a controller the page scrolls over the map.
        views=[pdk.View(type="OrthographicView", controller=False, flip_y=False)],
        initial_view_state=pdk.ViewState(
            target=[(west + east) / 2, (south + north) / 2, 0],
            zoom=math.log2(STAGE_WIDTH / (east - west)),
            height=STAGE_HEIGHT,
        ),
        map_provider=None,
        map_style="",
        tooltip=TOOLTIP,
    )


def rgb(colour: str) -> list[int]:
    """`#RRGGBB` as deck.gl takes it."""
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


def _territories(token: str, drawn: Sequence[DrawnTerritory]) -> pdk.Layer:
    features = [
        _feature(
            territory,
            code=territory.outline.code,
            name=plain(territory.outline.name),
            fill=rgb(territory.fill),
            tip=territory.tip,
        )
        for territory in drawn
    ]
    return pdk.Layer(
        "GeoJsonLayer",
        data=features,
        id=token,
        pickable=True,
        auto_highlight=True,
        highlight_color=[0, 0, 0, 50],
        filled=True,
        stroked=True,
        get_fill_color="properties.fill",
        get_line_color=rgb(BORDER),
        get_line_width=1.25,
        line_width_units="'pixels'",
    )


def _feature(territory: DrawnTerritory, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": territory.outline.geometry, "properties": properties}


class _HatchExtension:
    """deck.gl's FillStyleExtension, in the words of its JSON."""

    def __init__(self) -> None:
        setattr(self, "@@type", "FillStyleExtension")
        self.pattern = True


def _hatching(without_data: Sequence[DrawnTerritory]) -> pdk.Layer:
    return pdk.Layer(
        "GeoJsonLayer",
        data=[_feature(territory, pattern="hatch") for territory in without_data],
        id="sans-donnee",
        pickable=False,
        filled=True,
        stroked=False,
        get_fill_color=rgb(HATCH_COLOUR),
        extensions=[_HatchExtension()],
        fill_pattern_mask=True,
        fill_pattern_atlas=f"'{HATCH}'",
        fill_pattern_mapping={"hatch": {"x": 0, "y": 0, "width": 16, "height": 16, "mask": True}},
        get_fill_pattern="properties.pattern",
        get_fill_pattern_scale=HATCH_SCALE,
    )


def _outlines(chosen: Sequence[DrawnTerritory]) -> pdk.Layer:
    return pdk.Layer(
        "GeoJsonLayer",
        data=[_feature(territory) for territory in chosen],
        id="choisis",
        pickable=False,
        filled=False,
        stroked=True,
        get_line_color=rgb(INK),
        get_line_width=3,
        line_width_units="'pixels'",
        line_joint_rounded=True,
    )


def _insets(level: Level) -> list[pdk.Layer]:
    found = frames(level)
    names = [
        {"text": frame.name, "position": [(frame.west + frame.east) / 2, frame.south + 13]} for frame in found
    ]  # fmt: skip
    return [
        pdk.Layer(
            "PathLayer",
            data=[{"path": frame.ring} for frame in found],
            id="cartouches",
            pickable=False,
            get_path="path",
            get_color=rgb(FRAME_COLOUR),
            get_width=1,
            width_units="'pixels'",
        ),
        pdk.Layer(
            "TextLayer",
            data=names,
            id="noms-des-cartouches",
            pickable=False,
            get_text="text",
            get_position="position",
            get_size=12,
            get_color=rgb(INK_SOFT),
            font_family=f"'{LABEL_FONT}'",
            character_set="'auto'",
        ),
    ]


def _figures(drawn: Sequence[DrawnTerritory], size: int) -> pdk.Layer:
    rows = [
        {
            "text": territory.figure,
            "position": list(territory.outline.label),
            "ink": rgb(ink_on(territory.fill)),
        }
        for territory in drawn
        if territory.figure and territory.outline.room >= LABELLED_ROOM
    ]
    return pdk.Layer(
        "TextLayer",
        data=rows,
        id="valeurs",
        pickable=False,
        get_text="text",
        get_position="position",
        get_color="ink",
        get_size=size,
        font_weight=600,
        font_family=f"'{LABEL_FONT}'",
        character_set="'auto'",
    )
