"""The totals that a file prints, beside the sums of its rows."""

from dashboard.ingest.readers import TotalRow
from tests.ingest.staged import AMOUNT, COST, said, table


def total(line: int, label: str, cost: str, amount: str) -> TotalRow:
    return TotalRow(line, label, (label, None, cost, amount))


def test_totals_are_compared_with_their_rows() -> None:
    columns = {COST: ["1000", "2000,50", "3000"], AMOUNT: ["500", "1000", "1500"]}
    with table() as one:
        right = one.stage(columns, totals=(total(9, "Total", "6 000,50", "3000"),))
        assert [(found["field"], found["stated"], found["summed"]) for found in right.totals] == [
            ("total_cost", 6000.5, 6000.5), ("eu_amount", 3000.0, 3000.0),
        ]  # fmt: skip
        assert "Les 2 totaux du fichier sont ceux de leurs lignes." in said(right)
        wrong = one.stage(columns, totals=(total(9, "Total général", "7000", "3000"),))
        assert (
            "La ligne 9 (« Total général ») annonce 7 000,00 € pour « Dépenses totales », ses 3 lignes font 6 000,50 €"
            in said(wrong)
        )
        assert "sont ceux de leurs lignes" not in said(wrong)


def test_subtotals_are_those_of_their_own_rows() -> None:
    # The rows stand on lines 2, 3 and 4.
    columns = {COST: ["1000", "2000", "4000"], AMOUNT: ["500", "1000", "1500"]}
    with table() as one:
        one.connection.execute("select 1")
        above = one.stage(columns, totals=(total(1, "Bretagne", "7000", "3000"), total(9, "Total", "7000", "3000")))
        assert "annonce" not in said(above)


def test_a_total_takes_the_unit_of_its_column() -> None:
    with table() as one:
        staged = one.stage(
            {f"{COST} (k€)": ["1", "2"], f"{AMOUNT} (k€)": ["0,5", "1"]}, totals=(total(9, "Total", "3", "1,5"),)
        )
        assert [found["stated"] for found in staged.totals] == [3000.0, 1500.0]
        assert "annonce" not in said(staged)


def test_a_total_in_another_unit_is_told_as_such() -> None:
    columns = {COST: ["100000", "175000"], AMOUNT: ["60000", "90000"]}
    with table() as one:
        told = said(one.stage(columns, totals=(total(9, "Total (k€)", "275", "150"),)))
        assert "ses 2 lignes font 275 000,00 € : soit 1 000 fois plus, vérifiez l'unité" in told
        alone = said(one.stage({COST: ["1000"], AMOUNT: ["500"]}, totals=(total(9, "Total", "1001", "500"),)))
        assert "sa ligne fait 1 000,00 € : vérifiez qu'aucune ligne ne manque" in alone
