"""Operations that one bearer carries again: nearly the same title and text. What was decided on one is worth reading for the next.

What « nearly » means is data: `data/reference/renewals.csv`. Nothing here decides: a group is proposed to whoever reads.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Final

import duckdb
import pandas as pd

from dashboard.domain.lexicon import TEXT_FIELDS
from dashboard.domain.selection import Selection
from dashboard.identification.queries import query, rows
from dashboard.warehouse.build import REFERENCE_FOLDER
from dashboard.warehouse.query import Row

COMPARED: Final = tuple(name for name in TEXT_FIELDS if name != "beneficiary")
LONGEST_COMPARED: Final = 3000
"""Words of a text beyond which its differences are not looked for: finding them takes the square of their number."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """When two operations of a bearer are one project; as `renewals.csv` says it."""

    title: float
    text: float
    most_operations: int


@cache
def likeness(folder: Path = REFERENCE_FOLDER) -> Likeness:
    """The thresholds in force."""
    with (folder / "renewals.csv").open(encoding="utf-8", newline="") as file:
        given = {row["key"]: float(row["value"]) for row in csv.DictReader(file, delimiter=";")}
    return Likeness(given["title"], given["text"], int(given["most_operations"]))


def renewals(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The operations that belong to a project with others: num_dossier, wave, retained, project (the smallest of its numbers)."""
    wanted = likeness()
    [(size,)] = connection.cursor().execute("select count(*) from operation").fetchall()
    if size > wanted.most_operations:
        return pd.DataFrame({name: pd.Series(dtype="str") for name in ("num_dossier", "wave", "retained", "project")})
    return query(connection, "renewals", title=wanted.title, text=wanted.text)


def projects(connection: duckdb.DuckDBPyConnection, found: pd.DataFrame, selection: Selection) -> int:
    """How many projects the operations that a selection counts make; `found` are the renewals."""
    [row] = rows(connection, "renewed_in", selection, frames={"renewal": found})
    return int(row["projects"])


def renewed_with(found: pd.DataFrame, num_dossier: str, wave: str) -> pd.DataFrame:
    """The other operations of the same project: num_dossier, wave; those of another number."""
    own = found.loc[(found["num_dossier"] == num_dossier) & (found["wave"] == wave), "project"]
    return found[found["project"].isin(own) & (found["num_dossier"] != num_dossier)]


def earlier_decisions(connection: duckdb.DuckDBPyConnection, others: pd.DataFrame) -> list[Row]:
    """What was decided on these operations, newest first, with their texts and `decided_on`; nothing on those not examined."""
    if others.empty:
        return []
    return rows(connection, "earlier_decisions", numbers=list(others["num_dossier"]), waves=list(others["wave"]))


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a text that both have, or that only the earlier or the present one has."""

    words: str
    earlier: bool
    present: bool


def differences(earlier: Mapping[str, Any], present: Mapping[str, Any]) -> dict[str, list[Passage]]:
    """Field → passages, for the fields whose words differ; a text too long to compare is given whole on each side."""
    found = {}
    for name in COMPARED:
        before, after = (str(record.get(name) or "").split() for record in (earlier, present))
        if before != after:
            found[name] = _passages(before, after)
    return found


def _passages(before: list[str], after: list[str]) -> list[Passage]:
    if max(len(before), len(after)) > LONGEST_COMPARED:
        return [Passage(" ".join(before), True, False), Passage(" ".join(after), False, True)]
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    parts = chain.from_iterable(
        [Passage(" ".join(before[a:b]), True, True)]
        if kind == "equal"
        else [Passage(" ".join(before[a:b]), True, False), Passage(" ".join(after[c:d]), False, True)]
        for kind, a, b, c, d in steps
    )
    return [part for part in parts if part.words]
