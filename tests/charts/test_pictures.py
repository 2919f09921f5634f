import io
import re
from dataclasses import replace

import pytest
from lxml import etree
from PIL import Image

from dashboard.charts.maps_geometry import outlines
from dashboard.charts.pictures import chart_picture, map_picture
from dashboard.charts.pictures.sheet import MARK_HEIGHT, PRINTED, drawable, folded, text_width
from dashboard.domain.columns import Kind
from dashboard.figures.figure import Chart, ChartKind, MapArea, MapClass, MapPicture, Series
from dashboard.figures.maps_scale import NO_DATA_COLOUR, ZERO_COLOUR
from dashboard.warehouse.territories import Level

WIDTH = 460.0
SVG = "{http://www.w3.org/2000/svg}"
BLUE, RED = "#000091", "#CE614A"
ROWS = ({"label": "Axe 1", "a": 10.0, "b": 1.0}, {"label": "Axe 2", "a": 5.0, "b": None})
CHART = Chart(ChartKind.BARS, ROWS, "label", (Series("A", "a", BLUE),))


def shown(picture):
    image = Image.open(io.BytesIO(picture.png()))
    height = picture.height
    assert image.info["dpi"] == pytest.approx((200, 200), abs=0.1)
    assert image.size == (pytest.approx(WIDTH / 72 * 200, abs=2), pytest.approx(height / 72 * 200, abs=2))
    return image.convert("RGB")


def counted(image, colour):
    wanted = tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return sum(
        count
        for count, found in image.getcolors(1 << 24)
        if all(abs(one - other) <= 3 for one, other in zip(found, wanted, strict=True))
    )


def test_bars_are_as_long_as_their_values():
    image = shown(chart_picture(CHART, WIDTH))
    blue = [
        sum(image.getpixel((x, y))[2] > 120 > 40 > image.getpixel((x, y))[0] for x in range(image.width))
        for y in range(image.height)
    ]
    full, half = max(blue[: image.height // 2]), max(blue[image.height // 2 :])
    assert half / full == pytest.approx(0.5, abs=0.02)


def test_flat_colours_are_exact():
    image = shown(chart_picture(replace(CHART, colours=(BLUE, RED)), WIDTH))
    assert image.getpixel((0, 0)) == (255, 255, 255)
    frequent = [found for _, found in sorted(image.getcolors(1 << 24), reverse=True)[:3]]
    assert frequent == [(255, 255, 255), (0, 0, 145), (206, 97, 74)]


def test_series_have_their_colours_and_a_missing_value_draws_nothing():
    two = replace(CHART, kind=ChartKind.GROUPED_BARS, series=(*CHART.series, Series("B", "b", RED)))
    with_one = counted(shown(chart_picture(two, WIDTH)), RED)
    known = replace(two, rows=(ROWS[0], {**ROWS[1], "b": 9.0}))
    assert 0 < with_one < counted(shown(chart_picture(known, WIDTH)), RED)


def test_rows_of_one_series_may_have_their_own_colours():
    image = shown(chart_picture(replace(CHART, colours=(BLUE, RED)), WIDTH))
    assert counted(image, RED) > 1000
    assert counted(image, BLUE) > 1000


def test_shares_fill_the_row():
    shares = ({"label": "x", "a": 0.25, "b": 0.75}, {"label": "rien", "a": None, "b": None})
    series = (Series("A", "a", BLUE), Series("B", "b", RED))
    image = shown(chart_picture(Chart(ChartKind.STACKED_SHARES, shares, "label", series, Kind.PERCENT), WIDTH))
    assert counted(image, RED) / counted(image, BLUE) == pytest.approx(3, abs=0.5)


@pytest.mark.parametrize(
    "rows",
    [(), tuple({**row, "a": None} for row in ROWS), ROWS * 20],
    ids=["no row", "nothing known", "too many rows"],
)
def test_nothing_is_drawn_where_nothing_would_be_read(rows):
    assert chart_picture(replace(CHART, rows=rows), WIDTH) is None


def test_the_mark_goes_with_the_picture():
    plain, marked = chart_picture(CHART, WIDTH), chart_picture(CHART, WIDTH, mark="Réponses synthétiques")
    assert marked.height == plain.height + MARK_HEIGHT * PRINTED
    foot = shown(marked).crop((0, round(plain.height / 72 * 200), 600, round(marked.height / 72 * 200)))
    assert foot.convert("L").getextrema()[0] < 100


def test_same_chart_same_bytes():
    one, other = chart_picture(CHART, WIDTH), chart_picture(CHART, WIDTH)
    assert one.png() == other.png()
    assert one.svg() == other.svg()


def test_a_screen_gets_words_and_shapes_in_the_type_it_asks_for():
    hostile = ({**ROWS[0], "label": "<script>alert(1)</script> & co"}, ROWS[1])
    drawn = chart_picture(replace(CHART, rows=hostile, colours=(BLUE, RED)), WIDTH, size=20)
    root = etree.fromstring(drawn.svg().encode())
    texts = list(root.iter(f"{SVG}text"))
    assert "".join("".join(text.itertext()) for text in texts[:3]).startswith("<script>alert(1)</script>")
    assert {"10", "5"} < {text.text for text in texts}
    assert {re.search(r"\b(\d+)px", text.get("style"))[1] for text in texts} == {"20"}
    styles = " ".join(path.get("style", "") for path in root.iter(f"{SVG}path"))
    assert BLUE in styles
    assert RED.lower() in styles
    assert [float(side.removesuffix("pt")) for side in (root.get("width"), root.get("height"))] == [
        pytest.approx(WIDTH), pytest.approx(drawn.height),
    ]  # fmt: skip
    assert not [element for element in root.iter() if element.tag in {f"{SVG}script", f"{SVG}image"}]


def test_larger_type_makes_a_higher_picture_of_the_same_width():
    heights = [chart_picture(CHART, WIDTH, size=size).height for size in (8, 16)]
    assert heights[1] == pytest.approx(2 * heights[0])


def map_of(value, colour):
    areas = tuple(MapArea(o.code, o.name, value, str(value), str(value), colour) for o in outlines(Level.REGION))
    return shown(map_picture(MapPicture("region", areas, (MapClass("classe", colour),)), WIDTH))


def test_without_data_is_hatched_and_zero_is_not():
    hatch = "#8A8A8A"
    assert counted(map_of(None, NO_DATA_COLOUR), hatch) > 10 * counted(map_of(0.0, ZERO_COLOUR), hatch) > -1
    assert (
        counted(map_of(0.0, ZERO_COLOUR), NO_DATA_COLOUR) < counted(map_of(None, NO_DATA_COLOUR), NO_DATA_COLOUR) / 10
    )


def test_territories_take_the_colour_of_their_class():
    assert counted(map_of(3.0, BLUE), BLUE) > 100_000


@pytest.mark.parametrize("level", list(Level))
def test_every_level_is_drawn(level):
    drawn = map_picture(MapPicture(level.value, (), ()), WIDTH)
    assert drawn.height > WIDTH / 2
    assert len(drawn.png()) < 250_000
    assert len(drawn.svg()) < 400_000


def test_words_fit_in_the_room_they_are_given():
    text = "Multiplier les parcours intégrés vers l'emploi des publics qui en sont très éloignés"
    lines = folded(text, 120, 8.5, 9)
    assert " ".join(lines) == text
    assert all(text_width(line, 8.5) <= 120 for line in lines)
    assert folded(text, 120, 8.5, 2)[1].endswith("…")
    assert folded("court", 120, 8.5, 2) == ["court"]
    assert len(folded("x" * 600, 120, 8.5, 3)) == 3


def test_signs_that_the_font_lacks_are_left_out():
    assert drawable("Bilan 🌍 $x$\n38\u202fM€") == "Bilan  $x$ 38\u202fM€"
