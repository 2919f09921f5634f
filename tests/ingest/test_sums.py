"""Rows that are the sums of others."""

from collections.abc import Sequence

from dashboard.ingest.sums import Row, sums_among
from tests.ingest.staged import AMOUNT, COST, said, table

FULL, SPARSE = 12, 3


def rows(*costs: int, sparse: Sequence[int] = ()) -> list[Row]:
    """Operations of these costs, on lines 1, 2…, half paid by the EU."""
    return [Row(line, SPARSE if line in sparse else FULL, cost * 100, cost * 50) for line, cost in enumerate(costs, 1)]


def test_totals_are_known_by_their_amounts() -> None:
    cases = {
        "above, among full rows": (rows(11, 25, 38, 74), {4}),
        "subtotals below": (rows(11, 25, 36, 38, 47, 85, 121, sparse=(3, 6, 7)), {3, 6, 7}),
        "subtotals above": (rows(36, 11, 25, 85, 38, 47, sparse=(1, 4)), {1, 4}),
        "a run of one row beside a longer one": (rows(11, 25, 36, 38, 38, sparse=(3, 5)), {3, 5}),
        "no total": (rows(11, 25, 38, 47, 12), set()),
        "two rows prove nothing": (rows(10, 20, 30, 70, 90), set()),
        "a run of full rows": (rows(90, 11, 25, 38, 74, 91), set()),
        "sparse operations": (rows(11, 25, 38, 47, 12, sparse=(2, 4)), set()),
        "twice the same": (rows(11, 11, 11, 25, sparse=(2,)), set()),
    }
    for name, (given, expected) in cases.items():
        assert sums_among(given) == expected, name


def test_sums_are_set_aside_and_said_or_kept_on_demand() -> None:
    columns = {COST: ["1100", "2500", "3800", "7400"], AMOUNT: ["500", "1000", "1500", "3000"]}
    with table() as one:
        aside = one.stage(columns)
        assert (aside.table.rows, [row.line for row in aside.table.malformed]) == (3, [5])
        assert "La ligne 5 donne la somme d'autres lignes (7 400,00 €)" in said(aside)
        kept = one.stage(columns, answers={"sommes": "garder"})
        assert kept.table.rows == 4
