"""Writes a whole campaign at once from plain rows: for a demonstration, or to take over a campaign held elsewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, func, insert, select

from dashboard.domain.french import NARROW_SPACE, quoted
from dashboard.domain.grid import Answer
from dashboard.reviews import journal
from dashboard.reviews.campaigns import freeze_within
from dashboard.reviews.deciding import current_decisions
from dashboard.reviews.errors import ArbitrationRefused, InvalidCampaign, NotAReviewer
from dashboard.reviews.inputs import check_category, clean_name, clean_words, content_of
from dashboard.reviews.journal import Stamp
from dashboard.reviews.model import Campaign, Kind, Status, Verdict, timestamp
from dashboard.reviews.standing import standings
from dashboard.reviews.store import write
from dashboard.reviews.tables import ARBITRATION, EVENT, REVIEW


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One submitted review."""

    num_dossier: str
    reviewer: str
    answers: Mapping[str, Answer]
    verdict: Verdict | str | None
    category: str | None
    comment: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ArbitrationRow:
    """One arbitration."""

    num_dossier: str
    arbiter: str
    retained: bool
    category: str | None
    reason: str
    at: datetime


def fill_campaign(
    engine: Engine,
    campaign_id: str,
    reviews: Iterable[ReviewRow],
    arbitrations: Iterable[ArbitrationRow] = (),
    *,
    expected: Mapping[str, tuple[bool, str | None]] | None = None,
    frozen_by: str | None = None,
    frozen_at: datetime | None = None,
) -> Campaign:
    """Writes submitted reviews, then arbitrations, into a campaign without any event yet; freezes it with `frozen_by`.

    All in one transaction and under the rules of `reviewing` and `deciding`. `expected` gives, per operation, whether it
    is retained and its category: InvalidCampaign, and nothing written, unless the decisions are exactly these.
    A campaign that already has its events is left alone, so a second start changes nothing.
    """
    given, settled = list(reviews), list(arbitrations)

    def work(connection: Connection) -> Campaign:
        campaign = journal.lock(connection, campaign_id)
        events = select(func.count()).select_from(EVENT).where(EVENT.c.campaign_id == campaign_id)
        if connection.execute(events).scalar_one():
            return campaign
        _write_reviews(connection, campaign, given)
        _write_arbitrations(connection, campaign, settled, first=len(given) + 1)
        if expected is not None:
            _compare(connection, campaign, expected)
        if frozen_by is not None:
            stamp = Stamp.of(clean_name(frozen_by), "construction-gel", frozen_at)
            freeze_within(connection, campaign_id, stamp, allow_pending=False)
        return journal.campaign(connection, campaign_id)

    return write(engine, work)


def _write_reviews(connection: Connection, campaign: Campaign, given: list[ReviewRow]) -> None:
    known = {operation.num_dossier for operation in journal.operations(connection, campaign.id)}
    people: dict[str, list[str]] = {number: [] for number in known}
    events, rows = [], []
    for sequence, review in enumerate(given, 1):
        name = clean_name(review.reviewer)
        if review.num_dossier not in known:
            journal.operations(connection, campaign.id, review.num_dossier)
        if name not in campaign.reviewers:
            raise NotAReviewer(f"{quoted(name)} ne fait pas partie des évaluateurs de cette campagne.")
        already = people[review.num_dossier]
        if name in already or len(already) == campaign.rule.reviews_needed:
            raise InvalidCampaign(
                f"L'opération {quoted(review.num_dossier)} a plus d'évaluations que la règle n'en demande."
            )
        already.append(name)
        content = content_of(
            campaign, Status.SUBMITTED, review.answers, review.verdict, review.category, review.comment
        )
        events.append(_event(campaign, sequence, Kind.REVIEW, review.num_dossier, name, review.at))
        rows.append(
            {
                "campaign_id": campaign.id,
                "sequence": sequence,
                "num_dossier": review.num_dossier,
                "reviewer": name,
                "version": 1,
                "status": content.status,
                "answers": content.answers,
                "verdict": content.verdict,
                "category": content.category,
                "comment": content.comment,
                "grid_hash": campaign.grid_hash,
            }
        )
    journal.insert_rows(connection, EVENT, events)
    journal.insert_rows(connection, REVIEW, rows)


def _write_arbitrations(
    connection: Connection, campaign: Campaign, settled: list[ArbitrationRow], *, first: int
) -> None:
    found = {standing.operation.num_dossier: standing for standing in standings(connection, campaign)}
    for sequence, arbitration in enumerate(settled, first):
        name = clean_name(arbitration.arbiter)
        standing = found.get(arbitration.num_dossier)
        if standing is None or not standing.disagreements or standing.review_of(name) or not arbitration.reason.strip():
            raise ArbitrationRefused(
                f"L'arbitrage de l'opération {quoted(arbitration.num_dossier)} n'est pas possible{NARROW_SPACE}: "
                "il faut un désaccord, un motif et une personne qui n'a pas évalué l'opération."
            )
        event = _event(campaign, sequence, Kind.ARBITRATION, arbitration.num_dossier, name, arbitration.at)
        connection.execute(insert(EVENT).values(event))
        connection.execute(
            insert(ARBITRATION).values(
                campaign_id=campaign.id,
                sequence=sequence,
                num_dossier=arbitration.num_dossier,
                arbiter=name,
                version=1,
                retained=arbitration.retained,
                category=check_category(campaign, arbitration.retained, arbitration.category),
                reason=clean_words(arbitration.reason),
            )
        )


def _compare(connection: Connection, campaign: Campaign, expected: Mapping[str, tuple[bool, str | None]]) -> None:
    found = {
        decision.num_dossier: (decision.retained, decision.category)
        for decision in current_decisions(connection, campaign)
    }
    different = sorted(number for number in found.keys() | expected.keys() if found.get(number) != expected.get(number))
    if different:
        raise InvalidCampaign(
            f"Les évaluations ne mènent pas à la décision attendue pour l'opération {quoted(different[0])}."
        )


def _event(
    campaign: Campaign, sequence: int, kind: Kind, num_dossier: str, actor: str, at: datetime
) -> dict[str, object]:
    return {
        "campaign_id": campaign.id,
        "sequence": sequence,
        "submission_id": f"construction-{sequence}",
        "kind": kind,
        "num_dossier": num_dossier,
        "actor": actor,
        "created_at": timestamp(at),
    }
