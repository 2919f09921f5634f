"""Text encoded twice (« OpÃ©rationnel »): UTF-8 that a program took for another encoding, then wrote again in UTF-8."""

import re
from dataclasses import dataclass
from typing import Final

import duckdb

from dashboard.domain.french import plural, quoted
from dashboard.ingest.doubts import Finding
from dashboard.ingest.readers._staging import cell_names, run

LOST: Final = "\ufffd"
"""What stands where a program met a byte that it couldn't read: the letter is gone for good."""
BYTE_ORDER_MARK: Final = "\ufeff"

_LETTERS: Final = (
    "".join(map(chr, range(0xA0, 0x100))) + "œŒŸŠšŽž‘’“”‚„‹›†‡‰–—…€•™\u202f\u2009\u200b\u2011" + BYTE_ORDER_MARK + LOST
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


# The controls of Latin-1 stand between the letters of what was encoded three times.
_SINGLE: Final = {f"Â{control}": control for control in map(chr, range(0x80, 0xA0))} | {
    _taken_for(letter, codec): letter for codec in reversed(_WRONG_CODECS) for letter in _LETTERS
}
_DOUBLE: Final = re.compile("|".join(map(re.escape, sorted(_SINGLE, key=len, reverse=True))))
# The second half of « Ã » + no-break space is often lost: turned into a space, trimmed, merged with the space that follows.
# After a capital letter it may be Portuguese (« SÃO », « IRMÃ »); alone, or after a small letter, it never is.
_LONE_A: Final = re.compile(r"(?<![A-ZÀ-ÖØ-Þ])Ã(?:( ) ?|(?=[\s,;.)\"]|$))")


# The same as FIRST_BYTES, in a cell; with the letters that are lost.
_SUSPECT: Final = f"[Ã√¬≈├┬┼{LOST}]|[âÂÅ][\\x{{80}}-\\x{{BF}}]|â[€‚„]|ï[»¿]|Å[“’¸]|‚[ÄÇÑ]|Ô[Çéäªø]|´[╗┐]"


@dataclass
class Repaired:
    """What was put right in a text or a table: letters encoded twice, with a word before and after; letters that are lost."""

    doubled: int = 0
    before: str = ""
    after: str = ""
    lost: int = 0
    lost_word: str = ""

    def take(self, text: str, times: int = 1) -> str:
        """The text put right, counted as often as it occurs."""
        mended, count = single(text)
        if count and not self.doubled:
            self.before, self.after = _first_difference(text, mended)
        self.doubled += count * times
        if LOST in mended:
            if not self.lost:
                self.lost_word = word_around(mended, mended.index(LOST))
            self.lost += mended.count(LOST) * times
        return mended

    def say(self) -> list[Finding]:
        """What happened, with a sample of each."""
        findings = []
        if self.doubled:
            was = plural(self.doubled, "caractère a été rétabli", "caractères ont été rétablis")
            sample = f"{quoted(self.before)} se lit {quoted(self.after)}"
            findings.append(Finding(f"Du texte avait été encodé deux fois : {was} ({sample}).", 1))
        if self.lost:
            was = plural(self.lost, "caractère était déjà perdu", "caractères étaient déjà perdus")
            said = f"{was} dans le fichier ({quoted(self.lost_word)}) : demandez-en une nouvelle copie."
            findings.append(Finding(said, 1))
        return findings


def repair_cells(connection: duckdb.DuckDBPyConnection, width: int, repaired: Repaired) -> None:
    """Puts right the cells of `raw`, which has `width` columns; each distinct text is looked at once."""
    for cell in cell_names(width):
        found = run(connection, "find_double_encoding", {"suspect": _SUSPECT}, cell=cell)
        if found:
            texts = [text for text, _ in found]
            mended = [repaired.take(text, times) for text, times in found]
            run(connection, "mend_cells", {"texts": texts, "mended": mended}, cell=cell)


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


def _first_difference(before: str, after: str) -> tuple[str, str]:
    """The first word that two texts don't share, as it stands in each."""
    for old, new in zip(before.splitlines(), after.splitlines(), strict=False):
        if old != new:
            place = next((i for i, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), len(new) - 1)
            return word_around(old, place), word_around(new, place)
    return "", ""
