"""Rows of a table that aren't operations, met in the middle of it."""

from pathlib import Path

import duckdb
import pytest

from dashboard.domain.french import NARROW_SPACE
from dashboard.ingest.columns import KNOWN_HEADERS
from dashboard.ingest.readers import read
from tests.ingest.readers.conftest import Load, Loaded

HEADER = "num_dossier;titre;organisme;montant;début;région"
SWAPPED = "num_dossier;titre;organisme;début;montant;région"


def operation(number: int) -> str:
    return f"20170000{number};Titre {number};Association;{number}000;01/01/2017;Bretagne"


def table(load: Load, *lines: str) -> Loaded:
    return load("\n".join((HEADER, *lines)) + "\n")


def lines_of(loaded: Loaded) -> list[object]:
    return [row[0] for row in loaded[1]]


def said(loaded: Loaded) -> str:
    return " ".join(loaded[0].notes)


def test_a_second_table_is_read_by_its_own_headers(load: Load) -> None:
    found = table(
        load, operation(1), operation(2), "", "PON IEJ", SWAPPED, "201700003;Titre 3;Asso;01/02/2017;3000;Lorraine"
    )
    assert found[1][-1] == (7, "201700003", "Titre 3", "Asso", "3000", "01/02/2017", "Lorraine")
    assert lines_of(found) == [2, 3, 7]
    assert "Un autre tableau commence à la ligne 6" in said(found)
    assert "dans un autre ordre" in said(found)


def test_a_wider_and_a_narrower_table(load: Load) -> None:
    found = table(
        load,
        operation(1),
        operation(2),
        f"{HEADER};Remarque",
        f"{operation(3)};à revoir",
        "montant;num_dossier;titre",
        "4000;201700004;Titre 4",
        HEADER,
        operation(5),
    )
    assert found[0].headers == (*HEADER.split(";"), "Remarque")
    assert [row[0:2] + row[4:5] + row[7:] for row in found[1]] == [
        (2, "201700001", "1000", None),
        (3, "201700002", "2000", None),
        (5, "201700003", "3000", "à revoir"),
        (7, "201700004", "4000", None),
        (9, "201700005", "5000", None),
    ]
    assert found[0].malformed == ()


def test_rows_too_wide_before_the_wider_headers_stay_malformed(load: Load) -> None:
    found = table(load, f"{operation(1)};de trop", operation(2), f"{HEADER};Remarque", f"{operation(3)};oui")
    assert lines_of(found) == [3, 5]
    assert [row.line for row in found[0].malformed] == [2]


@pytest.mark.parametrize("header", ["région;nombre;montant", "Territoire;Nb;Somme"])
def test_a_table_of_something_else_is_set_aside_together(load: Load, header: str) -> None:
    found = table(load, operation(1), operation(2), "", header, "Bretagne;12;3000", "Lorraine;4;200", "Total;16;3200")
    assert lines_of(found) == [2, 3]
    assert [row.line for row in found[0].malformed] == [6, 7, 8]
    assert all("en-têtes sont à la ligne 5" in row.reason for row in found[0].malformed)
    assert f"d'opérations («{NARROW_SPACE}{header.split(';', maxsplit=1)[0]}{NARROW_SPACE}»" in said(found)


def test_a_row_of_words_among_operations_is_left_to_the_rules(load: Load) -> None:
    assert lines_of(table(load, operation(1), "à venir;Titre;Association;n. c.;n. c.;Bretagne", operation(2))) == [
        2,
        3,
        4,
    ]


@pytest.mark.parametrize("repeated", ["\ufeff" + HEADER, HEADER.upper(), HEADER.replace(";", " ; ")])
def test_headers_repeated_in_another_spelling(load: Load, repeated: str) -> None:
    found = table(load, operation(1), operation(2), repeated, operation(3))
    assert lines_of(found) == [2, 3, 5]
    assert "En-têtes répétés ignorés (ligne 4)." in found[0].notes


@pytest.mark.parametrize(
    "total",
    [
        ";Sous-total Bretagne;;3000;;",
        "Sous-total;;;3000;;Bretagne",
        "s/total;;;3000;;",
        "TOTAL AXE 3;;;3 000,00 €;;",
        ";;;3000;;Total Bretagne",
        ";Ensemble;;3000;;",
        ";Ensemble des opérations;;3000;;",
        "Total général;;;3000;12;",
    ],
)
def test_totals_are_left_out_wherever_they_stand(load: Load, total: str) -> None:
    found = table(load, operation(1), operation(2), total, operation(3), total)
    assert lines_of(found) == [2, 3, 5]
    assert "2 lignes de total ou de sous-total ont été ignorées (lignes 4 et 6, dont «" in said(found)
    assert [(row.line, row.cells[3]) for row in found[0].totals] == [(4, total.split(";")[3]), (6, total.split(";")[3])]


def test_totals_follow_the_columns_of_their_own_table(load: Load) -> None:
    found = table(load, operation(1), SWAPPED, "201700002;b;Asso;01/02/2017;2000;Lorraine", "Total;;;;2000;")
    assert [row.cells for row in found[0].totals] == [("Total", None, None, "2000", None, None)]


def test_operations_named_as_totals_are_kept(load: Load) -> None:
    named = [
        f"20170000{n};{title};;{n};;"
        for n, title in enumerate(("Total accès", "Ensemble", "Sous-total", "Totalité"), 1)
    ]
    found = table(load, *named, operation(5))
    assert len(found[1]) == 5
    assert found[0].notes == ()


def test_headings_and_notes_are_left_out(load: Load) -> None:
    found = table(
        load,
        "PON FSE",
        operation(1),
        "Axe 3",
        ";;;;;Lorraine",
        operation(2),
        "Source : MDFSE, extrait le 12 mars 2019",
        "Extrait le;12/03/2019",
    )
    assert lines_of(found) == [3, 6]
    assert f"2 notes laissées de côté (lignes 7 et 8, dont «{NARROW_SPACE}Source : MDFSE" in said(found)
    assert f"3 titres de section laissés de côté (lignes 2, 4 et 5, dont «{NARROW_SPACE}PON FSE" in said(found)
    assert found[0].malformed == ()


def test_a_row_written_with_another_delimiter_is_no_heading(load: Load) -> None:
    """Half of the list may be so: nothing of it is lost."""
    for delimiter in (",", "\t", "|"):
        found = table(load, operation(1), operation(2), operation(3).replace(";", delimiter), operation(4))
        assert lines_of(found) == [2, 3, 5]
        [row] = found[0].malformed
        assert (row.line, row.text) == (4, operation(3).replace(";", delimiter))
        assert "dans une seule cellule" in row.reason


def test_the_rest_of_a_wrapped_title_joins_the_row_above(load: Load) -> None:
    found = table(load, operation(1), ";et sa suite;à Rennes;;;", ";puis fin;;;;", operation(2))
    assert found[1][0][2:4] == ("Titre 1 et sa suite puis fin", "Association à Rennes")
    assert lines_of(found) == [2, 5]
    assert "Les suites de texte coupé (lignes 3 et 4) ont été rattachées à la ligne du dessus." in found[0].notes


def test_a_text_that_may_continue_the_row_above_sets_both_aside(load: Load) -> None:
    found = table(load, operation(1), operation(2), ";Bretagne Sud;;;;", operation(3))
    assert lines_of(found) == [2, 5]
    assert [row.line for row in found[0].malformed] == [3, 4]
    assert "(ligne 4)" in said(found)


def test_sparse_tables_keep_their_rows(load: Load) -> None:
    """Where most rows fill two cells, a row with one is nothing special; an operation number is enough anywhere."""
    assert lines_of(load("code;nom;note\n1;a;\n2;;\n;b;\nx;;\n")) == [2, 3, 4, 5]
    assert lines_of(table(load, operation(1), "201700002", operation(3))) == [2, 3, 4]


def test_a_large_table_is_judged_as_a_small_one(load: Load) -> None:
    many = [f"2017{n:06d};Titre {n};Association;{n};01/01/2017;Bretagne" for n in range(30_000)]
    found = table(load, *many, "PON IEJ", SWAPPED, "201800000;b;Asso;01/02/2017;2000;Lorraine", ";;;;Total Lorraine;")
    assert found[1][-1] == (30_004, "201800000", "b", "Asso", "2000", "01/02/2017", "Lorraine")
    assert [row.line for row in found[0].totals] == [30_005]


def test_rows_of_units_join_the_headers(load: Load) -> None:
    for row, unit in {
        ";;;k€;;": "montant (k€)",
        ";;;(en milliers d'euros);jj/mm/aaaa;": "montant (en milliers d'euros)",
    }.items():
        found = table(load, row, operation(1), operation(2), HEADER, row, operation(3))
        assert found[0].headers[3] == unit
        assert lines_of(found) == [3, 4, 7], row
        assert "Unités lues sous les en-têtes (lignes 2 et 6" in said(found)
    # Lower down, words of units are texts like others.
    assert lines_of(table(load, operation(1), "", ";;;k€;;", operation(2)))[-1] == 5


def test_rows_that_number_the_columns_are_no_operations(load: Load) -> None:
    for row in ("1;2;3;4;5;6", "(1);(2);(3);(4) = (2) + (3);(5);(6)", "(a);(b);(c);(d);(e);(f)", "1;2;3;4;;"):
        found = table(load, row, operation(1), operation(2), HEADER, row, operation(3))
        assert lines_of(found) == [3, 4, 7], row
        assert "Numéros de colonnes ignorés (lignes 2 et 6)." in found[0].notes
    for row in ("1;3;2;4;5;6", "a;b;c;d;e;f", "2;3;4;5;6;7"):
        assert lines_of(table(load, row, operation(1)))[0] == 2, row


def test_a_note_of_unit_counts_where_it_speaks_of_all_rows(load: Load) -> None:
    below = table(load, operation(1), operation(2), "Montants en milliers d'euros;;;;;")
    assert below[0].titles == ("Montants en milliers d'euros",)
    among = table(load, operation(1), "Montants en k€;;;;;", operation(2))
    assert among[0].titles == ()
    assert "au milieu des opérations" in said(among)
    for text in ("3 millions de jeunes", "Axe 2 en faveur de milliers de jeunes", "Source : 12 M€"):
        assert table(load, operation(1), operation(2), f"{text};;;;;")[0].titles == (), text


def test_a_second_table_in_another_unit_is_set_aside(tmp_path: Path, connection: duckdb.DuckDBPyConnection) -> None:
    header = "num_dossier;Lib_opé;Lib_org;Dépenses totales;Mont_UE"
    rows = ["201700001;Titre a;Asso;1000;500", "201700002;Titre b;Asso;2000;900"]
    path = tmp_path / "liste.csv"
    path.write_text(
        "\n".join((header, *rows, header.replace("totales", "totales (k€)"), "201700003;c;Asso;3;2")) + "\n"
    )
    found = read(path, connection, KNOWN_HEADERS)
    assert [row.line for row in found.malformed] == [5]
    assert "n'est pas dans l'unité du premier" in " ".join(found.notes)


def test_means_and_sums_carried_over_are_totals(load: Load) -> None:
    for label in ("Moyenne", "Cumul", "À reporter", "Report", "Montant total programmé"):
        found = table(load, operation(1), operation(2), f"{label};;;1500;;")
        assert lines_of(found) == [2, 3], label


def test_a_heading_of_operations_no_longer_programmed_is_said_first(load: Load) -> None:
    found = table(load, operation(1), operation(2), "Opérations déprogrammées;;;;;", operation(3))
    assert lines_of(found) == [2, 3, 5]
    assert found[0].notes[0].startswith("La ligne 4 annonce")


def test_a_number_alone_on_its_line_is_told(load: Load) -> None:
    found = table(load, ";;;2;;", *(operation(number) for number in range(1, 7)))
    assert lines_of(found) == [2, 3, 4, 5, 6, 7, 8]
    assert "Un nombre est seul sur sa ligne (ligne 2" in said(found).replace(NARROW_SPACE, " ")
