"""The journal of acts, and the years of it that left for a file."""

import sqlalchemy as sa
from alembic import op

from dashboard.reviews.migrations.guards import append_only, append_only_until_archived

revision = "r0007"
down_revision = "r0006"


def upgrade() -> None:
    """Creates the two tables."""
    op.create_table(
        "audit_archive",
        sa.Column("year", sa.String(4), nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_audit_archive"),
    )
    append_only("audit_archive")
    op.create_table(
        "audit_entry",
        sa.Column("sequence", sa.Integer, nullable=False, autoincrement=True),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("account", sa.String(320), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_audit_entry"),
    )
    op.create_index("ix_audit_entry_created_at", "audit_entry", ["created_at"])
    append_only_until_archived("audit_entry")
