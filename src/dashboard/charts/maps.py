"""Maps of territories: a frame and our own polygons → drawings that need no tile, no graphics card and no other host.

Maps that stand side by side share one scale. A grey hatched territory has no data; one that is almost white has none of
what is counted. The two never look alike.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from dashboard.charts.maps_drawing import DrawnTerritory, map_drawing
from dashboard.charts.maps_geometry import outlines
from dashboard.charts.maps_places import MARK_STYLES, Mark, placed_marks
from dashboard.domain.french import is_missing, percent, plural
from dashboard.figures.labels import COLON
from dashboard.figures.maps_findings import map_alternative
from dashboard.figures.maps_scale import NO_DATA_COLOUR, ZERO_COLOUR, MapMeasure, Scale, scale_of
from dashboard.figures.wording import wave_label
from dashboard.warehouse.query import TOTAL, Row
from dashboard.warehouse.territories import FRAGILE_BELOW, Level, TerritoryFigures

CAUTION: Final = "*"
"""Stands after a ratio that rests on too few operations."""


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
    """One map, what tells it from the one beside it, and what it says in words; `drawing` is SVG."""

    heading: str
    alternative: str
    drawing: str


@dataclass(frozen=True, slots=True)
class MapFigure:
    """One map, or a few that share the same scale, with their legend."""

    panels: tuple[MapPanel, ...]
    title: str
    legend: tuple[LegendEntry, ...]


def territory_map(
    figures: TerritoryFigures,
    measure: MapMeasure,
    waves: Sequence[str] = (TOTAL,),
    *,
    chosen: Collection[str] = (),
    marks: Sequence[Mark] = (),
    addresses: Mapping[str, str | None] | None = None,
) -> MapFigure:
    """One map per wave, on one scale. `chosen`: codes of the territories to set off; `marks`: the second layer;
    `addresses`: what each code opens."""
    shown = {wave: figures.of_wave(wave) for wave in waves}
    scale = scale_of(measure, [row[measure.column] for rows in shown.values() for row in rows])
    placed, panels = placed_marks(marks), []
    for wave, rows in shown.items():
        said = map_alternative(figures, measure, [wave])
        drawn = _drawn(figures.level, rows, scale, chosen, addresses or {})
        heading = "" if wave == TOTAL else wave_label(wave, figures.period)
        panels.append(MapPanel(heading, said, map_drawing(figures.level, drawn, placed, said)))
    return MapFigure(
        tuple(panels), measure.label, _legend(scale, [row for rows in shown.values() for row in rows], marks)
    )


def tooltip_text(row: Mapping[str, Any], measure: MapMeasure) -> str:
    """What the tooltip says under the name: the measure, its numerator and its denominator, and a caution if need be."""
    if not row["has_data"]:
        return "Aucune opération programmée\u202f: pas de donnée."
    lines = [
        f"{measure.label}{COLON}{measure.printed(row[measure.column])}",
        f"{measure.counted.operations(row['operations'])} sur {plural(row['programme_operations'], 'programmée')}",
    ]
    if measure.column == "specificity":
        part, weight = (percent(row[name]) for name in ("operations_share", "programme_operations_share"))
        lines.append(f"{part} des opérations {measure.counted.several} pour {weight} des programmées")
    if row["fragile"]:
        lines.append(f"Moins de {FRAGILE_BELOW} opérations{COLON}à lire avec prudence")
    return "\n".join(lines)


def _drawn(
    level: Level, shown: Sequence[Row], scale: Scale, chosen: Collection[str], addresses: Mapping[str, str | None]
) -> list[DrawnTerritory]:
    rows = {row["code"]: row for row in shown}
    return [
        DrawnTerritory(
            outline,
            fill=scale.colour(row[scale.measure.column], has_data=row["has_data"]),
            figure=_figure(row, scale),
            tip=tooltip_text(row, scale.measure),
            has_data=row["has_data"],
            chosen=outline.code in chosen,
            address=addresses.get(outline.code),
        )
        for outline in outlines(level)
        for row in [rows[outline.code]]
    ]


def _figure(row: Mapping[Any, Any], scale: Scale) -> str:
    """The figure printed on a territory, in the unit of the legend; nothing at zero, which its colour says."""
    value = row[scale.measure.column]
    if not row["has_data"] or is_missing(value) or value <= 0:
        return ""
    mark = CAUTION if row["fragile"] and scale.measure.ratio else ""
    return f"{scale.figure(value)}{mark}"


def _legend(scale: Scale, shown: Sequence[Row], marks: Sequence[Mark]) -> tuple[LegendEntry, ...]:
    entries = []
    if any(row["has_data"] and (row[scale.measure.column] or 0) <= 0 for row in shown):
        entries.append(LegendEntry(Sign.COLOUR, "0", ZERO_COLOUR))
    entries += [
        LegendEntry(Sign.COLOUR, label, colour) for label, colour in zip(scale.labels, scale.colours, strict=True)
    ]
    if not all(row["has_data"] for row in shown):
        entries.append(LegendEntry(Sign.HATCH, "pas de donnée", NO_DATA_COLOUR))
    if scale.measure.ratio and any(row["fragile"] for row in shown):
        entries.append(LegendEntry(Sign.TEXT, f"moins de {FRAGILE_BELOW} opérations, prudence", text=CAUTION))
    for kind in dict.fromkeys(mark.kind for mark in marks):
        style = MARK_STYLES[kind]
        entries.append(LegendEntry(Sign.MARK, style.label, style.colour, style.letter))
    return tuple(entries)
