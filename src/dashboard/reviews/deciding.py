"""From reviews to decisions: conflicts, arbitration, the retained set, and the trace of each operation."""

import json
from collections.abc import Sequence
from datetime import datetime

import pandas as pd
from sqlalchemy import Connection, Engine, insert, select

from dashboard.domain.french import NARROW_SPACE, quoted
from dashboard.domain.grid import Grid, QuestionKind
from dashboard.reviews import journal
from dashboard.reviews.errors import ArbitrationRefused
from dashboard.reviews.inputs import check_category, clean_name, clean_words
from dashboard.reviews.journal import Stamp
from dashboard.reviews.model import Arbitration, Basis, Campaign, Conflict, Decision, Kind, Review, moment_of
from dashboard.reviews.names import Names
from dashboard.reviews.standing import Standing, standing_after, standings
from dashboard.reviews.store import read, write
from dashboard.reviews.tables import ARBITRATION, DECISION

DECISION_COLUMNS = ("num_dossier", "retained", "category", "reason", "source", "basis", "decided_by", "decided_at")


def conflicts(engine: Engine, campaign_id: str, *, resolved: bool = False) -> list[Conflict]:
    """The operations whose reviews, all in, don't decide: those awaiting arbitration, or with `resolved` all of them.

    The most divided first: opposite opinions, then the widest mean gap between answers.
    """

    def work(connection: Connection) -> list[Conflict]:
        campaign = journal.campaign(connection, campaign_id)
        divided = [
            Conflict(
                found.operation,
                found.disagreements,
                found.submitted,
                found.arbitration,
                _gaps(campaign.grid, found.submitted),
            )
            for found in standings(connection, campaign)
            if found.disagreements and (resolved or found.in_conflict)
        ]
        return sorted(divided, key=lambda conflict: (not conflict.opposed, -conflict.distance))

    return read(engine, work)


def _gaps(grid: Grid, reviews: Sequence[Review]) -> dict[str, float]:
    gaps = {}
    for question in grid.questions:
        if question.kind is QuestionKind.SCALE:
            answers = (review.answers.get(question.id) for review in reviews)
            levels = [int(answer) for answer in answers if answer is not None]
            if len(levels) > 1:
                gaps[question.id] = (max(levels) - min(levels)) / question.top
    return gaps


def arbitrate(
    engine: Engine,
    campaign_id: str,
    num_dossier: str,
    arbiter: str,
    *,
    retained: bool,
    category: str | None = None,
    reason: str,
    submission_id: str | None = None,
    at: datetime | None = None,
) -> Arbitration:
    """Decides an operation in conflict. A second arbitration corrects the first, as a new version.

    ArbitrationRefused when there is no conflict, when the arbiter reviewed the operation, or without a reason.
    """
    stamp = Stamp.of(clean_name(arbiter), submission_id, at)
    why = clean_words(reason)

    def work(connection: Connection) -> Arbitration:
        campaign = journal.lock(connection, campaign_id)
        kind = check_category(campaign, retained, category)
        past = journal.past_of(connection, campaign_id, num_dossier)
        done = past.done(Kind.ARBITRATION, stamp)
        if done is not None:
            return _same(past.arbitrations, done, (retained, kind, why))
        journal.refuse_frozen(campaign)
        found = standing_after(past, campaign)
        _refuse(found, {review.reviewer for review in past.reviews}, stamp.actor, why)
        sequence = journal.append(connection, campaign_id, Kind.ARBITRATION, stamp, num_dossier)
        connection.execute(
            insert(ARBITRATION).values(
                campaign_id=campaign_id,
                sequence=sequence,
                num_dossier=num_dossier,
                arbiter=stamp.actor,
                version=(found.arbitration.version if found.arbitration else 0) + 1,
                retained=retained,
                category=kind,
                reason=why,
            )
        )
        return journal.arbitrations(connection, campaign_id, num_dossier)[-1]

    return write(engine, work)


def decisions(engine: Engine, campaign_id: str, *, anonymised: bool = False) -> pd.DataFrame:
    """One row per decided operation, in the population's order: `DECISION_COLUMNS`.

    Those of a frozen campaign are the ones written down when it was frozen; an open one's follow its rule as reviews come in.
    """

    def work(connection: Connection) -> pd.DataFrame:
        campaign = journal.campaign(connection, campaign_id)
        names = Names(campaign, journal.arbitrations(connection, campaign_id), anonymised=anonymised)
        found = current_decisions(connection, campaign)
        return _frame(campaign, found, names)

    return read(engine, work)


def current_decisions(connection: Connection, campaign: Campaign) -> list[Decision]:
    """The decisions in the population's order: written down once frozen, worked out before."""
    if not campaign.frozen:
        return [decision for found in standings(connection, campaign) if (decision := found.decision)]
    written = {
        row.num_dossier: Decision(
            num_dossier=row.num_dossier,
            retained=row.retained,
            category=row.category,
            reason=row.reason,
            basis=Basis(row.basis),
            decided_by=tuple(json.loads(row.decided_by)),
            decided_at=moment_of(row.decided_at),
        )
        for row in connection.execute(select(DECISION).where(DECISION.c.campaign_id == campaign.id))
    }
    numbers = [operation.num_dossier for operation in journal.operations(connection, campaign.id)]
    return [written[number] for number in numbers if number in written]


def _frame(campaign: Campaign, found: list[Decision], names: Names) -> pd.DataFrame:
    rows = [
        (
            decision.num_dossier,
            decision.retained,
            decision.category,
            decision.reason,
            f"campagne {quoted(campaign.name)}",
            str(decision.basis),
            ", ".join(names.of(person) for person in decision.decided_by),
            decision.decided_at,
        )
        for decision in found
    ]
    frame = pd.DataFrame(rows, columns=list(DECISION_COLUMNS))
    text = [column for column in DECISION_COLUMNS if column not in {"retained", "decided_at"}]
    frame["decided_at"] = pd.to_datetime(frame["decided_at"], utc=True)
    return frame.astype({**dict.fromkeys(text, "str"), "retained": "bool"})


def _refuse(found: Standing, reviewers: set[str], arbiter: str, reason: str) -> None:
    if not found.complete:
        raise ArbitrationRefused(
            f"Les évaluations de cette opération ne sont pas toutes soumises{NARROW_SPACE}: attendez-les."
        )
    if not found.disagreements:
        raise ArbitrationRefused("Les évaluations de cette opération concordent, il n'y a rien à arbitrer.")
    if arbiter in reviewers:
        raise ArbitrationRefused(
            f"Vous avez évalué cette opération{NARROW_SPACE}: son arbitrage revient à une autre personne."
        )
    if not reason:
        raise ArbitrationRefused(f"Le motif manque{NARROW_SPACE}: dites en une phrase ce qui emporte la décision.")


def _same(given: Sequence[Arbitration], sequence: int, content: tuple[bool, str | None, str]) -> Arbitration:
    written = next(arbitration for arbitration in given if arbitration.sequence == sequence)
    if (written.retained, written.category, written.reason) != content:
        raise journal.submission_reused()
    return written
