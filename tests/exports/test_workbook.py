import csv
import io
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.exports import workbook
from dashboard.exports.workbook import csv_bytes, harmless_cells, xlsx_bytes

FRAME = pd.DataFrame(
    {
        "axe": ["Axe 1", "Axe 3"],
        "n": [30, 69],
        "ct": [8_400_123.5, -12.0],
        "p": [0.283, None],
        "le": [date(2019, 3, 9), None],
    }
)
COLUMNS = {
    "axe": ColumnFormat("Axe"),
    "n": ColumnFormat("Opérations", Kind.INTEGER),
    "ct": ColumnFormat("Coût total", Kind.EUROS),
    "p": ColumnFormat("Part", Kind.PERCENT),
    "le": ColumnFormat("Date", Kind.DATE),
}
HOSTILE = ["=1+1", "+33 1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://x")', "＝1+1"]


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def parsed(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_csv_is_what_excel_in_french_expects():
    content = csv_bytes(FRAME, COLUMNS)
    assert content.startswith(b"\xef\xbb\xbf")
    assert parsed(content) == [
        ["Axe", "Opérations", "Coût total", "Part", "Date"],
        ["Axe 1", "30", "8400123,50", "0,283", "09/03/2019"],
        ["Axe 3", "69", "-12,00", "", ""],
    ]


def test_an_amount_of_a_card_is_written_as_euros():
    amounts = {name: ColumnFormat("Coût total", kind, 0) for name, kind in (("a", Kind.EUROS), ("b", Kind.AMOUNT))}
    frame = pd.DataFrame({"a": [8_400_123.5], "b": [8_400_123.5]})
    assert parsed(csv_bytes(frame, amounts))[1] == ["8400123,50", "8400123,50"]
    euros, amount = opened(xlsx_bytes({"Données": frame}, about={}, columns=amounts))["Données"][2]
    assert amount.number_format == euros.number_format
    assert "€" in amount.number_format


@pytest.mark.parametrize("text", HOSTILE)
def test_csv_text_never_starts_a_formula(text):
    [[header], [cell]] = parsed(csv_bytes(pd.DataFrame({text: [text]})))
    assert cell == header == "'" + text.replace("\r", "\n")


def test_the_rows_of_a_figure_are_written_as_a_frame_is():
    rows = FRAME.to_dict("records")
    assert csv_bytes(rows, COLUMNS) == csv_bytes(FRAME, COLUMNS)
    sheets = [opened(xlsx_bytes({"Axes": given}, about={}, columns=COLUMNS))["Axes"].values for given in (rows, FRAME)]
    assert list(sheets[0]) == list(sheets[1])


def test_only_texts_are_made_harmless():
    mixed = pd.Series([-3, -1.5, None, "-x"], dtype=object)
    frame = pd.DataFrame(
        {"texte": HOSTILE[:4], "montant": [-12.0, 1, 2, 3], "n": mixed, "-le": pd.Timestamp("2019-03-09")}
    )
    shown = harmless_cells(frame)
    assert list(shown.columns) == ["texte", "montant", "n", "'-le"]
    assert shown["texte"].tolist() == [f"'{text}" for text in HOSTILE[:4]]
    assert shown["n"].tolist() == [-3, -1.5, None, "'-x"]
    assert shown["montant"].equals(frame["montant"])
    assert shown["'-le"].equals(frame["-le"])


@settings(max_examples=60)
@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=30), min_size=1, max_size=5))
def test_no_text_becomes_a_formula_or_a_link(texts):
    frame = pd.DataFrame({"texte": pd.Series(texts, dtype=object)})
    sheet = opened(xlsx_bytes({"Données": frame}, about={}))["Données"]
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.data_type != "f"
            assert cell.hyperlink is None
    for row in parsed(csv_bytes(frame))[1:]:
        assert not row or not row[0].startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("text", [*HOSTILE, "http://example.org", "mailto:a@b.fr", "internal:Feuille!A1", "001"])
def test_workbook_keeps_hostile_text_as_text(text):
    cell = opened(xlsx_bytes({"D": pd.DataFrame({"t": [text]})}, about={}))["D"]["A2"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert cell.value.strip() == text.strip()


def test_workbook_holds_numbers_and_dates_with_their_formats():
    sheet = opened(xlsx_bytes({"Axes": FRAME}, about={}, columns=COLUMNS))["Axes"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows == [
        ("Axe", "Opérations", "Coût total", "Part", "Date"),
        ("Axe 1", 30, 8_400_123.5, 0.283, datetime(2019, 3, 9)),  # noqa: DTZ001
        ("Axe 3", 69, -12, None, None),
    ]
    formats = [sheet.cell(2, column).number_format for column in range(2, 6)]
    figures = ("#,##0", '#,##0.00"\u202f€"', '0.0"\u202f"%')
    assert formats == [*(f'{code};"\u2212"{code}' for code in figures), "dd/mm/yyyy"]


def test_header_stays_in_view_and_filters():
    sheet = opened(xlsx_bytes({"Axes": FRAME}, about={}, columns=COLUMNS))["Axes"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:E3"
    assert sheet.column_dimensions["C"].width > sheet.column_dimensions["B"].width


def test_about_goes_to_the_readme_sheet():
    book = opened(xlsx_bytes({"Axes": FRAME}, about={"Source": "Extrait du 9 mars 2019", "Filtres": "=aucun"}))
    assert book.sheetnames == ["Axes", "Lisez-moi"]
    assert list(book["Lisez-moi"].iter_rows(values_only=True)) == [
        ("Source", "Extrait du 9 mars 2019"),
        ("Filtres", "=aucun"),
    ]
    assert book["Lisez-moi"]["B2"].data_type == "s"


def test_characters_that_xml_forbids_are_dropped():
    frame = pd.DataFrame({"t": ["a\x00b\x0bc\ufffe"]})
    assert opened(xlsx_bytes({"D": frame}, about={}))["D"]["A2"].value == "abc"
    assert parsed(csv_bytes(frame))[1] == ["abc"]


def test_infinite_ratio_is_an_empty_cell():
    frame = pd.DataFrame({"n": [float("inf"), 1.0]})
    assert opened(xlsx_bytes({"D": frame}, about={}))["D"]["A2"].value is None
    assert parsed(csv_bytes(frame))[1:] == [[""], ["1"]]


@pytest.mark.parametrize(
    ("wanted", "given_name"),
    [
        ("Axe 1/2 : [test]?*\\", "Axe 1 2    test"),
        ("'entre apostrophes'", "entre apostrophes"),
        ("x" * 40, "x" * 31),
        ("", "Données"),
        ("History", "Historique"),
        ("lisez-moi", "lisez-moi (2)"),
    ],
)
def test_sheet_names_are_made_acceptable(wanted, given_name):
    assert opened(xlsx_bytes({wanted: FRAME}, about={})).sheetnames == [given_name, "Lisez-moi"]


def test_sheets_whose_names_meet_are_told_apart():
    names = opened(xlsx_bytes({"y" * 35: FRAME, "Y" * 34: FRAME}, about={})).sheetnames
    assert names == ["y" * 31, "Y" * 27 + " (2)", "Lisez-moi"]


def test_each_sheet_may_have_its_own_formats():
    columns = {"A": {"n": ColumnFormat("Nombre", Kind.INTEGER)}, "B": {"n": ColumnFormat("Part", Kind.PERCENT)}}
    book = opened(xlsx_bytes({"A": FRAME, "B": FRAME}, about={}, columns=columns))
    assert (book["A"]["A1"].value, book["B"]["A1"].value) == ("Nombre", "Part")


def test_frame_too_long_for_a_sheet_goes_on_in_the_next(monkeypatch):
    monkeypatch.setattr(workbook, "_MAX_ROWS", 2)
    book = opened(xlsx_bytes({"D": pd.DataFrame({"n": [1, 2, 3]})}, about={}))
    assert book.sheetnames == ["D", "D (2)", "Lisez-moi"]
    assert [row[0] for row in book["D (2)"].iter_rows(values_only=True)] == ["n", 3]


def test_empty_frame_gives_its_header():
    assert parsed(csv_bytes(FRAME.iloc[:0], COLUMNS)) == [["Axe", "Opérations", "Coût total", "Part", "Date"]]
    sheet = opened(xlsx_bytes({"D": FRAME.iloc[:0]}, about={}, columns=COLUMNS))["D"]
    assert [cell.value for cell in sheet[1]] == ["Axe", "Opérations", "Coût total", "Part", "Date"]
