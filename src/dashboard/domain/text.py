"""Text as people type it: what is the same in other spellings, and what is no text."""

import re
import unicodedata
from functools import lru_cache

_SPACES = " \u00a0\u202f"
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})


def unaccented(text: str) -> str:
    """Lower case, no accents, ligatures as two letters: « Œuvre d'Île » → « oeuvre d'ile »."""
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


# The same names of places, bodies and categories are sorted in every run of a page.
@lru_cache(maxsize=4096)
def french_order(text: str) -> tuple[str, str]:
    """Sorts as a French dictionary does: letters first, accents and case only between equal words.

    The Python side of SQL's `collate fr`: every list of names sorted in code takes this key.
    """
    return unaccented(text), text


def normalised(text: str) -> str:
    """Unaccented words and figures, one space between them, as the warehouse's macro `normalise`."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", unaccented(text)).split())


def is_readable(text: str) -> bool:
    """Whether an argument or the name of a file is text: bytes that no encoding explains can be neither shown nor kept."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def legible(text: str) -> str:
    """The text on one line, where nothing moves a cursor or turns the order of words: such characters as they are written in code."""
    return "".join(
        letter.encode("unicode_escape").decode()
        if unicodedata.category(letter)[0] in "CZ" and letter not in _SPACES
        else letter
        for letter in text
    )
