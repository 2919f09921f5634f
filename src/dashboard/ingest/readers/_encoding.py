"""From the bytes of a text file to UTF-8, whatever was written in it."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from dashboard.ingest.readers._double_encoding import BYTE_ORDER_MARK, FIRST_BYTES, LOST, Repaired, word_around

CHUNK = 1 << 20
_TAIL = 4096

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ASCII = bytes(range(0x80))
# What French text looks like in UTF-8. Other valid sequences occur in cp1252 by accident, as « É » before a no-break space.
_FRENCH_UTF8 = re.compile(rb"\xc3[\x80-\xbf]|\xc5[\x92\x93\xb8]|\xc2[\xa0-\xbf]|\xe2\x80[\x80-\xbf]|\xe2\x82\xac")
MIXED: Final = "utf-8+cp1252"
_CODECS = {MIXED: ("utf-8", "as-cp1252"), "cp1252": ("cp1252", "as-cp1252")}
_HIGH: Final = re.compile(rb"[\x80-\xff]+")
_MARK_WITHIN: Final = re.compile(rb"[A-Za-z]\?(?=[a-z])")
_AROUND: Final = 40
_SAMPLED: Final = 1 << 16
_MARRED: Final = (*FIRST_BYTES, LOST.encode(), BYTE_ORDER_MARK.encode())
EIGHT_BITS: Final = ("cp1252", "mac-roman", "cp850")
"""The encodings of French text where a letter is one byte, the most usual first: the first one wins a tie."""

# How often a character stands among those beyond ASCII of French text (typed lists, 1 = always), by what it is.
_FREQUENCY: Final = {
    "é": 0.55, "è": 0.09, "à": 0.12, "ê": 0.04, "ç": 0.02, "ô": 0.02, "î": 0.01, "â": 0.012, "û": 0.006, "ù": 0.006,
    "ë": 0.003, "ï": 0.004, "ü": 0.001, "ö": 0.001, "ä": 0.0005, "ñ": 0.0005, "ã": 0.0003, "á": 0.0003, "í": 0.0003, "ó": 0.0003,
    "É": 0.03, "À": 0.008, "È": 0.008, "Ê": 0.003, "Ç": 0.003, "Ô": 0.002, "Î": 0.003, "Â": 0.002, "Ë": 0.0001, "Ï": 0.0001,
    "œ": 0.006, "Œ": 0.001, "’": 0.06, "«": 0.01, "»": 0.01, "\xa0": 0.02, "–": 0.01, "—": 0.001, "…": 0.008, "€": 0.02, "°": 0.01,
    "“": 0.002, "”": 0.002, "‘": 0.001, "•": 0.003, "·": 0.002, "²": 0.001, "½": 0.0005, "§": 0.0005, "®": 0.0003, "©": 0.0003,
}  # fmt: skip
_RARE: Final = 0.000003
_IMPOSSIBLE: Final = 0.0000001
_LOWER, _UPPER, _OTHER, _BEYOND = range(4)
_USUAL: Final = {"cp1252": 0.96, "mac-roman": 0.02, "cp850": 0.02}
_MARGIN: Final = log(10)
"""Two encodings are in doubt where one is less than ten times as likely as the other."""


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Reads bytes that are not UTF-8 as cp1252, and the five bytes that cp1252 leaves undefined as Latin-1."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    try:
        # cp1252 itself ends up here for its undefined bytes: decoding strictly keeps this from looping.
        return wrong.decode("cp1252"), error.end
    except UnicodeDecodeError:
        return wrong.decode("latin-1"), error.end


codecs.register_error("as-cp1252", _as_cp1252)


@dataclass(frozen=True)
class Survey:
    """The physical shape of a text file, told in one pass over its bytes.

    `is_marred`: it may hold text encoded twice, lost letters, or a byte order mark elsewhere than at its start.
    """

    lines: int
    trailing_blank: int
    has_quotes: bool
    has_nul: bool
    has_lone_returns: bool
    is_marred: bool
    is_ascii: bool
    ends_on_a_line_end: bool


@dataclass(frozen=True)
class Guess:
    """An encoding, and those that are about as likely though they give another text."""

    encoding: str
    rivals: tuple[str, ...] = ()


def survey(path: Path) -> Survey:
    """Counts lines and looks for what the fast path cannot take."""
    breaks, quotes, nul, returns, previous, tail = 0, False, False, False, b"", b""
    marred, carried, start, ascii_only = False, b"", True, True
    for chunk in _chunks(path):
        text = carried + (chunk.removeprefix(codecs.BOM_UTF8) if start else chunk)
        # What is looked for is made of bytes beyond ASCII only, a few per cent of the file. What stands side by side there may be far
        # apart in the file: « Châtaigniers, lot n° ».
        beyond = text.translate(None, _ASCII)
        start = False
        marred = marred or any(sign in text for sign in _MARRED if sign in beyond)
        carried = text[-8:]
        ascii_only = ascii_only and not beyond
        breaks += int(np.count_nonzero(np.frombuffer(chunk, dtype=np.uint8) == 10))
        quotes = quotes or b'"' in chunk
        returns = returns or b"\r" in chunk
        nul = nul or b"\0" in chunk
        previous = chunk[-1:]
        tail = chunk if len(chunk) >= _TAIL else tail[-_TAIL:] + chunk
    after = tail[len(tail.rstrip(b"\r\n")) :].count(b"\n")
    return Survey(
        lines=breaks + (previous not in (b"\n", b"")),
        trailing_blank=max(0, after - 1),
        has_quotes=quotes,
        has_nul=nul,
        # Outside quotes DuckDB itself refuses line ends that differ.
        has_lone_returns=quotes and returns and _has_lone_returns(path),
        is_marred=marred,
        is_ascii=ascii_only,
        ends_on_a_line_end=previous in (b"\n", b"\r", b""),
    )


def _has_lone_returns(path: Path) -> bool:
    ends_on_return = False
    for chunk in _chunks(path):
        if ends_on_return and not chunk.startswith(b"\n"):
            return True
        ends_on_return = chunk.endswith(b"\r")
        if chunk.count(b"\r") - ends_on_return != chunk.count(b"\r\n"):
            return True
    return ends_on_return


def bom_encoding(path: Path) -> str | None:
    """The encoding that a byte order mark, or NULs on every other byte, give away; None for the 8-bit ones."""
    with path.open("rb") as stream:
        head = stream.read(4096)
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return encoding
    even, odd = head[::2], head[1::2]
    if len(head) >= 16 and odd.count(0) > len(odd) * 0.7 and even.count(0) < len(even) * 0.1:
        return "utf-16-le"
    if len(head) >= 16 and even.count(0) > len(even) * 0.7 and odd.count(0) < len(odd) * 0.1:
        return "utf-16-be"
    return None


def detect(path: Path) -> Guess:
    """`utf-8`, one of EIGHT_BITS, or UTF-8 and cp1252 mixed, judged on the whole file."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
    except UnicodeDecodeError:
        is_utf8 = False
    else:
        is_utf8 = True
    high = valid = 0
    if is_utf8 and not (half := len(decoder.getstate()[0])):
        return Guess("utf-8")
    for chunk in _chunks(path):
        high += len(chunk.translate(None, _ASCII))
        valid += sum(map(len, _FRENCH_UTF8.findall(chunk)))
    # A last letter that isn't whole, after others that are: the file was cut.
    if is_utf8 and high > half:
        return Guess("utf-8")
    return Guess(MIXED) if valid * 20 > high else _likeliest(_neighbourhoods(path))


def _neighbourhoods(path: Path) -> npt.NDArray[np.int64]:
    """How often each byte beyond ASCII stands between neighbours of each kind: 4 (before) × 4 (after) × 128."""
    kinds = np.full(256, _OTHER, dtype=np.int64)
    kinds[ord("a") : ord("z") + 1] = _LOWER
    kinds[ord("A") : ord("Z") + 1] = _UPPER
    kinds[0x80:] = _BEYOND
    counts = np.zeros(4 * 4 * 128, dtype=np.int64)
    for chunk in _chunks(path):
        content = np.frombuffer(b"\n" + chunk + b"\n", dtype=np.uint8)
        places = np.flatnonzero(content >= 0x80)
        keys = kinds[content[places - 1]] * 4 + kinds[content[places + 1]]
        counts += np.bincount(keys * 128 + (content[places] - 0x80), minlength=len(counts))
    return counts.reshape(4, 4, 128)


def _likeliest(counts: npt.NDArray[np.int64]) -> Guess:
    """The encoding whose letters are the most French: how often they occur, and whether they fit between their neighbours."""
    scores = {
        encoding: log(_USUAL[encoding])
        + sum(
            int(count) * log(_likelihood(_letter(byte, encoding), before, after))
            for (before, after, byte), count in np.ndenumerate(counts)
            if count
        )
        for encoding in EIGHT_BITS
    }
    best = max(EIGHT_BITS, key=scores.__getitem__)
    used = np.flatnonzero(counts.sum(axis=(0, 1))).tolist()
    close = (other for other in EIGHT_BITS if other != best and scores[best] - scores[other] < _MARGIN)
    return Guess(
        best, tuple(other for other in close if any(_letter(byte, best) != _letter(byte, other) for byte in used))
    )


def _letter(byte: int, encoding: str) -> str:
    return bytes([0x80 + byte]).decode(encoding, errors="replace")


def _likelihood(letter: str, before: int, after: int) -> float:
    """How likely a letter is, and this one between such neighbours: no capital follows a small letter within a word."""
    starts, ends = before == _OTHER, after == _OTHER
    frequency = _FREQUENCY.get(letter, _RARE if letter.isalpha() else _IMPOSSIBLE)
    if letter in "àù":
        fits = 0.001 if after in (_LOWER, _UPPER) else 1 if starts == (letter == "à") else 0.2
    elif letter.islower():
        misplaced = after == _UPPER or (before == _UPPER and ends) or (starts and (ends or letter in "ëïîû"))
        fits = 0.001 if misplaced else 0.1 if (starts and letter not in "éçœ") or (ends and letter != "é") else 1
    elif letter.isupper():
        fits = 0.001 if before == _LOWER else 0.01 if starts and ends and letter not in "ÀÉ" else 1
    elif letter == "’":
        fits = 0.01 if starts else 1
    else:
        fits = 0.001 if before in (_LOWER, _UPPER) and after in (_LOWER, _UPPER) else 1
    return frequency * fits


def sample(path: Path, encodings: tuple[str, ...]) -> dict[str, str]:
    """One word of the file as each encoding reads it: one on whose letters they all differ, if there is one; {} without accents."""
    best: dict[str, str] = {}
    for chunk in _chunks(path):
        for found in _HIGH.finditer(chunk):
            around = chunk[max(found.start() - _AROUND, 0) : found.end() + _AROUND].decode("latin-1")
            word = word_around(around, min(found.start(), _AROUND)).encode("latin-1")
            words = {encoding: decoded(word, encoding) for encoding in encodings}
            merit = (len(set(words.values())), min(len(word), 12))
            if not best or merit > (len(set(best.values())), min(len(next(iter(best.values()))), 12)):
                best = words
            if found.start() > _SAMPLED:
                break
        if best:
            break
    return best


def decoded(content: bytes, encoding: str) -> str:
    """Some bytes of a file as text in one of its encodings; nothing is refused."""
    codec, errors = _CODECS.get(encoding, (encoding, "replace"))
    return content.decode(codec, errors)


def head_is_utf8(path: Path) -> bool:
    """A quick look at the beginning only: the rest is checked when it is loaded."""
    with path.open("rb") as stream:
        head = stream.read(CHUNK)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=len(head) < CHUNK)
    except UnicodeDecodeError:
        return False
    return True


def transcode(path: Path, target: Path, encoding: str) -> None:
    """Writes the file again in UTF-8, without NULs, nor the half of a letter that a cut file ends with."""
    codec, errors = _CODECS.get(encoding, (encoding, "replace"))
    decoder = codecs.getincrementaldecoder(codec)(errors)
    # In ISO 8859-15, cp1252 but for a few signs, the euro stands where cp1252 has « ¤ », which nobody types.
    sign = "€" if encoding == "cp1252" else "¤"
    with target.open("wb") as output:
        for chunk in _chunks(path):
            text = decoder.decode(chunk).replace("\0", "").replace("¤", sign)
            output.write(text.encode("utf-8", errors="replace"))


def ends_within_a_letter(path: Path, encoding: str) -> bool:
    """Whether the last letter of a file is not whole: the file was cut."""
    with path.open("rb") as stream:
        stream.seek(-min(path.stat().st_size, 4), 2)
        tail = stream.read()
    if encoding == "utf-8":
        for length in range(1, len(tail) + 1):
            first = tail[-length]
            if first & 0xC0 != 0x80:
                return length < (first >= 0xC0) + (first >= 0xE0) + (first >= 0xF0) + 1
        return False
    width = 4 if encoding.startswith("utf-32") else 2 if encoding.startswith("utf-16") else 1
    return path.stat().st_size % width != 0


def repair(path: Path, target: Path) -> tuple[Repaired, tuple[int, ...]]:
    """Writes a UTF-8 file again without letters encoded twice, nor byte order marks elsewhere than at its start.

    Gives what was put right, and the lines of those marks.
    """
    repaired = Repaired()
    marks: list[int] = []
    line = 1
    with (
        path.open(encoding="utf-8-sig", errors="as-cp1252", newline="") as stream,
        target.open("w", encoding="utf-8", newline="") as output,
    ):
        # Whole lines, so that nothing to mend lies across two pieces.
        while piece := stream.read(CHUNK) + stream.readline():
            mended = repaired.take(piece)
            parts = mended.split(BYTE_ORDER_MARK)
            for part in parts[:-1]:
                line += _line_ends(part)
                marks.append(line)
            line += _line_ends(parts[-1])
            output.write("".join(parts))
    return repaired, tuple(marks)


def replaced_letters(path: Path) -> tuple[int, str]:
    """How many question marks stand within words, and one of those words: what becomes of accents written in ASCII."""
    count, word = 0, ""
    for chunk in _chunks(path):
        for found in _MARK_WITHIN.finditer(chunk) if b"?" in chunk else ():
            around = chunk[max(found.start() - _AROUND, 0) : found.end() + _AROUND].decode("latin-1")
            around = word_around(around, min(found.start(), _AROUND) + 1)
            # In an address it is where a query begins.
            if not {"/", "=", "&", "@"} & set(around):
                count += 1
                word = word or around
    return count, word


def _line_ends(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb", buffering=0) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk
