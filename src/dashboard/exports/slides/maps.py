"""Maps as native shapes: one freeform per territory, grouped, with the legend, the leaders and what no shape can show."""

from collections.abc import Sequence
from dataclasses import replace
from math import hypot
from typing import Any, Final

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

from dashboard.charts.maps_geometry import DRAWING, Point, frames, outlines
from dashboard.domain.text import french_order
from dashboard.exports.slides.drawing import (
    Box,
    Style,
    add_group,
    add_rectangle,
    add_text,
    dress,
    emu,
    paragraph,
)
from dashboard.exports.slides.fitting import LINE, cut_to, fitted, width_of
from dashboard.exports.slides.ooxml import describe
from dashboard.exports.slides.outlines import simplified
from dashboard.exports.slides.page import Page
from dashboard.exports.slides.words import COLON, SECTION_BREAK
from dashboard.exports.text import one_line
from dashboard.figures.figure import MapArea, MapPicture
from dashboard.figures.maps_scale import NO_DATA_COLOUR, ZERO_COLOUR
from dashboard.figures.palette import INK, INK_SOFT, PAPER, ink_on
from dashboard.warehouse.territories import Level

TEXT_SIZE: Final = 16.0
VALUE_SIZE: Final = 12.0
INSET_SIZE: Final = 8.0
LEADERS: Final = 8
FEWEST_LEADERS: Final = 4
"""As many as are left where what no shape can show needs the room."""
SEA: Final = "#929292"
PANEL: Final = "#F5F5FE"

_WEST, _SOUTH, _EAST, _NORTH = DRAWING
_SWATCH: Final = (26.0, 17.0)
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


def _add_territories(
    page: Page, picture: MapPicture, level: Level, box: Box, scale: float, name: str, description: str
) -> None:
    areas = {area.code: area for area in picture.areas}
    drawn: list[Any] = []
    words: list[Any] = []

    def placed(x: float, y: float, width: float = 0, height: float = 0) -> Box:
        return Box(box.left + (x - _WEST) * scale, box.top + (_NORTH - y) * scale, width * scale, height * scale)

    for inset in frames(level):
        (west, south), (east, north) = _corners(inset.ring)
        frame = placed(west, north, east - west, north - south)
        drawn.append(add_rectangle(page.shapes, frame, f"Cartouche {inset.name}", line=SEA))
        named = fitted(inset.name, frame.width - 4, INSET_SIZE * LINE, (INSET_SIZE, 7))
        line = Box(frame.left + 2, frame.top + 1, frame.width - 4, INSET_SIZE * LINE)
        said = paragraph(named.text, Style(named.size, colour=INK_SOFT))
        words.append(add_text(page.shapes, line, [said], f"Nom {inset.name}"))
    for territory in simplified(level):
        outline = territory.outline
        area = areas.get(outline.code)
        colour = area.colour if area else NO_DATA_COLOUR
        shape = _freeform(page.shapes, territory.rings, box, scale)
        dress(shape, colour, SEA if colour == ZERO_COLOUR else PAPER)
        describe(shape, outline.name, _said(outline.name, area))
        drawn.append(shape)
        if area is not None and area.value and _holds(area.printed, outline.room * scale):
            centre = placed(*outline.label)
            width, height = width_of(area.printed, VALUE_SIZE, bold=True) + 4, VALUE_SIZE * LINE
            around = Box(centre.left - width / 2, centre.top - height / 2, width, height)
            value = paragraph(area.printed, Style(VALUE_SIZE, bold=True, colour=ink_on(colour)), align=PP_ALIGN.CENTER)
            shape = add_text(
                page.shapes, around, [value], f"Valeur {outline.name}", anchor=MSO_ANCHOR.MIDDLE, wrap=False
            )
            words.append(shape)
    add_group(page.shapes, [*drawn, *words], name, description)


def _freeform(shapes: Any, rings: Sequence[Sequence[Point]], box: Box, scale: float) -> Any:
    """The contours as one shape, `_PRECISION` units of its path to a kilometre."""
    contours = [[((x - _WEST) * _PRECISION, (_NORTH - y) * _PRECISION) for x, y in ring] for ring in rings]
    builder = shapes.build_freeform(*contours[0][0], scale=emu(scale) / _PRECISION)
    for rank, contour in enumerate(contours):
        if rank:
            builder.move_to(*contour[0])
        builder.add_line_segments(contour[1:], close=True)
    return builder.convert_to_shape(emu(box.left), emu(box.top))


def _corners(ring: Sequence[Point]) -> tuple[Point, Point]:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return (min(xs), min(ys)), (max(xs), max(ys))


def _said(name: str, area: MapArea | None) -> str:
    return f"{name}{COLON}{area.printed if area else 'pas de donnée'}"


def _holds(printed: str, room: float) -> bool:
    """Whether a figure holds inside a territory, `room` points around its label being its own."""
    width = width_of(printed, VALUE_SIZE, bold=True)
    return hypot(width, VALUE_SIZE * 0.8) / 2 <= room


def _add_reading(page: Page, picture: MapPicture, box: Box) -> None:
    left, right = box.columns(0.39, 16)
    _add_legend(page, picture, left)
    words = [one_line(text) for text in picture.apart]
    for leaders in range(LEADERS, FEWEST_LEADERS - 1, -1):
        below = box.below((1 + max(len(_legend(picture)), leaders)) * _LINE + 18)
        fitting = fitted(" ".join(words), below.width - 32, below.height - 24, (18, 16, 14))
        if not fitting.cut:
            break
    _add_leaders(page, picture, right, leaders)
    if not words:
        return
    height = min(below.height, (fitting.lines + len(words)) * fitting.size * LINE + 24)
    panel = Box(below.left, below.top, below.width, height)
    add_rectangle(page.shapes, panel, "Fond", colour=PANEL)
    style = Style(fitting.size, colour=INK)
    shown = [fitting.text] if fitting.cut else words
    said = [paragraph(text, style, after=3) for text in shown]
    page.text(panel.inside(12), said, "Hors carte", anchor=MSO_ANCHOR.MIDDLE)


def _legend(picture: MapPicture) -> list[tuple[str, str]]:
    """The classes as they are given, and grey where a shape has no figure at all."""
    classes = [(entry.label, entry.colour) for entry in picture.legend]
    known = {area.code for area in picture.areas}
    missing = any(outline.code not in known for outline in outlines(Level(picture.level)))
    if missing and NO_DATA_COLOUR not in {colour for _, colour in classes}:
        classes.append(("pas de donnée", NO_DATA_COLOUR))
    return classes


def _add_legend(page: Page, picture: MapPicture, box: Box) -> None:
    head = fitted(picture.title, box.width, _LINE, (TEXT_SIZE, 15, 14), bold=True, most_lines=1)
    page.text(_line(box, 0), [paragraph(head.text, Style(head.size, bold=True, colour=INK))], "Titre de la légende")
    shapes: list[Any] = []
    entries = _legend(picture)
    for rank, (label, colour) in enumerate(entries, start=1):
        line = _line(box, rank)
        swatch = Box(line.left, line.top + 1, *_SWATCH)
        shapes.append(add_rectangle(page.shapes, swatch, f"Classe {label}", colour=colour, line=SEA))
        words = line.columns(0, _SWATCH[0] + 8)[1]
        short = cut_to(one_line(label), words.width, 1, TEXT_SIZE)
        said = paragraph(short, Style(TEXT_SIZE, colour=INK))
        shapes.append(add_text(page.shapes, words, [said], f"Libellé {label}"))
    said_whole = f"Légende{COLON}" + SECTION_BREAK.join(label for label, _ in entries)
    add_group(page.shapes, shapes, "Légende", said_whole)


def _add_leaders(page: Page, picture: MapPicture, box: Box, most: int) -> None:
    """The territories that come first, in words: the map alone would only show them."""
    known = [area for area in picture.areas if area.value and not area.caution]
    leading = sorted(known, key=lambda area: (-(area.value or 0), french_order(area.name)))[:most]
    if not leading:
        return
    plain, bold = Style(TEXT_SIZE, colour=INK), Style(TEXT_SIZE, bold=True, colour=INK)
    page.text(_line(box, 0), [paragraph("En tête", bold)], "Titre du classement")
    figures = max(width_of(area.printed, TEXT_SIZE, bold=True) for area in leading) + 6
    for rank, area in enumerate(leading, start=1):
        line = _line(box, rank)
        left = replace(line, width=line.width - figures - 4)
        right = replace(line, left=line.right - figures, width=figures)
        name = cut_to(one_line(area.name), left.width - 4, 1, TEXT_SIZE)
        page.text(left, [paragraph(name, plain)], f"Rang {rank}")
        page.text(right, [paragraph(area.printed, bold, align=PP_ALIGN.RIGHT)], f"Valeur {rank}")


def _line(box: Box, rank: int) -> Box:
    return Box(box.left, box.top + rank * _LINE, box.width, _LINE)
