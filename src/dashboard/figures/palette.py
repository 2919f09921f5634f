"""The one place that decides colours.

They come from the palette of the French State design system (DSFR). Marks reach 3:1 against white and stay apart for
colour-blind people (tests check both); no figure relies on colour alone.
"""

from collections.abc import Iterable
from typing import Final

PAPER: Final = "#FFFFFF"
INK: Final = "#161616"
INK_SOFT: Final = "#3A3A3A"

BLUE_FRANCE: Final = "#000091"
MAIN: Final = BLUE_FRANCE
OTHERS: Final = "#929292"
UNKNOWN: Final = "#777777"

SEQUENTIAL: Final = ("#E3E3FD", "#CACAFB", "#8585F6", "#6A6AF4", "#4A4AC8", "#313178", "#000091")
"""Amounts and counts on maps and heat maps, from least to most."""

AXES: Final[dict[str, str]] = {
    "1": "#6A6AF4",
    "2": "#009081",
    "3": BLUE_FRANCE,
    "4": "#695240",
    "5": "#CE614A",
    "6": "#CE70CC",
    "7": "#B7860B",
    "8": "#29598F",
}

CATEGORICAL: Final = (BLUE_FRANCE, "#417DC4", "#CE614A", "#6E445A", "#B7860B", "#009081", "#6A6AF4", "#A94645")
"""In this order for categories that have no colour of their own; the five types of operation take the first five."""

MANAGING_BODIES: Final[dict[str, str]] = {
    "AGD": "#29598F",
    "OI CD": "#009081",
    "OI PLIE": "#B478F1",
    "autre OI": "#B7860B",
    "national": "#A94645",
}

WAVES: Final[dict[str, str]] = {"2017": "#7C8FC4", "2019": BLUE_FRANCE}
WAVE_RESERVE: Final = ("#009081", "#B7860B", "#6E445A")


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB`, as WCAG 2.2 defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio between two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def ink_on(colour: str) -> str:
    """Black or white, whichever reads best on a mark of that colour."""
    return max(("#FFFFFF", "#000000"), key=lambda ink: contrast(ink, colour))


def axis_colours(axes: Iterable[object]) -> dict[str, str]:
    """One colour per priority axis."""
    return {str(axis): AXES.get(str(axis), UNKNOWN) for axis in axes}


def category_colours(categories: Iterable[str]) -> dict[str, str]:
    """One colour per category, in the order of the reference list (which must be whole, whatever the selection)."""
    return {name: CATEGORICAL[rank % len(CATEGORICAL)] for rank, name in enumerate(categories)}


def managing_body_colours(types: Iterable[str]) -> dict[str, str]:
    """One colour per type of managing body."""
    return {name: MANAGING_BODIES.get(name, UNKNOWN) for name in types}


def wave_colours(waves: Iterable[str]) -> dict[str, str]:
    """One colour per wave: the two published ones keep theirs, later ones take the reserve in turn."""
    names = sorted(waves)
    later = [name for name in names if name not in WAVES]
    reserve = {name: WAVE_RESERVE[rank % len(WAVE_RESERVE)] for rank, name in enumerate(later)}
    return {name: WAVES.get(name) or reserve[name] for name in names}
