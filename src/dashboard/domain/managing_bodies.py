"""The types of managing body: the short code that tables show, and the words that say it."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, str]] = {
    "AGD": "Autorité de gestion déléguée (AGD)",
    "OI CD": "Conseil départemental (OI CD)",
    "OI PLIE": "Plan local pour l'insertion et l'emploi (OI PLIE)",
    "autre OI": "Autre organisme intermédiaire (autre OI)",
    "national": "Service national (national)",
}
"""Code of `managing_body_rules.csv` → its words, which end with the code."""
CODES: Final = (
    "AGD\u202f: autorité de gestion déléguée\u202f; OI\u202f: organisme intermédiaire\u202f; CD\u202f: conseil départemental\u202f; "
    "PLIE\u202f: plan local pour l'insertion et l'emploi."
)
"""What the codes stand for, once where a table or a chart shows them."""


def type_in_words(code: str) -> str:
    """« Conseil départemental (OI CD) »; a value that is no code, as « Non renseigné », stays as it is."""
    return WORDS.get(code, code)
