"""What a reviewer does: their queue, drafts, submission, taking it back. Blindness is kept here, not in the pages.

A review goes draft → submitted. Its author may correct or take back a submitted review as long as no one else could have
seen it and no one else's is visible to them: until every expected review of the operation is submitted. After that only an
arbitration changes the outcome. Each step is a new row; the latest version of each review stands.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, insert

from dashboard.domain.french import NARROW_SPACE, quoted
from dashboard.domain.grid import Answer
from dashboard.reviews import journal
from dashboard.reviews.campaigns import enrol, get_campaign
from dashboard.reviews.errors import InvalidReview, NoPlaceLeft, NotAReviewer, ReviewClosed, StaleReview
from dashboard.reviews.inputs import Content, clean_name, content_of
from dashboard.reviews.journal import Past, Stamp
from dashboard.reviews.model import (
    Campaign,
    Kind,
    Place,
    Progress,
    QueueItem,
    Review,
    Status,
    Verdict,
    canonical,
    timestamp,
)
from dashboard.reviews.standing import Standing, standing, standing_after, standings
from dashboard.reviews.store import read, write
from dashboard.reviews.tables import REVIEW


@dataclass(frozen=True, slots=True)
class Desk:
    """What a reviewer's page shows: how far the campaign is, and their queue."""

    progress: Progress
    queue: list[QueueItem]


def desk(engine: Engine, campaign: Campaign, reviewer: str) -> Desk:
    """The progress of a campaign just read and a reviewer's queue, from one statement."""
    name = clean_name(reviewer)
    _refuse_stranger(campaign, name)
    found = read(engine, lambda connection: standings(connection, campaign))
    return Desk(_progress(campaign, found), _queue(campaign, found, name))


def queue(engine: Engine, campaign_id: str, reviewer: str) -> list[QueueItem]:
    """The reviewer's operations in the population's order, with where each stands for them."""
    return desk(engine, get_campaign(engine, campaign_id), reviewer).queue


def _queue(campaign: Campaign, found: Sequence[Standing], name: str) -> list[QueueItem]:
    items = []
    for standing_now in found:
        place = standing_now.place_for(name)
        if place is not None and not (campaign.frozen and place is Place.TO_DO):
            own = standing_now.review_of(name)
            others = sum(review.reviewer != name for review in standing_now.submitted)
            missing = max(campaign.rule.reviews_needed - len(standing_now.submitted), 0)
            items.append(QueueItem(standing_now.operation, place, own.version if own else 0, others, missing))
    return items


def reviews_visible_to(engine: Engine, campaign_id: str, num_dossier: str, reader: str) -> tuple[Review, ...]:
    """The latest reviews of an operation that `reader` may see, in the order of the reviewers.

    Always their own, draft or not; the others' only when every expected review is submitted, or the campaign frozen.
    The same holds for whoever didn't review the operation, an arbiter for instance.
    """
    name = clean_name(reader)

    def work(connection: Connection) -> tuple[Review, ...]:
        campaign = journal.campaign(connection, campaign_id)
        return standing(connection, campaign, num_dossier).visible_to(name, campaign.frozen)

    return read(engine, work)


def own_review(engine: Engine, campaign_id: str, num_dossier: str, reviewer: str) -> Review | None:
    """The reviewer's latest version, to fill their form again; None before the first save or once withdrawn."""
    name = clean_name(reviewer)
    visible = reviews_visible_to(engine, campaign_id, num_dossier, name)
    return next((review for review in visible if review.reviewer == name), None)


def progress(engine: Engine, campaign_id: str) -> Progress:
    """How far the campaign is, without showing any review."""

    def work(connection: Connection) -> Progress:
        campaign = journal.campaign(connection, campaign_id)
        return _progress(campaign, standings(connection, campaign))

    return read(engine, work)


def _progress(campaign: Campaign, found: Sequence[Standing]) -> Progress:
    given = Counter((review.reviewer, review.status) for item in found for review in item.reviews)
    return Progress(
        operations=len(found),
        reviewed=sum(item.complete for item in found),
        conflicts=sum(item.in_conflict for item in found),
        decided=sum(item.decision is not None for item in found),
        submitted={person: given[person, Status.SUBMITTED] for person in campaign.reviewers},
        drafts={person: given[person, Status.DRAFT] for person in campaign.reviewers},
    )


def save_draft(
    engine: Engine,
    campaign_id: str,
    num_dossier: str,
    reviewer: str,
    *,
    answers: Mapping[str, Answer],
    verdict: Verdict | str | None = None,
    category: str | None = None,
    comment: str = "",
    submission_id: str | None = None,
    based_on: int | None = None,
    at: datetime | None = None,
) -> Review:
    """Saves a draft; the same content as the latest version writes nothing.

    Refused once the review is submitted (`undo` first), so that a late automatic save never takes a submission back.
    `based_on` is the version that the form was filled from: StaleReview when another one came since.
    """
    name = clean_name(reviewer)
    stamp = Stamp.of(name, submission_id, at)

    def work(connection: Connection) -> Review:
        campaign = journal.lock(connection, campaign_id)
        content = content_of(campaign, Status.DRAFT, answers, verdict, category, comment)
        return _record(connection, campaign, num_dossier, stamp, content, based_on)

    return write(engine, work)


def submit(
    engine: Engine,
    campaign_id: str,
    num_dossier: str,
    reviewer: str,
    *,
    answers: Mapping[str, Answer],
    verdict: Verdict | str | None = None,
    category: str | None = None,
    comment: str = "",
    submission_id: str | None = None,
    based_on: int | None = None,
    at: datetime | None = None,
) -> Review:
    """Submits a review; `submission_id` makes a second click give the first one's row back.

    Submitting again corrects, as a new version, until every expected review is in.
    """
    name = clean_name(reviewer)
    stamp = Stamp.of(name, submission_id, at)

    def work(connection: Connection) -> Review:
        campaign = journal.lock(connection, campaign_id)
        content = content_of(campaign, Status.SUBMITTED, answers, verdict, category, comment)
        return _record(connection, campaign, num_dossier, stamp, content, based_on)

    return write(engine, work)


def undo(
    engine: Engine, campaign_id: str, num_dossier: str, reviewer: str, *,
    submission_id: str | None = None, at: datetime | None = None,
) -> Review:  # fmt: skip
    """Takes a submitted review back to draft, as a new version, until every expected review is in."""
    return _follow(engine, campaign_id, num_dossier, Stamp.of(clean_name(reviewer), submission_id, at), Status.DRAFT)


def release(
    engine: Engine, campaign_id: str, num_dossier: str, reviewer: str, *,
    submission_id: str | None = None, at: datetime | None = None,
) -> Review:  # fmt: skip
    """Gives the reviewer's place on the operation to someone else, until every expected review is in."""
    return _follow(
        engine, campaign_id, num_dossier, Stamp.of(clean_name(reviewer), submission_id, at), Status.WITHDRAWN
    )


def _follow(engine: Engine, campaign_id: str, num_dossier: str, stamp: Stamp, status: Status) -> Review:
    def work(connection: Connection) -> Review:
        campaign = journal.lock(connection, campaign_id)
        past = journal.past_of(connection, campaign.id, num_dossier)
        if done := _written(past, stamp):
            return done
        own = _changeable(campaign, past, stamp.actor).review_of(stamp.actor)
        if own is None or (status is Status.DRAFT and own.status is not Status.SUBMITTED):
            raise InvalidReview(f"Il n'y a rien à annuler{NARROW_SPACE}: votre évaluation n'est pas soumise.")
        content = Content(status, canonical(dict(own.answers)), own.verdict, own.category, own.comment)
        return _write(connection, campaign, past, stamp, content)

    return write(engine, work)


def _record(
    connection: Connection, campaign: Campaign, num_dossier: str, stamp: Stamp, content: Content, based_on: int | None
) -> Review:
    past = journal.past_of(connection, campaign.id, num_dossier)
    if done := _written(past, stamp):
        if _content(done) != content:
            raise journal.submission_reused()
        return done
    if campaign.rule.open_to_all and stamp.actor not in campaign.reviewers:
        journal.refuse_frozen(campaign)
        enrol(connection, campaign, stamp.actor)
        campaign = journal.campaign(connection, campaign.id)
    own = standing_after(past, campaign).review_of(stamp.actor)
    if own and _content(own) == content:
        return own
    found = _changeable(campaign, past, stamp.actor)
    if own is None and not found.has_place:
        raise NoPlaceLeft(f"Cette opération a déjà ses évaluateurs{NARROW_SPACE}: passez à la suivante.")
    if based_on is not None and based_on != (own.version if own else 0):
        raise StaleReview(
            f"Votre évaluation a été enregistrée depuis une autre fenêtre{NARROW_SPACE}: rechargez-la avant de continuer."
        )
    if own and own.status is Status.SUBMITTED and content.status is Status.DRAFT:
        raise ReviewClosed(f"Votre évaluation est déjà soumise{NARROW_SPACE}: annulez l'envoi pour la reprendre.")
    return _write(connection, campaign, past, stamp, content)


def _written(past: Past, stamp: Stamp) -> Review | None:
    sequence = past.done(Kind.REVIEW, stamp)
    return next((review for review in past.reviews if review.sequence == sequence), None)


def _changeable(campaign: Campaign, past: Past, reviewer: str) -> Standing:
    journal.refuse_frozen(campaign)
    _refuse_stranger(campaign, reviewer)
    found = standing_after(past, campaign)
    others = any(review.reviewer != reviewer for review in found.submitted)
    if found.review_of(reviewer) and ((found.complete and others) or found.arbitration):
        raise ReviewClosed(
            f"Toutes les évaluations de cette opération sont soumises{NARROW_SPACE}: "
            "la vôtre ne peut plus changer, seul un arbitrage le peut."
        )
    return found


def _refuse_stranger(campaign: Campaign, reviewer: str) -> None:
    if reviewer not in campaign.reviewers and not campaign.rule.open_to_all:
        raise NotAReviewer(
            f"{quoted(reviewer)} ne fait pas partie des évaluateurs de cette campagne{NARROW_SPACE}: "
            "demandez au gestionnaire de données de l'ajouter."
        )


def _write(connection: Connection, campaign: Campaign, past: Past, stamp: Stamp, content: Content) -> Review:
    sequence = journal.append(connection, campaign.id, Kind.REVIEW, stamp, past.operation.num_dossier)
    row = {
        "num_dossier": past.operation.num_dossier,
        "reviewer": stamp.actor,
        "version": past.last_version(stamp.actor) + 1,
        "status": content.status,
        "answers": content.answers,
        "verdict": content.verdict,
        "category": content.category,
        "comment": content.comment,
        "grid_hash": campaign.grid_hash,
    }
    connection.execute(insert(REVIEW).values(row | {"campaign_id": campaign.id, "sequence": sequence}))
    return journal.review_of(row | {"sequence": sequence, "created_at": timestamp(stamp.at)})


def _content(review: Review) -> Content:
    return Content(review.status, canonical(dict(review.answers)), review.verdict, review.category, review.comment)
