"""What a reviewer does: their queue, drafts, submission, taking it back. Blindness is kept here, not in the pages.

A review goes draft → submitted. Its author may correct or take back a submitted review as long as no one else could have
seen it and no one else's is visible to them: until every expected review of the operation is submitted. After that only an
arbitration changes the outcome. Each step is a new row; the latest version of each review stands.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, Engine, insert

from dashboard.domain.french import NARROW_SPACE
from dashboard.domain.grid import Answer
from dashboard.reviews import journal
from dashboard.reviews.campaigns import enrol
from dashboard.reviews.errors import InvalidReview, NoPlaceLeft, NotAReviewer, ReviewClosed, StaleReview, quoted
from dashboard.reviews.inputs import Content, clean_name, content_of
from dashboard.reviews.journal import Stamp
from dashboard.reviews.model import Campaign, Kind, Place, Progress, QueueItem, Review, Status, Verdict, canonical
from dashboard.reviews.standing import Standing, standing, standings
from dashboard.reviews.store import read, write
from dashboard.reviews.tables import REVIEW


def queue(engine: Engine, campaign_id: str, reviewer: str) -> list[QueueItem]:
    """The reviewer's operations in the population's order, with where each stands for them."""
    name = clean_name(reviewer)

    def work(connection: Connection) -> list[QueueItem]:
        campaign = journal.campaign(connection, campaign_id)
        _refuse_stranger(campaign, name)
        items = []
        for found in standings(connection, campaign):
            place = found.place_for(name)
            if place is not None and not (campaign.frozen and place is Place.TO_DO):
                own = found.review_of(name)
                items.append(QueueItem(found.operation, place, own.version if own else 0))
        return items

    return read(engine, work)


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
    """How far the campaign is, without a word of any review."""

    def work(connection: Connection) -> Progress:
        campaign = journal.campaign(connection, campaign_id)
        found = standings(connection, campaign)
        reviews = [review for item in found for review in item.reviews]

        def count(status: Status) -> dict[str, int]:
            return {
                person: sum(review.reviewer == person and review.status is status for review in reviews)
                for person in campaign.reviewers
            }

        return Progress(
            operations=len(found),
            reviewed=sum(item.complete for item in found),
            conflicts=sum(item.in_conflict for item in found),
            decided=sum(item.decision is not None for item in found),
            submitted=count(Status.SUBMITTED),
            drafts=count(Status.DRAFT),
        )

    return read(engine, work)


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
        campaign = _open_campaign(connection, campaign_id)
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
        campaign = _open_campaign(connection, campaign_id)
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
        campaign = _open_campaign(connection, campaign_id)
        done = _written(connection, campaign, num_dossier, stamp)
        if done:
            return done
        found = _changeable(connection, campaign, num_dossier, stamp.actor)
        own = found.review_of(stamp.actor)
        if own is None or (status is Status.DRAFT and own.status is not Status.SUBMITTED):
            raise InvalidReview(f"Il n'y a rien à annuler{NARROW_SPACE}: votre évaluation n'est pas soumise.")
        content = Content(status, canonical(dict(own.answers)), own.verdict, own.category, own.comment)
        return _write(connection, campaign, num_dossier, stamp, content)

    return write(engine, work)


def _record(
    connection: Connection, campaign: Campaign, num_dossier: str, stamp: Stamp, content: Content, based_on: int | None
) -> Review:
    done = _written(connection, campaign, num_dossier, stamp)
    if done:
        if _content(done) != content:
            raise journal.submission_reused()
        return done
    if campaign.rule.open_to_all:
        journal.refuse_frozen(connection, campaign.id)
        enrol(connection, campaign.id, stamp.actor)
        campaign = journal.campaign(connection, campaign.id)
    own = standing(connection, campaign, num_dossier).review_of(stamp.actor)
    if own and _content(own) == content:
        return own
    found = _changeable(connection, campaign, num_dossier, stamp.actor)
    if own is None and not found.has_place:
        raise NoPlaceLeft(f"Cette opération a déjà ses évaluateurs{NARROW_SPACE}: passez à la suivante.")
    if based_on is not None and based_on != (own.version if own else 0):
        raise StaleReview(
            f"Votre évaluation a été enregistrée depuis une autre fenêtre{NARROW_SPACE}: rechargez-la avant de continuer."
        )
    if own and own.status is Status.SUBMITTED and content.status is Status.DRAFT:
        raise ReviewClosed(f"Votre évaluation est déjà soumise{NARROW_SPACE}: annulez l'envoi pour la reprendre.")
    return _write(connection, campaign, num_dossier, stamp, content)


def _open_campaign(connection: Connection, campaign_id: str) -> Campaign:
    journal.lock(connection, campaign_id)
    return journal.campaign(connection, campaign_id)


def _written(connection: Connection, campaign: Campaign, num_dossier: str, stamp: Stamp) -> Review | None:
    sequence = journal.already_done(connection, campaign.id, Kind.REVIEW, stamp, num_dossier)
    if sequence is None:
        return None
    versions = journal.reviews(connection, campaign.id, num_dossier, every_version=True)
    return next(review for review in versions if review.sequence == sequence)


def _changeable(connection: Connection, campaign: Campaign, num_dossier: str, reviewer: str) -> Standing:
    journal.refuse_frozen(connection, campaign.id)
    _refuse_stranger(campaign, reviewer)
    found = standing(connection, campaign, num_dossier)
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


def _write(connection: Connection, campaign: Campaign, num_dossier: str, stamp: Stamp, content: Content) -> Review:
    versions = journal.reviews(connection, campaign.id, num_dossier, every_version=True)
    last = max((review.version for review in versions if review.reviewer == stamp.actor), default=0)
    sequence = journal.append(connection, campaign.id, Kind.REVIEW, stamp, num_dossier)
    connection.execute(
        insert(REVIEW).values(
            campaign_id=campaign.id,
            sequence=sequence,
            num_dossier=num_dossier,
            reviewer=stamp.actor,
            version=last + 1,
            status=content.status,
            answers=content.answers,
            verdict=content.verdict,
            category=content.category,
            comment=content.comment,
            grid_hash=campaign.grid_hash,
        )
    )
    latest = journal.reviews(connection, campaign.id, num_dossier)
    return next(review for review in latest if review.reviewer == stamp.actor)


def _content(review: Review) -> Content:
    return Content(review.status, canonical(dict(review.answers)), review.verdict, review.category, review.comment)
