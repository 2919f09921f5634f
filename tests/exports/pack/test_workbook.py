"""The workbook read again by openpyxl, and its formulas computed again by LibreOffice."""

import csv
import io
import re
import shutil
import subprocess
import zipfile

import openpyxl
import pytest

from dashboard.domain.columns import is_missing
from dashboard.domain.selection import Selection
from dashboard.exports.pack.archive import csv_members
from dashboard.exports.pack.workbook import FINDINGS_SHEET, NAMES, OPERATIONS_SHEET, REVIEWS_SHEET, workbook_bytes
from dashboard.exports.workbook import README_SHEET
from tests.exports.pack.conftest import HOSTILE, built, extract

SOFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def content(pack_of):
    return workbook_bytes(pack_of())


def opened(content, **given):
    return openpyxl.load_workbook(io.BytesIO(content), **given)


def shown_names(figure):
    return [name for name in figure.columns if name in figure.rows[0]]


def numbers_of(figure):
    """(row, column) → value of each figure of a table as the sheet lays it out."""
    return {
        (row + 2, column + 1): values[name]
        for column, name in enumerate(shown_names(figure))
        for row, values in enumerate(figure.rows)
        if figure.columns[name].numeric and not is_missing(values[name])
    }


def test_every_figure_reads_back(pack_of, content):
    book = opened(content, data_only=True)
    compared = 0
    for figure in pack_of().figures:
        sheet = book[NAMES[figure.key]]
        for (row, column), value in numbers_of(figure).items():
            assert sheet.cell(row, column).value == pytest.approx(float(value), rel=1e-12, abs=1e-9)
            compared += 1
    assert compared > 800


def test_totals_are_formulas_of_the_rows_they_add_up(pack_of, content):
    book = opened(content)
    table3 = book["Tableau 3"]
    assert [table3.cell(row, 2).value for row in (2, 8, 12, 16)] == [
        "=SUM(B3:B7)",
        "=SUM(B9:B11)",
        "=SUM(B13:B15)",
        "=SUM(B2,B8,B12)",
    ]
    assert not str(table3.cell(16, 3).value).startswith("=")
    for figure in pack_of().figures:
        sheet = book[NAMES[figure.key]]
        names = shown_names(figure)
        for row in figure.parts:
            for name in figure.sums:
                if name in names and not is_missing(figure.rows[row][name]):
                    assert str(sheet.cell(row + 2, names.index(name) + 1).value).startswith("=SUM(")


def test_sheets_freeze_filter_and_print_with_their_mentions(pack_of, content):
    book = opened(content)
    for figure in pack_of().figures:
        sheet = book[NAMES[figure.key]]
        assert sheet.freeze_panes == "B2"
        last = len(figure.rows) + 1 - (1 if figure.total and len(figure.rows) > 1 else 0)
        assert sheet.auto_filter.ref.endswith(str(last)), figure.key
    for sheet in book:
        assert sheet.oddFooter.left.text == "Programmation\u202f: 2014-2020"
        assert "9 mars 2019" in sheet.oddFooter.right.text
        assert sheet.oddHeader.right.text == "Jeu de démonstration"
        assert sheet.page_setup.orientation == "landscape"


def test_number_formats_say_the_unit(content):
    sheet = opened(content)["Tableau 3"]
    formats = {sheet.cell(1, column).value: sheet.cell(2, column).number_format for column in range(1, 14)}
    assert all(code.split(";")[1] == f'"\u2212"{code.split(";")[0]}' for code in formats.values() if code != "General")
    formats = {label: code.split(";")[0] for label, code in formats.items()}
    assert formats["Opérations 2019"] == "#,##0"
    assert formats["Opérations 2019 (%)"] == '0.0"\u202f"%'
    assert formats["Coût total 2019"] == '#,##0"\u202f€"'
    assert len(formats) == 13


def test_the_readme_says_where_figures_come_from(pack_of, content):
    rows = {str(label.value): str(text.value) for label, text in opened(content)[README_SHEET].iter_rows(max_col=2)}
    pack = pack_of()
    assert rows["Filtres"] == pack.filters
    assert rows["Extraction"] == "9 mars 2019"
    assert rows["Lexique"] == pack.versions["Lexique"]
    assert rows["Grille"] == pack.versions["Grille"]
    assert "ni dépensé, ni certifié" in rows["Coût total"]
    assert "synthétiques" in rows["Enquête, réponses"]
    assert {NAMES[figure.key] for figure in pack.figures} <= set(rows)


def test_findings_have_their_sheet(pack_of, content):
    said = [row[1].value for row in opened(content)[FINDINGS_SHEET].iter_rows(max_col=2)]
    assert [section.message for section in pack_of().sections] == [
        text for text in said if text in {s.message for s in pack_of().sections}
    ]


def test_synthetic_rows_say_so(content):
    sheet = opened(content)["Enquête, réponses"]
    column = [cell.value for cell in sheet[1]].index("Données") + 1
    assert {sheet.cell(row, column).value for row in range(2, sheet.max_row + 1)} == {
        "Réponses synthétiques (démonstration)"
    }


def test_operations_are_all_there(pack_of, content):
    sheet = opened(content)[OPERATIONS_SHEET]
    listed = pack_of().operations
    assert sheet.max_row == len(listed) + 1 == 214
    headers = [cell.value for cell in sheet[1]]
    costs = [sheet.cell(row, headers.index("Coût total") + 1).value for row in range(2, sheet.max_row + 1)]
    assert costs == pytest.approx(list(listed["total_cost"]))
    assert headers.index("Champs synthétiques") < 12
    assert sheet.print_area.endswith("$L$214")


def test_reviews_only_when_asked_and_named_only_when_allowed(demonstration, store, content):
    assert REVIEWS_SHEET not in opened(content).sheetnames
    sheets = {}
    for named in (False, True):
        pack = built(demonstration, engine=store, only=(), operations=False, reviews=True, named=named)
        sheets[named] = opened(workbook_bytes(pack))[REVIEWS_SHEET]
    reviewers = {named: {row[2].value for row in sheet.iter_rows(min_row=2)} for named, sheet in sheets.items()}
    assert all(re.fullmatch(r"Évaluateur \d", name) for name in reviewers[False])
    assert len(reviewers[True]) > 1
    assert reviewers[False].isdisjoint(reviewers[True])
    assert sheets[True].max_row == sheets[False].max_row > 500
    assert "Avis" in {row[3].value for row in sheets[False].iter_rows(min_row=2)}


def test_no_title_becomes_a_formula_or_a_link(hostile):
    content = workbook_bytes(built(hostile))
    sheet = opened(content)[OPERATIONS_SHEET]
    headers = [cell.value for cell in sheet[1]]
    for name in ("Intitulé de l'opération", "Porteur"):
        cells = [sheet.cell(row, headers.index(name) + 1) for row in range(2, sheet.max_row + 1)]
        assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
        assert all(cell.hyperlink is None for cell in cells)
        assert sorted(str(cell.value) for cell in cells) == sorted(" ".join(text.split()) for text in HOSTILE)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        formulas = [formula for text in sheets for formula in re.findall("<f>(.*?)</f>", text)]
    assert formulas
    assert all(formula.startswith("SUM(") for formula in formulas)


@pytest.mark.parametrize("category", ["=1+1", "+33 1", "-2+3", "@SUM(A1)", "![x](http://exemple.invalid/a.png)"])
def test_a_category_stays_a_text_in_every_sheet_and_csv(category, tmp_path):
    pack = built(extract(tmp_path, ["Atelier"], category=category))
    cells = [cell for sheet in opened(workbook_bytes(pack)) for row in sheet.iter_rows() for cell in row]
    named = [cell for cell in cells if cell.value == category]
    assert len({cell.parent.title for cell in named}) > 1
    assert {(cell.data_type, cell.hyperlink) for cell in named} == {("s", None)}
    texts = b"".join(csv_members(pack).values()).decode().replace("\ufeff", "")
    read = {cell for row in csv.reader(io.StringIO(texts), delimiter=";") for cell in row}
    assert category in {cell.removeprefix("'") for cell in read}
    assert (category in read) == category.startswith("!")


def test_a_search_full_of_codes_prints_as_it_is(pack_of):
    pack = pack_of(Selection(search='&D "=1 & co'))
    sheet = opened(workbook_bytes(pack)).worksheets[0]
    assert sheet.oddFooter.left.text.replace("&&", "&").endswith('Recherche\u202f: &D "=1 & co')


def test_an_empty_selection_is_a_workbook_that_says_so(pack_of):
    book = opened(workbook_bytes(pack_of(Selection(search="aucun mot pareil"))))
    assert book.sheetnames == [
        README_SHEET,
        FINDINGS_SHEET,
        NAMES["enquete_reponses"],
        NAMES["enquete_themes"],
        OPERATIONS_SHEET,
    ]
    rows = {row[0].value: row[1].value for row in book[README_SHEET].iter_rows(max_col=2)}
    assert rows["Sélection vide"].startswith("Aucune opération ne correspond aux filtres")
    assert book[OPERATIONS_SHEET].max_row == 1


def test_one_operation(one_operation):
    book = opened(workbook_bytes(built(one_operation)), data_only=True)
    assert book["Tableau 5"].cell(8, 2).value == 1
    assert book[OPERATIONS_SHEET].max_row == 2


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) n'est pas installé")
def test_libreoffice_computes_the_same_totals(pack_of, content, tmp_path):
    bare = tmp_path / "sans-valeurs.xlsx"
    emptied = 0
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(bare, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                stripped, count = re.subn(rb"(</f>)<v>[^<]*</v>", rb"\1", text)
                text, emptied = stripped, emptied + count
            target.writestr(name, text)
    assert emptied > 50
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [SOFFICE, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), str(bare)]
    subprocess.run(command, check=True, capture_output=True)
    computed = openpyxl.load_workbook(tmp_path / "out" / bare.name, data_only=True)
    formulas = opened(content)
    compared = 0
    for figure in pack_of().figures:
        name = NAMES[figure.key]
        for (row, column), value in numbers_of(figure).items():
            if str(formulas[name].cell(row, column).value).startswith("="):
                assert computed[name].cell(row, column).value == pytest.approx(float(value), abs=0.005), (
                    name,
                    row,
                    column,
                )
                compared += 1
    assert compared == emptied


def test_totals_that_do_not_add_up_stay_values(pack_of):
    """Participants that nobody counted in one row don't make the total a wrong formula."""
    figure = next(item for item in pack_of().figures if item.key == "tableau_4")
    for row, rows in figure.parts.items():
        for name in figure.sums:
            given = [figure.rows[part][name] for part in rows if figure.rows[part][name] is not None]
            total = figure.rows[row][name]
            assert (total is None and not given) or sum(given) == pytest.approx(total, abs=0.005)
