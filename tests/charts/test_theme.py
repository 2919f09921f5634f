"""Colours are read by everyone: on a projector, in print, by colour-blind people."""

from itertools import combinations
from math import dist

import pytest

from dashboard.charts import theme

MARKS = {
    "axes": list(theme.AXES.values()),
    "categories": list(theme.CATEGORICAL),
    "managing bodies": list(theme.MANAGING_BODIES.values()),
    "waves": [*theme.WAVES.values(), *theme.WAVE_RESERVE],
    "fillers": [theme.OTHERS, theme.UNKNOWN, theme.MAIN],
}

SETS_SHOWN_TOGETHER = {
    "axes": MARKS["axes"],
    "five types of operation": MARKS["categories"][:5],
    "managing bodies": MARKS["managing bodies"],
    "waves": MARKS["waves"],
}

# Machado, Oliveira and Fernandes (2009), full severity, on linear RGB.
VISIONS = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}


def seen(colour, vision):
    """CIE L*a*b* of a colour as that vision perceives it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    r, g, b = (min(1, max(0, sum(w * c for w, c in zip(row, linear, strict=True)))) for row in VISIONS[vision])
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
    )
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def test_contrast_follows_the_published_values():
    assert theme.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert theme.contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colour", sorted({colour for colours in MARKS.values() for colour in colours}))
def test_marks_stand_out_from_the_paper_and_carry_readable_text(colour):
    assert theme.contrast(colour, theme.PAPER) >= 3
    assert theme.contrast(theme.ink_on(colour), colour) >= 4.5


@pytest.mark.parametrize("ink", [theme.INK, theme.INK_SOFT])
def test_text_reaches_aa(ink):
    assert theme.contrast(ink, theme.PAPER) >= 4.5


@pytest.mark.parametrize("name", SETS_SHOWN_TOGETHER)
@pytest.mark.parametrize("vision", VISIONS)
def test_colours_shown_together_stay_apart(name, vision):
    for one, other in combinations(SETS_SHOWN_TOGETHER[name], 2):
        assert dist(seen(one, vision), seen(other, vision)) >= 15, f"{one} and {other}"


def test_sequential_scale_darkens_steadily():
    luminances = [theme.luminance(colour) for colour in theme.SEQUENTIAL]
    assert luminances == sorted(luminances, reverse=True)


def test_a_value_keeps_its_colour_whatever_is_beside_it():
    assert theme.axis_colours([3]) == {"3": theme.axis_colours([1, 2, 3])["3"]}
    assert (
        theme.managing_body_colours(["OI PLIE"])["OI PLIE"]
        == theme.managing_body_colours(["AGD", "OI PLIE"])["OI PLIE"]
    )
    assert theme.wave_colours(["2019"])["2019"] == theme.wave_colours(["2021", "2017", "2019"])["2019"]


def test_unforeseen_values_have_a_colour():
    assert theme.axis_colours([42]) == {"42": theme.UNKNOWN}
    assert len(set(theme.wave_colours(["2017", "2019", "2021", "2023"]).values())) == 4
    assert len(theme.category_colours([f"type {rank}" for rank in range(12)])) == 12


def test_toolbar_offers_the_picture_alone_and_speaks_french():
    config = theme.plotly_config("par-axe")
    assert config["modeBarButtons"] == [["toImage"]]
    assert config["toImageButtonOptions"]["filename"] == "par-axe"
    french = config["locales"][config["locale"]]
    assert french["dictionary"]["Download plot as a PNG"].startswith("Télécharger")
    assert (french["format"]["decimal"], french["format"]["thousands"]) == (",", "\u202f")


def test_themed_figure_keeps_the_base_and_takes_the_changes():
    figure = theme.themed([{"type": "bar", "x": [1]}], {"margin": {"t": 50}, "height": 99})
    assert (figure.layout.margin.t, figure.layout.margin.l, figure.layout.height) == (50, 0, 99)
    assert figure.layout.separators == ",\u202f"
    assert theme.base_layout()["margin"]["t"] == 8
