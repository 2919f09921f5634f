"""Thousands and decimals: the column decides, then the other columns of the file, else a question."""

from dashboard.ingest.columns import recognise
from tests.ingest.staged import AMOUNT, COST, keys, said, table

COLUMNS: dict[tuple[str, ...], list[float]] = {
    # The point separates thousands: two groups, or a decimal comma beside it.
    ("125.000", "1.250.000", "740"): [125000, 1250000, 740],
    ("125.000", "89.500,50"): [125000, 89500.5],
    ("125.000", "12,5"): [125000, 12.5],
    ("-125.000", "12,5", "0"): [-125000, 12.5, 0],
    ("125.000 €", "12,50 €"): [125000, 12.5],
    # The comma does.
    ("125,000", "1,250,000"): [125000, 1250000],
    ("125,000", "12.5"): [125000, 12.5],
    ("125,000", "1,000.25"): [125000, 1000.25],
    # The point separates decimals: two figures after it, four before it, a zero first, thousands by a space.
    ("125.000", "12.25"): [125, 12.25],
    ("125.000", "1250.125"): [125, 1250.13],
    ("125.000", "0.125"): [125, 0.13],
    ("125.000", "1 250.125"): [125, 1250.13],
    ("125,000", "12,25"): [125, 12.25],
    # A mark that nothing stands before: what DuckDB writes of a DECIMAL(2, 2), and some spreadsheets.
    (".60", "1250.5", "-.5"): [0.6, 1250.5, -0.5],
    (",60", "1250,5", "12"): [0.6, 1250.5, 12],
    # Nothing to decide.
    ("125", "1250"): [125, 1250],
    ("1250.5", "1250,5"): [1250.5, 1250.5],
    ("1 250 000,5", "1\u202f250"): [1250000.5, 1250],
}


def test_the_column_decides() -> None:
    with table() as one:
        for cells, values in COLUMNS.items():
            staged = one.stage({COST: cells, AMOUNT: cells})
            assert keys(staged) == [], cells
            assert [float(value) for value in one.read("total_cost")] == values, cells


def test_the_other_columns_of_the_file_decide_where_the_column_does_not() -> None:
    with table() as one:
        staged = one.stage({COST: ["125.000", "1.250.000"], AMOUNT: ["62.500", "625"]})
        assert keys(staged) == []
        assert [float(value) for value in one.read("eu_amount")] == [62500, 625]
        assert "« Mont_UE » : le point sépare les milliers (« 62.500 » se lit 62 500)" in said(staged)
        assert "1 cellule sur 2 de « Dépenses totales » le prouve (par exemple « 1.250.000 »)" in said(staged)
        # Its own cells come first.
        one.stage({COST: ["125.000", "1.250.000"], AMOUNT: ["162.500", "162.25"]})
        assert [float(value) for value in one.read("eu_amount")] == [162.5, 162.25]


def test_what_nothing_decides_is_asked_with_both_sums() -> None:
    with table() as one:
        doubtful = {COST: ["125.000", "89.500", "740"], AMOUNT: ["62.500", "44.750", "370"]}
        staged = one.stage(doubtful)
        [doubt] = staged.doubts
        assert doubt.key == "decimales"
        assert "4 montants comme « 125.000 »" in doubt.question.replace("\u202f", " ")
        outcomes = {choice.value: choice.outcome.replace("\u202f", " ") for choice in doubt.choices}
        assert "« Dépenses totales » 215 240,00 €" in outcomes["virgule"]
        assert "« Dépenses totales » 954,50 €" in outcomes["point"]
        for answer, values in (("virgule", [125000, 89500, 740]), ("point", [125, 89.5, 740])):
            answered = one.stage(doubtful, {"decimales": answer})
            assert keys(answered) == []
            assert "Réponse donnée" in said(answered)
            assert [float(value) for value in one.read("total_cost")] == values


def test_a_column_that_proves_both_is_asked_about_its_open_cells_alone() -> None:
    with table() as one:
        staged = one.stage({COST: ["125.000", "1.250.000", "12.5"], AMOUNT: ["", "", ""]})
        assert keys(staged) == ["decimales"]
        assert "mélange deux écritures" in said(staged)
        staged = one.stage({COST: ["1.250.000", "12.5"], AMOUNT: ["", ""]})
        assert keys(staged) == []
        assert [float(value) for value in one.read("total_cost")] == [1250000, 12.5]


def test_numbers_of_the_file_itself_prove_nothing_of_its_texts() -> None:
    with table() as one:
        columns = {COST: ["125.000", "12.25"], AMOUNT: ["", ""]}
        assert keys(one.stage(columns)) == []
        assert keys(one.stage(columns, decimals=(0, 0, 1, 0))) == ["decimales"]


def test_an_answer_overrules_what_is_proved_and_is_said() -> None:
    with table() as one:
        staged = one.stage({COST: ["125.000", "1.250.000"], AMOUNT: ["1", "1"]}, {"decimales": "point"})
        assert "Réponse donnée malgré cela" in said(staged)


def test_counts_take_the_mark_of_the_amounts() -> None:
    participants = "Nombre de participants prévisionnels"
    assert recognise([participants, "num_dossier", "Lib_opé", COST, AMOUNT])
    with table() as one:
        for amounts, cells, counts in (
            (("1.250.000", "1"), ("1.250", "12"), [1250, 12]),
            (("1.250.000", "1"), ("1.000", "12.0"), [1000, 12]),
            (("12.25", "1"), ("12.000", "3"), [12, 3]),
            (("1", "1"), ("12.0", "1 250"), [12, 1250]),
            # Twelve or twelve thousand: nobody can tell.
            (("1", "1"), ("12.000", "3"), [None, 3]),
        ):
            one.stage({COST: amounts, AMOUNT: ["", ""], participants: cells})
            assert one.read("participants_planned") == counts, (amounts, cells)


def test_rates_have_no_thousands() -> None:
    with table() as one:
        staged = one.stage({COST: ["10000", "20000"], "Taux de cofinancement UE": ["16.667", "50.000"]})
        assert keys(staged) == []
        assert [float(value) for value in one.read("eu_amount")] == [1666.7, 10000]


def test_spaces_part_thousands_only() -> None:
    with table() as one:
        staged = one.stage(
            {COST: ["125 000 50", "250 000,00", "1 250 000,5", "12 50"], AMOUNT: ["60000", "60000", "600000", "6"]}
        )
        assert [value and float(value) for value in one.read("total_cost")] == [None, 250000, 1250000.5, None]
        assert keys(staged) == []
