"""Makes a pattern of plain words, so that nobody has to write a regular expression."""

import re
import unicodedata
from typing import Final

from dashboard.identification.normal_text import normalise

_INVARIABLE: Final = frozenset(
    {
        "aux", "avec", "ces", "dans", "des", "entre", "les", "leur", "leurs", "mal", "non", "par", "pas", "peu", "pour", "sans",
        "ses", "son", "sous", "sur", "une", "vers",
    }
)  # fmt: skip
_SHORTEST: Final = 3

_ENDINGS: Final = (
    (re.compile("ée?s?$"), "ee?s?"),
    (re.compile("eaux?$"), "eaux?"),
    (re.compile("(?:ales?|al|aux)$"), "a(?:l|le|les|ux)"),
    (re.compile("(?:ifs?|ives?)$"), "i(?:fs?|ves?)"),
    (re.compile("(?:antes?|ants?)$"), "ante?s?"),
    (re.compile("(?:eux?|euses?)$"), "eu(?:x|ses?)?"),
    (re.compile("x$"), "x"),
    (re.compile("z$"), "z"),
    (re.compile("s?$"), "s?"),
)
"""What a word ends with, accents included → how its forms end; the first that fits counts."""


def pattern_of(words: str) -> str:
    """The pattern that finds these words in the singular, the plural and the feminine.

    « jardin partagé » → `jardins? partagee?s?`, « besoin social » → `besoins? socia(?:l|le|les|ux)`.
    What follows no rule has to be written by hand. Empty for a text without words.
    """
    composed = unicodedata.normalize("NFC", words.lower())
    letters = "".join(sign for sign in composed if not unicodedata.category(sign).startswith("M"))
    found = (_inflected(word) for word in re.findall(r"[^\W_]+", letters))
    return " ".join(pattern for pattern in found if pattern)


def identifier_of(label: str) -> str:
    """An id for a new expression: « Jardin partagé » → `jardin_partage`."""
    return normalise(label).text.replace(" ", "_")


def _inflected(word: str) -> str:
    plain = normalise(word).text
    if len(plain) < _SHORTEST or plain in _INVARIABLE or plain.isdecimal() or " " in plain:
        return plain
    ending, forms = next((match[0], forms) for rule, forms in _ENDINGS if (match := rule.search(word)))
    return normalise(word.removesuffix(ending)).text + forms
