"""What the invented reviewers answer: levels, verdicts, types and words that lead to the decisions of the demonstration."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

from dashboard.demo.sources import read_list, stream
from dashboard.demo.texts import typeset
from dashboard.domain.grid import Answer, Grid, Question
from dashboard.identification.identify import Provenance
from dashboard.reviews.model import Verdict

REVIEWERS = ("Évaluateur A", "Évaluateur B")
ARBITER = "Arbitre"

_WORDS = read_list("campaigns")


class Clash(StrEnum):
    """What the two reviewers of an operation disagree on."""

    TYPES = "types"
    OPPOSED = "opposed"
    UNSURE = "unsure"


_QUOTAS = {
    (Clash.TYPES, True): 6,
    (Clash.OPPOSED, True): 4,
    (Clash.OPPOSED, False): 5,
    (Clash.UNSURE, True): 3,
    (Clash.UNSURE, False): 3,
}
"""How many operations reviewers disagree on, by what on and by how the arbiter settles it."""

_MEAN = {True: 2.3, False: 0.65}
_UNDECIDED_MEAN = 1.45
_CRITERION_SPREAD, _QUESTION_SPREAD, _REVIEWER_SPREAD = 0.45, 0.45, 0.5
_EXCEPTION_SHARE, _EXCEPTION = 0.35, 1.1
"""An operation need not meet every criterion to be retained, and one that isn't may well meet one."""

_SEVERITY = {REVIEWERS[0]: -0.08, REVIEWERS[1]: 0.08}
_OPPOSED = 0.45
_UNANSWERED = {"intensite": 0.07, "gouvernance": 0.12, "emplois_durables": 0.1}
_UNANSWERED_ELSEWHERE = 0.03
_COMMENTED, _COMMENTED_WHEN_UNSURE = 0.16, 0.75
_ON_HOW_IT_WAS_FOUND = {"actor": 0.6, "word": 0.35}


@dataclass(frozen=True, slots=True)
class Subject:
    """An operation to review, how it was found, and what the demonstration decides on it."""

    num_dossier: str
    title: str
    provenances: frozenset[Provenance]
    name_only: bool
    retained: bool
    category: str | None


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one reviewer says of one operation."""

    answers: Mapping[str, Answer]
    verdict: Verdict
    category: str | None
    comment: str


@dataclass(frozen=True, slots=True)
class Scored:
    """An operation with an opinion by reviewer, and the arbiter's reason where they disagree."""

    subject: Subject
    opinions: Mapping[str, Opinion]
    reason: str | None = None


@dataclass(slots=True)
class _Deck:
    """Phrases drawn one after the other, all of them before any comes back."""

    random: Random
    left: dict[str, list[str]] = field(default_factory=dict)

    def draw(self, name: str, phrases: Sequence[str]) -> str:
        """The next phrase of a list, typeset."""
        waiting = self.left.setdefault(name, [])
        if not waiting:
            waiting += self.random.sample(list(phrases), len(phrases))
        return typeset(waiting.pop())


def score(grid: Grid, categories: Sequence[str], subjects: Iterable[Subject]) -> list[Scored]:
    """The opinions on each operation, in order; the same operations always get the same ones."""
    listed = list(subjects)
    clashes = _clashes(listed)
    words = _Deck(stream("campaign words"))
    reasons = _Deck(stream("campaign reasons"))
    return [_scored(grid, categories, subject, clashes.get(subject.num_dossier), words, reasons) for subject in listed]


def _clashes(subjects: list[Subject]) -> dict[str, Clash]:
    random = stream("campaign disagreements")
    found: dict[str, Clash] = {}
    for (clash, retained), quota in _QUOTAS.items():
        # Nobody hesitates over an operation that only its carrier's name brought in.
        fitting = [s for s in subjects if s.retained is retained and not s.name_only and s.num_dossier not in found]
        found |= {subject.num_dossier: clash for subject in random.sample(fitting, quota)}
    return found


def _scored(
    grid: Grid, categories: Sequence[str], subject: Subject, clash: Clash | None, words: _Deck, reasons: _Deck
) -> Scored:
    random = stream(f"campaign review {subject.num_dossier}")
    verdicts = _verdicts(random, subject, clash)
    types = _types(random, categories, subject, clash, verdicts)
    levels = _levels(random, grid, subject, clash, verdicts)
    opinions = {
        reviewer: Opinion(
            levels[reviewer],
            verdicts[reviewer],
            types[reviewer],
            _comment(random, grid, subject, verdicts[reviewer], levels[reviewer], words),
        )
        for reviewer in REVIEWERS
    }
    return Scored(subject, opinions, _reason(reasons, subject, clash) if clash else None)


def _verdicts(random: Random, subject: Subject, clash: Clash | None) -> dict[str, Verdict]:
    right = Verdict.RETAINED if subject.retained else Verdict.REJECTED
    other = Verdict.REJECTED if subject.retained else Verdict.RETAINED
    second = {Clash.OPPOSED: other, Clash.UNSURE: Verdict.UNSURE}.get(clash, right) if clash else right
    pair = random.sample([right, second], 2)
    return dict(zip(REVIEWERS, pair, strict=True))


def _types(
    random: Random,
    categories: Sequence[str],
    subject: Subject,
    clash: Clash | None,
    verdicts: Mapping[str, Verdict],
) -> dict[str, str | None]:
    """The type of each retained verdict: the decided one, or where there is none or a clash, another."""
    others = random.sample([name for name in categories if name != subject.category], 2)
    decided = subject.category or others[0]
    pair = random.sample([decided, others[1]], 2) if clash is Clash.TYPES else [decided, decided]
    return {
        reviewer: kind if verdicts[reviewer] is Verdict.RETAINED else None
        for reviewer, kind in zip(REVIEWERS, pair, strict=True)
    }


def _levels(
    random: Random, grid: Grid, subject: Subject, clash: Clash | None, verdicts: Mapping[str, Verdict]
) -> dict[str, dict[str, Answer]]:
    mean = _UNDECIDED_MEAN if clash in (Clash.OPPOSED, Clash.UNSURE) else _MEAN[subject.retained]
    exception = random.choice(grid.criteria).id if random.random() < _EXCEPTION_SHARE else None
    levels: dict[str, dict[str, Answer]] = {reviewer: {} for reviewer in REVIEWERS}
    for criterion in grid.criteria:
        usual = mean + (_exception(subject) if criterion.id == exception else 0)
        strength = random.gauss(usual, _CRITERION_SPREAD)
        for question in criterion.questions:
            seen = random.gauss(strength, _QUESTION_SPREAD)
            silent = random.random() < _UNANSWERED.get(question.id, _UNANSWERED_ELSEWHERE)
            for reviewer in REVIEWERS:
                bias = _SEVERITY[reviewer] + (_leaning(verdicts[reviewer]) if clash is Clash.OPPOSED else 0)
                drawn = random.gauss(seen + bias, _REVIEWER_SPREAD)
                # Where the text says nothing, one of them may still read something into it.
                levels[reviewer][question.id] = None if silent and random.random() < 0.8 else _level(question, drawn)
    return levels


def _exception(subject: Subject) -> float:
    return -_EXCEPTION if subject.retained else _EXCEPTION


def _leaning(verdict: Verdict) -> float:
    return {Verdict.RETAINED: _OPPOSED, Verdict.REJECTED: -_OPPOSED}.get(verdict, 0.0)


def _level(question: Question, drawn: float) -> int:
    return min(max(round(drawn), 0), question.top)


def _comment(
    random: Random, grid: Grid, subject: Subject, verdict: Verdict, answers: Mapping[str, Answer], words: _Deck
) -> str:
    share = _COMMENTED_WHEN_UNSURE if verdict is Verdict.UNSURE else _COMMENTED
    if random.random() >= share:
        return ""
    if verdict is Verdict.UNSURE:
        return words.draw("unsure", _WORDS["unsure"]["any"])
    found = _found_by(subject) if verdict is Verdict.REJECTED else None
    if found and random.random() < _ON_HOW_IT_WAS_FOUND.get(found, 1):
        return words.draw(f"found {found}", _WORDS["found"][found])
    side = "retained" if verdict is Verdict.RETAINED else "rejected"
    fitting = [
        criterion.id
        for criterion in grid.criteria
        if (value := criterion.score(answers)) is not None and (value >= 60 if side == "retained" else value <= 40)
    ]
    if not fitting:
        return ""
    name = random.choice(fitting)
    return words.draw(f"{side} {name}", _WORDS[side][name])


def _found_by(subject: Subject) -> str | None:
    """The way it was found, where that alone tells something."""
    if subject.name_only:
        return "name"
    if subject.provenances == {Provenance.SURVEY}:
        return "survey"
    if Provenance.CARRIER in subject.provenances:
        return "carrier"
    if subject.provenances == {Provenance.ACTOR}:
        return "actor"
    return "word" if subject.provenances == {Provenance.EXPRESSION} else None


def _reason(reasons: _Deck, subject: Subject, clash: Clash) -> str:
    written = _WORDS["arbitration"]
    if clash is Clash.TYPES:
        return reasons.draw(f"type {subject.category}", written["category"][subject.category])
    name = f"{clash}_{'retained' if subject.retained else 'rejected'}"
    return reasons.draw(name, written[name])
