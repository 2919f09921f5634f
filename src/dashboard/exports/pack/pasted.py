"""« Texte à coller »: the narrative as plain text for a form that counts characters, each number with the page that holds it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from dashboard.domain.selection import Selection
from dashboard.exports.pack.content import Paragraph, SectionKey
from dashboard.exports.text import one_line

LENGTHS: Final = (1_000, 3_500, 7_000)
"""What the forms of managing authorities take, in characters."""
_NUMBER: Final = re.compile(
    r"(?<!axe )(?<!priorité )(?<!vague )(?<!convention )(?<![\w,])\d+(?:\u202f\d{3})*(?:,\d+)?(?:\u202f(?:%|(?:M|k|Md)?€))?(?!\w)"
)
_QUOTED: Final = re.compile("«[^»]*»")
_PAGES: Final = {
    SectionKey.KEY_FIGURES: ("Synthèse", "synthese"),
    SectionKey.AXIS_OBJECTIVE: ("Répartition", "repartition"),
    SectionKey.CATEGORY: ("Répartition", "repartition"),
    SectionKey.MANAGING_BODY: ("Répartition", "repartition"),
    SectionKey.REGION: ("Territoires", "territoires"),
}
"""Section of the pack → the page whose figures hold its numbers: title, address."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the numbers of a paragraph are read: the page's title and its address, filters included."""

    numbers: tuple[str, ...]
    page: str
    address: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """A text of a length, and where its numbers come from, in its order."""

    text: str
    sources: tuple[Source, ...]


def pasted(narrative: Sequence[Paragraph], selection: Selection, length: int) -> Pasted:
    """The sentences that fit in `length` characters, in reading order: the first of each paragraph, then the second of each.

    Never longer than `length`, line ends included; empty where there is nothing to say, or no room for it.
    """
    wanted = sorted(
        ((rank, place) for place, paragraph in enumerate(narrative) for rank in range(len(paragraph.sentences)))
    )
    kept: set[tuple[int, int]] = set()
    for one in wanted:
        rank, place = one
        # A sentence leans on the one before it.
        if (not rank or (rank - 1, place) in kept) and len(_text(narrative, kept | {one})) <= length:
            kept.add(one)
    sources = []
    for place, paragraph in enumerate(narrative):
        numbers = numbers_of(_paragraph(paragraph, place, kept))
        if numbers:
            title, page = _PAGES[paragraph.section]
            sources.append(Source(numbers, title, f"{page}?{urlencode(selection.to_query(), doseq=True)}"))
    return Pasted(_text(narrative, kept), tuple(sources))


def numbers_of(text: str) -> tuple[str, ...]:
    """The numbers that a text prints, each once, in order; not those inside a quoted name."""
    return tuple(dict.fromkeys(_NUMBER.findall(_QUOTED.sub(" ", text))))


def _text(narrative: Sequence[Paragraph], kept: set[tuple[int, int]]) -> str:
    said = (_paragraph(paragraph, place, kept) for place, paragraph in enumerate(narrative))
    return "\n\n".join(text for text in said if text)


def _paragraph(paragraph: Paragraph, place: int, kept: set[tuple[int, int]]) -> str:
    return one_line(" ".join(text for rank, text in enumerate(paragraph.sentences) if (rank, place) in kept))
