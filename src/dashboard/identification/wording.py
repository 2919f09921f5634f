"""Words and patterns: the id of a label, the pattern that finds words as people write them, the words behind a pattern."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from dashboard.identification.normal_text import normalise

_INVARIABLE: Final = frozenset(
    ("a", "au", "aux", "avec", "c", "d", "dans", "de", "des", "du", "en", "entre", "et", "il", "ils", "l", "la", "le", "les", "leur", "n", "ne", "non", "on", "ou", "par", "pas", "plus", "pour", "qu", "que", "qui", "s", "sans", "se", "ses", "son", "sous", "sur", "un", "une", "vers", "y")
)  # fmt: skip
"""Small words, which no plural changes."""
_SIGNS: Final = re.compile(r"[^a-z0-9()?|:\\\[\]*]+")


def identifier_of(label: str) -> str:
    """An id for a new expression: « Jardin partagé » → `jardin_partage`."""
    return normalise(label).text.replace(" ", "_")


def pattern_of(variants: Sequence[str]) -> str:
    """The pattern that finds any of these words or groups of words, in the singular and in the plural.

    Accents, capitals, hyphens and apostrophes are read as in the texts: « Tiers-lieu », « tiers lieu » → `tiers? lieux?`.
    """
    found = (" ".join(map(_either_number, normalise(variant).text.split())) for variant in variants)
    return "|".join(dict.fromkeys(pattern for pattern in found if pattern))


def _either_number(word: str) -> str:
    if word in _INVARIABLE or len(word) < 3 or word[-1] == "z" or any(sign.isdigit() for sign in word):
        return word
    if word.endswith("al"):
        return f"{word[:-2]}a(?:l|ux)"
    if word.endswith("aux") and not word.endswith("eaux"):
        return f"{word[:-3]}a(?:l|ux)"
    if word[-1] in "sx":
        return f"{word}?"
    return f"{word}x?" if word.endswith(("au", "eu")) else f"{word}s?"


def words_of(pattern: str) -> list[str] | None:
    """The words behind a pattern, one per choice, in the singular; None where it says more than words do."""
    inner = pattern[3:-1] if pattern.startswith("(?:") and _closes_last(pattern) else pattern
    words = [re.sub(r"[sx]\?", "", choice.replace("a(?:l|ux)", "al")) for choice in _choices(inner)]
    return words if all(re.fullmatch(r"[a-z0-9 ]+", word) for word in words) else None


def _choices(pattern: str) -> list[str]:
    choices, depth = [""], 0
    for sign in pattern:
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            choices.append("")
        else:
            choices[-1] += sign
    return choices


def _closes_last(pattern: str) -> bool:
    """Whether the group that opens the pattern closes at its very end."""
    depth = 0
    for place, sign in enumerate(pattern):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return place == len(pattern) - 1
    return False


def as_pattern(text: str) -> str:
    """A pattern that somebody wrote, without the accents, capitals and signs that no searched text holds."""
    plain = unicodedata.normalize("NFD", text.lower().replace("œ", "oe").replace("æ", "ae"))
    kept = "".join(sign for sign in plain if not unicodedata.category(sign).startswith("M"))
    return _SIGNS.sub(" ", kept).strip()
