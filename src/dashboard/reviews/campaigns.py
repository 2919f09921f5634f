"""Campaigns: created with everything their result depends on, opened to reviewers, frozen in the end."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import pandas as pd
from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import IntegrityError

from dashboard.domain.acts import Act, Caller
from dashboard.domain.french import NARROW_SPACE, plural
from dashboard.domain.grid import Grid
from dashboard.reviews import audit, journal
from dashboard.reviews.errors import AlreadyAnswered, InvalidCampaign, PendingOperations
from dashboard.reviews.inputs import clean_name, clean_text, population
from dashboard.reviews.journal import Stamp
from dashboard.reviews.model import Campaign, DecisionRule, Kind, Operation, canonical, timestamp
from dashboard.reviews.standing import standings
from dashboard.reviews.store import read, write
from dashboard.reviews.tables import CAMPAIGN, DECISION, FREEZE, OPERATION, REVIEWER


def create_campaign(
    engine: Engine,
    *,
    name: str,
    grid: Grid,
    lexicon_hash: str,
    lexicon_text: str,
    extracts: Sequence[str],
    operations: pd.DataFrame,
    reviewers: Sequence[str],
    by: str,
    rule: DecisionRule | None = None,
    description: str = "",
    demonstration: bool = False,
    campaign_id: str | None = None,
    at: datetime | None = None,
) -> Campaign:
    """Creates a campaign. The same `campaign_id` a second time gives the first one back, so a double click is harmless.

    `operations` has the columns num_dossier, wave, title, beneficiary, and optionally origin (why it is there) and
    texts_hash (`model.texts_hash` of the texts that reviewers read). `extracts` are the SHA-256 of the imports.
    """
    rule = rule or DecisionRule()
    people = list(dict.fromkeys(clean_name(person) for person in reviewers))
    listed = population(operations)
    if not clean_text(name):
        raise InvalidCampaign(f"La campagne n'a pas de nom{NARROW_SPACE}: donnez-lui-en un.")
    if rule.reviews_needed < 1 or (len(people) < rule.reviews_needed and not rule.open_to_all):
        raise InvalidCampaign(
            f"La règle demande {plural(rule.reviews_needed, 'évaluation')} par opération{NARROW_SPACE}: "
            f"indiquez au moins autant d'évaluateurs, {plural(len(people), 'est nommé', 'sont nommés')}."
        )
    identifier = campaign_id or uuid.uuid4().hex
    row = {
        "id": identifier,
        "name": clean_text(name),
        "description": clean_text(description),
        "demonstration": demonstration,
        "created_at": timestamp(at or datetime.now(UTC)),
        "created_by": clean_name(by),
        "grid_id": grid.id,
        "grid_version": grid.version,
        "grid_hash": grid.version_hash,
        "grid_text": grid.text,
        "lexicon_hash": lexicon_hash,
        "lexicon_text": lexicon_text,
        "extracts": canonical(list(extracts)),
        "rule": rule.to_json(),
    }

    def work(connection: Connection) -> Campaign:
        existing = journal.campaigns(connection, identifier)
        if existing:
            if (existing[0].name, existing[0].grid_hash) != (row["name"], row["grid_hash"]):
                raise InvalidCampaign("Une autre campagne porte déjà cet identifiant.")
            return existing[0]
        connection.execute(insert(CAMPAIGN).values(row))
        _insert_reviewers(connection, identifier, people, 0)
        _insert_operations(connection, identifier, listed, 0)
        return journal.campaign(connection, identifier)

    try:
        return write(engine, work)
    except IntegrityError:
        # Someone created it between our look and our insertion: the second look finds it.
        return write(engine, work)


def list_campaigns(engine: Engine, *, demonstration: bool = True, withdrawn: bool = False) -> list[Campaign]:
    """Every campaign, oldest first; without `demonstration`, those on real operations alone. `withdrawn` adds those taken back.

    What a reader sees leaves the demonstration's campaigns out once its extract is no longer published. They stay in the store.
    """
    return _shown(read(engine, journal.campaigns), demonstration, withdrawn)


def get_campaign(engine: Engine, campaign_id: str) -> Campaign:
    """One campaign; UnknownCampaign when there is none."""
    return read(engine, lambda connection: journal.campaign(connection, campaign_id))


def get_operations(engine: Engine, campaign_id: str) -> list[Operation]:
    """The population, in its order."""
    return read(engine, lambda connection: journal.operations(connection, campaign_id))


def campaigns_with(engine: Engine, num_dossier: str, wave: str | None, *, demonstration: bool = True) -> list[Campaign]:
    """The campaigns whose population holds an operation of a wave (of any: None), as `list_campaigns` gives them."""

    def work(connection: Connection) -> list[Campaign]:
        held = select(OPERATION.c.campaign_id).where(OPERATION.c.num_dossier == num_dossier)
        if wave is not None:
            held = held.where(OPERATION.c.wave == wave)
        found = set(connection.execute(held).scalars())
        return [campaign for campaign in journal.campaigns(connection) if campaign.id in found] if found else []

    return _shown(read(engine, work), demonstration)


def _shown(campaigns: list[Campaign], demonstration: bool, withdrawn: bool = False) -> list[Campaign]:
    return [
        campaign
        for campaign in campaigns
        if (demonstration or not campaign.demonstration) and (withdrawn or not campaign.withdrawn)
    ]


def add_operations(engine: Engine, campaign_id: str, operations: pd.DataFrame) -> int:
    """Adds the operations that aren't in the population yet; gives how many. For a recall audit, or the survey's list."""
    listed = population(operations)

    def work(connection: Connection) -> int:
        journal.refuse_frozen(journal.lock(connection, campaign_id))
        present = {operation.num_dossier for operation in journal.operations(connection, campaign_id)}
        new = [operation for operation in listed if operation.num_dossier not in present]
        _insert_operations(connection, campaign_id, new, len(present))
        return len(new)

    return write(engine, work)


def add_reviewer(engine: Engine, campaign_id: str, reviewer: str) -> Campaign:
    """Adds a reviewer to an open campaign; nothing happens for one who is there already."""
    name = clean_name(reviewer)

    def work(connection: Connection) -> Campaign:
        campaign = journal.lock(connection, campaign_id)
        journal.refuse_frozen(campaign)
        enrol(connection, campaign, name)
        return journal.campaign(connection, campaign_id)

    return write(engine, work)


def enrol(connection: Connection, campaign: Campaign, reviewer: str) -> None:
    """Adds a reviewer unless they are there, to a campaign that `journal.lock` gave."""
    if reviewer not in campaign.reviewers:
        _insert_reviewers(connection, campaign.id, [reviewer], len(campaign.reviewers))


def freeze(
    engine: Engine,
    campaign_id: str,
    *,
    by: str,
    allow_pending: bool = False,
    submission_id: str | None = None,
    at: datetime | None = None,
    caller: Caller | None = None,
) -> Campaign:
    """Writes down the decisions and closes the campaign for good; in the journal too, for a `caller`.

    PendingOperations while some operation has no decision, unless `allow_pending`: those then stay undecided.
    """
    stamp = Stamp.of(clean_name(by), submission_id, at)

    def work(connection: Connection) -> Campaign:
        campaign = journal.lock(connection, campaign_id)
        if journal.already_done(connection, campaign_id, Kind.FREEZE, stamp) is None:
            journal.refuse_frozen(campaign)
            freeze_within(connection, campaign_id, stamp, allow_pending=allow_pending)
            if caller:
                audit.append(connection, caller, Act.FREEZE, f"{campaign.name}{NARROW_SPACE}: figée")
        return journal.campaign(connection, campaign_id)

    return write(engine, work)


def freeze_within(connection: Connection, campaign_id: str, stamp: Stamp, *, allow_pending: bool) -> None:
    """Freezes inside a transaction that holds the campaign's lock."""
    campaign = journal.campaign(connection, campaign_id)
    found = standings(connection, campaign)
    decisions = [decision for standing in found if (decision := standing.decision)]
    pending = sum(not (standing.decision if campaign.grid.decides else standing.complete) for standing in found)
    if pending and not allow_pending:
        raise pending_operations(pending)
    sequence = journal.append(connection, campaign_id, Kind.FREEZE, stamp)
    journal.insert_rows(
        connection,
        DECISION,
        (
            {
                "campaign_id": campaign_id,
                "sequence": sequence,
                "num_dossier": decision.num_dossier,
                "retained": decision.retained,
                "category": decision.category,
                "reason": decision.reason,
                "basis": decision.basis,
                "decided_by": canonical(decision.decided_by),
                "decided_at": timestamp(decision.decided_at),
            }
            for decision in decisions
        ),
    )
    connection.execute(insert(FREEZE).values(campaign_id=campaign_id, sequence=sequence, pending=pending))


def pending_operations(pending: int) -> PendingOperations:
    """The error of a freezing that would leave so many operations undecided."""
    return PendingOperations(
        f"{plural(pending, 'opération attend', 'opérations attendent')} encore une évaluation ou un arbitrage"
        f"{NARROW_SPACE}: terminez, ou figez la campagne en les laissant sans décision."
    )


def withdraw_campaign(
    engine: Engine,
    campaign_id: str,
    *,
    by: str,
    submission_id: str | None = None,
    at: datetime | None = None,
    caller: Caller | None = None,
) -> Campaign:
    """Takes back a campaign opened by mistake: it is closed for good, and no list shows it any more.

    In the journal too, for a `caller`.

    AlreadyAnswered once anybody has answered, were it a draft or a review that they left since.
    """
    stamp = Stamp.of(clean_name(by), submission_id, at)

    def work(connection: Connection) -> Campaign:
        campaign = journal.lock(connection, campaign_id)
        if journal.already_done(connection, campaign_id, Kind.WITHDRAWAL, stamp) is None:
            journal.refuse_frozen(campaign)
            if journal.reviews(connection, campaign_id):
                raise AlreadyAnswered(
                    f"Quelqu'un a déjà répondu dans cette campagne{NARROW_SPACE}: elle ne se retire plus, figez-la."
                )
            sequence = journal.append(connection, campaign_id, Kind.WITHDRAWAL, stamp)
            closed = {"campaign_id": campaign_id, "sequence": sequence, "pending": campaign.operations}
            connection.execute(insert(FREEZE).values(closed))
            if caller:
                audit.append(connection, caller, Act.FREEZE, f"{campaign.name}{NARROW_SPACE}: retirée")
        return journal.campaign(connection, campaign_id)

    return write(engine, work)


def _insert_reviewers(connection: Connection, campaign_id: str, people: Iterable[str], first: int) -> None:
    rows = (
        {"campaign_id": campaign_id, "reviewer": person, "position": first + index}
        for index, person in enumerate(people)
    )
    journal.insert_rows(connection, REVIEWER, rows)


def _insert_operations(connection: Connection, campaign_id: str, operations: Iterable[Operation], first: int) -> None:
    rows = (
        {
            "campaign_id": campaign_id,
            "position": first + index,
            "num_dossier": operation.num_dossier,
            "wave": operation.wave,
            "title": operation.title,
            "beneficiary": operation.beneficiary,
            "origin": operation.origin,
            "texts_hash": operation.texts_hash,
        }
        for index, operation in enumerate(operations)
    )
    journal.insert_rows(connection, OPERATION, rows)
