"""The shapes of the maps, lighter: fewer points, and borders that neighbours still share once simplified.

With every point (two and a half times as many for regions) each map costs 0.7 s more of processor time, since python-pptx looks
at all the points of a shape again for each of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import hypot
from typing import Any, Final

from dashboard.charts.maps_geometry import Outline, Point, outlines
from dashboard.warehouse.territories import Level

TOLERANCE: Final = {Level.REGION: 2.0, Level.REGION_2016: 2.0, Level.DEPARTMENT: 1.2}
"""Kilometres that a border may move by; a map on a slide has about three of them to a point."""
SMALLEST_RING: Final = 4

Ring = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A territory and its simplified rings, in the kilometres of the drawing."""

    outline: Outline
    rings: tuple[Ring, ...]


@cache
def simplified(level: Level) -> tuple[Shape, ...]:
    """Every territory of a level, simplified once per process."""
    rings_of = [(outline, _rings(outline.geometry)) for outline in outlines(level)]
    corners = _corners(ring for _, rings in rings_of for ring in rings)
    tolerance = TOLERANCE[level]
    return tuple(
        Shape(outline, tuple(_lighter(ring, corners, tolerance) for ring in rings)) for outline, rings in rings_of
    )


def _rings(geometry: Any) -> list[Ring]:
    """Every ring, without its closing point."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [tuple((x, y) for x, y in ring[:-1]) for polygon in polygons for ring in polygon]


def _corners(rings: Iterable[Ring]) -> set[Point]:
    """Points where three territories meet, or two and the sea: a border may only be simplified between them."""
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for one, other in pairwise((*ring, ring[0])):
            neighbours[one].add(other)
            neighbours[other].add(one)
    return {point for point, found in neighbours.items() if len(found) > 2}


def _lighter(ring: Ring, corners: set[Point], tolerance: float) -> Ring:
    starts = [rank for rank, point in enumerate(ring) if point in corners]
    if len(starts) < 2:
        first = min(range(len(ring)), key=lambda rank: ring[rank])
        far = max(range(len(ring)), key=lambda rank: _distance(ring[rank], ring[first]))
        starts = sorted({first, far, *starts})
    kept: list[Point] = []
    for start, end in pairwise((*starts, starts[0] + len(ring))):
        border = [ring[rank % len(ring)] for rank in range(start, end + 1)]
        kept += _border(border, tolerance)[:-1]
    return tuple(kept) if len(kept) >= SMALLEST_RING else ring


def _border(points: Sequence[Point], tolerance: float) -> list[Point]:
    """Simplified in the same direction whichever side it is read from, so that both neighbours keep the same points."""
    backwards = points[0] > points[-1]
    ordered = list(reversed(points)) if backwards else list(points)
    kept = _douglas_peucker(ordered, tolerance)
    return kept[::-1] if backwards else kept


def _douglas_peucker(points: list[Point], tolerance: float) -> list[Point]:
    keep = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        start, end = spans.pop()
        if end - start < 2:
            continue
        distances = [(_off(points[rank], points[start], points[end]), rank) for rank in range(start + 1, end)]
        furthest, rank = max(distances)
        if furthest > tolerance:
            keep.add(rank)
            spans += [(start, rank), (rank, end)]
    return [points[rank] for rank in sorted(keep)]


def _off(point: Point, start: Point, end: Point) -> float:
    """Distance from a point to the straight line between two others."""
    length = _distance(start, end)
    if length == 0:
        return _distance(point, start)
    (x, y), (x1, y1), (x2, y2) = point, start, end
    return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length


def _distance(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])
