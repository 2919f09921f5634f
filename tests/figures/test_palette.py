"""Colours are read by everyone: on a projector, in print, by colour-blind people."""

from itertools import combinations
from math import dist

import pytest

from dashboard.figures import palette

MARKS = {
    "axes": list(palette.AXES.values()),
    "categories": list(palette.CATEGORICAL),
    "managing bodies": list(palette.MANAGING_BODIES.values()),
    "waves": [*palette.WAVES.values(), *palette.WAVE_RESERVE],
    "fillers": [palette.OTHERS, palette.UNKNOWN, palette.MAIN],
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
    assert palette.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert palette.contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colour", sorted({colour for colours in MARKS.values() for colour in colours}))
def test_marks_stand_out_from_the_paper_and_carry_readable_text(colour):
    assert palette.contrast(colour, palette.PAPER) >= 3
    assert palette.contrast(palette.ink_on(colour), colour) >= 4.5


@pytest.mark.parametrize("ink", [palette.INK, palette.INK_SOFT])
def test_text_reaches_aa(ink):
    assert palette.contrast(ink, palette.PAPER) >= 4.5


@pytest.mark.parametrize("name", SETS_SHOWN_TOGETHER)
@pytest.mark.parametrize("vision", VISIONS)
def test_colours_shown_together_stay_apart(name, vision):
    for one, other in combinations(SETS_SHOWN_TOGETHER[name], 2):
        assert dist(seen(one, vision), seen(other, vision)) >= 15, f"{one} and {other}"


def test_sequential_scale_darkens_steadily():
    luminances = [palette.luminance(colour) for colour in palette.SEQUENTIAL]
    assert luminances == sorted(luminances, reverse=True)


def test_a_value_keeps_its_colour_whatever_is_beside_it():
    assert palette.axis_colours([3]) == {"3": palette.axis_colours([1, 2, 3])["3"]}
    assert (
        palette.managing_body_colours(["OI PLIE"])["OI PLIE"]
        == palette.managing_body_colours(["AGD", "OI PLIE"])["OI PLIE"]
    )
    assert palette.wave_colours(["2019"])["2019"] == palette.wave_colours(["2021", "2017", "2019"])["2019"]


def test_unforeseen_values_have_a_colour():
    assert palette.axis_colours([42]) == {"42": palette.UNKNOWN}
    assert len(set(palette.wave_colours(["2017", "2019", "2021", "2023"]).values())) == 4
    assert len(palette.category_colours([f"type {rank}" for rank in range(12)])) == 12
