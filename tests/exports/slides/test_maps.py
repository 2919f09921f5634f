from itertools import pairwise
from math import hypot

import pytest

from dashboard.charts.maps_geometry import frames, outlines
from dashboard.exports.pack.content import Section, SectionKey
from dashboard.exports.slides import slides_bytes
from dashboard.exports.slides.outlines import simplified
from dashboard.figures.figure import MapArea, MapClass, MapPicture
from dashboard.figures.maps_scale import NO_DATA_COLOUR, ZERO_COLOUR
from dashboard.warehouse.territories import Level
from tests.exports.slides.conftest import figure_of, opened, pack_of, texts_of

LEGEND = (MapClass("aucune", ZERO_COLOUR), MapClass("1 à 9", "#CACAFB"), MapClass("10 et plus", "#000091"))
APART = "Volet national du FSE\u202f: 17 opérations retenues."


def picture_of(level=Level.REGION, **missing):
    areas = []
    for rank, outline in enumerate(outlines(level)):
        if rank == 5:
            continue
        value = 0 if rank == 0 else rank
        colour = ZERO_COLOUR if value == 0 else "#CACAFB" if value < 10 else "#000091"
        areas.append(MapArea(outline.code, outline.name, value, str(value), str(value), colour))
    return MapPicture(level.value, tuple(areas), LEGEND, (APART,), "Opérations retenues")


def map_of(picture):
    figure = figure_of([("a", 1.0)], chart=None, map=picture)
    deck = opened(slides_bytes(pack_of(Section(SectionKey.REGION, "Régions", "Message", figures=(figure,)))))
    slide = next(
        slide
        for slide in deck.slides
        if any(shape.name == figure.caption for shape in slide.shapes if not shape.has_table)
    )
    return next(shape for shape in slide.shapes if shape.name == figure.caption), slide


@pytest.mark.parametrize("level", Level)
def test_every_territory_is_a_freeform_of_its_colour(level):
    picture = picture_of(level)
    group, _ = map_of(picture)
    colours = {area.name: area.colour[1:] for area in picture.areas}
    found = [shape for shape in group.shapes if shape._element.xpath(".//a:custGeom")]
    assert sorted(shape.name for shape in found) == sorted(outline.name for outline in outlines(level))
    for shape in found:
        assert str(shape.fill.fore_color.rgb) == colours.get(shape.name, NO_DATA_COLOUR[1:])
        assert shape._element.xpath(".//p:cNvPr/@descr")


def test_no_data_and_zero_are_told_apart_in_the_legend_and_in_words():
    picture = picture_of()
    group, slide = map_of(picture)
    missing = outlines(Level.REGION)[5]
    shape = next(shape for shape in group.shapes if shape.name == missing.name)
    assert shape._element.xpath(".//p:cNvPr/@descr") == [f"{missing.name}\u202f: pas de donnée"]
    words = texts_of(slide)
    assert "pas de donnée" in words
    assert "aucune" in words
    legend = next(shape for shape in slide.shapes if shape.name == "Légende" and shape.shape_type == 6)
    swatches = {str(shape.fill.fore_color.rgb) for shape in legend.shapes if shape.name.startswith("Classe")}
    assert {ZERO_COLOUR[1:], NO_DATA_COLOUR[1:]} <= swatches


def test_shapes_have_no_shadow_and_a_thin_outline():
    group, _ = map_of(picture_of())
    assert not group._element.xpath(".//a:effectLst/*")
    for shape in group.shapes:
        if shape._element.xpath(".//a:custGeom"):
            assert not shape.shadow.inherit
            assert shape.line.width <= 12_700


def test_insets_legend_leaders_and_what_lies_apart_are_said():
    group, slide = map_of(picture_of())
    words = texts_of(slide)
    for frame in frames(Level.REGION):
        assert any(shape.name == f"Cartouche {frame.name}" for shape in group.shapes)
        assert any(shape.name == f"Nom {frame.name}" for shape in group.shapes)
    for entry in LEGEND:
        assert entry.label in words
    assert APART in words
    leader = max(picture_of().areas, key=lambda area: area.value)
    assert leader.name in words


def test_every_shape_of_the_map_is_inside_it():
    group, _ = map_of(picture_of())
    for shape in group.shapes:
        assert group.left - 12_700 <= shape.left
        assert group.top - 12_700 <= shape.top
        assert shape.left + shape.width <= group.left + group.width + 12_700
        assert shape.top + shape.height <= group.top + group.height + 12_700


@pytest.mark.parametrize("level", Level)
def test_simplified_shapes_are_lighter_and_neighbours_still_share_their_borders(level):
    before = sum(len(ring) for outline in outlines(level) for ring in rings_of(outline))
    after = sum(len(ring) for shape in simplified(level) for ring in shape.rings)
    assert after < before * 0.7
    assert [shape.outline.code for shape in simplified(level)] == [outline.code for outline in outlines(level)]
    shared_before = shared([ring for outline in outlines(level) for ring in rings_of(outline)])
    shared_after = shared([(*ring, ring[0]) for shape in simplified(level) for ring in shape.rings])
    assert shared_before > 0.2
    assert shared_after == pytest.approx(shared_before, rel=0.03)


def rings_of(outline):
    geometry = outline.geometry
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [[tuple(point) for point in ring] for polygon in polygons for ring in polygon]


def shared(rings):
    """The share of the borders that two territories have in common."""
    seen, common, whole = set(), 0.0, 0.0
    for ring in rings:
        for one, other in pairwise(ring):
            edge = frozenset((one, other))
            length = hypot(one[0] - other[0], one[1] - other[1])
            whole += length
            common += length if edge in seen else 0
            seen.add(edge)
    return common / whole
