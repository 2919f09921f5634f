"""The unit of amounts: header, title, sheet; a doubt where two columns disagree."""

import pytest

from dashboard.ingest.errors import UnreadableFile
from dashboard.ingest.units import unit_of
from tests.ingest.staged import AMOUNT, COST, keys, said, table

UNITS = {
    "Dépenses totales (k€)": 1_000, "Mont_UE (en milliers d'euros)": 1_000, "Coût total en milliers d’euros": 1_000, "CT KEUR": 1_000,
    "Coût total (K€)": 1_000, "Coût (k euros)": 1_000, "Coût total, en milliers": 1_000, "Total cost (thousand EUR)": 1_000,
    "Coût total (kEUR)": 1_000, "Total cost (EUR 000s)": 1_000, "Coût total (M€)": 1_000_000, "En millions d'euros": 1_000_000, "Coût MEUR": 1_000_000,
    "Coût total (Md€)": 1_000_000_000, "Coût total (€)": 1, "Coût total en euros": 1, "Montant UE (EUR)": 1,
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


def test_titles_or_names_of_sheets_in_different_units_are_refused() -> None:
    rows = {COST: ["1", "2"], AMOUNT: ["1", "1"]}
    for names, titles in ((("A", "B (k€)"), ((), ())), (("A", "B"), ((), ("Montants en k€",)))):
        with table() as one, pytest.raises(UnreadableFile, match="unité des autres"):
            one.stage(rows, sheets_read=names, titles_by_sheet=titles)
