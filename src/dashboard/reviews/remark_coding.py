"""The themes that people give to the remarks of the survey, over those of the imported file."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

import pandas as pd
from sqlalchemy import Connection, Engine, insert, select

from dashboard.domain.french import NARROW_SPACE
from dashboard.reviews.errors import InvalidEntry
from dashboard.reviews.inputs import LONGEST_NAME, clean_name, clean_text
from dashboard.reviews.model import canonical, timestamp
from dashboard.reviews.store import read, write
from dashboard.reviews.tables import REMARK_CODING

COLUMNS = ("respondent_key", "themes", "author", "created_at", "sequence")


def code_remark(
    engine: Engine, respondent_key: str, themes: Sequence[str], by: str, *, at: datetime | None = None
) -> bool:
    """Gives a remark its themes; none is an answer too. False where the standing coding already says the same.

    Nothing is overwritten: a correction is a new row, and the last one stands. Raises InvalidEntry.
    """
    key, author = clean_text(respondent_key), clean_name(by)
    if not key or len(key) > LONGEST_NAME:
        raise InvalidEntry(f"L'observation à coder n'est pas désignée{NARROW_SPACE}: choisissez-la dans la liste.")
    given = canonical(sorted({clean_text(theme) for theme in themes} - {""}))

    def work(connection: Connection) -> bool:
        standing = connection.execute(
            select(REMARK_CODING.c.themes)
            .where(REMARK_CODING.c.respondent_key == key)
            .order_by(REMARK_CODING.c.sequence.desc())
            .limit(1)
        ).scalar_one_or_none()
        if standing == given:
            return False
        moment = timestamp(at or datetime.now(UTC))
        connection.execute(
            insert(REMARK_CODING).values(respondent_key=key, themes=given, author=author, created_at=moment)
        )
        return True

    return write(engine, work)


def codings(engine: Engine, *, every_version: bool = False) -> pd.DataFrame:
    """The coding that stands for each remark, or all of them in the order they came: `COLUMNS`, `themes` as lists."""
    query = select(REMARK_CODING).order_by(REMARK_CODING.c.sequence)
    rows = read(engine, lambda connection: connection.execute(query).mappings().all())
    frame = pd.DataFrame(
        {
            "respondent_key": [row["respondent_key"] for row in rows],
            "themes": pd.Series([json.loads(row["themes"]) for row in rows], dtype="object"),
            "author": [row["author"] for row in rows],
            "created_at": [datetime.fromisoformat(row["created_at"]) for row in rows],
            "sequence": [row["sequence"] for row in rows],
        },
        columns=list(COLUMNS),
    )
    if every_version:
        return frame
    return frame.drop_duplicates("respondent_key", keep="last").reset_index(drop=True)
