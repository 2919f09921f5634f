import pytest

from dashboard.exports.report.grid import headings
from dashboard.exports.report.widths import TYPES, Column, fitted

AVAILABLE = 9298


def gathered(*labels):
    return [(heading.label, heading.names) for heading in headings(labels, ["nombre"] * len(labels))]


def test_columns_of_the_same_thing_stand_under_one_heading():
    assert gathered("Axe", "Opérations 2019", "%", "Opérations toutes vagues", "%") == [
        ("Axe", ["nombre"]),
        ("Opérations", ["2019", "%", "toutes vagues", "%"]),
    ]
    assert gathered("Axe", "Opérations 2019", "Opérations", "Part")[1:] == [
        ("Opérations", ["2019", "total"]),
        ("Part", ["nombre"]),
    ]


def test_a_share_without_waves_stands_beside_its_measure():
    assert gathered("Axe", "Opérations", "%")[1:] == [("Opérations", ["nombre", "%"])]


def test_a_column_alone_keeps_its_whole_name():
    assert gathered("Type", "Opérations 2019", "Coût total 2019") == [
        ("Type", ["nombre"]),
        ("Opérations 2019", ["2019"]),
        ("Coût total 2019", ["2019"]),
    ]


def test_shares_never_join_the_names_of_the_rows():
    assert [label for label, _ in gathered("Axe", "%", "Part")] == ["Axe", "%", "Part"]


def columns(figures, text="Bretagne"):
    return [Column("Région", [text] * 3, numeric=False)] + [
        Column("Opérations", ["1\u202f234,5\u202fM€"], numeric=True)
    ] * figures


@pytest.mark.parametrize("figures", [0, 1, 4, 8, 12, 40])
def test_widths_fill_the_page_whatever_the_number_of_columns(figures):
    fit = fitted(columns(figures), AVAILABLE)
    assert sum(fit.widths) == AVAILABLE
    assert all(width > 0 for width in fit.widths)


def test_letters_shrink_only_when_they_must():
    assert fitted(columns(4), AVAILABLE).type == TYPES[0]
    assert fitted(columns(8), AVAILABLE).type.size < TYPES[0].size


def test_figures_never_give_way_to_words():
    few, many = (fitted(columns(3, text), AVAILABLE) for text in ("mot", "mot " * 200))
    assert many.widths[0] > few.widths[0]
    assert min(many.widths[1:]) >= 700
