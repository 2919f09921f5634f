"""What each synthetic operation is: who carries it, when, for whom it is managed and in which words."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.demo import dates, places, texts
from dashboard.demo.beneficiaries import Beneficiary, Register
from dashboard.demo.population import Draft
from dashboard.demo.sources import stream
from dashboard.demo.texts import Subject, Text

_PROLONGED = 5
_RETAINED_AGAIN = 4
_MENTIONED_AGAIN = 4
"""How many 2019 operations come back from a beneficiary retained in 2017: the same operation, another one retained,
another one only found. No other row of 2019 may share such a beneficiary: the identification would find it too."""

_IN_WORDS_SHARE = 0.86
_OUTCOME_SHARE = {"2017": 0.42, "2019": 0.1}


@dataclass(slots=True)
class Story:
    """One operation's beneficiary, calendar, manager and text."""

    beneficiary: Beneficiary
    programmed: date
    start: date
    end: date
    managing_body: str
    text: Text
    participants_share: float
    """How likely operations of this kind are to count participants."""


def _returning(drafts: list[Draft]) -> dict[int, tuple[int, bool]]:
    """2019 operation → (2017 retained operation of the same beneficiary, whether it prolongs it)."""
    first_wave = [i for i, draft in enumerate(drafts) if draft.retained and (draft.wave, draft.pon) == ("2017", "FSE")]
    chosen: dict[int, tuple[int, bool]] = {}

    def match(quota: int, retained: bool, alike: Callable[[Draft, Draft], bool], prolongs: bool) -> None:
        for index, draft in enumerate(drafts):
            if not quota:
                return
            found = draft.mentioned and draft.named_by_vocabulary is None
            if (draft.wave, draft.pon) != ("2019", "FSE") or draft.note or index in chosen:
                continue
            if draft.retained != retained or not (retained or found):
                continue
            taken = {origin for origin, _ in chosen.values()}
            origin = next((i for i in first_wave if i not in taken and alike(drafts[i], draft)), None)
            if origin is not None:
                chosen[index] = (origin, prolongs)
                quota -= 1

    def same_region(a: Draft, b: Draft) -> bool:
        return a.region == b.region and a.axis == b.axis

    def same_operation(a: Draft, b: Draft) -> bool:
        return (a.region, a.os_code, a.category) == (b.region, b.os_code, b.category)

    match(_PROLONGED, True, same_operation, prolongs=True)
    match(_RETAINED_AGAIN, True, same_region, prolongs=False)
    match(_MENTIONED_AGAIN, False, same_region, prolongs=False)
    return chosen


class _Teller:
    def __init__(self, drafts: list[Draft]) -> None:
        self._drafts = drafts
        self._returning = _returning(drafts)
        self._stories: dict[int, Story] = {}
        self._register = Register(stream("beneficiaries"))
        self._dates = stream("dates")
        self._managers = stream("managing bodies")
        self._words = stream("texts")
        self._projects = texts.Projects(stream("projects"))
        self._told: dict[int, dict[str, str]] = {}

    def tell(self, index: int) -> Story:
        draft = self._drafts[index]
        programmed = dates.programming_date(self._dates, draft.wave)
        start, end = dates.realisation(self._dates, programmed)
        about = texts.subject(self._words, draft.region == places.NATIONAL, start, end, programmed)
        beneficiary, text, share = (self._retained if draft.retained else self._ordinary)(index, about)
        body = places.managing_body(
            self._managers, beneficiary.kind, draft.os_code, draft.region, beneficiary.department
        )
        story = Story(beneficiary, programmed, start, end, body, text, share)
        self._stories[index] = story
        return story

    def _retained(self, index: int, about: Subject) -> tuple[Beneficiary, Text, float]:
        draft = self._drafts[index]
        national = draft.region == places.NATIONAL
        origin, prolongs = self._returning.get(index, (None, False))
        entry = texts.entry_for(self._words, draft.os_code, draft.category, national)
        project = self._told[origin] if prolongs and origin is not None else self._projects.of(entry)
        self._told[index] = project
        in_words = (draft.wave, draft.pon) == ("2019", "FSE") or self._words.random() < _IN_WORDS_SHARE
        text = texts.innovative(self._words, entry, project, draft.os_code, about, in_words)
        if origin is not None:
            before = self._stories[origin]
            if prolongs:
                text.title = re.sub(r" - \d{4}$", "", before.text.title)
            return before.beneficiary, text, 0.0
        kind = self._kind(entry, national)
        if draft.wave == "2017":
            return self._register.newcomer(draft.region, kind), text, 0.0
        return self._register.carrier(draft.region, kind), text, 0.0

    def _ordinary(self, index: int, about: Subject) -> tuple[Beneficiary, Text, float]:
        draft = self._drafts[index]
        national = draft.region == places.NATIONAL
        named = None if draft.named_by_vocabulary is None else texts.NAMED_BY_VOCABULARY[draft.named_by_vocabulary]
        theme = texts.THEMES[named["theme"]] if named else texts.theme_for(self._words, draft.os_code, national)
        has_outcome = self._words.random() < _OUTCOME_SHARE[draft.wave]
        text = texts.ordinary(self._words, theme, draft.os_code, about, has_outcome)
        kind = self._kind(theme, national)
        if named:
            return self._register.newcomer(draft.region, kind, named["beneficiary"]), text, theme["participants"]
        if draft.mentioned:
            texts.mention(self._words, text, theme, about)
        if index in self._returning:
            return self._stories[self._returning[index][0]].beneficiary, text, theme["participants"]
        return self._register.carrier(draft.region, kind), text, theme["participants"]

    def _kind(self, subject: dict[str, Any], national: bool) -> str:
        kinds: list[str] = subject.get("national_kinds", ["reseau_national"]) if national else subject["kinds"]
        return self._words.choice(kinds)


def tell(drafts: list[Draft]) -> list[Story | None]:
    """A story for each synthetic draft, None for the note's operations, in the order of the drafts.

    The first wave comes first, its retained operations before the others: later rows may go back to their beneficiaries.
    """
    teller = _Teller(drafts)
    stories: list[Story | None] = [None] * len(drafts)
    for index in sorted(range(len(drafts)), key=lambda i: (drafts[i].wave, not drafts[i].retained, i)):
        if not drafts[index].note:
            stories[index] = teller.tell(index)
    return stories
