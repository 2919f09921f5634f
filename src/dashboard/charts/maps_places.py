"""The second layer of a map: what the note and its sources name, by place, each kind with its colour, shape and letter."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dashboard.charts.maps_geometry import Point, centres
from dashboard.domain.french import plural
from dashboard.figures.labels import plain
from dashboard.warehouse.territories import Level

LISTED: Final = 5
"""Names that a tooltip gives before it counts the rest."""
ASIDE: Final = 24.0
"""Kilometres from a region's middle to the marks of the whole region: a département's own middle may be the same."""


class MarkKind(StrEnum):
    """What a mark stands for."""

    NOTE = "note"
    SCHEME = "dispositif"
    INITIATIVE = "initiative"


@dataclass(frozen=True, slots=True)
class MarkStyle:
    """How a kind looks; `sides` of its shape, many for a disc."""

    label: str
    colour: str
    letter: str
    sides: int


MARK_STYLES: Final[Mapping[MarkKind, MarkStyle]] = {
    MarkKind.NOTE: MarkStyle("Opérations citées par la note", "#A94645", "N", 32),
    MarkKind.SCHEME: MarkStyle("Dispositifs de départements", "#00695E", "D", 4),
    MarkKind.INITIATIVE: MarkStyle("Initiatives", "#8A5A00", "I", 3),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing to show: where it stands (a département's code, else a former region) and its words."""

    kind: MarkKind
    name: str
    department: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class PlacedMark:
    """The marks of a kind at a place: one shape, in the kilometres of the drawing, and what its tooltip says."""

    name: str
    tip: str
    at: Point
    shape: tuple[Point, ...]
    letter: str
    colour: str


def placed_marks(marks: Sequence[Mark]) -> list[PlacedMark]:
    """One mark per kind and place, beside one another where a place has several kinds."""
    placed = _by_place(marks)
    kinds_at: dict[Point, list[MarkKind]] = defaultdict(list)
    for point, kind in placed:
        kinds_at[point].append(kind)
    found = []
    for (point, kind), here in sorted(placed.items(), key=lambda item: (-item[0][0][1], item[0][0][0], item[0][1])):
        siblings = sorted(kinds_at[point])
        at = (point[0] + (siblings.index(kind) - (len(siblings) - 1) / 2) * 27, point[1])
        style = MARK_STYLES[kind]
        found.append(
            PlacedMark(
                name=f"{style.label}, {_place_name(here[0])}",
                tip=_listed([mark.name for mark in here]),
                at=at,
                shape=_shape(*at, style.sides),
                letter=style.letter,
                colour=style.colour,
            )
        )
    return found


def _by_place(marks: Iterable[Mark]) -> dict[tuple[Point, MarkKind], list[Mark]]:
    found: dict[tuple[Point, MarkKind], list[Mark]] = defaultdict(list)
    for mark in marks:
        point = centres(Level.DEPARTMENT).get(mark.department)
        if point is None and mark.region in centres(Level.REGION):
            x, y = centres(Level.REGION)[mark.region]
            point = (x, y - ASIDE)
        if point is not None:
            found[point, mark.kind].append(mark)
    return found


def _place_name(mark: Mark) -> str:
    return f"département {mark.department}" if mark.department else plain(mark.region)


def _listed(names: Sequence[str]) -> str:
    shown = [f"• {plain(name)}" for name in names[:LISTED]]
    hidden = len(names) - LISTED
    return "\n".join([*shown, f"et {plural(hidden, 'autre')}"] if hidden > 0 else shown)


def _shape(x: float, y: float, sides: int) -> tuple[Point, ...]:
    """A regular shape around a point, sized so that every kind weighs the same to the eye."""
    radius = {3: 17.0, 4: 15.5}.get(sides, 12.5)
    turn = math.pi / 4 if sides == 4 else math.pi / 2
    angles = [turn + 2 * math.pi * rank / sides for rank in range(sides)]
    return tuple((x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in angles)
