"""How far each campaign's log has come: whatever is computed from a campaign stays true until that changes."""

from sqlalchemy import Connection, Engine, func, select

from dashboard.reviews.store import read
from dashboard.reviews.tables import EVENT


def last_events(engine: Engine) -> dict[str, int]:
    """Number of the latest event of each campaign that has one."""

    def work(connection: Connection) -> dict[str, int]:
        query = select(EVENT.c.campaign_id, func.max(EVENT.c.sequence).label("last")).group_by(EVENT.c.campaign_id)
        return {row.campaign_id: int(row.last) for row in connection.execute(query)}

    return read(engine, work)
