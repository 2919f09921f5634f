"""The committed shapes: whole, clean, one fabric without gaps or overlaps, and light."""

import csv
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from dashboard.charts.maps_geometry import DRAWING, FILES, centres, frames, outlines
from dashboard.warehouse.territories import Level

ROOT = Path(__file__).parents[1]
GEO = ROOT / "data" / "geo"
LIGHT = {"departments": 170_000, "regions": 100_000, "regions_2016": 80_000, "insets": 3_000}
SMALLEST_PART = 3.5
"""Square kilometres: what a sliver between two borders never reaches."""


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / "reference" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def features(name: str) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads((GEO / f"{name}.geojson").read_text(encoding="utf-8"))["features"]
    return read


def shapes(name: str) -> dict[str, BaseGeometry]:
    """Name → shape, without the second drawings of small territories."""
    return {
        feature["properties"]["name"]: shape(feature["geometry"])
        for feature in features(name)
        if not feature["properties"].get("enlarged")
    }


EXPECTED = {
    "departments": {row["code"]: row["name"] for row in rows("departments")},
    "regions": {row["cog"]: row["region"] for row in rows("regions") if row["kind"] != "national"},
    "regions_2016": {
        row["region_2016_cog"]: row["region_2016"] for row in rows("regions") if row["kind"] != "national"
    },
}
COUNTS = {"departments": 101, "regions": 27, "regions_2016": 18}


@pytest.mark.parametrize("name", EXPECTED)
def test_every_territory_is_there_under_its_official_code_and_name(name: str) -> None:
    found = {
        feature["properties"]["code"]: feature["properties"]["name"]
        for feature in features(name)
        if not feature["properties"].get("enlarged")
    }
    assert found == EXPECTED[name]
    assert len(found) == COUNTS[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_shapes_are_valid_and_without_slivers(name: str) -> None:
    for feature in features(name):
        geometry = shape(feature["geometry"])
        assert geometry.is_valid, feature["properties"]
        parts = list(geometry.geoms)
        assert parts
        inset = any(frame.contains(geometry) for frame in inset_frames(name))
        smallest = 0.5 if inset else SMALLEST_PART
        assert all(part.area >= smallest for part in parts), feature["properties"]
        assert all(shapely.Polygon(hole).area >= smallest for part in parts for hole in part.interiors)


def inset_frames(name: str) -> list[BaseGeometry]:
    return [shape(feature["geometry"]) for feature in features("insets") if name in feature["properties"]["levels"]]


@pytest.mark.parametrize("name", EXPECTED)
def test_neighbours_share_their_borders(name: str) -> None:
    """Neither overlaps nor gaps: every border is drawn by the same points on both sides."""
    drawn = list(shapes(name).values())
    assert shapely.coverage_is_valid(drawn)
    whole = shapely.union_all(drawn)
    holes = [shapely.Polygon(hole) for part in whole.geoms for hole in part.interiors]
    gulf, enclave = sorted(holes, key=lambda hole: hole.centroid.x)
    assert gulf.distance(shapely.Point(238, 753)) < 5, "the gulf of Morbihan"
    assert enclave.distance(shapely.Point(615, 152)) < 5, "Llívia, in Spain"


@pytest.mark.parametrize("level", ["region", "region_2016"])
def test_a_region_is_the_sum_of_its_departments(level: str) -> None:
    departments = shapes("departments")
    areas: dict[str, float] = defaultdict(float)
    for row in rows("departments"):
        areas[row[level]] += departments[row["name"]].area
    for name, geometry in shapes(level.replace("region", "regions")).items():
        assert geometry.area == pytest.approx(areas[name], rel=0.005), name


def test_the_mainland_has_the_size_of_the_mainland() -> None:
    """The projection keeps areas within a few hundredths; a wrong constant would show at once."""
    mainland = [row["name"] for row in rows("departments") if len(row["code"]) == 2]
    departments = shapes("departments")
    assert sum(departments[name].area for name in mainland) == pytest.approx(544_000, rel=0.02)
    assert departments["Gironde"].area == pytest.approx(10_000, rel=0.05)
    assert departments["Paris"].area == pytest.approx(105, rel=0.3)


def test_insets_hold_the_overseas_departments_and_touch_nothing_else() -> None:
    departments = shapes("departments")
    framed = {feature["properties"]["name"]: shape(feature["geometry"]) for feature in features("insets")}
    overseas = [row["name"] for row in rows("departments") if len(row["code"]) == 3]
    assert set(framed) == {*overseas, "Paris et petite couronne"}
    for name in overseas:
        assert framed[name].contains(departments[name])
    others = [geometry for name, geometry in departments.items() if name not in overseas]
    assert not any(frame.intersects(geometry) for frame in framed.values() for geometry in others)
    pairs = [(one, other) for one in framed for other in framed if one < other]
    assert not any(framed[one].intersects(framed[other]) for one, other in pairs)


def test_paris_and_its_neighbours_are_drawn_twice() -> None:
    enlarged = [feature for feature in features("departments") if feature["properties"].get("enlarged")]
    assert {feature["properties"]["code"] for feature in enlarged} == {"75", "92", "93", "94"}
    departments = shapes("departments")
    for feature in enlarged:
        assert shape(feature["geometry"]).area > 3 * departments[feature["properties"]["name"]].area


@pytest.mark.parametrize("name", EXPECTED)
def test_labels_stand_inside_their_territory(name: str) -> None:
    for feature in features(name):
        point = shapely.Point(feature["properties"]["label"])
        geometry = shape(feature["geometry"])
        assert geometry.contains(point), feature["properties"]
        assert geometry.boundary.distance(point) == pytest.approx(feature["properties"]["room"], abs=0.5)


def test_the_drawing_holds_every_shape() -> None:
    west, south, east, north = DRAWING
    whole = shapely.box(west, south, east, north)
    for name in (*EXPECTED, "insets"):
        assert all(whole.contains(shape(feature["geometry"])) for feature in features(name))


@pytest.mark.parametrize(("name", "most"), LIGHT.items())
def test_files_stay_light(name: str, most: int) -> None:
    assert (GEO / f"{name}.geojson").stat().st_size < most


@pytest.mark.parametrize("level", Level)
def test_the_product_reads_them_once(level: Level) -> None:
    assert {outline.code: outline.name for outline in outlines(level)} == EXPECTED[FILES[level]]
    assert outlines(level) is outlines(level)
    assert len(frames(level)) == (6 if level is Level.DEPARTMENT else 5)
    first = outlines(level)[0]
    assert centres(level)[first.code] == centres(level)[first.name] == first.label
