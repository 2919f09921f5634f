"""What the functions of this package take and give back."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from dashboard.domain.grid import Answer, Grid
from dashboard.domain.operation import Decided


class Status(StrEnum):
    """State of one version of a review."""

    DRAFT = "brouillon"
    SUBMITTED = "soumise"
    WITHDRAWN = "retirée"


class Verdict(StrEnum):
    """What a reviewer concludes."""

    RETAINED = "retenue"
    REJECTED = "non"
    UNSURE = "incertaine"


VERDICT_WORDS: Final[dict[Verdict, str]] = {
    Verdict.RETAINED: Decided.RETAINED,
    Verdict.REJECTED: Decided.NOT_RETAINED,
    Verdict.UNSURE: "avis incertain",
}
"""How a verdict reads in a sentence."""


class Place(StrEnum):
    """Where an operation stands in a reviewer's queue."""

    TO_DO = "à faire"
    DRAFT = "brouillon"
    DONE = "fait"
    CONFLICT = "désaccord"


class Basis(StrEnum):
    """What a decision rests on."""

    CONCORDANCE = "concordance"
    ARBITRATION = "arbitrage"


class Kind(StrEnum):
    """The kinds of events."""

    REVIEW = "évaluation"
    ARBITRATION = "arbitrage"
    REMARK = "remarque"
    FREEZE = "gel"
    WITHDRAWAL = "retrait"


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """When reviews decide.

    `reviews_needed` concordant reviews decide by themselves: same verdict, not « incertaine », and the same category when
    it is « retenue ». Anything else waits for an arbitration. `categories` are the allowed ones (empty: any, or none).
    `open_to_all` lets anybody who declares a name join as reviewer: for a demonstration.
    """

    reviews_needed: int = 2
    categories: tuple[str, ...] = ()
    open_to_all: bool = False

    def to_json(self) -> str:
        """As stored."""
        return canonical(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "DecisionRule":
        """As read back."""
        record = json.loads(text)
        return cls(**{**record, "categories": tuple(record["categories"])})


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign with everything that its result depends on."""

    id: str
    name: str
    description: str
    demonstration: bool
    created_at: datetime
    created_by: str
    grid: Grid
    grid_hash: str
    lexicon_hash: str
    lexicon_text: str = field(repr=False)
    extracts: tuple[str, ...]
    rule: DecisionRule
    reviewers: tuple[str, ...]
    operations: int
    frozen_at: datetime | None = None
    frozen_by: str | None = None
    withdrawn: bool = False
    """Opened by mistake and closed by its withdrawal, at the same moment as if frozen: no list shows it."""

    @property
    def frozen(self) -> bool:
        """Whether nothing can be written to it any more."""
        return self.frozen_at is not None


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the population, as it was when it entered the campaign."""

    num_dossier: str
    wave: str
    title: str
    beneficiary: str
    origin: str
    texts_hash: str


@dataclass(frozen=True, slots=True)
class Review:
    """One version of a reviewer's review of one operation."""

    num_dossier: str
    reviewer: str
    version: int
    status: Status
    answers: Mapping[str, Answer]
    verdict: Verdict | None
    category: str | None
    comment: str
    created_at: datetime
    sequence: int
    grid_hash: str


@dataclass(frozen=True, slots=True)
class Arbitration:
    """What a third person decided."""

    num_dossier: str
    arbiter: str
    version: int
    retained: bool
    category: str | None
    reason: str
    created_at: datetime
    sequence: int


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome of an operation, with who made it and why."""

    num_dossier: str
    retained: bool
    category: str | None
    reason: str
    basis: Basis
    decided_by: tuple[str, ...]
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class QueueItem:
    """An operation in a reviewer's queue; `version` is that of their own latest review, 0 before the first.

    `others` says how many others have submitted theirs, never what they say; `missing` how many reviews are still awaited.
    """

    operation: Operation
    place: Place
    version: int
    others: int = 0
    missing: int = 0

    @property
    def begun(self) -> bool:
        """Whether somebody else has read it and this reviewer's reading is the one that is awaited."""
        return self.others > 0 and self.place in (Place.TO_DO, Place.DRAFT)


@dataclass(frozen=True, slots=True)
class Conflict:
    """An operation whose reviews don't decide: the reasons are short French phrases.

    `gaps`: question → the gap between its highest and its lowest answer, as a share of its scale, where two reviews answer.
    """

    operation: Operation
    reasons: tuple[str, ...]
    reviews: tuple[Review, ...]
    arbitration: Arbitration | None
    gaps: Mapping[str, float]

    @property
    def opposed(self) -> bool:
        """Whether one review retains what another one doesn't."""
        return {Verdict.RETAINED, Verdict.REJECTED} <= {review.verdict for review in self.reviews}

    @property
    def distance(self) -> float:
        """The mean gap, as « Accord » measures it: 0 when all agree, or when nothing compares."""
        return sum(self.gaps.values()) / len(self.gaps) if self.gaps else 0.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a campaign is. Only operations with all their reviews count as reviewed."""

    operations: int
    reviewed: int
    conflicts: int
    decided: int
    submitted: Mapping[str, int]
    drafts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class TraceEntry:
    """One event of an operation. `detail` says nothing of a review that the reader may not see yet."""

    sequence: int
    at: datetime
    actor: str
    kind: Kind
    detail: str


def canonical(value: object) -> str:
    """JSON that is the same text for the same content."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def timestamp(moment: datetime) -> str:
    """As stored: UTC, to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment_of(text: str) -> datetime:
    """As read back."""
    return datetime.fromisoformat(text)


def texts_hash(texts: Iterable[str | None]) -> str:
    """SHA-256 of the texts that reviewers read, to tell later whether they have changed."""
    return hashlib.sha256(canonical([text or "" for text in texts]).encode()).hexdigest()
