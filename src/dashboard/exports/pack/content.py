"""What the committee pack says: built once from the indicators of the screen, read by every writer.

The screen « Présentation », the slides, the report, the workbook and the archive all read these objects, so they can't
disagree. Every text that comes from an extract is untrusted: a writer escapes it for its own format.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import pandas as pd

from dashboard.domain.columns import ColumnFormat
from dashboard.domain.periods import FORMER
from dashboard.domain.selection import Selection
from dashboard.figures.figure import Figure
from dashboard.warehouse.indicators import Dimension

Progress = Callable[[float, str], None]
"""Told the share of the work that is done (0 to 1) and, in words, what comes next."""


ALIKE: Final = "Sont vides pour la même raison\u202f: {}."
"""Under the one of several empty sections that says why."""


class SectionKey(StrEnum):
    """The sections of the pack, in the order in which they are read."""

    PERIMETER = "perimeter"
    FUNNEL = "funnel"
    KEY_FIGURES = "key_figures"
    COMPARED = "compared"
    EDITIONS = "editions"
    AXIS_OBJECTIVE = "axis_objective"
    PROGRAMME = "programme"
    MONEY = "money"
    PRIORITY_6 = "priority_6"
    CATEGORY = "category"
    REGION = "region"
    MANAGING_BODY = "managing_body"
    SURVEY = "survey"
    IEJ = "iej"
    EMBLEMATIC = "emblematic"
    REPORTING = "reporting"
    LIMITS = "limits"


CURRENT_ONLY: Final = frozenset({SectionKey.EDITIONS, SectionKey.MONEY, SectionKey.PRIORITY_6, SectionKey.REPORTING})
"""The sections that 2014-2020 has no use for."""


def sections_of(period: str, *, compared: bool = False) -> tuple[SectionKey, ...]:
    """The sections of a programming period, in reading order; that of two selections where they are `compared`.

    The IEJ ended with 2014-2020. Later ones answer the annual performance review and the monitoring committee: what is programmed,
    what is retained of it, where, by whom, then how it was found.
    """
    served = [key for key in SectionKey if compared or key is not SectionKey.COMPARED]
    if period == FORMER:
        return tuple(key for key in served if key not in CURRENT_ONLY)
    last = (SectionKey.FUNNEL, SectionKey.SURVEY, SectionKey.EMBLEMATIC, SectionKey.REPORTING, SectionKey.LIMITS)
    return (*(key for key in served if key not in (*last, SectionKey.IEJ)), *last)


SLUGS: Final = {
    SectionKey.PERIMETER: "perimetre",
    SectionKey.FUNNEL: "entonnoir",
    SectionKey.KEY_FIGURES: "chiffres-cles",
    SectionKey.COMPARED: "comparaison",
    SectionKey.EDITIONS: "ce-qui-a-change",
    SectionKey.AXIS_OBJECTIVE: "axes",
    SectionKey.MONEY: "dotations",
    SectionKey.PRIORITY_6: "priorite-6",
    SectionKey.CATEGORY: "types",
    SectionKey.REGION: "regions",
    SectionKey.MANAGING_BODY: "gestionnaires",
    SectionKey.SURVEY: "enquete",
    SectionKey.EMBLEMATIC: "operations",
    SectionKey.LIMITS: "limites",
    SectionKey.PROGRAMME: "programme",
    SectionKey.IEJ: "iej",
    SectionKey.REPORTING: "reglement",
}
"""The name of each section in an address and in a terminal."""

ALL: Final = "toutes"
"""Every section, where a terminal names them."""
SECTIONS_BY_SLUG: Final = {slug: key for key, slug in SLUGS.items()}

_ON_REQUEST: Final = frozenset({SectionKey.PROGRAMME, SectionKey.IEJ, SectionKey.REPORTING})
_ON_REQUEST_LATER: Final = _ON_REQUEST | {SectionKey.SURVEY, SectionKey.EMBLEMATIC}
"""Sections without a slide unless somebody asks for it: ten to twelve slides are what a committee looks at."""


def usual_slides(period: str, *, compared: bool = False) -> tuple[SectionKey, ...]:
    """The slides of a programming period, in order, unless somebody chooses others: on screen, in documents and from a terminal."""
    left_out = _ON_REQUEST if period == FORMER else _ON_REQUEST_LATER
    return tuple(key for key in sections_of(period, compared=compared) if key not in left_out)


@dataclass(frozen=True, slots=True)
class Screen:
    """What a view of a set becomes: a slide of a section under the view's own filters, else a sentence that says why there is none."""

    name: str
    section: SectionKey | None
    selection: Selection
    other: Selection | None = None
    """The second selection of a view that compares two."""
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the documents show of a pack; the workbook and the CSVs always hold the whole of it."""

    slides: tuple[SectionKey, ...] = ()
    """The slides, in order; none means the usual ones."""
    report: tuple[SectionKey, ...] = ()
    """The sections of the report, which keeps the reading order; none means all of them."""
    annexes: bool = False
    """Whether slides and PDF go on with what their pages leave out: other figures, whole tables, whole texts."""
    fiches: bool = False
    """Whether slides and PDF hold a page per operation in a fiche."""
    operations: int = 0
    """How many operations of each axis report and PDF list in an annex; 0 for no list."""
    views: tuple[Screen, ...] = ()
    """The set of views that orders the slides in the place of `slides`."""
    view_set: str = ""
    """The identifiers of these views, separated by commas, as an address and a terminal give them."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A figure to print large: its label, its value, and what it is compared with, all in words."""

    label: str
    value: str
    change: str = ""
    """« 2019\u202f: 111 (+9 par rapport à 2017) », the newest wave; empty where nothing can be compared."""


@dataclass(frozen=True, slots=True)
class OperationSheet:
    """A fiche in the manner of the note's boxes: landmarks (label, words), then paragraphs (heading, text)."""

    title: str
    beneficiary: str
    place: str
    landmarks: tuple[tuple[str, str], ...]
    paragraphs: tuple[tuple[str, str], ...]
    marks: tuple[str, ...] = ()
    """What in it isn't real or isn't printed by the source, one sentence each; said beside the fiche."""
    num_dossier: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the pack: one key message, then what supports it."""

    key: SectionKey
    title: str
    message: str
    paragraphs: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    sheets: tuple[OperationSheet, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    empty: bool = False
    """Nothing in the selection for this section: `message` says so and how to widen it."""
    source_note: str = ""
    """Source and method in words, for the speaker."""
    filters: str = ""
    """Its own filters in words, where it comes from a view rather than from the selection of the pack."""
    remarks: tuple[str, ...] = ()
    """What people noted on figures of its subject that it doesn't hold."""

    @property
    def hollow(self) -> bool:
        """Whether it has nothing but its message."""
        return self.empty and not (self.figures or self.sheets or self.paragraphs)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Continuous sentences on one subject, the weightiest first, and the section whose figures hold their numbers."""

    section: SectionKey
    sentences: tuple[str, ...]
    dimension: Dimension | None = None
    """The breakdown that holds its numbers, where the section has several."""

    @property
    def text(self) -> str:
        """The paragraph as it is read."""
        return " ".join(self.sentences)


@dataclass(frozen=True, slots=True)
class Pack:
    """The whole content, with what every page of every document carries (`mentions`)."""

    title: str
    selection: Selection
    filters: str
    source: str
    extracted_on: str
    demonstration: bool
    versions: Mapping[str, str]
    sections: tuple[Section, ...]
    operations: pd.DataFrame = field(default_factory=pd.DataFrame)
    operation_columns: Mapping[str, ColumnFormat] = field(default_factory=dict)
    reviews: pd.DataFrame = field(default_factory=pd.DataFrame)
    """One row per review, named only where the caller is allowed to read names; no column when not asked for."""
    review_columns: Mapping[str, ColumnFormat] = field(default_factory=dict)
    empty: bool = False
    choice: Choice = field(default_factory=Choice)
    made_from: Mapping[str, str] = field(default_factory=dict)
    """What the pack was made from, in words: files, lexicon, campaigns, filters."""
    narrative: tuple[Paragraph, ...] = ()
    """The opening of the report, in continuous sentences."""
    detail: tuple[Paragraph, ...] = ()
    """What a longer text goes on with: further values, and operations with their bearers."""
    annexed: tuple[Figure, ...] = ()
    """The lists of operations by axis that report and PDF end with, where they are asked for."""
    other: Selection | None = None
    """The selection that this one is compared with."""
    viewed: tuple[Section, ...] = ()
    """A section per view of the set that orders the slides, those with a slide and those without."""
    edition: bool = False
    """Whether the operations come from an edition of the public list rather than from an extract."""
    recall: str = ""
    """What the audit says of recall, in one sentence; empty where no protocol was written."""

    @property
    def mentions(self) -> tuple[str, ...]:
        """What each page or slide carries: filters in words, date of the extract, demonstration where it applies."""
        return self.mentions_of(None)

    def mentions_of(self, section: Section | None) -> tuple[str, ...]:
        """The same for the slide of a section, which may have filters of its own."""
        own = section.filters if section is not None else ""
        said = (own or self.filters, self.extraction)
        return (*(text for text in said if text), *(("Jeu de démonstration",) if self.demonstration else ()))

    @property
    def extraction(self) -> str:
        """« Extraction : 9 mars 2019 », « Édition : 16 mars 2026 », « Extraction : importée le 30 mars 2026 »; "" where the day is unknown."""
        of_what = "Édition" if self.edition else "Extraction de référence" if self.demonstration else "Extraction"
        return f"{of_what}\u202f: {self.extracted_on}" if self.extracted_on else ""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure of every section, in reading order."""
        return tuple(figure for section in self.sections for figure in section.figures)

    @property
    def hollow(self) -> Mapping[str, list[str]]:
        """Message → titles of the sections that have nothing but it to show, in order: it is said once."""
        found: dict[str, list[str]] = {}
        for section in self.sections:
            if section.hollow:
                found.setdefault(section.message, []).append(section.title)
        return found

    @property
    def slides(self) -> tuple[Section, ...]:
        """The sections that have a slide, in the chosen order: those that have something to show.

        The key figures stay where nothing is counted: they say so for the others. A set of views has its own slides.
        """
        if self.choice.views:
            return tuple(section for section in self.viewed if not section.empty)
        return tuple(section for section in self._wanted if not section.empty or section.key is SectionKey.KEY_FIGURES)

    @property
    def without_slide(self) -> tuple[Section, ...]:
        """The sections asked for that have no slide; the message of each says why."""
        if self.choice.views:
            return tuple(section for section in self.viewed if section.empty)
        return tuple(section for section in self._wanted if section not in self.slides)

    @property
    def _wanted(self) -> list[Section]:
        keys = self.choice.slides or usual_slides(self.selection.period, compared=self.other is not None)
        return [section for key in keys if (section := self.section(key)) is not None]

    def section(self, key: SectionKey) -> Section | None:
        """The section of that key, None where it wasn't asked for."""
        return next((section for section in self.sections if section.key is key), None)
