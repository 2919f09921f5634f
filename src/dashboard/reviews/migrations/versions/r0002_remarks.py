"""Remarks on a campaign or on one of its operations."""

import sqlalchemy as sa
from alembic import op

from dashboard.reviews.migrations.guards import append_only, closed_once_frozen

revision = "r0002"
down_revision = "r0001"


def upgrade() -> None:
    """Creates the table of remarks."""
    op.create_table(
        "remark_event",
        sa.Column("campaign_id", sa.String(64), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("campaign_id", "sequence", name="pk_remark_event"),
        sa.ForeignKeyConstraint(
            ["campaign_id", "sequence"], ["event.campaign_id", "event.sequence"], name="fk_remark_event_event"
        ),
    )
    append_only("remark_event")
    closed_once_frozen("remark_event")
