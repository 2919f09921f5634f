"""The rows that people add to « couverture du besoin »: what an initiative reaches, of what need."""

import math
import uuid
from datetime import UTC, datetime

import pandas as pd
from sqlalchemy import Connection, Engine, insert, select

from dashboard.domain.french import NARROW_SPACE
from dashboard.reviews.errors import InvalidEntry
from dashboard.reviews.inputs import clean_name, clean_text
from dashboard.reviews.model import timestamp
from dashboard.reviews.store import read, write
from dashboard.reviews.tables import NEED_ROW

LONGEST = 500
COLUMNS = (
    "row_id", "initiative", "reached", "need", "unit", "need_is_minimum", "source", "author", "created_at", "withdrawn",
)  # fmt: skip


def add_need(
    engine: Engine,
    *,
    initiative: str,
    reached: float,
    need: float,
    unit: str,
    need_is_minimum: bool,
    source: str,
    by: str,
    at: datetime | None = None,
) -> str:
    """Adds a row and gives its id. `need_is_minimum` says that the need is « au moins » that. Raises InvalidEntry."""
    values = {
        "row_id": str(uuid.uuid4()),
        "initiative": _words(initiative, "L'initiative"),
        "reached": _amount(reached, "Le nombre atteint", positive=False),
        "need": _amount(need, "Le besoin", positive=True),
        "unit": _words(unit, "L'unité"),
        "need_is_minimum": bool(need_is_minimum),
        "source": _words(source, "La source"),
        "author": clean_name(by),
        "created_at": timestamp(at or datetime.now(UTC)),
        "withdrawn": False,
    }
    write(engine, lambda connection: connection.execute(insert(NEED_ROW).values(**values)))
    return str(values["row_id"])


def withdraw_need(engine: Engine, row_id: str, *, by: str, at: datetime | None = None) -> None:
    """Withdraws a row that was added: it stays in the history. Raises InvalidEntry where it no longer stands."""
    author, moment = clean_name(by), timestamp(at or datetime.now(UTC))

    def work(connection: Connection) -> None:
        standing = (
            connection.execute(
                select(NEED_ROW).where(NEED_ROW.c.row_id == row_id).order_by(NEED_ROW.c.sequence.desc()).limit(1)
            )
            .mappings()
            .one_or_none()
        )
        if standing is None or standing["withdrawn"]:
            raise InvalidEntry(f"Cette ligne n'est plus là{NARROW_SPACE}: rechargez la page.")
        kept = {name: value for name, value in standing.items() if name != "sequence"}
        connection.execute(
            insert(NEED_ROW).values(**kept | {"author": author, "created_at": moment, "withdrawn": True})
        )

    write(engine, work)


def need_rows(engine: Engine, *, history: bool = False) -> pd.DataFrame:
    """The rows that stand, in the order they were added, or every row with what was withdrawn: `COLUMNS`."""
    query = select(NEED_ROW).order_by(NEED_ROW.c.sequence)
    rows = read(engine, lambda connection: connection.execute(query).mappings().all())
    records = [{**row, "created_at": datetime.fromisoformat(row["created_at"])} for row in rows]
    frame = pd.DataFrame(records, columns=list(COLUMNS)).astype({"need_is_minimum": bool, "withdrawn": bool})
    if history:
        return frame
    withdrawn = set(frame.loc[frame["withdrawn"], "row_id"])
    return frame[~frame["row_id"].isin(withdrawn)].reset_index(drop=True)


def _words(text: str, what: str) -> str:
    words = " ".join(clean_text(text).split())
    if not words or len(words) > LONGEST:
        raise InvalidEntry(f"{what} manque ou dépasse {LONGEST} caractères{NARROW_SPACE}: complétez la ligne.")
    return words


def _amount(value: float, what: str, *, positive: bool) -> float:
    number = float(value)
    if not math.isfinite(number) or number < 0 or (positive and number == 0):
        least = "plus grand que zéro" if positive else "positif ou nul"
        raise InvalidEntry(f"{what} doit être un nombre {least}{NARROW_SPACE}: corrigez la ligne.")
    return number
