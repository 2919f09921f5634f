"""Maps as native shapes: one freeform per territory, grouped, with the legend, the leaders and what no shape can show."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import hypot
from typing import Final

from dashboard.charts.maps_geometry import DRAWING, Point, frames
from dashboard.charts.maps_scale import NO_DATA_COLOUR, ZERO_COLOUR
from dashboard.domain.french import NARROW_SPACE
from dashboard.exports.slides.markup import Box, Style, group, paragraph, shape
from dashboard.exports.slides.outlines import simplified
from dashboard.exports.slides.page import Page
from dashboard.exports.slides.text import cleaned, cut_to, fitted, width_of
from dashboard.figures.figure import MapArea, MapPicture
from dashboard.figures.palette import INK, INK_SOFT, PAPER, ink_on
from dashboard.warehouse.territories import Level

TEXT_SIZE: Final = 16.0
VALUE_SIZE: Final = 12.0
INSET_SIZE: Final = 8.0
LEADERS: Final = 8
SEA: Final = "#929292"
PANEL: Final = "#F5F5FE"

_WEST, _SOUTH, _EAST, _NORTH = DRAWING
_SWATCH: Final = Box(0, 0, 26, 17)
_LINE: Final = 24.0
_PRECISION: Final = 10
"""Units of a path to a kilometre."""
_COLUMN: Final = 0.5
"""Share of the width that the map may take: the rest says what it shows."""


def add_map(page: Page, picture: MapPicture, box: Box, name: str, description: str) -> None:
    """The map to the left; to the right its legend, its leaders, and what lies apart."""
    level = Level(picture.level)
    scale = min(box.height / (_NORTH - _SOUTH), box.width * _COLUMN / (_EAST - _WEST))
    drawn = Box(box.left, box.top, (_EAST - _WEST) * scale, (_NORTH - _SOUTH) * scale)
    _add_territories(page, picture, level, drawn, scale, name, description)
    gap = 20.0
    _add_reading(page, picture, Box(drawn.right + gap, box.top, box.right - drawn.right - gap, box.height))


@dataclass(frozen=True, slots=True)
class _Traced:
    """A territory ready to be coloured: its path, and the box that holds it, in the kilometres of the drawing."""

    code: str
    name: str
    west: float
    north: float
    width: float
    height: float
    geometry: str
    label: Point
    room: float


@cache
def _traced(level: Level) -> tuple[_Traced, ...]:
    found = []
    for territory in simplified(level):
        points = [point for ring in territory.rings for point in ring]
        west, east = min(x for x, _ in points), max(x for x, _ in points)
        south, north = min(y for _, y in points), max(y for _, y in points)
        width, height = east - west, north - south
        contours = "".join(_contour(ring, west, north) for ring in territory.rings)
        size = f'w="{round(width * _PRECISION)}" h="{round(height * _PRECISION)}"'
        geometry = (
            "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
            '<a:rect l="l" t="t" r="r" b="b"/>'
            f"<a:pathLst><a:path {size}>{contours}</a:path></a:pathLst></a:custGeom>"
        )
        outline = territory.outline
        found.append(
            _Traced(outline.code, outline.name, west, north, width, height, geometry, outline.label, outline.room)
        )
    return tuple(found)


def _contour(ring: Sequence[Point], west: float, north: float) -> str:
    points = [f'<a:pt x="{round((x - west) * _PRECISION)}" y="{round((north - y) * _PRECISION)}"/>' for x, y in ring]
    lines = "".join(f"<a:lnTo>{point}</a:lnTo>" for point in points[1:])
    return f"<a:moveTo>{points[0]}</a:moveTo>{lines}<a:close/>"


def _add_territories(
    page: Page, picture: MapPicture, level: Level, box: Box, scale: float, name: str, description: str
) -> None:
    areas = {area.code: area for area in picture.areas}
    territories, insets = _traced(level), frames(level)
    numbers = iter(page.numbers(2 * len(territories) + 2 * len(insets) + 1))

    def place(west: float, north: float, width: float, height: float) -> Box:
        return Box(box.left + (west - _WEST) * scale, box.top + (_NORTH - north) * scale, width * scale, height * scale)

    whole = next(numbers)
    shapes: list[str] = []
    names: list[str] = []
    for inset in insets:
        (west, east), (south, north) = _range(inset.ring, 0), _range(inset.ring, 1)
        frame = place(west, north, east - west, north - south)
        shapes.append(shape(next(numbers), f"Cartouche {inset.name}", frame, line=SEA, line_width=0.5))
        words = fitted(inset.name, frame.width - 4, INSET_SIZE * 1.2, (INSET_SIZE, 7))
        written = paragraph((words.text, Style(words.size, colour=INK_SOFT)))
        label = Box(frame.left + 2, frame.top + 1, frame.width - 4, INSET_SIZE * 1.2)
        names.append(shape(next(numbers), f"Nom {inset.name}", label, paragraphs=written))
    labels: list[str] = []
    for territory in territories:
        area = areas.get(territory.code)
        colour = area.colour if area else NO_DATA_COLOUR
        spot = place(territory.west, territory.north, territory.width, territory.height)
        shapes.append(
            shape(
                next(numbers), territory.name, spot, geometry=territory.geometry, fill=colour,
                line=SEA if colour == ZERO_COLOUR else PAPER, line_width=0.5,
                description=_said(territory.name, area),
            )
        )  # fmt: skip
        if area is not None and area.value and _holds(area.printed, territory.room * scale):
            x, y = territory.label
            centre = place(x, y, 0, 0)
            width, height = width_of(area.printed, VALUE_SIZE, bold=True) + 4, VALUE_SIZE * 1.2
            around = Box(centre.left - width / 2, centre.top - height / 2, width, height)
            style = Style(VALUE_SIZE, bold=True, colour=ink_on(colour))
            labels.append(
                shape(
                    next(numbers), f"Valeur {territory.name}", around,
                    paragraphs=paragraph((area.printed, style), align="ctr"), anchor="ctr", wrap=False,
                )
            )  # fmt: skip
    page.add(group(whole, name, box, "".join([*shapes, *names, *labels]), description))


def _range(ring: Sequence[Point], axis: int) -> tuple[float, float]:
    values = [point[axis] for point in ring]
    return min(values), max(values)


def _said(name: str, area: MapArea | None) -> str:
    return f"{name}{NARROW_SPACE}: {area.printed if area else 'pas de donnée'}"


def _holds(printed: str, room: float) -> bool:
    """Whether a figure holds inside a territory, `room` points around its label being its own."""
    width = width_of(printed, VALUE_SIZE, bold=True)
    return hypot(width, VALUE_SIZE * 0.8) / 2 <= room


def _add_reading(page: Page, picture: MapPicture, box: Box) -> None:
    left, right = box.columns(0.39, 16)
    lines = 1 + max(len(_legend(picture)), LEADERS)
    _add_legend(page, picture, left)
    _add_leaders(page, picture, right)
    below = box.below(lines * _LINE + 18)
    if not picture.apart:
        return
    words = [cleaned(text) for text in picture.apart]
    fitting = fitted(" ".join(words), below.width - 32, below.height - 24, (18, 16, 14))
    panel = Box(
        below.left, below.top, below.width, min(below.height, (fitting.lines + len(words)) * fitting.size * 1.2 + 24)
    )
    page.rectangle(panel, "Fond", fill=PANEL)
    style = Style(fitting.size, colour=INK)
    shown = [fitting.text] if fitting.cut else words
    page.text(panel.inside(12), [paragraph((text, style), after=3) for text in shown], "Hors carte", anchor="ctr")


def _legend(picture: MapPicture) -> list[tuple[str, str]]:
    """The classes as they are given, and grey where a shape has no figure at all."""
    classes = [(entry.label, entry.colour) for entry in picture.legend]
    known = {area.code for area in picture.areas}
    missing = any(territory.code not in known for territory in _traced(Level(picture.level)))
    if missing and NO_DATA_COLOUR not in {colour for _, colour in classes}:
        classes.append(("pas de donnée", NO_DATA_COLOUR))
    return classes


def _add_legend(page: Page, picture: MapPicture, box: Box) -> None:
    head = fitted(picture.title, box.width, _LINE, (TEXT_SIZE, 15, 14), bold=True, most_lines=1)
    page.text(_line(box, 0), [paragraph((head.text, Style(head.size, bold=True, colour=INK)))], "Titre de la légende")
    entries = _legend(picture)
    numbers = page.numbers(2 * len(entries) + 1)
    shapes = []
    for rank, (label, colour) in enumerate(entries):
        line = _line(box, rank + 1)
        swatch = Box(line.left, line.top + 1, _SWATCH.width, _SWATCH.height)
        shapes.append(shape(numbers[2 * rank], f"Classe {label}", swatch, fill=colour, line=SEA, line_width=0.5))
        words = Box(swatch.right + 8, line.top, box.width - _SWATCH.width - 8, line.height)
        short = cut_to(cleaned(label), words.width, 1, TEXT_SIZE)
        written = paragraph((short, Style(TEXT_SIZE, colour=INK)))
        shapes.append(shape(numbers[2 * rank + 1], f"Libellé {label}", words, paragraphs=written))
    place = Box(box.left, box.top + _LINE, box.width, _LINE * len(entries))
    said = "Légende" + f"{NARROW_SPACE}: " + f"{NARROW_SPACE}; ".join(label for label, _ in entries)
    page.add(group(numbers[-1], "Légende", place, "".join(shapes), said))


def _add_leaders(page: Page, picture: MapPicture, box: Box) -> None:
    """The territories that come first, in words: the map alone would only show them."""
    known = [area for area in picture.areas if area.value and not area.caution]
    leading = sorted(known, key=lambda area: (-(area.value or 0), area.name))[:LEADERS]
    if not leading:
        return
    style = Style(TEXT_SIZE, bold=True, colour=INK)
    page.text(_line(box, 0), [paragraph(("En tête", style))], "Titre du classement")
    figures = max(width_of(area.printed, TEXT_SIZE, bold=True) for area in leading) + 6
    for rank, area in enumerate(leading):
        line = _line(box, rank + 1)
        name = cut_to(cleaned(area.name), line.width - figures - 8, 1, TEXT_SIZE)
        page.text(
            Box(line.left, line.top, line.width - figures - 4, line.height),
            [paragraph((name, Style(TEXT_SIZE, colour=INK)))],
            f"Rang {rank + 1}",
        )
        page.text(
            Box(line.right - figures, line.top, figures, line.height),
            [paragraph((area.printed, style), align="r")],
            f"Valeur {rank + 1}",
        )


def _line(box: Box, rank: int) -> Box:
    return Box(box.left, box.top + rank * _LINE, box.width, _LINE)
