"""The tables. All are append-only: triggers refuse UPDATE and DELETE, and any insertion into a frozen campaign.

Everything that happens to a campaign is a row of `event`, numbered from 1 within the campaign while its row is locked:
that number, not a clock, says what came first. What a kind of event adds stands in the table of that kind.
The other tables belong to no campaign: the themes that people give to remarks of the survey, the rows that they add to
« couverture du besoin », the logins that were ended, the views that people keep, those that they pin, the notes on
figures, and the protocols of the recall audit. Their own sequence orders them; the last row of a key stands.
Times are ISO 8601 in UTC and answers are JSON with sorted keys, both as text: an archive gives back the same bytes on every database.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _event_key(table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["campaign_id", "sequence"], ["event.campaign_id", "event.sequence"], name=f"fk_{table}_event"
    )


def _operation_key(table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["campaign_id", "num_dossier"],
        ["campaign_operation.campaign_id", "campaign_operation.num_dossier"],
        name=f"fk_{table}_operation",
    )


CAMPAIGN = Table(
    "campaign",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("demonstration", Boolean, nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("created_by", Text, nullable=False),
    Column("grid_id", Text, nullable=False),
    Column("grid_version", Text, nullable=False),
    Column("grid_hash", String(64), nullable=False),
    Column("grid_text", Text, nullable=False),
    Column("lexicon_hash", Text, nullable=False),
    Column("lexicon_text", Text, nullable=False),
    Column("extracts", Text, nullable=False),
    Column("rule", Text, nullable=False),
)

OPERATION = Table(
    "campaign_operation",
    METADATA,
    Column("campaign_id", ForeignKey("campaign.id"), primary_key=True),
    Column("num_dossier", String(200), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("wave", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("beneficiary", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("texts_hash", String(64), nullable=False),
    UniqueConstraint("campaign_id", "position"),
)

REVIEWER = Table(
    "campaign_reviewer",
    METADATA,
    Column("campaign_id", ForeignKey("campaign.id"), primary_key=True),
    Column("reviewer", String(200), primary_key=True),
    Column("position", Integer, nullable=False),
    UniqueConstraint("campaign_id", "position"),
)

EVENT = Table(
    "event",
    METADATA,
    Column("campaign_id", ForeignKey("campaign.id"), primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("submission_id", String(200), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("num_dossier", String(200)),
    Column("actor", String(200), nullable=False),
    Column("created_at", String(32), nullable=False),
    UniqueConstraint("campaign_id", "submission_id"),
    _operation_key("event"),
)


REVIEW = Table(
    "review_event",
    METADATA,
    Column("campaign_id", String(64), primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("num_dossier", String(200), nullable=False),
    Column("reviewer", String(200), nullable=False),
    Column("version", Integer, nullable=False),
    Column("status", String(20), nullable=False),
    Column("answers", Text, nullable=False),
    Column("verdict", String(20)),
    Column("category", Text),
    Column("comment", Text, nullable=False),
    Column("grid_hash", String(64), nullable=False),
    UniqueConstraint("campaign_id", "num_dossier", "reviewer", "version"),
    _event_key("review_event"),
)

ARBITRATION = Table(
    "arbitration_event",
    METADATA,
    Column("campaign_id", String(64), primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("num_dossier", String(200), nullable=False),
    Column("arbiter", String(200), nullable=False),
    Column("version", Integer, nullable=False),
    Column("retained", Boolean, nullable=False),
    Column("category", Text),
    Column("reason", Text, nullable=False),
    UniqueConstraint("campaign_id", "num_dossier", "version"),
    _event_key("arbitration_event"),
)

REMARK = Table(
    "remark_event",
    METADATA,
    Column("campaign_id", String(64), primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    _event_key("remark_event"),
)

DECISION = Table(
    "decision_event",
    METADATA,
    Column("campaign_id", String(64), primary_key=True),
    Column("num_dossier", String(200), primary_key=True),
    Column("sequence", Integer, nullable=False),
    Column("retained", Boolean, nullable=False),
    Column("category", Text),
    Column("reason", Text, nullable=False),
    Column("basis", String(20), nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("decided_at", String(32), nullable=False),
    _event_key("decision_event"),
    _operation_key("decision_event"),
)

# What closes a campaign, its withdrawal too: the kind of the event says which.
FREEZE = Table(
    "freeze_event",
    METADATA,
    Column("campaign_id", ForeignKey("campaign.id"), primary_key=True),
    Column("sequence", Integer, nullable=False),
    Column("pending", Integer, nullable=False),
    _event_key("freeze_event"),
)

REMARK_CODING = Table(
    "remark_coding",
    METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("respondent_key", String(200), nullable=False),
    Column("themes", Text, nullable=False),
    Column("author", String(200), nullable=False),
    Column("created_at", String(32), nullable=False),
)

NEED_ROW = Table(
    "need_row",
    METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("row_id", String(36), nullable=False),
    Column("initiative", Text, nullable=False),
    Column("reached", Float(53), nullable=False),
    Column("need", Float(53), nullable=False),
    Column("unit", Text, nullable=False),
    Column("need_is_minimum", Boolean, nullable=False),
    Column("source", Text, nullable=False),
    Column("author", String(200), nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("withdrawn", Boolean, nullable=False),
)

REVOCATION = Table(
    "revocation",
    METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("login", String(64)),
    Column("address", String(320)),
    Column("created_at", String(32), nullable=False),
)
"""A login that was ended, or every login of an address until that moment."""

SAVED_VIEW = Table(
    "saved_view",
    METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("view_id", String(36), nullable=False),
    Column("name", Text, nullable=False),
    Column("page", String(200), nullable=False),
    Column("query", Text, nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("owner", String(320), nullable=False),
    Column("author", String(200), nullable=False),
    Column("actor", String(320), nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("withdrawn", Boolean, nullable=False),
)
"""`owner` is the account of who saved the view, `author` their name, `actor` the account that wrote the row."""

VIEW_PIN = Table(
    "view_pin",
    METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("view_id", String(36), nullable=False),
    Column("account", String(320), nullable=False),
    Column("pinned", Boolean, nullable=False),
    Column("created_at", String(32), nullable=False),
)

FIGURE_NOTE = Table(
    "figure_note",
    METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("note_id", String(36), nullable=False),
    Column("figure", String(200), nullable=False),
    Column("selection", String(64), nullable=False),
    Column("query", Text, nullable=False),
    Column("edition", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("owner", String(320), nullable=False),
    Column("author", String(200), nullable=False),
    Column("actor", String(320), nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("state", String(20), nullable=False),
)
"""`selection` is the SHA-256 of `query`: an index can't hold long filters."""

RECALL_PROTOCOL = Table(
    "recall_protocol",
    METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("protocol_id", String(36), nullable=False, unique=True),
    Column("period", String(20), nullable=False),
    Column("query", Text, nullable=False),
    Column("warehouse", Text, nullable=False),
    Column("lexicon_version", String(64), nullable=False),
    Column("ranking", String(64), nullable=False),
    Column("risk", Float(53), nullable=False),
    Column("target", Float(53), nullable=False),
    Column("looks", Integer, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("strata", Text, nullable=False),
    Column("population", Text, nullable=False),
    Column("author", String(200), nullable=False),
    Column("created_at", String(32), nullable=False),
)
"""`population` is the whole audited population in the order of the ranking frozen then: strata are cuts of it, and the seed
draws the sample from it. `warehouse` names the publication that it was read in.
"""

Index("ix_saved_view_view_id", SAVED_VIEW.c.view_id)
Index("ix_view_pin_view_id", VIEW_PIN.c.view_id, VIEW_PIN.c.account)
Index("ix_figure_note_note_id", FIGURE_NOTE.c.note_id)
Index("ix_figure_note_selection", FIGURE_NOTE.c.selection)
Index("ix_revocation_login", REVOCATION.c.login)
Index("ix_revocation_address", REVOCATION.c.address)
Index("ix_remark_coding_respondent_key", REMARK_CODING.c.respondent_key)
Index("ix_need_row_row_id", NEED_ROW.c.row_id)
Index("ix_event_num_dossier", EVENT.c.campaign_id, EVENT.c.num_dossier)
