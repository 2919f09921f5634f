"""Words on their way into a document: no control character, French spaces, right-to-left passages told apart."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from dashboard.domain.french import NARROW_SPACE

_DROPPED: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""What XML forbids, and the marks that would turn the direction of the words that follow."""
_ACCENT: Final = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_STACKED: Final = re.compile(f"({_ACCENT}{{2}}){_ACCENT}+")
"""Accents piled on one letter, which would climb over the line above; no language needs more than two."""
_LINE_ENDS: Final = re.compile("\r\n|[\r\x85\u2028\u2029]")
# From the first space of a run alone: tried from each, a run of a million spaces would take hours.
_BEFORE_SIGN: Final = re.compile(r"(?<![ \u00a0\u2009\u202f])[ \u00a0\u2009\u202f]+(?=[;:!?%€»](?!\w))")
_AFTER_GUILLEMET: Final = re.compile(r"(?<=«)[ \u00a0\u2009\u202f]+")
_LETTER: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff"
_RIGHT_TO_LEFT: Final = re.compile(f"[{_LETTER}]+(?:[^{_LETTER}0-9A-Za-z\u00c0-\u024f]+[{_LETTER}]+)*")


_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_CELL: Final = 32_767


def clean(text: object) -> str:
    """The text without control characters, with narrow spaces where French wants them; line ends are kept."""
    return _spaced(_printable(text))


def one_line(text: object) -> str:
    """The text on one line, its spaces single."""
    return _spaced(re.sub(r"[ \n]+", " ", _printable(text)).strip(" "))


def _printable(text: object) -> str:
    return _STACKED.sub(r"\1", _DROPPED.sub("", _LINE_ENDS.sub("\n", str(text)))).replace("\t", " ")


def _spaced(text: str) -> str:
    return _AFTER_GUILLEMET.sub(NARROW_SPACE, _BEFORE_SIGN.sub(NARROW_SPACE, text))


def kept_ends(text: object) -> str:
    """`one_line`, with the space at either end that parts a run of words from its neighbour."""
    given, line = str(text), one_line(text)
    return f"{' ' if given[:1] == ' ' and line else ''}{line}{' ' if given[-1:] == ' ' and line else ''}"


def paragraphs(text: object) -> list[str]:
    """One text per line that holds something."""
    return [line for line in (one_line(part) for part in clean(text).split("\n")) if line]


def shortened(text: str, limit: int) -> str:
    """The beginning of the text, cut between two words where there is one, with an ellipsis."""
    if len(text) <= limit:
        return text
    start = text[:limit]
    words = start.rpartition(" ")[0]
    return (words if len(words) > limit // 2 else start).rstrip(" ,;:.–-" + NARROW_SPACE) + "…"


def reads_right_to_left(text: str) -> bool:
    """Whether the first letter belongs to a script that is read from right to left."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def passages(text: str) -> Iterator[tuple[str, bool]]:
    """The text cut where the direction of reading changes: each passage, and whether it reads from right to left."""
    start = 0
    for found in _RIGHT_TO_LEFT.finditer(text):
        if found.start() > start:
            yield text[start : found.start()], False
        yield found[0], True
        start = found.end()
    if start < len(text):
        yield text[start:], False


def harmless(text: str) -> str:
    """Text that a spreadsheet shows instead of running: an apostrophe goes before what would start a formula."""
    cleaned = legal(text)
    return f"'{cleaned}" if cleaned.startswith(_FORMULA_STARTS) else cleaned


def legal(text: str) -> str:
    """The text without the characters that XML forbids or rewrites, no longer than a cell."""
    return _ILLEGAL.sub("", text).replace("\r\n", "\n").replace("\r", "\n")[:_LONGEST_CELL]
