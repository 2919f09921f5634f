"""A map of territories as SVG: shapes, hatching, outlines, insets, figures, marks. Flat, in the kilometres of data/geo.

What has an address is a link, so a click filters at once, without a graphics card, by the keyboard too, and the map prints.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import pairwise
from typing import Any, Final

from dashboard.charts.maps_geometry import DRAWING, Outline, outlines
from dashboard.charts.maps_geometry import frames as insets_of
from dashboard.charts.maps_places import PlacedMark
from dashboard.figures.labels import plain
from dashboard.figures.palette import ink_on
from dashboard.warehouse.territories import Level

HATCH: Final = "hachures"
"""The identifier of the pattern of what has no data: grey alone could pass for a colour of the scale."""
LABEL_SIZES: Final = {Level.REGION: 23, Level.REGION_2016: 25, Level.DEPARTMENT: 18}
"""Kilometres that the figures are high."""
LABELLED_ROOM: Final = 12.0
"""Kilometres around a label's point: a territory with less room keeps its figure for the tooltip and the table."""


@dataclass(frozen=True, slots=True)
class DrawnTerritory:
    """One territory as a map shows it: its colour, the figure printed on it if any, what its tooltip says, what it opens if anything."""

    outline: Outline
    fill: str
    figure: str
    tip: str
    has_data: bool
    chosen: bool
    address: str | None = None


def map_drawing(level: Level, drawn: Sequence[DrawnTerritory], marks: Sequence[PlacedMark], alternative: str) -> str:
    """The whole map, without an empty line: Markdown would end its HTML there.

    Marks and figures want the same points: with marks, figures stay in the tooltip and the table.
    """
    west, south, east, north = DRAWING
    return "".join([
        f'<svg viewBox="0 0 {east - west:g} {north - south:g}" role="group" aria-label="{escape(alternative)}">',
        f'<defs><pattern id="{HATCH}" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path d="M0 0V9"/></pattern></defs>',
        *(_territory(level, one) for one in drawn),
        *(f'<path class="{HATCH}" fill="url(#{HATCH})" d="{_shape(level, one)}"/>' for one in drawn if not one.has_data),
        *(f'<path class="choisi" d="{_shape(level, one)}"/>' for one in drawn if one.chosen),
        *_insets(level),
        *(map(_mark, marks) if marks else _figures(level, drawn)),
        "</svg>",
    ])  # fmt: skip


@cache
def _paths(level: Level) -> Mapping[tuple[str, bool], str]:
    """The `d` of each shape of a level, by code and by whether it is the enlarged one."""
    return {(outline.code, outline.enlarged): _path(outline.geometry) for outline in outlines(level)}


def _shape(level: Level, territory: DrawnTerritory) -> str:
    return _paths(level)[territory.outline.code, territory.outline.enlarged]


def placed(x: float, y: float) -> tuple[float, float]:
    """A point of the drawing in the coordinates of the picture: from its north-western corner."""
    return round(x - DRAWING[0], 1), round(DRAWING[3] - y, 1)


def _path(geometry: Mapping[str, Any]) -> str:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return "".join(_ring(ring) for polygon in polygons for ring in polygon)


def _ring(ring: Sequence[Sequence[float]]) -> str:
    # Half a kilometre is a third of a pixel.
    points = [(round(2 * x), round(2 * y)) for x, y in (placed(*point) for point in ring)]
    moves = [
        f"{(x - before_x) / 2:g} {(y - before_y) / 2:g}"
        for (before_x, before_y), (x, y) in pairwise(points[:-1])
        if (x, y) != (before_x, before_y)
    ]
    return f"M{points[0][0] / 2:g} {points[0][1] / 2:g}l{' '.join(moves)}z".replace(" -", "-")


def _said(name: str, tip: str) -> str:
    return escape(f"{plain(name)}\n{tip}").replace("\n", "&#10;")


def _territory(level: Level, one: DrawnTerritory) -> str:
    shape = f'<path fill="{one.fill}" d="{_shape(level, one)}"/>'
    said = f'class="territoire" data-code="{escape(one.outline.code)}" aria-label="{_said(one.outline.name, one.tip)}"'
    if one.address is None:
        return f'<g role="img" {said}>{shape}</g>'
    # The enlarged drawing of a territory is a second way for the pointer; the keyboard stops once.
    turn = ' tabindex="-1"' if one.outline.enlarged else ""
    return f'<a href="{escape(one.address)}"{turn} {said}>{shape}</a>'


def _insets(level: Level) -> list[str]:
    found = []
    for frame in insets_of(level):
        corners = " ".join(f"{x:g},{y:g}" for x, y in (placed(*point) for point in frame.ring))
        x, y = placed((frame.west + frame.east) / 2, frame.south + 13)
        found.append(f'<polygon class="cartouche" points="{corners}"/>')
        found.append(f'<text class="cartouche" x="{x:g}" y="{y:g}">{escape(frame.name)}</text>')
    return found


def _figures(level: Level, drawn: Sequence[DrawnTerritory]) -> list[str]:
    found = []
    for one in drawn:
        if one.figure and one.outline.room >= LABELLED_ROOM:
            x, y = placed(*one.outline.label)
            found.append(
                f'<text class="valeur" x="{x:g}" y="{y:g}" font-size="{LABEL_SIZES[level]}" fill="{ink_on(one.fill)}">'
                f"{escape(one.figure)}</text>"
            )
    return found


def _mark(mark: PlacedMark) -> str:
    corners = " ".join(f"{x:g},{y:g}" for x, y in (placed(*point) for point in mark.shape))
    x, y = placed(*mark.at)
    return (
        f'<g class="repere" role="img" aria-label="{_said(mark.name, mark.tip)}">'
        f'<polygon points="{corners}" fill="{mark.colour}"/><text x="{x:g}" y="{y:g}">{mark.letter}</text></g>'
    )
