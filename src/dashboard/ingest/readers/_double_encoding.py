"""Text encoded twice (« OpÃ©rationnel »): UTF-8 that a program took for another encoding, then wrote again in UTF-8."""

import re
from typing import Final

LOST: Final = "\ufffd"
"""What stands where a program met a byte that it couldn't read: the letter is gone for good."""
BYTE_ORDER_MARK: Final = "\ufeff"

_LETTERS: Final = (
    "".join(map(chr, range(0xA0, 0x100))) + "œŒŸ‘’“”‚„«»–—…€•™\u202f\u2009\u200b\u2011" + BYTE_ORDER_MARK + LOST
)
_WRONG_CODECS: Final = ("cp1252", "latin-1", "mac-roman", "cp850")
FIRST_LETTERS: Final = ("Ã", "Â", "â", "Å", "ï", "√", "¬", "‚", "≈", "├", "┬", "┼", "Ô", "´")
"""What every double-encoded text begins with, whatever the wrong encoding was."""
# « â », « Ô » and « Â » are French as well: what comes next is needed to suspect them.
FIRST_BYTES: Final = (
    *(letter.encode() for letter in "Ã√¬≈├┬┼"),
    *(
        start.encode()
        for start in (
            "â€",
            "â‚",
            "â„",
            "ï»",
            "ï¿",
            "Å“",
            "Å’",
            "Å¸",
            "‚Ä",
            "‚Ç",
            "‚Ñ",
            "ÔÇ",
            "Ôé",
            "Ôä",
            "Ôª",
            "Ôø",
            "´╗",
            "´┐",
        )
    ),
    *(letter.encode() + b"\xc2" for letter in "ÂâÅ"),
)
"""The same in UTF-8, seen through bytes without ASCII."""


def _taken_for(letter: str, codec: str) -> str:
    return "".join(bytes([byte]).decode(codec, errors="ignore") or chr(byte) for byte in letter.encode())


_SINGLE: Final = {_taken_for(letter, codec): letter for codec in reversed(_WRONG_CODECS) for letter in _LETTERS}
_DOUBLE: Final = re.compile("|".join(map(re.escape, sorted(_SINGLE, key=len, reverse=True))))
# The second half of « Ã » + no-break space is often lost: turned into a space, trimmed, merged with the space that follows.
# After a capital letter it may be Portuguese (« SÃO », « IRMÃ »); alone, or after a small letter, it never is.
_LONE_A: Final = re.compile(r"(?<![A-ZÀ-ÖØ-Þ])Ã(?:( ) ?|(?=[\s,;.)\"]|$))")


def may_be_double(text: str) -> bool:
    """A quick look: False where nothing in the text can be double-encoded."""
    return not text.isascii() and any(start in text for start in FIRST_LETTERS)


def single(text: str) -> tuple[str, int]:
    """The text with what was encoded twice (or three times) put right, and how many letters that was.

    No letter of the table makes sense in French in its double form, so that each is its own proof; the rest stays untouched.
    """
    mended = 0
    for _ in range(3):
        text, count = _DOUBLE.subn(lambda found: _SINGLE[found[0]], text)
        mended += count
        if not count or not may_be_double(text):
            break
    text, count = _LONE_A.subn(lambda found: "à" + (found[1] or ""), text)
    return text, mended + count


def word_around(text: str, start: int) -> str:
    """The word that stands at a place of a text, at most forty characters on each side: a sample for a sentence."""
    left = re.split(r"[\s;,|\"]", text[max(start - 40, 0) : start])[-1]
    right = re.split(r"[\s;,|\"]", text[start + 1 : start + 40])[0]
    return left + text[start] + right
