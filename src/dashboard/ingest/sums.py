"""Rows that are the sums of other rows, though nothing in their words says so."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

import duckdb

from dashboard.domain.french import euros, integer, listing, plural
from dashboard.ingest.doubts import Choice, Verdicts
from dashboard.ingest.readers import SHEET_STEP, MalformedRow, RawTable
from dashboard.ingest.sql_text import sql
from dashboard.warehouse.sql_files import fill

KEY = "sommes"
ASIDE, KEPT = "ecarter", "garder"
_MOST_ROWS = 50_000
"""Larger lists come out of databases, which write no totals between the rows."""
_FEW_CELLS = 6
_LEAST_ROWS, _LEAST_WITHOUT_AMOUNTS = 3, 5
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Row:
    """A row that has a cost: its line, how many of its cells are filled, its amounts in cents."""

    line: int
    filled: int
    cost: int
    amount: int


def set_sums_aside(connection: duckdb.DuckDBPyConnection, table: RawTable, verdicts: Verdicts) -> RawTable:
    """The table without the rows whose amounts are the sums of other rows; they leave `raw` and `parsed` too.

    A subtotal may name a region or an axis where an operation has its title: only its amounts give it away. A row that fills
    fewer cells than the others do is one where it equals a run of rows beside it; any other, where it equals all the rows above
    or below. Call once `parsed` is there. The answer `sommes` keeps them.
    """
    if table.rows > _MOST_ROWS:
        return table
    cells = [f"c{position}" for position in range(len(table.headers))]
    rows = [Row(*row) for row in connection.execute(fill(sql("rows_to_add"), cells=", ".join(cells))).fetchall()]
    found = sorted(sums_among(rows, [total.line for total in table.totals]))
    if not found:
        return table
    cost = sum(row.cost for row in rows if row.line in set(found)) / 100
    lines = [integer(line % SHEET_STEP) for line in found]
    where = f"lignes {', '.join(lines[:_SHOWN])} et suivantes" if len(found) > _SHOWN else f"lignes {listing(lines)}"
    said = (
        f"La ligne {lines[0]} donne la somme d'autres lignes ({euros(cost)})\u202f: c'est un total, elle est mise de côté."
        if len(found) == 1
        else f"{integer(len(found))} lignes donnent la somme d'autres lignes ({where}, {euros(cost)} en tout)\u202f: "
        "ce sont des totaux, elles sont mises de côté."
    )
    choices = (
        Choice(ASIDE, "des totaux, à mettre de côté", plural(len(found), "ligne")),
        Choice(KEPT, "des opérations, à garder", f"{euros(cost)} de plus"),
    )
    if verdicts.prove(KEY, ASIDE, said, choices) == KEPT:
        return table
    reason = "ses montants sont la somme de ceux d'autres lignes\u202f: c'est un total"
    gone = connection.execute(
        f"delete from raw where line in (select unnest($lines)) returning line, {', '.join(cells)}",  # noqa: S608
        {"lines": found},
    ).fetchall()
    connection.execute("delete from parsed where line in (select unnest($lines))", {"lines": found})
    aside = [MalformedRow(line, ";".join(cell or "" for cell in row).rstrip(";"), reason) for line, *row in gone]
    return replace(table, rows=table.rows - len(gone), malformed=(*table.malformed, *aside))


def sums_among(rows: Sequence[Row], totals: Sequence[int] = ()) -> set[int]:
    """The lines of the rows that are sums of others. `totals`: the lines of totals already left out, where a run ends too."""
    if len(rows) <= _LEAST_ROWS:
        return set()
    usual = median(row.filled for row in rows)
    most = usual - 1 if usual <= _FEW_CELLS else usual - 2
    sparse = {row.line for row in rows if row.filled <= most}
    ends = sorted(totals)
    found: set[int] = set()
    # Totals stand below their rows, or above; those found leave the sums of the next look, which may then trust a run of one row.
    for step, least in ((1, 2), (-1, 2), (1, 2), (1, 1), (-1, 1)):
        if found or least > 1:
            found |= _look(rows[::step], ends[::step], sparse, found, least)
    return found


def _look(rows: Sequence[Row], ends: Sequence[int], sparse: set[int], known: set[int], least: int) -> set[int]:
    """The rows that equal what stands before them, in the order given."""
    found: set[int] = set()
    cost = amount = count = 0
    # What the rows before each end of a run add up to, and how many they are.
    runs = {(0, 0): 0}
    waiting = list(reversed(ends))
    descending = len(rows) > 1 and rows[0].line > rows[-1].line
    for row in rows:
        while waiting and (waiting[-1] > row.line if descending else waiting[-1] < row.line):
            waiting.pop()
            runs.setdefault((cost, amount), count)
        if row.line not in known:
            thin = row.line in sparse
            before = runs.get((cost - row.cost, amount - row.amount)) if thin else None
            if (before is not None and count - before >= least and row.cost) or (
                row.cost
                and (row.cost, row.amount) == (cost, amount)
                and count >= (_LEAST_ROWS if row.amount else _LEAST_WITHOUT_AMOUNTS)
            ):
                found.add(row.line)
            elif thin:
                runs.setdefault((cost, amount), count)
                cost, amount, count = cost + row.cost, amount + row.amount, count + 1
            else:
                cost, amount, count = cost + row.cost, amount + row.amount, count + 1
                continue
        runs[cost, amount] = count
    return found
