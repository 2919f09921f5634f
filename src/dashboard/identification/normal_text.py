"""Normalised text that remembers where each of its characters came from.

The same normal form as the warehouse's `normalise` macro, so that what SQL finds can be shown in the text as it was written:
lower case, no accents, `oe` for œ, `ae` for æ, one space instead of any run of other signs, none at the ends.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_WORD_CHARACTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_LIGATURES: Final = {"œ": "oe", "æ": "ae"}


@dataclass(frozen=True, slots=True)
class NormalText:
    """`text`, and for each of its characters the slice of the original that it stands for."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The slice of the original that `text[start:end]` stands for, accents written apart included."""
        return self.starts[start], self.ends[end - 1]


def normalise(text: str) -> NormalText:
    """The normal form of a text, with its places in the original."""
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    gap: int | None = None
    for index, character in enumerate(text):
        for base in _bases(character):
            if base not in _WORD_CHARACTERS:
                gap = index if gap is None else gap
                continue
            if gap is not None and characters:
                characters.append(" ")
                starts.append(gap)
                ends.append(index)
            gap = None
            characters.append(base)
            starts.append(index)
            ends.append(index + 1)
        if gap is None and characters and not _bases(character):
            ends[-1] = index + 1
    return NormalText("".join(characters), tuple(starts), tuple(ends))


@lru_cache(maxsize=4096)
def _bases(character: str) -> str:
    """What one character becomes: nothing for a combining accent, two letters for a ligature."""
    return "".join(
        _LIGATURES.get(base, base)
        for base in _decomposed(character.lower())
        if not unicodedata.category(base).startswith("M")
    )


def _decomposed(text: str) -> Iterator[str]:
    yield from unicodedata.normalize("NFD", text)
