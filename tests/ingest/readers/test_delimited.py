import csv
import io
import re
import tempfile
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.domain.french import NARROW_SPACE
from dashboard.ingest.errors import EmptyFile, IngestError
from dashboard.ingest.readers import delimited, read
from tests.ingest.readers.conftest import SIX_HEADERS, Load

HEADER = "num_dossier;titre;montant"


@pytest.fixture
def fast_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the tolerant path was taken")

    monkeypatch.setattr(delimited, "_load_tolerant", refuse)


def test_reads_cells_untouched_with_their_lines(load: Load, fast_only: None) -> None:
    table, rows = load(f"{HEADER}\n1; Chantier  d'insertion ;238 778,48 €\n2;;\u00a012\n")
    assert rows == [(2, "1", " Chantier  d'insertion ", "238 778,48 €"), (3, "2", None, "\u00a012")]
    assert (table.headers, table.rows, table.notes) == (("num_dossier", "titre", "montant"), 2, ())
    assert (table.encoding, table.delimiter, table.sheet, table.malformed) == ("utf-8", ";", None, ())


def test_raw_has_the_agreed_columns(load: Load, connection: duckdb.DuckDBPyConnection) -> None:
    load(f"{HEADER}\n1;a;2\n")
    described = connection.execute("DESCRIBE raw").fetchall()
    assert [row[:2] for row in described] == [("line", "BIGINT"), *((f"c{i}", "VARCHAR") for i in range(3))]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_delimiters_and_line_ends(load: Load, fast_only: None, delimiter: str, end: str) -> None:
    lines = ["num_dossier;titre;montant", "1;Premier;10", "2;Second;20"]
    table, rows = load(end.join(line.replace(";", delimiter) for line in lines) + end)
    assert rows == [(2, "1", "Premier", "10"), (3, "2", "Second", "20")]
    assert table.delimiter == delimiter


def test_old_mac_line_ends(load: Load) -> None:
    _, rows = load(f"{HEADER}\r1;a;10\r2;b;20\r")
    assert rows == [(2, "1", "a", "10"), (3, "2", "b", "20")]


def test_mixed_line_ends(load: Load) -> None:
    _, rows = load(f"{HEADER}\r\n1;a;10\n2;b;20\r3;c;30\r\n")
    assert [row[:2] for row in rows] == [
        (2, "1"),
        (3, "2"),
        (4, "3"),
    ]


def test_last_line_without_end(load: Load, fast_only: None) -> None:
    assert load(f"{HEADER}\n1;a;10\n2;b;20")[1][-1] == (3, "2", "b", "20")


def test_decimal_commas_do_not_pass_for_delimiters(load: Load) -> None:
    table, rows = load("colonne a;colonne b;colonne c\nx;1,5;2,5\ny;1,7;2,9\nz;3,5;4,5\n")
    assert table.delimiter == ";"
    assert rows[0] == (2, "x", "1,5", "2,5")


def test_excel_separator_hint(load: Load, fast_only: None) -> None:
    table, rows = load("sep=|\nnum_dossier|titre;montant\n1|a;b\n")
    assert (table.delimiter, rows) == ("|", [(3, "1", "a;b")])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-32"])
def test_encodings(load: Load, fast_only: None, encoding: str) -> None:
    table, rows = load(f"{HEADER}\n1;Réinsérer à l'été, c'est gagné;10\n".encode(encoding))
    assert rows == [(2, "1", "Réinsérer à l'été, c'est gagné", "10")]
    assert table.headers[0] == "num_dossier"
    assert bool(table.notes) == (not encoding.startswith("utf-8"))


def test_cp1252_byte_far_from_the_beginning(load: Load, fast_only: None) -> None:
    lines = [HEADER, *(f"{i};{'texte simple ' * 8};10" for i in range(20_000))]
    content = "\n".join(lines).encode() + "\n20000;Clichés d’été à 50 €;10\n".encode("cp1252")
    assert len(content) > 2 * (1 << 20)
    table, rows = load(content)
    assert rows[-1] == (20_002, "20000", "Clichés d’été à 50 €", "10")
    assert table.encoding == "cp1252"
    said = f"Le fichier était encodé en Windows-1252{NARROW_SPACE}: il a été converti en UTF-8 (« Clichés »)."
    assert table.notes == (said,)


def test_both_encodings_in_one_file(load: Load) -> None:
    table, rows = load("num_dossier;titre\n1;Été en UTF-8\n2;Forêt\n".encode() + "3;Été en cp1252\n".encode("cp1252"))
    assert [row[2] for row in rows] == ["Été en UTF-8", "Forêt", "Été en cp1252"]
    assert "mélange" in table.notes[0]


def test_cp1252_that_spells_utf8_by_accident(load: Load) -> None:
    text = "num_dossier;titre\n1;MARCHÉ\u00a0: étape\n2;réinsérer les allocataires éloignés\n"
    assert load(text.encode("cp1252"))[1][0][2] == "MARCHÉ\u00a0: étape"


def test_bytes_undefined_in_cp1252_do_not_stop_the_reading(load: Load) -> None:
    assert load(b"num_dossier;titre\n1;\xe9t\xe9 \x81 fin\n")[1] == [(2, "1", "été \x81 fin")]


def test_nul_bytes_are_removed_and_said(load: Load) -> None:
    table, rows = load(b"num_dossier;titre\n1;a\0b\n2;\0\n")
    assert rows == [(2, "1", "ab"), (3, "2", None)]
    assert table.notes == ("Des caractères nuls ont été retirés du fichier.",)


def test_quotes_delimiters_and_line_breaks_inside_cells(load: Load, fast_only: None) -> None:
    text = 'num_dossier;titre;montant\r\n1;"dit ""oui""; puis\r\nnon\nfin";10\r\n2;"a;b";20\r\n3;c;30\r\n'
    _, rows = load(text)
    assert rows == [(2, "1", 'dit "oui"; puis\r\nnon\nfin', "10"), (5, "2", "a;b", "20"), (6, "3", "c", "30")]


def test_header_over_several_lines(load: Load) -> None:
    table, rows = load('num_dossier;"montant\nen euros";titre\n1;2;a\n')
    assert (table.headers, rows) == (("num_dossier", "montant\nen euros", "titre"), [(3, "1", "2", "a")])


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('1;12" écran;10', ("1", '12" écran', "10")),
        ('1;"Atelier" insertion;10', ("1", '"Atelier" insertion', "10")),
        ('1;"Écran 12;10', ("1", '"Écran 12', "10")),
        ('1;"dit ""oui""";"10', ("1", 'dit "oui"', '"10')),
        ('1;"a;b" suite;10', ("1", "a;b suite", "10")),
        ('1;";10', ("1", '"', "10")),
    ],
)
def test_stray_quotes_swallow_nothing(load: Load, line: str, cells: tuple[str, ...]) -> None:
    table, rows = load(f'{HEADER}\n{line}\n2;"suivant";20\n3;dernier;30\n')
    assert rows == [(2, *cells), (3, "2", "suivant", "20"), (4, "3", "dernier", "30")]
    assert table.malformed == ()


def test_unclosed_quote_in_the_last_column_does_not_eat_the_file(load: Load) -> None:
    text = "num_dossier;titre\n" + '1;"ouvert\n' + "".join(f"{i};suite\n" for i in range(2, 500))
    _, rows = load(text)
    assert rows[0] == (2, "1", '"ouvert')
    assert rows[-1] == (500, "499", "suite")
    assert len(rows) == 499


def test_unescaped_quotes_in_a_cell_of_several_lines(load: Load) -> None:
    _, rows = load(f'{HEADER}\n1;"début\nle "mot" juste\nfin";10\n2;b;20\n')
    assert [row[0] for row in rows] == [2, 5]
    assert rows[0][3] == "10"
    assert "juste\nfin" in str(rows[0][2])


def test_too_many_cells_are_malformed_not_lost(load: Load) -> None:
    table, rows = load(f"{HEADER}\n1;a;10\n2;b;20;reste;encore\n3;c;30;;\n\n4;d\n")
    assert rows == [(2, "1", "a", "10"), (4, "3", "c", "30"), (6, "4", "d", None)]
    assert [(row.line, row.text) for row in table.malformed] == [(3, "2;b;20;reste;encore")]
    assert "5 cellules pour 3 colonnes" in table.malformed[0].reason
    assert table.rows == 3


def test_rows_that_go_on_beyond_the_last_header_are_malformed_whatever_ends_the_lines(load: Load) -> None:
    rows = [f"{rank};titre {rank};{rank}0;;" for rank in range(1, 6)]
    table, read_rows = load("\n".join([f"{HEADER};;", *rows, "6;en deux;morceaux;60;", ""]))
    assert [row[0] for row in read_rows] == [2, 3, 4, 5, 6]
    assert table.headers == tuple(HEADER.split(";"))
    [one] = table.malformed
    assert (one.line, one.text) == (7, "6;en deux;morceaux;60")
    assert one.reason == "4 cellules pour 3 colonnes\u202f: un séparateur de trop"
    # A column that most rows fill is one that nobody named.
    assert load("\n".join([f"{HEADER};", *(f"{row[:-1]}x" for row in rows), ""]))[0].headers[3] == "Colonne 4"


def test_a_stretched_sheet_is_read_and_one_wider_than_any_list_refused(load: Load) -> None:
    blank = ";" * 2_000
    table, rows = load(f"{HEADER}{blank}\n1;a;10{blank}\n2;b;20\n")
    assert (table.headers, rows) == (tuple(HEADER.split(";")), [(2, "1", "a", "10"), (3, "2", "b", "20")])
    wide = ";".join(f"colonne {rank}" for rank in range(900))
    with pytest.raises(IngestError, match=r"a 903 colonnes, plus que les 800"):
        load(f"{HEADER};{wide}\n1;a;10\n")


def test_the_euro_of_iso_8859_15_is_the_euro(load: Load) -> None:
    _, rows = load(f"{HEADER}\n1;Été à l'école;10 €\n".encode("iso-8859-15"))
    assert rows == [(2, "1", "Été à l'école", "10 €")]


def test_lines_within_quotes_as_a_whole_are_read_cell_by_cell(load: Load) -> None:
    """A spreadsheet whose list separator is the comma saves « a;b, c;d » within quotes."""
    header, plain = "num_dossier;titre;organisme;montant", "1;a;Mairie;10"
    wrapped = '"2;Emploi, ""RSA"";Mairie;20,5"'
    for first in (header, f'"{header}"'):
        table, rows = load(f"{first}\n{plain}\n{wrapped}\n")
        assert rows == [(2, "1", "a", "Mairie", "10"), (3, "2", 'Emploi, "RSA"', "Mairie", "20,5")]
        assert any("entre guillemets\u202f: " in note for note in table.notes), first
    # A title that holds a delimiter stays one.
    assert load(f'{header}\n"1;a;b;c;d"\n{plain}\n')[1][0][:2] == (2, "1;a;b;c;d")


def test_a_file_of_malformed_rows_only_is_not_called_empty(load: Load) -> None:
    table, rows = load("num_dossier;titre\n1;2;3\n")
    assert (table.rows, rows, len(table.malformed)) == (0, [], 1)


def test_texts_written_as_formulas_are_read_as_texts(load: Load) -> None:
    table, rows = load('num_dossier;Lib_opé;Dépenses totales\n="201700001";"=""Un """"plan"""" """;="1000"\n2;=1+1;3\n')
    assert [row[1:] for row in rows] == [("201700001", 'Un "plan"', "1000"), ("2", "=1+1", "3")]
    assert "3 cellules étaient écrites comme une formule de texte" in table.notes[0]


def test_an_amount_cut_in_two_is_no_row(load: Load) -> None:
    whole = "".join(f"20170000{rank};Titre;{rank}000;500\n" for rank in range(3))
    table, rows = load(f"num_dossier;Lib_opé;Dépenses totales;Mont_UE\n{whole}201700009;Titre;50\n00;2500\n")
    assert [row[0] for row in rows] == [2, 3, 4]
    assert [row.line for row in table.malformed] == [5, 6]


def test_short_rows_are_padded(load: Load) -> None:
    assert load(f"{HEADER}\n1\n2;b\n3;c;30\n")[1] == [(2, "1", None, None), (3, "2", "b", None), (4, "3", "c", "30")]


def test_title_block_is_skipped_and_said(load: Load, fast_only: None) -> None:
    title = 'Liste des opérations "FSE"\nExtraction du 9 mars 2019;;\n\n'
    table, rows = load(f"{title}{HEADER}\n1;a;10\n")
    assert rows == [(5, "1", "a", "10")]
    assert table.notes == ("3 lignes au-dessus des en-têtes ont été ignorées (en-têtes à la ligne 4).",)


def test_unclosed_quote_in_the_title(load: Load) -> None:
    _, rows = load(f'"Liste des opérations\n\n{HEADER}\n1;a;10\n2;"b";20\n')
    assert rows == [(4, "1", "a", "10"), (5, "2", "b", "20")]


def test_header_search_stops_after_200_rows(load: Load) -> None:
    table, _ = load("mot a;mot b\n" + "x;y\n" * 250 + "num_dossier;titre\n")
    assert table.headers == ("mot a", "mot b")


def test_unknown_headers_are_the_first_labels(load: Load) -> None:
    table, rows = load("Export 2019;\n12;13\nCode projet;Intitulé;2019\n1;a;5\n2;b;6\n")
    assert table.headers == ("Code projet", "Intitulé", "2019")
    assert rows == [(4, "1", "a", "5"), (5, "2", "b", "6")]


def test_blank_cells_and_rows(load: Load) -> None:
    table, rows = load(f"{HEADER}\n1; \t;\u202f\u00a0\n;;\n   \n\n2;\u200b;20\n; ;\n\n\n")
    assert rows == [(2, "1", None, None), (6, "2", None, "20")]
    assert table.notes == ("6 lignes vides ont été ignorées.",)


def test_trailing_blank_rows_are_counted_on_the_fast_path(load: Load, fast_only: None) -> None:
    table, rows = load(f"{HEADER}\n1;a;10\n;;\n;;\n\n")
    assert len(rows) == 1
    assert table.notes == ("3 lignes vides ont été ignorées.",)


@pytest.mark.parametrize(
    "total",
    [
        "Total;;30",
        "TOTAUX ;;30",
        ";Total général;30",
        "Sous-total;;238 778,48 €",
        "Total des opérations;;30",
        "Total (2);;30",
    ],
)
def test_total_row_is_skipped_and_said(load: Load, total: str) -> None:
    table, rows = load(f"{HEADER}\n1;a;10\n2;b;20\n{total}\n;;\n")
    assert [row[1] for row in rows] == ["1", "2"]
    assert f"La ligne 4 est une ligne de total{NARROW_SPACE}: elle a été ignorée." in table.notes


@pytest.mark.parametrize(
    "real", ["Total accès au sport;Association;10", "Totalement;;10", "Total;Chantier;30", "Total accès;;5"]
)
def test_an_operation_called_total_is_kept(load: Load, real: str) -> None:
    table, rows = load(f"titre;organisme;montant\na;b;1\n{real}\n")
    assert len(rows) == 2
    assert table.notes == ()


def test_a_total_in_the_middle_is_left_out_and_kept_apart(load: Load) -> None:
    table, rows = load(f"{HEADER}\n1;a;10\nTotal;;10\n2;b;20\n")
    assert [row[0] for row in rows] == [2, 4]
    assert [(total.line, total.label, total.cells) for total in table.totals] == [(3, "Total", ("Total", None, "10"))]


def test_repeated_headers_are_skipped_and_said(load: Load, fast_only: None) -> None:
    table, rows = load(f"{HEADER}\n1;a;10\n{HEADER}\n2;b;20\n{HEADER}\n3;c;30\n")
    assert [row[0] for row in rows] == [2, 4, 6]
    assert table.notes == ("En-têtes répétés ignorés (lignes 3 et 5).",)


def test_duplicate_and_missing_headers(load: Load) -> None:
    table, rows = load("num_dossier;titre;titre;;titre (2);;titre\n1;a;b;c;d;;e\n")
    assert table.headers == ("num_dossier", "titre", "titre (3)", "Colonne 4", "titre (2)", "titre (4)")
    assert rows == [(2, "1", "a", "b", "c", "d", "e")]


def test_cell_of_several_megabytes(load: Load) -> None:
    long = "mot " * 1_500_000
    _, rows = load(f'{HEADER}\n1;"{long}";10\n2;b;20\n')
    assert rows == [(2, "1", long, "10"), (3, "2", "b", "20")]


def test_single_column(load: Load) -> None:
    table, rows = load("num_dossier\n201700001\n\n201700002\n")
    assert (table.headers, rows) == (("num_dossier",), [(2, "201700001"), (4, "201700002")])


@pytest.mark.parametrize("name", ["export [1].csv", "a*b?.csv", "données.csv.gz", "période=2019.csv", "sans extension"])
def test_names_that_mean_something_to_duckdb(load: Load, fast_only: None, name: str) -> None:
    assert load(f"{HEADER}\n1;a;10\n", name)[1] == [(2, "1", "a", "10")]


def test_csv_that_calls_itself_xls(load: Load) -> None:
    assert load(f"{HEADER}\n1;a;10\n", "liste.xls")[1] == [(2, "1", "a", "10")]


@pytest.mark.parametrize("content", [f"{HEADER}\n", HEADER, f"Titre\n\n{HEADER}\n;;\n\n"])
def test_headers_without_rows(load: Load, connection: duckdb.DuckDBPyConnection, content: str) -> None:
    with pytest.raises(
        EmptyFile, match="« *liste.csv *» contient des en-têtes mais aucune ligne".replace(" *", NARROW_SPACE)
    ):
        load(content)
    assert connection.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'raw'").fetchone() == (0,)


def test_a_new_reading_replaces_the_former(load: Load) -> None:
    load(f"{HEADER}\n1;a;10\n")
    assert load("num_dossier;titre\n7;z\n")[1] == [(2, "7", "z")]


def test_without_insertion_order_lines_stay_true(load: Load, connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("SET preserve_insertion_order = false")
    lines = "".join(f"{i};t{i};{i}\n" for i in range(30_000))
    _, rows = load(f"{HEADER}\n{lines}")
    assert all(int(str(row[1])) + 2 == row[0] for row in rows)


def test_progress_is_told_by_chunks(tmp_path: Path, connection: duckdb.DuckDBPyConnection) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(
        "num_dossier;titre\n" + "".join(f'{i};12" écran;\n' for i in range(45_000)) + "x;y;z\n", encoding="utf-8"
    )
    told: list[int] = []
    table = read(path, connection, SIX_HEADERS, progress=told.append)
    assert told == [20_000, 40_000, 45_000]
    assert table.rows == 45_000


def test_an_interrupted_reading_leaves_nothing(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    path = tmp_path / "liste.csv"
    path.write_bytes("num_dossier;titre\n1;é\n".encode("cp1252"))

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(path, connection, SIX_HEADERS, progress=stop)
    assert list(scratch.iterdir()) == []
    assert connection.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE 'raw%'").fetchone() == (0,)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")
def test_no_handle_stays_open(load: Load, tmp_path: Path) -> None:
    load(f"{HEADER}\n1;a;10\n")
    load(f'{HEADER}\n1;"a;10\n')
    opened = [entry.readlink() for entry in Path("/proc/self/fd").iterdir() if entry.exists()]
    assert not [one for one in opened if one.is_relative_to(tmp_path) or "lecture-" in str(one)]


def test_the_headers_of_a_second_file_glued_to_the_first(load: Load) -> None:
    first, second = f"{HEADER}\n1;a;10\n2;b;20", f"{HEADER}\n3;c;30\n"
    for name, content, lines in (
        ("mark at the start of a line", f"\ufeff{first}\n\ufeff{second}", [2, 3, 5]),
        ("mark after the last cell", f"\ufeff{first}\ufeff{second}", [2, 3, 4]),
        ("no mark, no line end", f"{first}{second}", [2, 3, 4]),
    ):
        table, rows = load(content)
        cells = [("1", "a", "10"), ("2", "b", "20"), ("3", "c", "30")]
        assert rows == [(line, *row) for line, row in zip(lines, cells, strict=True)], name
        glued = [note for note in table.notes if note.startswith("Plusieurs fichiers semblent mis bout à bout")]
        assert glued, name
        assert all(f"la ligne {4 if lines[-1] == 5 else 3}" in note for note in glued), name


def test_glued_headers_in_another_order_are_those_of_the_rows_below(load: Load) -> None:
    table, rows = load(f"{HEADER}\n1;a;10\n2;b;20num_dossier;montant;titre\n3;30;c\n")
    assert rows == [(2, "1", "a", "10"), (4, "3", "c", "30")]
    assert [(row.line, row.text) for row in table.malformed] == [(3, "2;b;20num_dossier;montant;titre")]


CUT_FILES = {
    "fewer cells": (";début", "3;c;30;01/0"),
    "the second column": (";début", "3;c"),
    "within a date": (";début", "3;c;30,00;01/01/20"),
    "within an amount": ("", "3;c;12"),
    "within the cents": ("", "3;c;12,5"),
    "within a quoted text": (";début", '3;"Accompagner;\nles'),
    "a quoted text at a line end": (";début", '3;"Accompagner\n'),
    "within a letter": (";début", "3;\udcc3"),
}


def test_the_row_that_the_end_of_a_file_cuts_is_set_aside(load: Load) -> None:
    for name, (column, last) in CUT_FILES.items():
        day = ";01/01/2017" if column else ""
        text = f"{HEADER}{column}\n1;a;1000,00{day}\n2;b;20,50{day}\n{last}"
        table, rows = load(text.encode(errors="surrogateescape"))
        assert [row[1] for row in rows] == ["1", "2"], name
        assert table.malformed[0].line == 4, name
        assert all("semble coupé" in row.reason for row in table.malformed), name
        assert table.findings[0].text.startswith("Le fichier semble coupé : la ligne 4"), name
        assert table.findings[0].weight == 0, name


def test_a_file_without_a_last_line_end_is_not_cut(load: Load) -> None:
    for name, last in {
        "whole": "3;c;30,00;01/01/2017",
        "no date": "3;c;30,00;",
        "a source": "Source : MDFSE",
        "a total": "Total;;1020,50",
        "a longer date": "3;c;30,00;01/01/2017 12:00",
        "another word": "3;c;30,00;en cours",
    }.items():
        table, _ = load(f"{HEADER};début\n1;a;1000,00;01/01/2017\n2;b;20,50;01/01/2017\n{last}")
        assert table.malformed == (), name
        assert not any("coupé" in note for note in table.notes), name
    assert load(f"{HEADER}\n1;a;1000\n2;b;2000\n3;c;500")[0].malformed == ()


def test_a_line_break_without_quotes_is_mended_and_said(load: Load) -> None:
    for name, text in {
        "two lines": "3;Accom\npagner;30",
        "a blank line between": "3;Accom\n\npagner;30",
        "three lines": "3;Ac\ncom\npagner;30",
    }.items():
        table, rows = load(f"{HEADER}\n1;a;10\n{text}\n2;b;20\n")
        title = text.removeprefix("3;").removesuffix(";30")
        last = 4 + title.count("\n")
        assert rows == [(2, "1", "a", "10"), (3, "3", title, "30"), (last, "2", "b", "20")], name
        (note,) = table.notes
        assert note.startswith("1 ligne de tableau était coupée par un retour à la ligne sans guillemets"), name
        assert "(lignes 3" in note, name
    _, rows = load(f"{HEADER}\n1;Accom\npagner;10\n2;Accom\npagner;20\n")
    assert rows == [(2, "1", "Accom\npagner", "10"), (4, "2", "Accom\npagner", "20")]


def test_every_row_of_a_long_file_may_be_broken(load: Load) -> None:
    titles = ["Ac" + "\n" * (rank % 4 + 1) + "com\npagner" for rank in range(2_000)]
    broken = "".join(f"{rank};{title};{rank},00\n" for rank, title in enumerate(titles))
    for whole in ("", "0;entier;1,00\n" * 2_000):
        table, rows = load(f"{HEADER}\n{broken}{whole}")
        assert [row[2] for row in rows[:2_000]] == titles
        assert len(rows) == 2_000 + len(whole.splitlines())
        assert (table.malformed, len(table.notes)) == ((), 1)


def test_short_rows_that_are_perhaps_one_are_set_aside_together(load: Load) -> None:
    table, rows = load("titre;organisme;région\na;b;c\na;b;c\nd;e\nf;g\n")
    assert len(rows) == 2
    assert [(row.line, row.text) for row in table.malformed] == [(4, "d;e"), (5, "f;g")]
    assert "les lignes 4 et 5 n'en font peut-être qu'une" in table.malformed[0].reason


def test_two_rows_without_their_last_cells_are_not_joined(load: Load) -> None:
    table, rows = load(f"{HEADER}\n1;a;10\n2;b\n3;c\n4;d;40\n")
    assert [row[1] for row in rows] == ["1", "2", "3", "4"]
    assert (table.malformed, table.notes) == ((), ())


CELL = st.text(st.sampled_from(list("ab1 éà;,|\t\"'\n\r-")), max_size=8)
WHOLE = ["num_dossier", "titre", "montant", "région"]


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[str]], bytes, str]:
    rows = draw(st.lists(st.lists(CELL, min_size=4, max_size=4), min_size=1, max_size=25))
    # A text alone on its row is a heading or the rest of the row above, but for an operation number.
    rows = [["1", *row[1:]] if sum(bool(cell.strip()) for cell in row) == 1 else row for row in rows]
    delimiter = draw(st.sampled_from(delimited.DELIMITERS))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]))
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]))
    if end == "\n" and quoting == csv.QUOTE_MINIMAL:
        # The writer then leaves a carriage return outside quotes, where it ends the row for everybody.
        rows = [[cell.replace("\r", "") for cell in row] for row in rows]
    output = io.StringIO(newline="")
    writer = csv.writer(output, delimiter=delimiter, quoting=quoting, lineterminator=end)
    writer.writerows([WHOLE, *rows])
    return rows, output.getvalue().encode(encoding), end


def expected(rows: list[list[str]]) -> list[tuple[object, ...]]:
    """What must come back: each row's first line, its cells as written, nothing for a row without text."""
    result: list[tuple[object, ...]] = []
    line = 2
    for row in rows:
        if any(cell.strip() for cell in row):
            result.append((line, *(cell if cell.strip() else None for cell in row)))
        line += 1 + sum(len(re.findall(r"\r\n|\r|\n", cell)) for cell in row)
    return result


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=tables())
def test_both_paths_give_back_what_was_written(tmp_path: Path, table: tuple[list[list[str]], bytes, str]) -> None:
    rows, content, _ = table
    path = tmp_path / "liste.csv"
    path.write_bytes(content)
    wanted = expected(rows)
    outcomes = []
    for ordered in (True, False):
        with duckdb.connect() as connection:
            # Without insertion order DuckDB's own reader is not used.
            connection.execute(f"SET preserve_insertion_order = {ordered}")
            try:
                read_table = read(path, connection, SIX_HEADERS)
            except IngestError:
                assert wanted == []
                continue
            got = connection.execute("FROM raw ORDER BY line").fetchall()
            assert got == wanted
            outcomes.append(read_table)
    assert outcomes[:1] == outcomes[1:]
