"""The unit of amounts: header, title, sheet; a doubt where two columns disagree."""

import pytest

from dashboard.ingest.errors import UnreadableFile
from dashboard.ingest.reading import CENT
from dashboard.ingest.units import unit_of
from tests.ingest.staged import AMOUNT, COST, keys, said, table

UNITS = {
    "Dépenses totales (k€)": 1_000, "Mont_UE (en milliers d'euros)": 1_000, "Coût total en milliers d’euros": 1_000, "CT KEUR": 1_000,
    "Coût total (K€)": 1_000, "Coût (k euros)": 1_000, "Coût total, en milliers": 1_000, "Total cost (thousand EUR)": 1_000,
    "Coût total (kEUR)": 1_000, "Total cost (EUR 000s)": 1_000, "Coût total (M€)": 1_000_000, "En millions d'euros": 1_000_000, "Coût MEUR": 1_000_000,
    "Coût total (en centimes)": CENT, "Montants en centimes d’euro": CENT, "Mont_UE (cents)": CENT, "Montants en euros, sans centimes": 1,
    "Taux en pour cent": None, "Coût total (Md€)": 1_000_000_000, "Coût total (€)": 1, "Coût total en euros": 1, "Montant UE (EUR)": 1,
    "Coût total": None, "Mont_UE": None, "Numéro du dossier": None, "PON FSE : enveloppe de 150 M€": None, "Marseille": None, "Opérations de plus de 50 k€": None,
}  # fmt: skip


def test_units_that_texts_name() -> None:
    assert {text: unit_of(text) for text in UNITS} == UNITS


def test_a_header_a_title_or_a_sheet_gives_the_unit() -> None:
    with table() as one:
        for headers, about in (
            ((f"{COST} (k€)", f"{AMOUNT} (en milliers d'euros)"), {}),
            ((COST, AMOUNT), {"titles": ("Liste des opérations", "Montants en k€")}),
            ((COST, AMOUNT), {"sheet": "Liste (milliers d'euros)"}),
        ):
            staged = one.stage({headers[0]: ["125", "1 250,4"], headers[1]: ["62,5", "600"]}, **about)
            assert keys(staged) == [], headers
            assert [float(value) for value in one.read("total_cost")] == [125000, 1250400]
            assert [float(value) for value in one.read("eu_amount")] == [62500, 600000]
            assert "chaque montant est multiplié par 1 000" in said(staged)


def test_cents_are_divided_where_the_file_says_so_and_asked_about_where_it_doesn_t() -> None:
    cents = {"cost": ["18540025", "6200000", "9912345"], "amount": ["9270012", "3100000", "4956172"]}
    with table() as one:
        for headers, about in (
            ((f"{COST} (centimes)", f"{AMOUNT} (en centimes d'euro)"), {}),
            ((COST, AMOUNT), {"titles": ("Montants en centimes",)}),
        ):
            staged = one.stage(dict(zip(headers, cents.values(), strict=True)), **about)
            assert keys(staged) == [], headers
            assert "chaque montant est divisé par 100" in said(staged)
            assert [float(value) for value in one.read("total_cost")] == [185400.25, 62000, 99123.45]
            assert [float(value) for value in one.read("eu_amount")] == [92700.12, 31000, 49561.72]
        silent = dict(zip((COST, AMOUNT), cents.values(), strict=True))
        asked = ["unite.total_cost", "unite.eu_amount"]
        assert keys(one.stage(silent)) == asked
        for answer, first in (("centimes", 185400.25), ("euros", 18540025)):
            assert keys(one.stage(silent, dict.fromkeys(asked, answer))) == []
            assert float(one.read("total_cost")[0]) == first
        # One amount with decimals is enough: cents have none.
        assert keys(one.stage({**silent, COST: ["18540025,50", "6200000", "9912345"]})) == []


def test_another_money_than_the_euro_is_refused() -> None:
    rows = [["100000", "90000"], ["60000", "50000"]]
    for headers, about in (
        ((f"{COST} (USD)", AMOUNT), {}), ((COST, f"{AMOUNT} (francs Pacifique)"), {}), ((f"{COST} [£]", AMOUNT), {}),
        ((COST, AMOUNT), {"titles": ("Montants en francs CFP",)}),
    ):  # fmt: skip
        with table() as one, pytest.raises(UnreadableFile, match="ne sont pas en euros"):
            one.stage(dict(zip(headers, rows, strict=True)), **about)
    with table() as one:
        for word in ("EUR", "€", "euros", None):
            one.stage({COST: rows[0], AMOUNT: rows[1], "Devise": [word, "EUR"]})
        with pytest.raises(UnreadableFile, match=r"«\u202fDevise\u202f» dit «\u202fPLN\u202f» à la ligne 3"):
            one.stage({COST: rows[0], AMOUNT: rows[1], "Devise": ["EUR", "PLN"]})


def test_a_header_in_euros_wins_over_the_title() -> None:
    with table() as one:
        one.stage({f"{COST} (€)": ["125000"], f"{AMOUNT} (€)": ["62500"]}, titles=("Montants en k€",))
        assert [float(value) for value in one.read("total_cost")] == [125000]


def test_a_cell_says_its_own_unit() -> None:
    with table() as one:
        one.stage({COST: ["125 k€", "1,5 M€", "300 €"], AMOUNT: ["62 k€", "1 M€", "150"]})
        assert [float(value) for value in one.read("total_cost")] == [125000, 1500000, 300]


def test_two_columns_in_different_units_are_asked_about() -> None:
    columns = {f"{COST} (k€)": ["125", "400"], AMOUNT: ["162,5", "300,5"]}
    with table() as one:
        assert keys(one.stage(columns)) == ["unite.eu_amount"]
        one.stage(columns, {"unite.eu_amount": "milliers"})
        assert [float(value) for value in one.read("eu_amount")] == [162500, 300500]
        one.stage(columns, {"unite.eu_amount": "euros"})
        assert [float(value) for value in one.read("eu_amount")] == [162.5, 300.5]


def test_an_answer_overrules_the_header() -> None:
    with table() as one:
        one.stage({f"{COST} (k€)": ["125000"], AMOUNT: ["62500"]}, {"unite.total_cost": "euros"})
        assert [float(value) for value in one.read("total_cost")] == [125000]


def test_costs_in_thousands_beside_amounts_in_euros_are_asked_about() -> None:
    columns = {COST: ["100", "90", "85"], AMOUNT: ["60000", "50000", "45000"]}
    with table() as one:
        for answers in (None, {"unite.total_cost": "xyz"}):
            assert keys(one.stage(columns, answers)) == ["unite.total_cost"]
        # Nothing is exchanged once the unit is known.
        assert keys(one.stage(columns, {"unite.total_cost": "milliers"})) == []
        assert [float(value) for value in one.read("total_cost")] == [100000, 90000, 85000]


def test_a_cell_in_euros_under_a_header_in_thousands() -> None:
    headers = f"{COST} (k€)", f"{AMOUNT} (k€)"
    with table() as one:
        staged = one.stage({headers[0]: ["125", "80 000 €"], headers[1]: ["60", "40 000 €"]})
        assert keys(staged) == []
        assert [float(value) for value in one.read("total_cost")] == [125000, 80000]
        assert "1 cellule de « Dépenses totales (k€) » dit « € » (« 80 000 € ») : elle est lue en euros" in said(staged)
        columns = {headers[0]: ["125 €", "80 €"], headers[1]: ["60", "40"]}
        assert keys(one.stage(columns)) == ["unite.total_cost"]
        for answer, values in (("milliers", [125000, 80000]), ("euros", [125, 80])):
            one.stage(columns, {"unite.total_cost": answer})
            assert [float(value) for value in one.read("total_cost")] == values


def test_the_sums_of_a_question_on_decimals_are_in_euros() -> None:
    with table() as one:
        [doubt] = one.stage({f"{COST} (k€)": ["125.000", "250.000"]} | {f"{AMOUNT} (k€)": ["60", "40"]}).doubts
        assert doubt.key == "decimales"
        assert [choice.outcome.replace("\u202f", " ") for choice in doubt.choices] == [
            "« Dépenses totales (k€) » 375 000 000,00 €",
            "« Dépenses totales (k€) » 375 000,00 €",
        ]


def test_answers_that_settle_nothing_are_told() -> None:
    columns = {COST: ["100000"], AMOUNT: ["60000"]}
    with table() as one:
        told = said(one.stage(columns, {"foo": "bar", "decimales": "virgule"}))
        assert "La réponse « foo=bar » n'a pas servi" in told
        assert "La réponse « decimales=virgule » n'a pas servi" in told
        wrong = said(one.stage({f"{COST} (k€)": ["100"], AMOUNT: ["60000"]}, {"unite.total_cost": "xyz"}))
        assert "les réponses possibles sont « centimes », « euros », « milliers » et « millions »" in wrong
        assert "n'a pas servi" not in said(
            one.stage({f"{COST} (k€)": ["100"], AMOUNT: ["60000"]}, {"unite.total_cost": "milliers"})
        )


def test_titles_or_names_of_sheets_in_different_units_are_refused() -> None:
    rows = {COST: ["1", "2"], AMOUNT: ["1", "1"]}
    for names, titles in ((("A", "B (k€)"), ((), ())), (("A", "B"), ((), ("Montants en k€",)))):
        with table() as one, pytest.raises(UnreadableFile, match="unité des autres"):
            one.stage(rows, sheets_read=names, titles_by_sheet=titles)
