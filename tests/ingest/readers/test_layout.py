from pathlib import Path

import openpyxl
import pytest

from dashboard.ingest.columns import KNOWN_HEADERS
from dashboard.ingest.errors import IngestError
from dashboard.ingest.readers._layout import Spans, locate
from tests.ingest.readers.conftest import SIX_HEADERS, Load

NAMES = ["num_dossier", "titre", "montant"]
GROUPED: list[list[str]] = [
    ["", "", "Réalisé", "", "Programmé", ""],
    ["num_dossier", "titre", "montant", "début", "montant", "début"],
    ["1", "a", "10", "2017", "20", "2018"],
]
TWO_ROWS: list[list[str]] = [
    ["num_dossier", "Opération", "", "Financement", "", "Remarque"],
    ["", "titre", "Nature", "montant", "autre", ""],
    ["1", "a", "b", "10", "20", "c"],
]


def test_two_rows_are_read_together_where_they_know_more() -> None:
    found = locate(TWO_ROWS, SIX_HEADERS)
    assert found is not None
    assert (found.index, found.first) == (1, 0)
    assert found.cells == ["num_dossier", "titre", "Opération – Nature", "montant", "Financement – autre", "Remarque"]
    (said,) = found.findings(2)
    assert "deux lignes (1 et 2)" in said.text
    assert "Opération – Nature" in said.text


def test_repeated_headers_take_the_label_above_them() -> None:
    found = locate(GROUPED, SIX_HEADERS)
    assert found is not None
    assert found.cells == [
        "num_dossier", "titre", "Réalisé – montant", "Réalisé – début", "Programmé – montant", "Programmé – début",
    ]  # fmt: skip


def test_a_merged_label_reaches_no_further_than_its_cells() -> None:
    rows = [["num_dossier", "Opération", "", ""], ["", "titre", "montant", "avis"], ["1", "a", "10", "b"]]
    for spans, last in (((), "Opération – avis"), (((0, 1, 2),), "avis")):
        chosen: Spans = spans
        found = locate(rows, SIX_HEADERS, chosen)
        assert found is not None
        assert found.cells[-1] == last


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        ([["Liste", "des opérations", ""], NAMES, ["1", "a", "10"]], 1),
        ([["Montants en euros"], NAMES, ["1", "a", "10"]], 1),
        # The cells of a first row of texts fill no header that would be missing.
        ([["num_dossier", "titre", "", "montant"], ["a", "b", "région", "c"]], 0),
        # A second table that knows more headers is no reason to take the first for titles.
        ([NAMES, ["1", "a", "10"], ["num_dossier", "titre", "montant", "région"], ["2", "b", "20", "c"]], 0),
    ],
)
def test_one_row_is_enough_elsewhere(rows: list[list[str]], index: int) -> None:
    found = locate(rows, SIX_HEADERS)
    assert found is not None
    assert (found.index, found.rows, found.cells) == (index, 1, rows[index])


def test_the_known_formats_read_two_rows(tmp_path: Path) -> None:
    rows = [
        ["Réalisé", "", "Programmé", "", "num_dossier", "Lib_opé"],
        ["Dépenses totales", "Mont_UE", "Dépenses totales", "Mont_UE", "", ""],
    ]
    found = locate(rows, KNOWN_HEADERS)
    assert found is not None
    assert found.cells[:3] == ["Réalisé – Dépenses totales", "Réalisé – Mont_UE", "Programmé – Dépenses totales"]


def test_two_rows_in_a_delimited_file(load: Load) -> None:
    text = "\n".join(["Titre;;;;;", *(";".join(row) for row in GROUPED)])
    table, rows = load(text)
    assert table.headers[2:] == ("Réalisé – montant", "Réalisé – début", "Programmé – montant", "Programmé – début")
    assert rows == [(4, "1", "a", "10", "2017", "20", "2018")]
    assert table.titles == ("Titre",)
    assert any("1 ligne au-dessus des en-têtes" in note and "ligne 2" in note for note in table.notes)


def test_two_merged_rows_in_a_workbook(load: Load, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in TWO_ROWS:
        sheet.append([cell or None for cell in row])
    for cells in ("A1:A2", "B1:C1", "D1:E1", "F1:F2"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "liste.xlsx")
    table, rows = load(tmp_path / "liste.xlsx")
    assert table.headers[4:] == ("Financement – autre", "Remarque")
    assert rows == [(3, "1", "a", "b", "10", "20", "c")]


def test_a_person_names_the_line_of_the_headers(load: Load) -> None:
    text = 'num_dossier;titre;montant\n1;"a\nb";10\ncode;nom;prix\n2;c;20\n'
    table, rows = load(text, answers={"entetes": "4"})
    assert (table.headers, rows) == (("code", "nom", "prix"), [(5, "2", "c", "20")])
    # The second line of the record of the editor's lines 2 and 3.
    assert load(text, answers={"entetes": "3"})[0].headers == ("1", "a\nb", "10")
    for wrong in ("0", "9", "quatre"):
        with pytest.raises(IngestError, match=rf"La ligne «.{wrong}.» ne peut pas porter les en-têtes"):
            load(text, answers={"entetes": wrong})


def test_states_under_a_header_name_its_columns(load: Load) -> None:
    rows = [
        ["num_dossier", "titre", "organisme", "montant", "", "début"],
        ["", "", "", "Réalisé", "Programmé", ""],
        ["1", "a", "b", "10", "20", "2018"],
    ]
    found = locate(rows, SIX_HEADERS)
    assert found is not None
    assert found.cells == ["num_dossier", "titre", "organisme", "montant – Réalisé", "montant – Programmé", "début"]
    years = locate([rows[0], ["", "", "", "2017", "2018", ""], rows[2]], SIX_HEADERS)
    assert years is not None
    assert years.cells[3:5] == ["montant – 2017", "montant – 2018"]
    # A row that fills a column of its own, or figures, is data.
    for below in (["2", "", "", "x", "y", ""], ["", "", "", "12", "15,5", ""], ["", "", "", "x", "", ""]):
        header = locate([rows[0], below, rows[2]], SIX_HEADERS)
        assert header is not None
        assert header.rows == 1, below
    fields = KNOWN_HEADERS.fields(("N° dossier", "Intitulé", "Coût total – Réalisé", "Coût total – Programmé"))
    assert fields == ("num_dossier", "title", None, "total_cost")
