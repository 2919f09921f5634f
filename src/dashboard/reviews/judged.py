"""What campaigns have decided so far, over all of them: which operations are judged, and which of them are retained."""

from collections.abc import Sequence

from sqlalchemy import Connection, Engine

from dashboard.reviews import journal
from dashboard.reviews.deciding import current_decisions
from dashboard.reviews.model import Campaign
from dashboard.reviews.store import read

Judged = dict[tuple[str, str], bool]
"""(num_dossier, wave) → whether it is retained."""


def judged(engine: Engine, campaigns: Sequence[Campaign]) -> Judged:
    """Every operation that one of these campaigns decided; where several did, the latest decision stands.

    Reviews that still wait for a second one or for an arbitration judge nothing.
    """

    def work(connection: Connection) -> Judged:
        found = []
        for campaign in campaigns:
            if campaign.grid.decides:
                waves = {item.num_dossier: item.wave for item in journal.operations(connection, campaign.id)}
                found += [
                    (
                        decision.decided_at,
                        campaign.id,
                        (decision.num_dossier, waves[decision.num_dossier]),
                        decision.retained,
                    )
                    for decision in current_decisions(connection, campaign)
                ]
        return {key: retained for _, _, key, retained in sorted(found, key=lambda row: row[:3])}

    return read(engine, work)
