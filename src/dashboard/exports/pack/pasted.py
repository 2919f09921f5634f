"""« Texte à coller »: the narrative as plain text for a form that counts characters, each number with the page that holds it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from dashboard.domain.periods import FORMER
from dashboard.domain.selection import Selection
from dashboard.exports.pack.content import Paragraph, SectionKey
from dashboard.exports.text import one_line
from dashboard.figures.findings import finding_dimensions
from dashboard.warehouse.indicators import Dimension

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
    SectionKey.MONEY: ("Dotations", "dotations"),
    SectionKey.PRIORITY_6: ("Priorité 6", "priorite-6"),
    SectionKey.EMBLEMATIC: ("Opérations", "operations"),
}
"""Section of the pack → the page whose figures hold its numbers: title, address."""
_CARDS: Final = {
    SectionKey.KEY_FIGURES: "chiffres-cles",
    SectionKey.MONEY: "chiffres-cles",
    SectionKey.PRIORITY_6: "carte-innovation_hors_priorite_6",
}
_DRAWN: Final = {
    SectionKey.AXIS_OBJECTIVE: Dimension.PRIORITY_AXIS,
    SectionKey.CATEGORY: Dimension.CATEGORY,
    SectionKey.MANAGING_BODY: Dimension.MANAGING_BODY_TYPE,
}
"""Section of the pack → what its page shows of it: the key of a card, or a breakdown of Répartition."""


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


def pasted(
    narrative: Sequence[Paragraph], selection: Selection, length: int, detail: Sequence[Paragraph] = ()
) -> Pasted:
    """The sentences that fit in `length` characters, in reading order: the first of each paragraph, then the second of each;
    once all of them are in, those of the `detail`, one paragraph after the other.

    Never longer than `length`, line ends included; empty where there is nothing to say, or no room for it.
    """
    said = (*narrative, *detail)
    first = sorted((rank, place) for place, one in enumerate(narrative) for rank in range(len(one.sentences)))
    then = [
        (rank, place) for place, one in enumerate(detail, start=len(narrative)) for rank in range(len(one.sentences))
    ]
    kept: set[tuple[int, int]] = set()
    for one in (*first, *then):
        rank, place = one
        if place >= len(narrative) and not kept.issuperset(first):
            break
        # A sentence leans on the one before it.
        if (not rank or (rank - 1, place) in kept) and len(_text(said, kept | {one})) <= length:
            kept.add(one)
    sources = []
    for place, paragraph in enumerate(said):
        numbers = numbers_of(_paragraph(paragraph, place, kept))
        if numbers:
            sources.append(Source(numbers, _PAGES[paragraph.section][0], _address(paragraph, selection)))
    return Pasted(_text(said, kept), tuple(sources))


def _address(paragraph: Paragraph, selection: Selection) -> str:
    """The page under the filters, opened at the card that holds the numbers."""
    page, query = _PAGES[paragraph.section][1], selection.to_query()
    dimension = paragraph.dimension or _DRAWN.get(paragraph.section)
    card = _CARDS.get(paragraph.section, "")
    if paragraph.section is SectionKey.REGION:
        card = f"carte-carte-{finding_dimensions(selection.period)[-1].value}"
    elif dimension is not None and page == "repartition":
        # The page shows few of its breakdowns before anyone asks for others.
        key = "dimensions" if selection.period == FORMER else f"dimensions-{selection.period}"
        query = {**query, key: [dimension.label_in(selection.period)]}
        card = f"carte-carte-{dimension.value}"
    return f"{page}?{urlencode(query, doseq=True)}{f'#{card}' if card else ''}"


def numbers_of(text: str) -> tuple[str, ...]:
    """The numbers that a text prints, each once, in order; not those inside a quoted name."""
    return tuple(dict.fromkeys(_NUMBER.findall(_QUOTED.sub(" ", text))))


def _text(narrative: Sequence[Paragraph], kept: set[tuple[int, int]]) -> str:
    said = (_paragraph(paragraph, place, kept) for place, paragraph in enumerate(narrative))
    return "\n\n".join(text for text in said if text)


def _paragraph(paragraph: Paragraph, place: int, kept: set[tuple[int, int]]) -> str:
    return one_line(" ".join(text for rank, text in enumerate(paragraph.sentences) if (rank, place) in kept))
