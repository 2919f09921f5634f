"""Appends to a campaign and reads what was appended: the only module, with `archive`, that knows the rows of events."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select

from dashboard.domain.french import NARROW_SPACE, long_date
from dashboard.domain.grid import Grid
from dashboard.domain.grid_file import parse_grid
from dashboard.reviews.errors import FrozenCampaign, SubmissionReused, UnknownCampaign, UnknownOperation, quoted
from dashboard.reviews.model import (
    Arbitration,
    Campaign,
    DecisionRule,
    Kind,
    Operation,
    Review,
    Status,
    Verdict,
    moment_of,
    timestamp,
)
from dashboard.reviews.tables import ARBITRATION, CAMPAIGN, EVENT, FREEZE, OPERATION, REVIEW, REVIEWER


@dataclass(frozen=True, slots=True)
class Stamp:
    """What identifies an event: who, when, and the number that makes a double click harmless."""

    actor: str
    submission_id: str
    at: datetime

    @classmethod
    def of(cls, actor: str, submission_id: str | None = None, at: datetime | None = None) -> "Stamp":
        """With a number and the present time where none is given."""
        return cls(actor, submission_id or uuid.uuid4().hex, at or datetime.now(UTC))


def lock(connection: Connection, campaign_id: str) -> None:
    """Makes the other writers of the campaign wait for this transaction; refuses a frozen campaign.

    SQLite needs no lock here: the whole transaction already holds the only one there is.
    """
    if (
        connection.execute(select(CAMPAIGN.c.id).where(CAMPAIGN.c.id == campaign_id).with_for_update()).one_or_none()
        is None
    ):
        raise unknown_campaign(campaign_id)


def refuse_frozen(connection: Connection, campaign_id: str) -> None:
    """FrozenCampaign once the campaign is frozen. Call after `lock`."""
    frozen_at = connection.execute(
        select(EVENT.c.created_at)
        .join_from(EVENT, FREEZE, _same_event(FREEZE))
        .where(FREEZE.c.campaign_id == campaign_id)
    ).scalar_one_or_none()
    if frozen_at is not None:
        raise FrozenCampaign(
            f"Cette campagne est figée depuis le {long_date(moment_of(frozen_at).date())}{NARROW_SPACE}: "
            "on ne peut plus rien y enregistrer."
        )


def append(connection: Connection, campaign_id: str, kind: Kind, stamp: Stamp, num_dossier: str | None = None) -> int:
    """Writes the event's own row and gives its number. Call after `lock`."""
    last = connection.execute(
        select(func.coalesce(func.max(EVENT.c.sequence), 0)).where(EVENT.c.campaign_id == campaign_id)
    ).scalar_one()
    connection.execute(
        insert(EVENT).values(
            campaign_id=campaign_id,
            sequence=last + 1,
            submission_id=stamp.submission_id,
            kind=kind,
            num_dossier=num_dossier,
            actor=stamp.actor,
            created_at=timestamp(stamp.at),
        )
    )
    return int(last) + 1


def already_done(
    connection: Connection, campaign_id: str, kind: Kind, stamp: Stamp, num_dossier: str | None = None
) -> int | None:
    """The number of the event that carries the same submission, None when it is the first time."""
    row = connection.execute(
        select(EVENT).where(EVENT.c.campaign_id == campaign_id, EVENT.c.submission_id == stamp.submission_id)
    ).one_or_none()
    if row is None:
        return None
    if (row.kind, row.num_dossier, row.actor) != (kind, num_dossier, stamp.actor):
        raise submission_reused()
    return int(row.sequence)


def campaigns(connection: Connection, campaign_id: str | None = None) -> list[Campaign]:
    """Every campaign, oldest first, or the one of that id."""
    query = (
        select(CAMPAIGN, EVENT.c.created_at.label("frozen_at"), EVENT.c.actor.label("frozen_by"))
        .outerjoin(FREEZE, FREEZE.c.campaign_id == CAMPAIGN.c.id)
        .outerjoin(EVENT, _same_event(FREEZE))
        .order_by(CAMPAIGN.c.created_at, CAMPAIGN.c.id)
    )
    sizes = select(OPERATION.c.campaign_id, func.count().label("size")).group_by(OPERATION.c.campaign_id)
    members = select(REVIEWER).order_by(REVIEWER.c.position)
    if campaign_id is not None:
        query = query.where(CAMPAIGN.c.id == campaign_id)
        sizes = sizes.where(OPERATION.c.campaign_id == campaign_id)
        members = members.where(REVIEWER.c.campaign_id == campaign_id)
    # First: under PostgreSQL each statement of a write sees what others committed before it, so a campaign that this one
    # shows has its operations and reviewers in the next two.
    rows = connection.execute(query).mappings().all()
    size = {row.campaign_id: row.size for row in connection.execute(sizes)}
    reviewers: dict[str, list[str]] = {}
    for row in connection.execute(members):
        reviewers.setdefault(row.campaign_id, []).append(row.reviewer)
    return [_campaign(row, size.get(row["id"], 0), tuple(reviewers.get(row["id"], []))) for row in rows]


def campaign(connection: Connection, campaign_id: str) -> Campaign:
    """One campaign; UnknownCampaign when there is none."""
    found = campaigns(connection, campaign_id)
    if not found:
        raise unknown_campaign(campaign_id)
    return found[0]


def operations(connection: Connection, campaign_id: str, num_dossier: str | None = None) -> list[Operation]:
    """The population in its order, or the one operation asked for; UnknownOperation when it isn't there."""
    query = select(OPERATION).where(OPERATION.c.campaign_id == campaign_id).order_by(OPERATION.c.position)
    if num_dossier is not None:
        query = query.where(OPERATION.c.num_dossier == num_dossier)
    found = [
        Operation(row.num_dossier, row.wave, row.title, row.beneficiary, row.origin, row.texts_hash)
        for row in connection.execute(query)
    ]
    if num_dossier is not None and not found:
        raise UnknownOperation(f"L'opération {quoted(num_dossier)} ne fait pas partie de cette campagne.")
    return found


def reviews(
    connection: Connection, campaign_id: str, num_dossier: str | None = None, *, every_version: bool = False
) -> list[Review]:
    """The latest version of each review (withdrawn ones too), or every version, in the order they came."""
    query = (
        select(REVIEW, EVENT.c.created_at)
        .join_from(REVIEW, EVENT, _same_event(REVIEW))
        .where(REVIEW.c.campaign_id == campaign_id)
        .order_by(REVIEW.c.sequence)
    )
    if num_dossier is not None:
        query = query.where(REVIEW.c.num_dossier == num_dossier)
    if not every_version:
        later = REVIEW.alias()
        query = query.where(
            ~select(later.c.version)
            .where(
                later.c.campaign_id == REVIEW.c.campaign_id,
                later.c.num_dossier == REVIEW.c.num_dossier,
                later.c.reviewer == REVIEW.c.reviewer,
                later.c.version > REVIEW.c.version,
            )
            .exists()
        )
    return [_review(row) for row in connection.execute(query).mappings()]


def arbitrations(connection: Connection, campaign_id: str, num_dossier: str | None = None) -> list[Arbitration]:
    """Every arbitration, in the order they came: the last one of an operation stands."""
    query = (
        select(ARBITRATION, EVENT.c.created_at)
        .join_from(ARBITRATION, EVENT, _same_event(ARBITRATION))
        .where(ARBITRATION.c.campaign_id == campaign_id)
        .order_by(ARBITRATION.c.sequence)
    )
    if num_dossier is not None:
        query = query.where(ARBITRATION.c.num_dossier == num_dossier)
    return [
        Arbitration(
            num_dossier=row.num_dossier,
            arbiter=row.arbiter,
            version=row.version,
            retained=row.retained,
            category=row.category,
            reason=row.reason,
            created_at=moment_of(row.created_at),
            sequence=row.sequence,
        )
        for row in connection.execute(query)
    ]


def insert_rows(connection: Connection, table: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Writes several rows at once; none is fine."""
    listed = list(rows)
    if listed:
        connection.execute(insert(table), listed)


def unknown_campaign(campaign_id: str) -> UnknownCampaign:
    """The error to raise."""
    return UnknownCampaign(f"La campagne {quoted(campaign_id)} n'existe pas{NARROW_SPACE}: choisissez-en une autre.")


def submission_reused() -> SubmissionReused:
    """The error to raise."""
    return SubmissionReused(
        f"Cet envoi a déjà servi à un autre enregistrement{NARROW_SPACE}: rechargez la page, puis recommencez."
    )


def _same_event(table: Any) -> Any:
    return (EVENT.c.campaign_id == table.c.campaign_id) & (EVENT.c.sequence == table.c.sequence)


@lru_cache(maxsize=64)
def _grid(text: str, grid_id: str) -> Grid:
    return parse_grid(text, f"{grid_id}.toml")


def _campaign(row: RowMapping, size: int, reviewers: tuple[str, ...]) -> Campaign:
    return Campaign(
        id=row["id"],
        name=row["name"],
        description=row["description"],
        demonstration=row["demonstration"],
        created_at=moment_of(row["created_at"]),
        created_by=row["created_by"],
        grid=_grid(row["grid_text"], row["grid_id"]),
        grid_hash=row["grid_hash"],
        lexicon_hash=row["lexicon_hash"],
        lexicon_text=row["lexicon_text"],
        extracts=tuple(json.loads(row["extracts"])),
        rule=DecisionRule.from_json(row["rule"]),
        reviewers=reviewers,
        operations=size,
        frozen_at=moment_of(row["frozen_at"]) if row["frozen_at"] else None,
        frozen_by=row["frozen_by"],
    )


def _review(row: RowMapping) -> Review:
    return Review(
        num_dossier=row["num_dossier"],
        reviewer=row["reviewer"],
        version=row["version"],
        status=Status(row["status"]),
        answers=json.loads(row["answers"]),
        verdict=Verdict(row["verdict"]) if row["verdict"] else None,
        category=row["category"],
        comment=row["comment"],
        created_at=moment_of(row["created_at"]),
        sequence=row["sequence"],
        grid_hash=row["grid_hash"],
    )
