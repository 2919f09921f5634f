"""Turns of phrase that several sections share."""

from collections.abc import Callable
from typing import Any, Final

from dashboard.domain.french import amount, decimal, is_missing, plural, quoted, signed
from dashboard.domain.operation import UNDATED, Decided
from dashboard.domain.periods import words_of
from dashboard.figures.labels import plain
from dashboard.warehouse.query import TOTAL, Row

COMPUTED: Final = "Calculé par la même fonction que les pages de l'application"


def counted(number: int, kind: Decided) -> str:
    """« aucune opération retenue », « 1 opération retenue », « 9 opérations non examinées »."""
    return kind.operations(number) if number else f"aucune opération {kind.said}"


def opened(text: str) -> str:
    """The sentence with its first letter in upper case."""
    return f"{text[:1].upper()}{text[1:]}"


def wave_label(wave: str, period: str) -> str:
    """« Vague 2019 », « Hors vague », « Toutes vagues »; in 2021-2027 « 2024 », « Sans date de convention », « Toutes années »."""
    words = words_of(period)
    return opened(words.every_wave if wave == TOTAL else words.wave_name(plain(wave)))


def euros_words(
    opening: str, total_cost: Any, eu_amount: Any = None, *, of_cost: str = "", joint: str = " dont "
) -> str:
    """« , pour 394,0 M€ de coût total dont 200,1 M€ de l'Union européenne », after operations that are counted.

    An amount that nobody knows is left out, both of them give nothing. `of_cost`: what the cost is a share of, in words.
    """
    cost = "" if is_missing(total_cost) else f"{amount(total_cost)} de coût total{of_cost}"
    union = "" if is_missing(eu_amount) else f"{amount(eu_amount)} de l'Union européenne"
    said = joint.join(filter(None, (cost, union)))
    return f"{opening}{said}" if said else ""


def the_wave(period: str, wave: str = "") -> str:
    """« la vague 2019 », « l'année de convention 2025 »: a wave in a sentence, or the noun alone. One that people named is quoted."""
    name = plain(wave)
    if name and not name[:1].isdecimal():
        return quoted(name)
    return f"{words_of(period).the_wave} {name}".rstrip()


def undated_words(change: Row, kind: Decided) -> str:
    """How many operations a comparison leaves out because no date places them; nothing where there is none."""
    if not change["programme_undated"]:
        return ""
    left, those = change["programme_undated"], change["undated"]
    return (
        f"{plural(left, 'opération programmée', 'opérations programmées')} {UNDATED}, dont "
        f"{plural(those, kind.said, kind.several) if those else f'aucune {kind.said}'}, {'reste' if left == 1 else 'restent'} hors de "
        "cette comparaison."
    )


def compared_words(change: Row, name: str, printed: Callable[[Any], str], against: str = "") -> str:
    """« 2019\u202f: 111 (+9) »: a measure of `change_between_waves` in its wave, and its difference with the one that it is compared with.

    `against` names that one where nothing else does.
    """
    said = f"{change['wave']}\u202f: {printed(change[name])}"
    difference = change[f"{name}_difference"]
    if is_missing(difference):
        return said
    if name.endswith("_share"):
        points = decimal(difference * 100, 1)
        return f"{said} ({signed(points)}\u202fpoint{'s' if abs(difference) >= 0.02 else ''}{against})"
    return f"{said} ({signed(printed(difference))}{against})"


def counted_once(places: str) -> str:
    """How operations of several `places` (« régions », « départements ») are counted, wherever places are listed."""
    return (
        f"Une opération qui couvre plusieurs {places} compte une fois, sur une ligne à part\u202f; le filtre sur l'une de ses "
        "places la garde aussi."
    )


def left_to_the_table(rows: int) -> str:
    """What a chart that shows the first rows says of the others; nothing where it shows them all."""
    return f"Le tableau donne aussi {plural(rows, 'autre ligne')}." if rows > 0 else ""


def lowered(text: str) -> str:
    """The words with their first letter in lower case, for the middle of a sentence."""
    return f"{text[:1].lower()}{text[1:]}"
