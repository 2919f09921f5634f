"""Maps of territories: a frame and our own polygons → pydeck decks that need no tile, no style and no other host.

Maps that stand side by side share one scale. A deck is drawn flat, in the kilometres of data/geo, for a stage of
STAGE_WIDTH × STAGE_HEIGHT pixels.
"""

import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import pandas as pd
import pydeck as pdk
from pydeck.bindings.json_tools import default_serialize

from dashboard.charts.alternative import ranking
from dashboard.charts.labels import COLON, plain
from dashboard.charts.maps_geometry import DRAWING, Outline, frames, outlines
from dashboard.charts.maps_places import MARK_STYLES, Mark, mark_layers
from dashboard.charts.maps_scale import NO_DATA_COLOUR, ZERO_COLOUR, MapMeasure, Scale, scale_of
from dashboard.charts.theme import INK, INK_SOFT, ink_on
from dashboard.domain.french import is_missing, percent, plural
from dashboard.warehouse.query import TOTAL
from dashboard.warehouse.territories import FRAGILE_BELOW, Level, TerritoryFigures

STAGE_WIDTH: Final = 760
STAGE_HEIGHT: Final = round(STAGE_WIDTH * (DRAWING[3] - DRAWING[1]) / (DRAWING[2] - DRAWING[0]))
TERRITORIES_LAYER: Final = "territoires"
"""How the identifier of the layer that is pointed at begins; the rest names the territories already chosen."""

CAUTION: Final = "*"
BORDER: Final = "#8F8FB0"
FRAME_COLOUR: Final = "#B0B0B0"
HATCH_COLOUR: Final = "#8A8A8A"
HATCH: Final = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAYAAAAf8/9hAAAAI0lEQVR42mNgYGD4D8W4ACF5ijQTNJhs"
    "w0c101PzaDoYFpoBKf8/wRTkzDIAAAAASUVORK5CYII="
)
"""Diagonal lines, for the territories that have no data: grey alone could pass for a colour of the scale."""
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


class Sign(StrEnum):
    """What an entry of a legend shows beside its words."""

    COLOUR = "couleur"
    HATCH = "hachures"
    TEXT = "signe"
    MARK = "repère"


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One line of a legend: a colour, hatching, a sign or a mark, and its words."""

    sign: Sign
    label: str
    colour: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class MapPanel:
    """One map, what tells it from the one beside it, and what it says in words."""

    heading: str
    alternative: str
    deck: pdk.Deck


@dataclass(frozen=True, slots=True)
class MapFigure:
    """One map, or a few that share the same scale, with their legend."""

    panels: tuple[MapPanel, ...]
    title: str
    legend: tuple[LegendEntry, ...]

    @property
    def layer(self) -> str:
        """The identifier of the layer of territories, the same on every panel."""
        return str(self.panels[0].deck.layers[0].id)


class FlatDeck(pdk.Deck):
    """A deck without base map, written without the spaces that make a map five times as heavy."""

    def to_json(self) -> str:
        """The deck as the browser reads it."""
        return json.dumps(self, sort_keys=True, default=default_serialize, separators=(",", ":"), ensure_ascii=False)


def territory_map(
    figures: TerritoryFigures,
    measure: MapMeasure,
    waves: Sequence[str] = (TOTAL,),
    *,
    chosen: Collection[str] = (),
    marks: Sequence[Mark] = (),
) -> MapFigure:
    """One map per wave, on one scale. `chosen`: codes of the territories to set off; `marks`: the second layer."""
    frames_by_wave = {wave: figures.of_wave(wave) for wave in waves}
    scale = scale_of(measure, pd.concat([frame[measure.column] for frame in frames_by_wave.values()]))
    panels = tuple(
        MapPanel(
            "" if wave == TOTAL else f"Vague {wave}",
            map_alternative(figures, measure, [wave]),
            _deck(figures.level, frame, scale, chosen, marks),
        )
        for wave, frame in frames_by_wave.items()
    )
    return MapFigure(panels, measure.label, _legend(scale, list(frames_by_wave.values()), marks))


def map_alternative(figures: TerritoryFigures, measure: MapMeasure, waves: Sequence[str] = (TOTAL,)) -> str:
    """The maps in one sentence each."""
    sentences = []
    for wave in waves:
        subject = f"Carte{COLON}{measure.label[0].lower()}{measure.label[1:]} par {_UNITS[figures.level]}"
        rows = figures.of_wave(wave)
        counted = rows[rows[measure.column].fillna(0) > 0]
        said = ranking(
            subject if wave == TOTAL else f"{subject}, vague {wave}",
            counted, "name", measure.column, text=measure.printed, share=not measure.ratio,
        )  # fmt: skip
        without = int((~rows["has_data"]).sum())
        sentences.append(f"{said} {_WITHOUT_DATA.format(plural(without, 'territoire'))}" if without else said)
    return " ".join(sentences)


_WITHOUT_DATA: Final = "Sans donnée\u202f: {}."
_UNITS: Final = {
    Level.REGION: "ancienne région et DROM",
    Level.REGION_2016: "région actuelle",
    Level.DEPARTMENT: "département",
}


def _deck(level: Level, frame: pd.DataFrame, scale: Scale, chosen: Collection[str], marks: Sequence[Mark]) -> FlatDeck:
    rows = {row["code"]: row for row in frame.to_dict("records")}
    drawn = [(outline, rows[outline.code]) for outline in outlines(level) if outline.code in rows]
    token = "-".join([TERRITORIES_LAYER, level.value, *sorted(chosen)])
    layers = [
        _territories(token, drawn, scale),
        _hatching([outline for outline, row in drawn if not row["has_data"]]),
        _chosen([outline for outline, _ in drawn if outline.code in chosen]),
        *_insets(level),
        # Marks and figures want the same points: with marks, figures stay in the tooltip and in the table.
        *(mark_layers(marks) if marks else [_labels(drawn, scale, LABEL_SIZES[level])]),
    ]
    west, south, east, north = DRAWING
    state = pdk.ViewState(
        target=[(west + east) / 2, (south + north) / 2, 0],
        zoom=math.log2(STAGE_WIDTH / (east - west)),
        height=STAGE_HEIGHT,
    )
    return FlatDeck(
        layers=[layer for layer in layers if layer is not None],
        views=[pdk.View(type="OrthographicView", controller=False, flip_y=False)],
        initial_view_state=state,
        map_provider=None,
        map_style="",
        tooltip=TOOLTIP,
    )


def _territories(token: str, drawn: Sequence[tuple[Outline, Mapping[str, Any]]], scale: Scale) -> pdk.Layer:
    features = [
        _feature(outline, {
            "code": outline.code,
            "name": plain(outline.name),
            "fill": rgb(scale.colour(row[scale.measure.column], has_data=row["has_data"])),
            "tip": tooltip_text(row, scale.measure),
        })
        for outline, row in drawn
    ]  # fmt: skip
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
        get_line_width=1,
        line_width_units="'pixels'",
    )


def _feature(outline: Outline, properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": outline.geometry, "properties": properties}


def _hatching(without_data: Sequence[Outline]) -> pdk.Layer | None:
    if not without_data:
        return None
    return pdk.Layer(
        "GeoJsonLayer",
        data=[_feature(outline, {"pattern": "hatch"}) for outline in without_data],
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
        get_fill_pattern_scale=1,
    )


class _HatchExtension:
    """deck.gl's FillStyleExtension, in the words of its JSON."""

    def __init__(self) -> None:
        setattr(self, "@@type", "FillStyleExtension")
        self.pattern = True


def _chosen(outlined: Sequence[Outline]) -> pdk.Layer | None:
    if not outlined:
        return None
    return pdk.Layer(
        "GeoJsonLayer",
        data=[_feature(outline, {}) for outline in outlined],
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
            data=[
                {
                    "text": frame.name,
                    "position": [
                        sum(x for x, _ in frame.ring[:4]) / 4,
                        min(y for _, y in frame.ring) + 13,
                    ],
                }
                for frame in found
            ],
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


def _labels(drawn: Sequence[tuple[Outline, Mapping[str, Any]]], scale: Scale, size: int) -> pdk.Layer:
    measure = scale.measure
    rows = []
    for outline, row in drawn:
        value = row[measure.column]
        if outline.room < LABELLED_ROOM or not row["has_data"] or is_missing(value) or value <= 0:
            continue
        mark = CAUTION if row["fragile"] and measure.ratio else ""
        colour = scale.colour(value)
        rows.append({
            "text": f"{measure.printed(value).removesuffix(measure.unit).strip()}{mark}",
            "position": list(outline.label),
            "ink": rgb(ink_on(colour)),
        })  # fmt: skip
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


def tooltip_text(row: Mapping[str, Any], measure: MapMeasure) -> str:
    """What the tooltip says under the name: the measure, its numerator and its denominator, and a caution if need be."""
    if not row["has_data"]:
        return "Aucune opération programmée\u202f: pas de donnée."
    kind = "non retenue" if "non retenues" in measure.label else "retenue"
    lines = [f"{measure.label}{COLON}{measure.printed(row[measure.column])}"]
    counted = plural(row["operations"], f"opération {kind}", f"opérations {kind}s")
    programmed = plural(row["programme_operations"], "programmée")
    lines.append(f"{counted} sur {programmed}")
    if measure.column == "specificity":
        part, weight = (percent(row[name]) for name in ("operations_share", "programme_operations_share"))
        lines.append(f"{part} des opérations {kind}s pour {weight} des programmées")
    if row["fragile"]:
        lines.append(f"Moins de {FRAGILE_BELOW} opérations{COLON}à lire avec prudence")
    return "\n".join(lines)


def _legend(scale: Scale, shown: Sequence[pd.DataFrame], marks: Sequence[Mark]) -> tuple[LegendEntry, ...]:
    whole = pd.concat(shown)
    entries = []
    if (whole["has_data"] & (whole[scale.measure.column].fillna(0) <= 0)).any():
        entries.append(LegendEntry(Sign.COLOUR, "0", ZERO_COLOUR))
    entries += [
        LegendEntry(Sign.COLOUR, label, colour) for label, colour in zip(scale.labels, scale.colours, strict=True)
    ]
    if (~whole["has_data"]).any():
        entries.append(LegendEntry(Sign.HATCH, "pas de donnée", NO_DATA_COLOUR))
    if scale.measure.ratio and whole["fragile"].any():
        entries.append(LegendEntry(Sign.TEXT, f"moins de {FRAGILE_BELOW} opérations, prudence", text=CAUTION))
    for kind in dict.fromkeys(mark.kind for mark in marks):
        style = MARK_STYLES[kind]
        entries.append(LegendEntry(Sign.MARK, style.label, style.colour, style.letter))
    return tuple(entries)


def rgb(colour: str) -> list[int]:
    """`#RRGGBB` as deck.gl takes it."""
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]
