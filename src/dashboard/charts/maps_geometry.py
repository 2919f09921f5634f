"""The shapes that maps are drawn from, read once per process. What they are and where they come from: data/geo/README.md."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from dashboard.warehouse.territories import Level

GEOGRAPHY_FOLDER: Final = Path(os.environ.get("DASHBOARD_DATA", Path(__file__).resolve().parents[3] / "data")) / "geo"
FILES: Final[Mapping[Level, str]] = {
    Level.REGION: "regions",
    Level.REGION_2016: "regions_2016",
    Level.DEPARTMENT: "departments",
}
DRAWING: Final = (0.0, 40.0, 1250.0, 1120.0)
"""West, south, east and north of every drawing, in its kilometres."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Outline:
    """One territory: its shape, and the point furthest from its borders with its distance to them, for a label.

    `enlarged`: a second drawing of a small territory, in an inset.
    """

    code: str
    name: str
    geometry: Mapping[str, Any]
    label: Point
    room: float
    enlarged: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of an inset and its name."""

    name: str
    ring: tuple[Point, ...]

    @property
    def west(self) -> float:
        """Its left side."""
        return min(x for x, _ in self.ring)

    @property
    def east(self) -> float:
        """Its right side."""
        return max(x for x, _ in self.ring)

    @property
    def south(self) -> float:
        """Its bottom."""
        return min(y for _, y in self.ring)


@cache
def outlines(level: Level) -> tuple[Outline, ...]:
    """Every territory of a level, by code."""
    return tuple(
        Outline(
            code=found["code"],
            name=found["name"],
            geometry=feature["geometry"],
            label=(found["label"][0], found["label"][1]),
            room=found["room"],
            enlarged=found.get("enlarged", False),
        )
        for feature in _features(FILES[level])
        for found in [feature["properties"]]
    )


@cache
def frames(level: Level) -> tuple[Frame, ...]:
    """The insets of a level."""
    return tuple(
        Frame(
            feature["properties"]["name"],
            tuple((x, y) for x, y in feature["geometry"]["coordinates"][0]),
        )
        for feature in _features("insets")
        if FILES[level] in feature["properties"]["levels"]
    )


@cache
def centres(level: Level) -> Mapping[str, Point]:
    """Code and name of a territory → the point that stands for it, large insets aside."""
    found: dict[str, Point] = {}
    for outline in outlines(level):
        for key in (outline.code, outline.name):
            found.setdefault(key, outline.label)
    return found


def _features(name: str) -> list[dict[str, Any]]:
    read: dict[str, Any] = json.loads((GEOGRAPHY_FOLDER / f"{name}.geojson").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = read["features"]
    return found
