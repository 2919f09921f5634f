"""Two columns for one field: asked with what each holds, unless they hold the same."""

from tests.ingest.staged import AMOUNT, COST, keys, said, table


def test_two_columns_for_one_field_are_asked_about() -> None:
    with table() as one:
        for other in (f"{AMOUNT} (2)", "Montant UE"):
            columns = {COST: ["1000", "1000"], AMOUNT: ["500", "500"], other: ["111,11", "222,22"]}
            [doubt] = one.stage(columns).doubts
            assert doubt.key == "colonne.eu_amount"
            outcomes = {choice.value: choice.outcome.replace("\u202f", " ") for choice in doubt.choices}
            assert outcomes == {AMOUNT: "2 cellules, 1 000,00 € en tout", other: "2 cellules, 333,33 € en tout"}
            staged = one.stage(columns, {"colonne.eu_amount": other})
            assert keys(staged) == []
            assert [float(value) for value in one.read("eu_amount")] == [111.11, 222.22]
            assert staged.match.extra == (AMOUNT,)


def test_columns_of_the_same_values_are_no_doubt() -> None:
    with table() as one:
        staged = one.stage({COST: ["1000"], AMOUNT: ["500"], f"{AMOUNT} (2)": ["500"]})
        assert keys(staged) == []
        assert "contient les mêmes valeurs" in said(staged)
        assert keys(one.stage({COST: ["1000"], AMOUNT: ["500"], f"{AMOUNT} (2)": [None]})) == []


def test_what_was_programmed_wins_over_what_was_done() -> None:
    with table() as one:
        staged = one.stage(
            {"Réalisé – Dépenses totales": ["800"], "Programmé – Dépenses totales": ["1000"], AMOUNT: ["500"]}
        )
        assert keys(staged) == []
        assert [float(value) for value in one.read("total_cost")] == [1000]
        assert "Programmé – Dépenses totales" in said(staged)


def test_amounts_written_otherwise_are_the_same() -> None:
    with table() as one:
        for other, written in (
            (f"{AMOUNT} (2)", ["5 000,00 €", "600"]),
            (f"{AMOUNT} (k€)", ["5", "0,6"]),
        ):
            staged = one.stage({COST: ["10000", "900"], AMOUNT: ["5000", "600"], other: written})
            assert keys(staged) == [], other
        # The sums of a question are in euros.
        [doubt] = one.stage({COST: ["10000"], AMOUNT: ["5000"], f"{AMOUNT} (k€)": ["6"]}).doubts
        assert [choice.outcome.replace("\u202f", " ") for choice in doubt.choices] == [
            "1 cellule, 5 000,00 € en tout",
            "1 cellule, 6 000,00 € en tout",
        ]
