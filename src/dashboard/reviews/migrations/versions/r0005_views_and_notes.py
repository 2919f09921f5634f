"""Views that people keep and pin, notes on figures."""

import sqlalchemy as sa
from alembic import op

from dashboard.reviews.migrations.guards import append_only

revision = "r0005"
down_revision = "r0004"


def upgrade() -> None:
    """Creates the three tables."""
    op.create_table(
        "saved_view",
        sa.Column("sequence", sa.Integer, nullable=False, autoincrement=True),
        sa.Column("view_id", sa.String(36), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("page", sa.String(200), nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("shared", sa.Boolean, nullable=False),
        sa.Column("owner", sa.String(320), nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("actor", sa.String(320), nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_saved_view"),
    )
    op.create_index("ix_saved_view_view_id", "saved_view", ["view_id"])
    op.create_table(
        "view_pin",
        sa.Column("sequence", sa.Integer, nullable=False, autoincrement=True),
        sa.Column("view_id", sa.String(36), nullable=False),
        sa.Column("account", sa.String(320), nullable=False),
        sa.Column("pinned", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_view_pin"),
    )
    op.create_index("ix_view_pin_view_id", "view_pin", ["view_id", "account"])
    op.create_table(
        "figure_note",
        sa.Column("sequence", sa.Integer, nullable=False, autoincrement=True),
        sa.Column("note_id", sa.String(36), nullable=False),
        sa.Column("figure", sa.String(200), nullable=False),
        sa.Column("selection", sa.String(64), nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("edition", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("owner", sa.String(320), nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("actor", sa.String(320), nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_figure_note"),
    )
    op.create_index("ix_figure_note_note_id", "figure_note", ["note_id"])
    op.create_index("ix_figure_note_selection", "figure_note", ["selection"])
    append_only("saved_view", "view_pin", "figure_note")
