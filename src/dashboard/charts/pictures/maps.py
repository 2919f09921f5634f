"""The maps of the pack as pictures: territories in the colour of their class, overseas in insets, legend beside."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from matplotlib.path import Path as Outline

from dashboard.charts.maps_geometry import DRAWING, Frame, frames, outlines
from dashboard.charts.pictures.sheet import PRINTED, Sheet, folded, text_width
from dashboard.figures.figure import MapArea, MapPicture
from dashboard.figures.maps_scale import NO_DATA_COLOUR
from dashboard.figures.palette import INK_SOFT, ink_on
from dashboard.warehouse.territories import Level

_SMALL: Final = 0.82
_SMALLEST: Final = 0.68
"""Types of the figures and of the names of the insets, over the usual one."""
_LEGEND: Final = 0.27
"""The part of the width that the legend takes."""
_LINE: Final = 1.3
_SWATCH: Final = (1.65, 1.18)
"""Distances of the legend, over the type."""
_BORDER: Final = "#8F8FB0"
_FRAME: Final = "#B0B0B0"
_CAUTION_WORDS: Final = "* effectif faible, à lire avec prudence"


def map_picture(shown: MapPicture, width: float, *, size: float = PRINTED, mark: str = "") -> Sheet:
    """The picture, `mark` at its foot."""
    legend = width * _LEGEND
    west, south, east, north = DRAWING
    scale = (width - legend) / (east - west)
    sheet = Sheet(width, (north - south) * scale, size=size, mark=mark)
    level = Level(shown.level)
    areas = {area.code: area for area in shown.areas}

    def placed(x: float, y: float) -> tuple[float, float]:
        return (x - west) * scale, (north - y) * scale

    for code, _, _, shape in _shapes(level, scale):
        area = areas.get(code)
        colour = area.colour if area else NO_DATA_COLOUR
        sheet.outline(shape, colour, _BORDER, hatched=_without_data(area))
    insets = frames(level)
    type_ = min((_SMALLEST * size, *(_fitting(frame, scale) for frame in insets)))
    for frame in insets:
        ring = [placed(x, y) for x, y in frame.ring]
        sheet.outline(Outline(ring), "none", _FRAME)
        middle, foot = placed((frame.west + frame.east) / 2, frame.south)
        sheet.write(middle, foot - 0.6 * size, frame.name, size=type_, colour=INK_SOFT, across="center")
    for code, point, room, _ in _shapes(level, scale):
        _write_value(sheet, areas.get(code), placed(*point), 2 * room * scale, _SMALL * size)
    _write_legend(sheet, shown, width - legend + size, size)
    return sheet


def _fitting(frame: Frame, scale: float) -> float:
    """The type in which the name of an inset is as wide as its frame, or nearly."""
    return 0.94 * (frame.east - frame.west) * scale / text_width(frame.name, 1)


def _without_data(area: MapArea | None) -> bool:
    return area is None or area.value is None or area.colour.upper() == NO_DATA_COLOUR


def _write_value(sheet: Sheet, area: MapArea | None, at: tuple[float, float], room: float, size: float) -> None:
    """The figure without its unit, where the territory is wide enough for it."""
    if area is None or _without_data(area) or not area.value:
        return
    if text_width(area.figure, size, bold=True) <= room * 1.25:
        sheet.write(*at, area.figure, size=size, bold=True, colour=ink_on(area.colour), across="center")


def _write_legend(sheet: Sheet, shown: MapPicture, x: float, size: float) -> None:
    room, y, line = sheet.width - x, sheet.height * 0.3, _LINE * size
    wide, high = (side * size for side in _SWATCH)
    for words in folded(shown.title, room, size, 4) if shown.title else ():
        sheet.write(x, y, words, size=size, colour=INK_SOFT)
        y += line
    y += 0.6 * size
    for entry in shown.legend:
        hatched = entry.colour.upper() == NO_DATA_COLOUR
        sheet.outline(_box(x, y - high / 2, wide, high), entry.colour, _BORDER, hatched=hatched)
        for words in folded(entry.label, room - wide - 0.7 * size, size, 2):
            sheet.write(x + wide + 0.7 * size, y, words, size=size)
            y += line
        y += 0.47 * size
    if any(area.caution for area in shown.areas):
        for words in folded(_CAUTION_WORDS, room, _SMALL * size, 3):
            sheet.write(x, y, words, size=_SMALL * size, colour=INK_SOFT)
            y += line


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
        *(
            Outline([(round((x - west) * scale, 2), round((north - y) * scale, 2)) for x, y in ring], closed=True)
            for ring in rings
        )
    )
