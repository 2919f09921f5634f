"""The figures that have an address: the card's own rows, and nothing that the address names wrongly."""

import csv
import io
from typing import Any

import pytest

from dashboard.domain.operation import Decided
from dashboard.domain.selection import Selection
from dashboard.exports.by_address import FIGURES, AddressError, csv_at, read_selection
from dashboard.exports.workbook import csv_bytes
from dashboard.figures.breakdown import breakdown_figure
from dashboard.ui.links import data_link
from dashboard.warehouse.build import connect
from dashboard.warehouse.indicators import Dimension, categories, indicators
from dashboard.warehouse.state import Publication, State

Given = tuple[State, Publication, Any]


@pytest.fixture(scope="module")
def given(demonstration_state: State) -> Given:
    publication = demonstration_state.current()
    assert publication is not None
    return demonstration_state, publication, connect(demonstration_state, publication)


def lines(given: Given, key: str, *query: tuple[str, str]) -> list[list[str]]:
    text = csv_at(key, query, *given).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_every_figure_answers_under_the_filters_that_it_takes(given: Given) -> None:
    for key, figure in FIGURES.items():
        period = "2021-2027" if key.startswith(("dotations", "edition", "changements")) else "2014-2020"
        kept = [("periode", period), *([("axe", "3")] if figure.filtered and period == "2014-2020" else [])]
        found = lines(given, key, *kept)
        assert len(found) > 1, key
        assert len({len(line) for line in found}) == 1, key


def test_an_address_gives_the_rows_of_its_card(given: Given) -> None:
    selection = Selection(regions=("Bretagne",), axes=("PON FSE · 3",), decision=Decided.RETAINED, search="ess")
    address = data_link("category", selection, {"mesure": "total_cost"})
    assert address.startswith("donnees/category.csv?periode=2014-2020&axe=PON+FSE")
    query = [(key, value) for key, values in selection.to_query().items() for value in values]
    found = indicators(given[2], selection, (Dimension.CATEGORY,))
    figure = breakdown_figure(
        found, Dimension.CATEGORY, selection.kind, measure="total_cost", categories=categories(given[2])
    )
    assert csv_at("category", [*query, ("mesure", "total_cost")], *given) == csv_bytes(figure.rows, figure.columns)
    assert read_selection(given[2], query) == selection
    assert read_selection(given[2], [("dept", "60 – Oise"), ("axe", "3")]) == Selection(
        departments=("60",), axes=("PON FSE · 3",)
    )


def test_two_selections_stand_side_by_side_with_their_difference(given: Given) -> None:
    """The bodies of counties have operations of two programmes, those of the PLIE of one: the same axis is the same line."""
    sql = """select count(*) from operation where period = '2014-2020' and retained and managing_body_type = $type
        and ($axis is null or (programme = 'PON FSE' and priority_axis = 3))"""

    def counted(type_: str, axis: int | None = None) -> int:
        return int(given[2].execute(sql, {"type": type_, "axis": axis}).fetchone()[0])

    both = (("gestionnaire", "OI CD"), ("avec.gestionnaire", "OI PLIE"))
    heads, *rows = lines(given, "priority_axis", *both)
    assert heads[1:4] == ["Opérations retenues, OI CD", "Opérations retenues, OI PLIE", "Écart"]
    [axis] = [row for row in rows if row[0].startswith("PON FSE · Axe 3")]
    one, other = counted("OI CD", 3), counted("OI PLIE", 3)
    assert one
    assert other
    assert [number(cell) for cell in axis[1:4]] == [one, other, one - other]
    assert len({row[0] for row in rows}) == len(rows)
    assert all(row[0].startswith("PON ") for row in rows)
    heads, *rows = lines(given, "chiffres-cles", *both)
    assert heads == ["Chiffre clé", "OI CD", "OI PLIE", "Écart"]
    one, other = counted("OI CD"), counted("OI PLIE")
    assert [number(cell) for cell in rows[0][1:]] == [one, other, one - other]


def number(cell: str) -> int:
    """A count, as text or as a figure, whichever sign opens it."""
    return int(cell.lstrip("'").replace("\u202f", "").replace("−", "-").replace("+", ""))


def test_what_an_address_names_wrongly_is_refused_in_one_sentence(given: Given) -> None:
    for key, query, status, word in (
        ("nulle", [], 404, "« nulle »"),
        ("region", [("couleur", "bleu")], 400, "« couleur »"),
        ("region", [("region", "Atlantide")], 400, "« Atlantide »"),
        ("region", [("region", "Bretagne"), ("region", "Atlantide")], 400, "« Atlantide »"),
        ("region", [("periode", "1994-1999")], 400, "« 1994-1999 »"),
        ("region", [("retenue", "peut-être")], 400, "« peut-être »"),
        ("region", [("mesure", "poids")], 400, "« poids »"),
        ("region", [("q", "a" * 300)], 400, "200 caractères"),
        ("operations", [("mesure", "total_cost")], 400, "« mesure »"),
        ("dotations_regions", [("periode", "2021-2027"), ("retenue", "retenues")], 400, "retirez Décision"),
        ("changements", [("periode", "2021-2027"), ("retenue", "retenues")], 400, "« retenue »"),
        ("region", [("avec.region", "Atlantide")], 400, "« Atlantide »"),
        ("region", [("avec.periode", "2021-2027")], 400, "même programmation"),
        ("operations", [("avec.region", "Bretagne")], 400, "« avec.region »"),
        ("changements", [("depuis", "inconnue"), ("jusqua", "inconnue")], 404, "édition"),
    ):
        with pytest.raises(AddressError) as caught:
            csv_at(key, query, *given)
        said = str(caught.value).replace("\u202f", " ")
        assert caught.value.status == status, (key, query)
        assert word in said, said
        assert "\n" not in said


def test_an_answer_is_bounded(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.exports.by_address.MOST_ROWS", 5)
    for key in ("operations", "region"):
        with pytest.raises(AddressError) as caught:
            csv_at(key, [], *given)
        assert caught.value.status == 413
