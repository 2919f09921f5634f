"""Turns of phrase that several sections share."""

from typing import Final

from dashboard.domain.french import Number, euros, is_missing, millions, plural
from dashboard.domain.operation import Decided
from dashboard.figures.labels import plain
from dashboard.warehouse.query import OUTSIDE_WAVES, TOTAL

COMPUTED: Final = "Calculé par la même fonction que les pages de l'application"

SMALL: Final = 100_000
"""Euros under which « 0,0 M€ » would say nothing."""


def amount(value: Number) -> str:
    """An amount in a sentence: millions, or euros where it is small."""
    small = not is_missing(value) and 0 < abs(float(value)) < SMALL
    return euros(value, 0) if small else millions(value)


def counted(number: int, kind: Decided) -> str:
    """« aucune opération retenue », « 1 opération retenue », « 9 opérations non retenues »."""
    return kind.operations(number) if number else f"aucune opération {kind}"


def opened(text: str) -> str:
    """The sentence with its first letter in upper case."""
    return f"{text[:1].upper()}{text[1:]}"


def wave_label(wave: str) -> str:
    """« Vague 2019 », « Hors vague », « Toutes vagues »."""
    if wave == TOTAL:
        return "Toutes vagues"
    return "Hors vague" if wave == OUTSIDE_WAVES else f"Vague {plain(wave)}"


def left_to_the_table(rows: int) -> str:
    """What a chart that shows the first rows says of the others; nothing where it shows them all."""
    return f"Le tableau donne aussi {plural(rows, 'autre ligne')}." if rows > 0 else ""


def lowered(text: str) -> str:
    """The words with their first letter in lower case, for the middle of a sentence."""
    return f"{text[:1].lower()}{text[1:]}"
