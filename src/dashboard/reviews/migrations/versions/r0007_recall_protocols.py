"""Protocols of the recall audit, written before anything is drawn."""

import sqlalchemy as sa
from alembic import op

from dashboard.reviews.migrations.guards import append_only

revision = "r0007"
down_revision = "r0005"


def upgrade() -> None:
    """Creates the table."""
    op.create_table(
        "recall_protocol",
        sa.Column("sequence", sa.Integer, nullable=False, autoincrement=True),
        sa.Column("protocol_id", sa.String(36), nullable=False),
        sa.Column("period", sa.String(20), nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("warehouse", sa.Text, nullable=False),
        sa.Column("lexicon_version", sa.String(64), nullable=False),
        sa.Column("ranking", sa.String(64), nullable=False),
        sa.Column("risk", sa.Float(53), nullable=False),
        sa.Column("target", sa.Float(53), nullable=False),
        sa.Column("looks", sa.Integer, nullable=False),
        sa.Column("seed", sa.Integer, nullable=False),
        sa.Column("strata", sa.Text, nullable=False),
        sa.Column("population", sa.Text, nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_recall_protocol"),
        sa.UniqueConstraint("protocol_id", name="uq_recall_protocol_protocol_id"),
    )
    append_only("recall_protocol")
