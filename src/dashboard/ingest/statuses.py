"""A column that says where each operation stands: refused, withdrawn or still examined, it is not programmed."""

import re
from collections.abc import Iterator

import duckdb

from dashboard.domain.french import listing, plural, quoted
from dashboard.domain.text import normalised
from dashboard.ingest.columns import Match
from dashboard.ingest.doubts import Choice, Verdicts
from dashboard.ingest.readers import RawTable, tells_of_no_programming
from dashboard.ingest.sql_text import sql
from dashboard.warehouse.sql_files import fill

KEY = "statut"
ASIDE, KEPT = "ecarter", "garder"
_HEADER = re.compile(
    r"(?:code |libelle )?(?:etat|statut|situation|stade)(?: (?:de l|de|du|d|des))?(?: (?:avancement|instruction))?(?: (?:de l|de|du|d|des))?"
    r"(?: (?:operations?|dossiers?|projets?|demandes?|conventions?|actions?))?(?: mdfse)?"
)
"""« État du dossier », « Statut »; the state of a payment or the legal status of a beneficiary is something else."""
_NOT_YET = re.compile(
    r"^(?:en (?:cours d )?instruction|en (?:cours de )?(?:saisie|depot|creation)|brouillon|depose|recevable|en attente|demande deposee)\b"
)
_MOST_STATES = 50
_LONGEST, _SHOWN = 60, 5


def set_unprogrammed_aside(
    connection: duckdb.DuckDBPyConnection, table: RawTable, match: Match, verdicts: Verdicts
) -> None:
    """Builds `unprogrammed` (line, reason): the rows that a column of states says are not programmed, unless somebody keeps them.

    Doubt: `statut`, asked wherever a row is.
    """
    connection.execute("create or replace table unprogrammed (line bigint, reason varchar)")
    for position, states in _columns_of_states(connection, table, match):
        shown = [f"{quoted(text[:_LONGEST])} ({plural(count, 'ligne')})" for text, count in states[:_SHOWN]]
        more = " et d'autres" if len(states) > _SHOWN else ""
        rows = sum(count for _, count in states)
        value = verdicts.settle(
            KEY,
            f"La colonne {quoted(table.headers[position])} dit que des opérations ne sont pas programmées\u202f: {listing(shown)}{more}. "
            f"Faut-il {'la' if rows == 1 else 'les'} mettre de côté\u202f?",
            (
                Choice(ASIDE, "oui, les mettre de côté", plural(rows, "ligne de moins", "lignes de moins")),
                Choice(KEPT, "non, les compter comme les autres"),
            ),
        )
        if value == ASIDE:
            connection.execute(
                fill(sql("unprogrammed"), cell=f"c{position}"),
                {"states": [text for text, _ in states], "longest": _LONGEST},
            )
        return


def _columns_of_states(
    connection: duckdb.DuckDBPyConnection, table: RawTable, match: Match
) -> Iterator[tuple[int, list[tuple[str, int]]]]:
    """The columns that no field takes and that hold such states: position, then each state with its rows."""
    used = set(match.columns.values())
    for position, header in enumerate(table.headers):
        if position in used or not _HEADER.fullmatch(normalised(header)):
            continue
        found = connection.execute(fill(sql("states"), cell=f"c{position}"), {"most": _MOST_STATES + 1}).fetchall()
        states = [(text, count) for text, count in found if _is_unprogrammed(text)]
        if states and len(found) <= _MOST_STATES:
            yield position, states


def _is_unprogrammed(text: str) -> bool:
    return tells_of_no_programming(text) or _NOT_YET.search(normalised(text)) is not None
