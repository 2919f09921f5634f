"""A map of the pack as an SVG: the same shapes, classes and colours as elsewhere, crisp at any size and without WebGL."""

import base64
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

from dashboard.charts.maps_geometry import DRAWING, frames, outlines
from dashboard.figures.figure import MapPicture
from dashboard.warehouse.territories import Level

NO_DATA: Final = "#D6D6D6"
LEADERS: Final = 5
_WEST, _SOUTH, _EAST, _NORTH = DRAWING


def map_image(picture: MapPicture, sentence: str) -> str:
    """The map as an image in HTML; `sentence` is its text alternative.

    The drawing travels inside the address of the image: Streamlit takes inline SVG out of a page.
    """
    drawing = base64.b64encode(_svg(picture).encode()).decode()
    return f'<img class="diapo-carte" alt="{escape(sentence)}" src="data:image/svg+xml;base64,{drawing}">'


def _svg(picture: MapPicture) -> str:
    level = Level(picture.level)
    colours = {area.code: area.colour for area in picture.areas}
    shapes = "".join(
        f'<path d="{_path(outline.geometry)}" fill="{escape(colours.get(outline.code, NO_DATA))}" stroke="#fff" stroke-width="2"/>'
        for outline in outlines(level)
    )
    insets = "".join(
        f'<polygon points="{" ".join(_point(point) for point in frame.ring)}" fill="none" stroke="#929292" stroke-width="2"/>'
        for frame in frames(level)
    )
    size = f"{_EAST - _WEST:.0f} {_NORTH - _SOUTH:.0f}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}">{shapes}{insets}</svg>'


def legend_html(picture: MapPicture) -> str:
    """The classes of a picture, its leading territories, and what no shape can show."""
    leaders = sorted((area for area in picture.areas if area.value), key=lambda area: -(area.value or 0))[:LEADERS]
    first = "".join(f"<li>{escape(area.name)}<b>{escape(area.printed)}</b></li>" for area in leaders)
    lines = "".join(
        f'<li><span style="background:{escape(item.colour)}"></span>{escape(item.label)}</li>'
        for item in picture.legend
    )
    apart = "".join(f"<p>{escape(text)}</p>" for text in picture.apart)
    return f'<ol class="diapo-tete">{first}</ol><ul class="diapo-legende">{lines}</ul>{apart}'


def _path(geometry: Mapping[str, Any]) -> str:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    rings = (ring for polygon in polygons for ring in polygon)
    return " ".join(f"M{'L'.join(_point(point) for point in ring)}Z" for ring in rings)


def _point(point: Sequence[float]) -> str:
    return f"{point[0] - _WEST:.0f},{_NORTH - point[1]:.0f}"
