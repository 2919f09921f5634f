"""The maps of the pack as pictures: territories in the colour of their class, overseas in insets, legend beside."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from matplotlib.path import Path as Outline

from dashboard.charts.maps_geometry import DRAWING, frames, outlines
from dashboard.charts.maps_scale import NO_DATA_COLOUR
from dashboard.exports.report.canvas import MARK_HEIGHT, Canvas, folded, text_width
from dashboard.figures.figure import MapArea, MapPicture
from dashboard.figures.palette import INK_SOFT, ink_on
from dashboard.warehouse.territories import Level

_SIZE: Final = 8.5
_SMALL: Final = 7.0
_LEGEND: Final = 0.27
"""The part of the width that the legend takes."""
_LINE: Final = 11.0
_SWATCH: Final = (14.0, 10.0)
_BORDER: Final = "#8F8FB0"
_FRAME: Final = "#B0B0B0"
_CAUTION: Final = "*"
_UNIT: Final = re.compile(r"[\s\u202f]*[^\d\s]+$")
_CAUTION_WORDS: Final = "* effectif faible, à lire avec prudence"


def map_picture(shown: MapPicture, width: float, mark: str = "") -> tuple[bytes, float]:
    """The picture and its height in points, `mark` at its foot."""
    legend = width * _LEGEND
    west, south, east, north = DRAWING
    scale = (width - legend) / (east - west)
    height = (north - south) * scale
    sheet = Canvas(width, height + (MARK_HEIGHT if mark else 0.0))
    sheet.mark(mark)
    level = Level(shown.level)
    areas = {area.code: area for area in shown.areas}

    def placed(x: float, y: float) -> tuple[float, float]:
        return (x - west) * scale, (north - y) * scale

    for code, _, _, shape in _shapes(level, scale):
        area = areas.get(code)
        colour = area.colour if area else NO_DATA_COLOUR
        sheet.outline(shape, colour, _BORDER, hatched=_without_data(area))
    for frame in frames(level):
        ring = [placed(x, y) for x, y in frame.ring]
        sheet.outline(Outline(ring), "none", _FRAME)
        xs, ys = [x for x, _ in ring], [y for _, y in ring]
        sheet.write(
            (min(xs) + max(xs)) / 2, max(ys) - 5, frame.name, size=_SMALL * 0.82, colour=INK_SOFT, across="center"
        )
    for code, point, room, _ in _shapes(level, scale):
        _write_value(sheet, areas.get(code), placed(*point), 2 * room * scale)
    _write_legend(sheet, shown, width - legend + 8)
    return sheet.png(), sheet.height


def _without_data(area: MapArea | None) -> bool:
    return area is None or area.value is None or area.colour.upper() == NO_DATA_COLOUR


def _write_value(sheet: Canvas, area: MapArea | None, at: tuple[float, float], room: float) -> None:
    """The figure without its unit, where the territory is wide enough for it."""
    if area is None or _without_data(area) or not area.value:
        return
    text = _UNIT.sub("", area.printed) + (_CAUTION if area.caution else "")
    if text_width(text, _SMALL, bold=True) <= room * 1.25:
        sheet.write(*at, text, size=_SMALL, bold=True, colour=ink_on(area.colour), across="center")


def _write_legend(sheet: Canvas, shown: MapPicture, x: float) -> None:
    room = sheet.width - x
    y = sheet.height * 0.3
    for line in folded(shown.title, room, _SIZE, 4) if shown.title else ():
        sheet.write(x, y, line, size=_SIZE, bold=False, colour=INK_SOFT)
        y += _LINE
    y += 5
    for entry in shown.legend:
        wide, high = _SWATCH
        hatched = entry.colour.upper() == NO_DATA_COLOUR
        sheet.outline(_box(x, y - high / 2, wide, high), entry.colour, _BORDER, hatched=hatched)
        for line in folded(entry.label, room - wide - 6, _SIZE, 2):
            sheet.write(x + wide + 6, y, line, size=_SIZE)
            y += _LINE
        y += 4
    if any(area.caution for area in shown.areas):
        for line in folded(_CAUTION_WORDS, room, _SMALL, 3):
            sheet.write(x, y, line, size=_SMALL, colour=INK_SOFT)
            y += _LINE


def _box(x: float, y: float, width: float, height: float) -> Outline:
    return Outline([(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)], closed=True)


@cache
def _shapes(level: Level, scale: float) -> Sequence[tuple[str, tuple[float, float], float, Outline]]:
    """Code, place and room of the label, and shape of each territory, in points from the top left corner."""
    return tuple(
        (outline.code, outline.label, outline.room, _shape(outline.geometry, scale)) for outline in outlines(level)
    )


def _shape(geometry: Any, scale: float) -> Outline:
    west, _, _, north = DRAWING
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    rings = [ring for polygon in polygons for ring in polygon]
    return Outline.make_compound_path(
        *(Outline([((x - west) * scale, (north - y) * scale) for x, y in ring], closed=True) for ring in rings)
    )
