"""Logins that were ended before their time."""

import sqlalchemy as sa
from alembic import op

from dashboard.reviews.migrations.guards import append_only

revision = "r0004"
down_revision = "r0003"


def upgrade() -> None:
    """Creates the table."""
    op.create_table(
        "revocation",
        sa.Column("sequence", sa.Integer, nullable=False, autoincrement=True),
        sa.Column("login", sa.String(64)),
        sa.Column("address", sa.String(320)),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_revocation"),
    )
    op.create_index("ix_revocation_login", "revocation", ["login"])
    op.create_index("ix_revocation_address", "revocation", ["address"])
    append_only("revocation")
