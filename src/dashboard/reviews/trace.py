"""Remarks, and the trace of an operation: who did what, when and why, in the order it happened."""

from datetime import datetime

from sqlalchemy import Connection, Engine, insert, select

from dashboard.domain.french import NARROW_SPACE, quoted
from dashboard.domain.operation import Decided
from dashboard.reviews import journal
from dashboard.reviews.deciding import current_decisions
from dashboard.reviews.errors import InvalidReview
from dashboard.reviews.inputs import clean_name, clean_words
from dashboard.reviews.journal import Stamp
from dashboard.reviews.model import VERDICT_WORDS, Arbitration, Campaign, Kind, Review, Status, TraceEntry, moment_of
from dashboard.reviews.names import Names
from dashboard.reviews.standing import standing
from dashboard.reviews.store import read, write
from dashboard.reviews.tables import EVENT, REMARK

_STEPS = {
    Status.DRAFT: "brouillon enregistré",
    Status.SUBMITTED: "évaluation soumise",
    Status.WITHDRAWN: "place laissée",
}


def remark(
    engine: Engine,
    campaign_id: str,
    author: str,
    text: str,
    *,
    num_dossier: str | None = None,
    submission_id: str | None = None,
    at: datetime | None = None,
) -> None:
    """Adds a remark on the campaign, or on one operation: there it shows to others when the reviews do."""
    stamp = Stamp.of(clean_name(author), submission_id, at)
    words = clean_words(text)
    if not words:
        raise InvalidReview(f"La remarque est vide{NARROW_SPACE}: écrivez-la.")

    def work(connection: Connection) -> None:
        campaign = journal.lock(connection, campaign_id)
        if journal.already_done(connection, campaign_id, Kind.REMARK, stamp, num_dossier) is not None:
            return
        journal.refuse_frozen(campaign)
        if num_dossier is not None:
            journal.operations(connection, campaign_id, num_dossier)
        sequence = journal.append(connection, campaign_id, Kind.REMARK, stamp, num_dossier)
        connection.execute(insert(REMARK).values(campaign_id=campaign_id, sequence=sequence, text=words))

    write(engine, work)


def trace(
    engine: Engine, campaign_id: str, num_dossier: str, *, reader: str | None = None, anonymised: bool = False
) -> list[TraceEntry]:
    """What happened to an operation, oldest first, without the drafts that a later version replaced.

    What a review says, and remarks, show to their author, and to `reader` or to nobody in particular (None) once
    every expected review is submitted.
    """
    name = clean_name(reader) if reader else None

    def work(connection: Connection) -> list[TraceEntry]:
        campaign = journal.campaign(connection, campaign_id)
        visible = standing(connection, campaign, num_dossier).complete or campaign.frozen
        reviews = journal.reviews(connection, campaign_id, num_dossier, every_version=True)
        arbitrations = journal.arbitrations(connection, campaign_id, num_dossier)
        names = Names(campaign, journal.arbitrations(connection, campaign_id), anonymised=anonymised)
        latest = {review.reviewer: review.version for review in reviews}
        details = {
            review.sequence: _of_review(review, shown=visible or review.reviewer == name)
            for review in reviews
            if review.status is not Status.DRAFT or review.version == latest[review.reviewer]
        }
        details |= {arbitration.sequence: _of_arbitration(arbitration) for arbitration in arbitrations}
        details |= _remarks(connection, campaign_id, num_dossier, name, visible=visible)
        details |= _freezing(connection, campaign, num_dossier)
        query = select(EVENT).where(EVENT.c.campaign_id == campaign_id).order_by(EVENT.c.sequence)
        return [
            TraceEntry(
                row.sequence, moment_of(row.created_at), names.of(row.actor), Kind(row.kind), details[row.sequence]
            )
            for row in connection.execute(query)
            if row.sequence in details
        ]

    return read(engine, work)


def _of_review(review: Review, *, shown: bool) -> str:
    step = _STEPS[review.status]
    if not shown or review.verdict is None:
        return step
    kind = f" ({review.category})" if review.category else ""
    comment = f" {quoted(review.comment)}" if review.comment else ""
    return f"{step}{NARROW_SPACE}: {VERDICT_WORDS[review.verdict]}{kind}{comment}"


def _of_arbitration(arbitration: Arbitration) -> str:
    kind = f" ({arbitration.category})" if arbitration.category else ""
    return f"arbitrage{NARROW_SPACE}: {Decided.of(arbitration.retained)}{kind} {quoted(arbitration.reason)}"


def _remarks(
    connection: Connection, campaign_id: str, num_dossier: str, reader: str | None, *, visible: bool
) -> dict[int, str]:
    query = (
        select(REMARK, EVENT.c.actor)
        .join(EVENT, (EVENT.c.campaign_id == REMARK.c.campaign_id) & (EVENT.c.sequence == REMARK.c.sequence))
        .where(REMARK.c.campaign_id == campaign_id, EVENT.c.num_dossier == num_dossier)
    )
    return {
        row.sequence: f"remarque {quoted(row.text)}"
        for row in connection.execute(query)
        if visible or row.actor == reader
    }


def _freezing(connection: Connection, campaign: Campaign, num_dossier: str) -> dict[int, str]:
    if not campaign.frozen or campaign.withdrawn:
        return {}
    query = select(EVENT.c.sequence).where(EVENT.c.campaign_id == campaign.id, EVENT.c.kind == Kind.FREEZE)
    decided = next((item for item in current_decisions(connection, campaign) if item.num_dossier == num_dossier), None)
    outcome = "sans décision" if decided is None else Decided.of(decided.retained)
    kind = f" ({decided.category})" if decided and decided.category else ""
    return {connection.execute(query).scalar_one(): f"campagne figée{NARROW_SPACE}: {outcome}{kind}"}
