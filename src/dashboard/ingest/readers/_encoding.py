"""From the bytes of a text file to UTF-8, whatever was written in it."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

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
_MIXED = "utf-8+cp1252"
_CODECS = {_MIXED: ("utf-8", "as-cp1252"), "cp1252": ("cp1252", "as-cp1252")}


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
    """The physical shape of a text file, told in one pass over its bytes."""

    lines: int
    trailing_blank: int
    has_quotes: bool
    has_nul: bool
    has_lone_returns: bool


def survey(path: Path) -> Survey:
    """Counts lines and looks for what the fast path cannot take."""
    breaks, quotes, nul, returns, previous, tail = 0, False, False, False, b"", b""
    for chunk in _chunks(path):
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


def detect(path: Path) -> str:
    """`utf-8`, `cp1252`, or both mixed, judged on the whole file."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    high = valid = 0
    for chunk in _chunks(path):
        high += len(chunk.translate(None, _ASCII))
        valid += sum(map(len, _FRENCH_UTF8.findall(chunk)))
    return _MIXED if valid * 20 > high else "cp1252"


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
    """Writes the file again in UTF-8, without NULs."""
    codec, errors = _CODECS.get(encoding, (encoding, "replace"))
    decoder = codecs.getincrementaldecoder(codec)(errors)
    with target.open("wb") as output:
        for chunk in _chunks(path):
            output.write(decoder.decode(chunk).replace("\0", "").encode("utf-8", errors="replace"))
        output.write(decoder.decode(b"", final=True).replace("\0", "").encode("utf-8", errors="replace"))


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb", buffering=0) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk
