"""Themes given to remarks of the survey, and rows added to « couverture du besoin »."""

import sqlalchemy as sa
from alembic import op

from dashboard.reviews.migrations.guards import append_only

revision = "r0003"
down_revision = "r0002"


def upgrade() -> None:
    """Creates both tables."""
    op.create_table(
        "remark_coding",
        sa.Column("sequence", sa.Integer, nullable=False, autoincrement=True),
        sa.Column("respondent_key", sa.String(200), nullable=False),
        sa.Column("themes", sa.Text, nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_remark_coding"),
    )
    op.create_index("ix_remark_coding_respondent_key", "remark_coding", ["respondent_key"])
    op.create_table(
        "need_row",
        sa.Column("sequence", sa.Integer, nullable=False, autoincrement=True),
        sa.Column("row_id", sa.String(36), nullable=False),
        sa.Column("initiative", sa.Text, nullable=False),
        sa.Column("reached", sa.Float(53), nullable=False),
        sa.Column("need", sa.Float(53), nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("need_is_minimum", sa.Boolean, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_need_row"),
    )
    op.create_index("ix_need_row_row_id", "need_row", ["row_id"])
    append_only("remark_coding", "need_row")
