"""What amounts, rates and dates say together: rates taken for euros, columns exchanged, a rate that isn't the amount's."""

from tests.ingest.staged import AMOUNT, COST, keys, said, table

RATE, BOTH = "Taux de cofinancement UE", "Montant UE programmé - Union co-financing rate"
START, END = "Date début réalisation", "Date fin réalisation"


def amounts(values: list[object]) -> list[float | None]:
    return [None if value is None else float(str(value)) for value in values]


def test_a_column_of_rates_gives_the_amounts_and_says_so() -> None:
    with table() as one:
        for header, rates in (
            (RATE, ["60", "50"]), (RATE, ["0.6", "0,5"]), (RATE, ["60 %", "50,0 %"]), (RATE, ["0.6", "50 %"]),
            (BOTH, ["60", "50"]), (BOTH, ["0,6", "0,5"]),
        ):  # fmt: skip
            staged = one.stage({COST: ["10000", "20000"], header: rates})
            assert keys(staged) == [], rates
            assert amounts(one.read("eu_amount")) == [6000, 10000], rates
            assert one.read("deduced_fields") == ["eu_amount"] * 2
        # A header that says an amount: the figures prove it where they are several and no thousands of euros.
        proved = one.stage({COST: ["10000", "20000", "5000"], AMOUNT: ["60", "50", "60"]})
        assert keys(proved) == []
        assert amounts(one.read("eu_amount")) == [6000, 10000, 3000]
        assert "ce sont des taux" in said(proved)


def test_figures_up_to_a_hundred_that_may_be_thousands_are_asked_about() -> None:
    columns = {COST: ["100000", "120000", "90000"], AMOUNT: ["60", "50", "45"]}
    with table() as one:
        [doubt] = one.stage(columns).doubts
        assert (doubt.key, [choice.value for choice in doubt.choices]) == (
            "taux.eu_amount",
            ["taux", "euros", "milliers"],
        )
        for answer, values in (
            ("taux", [60000, 60000, 40500]),
            ("euros", [60, 50, 45]),
            ("milliers", [60000, 50000, 45000]),
        ):
            assert keys(one.stage(columns, {"taux.eu_amount": answer})) == []
            assert amounts(one.read("eu_amount")) == values
        # Small operations have small amounts.
        assert keys(one.stage({COST: ["100", "120", "90"], AMOUNT: ["60", "50", "45"]})) == []


def test_rates_of_both_writings_are_asked_about() -> None:
    columns = {COST: ["10000", "20000"], RATE: ["0.6", "50"]}
    with table() as one:
        assert keys(one.stage(columns)) == ["taux.eu_rate"]
        one.stage(columns, {"taux.eu_rate": "melange"})
        assert amounts(one.read("eu_amount")) == [6000, 10000]
        one.stage(columns, {"taux.eu_rate": "pourcentage"})
        assert amounts(one.read("eu_amount")) == [60, 10000]


def test_a_column_of_rates_that_holds_amounts() -> None:
    with table() as one:
        staged = one.stage({COST: ["10000", "20000"], RATE: ["6000", "10000,50"]})
        assert amounts(one.read("eu_amount")) == [6000, 10000.5]
        assert "est lue comme un montant en euros" in said(staged)


def test_a_rate_beside_an_amount_is_compared_with_it() -> None:
    with table() as one:
        fair = one.stage({COST: ["10000", "20000"], AMOUNT: ["6000", "9990"], RATE: ["0.6", "0.5"]})
        assert "ne donne pas" not in said(fair)
        wrong = one.stage({COST: ["10000", "20000"], AMOUNT: ["6000", "14000"], RATE: ["0.6", "0.5"]})
        assert amounts(one.read("eu_amount")) == [6000, 14000]
        assert "ne donne pas « Mont_UE » dans 1 ligne sur 2" in said(wrong)


def test_columns_that_seem_exchanged_are_asked_about() -> None:
    with table() as one:
        columns = {COST: ["4000", "5000"], AMOUNT: ["9000", "9500"]}
        assert keys(one.stage(columns)) == ["colonnes"]
        one.stage(columns, {"colonnes": "echanger"})
        assert amounts(one.read("total_cost")) == [9000, 9500]
        one.stage(columns, {"colonnes": "garder"})
        assert amounts(one.read("total_cost")) == [4000, 5000]
        dated = {COST: ["4000", "5000"], AMOUNT: ["900", "950"], START: ["31/12/2017"] * 2, END: ["01/01/2017"] * 2}
        assert keys(one.stage(dated)) == ["periodes"]
        one.stage(dated, {"periodes": "echanger"})
        assert [str(day) for day in one.read("start_date")] == ["2017-01-01"] * 2
        # One row in several proves nothing.
        assert keys(one.stage({COST: ["4000", "5000", "6000"], AMOUNT: ["9000", "950", "960"]})) == []


def test_a_rate_of_one_among_percentages_is_asked_about() -> None:
    columns = {COST: ["10000", "20000", "30000"], RATE: ["100", "1", "50"]}
    with table() as one:
        assert keys(one.stage(columns)) == ["taux.eu_rate"]
        one.stage(columns, {"taux.eu_rate": "melange"})
        assert amounts(one.read("eu_amount")) == [10000, 20000, 15000]
        # Ratios alone are ratios, 1 too.
        assert keys(one.stage({COST: ["10000", "20000"], RATE: ["1", "0,5"]})) == []
        assert amounts(one.read("eu_amount")) == [10000, 10000]


def test_one_rate_beyond_a_hundred_doesn_t_make_the_others_euros() -> None:
    columns = {COST: ["10000", "20000", "30000"], RATE: ["60", "500", "50"]}
    with table() as one:
        assert keys(one.stage(columns)) == ["taux.eu_rate"]
        one.stage(columns, {"taux.eu_rate": "pourcentage"})
        assert amounts(one.read("eu_amount")) == [6000, None, 15000]
        one.stage(columns, {"taux.eu_rate": "euros"})
        assert amounts(one.read("eu_amount")) == [60, 500, 50]


def test_small_amounts_of_small_operations_are_no_rates_in_silence() -> None:
    with table() as one:
        staged = one.stage({COST: ["1200", "1500", "900", "2500"], AMOUNT: ["50", "75", "45", "100"]})
        assert keys(staged) == ["taux.eu_amount"]


def test_a_percent_sign_added_to_ratios_is_told() -> None:
    with table() as one:
        assert "un « % » n'a pas été ajouté" in said(one.stage({COST: ["10000", "20000"], RATE: ["0,60 %", "0,50 %"]}))
        assert "n'a pas été ajouté" not in said(one.stage({COST: ["10000", "20000"], RATE: ["60 %", "50 %"]}))


def test_costs_that_no_operation_has() -> None:
    millions = {f"{COST} (M€)": ["1500000", "300000"], f"{AMOUNT} (M€)": ["900000", "200000"]}
    with table() as one:
        assert keys(one.stage(millions)) == ["unite.total_cost", "unite.eu_amount"]
        answers = {"unite.total_cost": "euros", "unite.eu_amount": "euros"}
        assert keys(one.stage(millions, answers)) == []
        assert amounts(one.read("total_cost")) == [1500000, 300000]
        thousands = {f"{COST} (k€)": ["185000", "62000"], f"{AMOUNT} (k€)": ["92000", "31000"]}
        assert keys(one.stage(thousands)) == ["unite.total_cost", "unite.eu_amount"]
        glued = one.stage({COST: ["100000", "850000000000"], AMOUNT: ["60000", "40000"]})
        assert keys(glued) == []
        assert "atteint un milliard d'euros ou plus dans 1 ligne" in said(glued)
        small = one.stage({COST: ["100", "90", "85"], AMOUNT: ["60", "50", "45"]})
        assert keys(small) == []
        assert "ne dit pas son unité" in said(small)
        assert "ne dit pas son unité" not in said(
            one.stage({f"{COST} (€)": ["100", "90", "85"]} | {AMOUNT: ["6", "5", "4"]})
        )


def test_a_column_of_zeros_is_told() -> None:
    """Formulas that a program wrote without computing them show 0."""
    with table() as one:
        assert "« Mont_UE » vaut 0 € dans toutes les lignes" in said(one.stage({COST: ["1000"] * 3, AMOUNT: ["0"] * 3}))
        assert "vaut 0 €" not in said(one.stage({COST: ["1000"] * 3, AMOUNT: ["0", "0", "500"]}))


def test_figures_beyond_all_bounds_are_unreadable() -> None:
    with table() as one:
        one.stage({COST: ["1e400", "1e30", "100000"], AMOUNT: ["6000", "6000", "6000 %"], RATE: ["1e400", "50", "50"]})
        assert amounts(one.read("total_cost")) == [None, None, 100000]
        assert one.read("eu_rate")[0] is None


def test_values_among_the_headers_are_told() -> None:
    with table() as one:
        glued = one.stage({COST: ["10000"], AMOUNT: ["6000"], "1000,00": ["x"], "01/01/2017": ["y"]})
        assert "La ligne des en-têtes contient des valeurs (« 1000,00 » et « 01/01/2017 »)" in said(glued)
        years = one.stage({COST: ["10000"], AMOUNT: ["6000"], "2017": ["1"], "2018": ["2"]})
        assert "contient des valeurs" not in said(years)
