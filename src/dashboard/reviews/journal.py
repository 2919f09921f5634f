"""Appends to a campaign and reads what was appended: the only module, with `archive`, that knows the rows of events."""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Label, RowMapping, Table, func, insert, select
from sqlalchemy.exc import IntegrityError

from dashboard.domain.french import NARROW_SPACE, long_date, quoted
from dashboard.domain.grid import Grid
from dashboard.domain.grid_file import parse_grid
from dashboard.reviews.errors import FrozenCampaign, SubmissionReused, UnknownCampaign, UnknownOperation
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


def lock(connection: Connection, campaign_id: str) -> Campaign:
    """The campaign, as it stands once its other writers are done: they wait for this transaction from now on.

    SQLite needs no lock here: the whole transaction already holds the only one there is. UnknownCampaign when there is none.
    """
    return _only(campaigns(connection, campaign_id, locked=True), campaign_id)


def refuse_frozen(campaign: Campaign) -> None:
    """FrozenCampaign once the campaign is frozen. For one that `lock` gave."""
    if campaign.frozen_at is not None:
        state = "retirée" if campaign.withdrawn else "figée"
        raise FrozenCampaign(
            f"Cette campagne est {state} depuis le {long_date(campaign.frozen_at.date())}{NARROW_SPACE}: "
            "on ne peut plus rien y enregistrer."
        )


def append(connection: Connection, campaign_id: str, kind: Kind, stamp: Stamp, num_dossier: str | None = None) -> int:
    """Writes the event's own row and gives its number. Call after `lock`."""
    last = select(func.coalesce(func.max(EVENT.c.sequence), 0)).where(EVENT.c.campaign_id == campaign_id)
    row = {
        "campaign_id": campaign_id,
        "sequence": last.scalar_subquery() + 1,
        "submission_id": stamp.submission_id,
        "kind": kind,
        "num_dossier": num_dossier,
        "actor": stamp.actor,
        "created_at": timestamp(stamp.at),
    }
    try:
        return int(connection.execute(insert(EVENT).values(row).returning(EVENT.c.sequence)).scalar_one())
    except IntegrityError as error:
        if "submission_id" in str(error.orig):
            raise submission_reused() from error
        raise


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


def campaigns(connection: Connection, campaign_id: str | None = None, *, locked: bool = False) -> list[Campaign]:
    """Every campaign, oldest first, or the one of that id; `locked` makes its other writers wait."""
    fixed = select(CAMPAIGN).order_by(CAMPAIGN.c.created_at, CAMPAIGN.c.id)
    sizes = select(OPERATION.c.campaign_id, func.count().label("size")).group_by(OPERATION.c.campaign_id)
    if campaign_id is not None:
        fixed = fixed.where(CAMPAIGN.c.id == campaign_id)
        sizes = sizes.where(OPERATION.c.campaign_id == campaign_id)
    size = sizes.subquery()
    moving = (
        select(
            CAMPAIGN.c.id,
            REVIEWER.c.reviewer,
            size.c.size,
            EVENT.c.created_at.label("frozen_at"),
            EVENT.c.actor.label("frozen_by"),
            EVENT.c.kind.label("closed_as"),
        )
        .outerjoin(REVIEWER, REVIEWER.c.campaign_id == CAMPAIGN.c.id)
        .outerjoin(size, size.c.campaign_id == CAMPAIGN.c.id)
        .outerjoin(FREEZE, FREEZE.c.campaign_id == CAMPAIGN.c.id)
        .outerjoin(EVENT, _same_event(FREEZE))
        .order_by(REVIEWER.c.position)
    )
    if campaign_id is not None:
        moving = moving.where(CAMPAIGN.c.id == campaign_id)
    # First what never changes, and the lock: under PostgreSQL the second statement then sees what others committed meanwhile.
    rows = connection.execute(fixed.with_for_update() if locked else fixed).mappings().all()
    facts: dict[str, list[Any]] = {}
    for row in connection.execute(moving):
        facts.setdefault(row.id, []).append(row)
    return [_campaign(row, facts[row["id"]]) for row in rows]


def campaign(connection: Connection, campaign_id: str) -> Campaign:
    """One campaign; UnknownCampaign when there is none."""
    return _only(campaigns(connection, campaign_id), campaign_id)


def _only(found: list[Campaign], campaign_id: str) -> Campaign:
    if not found:
        raise UnknownCampaign(f"La campagne {quoted(campaign_id)} n'existe pas{NARROW_SPACE}: choisissez-en une autre.")
    return found[0]


@dataclass(frozen=True, slots=True)
class Past:
    """All that happened to one operation: every version of its reviews and arbitrations, in the order they came."""

    operation: Operation
    reviews: list[Review] = field(default_factory=list)
    arbitrations: list[Arbitration] = field(default_factory=list)
    sent: dict[str, tuple[Kind, str, int]] = field(default_factory=dict)
    """Submission → what it was, by whom, and its number."""

    def done(self, kind: Kind, stamp: Stamp) -> int | None:
        """The number of the event that carries the same submission, None when it is the first time."""
        found = self.sent.get(stamp.submission_id)
        if found and found[:2] != (kind, stamp.actor):
            raise submission_reused()
        return found[2] if found else None

    def last_version(self, reviewer: str) -> int:
        """The number of versions that a reviewer's review has had."""
        return max((review.version for review in self.reviews if review.reviewer == reviewer), default=0)


def pasts(connection: Connection, campaign_id: str, num_dossier: str | None = None) -> list[Past]:
    """What happened to every operation of the population, in its order, or to the one asked for, in one statement.

    UnknownOperation when the one asked for isn't there.
    """
    query = (
        select(
            OPERATION,
            EVENT.c.sequence.label("event_sequence"),
            EVENT.c.submission_id.label("event_submission"),
            EVENT.c.kind.label("event_kind"),
            EVENT.c.actor.label("event_actor"),
            EVENT.c.created_at,
            *_labelled(REVIEW, "review"),
            *_labelled(ARBITRATION, "arbitration"),
        )
        .outerjoin_from(
            OPERATION,
            EVENT,
            (EVENT.c.campaign_id == OPERATION.c.campaign_id) & (EVENT.c.num_dossier == OPERATION.c.num_dossier),
        )
        .outerjoin(REVIEW, _same_event(REVIEW))
        .outerjoin(ARBITRATION, _same_event(ARBITRATION))
        .where(OPERATION.c.campaign_id == campaign_id)
        .order_by(OPERATION.c.position, EVENT.c.sequence)
    )
    if num_dossier is not None:
        query = query.where(OPERATION.c.num_dossier == num_dossier)
    found: dict[str, Past] = {}
    for row in connection.execute(query).mappings():
        past = found.get(row["num_dossier"])
        if past is None:
            past = found[row["num_dossier"]] = Past(_operation(row))
        if row["event_sequence"] is not None:
            past.sent[row["event_submission"]] = (Kind(row["event_kind"]), row["event_actor"], row["event_sequence"])
        if row["review_sequence"] is not None:
            past.reviews.append(review_of(row, "review_"))
        if row["arbitration_sequence"] is not None:
            past.arbitrations.append(_arbitration(row, "arbitration_"))
    if num_dossier is not None and not found:
        raise _unknown_operation(num_dossier)
    return list(found.values())


def past_of(connection: Connection, campaign_id: str, num_dossier: str) -> Past:
    """What happened to one operation. UnknownOperation when it isn't in the population."""
    return pasts(connection, campaign_id, num_dossier)[0]


def operations(connection: Connection, campaign_id: str, num_dossier: str | None = None) -> list[Operation]:
    """The population in its order, or the one operation asked for; UnknownOperation when it isn't there."""
    query = select(OPERATION).where(OPERATION.c.campaign_id == campaign_id).order_by(OPERATION.c.position)
    if num_dossier is not None:
        query = query.where(OPERATION.c.num_dossier == num_dossier)
    found = [_operation(row) for row in connection.execute(query).mappings()]
    if num_dossier is not None and not found:
        raise _unknown_operation(num_dossier)
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
    return [review_of(row) for row in connection.execute(query).mappings()]


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
    return [_arbitration(row) for row in connection.execute(query).mappings()]


def insert_rows(connection: Connection, table: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Writes several rows at once; none is fine."""
    listed = list(rows)
    if listed:
        connection.execute(insert(table), listed)


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


def _labelled(table: Table, name: str) -> list[Label[Any]]:
    return [column.label(f"{name}_{column.name}") for column in table.c]


def _unknown_operation(num_dossier: str) -> UnknownOperation:
    return UnknownOperation(f"L'opération {quoted(num_dossier)} ne fait pas partie de cette campagne.")


def _operation(row: RowMapping) -> Operation:
    return Operation(
        row["num_dossier"], row["wave"], row["title"], row["beneficiary"], row["origin"], row["texts_hash"]
    )


def _campaign(row: RowMapping, facts: Sequence[Any]) -> Campaign:
    """A campaign from its own row and from one row per reviewer, at least one, of what changes."""
    last = facts[0]
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
        reviewers=tuple(fact.reviewer for fact in facts if fact.reviewer is not None),
        operations=last.size or 0,
        frozen_at=moment_of(last.frozen_at) if last.frozen_at else None,
        frozen_by=last.frozen_by,
        withdrawn=last.closed_as == Kind.WITHDRAWAL,
    )


def review_of(row: RowMapping | Mapping[str, Any], prefix: str = "") -> Review:
    """A review from its row and the moment of its event."""
    verdict = row[f"{prefix}verdict"]
    return Review(
        num_dossier=row["num_dossier"],
        reviewer=row[f"{prefix}reviewer"],
        version=row[f"{prefix}version"],
        status=Status(row[f"{prefix}status"]),
        answers=json.loads(row[f"{prefix}answers"]),
        verdict=Verdict(verdict) if verdict else None,
        category=row[f"{prefix}category"],
        comment=row[f"{prefix}comment"],
        created_at=moment_of(row["created_at"]),
        sequence=row[f"{prefix}sequence"],
        grid_hash=row[f"{prefix}grid_hash"],
    )


def _arbitration(row: RowMapping, prefix: str = "") -> Arbitration:
    return Arbitration(
        num_dossier=row["num_dossier"],
        arbiter=row[f"{prefix}arbiter"],
        version=row[f"{prefix}version"],
        retained=row[f"{prefix}retained"],
        category=row[f"{prefix}category"],
        reason=row[f"{prefix}reason"],
        created_at=moment_of(row["created_at"]),
        sequence=row[f"{prefix}sequence"],
    )
