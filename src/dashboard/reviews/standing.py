"""Where each operation of a campaign stands: who reviewed it, whether the reviews agree, what is decided.

Queue, progress, conflicts, decisions and blindness all follow from here, so they can't contradict one another.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from dashboard.domain.french import NARROW_SPACE, plural
from dashboard.reviews import journal
from dashboard.reviews.journal import Past
from dashboard.reviews.model import (
    Arbitration,
    Basis,
    Campaign,
    Decision,
    DecisionRule,
    Operation,
    Place,
    Review,
    Status,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """One operation with its reviewers' latest reviews (withdrawn ones left out) and its latest arbitration."""

    operation: Operation
    rule: DecisionRule
    decides: bool
    reviews: tuple[Review, ...]
    arbitration: Arbitration | None

    @property
    def submitted(self) -> tuple[Review, ...]:
        """The reviews that their authors have submitted."""
        return tuple(review for review in self.reviews if review.status is Status.SUBMITTED)

    @property
    def complete(self) -> bool:
        """Whether every expected review is in: from then on reviewers may see one another's, and none can change."""
        return len(self.submitted) >= self.rule.reviews_needed

    @property
    def has_place(self) -> bool:
        """Whether another reviewer may still take the operation."""
        return len(self.reviews) < self.rule.reviews_needed

    @property
    def disagreements(self) -> tuple[str, ...]:
        """Why the reviews don't decide, as short French phrases; empty while they aren't all in, or when they do."""
        if not (self.complete and self.decides):
            return ()
        reasons = []
        verdicts = {review.verdict for review in self.submitted}
        if len(verdicts) > 1:
            reasons.append("avis différents")
        if Verdict.UNSURE in verdicts:
            reasons.append("avis incertain")
        if verdicts == {Verdict.RETAINED} and len({review.category for review in self.submitted}) > 1:
            reasons.append("types d'opération différents")
        return tuple(reasons)

    @property
    def in_conflict(self) -> bool:
        """Whether an arbitration is awaited."""
        return bool(self.disagreements) and self.arbitration is None

    @property
    def decision(self) -> Decision | None:
        """What the rule makes of the reviews and of the arbitration, None while it can't tell."""
        if not (self.complete and self.decides):
            return None
        if not self.disagreements:
            return self._concordant()
        return self._arbitrated() if self.arbitration else None

    def review_of(self, reviewer: str) -> Review | None:
        """That reviewer's latest review, drafts included."""
        return next((review for review in self.reviews if review.reviewer == reviewer), None)

    def visible_to(self, reader: str, frozen: bool) -> tuple[Review, ...]:
        """The reviews that `reader` may see: their own, and the others' once every one is submitted."""
        everything = self.complete or frozen
        return tuple(
            review
            for review in self.reviews
            if review.reviewer == reader or (everything and review.status is Status.SUBMITTED)
        )

    def place_for(self, reviewer: str) -> Place | None:
        """Where the operation stands in that reviewer's queue; None when it is others' work."""
        own = self.review_of(reviewer)
        if own is None:
            return Place.TO_DO if self.has_place else None
        if own.status is Status.DRAFT:
            return Place.DRAFT
        return Place.CONFLICT if self.in_conflict else Place.DONE

    def _concordant(self) -> Decision:
        last = max(self.submitted, key=lambda review: review.sequence)
        number = len(self.submitted)
        reason = plural(number, "évaluation concordante") if number > 1 else "Évaluation unique"
        comments = [review.comment for review in self.submitted if review.comment]
        return Decision(
            num_dossier=self.operation.num_dossier,
            retained=last.verdict is Verdict.RETAINED,
            category=last.category if last.verdict is Verdict.RETAINED else None,
            reason=f"{reason}{NARROW_SPACE}: {' / '.join(comments)}" if comments else f"{reason}.",
            basis=Basis.CONCORDANCE,
            decided_by=tuple(review.reviewer for review in self.submitted),
            decided_at=last.created_at,
        )

    def _arbitrated(self) -> Decision:
        arbitration = self.arbitration
        assert arbitration is not None  # noqa: S101
        return Decision(
            num_dossier=self.operation.num_dossier,
            retained=arbitration.retained,
            category=arbitration.category,
            reason=arbitration.reason,
            basis=Basis.ARBITRATION,
            decided_by=(arbitration.arbiter,),
            decided_at=arbitration.created_at,
        )


def standings(connection: Connection, campaign: Campaign, num_dossier: str | None = None) -> list[Standing]:
    """Every operation's standing in the population's order, or the one asked for."""
    return [standing_after(past, campaign) for past in journal.pasts(connection, campaign.id, num_dossier)]


def standing_after(past: Past, campaign: Campaign) -> Standing:
    """Where what happened to an operation leaves it."""
    order = {reviewer: position for position, reviewer in enumerate(campaign.reviewers)}
    # Versions come in their order: the last one of each reviewer stays.
    latest = {review.reviewer: review for review in past.reviews}
    standing_reviews = [review for review in latest.values() if review.status is not Status.WITHDRAWN]
    return Standing(
        operation=past.operation,
        rule=campaign.rule,
        decides=campaign.grid.decides,
        # Whoever was enrolled since the campaign was read comes last.
        reviews=tuple(sorted(standing_reviews, key=lambda review: order.get(review.reviewer, len(order)))),
        arbitration=past.arbitrations[-1] if past.arbitrations else None,
    )


def standing(connection: Connection, campaign: Campaign, num_dossier: str) -> Standing:
    """One operation's standing."""
    return standings(connection, campaign, num_dossier)[0]
