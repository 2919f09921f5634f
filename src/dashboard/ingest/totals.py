"""The totals that a file prints, beside the sums of its rows."""

from collections.abc import Sequence
from typing import Any

import duckdb

from dashboard.domain.french import euros, integer, quoted
from dashboard.domain.text import normalised
from dashboard.ingest.columns import Match
from dashboard.ingest.doubts import Verdicts
from dashboard.ingest.readers import SHEET_STEP, RawTable, TotalRow
from dashboard.ingest.reading import AMOUNTS, Reading
from dashboard.ingest.sql_text import sql
from dashboard.warehouse.sql_files import fill

_SAME = 0.01
"""A total in thousands is rounded."""
_TOLERANCE = 0.01
"""Euros per row: what rounding may explain."""


def compare_totals(
    connection: duckdb.DuckDBPyConnection, table: RawTable, match: Match, reading: Reading, verdicts: Verdicts
) -> list[dict[str, Any]]:
    """Says of each total found in the file whether its rows add up to it. Call once `parsed` is there.

    Returns, for the manifest, one `{line, label, field, stated, summed, agrees}` for each amount that a row of totals gives. A total is that of
    all the rows above, of those since the total before, or of those down to the next one: the one that it equals, else the likeliest.
    """
    found: list[dict[str, Any]] = []
    fields = [field for field in AMOUNTS if field in match.columns and field not in reading.rates]
    bounds = [0, *(total.line for total in table.totals)]
    for rank, total in enumerate(table.totals):
        if normalised(total.label).startswith("moyenne"):
            continue
        following = table.totals[rank + 1].line if rank + 1 < len(table.totals) else None
        spans = [(bounds[rank], total.line), (0, total.line), (total.line, following)]
        for field in fields:
            stated = _stated(connection, total, match.columns[field], field, reading)
            if stated is None:
                continue
            sums = [_sum(connection, field, span) for span in spans]
            rows_of = [rows for rows, _ in sums]
            equal = next(
                (i for i, (rows, value) in enumerate(sums) if abs(value - stated) <= _TOLERANCE * max(rows, 1)), None
            )
            # Where no row adds up to it, the likeliest rows are those that there are.
            likely = (
                equal
                if equal is not None
                else min(range(len(sums)), key=lambda i: (not rows_of[i], abs(sums[i][1] - stated)))
            )
            found.append(
                {
                    "line": total.line,
                    "label": total.label,
                    "field": field,
                    "stated": stated,
                    "summed": sums[likely][1],
                    "agrees": equal is not None,
                }
            )
            if equal is None:
                verdicts.tell(
                    f"La ligne {integer(total.line % SHEET_STEP)} ({quoted(total.label)}) annonce {euros(stated)} pour {quoted(table.headers[match.columns[field]])}, "
                    f"{_said_of_rows(rows_of[likely], sums[likely][1])}\u202f: {_advice(stated, sums[likely][1])}.",
                    0,
                )
    if found and all(one["agrees"] for one in found):
        verdicts.tell(_agreement(found), 1)
    return found


def _said_of_rows(rows: int, value: float) -> str:
    if not rows:
        return "aucune de ses lignes n'a de montant"
    return f"sa ligne fait {euros(value)}" if rows == 1 else f"ses {integer(rows)} lignes font {euros(value)}"


def _advice(stated: float, summed: float) -> str:
    for unit in (1_000, 1_000_000):
        for large, small, word in ((summed, stated, "plus"), (stated, summed, "moins")):
            if small > 0 and abs(large / small / unit - 1) < _SAME:
                return f"soit {integer(unit)} fois {word}, vérifiez l'unité de l'un et de l'autre"
    return "vérifiez qu'aucune ligne ne manque"


def _agreement(found: Sequence[dict[str, Any]]) -> str:
    if len(found) == 1:
        return f"Le total du fichier ({euros(found[0]['stated'])}) est celui de ses lignes."
    return f"Les {integer(len(found))} totaux du fichier sont ceux de leurs lignes."


def _stated(
    connection: duckdb.DuckDBPyConnection, total: TotalRow, position: int, field: str, reading: Reading
) -> float | None:
    text = total.cells[position] if position < len(total.cells) else None
    row = connection.execute(
        "select amount($text, $mark, $unit, $sign_unit)",
        {
            "text": text,
            "mark": reading.marks.get(field),
            "unit": reading.units.get(field, 1),
            "sign_unit": reading.sign_units.get(field, 1),
        },
    ).fetchone()
    return float(row[0]) if row and row[0] is not None else None


def _sum(connection: duckdb.DuckDBPyConnection, field: str, span: tuple[int, int | None]) -> tuple[int, float]:
    """How many rows between two lines give an amount, and their sum."""
    column = {"total_cost": "total_cost", "eu_amount": "stated_eu_amount"}[field]
    rows, total = connection.execute(
        fill(sql("sum_between_lines"), column=column), {"after": span[0], "before": span[1]}
    ).fetchone() or (0, 0)
    return int(rows), float(total)
