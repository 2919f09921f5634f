"""Campaigns, their population and reviewers, reviews, arbitrations, decisions, freezing."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from dashboard.reviews.migrations.guards import append_only, closed_once_frozen

revision = "r0001"
down_revision = None

KEY: dict[str, Any] = {"campaign_id": sa.String(64), "sequence": sa.Integer}


def upgrade() -> None:
    """Creates everything but remarks."""
    _campaign()
    _population()
    _events()
    _outcome()
    op.create_index("ix_event_num_dossier", "event", ["campaign_id", "num_dossier"])
    tables = ("campaign_operation", "campaign_reviewer", "event", "review_event", "arbitration_event", "decision_event")
    append_only("campaign", "freeze_event", *tables)
    closed_once_frozen(*tables)


def _campaign() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("demonstration", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("grid_id", sa.Text, nullable=False),
        sa.Column("grid_version", sa.Text, nullable=False),
        sa.Column("grid_hash", sa.String(64), nullable=False),
        sa.Column("grid_text", sa.Text, nullable=False),
        sa.Column("lexicon_hash", sa.Text, nullable=False),
        sa.Column("lexicon_text", sa.Text, nullable=False),
        sa.Column("extracts", sa.Text, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_campaign"),
    )


def _population() -> None:
    op.create_table(
        "campaign_operation",
        sa.Column("campaign_id", sa.String(64), nullable=False),
        sa.Column("num_dossier", sa.String(200), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("wave", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("beneficiary", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("texts_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("campaign_id", "num_dossier", name="pk_campaign_operation"),
        sa.UniqueConstraint("campaign_id", "position", name="uq_campaign_operation_campaign_id"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name="fk_campaign_operation_campaign_id"),
    )
    op.create_table(
        "campaign_reviewer",
        sa.Column("campaign_id", sa.String(64), nullable=False),
        sa.Column("reviewer", sa.String(200), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("campaign_id", "reviewer", name="pk_campaign_reviewer"),
        sa.UniqueConstraint("campaign_id", "position", name="uq_campaign_reviewer_campaign_id"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name="fk_campaign_reviewer_campaign_id"),
    )


def _events() -> None:
    op.create_table(
        "event",
        sa.Column("campaign_id", sa.String(64), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("submission_id", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("num_dossier", sa.String(200)),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("campaign_id", "sequence", name="pk_event"),
        sa.UniqueConstraint("campaign_id", "submission_id", name="uq_event_campaign_id"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name="fk_event_campaign_id"),
        _operation_key("event"),
    )
    op.create_table(
        "review_event",
        *_event_columns(),
        sa.Column("num_dossier", sa.String(200), nullable=False),
        sa.Column("reviewer", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("answers", sa.Text, nullable=False),
        sa.Column("verdict", sa.String(20)),
        sa.Column("category", sa.Text),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("grid_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint(*KEY, name="pk_review_event"),
        sa.UniqueConstraint("campaign_id", "num_dossier", "reviewer", "version", name="uq_review_event_campaign_id"),
        _event_key("review_event"),
    )


def _outcome() -> None:
    op.create_table(
        "arbitration_event",
        *_event_columns(),
        sa.Column("num_dossier", sa.String(200), nullable=False),
        sa.Column("arbiter", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("retained", sa.Boolean, nullable=False),
        sa.Column("category", sa.Text),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint(*KEY, name="pk_arbitration_event"),
        sa.UniqueConstraint("campaign_id", "num_dossier", "version", name="uq_arbitration_event_campaign_id"),
        _event_key("arbitration_event"),
    )
    op.create_table(
        "decision_event",
        sa.Column("campaign_id", sa.String(64), nullable=False),
        sa.Column("num_dossier", sa.String(200), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("retained", sa.Boolean, nullable=False),
        sa.Column("category", sa.Text),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("basis", sa.String(20), nullable=False),
        sa.Column("decided_by", sa.Text, nullable=False),
        sa.Column("decided_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("campaign_id", "num_dossier", name="pk_decision_event"),
        _event_key("decision_event"),
        _operation_key("decision_event"),
    )
    op.create_table(
        "freeze_event",
        sa.Column("campaign_id", sa.String(64), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("pending", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("campaign_id", name="pk_freeze_event"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name="fk_freeze_event_campaign_id"),
        _event_key("freeze_event"),
    )


def _event_columns() -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False, autoincrement=False) for name, kind in KEY.items()]


def _event_key(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["campaign_id", "sequence"], ["event.campaign_id", "event.sequence"], name=f"fk_{table}_event"
    )


def _operation_key(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["campaign_id", "num_dossier"],
        ["campaign_operation.campaign_id", "campaign_operation.num_dossier"],
        name=f"fk_{table}_operation",
    )
