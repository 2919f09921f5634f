"""Files as they really come: every container, and what people, spreadsheets and exports do to a table."""

import re
import zipfile
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import pytest
import xlsxwriter

from dashboard.ingest.errors import IngestError, NothingKept
from dashboard.ingest.importer import ImportRequest, Report, prepare_import, run_import
from dashboard.warehouse.build import connect, publish
from dashboard.warehouse.state import State
from tests.conftest import MDFSE_HEADERS, WriteList
from tests.ingest.files import CONTAINERS, csv_bytes

LIST: list[dict[str, Any]] = [
    dict(zip(MDFSE_HEADERS, values, strict=True))
    for values in (
        (201400001, "Programme Opérationnel National FSE", 3, 9, 1, 1, "Ile-de-France", "CD93 - service FSE", " Accompagnement « RSA+ » ", "Association fictive", 0, 100000.0, 50000.01, date(2015, 1, 1), date(2016, 12, 31), "FSE"),
        (201400002, "Programme Opérationnel IEJ", 1, 8, 2, 1, "Réunion", "DIECCTE Réunion", "L&#8217;atelier &#8211; A", "Mission locale fictive", 12, 33.33, 33.33, date(2015, 1, 1), date(2016, 12, 31), "IEJ"),
        (201400003, "PO réunion", 5, 9, 1, 22, "Réunion", "DIECCTE Réunion", "Chantier d’insertion", "Régie fictive", 40, 1234567.89, 987654.32, date(2015, 1, 1), date(2016, 12, 31), "FSE"),
        (201400004, "Programme Opérationnel National FSE", 4, 0, 0, 1, "Volet national du FSE", "Collectivité Européenne d'Alsace - Direction de l'insertion", "Assistance", "Collectivité fictive", 0, 10.1, 10.13, date(2015, 1, 1), date(2016, 12, 31), "FSE"),
    )
]  # fmt: skip


def load(state: State, path: Path, **options: Any) -> Report:
    report = run_import(state, ImportRequest(path, **{"wave": "2019", **options}))
    manifest = report.manifest
    assert manifest["read"] == manifest["accepted"] + manifest["left_aside"] + manifest["rejected"]
    return report


def rows(state: State, query: str) -> list[tuple[Any, ...]]:
    current = state.current()
    assert current is not None
    with connect(state, current) as connection:
        return connection.execute(query).fetchall()


def rejected(report: Report) -> list[tuple[Any, ...]]:
    return duckdb.read_parquet(str(report.folder / "rejected.parquet")).fetchall()


@pytest.mark.parametrize("container", CONTAINERS)
def test_the_same_list_gives_the_same_rows_in_every_container(state: State, tmp_path: Path, container: str) -> None:
    path = tmp_path / f"liste.{container}"
    CONTAINERS[container](path, LIST)
    manifest = load(state, path).manifest
    assert (manifest["format"], manifest["read"], manifest["accepted"]) == ("mdfse_list", 4, 4)
    amounts = [(Decimal(str(row["Dépenses totales"])), Decimal(str(row["Mont_UE"]))) for row in LIST]
    assert Decimal(str(manifest["total_cost"])) == sum(total for total, _ in amounts)
    assert Decimal(str(manifest["eu_amount"])) == sum(eu for _, eu in amounts)
    assert manifest["warnings"]["eu_above_total"] == 1
    assert manifest["warnings"]["technical_assistance"] == 1
    assert rows(
        state,
        "select num_dossier, programme, os_code, region, managing_body_type, title, participants_planned,"
        " total_cost, start_date, technical_assistance from operation order by num_dossier",
    ) == [
        ("201400001", "PON FSE", "3911", "Île-de-France", "OI CD", "Accompagnement « RSA+ »", 0, amounts[0][0], date(2015, 1, 1), False),
        ("201400002", "PON IEJ", "1821", "La Réunion", "AGD", "L’atelier – A", 12, amounts[1][0], date(2015, 1, 1), False),
        ("201400003", "PO La Réunion", "59122", "La Réunion", "AGD", "Chantier d’insertion", 40, amounts[2][0], date(2015, 1, 1), False),
        ("201400004", "PON FSE", "4001", "Volet national du FSE", "OI CD", "Assistance", 0, amounts[3][0], date(2015, 1, 1), True),
    ]  # fmt: skip


def prepare(state: State, files: Mapping[str, Path]) -> dict[str, dict[str, Any]]:
    """Imports each file into a wave of its own and publishes them together. Returns the manifest of each wave."""
    with state.exclusive():
        found = {wave: prepare_import(state, ImportRequest(path, wave=wave)) for wave, path in files.items()}
        publish(state, list(found.values()), by="essai", action="essai")
    manifests = {manifest["id"]: manifest for manifest in state.manifests()}
    return {wave: manifests[number] for wave, number in found.items()}


def test_every_encoding_and_delimiter(state: State, tmp_path: Path) -> None:
    files = {}
    for encoding, delimiter in product(("utf-8", "utf-8-sig", "cp1252", "utf-16"), (";", ",", "\t", "|")):
        wave = f"{encoding} {ord(delimiter)}"
        files[wave] = tmp_path / f"{wave}.csv"
        files[wave].write_bytes(csv_bytes(LIST, delimiter, encoding))
    assert {wave: one["accepted"] for wave, one in prepare(state, files).items()} == dict.fromkeys(files, 4)
    titles = dict(rows(state, "select wave, title from operation where num_dossier = '201400002'"))
    assert titles == dict.fromkeys(files, "L’atelier – A")


def test_the_name_of_a_file_says_nothing(state: State, tmp_path: Path) -> None:
    names = ("liste.xls", "liste.pdf", "liste", "--wave.csv", "a [1]*.csv", "l'été « final ».csv")
    files = {str(rank): tmp_path / name for rank, name in enumerate(names)}
    for path in files.values():
        path.write_bytes(csv_bytes(LIST))
    found = prepare(state, files).values()
    assert [(one["accepted"], one["file_name"]) for one in found] == [(4, name) for name in names]


N, NB, FIG = "\u202f", "\u00a0", "\u2007"
AMOUNTS: dict[str, str | None] = {
    "238 778,48 €": "238778.48", f"1{N}234,56{N}€": "1234.56", f"1{NB}234,56{NB}€": "1234.56", f"12{FIG}345,60": "12345.60",
    "238778.48": "238778.48", "1e5": "100000.00", "1,5E+03": "1500.00", "1.234.567,89": "1234567.89", "1,234,567.89": "1234567.89",
    "1'234.50": "1234.50", "€ 1 234,56": "1234.56", "1 234,56 EUR": "1234.56", "1234 euros": "1234.00", "+12,5": "12.50", "0": "0.00",
    "238778.480000001": "238778.48", "12 ": "12.00", "(12,50)": None, "(12,50 €)": None, "-5": None, "\u22125": None, "n.c.": None, "#REF!": None, "=A1": None,
    "12 k€": "12000.00", "1,2 M€": "1200000.00", "1234€56": None, "12,34,56": None, "99999999999999999": None, "NaN €": None,
}  # fmt: skip


def test_amounts_as_people_write_them(state: State, mdfse_file: WriteList) -> None:
    written = [
        {"num_dossier": str(rank), "Dépenses totales": text, "Mont_UE": "0"} for rank, text in enumerate(AMOUNTS)
    ]
    report = load(state, mdfse_file(written))
    found = dict(rows(state, "select num_dossier::integer, total_cost::varchar from operation"))
    assert {text: found.get(rank) for rank, text in enumerate(AMOUNTS)} == AMOUNTS
    assert report.manifest["errors"] == {"negative_amount": 4, "uncomputed_formula": 1, "unreadable_amount": 6}
    assert {row[2] for row in rejected(report)} == {text for text, value in AMOUNTS.items() if value is None}


def test_a_file_of_which_nothing_is_kept_shows_the_first_cell_to_blame(state: State, mdfse_file: WriteList) -> None:
    said = [
        ([{"num_dossier": "1", "Mont_UE": "45000 CR"}], "par exemple, à la ligne 2, « Mont_UE » vaut « 45000 CR »"),
        ([{"num_dossier": "", "Lib_opé": "a"}], "par exemple, à la ligne 2, « num_dossier » est vide"),
    ]
    for written, example in said:
        with pytest.raises(NothingKept) as refused:
            load(state, mdfse_file(written))
        assert example in str(refused.value).replace(N, " ")


def test_an_amount_that_says_nothing_keeps_the_row(state: State, mdfse_file: WriteList) -> None:
    nothing = ("", " ", "-", "–", "NULL", "nan", "None")
    written = [
        {"num_dossier": str(rank), "Dépenses totales": text, "Mont_UE": "5"} for rank, text in enumerate(nothing)
    ]
    report = load(state, mdfse_file(written))
    assert report.manifest["warnings"]["missing_amount"] == len(nothing)
    found = dict(rows(state, "select num_dossier::integer, [total_cost, eu_amount] from operation"))
    assert {text: found.get(rank) for rank, text in enumerate(nothing)} == {
        text: [None, Decimal("5.00")] for text in nothing
    }


DATES = {
    "01/02/2017": "2017-02-01", "1/2/2017": "2017-02-01", "01/02/17": "2017-02-01", "2017-02-01": "2017-02-01", "42767": "2017-02-01",
    "42767.0": "2017-02-01", "42767,5": "2017-02-01", "2017-02-01T00:00:00Z": "2017-02-01", "2017-02-01T00:00:00+01:00": "2017-02-01",
    "2017-02-01 00:00:00.000": "2017-02-01", "01-02-2017": "2017-02-01", "01.02.2017": "2017-02-01", "20170201": "2017-02-01",
    "01/02/2017 12:30": "2017-02-01", "1er février 2017": "2017-02-01", "1 févr. 2017": "2017-02-01", "01-juil.-17": "2017-07-01",
    "01/01/1900": None, "31/12/2099": None, "31/02/2017": None, "00/00/0000": None, "0": None, "en cours": None, "2017": None,
}  # fmt: skip


def test_dates_as_people_write_them(state: State, mdfse_file: WriteList) -> None:
    written = [
        {"num_dossier": str(rank), "Date début réalisation": text, "Date fin réalisation": ""}
        for rank, text in enumerate(DATES)
    ]
    report = load(state, mdfse_file(written))
    found = dict(rows(state, "select num_dossier::integer, start_date::varchar from operation"))
    assert {text: found[rank] for rank, text in enumerate(DATES)} == DATES
    assert report.manifest["warnings"]["impossible_date"] == sum(value is None for value in DATES.values())


CODES: dict[tuple[str, str, str, str], str | None] = {
    ("3", "9", "1", "1"): "3911", ("3.0", "9.0", "1.0", "1.0"): "3911", ("Axe 3", "OT 9", "PI 9.1", "OS 1"): "3911",
    ("Axe n°3", "OT n°9", "PI n° 1", "OS n°1"): "3911", ("03", "09", "9,1", "01"): "3911", ("3", "9", "91", "1"): "3911",
    ("AXE 3 - Lutter contre", "9 : promouvoir", "9.1 – Inclusion", "1 - Parcours"): "3911", ("3", "9", "9.1", "3911"): "3911",
    ("3", "9", "9.1", "3.9.1.1"): "3911", ("", "", "", "3911"): "3911", ("3", "", "9.1", "1"): "3911", ("III", "9", "9.i", "1"): "3911",
    ("3", "9", "9iv", "1"): "3941", ("1", "10", "10.1", "1"): "11011", ("1", "10", "101", "11011"): "11011", ("7", "9", "1", "28"): "79128",
    ("4", "0", "0", "0"): "400", ("4", "0", "0", "1"): "4001", ("AT", "", "", ""): "", ("-", "-", "-", "-"): "", ("3", "9", "", ""): "",
    ("trois", "9", "1", "1"): None, ("3", "#REF!", "1", "1"): None, ("3", "9", "néant", "1"): None, ("3", "9", "1", "?"): None,
}  # fmt: skip


def test_codes_as_people_write_them(state: State, mdfse_file: WriteList) -> None:
    cells = ("AXE", "OT", "PI", "OS")
    report = load(
        state,
        mdfse_file(
            {"num_dossier": str(rank)} | dict(zip(cells, codes, strict=True)) for rank, codes in enumerate(CODES)
        ),
    )
    found = dict(rows(state, "select num_dossier::integer, os_code from operation"))
    assert {codes: found.get(rank) for rank, codes in enumerate(CODES)} == CODES
    assert report.manifest["errors"] == {"unreadable_code": 4}
    assistance = rows(state, "select count(*) from operation where technical_assistance")
    assert assistance == [(3,)]


def test_a_faulty_row_names_its_cells_in_order_and_its_reason_once(state: State, mdfse_file: WriteList) -> None:
    report = load(state, mdfse_file([{"AXE": "x", "OT": "y", "Mont_UE": "z"}, {"num_dossier": "2"}]))
    [(line, columns, cells, reason, *_)] = rejected(report)
    assert (line, columns, cells) == (2, "AXE ; OT ; Mont_UE", "x ; y ; z")
    assert reason.count("Ce code ne se lit pas") == 1


NUMBERS = {
    "201700001.0": "201700001", "201 700 001": "201700001", "'201700001": "201700001", "2.01700001E+8": "201700001",
    "000123": "000123", "PO-12/34": "PO-12/34", "--state": "--state", "=1+1": "=1+1",
}  # fmt: skip


def test_operation_numbers_survive_spreadsheets(state: State, mdfse_file: WriteList) -> None:
    files = {text: mdfse_file([{"num_dossier": text}], f"{rank}.csv") for rank, text in enumerate(NUMBERS)}
    prepare(state, {str(rank): path for rank, path in enumerate(files.values())})
    found = dict(rows(state, "select wave::integer, num_dossier from operation"))
    assert {text: found.get(rank) for rank, text in enumerate(NUMBERS)} == NUMBERS


FUNDS = {
    "FSE": "FSE", "fse ": "FSE", "F.S.E.": "FSE", "Fonds social européen": "FSE", "FSE REACT-EU": "FSE", "FSE/IEJ": "IEJ",
    "": "FSE", "-": "FSE", "REACT-EU": "FSE", "FEDER-FSE": "FSE", "FEDER": None, "FEDER REACT-EU": None, "FEAD": None,
}  # fmt: skip


def test_funds(state: State, mdfse_file: WriteList) -> None:
    written = [{"num_dossier": str(rank), "Fonds": text} for rank, text in enumerate(FUNDS)]
    report = load(state, mdfse_file(written))
    found = dict(rows(state, "select num_dossier::integer, fund from operation"))
    assert {text: found.get(rank) for rank, text in enumerate(FUNDS)} == FUNDS
    assert report.manifest["left_aside"] == 3


TEXTS = [
    "😀 émoji",
    "עברית – de droite à gauche \u202eabc",
    "<script>alert(1)</script> <b>gras</b>",
    "**Markdown** [lien](javascript:alert(1)) | `code`",
    '"RSA+ "mobilité" \'guillemets\'',
    "=HYPERLINK(1)",
    "@SUM(A1)",
    "mot " * 150 + "fin",
]


def test_texts_come_back_as_they_went_in(state: State, mdfse_file: WriteList) -> None:
    load(state, mdfse_file([{"num_dossier": str(rank), "Lib_opé": text} for rank, text in enumerate(TEXTS)]))
    assert [text for (text,) in rows(state, "select title from operation order by num_dossier::integer")] == TEXTS


def test_what_stands_around_the_table_is_skipped_and_said(state: State, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    table = csv_bytes(LIST).decode()
    header = table.splitlines()[0]
    title = "DGEFP – Liste des opérations\r\nExtrait du 09/03/2019\r\n\r\n"
    path.write_text(
        f"{title}{table}{header}\r\n;;;\r\nTotal;;;;;;;;;;;1334611,32;1037697,79;;;\r\n\r\n",
        encoding="utf-8",
        newline="",
    )
    manifest = load(state, path).manifest
    assert (manifest["read"], manifest["accepted"]) == (4, 4)
    said = " ".join(manifest["notes"])
    assert "3 lignes au-dessus des en-têtes" in said
    assert "En-têtes répétés" in said
    assert "ligne de total" in said
    assert "vide" in said


def test_a_notice_sheet_a_merged_title_and_formulas(state: State, tmp_path: Path) -> None:
    path = tmp_path / "classeur.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet("Lisez-moi").write(0, 0, "num_dossier : le numéro MDFSE")
        sheet = workbook.add_worksheet("Données")
        sheet.merge_range(0, 0, 0, 5, "Liste des opérations")
        sheet.write_row(
            2, 0, ["num_dossier", "Lib_opé", "Dépenses totales", "Mont_UE", "Dépenses 2018", "Dépenses 2019"]
        )
        sheet.write_row(3, 0, ["1", "a"])
        sheet.write_formula(3, 2, "=60+40", None, 100)
        sheet.write_formula(3, 3, "=60/2", None, 30)
        sheet.write_row(4, 0, ["2", "b", 10])
        # Said as in a file of text, where « #DIV/0! » is no amount.
        sheet.write_formula(4, 3, "=1/0", None, "#DIV/0!")
    manifest = load(state, path).manifest
    assert (manifest["accepted"], manifest["total_cost"], manifest["sheet"]) == (1, 100.0, "Données")
    assert (manifest["extra_columns"], manifest["rejected"]) == (["Dépenses 2018", "Dépenses 2019"], 1)


def test_headers_with_units_and_notes(state: State, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(
        "NUM_DOSSIER;LIB_OPE (intitulé);depenses totales (en €);Mont_UE en euros;\n1;a;10;5;\n", encoding="utf-8"
    )
    manifest = load(state, path).manifest
    assert (manifest["format"], manifest["accepted"], manifest["eu_amount"]) == ("mdfse_list", 1, 5.0)


SYNERGIE = (
    "Fonds;Libellé programme;Numéro Opération;Nom du bénéficiaire;Total des dépenses éligibles programmées;Montant UE programmé;"
    "Date de programmation;Région de l'opération;Département de l’opération\n"
)


def test_the_synergie_list_keeps_its_numbers_and_rows_that_share_one(state: State, tmp_path: Path) -> None:
    path = tmp_path / "synergie.csv"
    lines = [
        ("FSE", "PO FEDER-FSE Bourgogne 2014-2020", "BG1", "Mairie", "100,50", "50", "04/05/2016", "26/Bourgogne", "21/Côte-d'Or"),
        ("FSE", "PO FEDER-FSE Bourgogne 2014-2020", "BG1", "Mairie", "200,25", "50", "04/05/2016", "26/Bourgogne", "21/Côte-d'Or"),
        ("FEDER REACT-EU", "PO FEDER-FSE Bourgogne 2014-2020", "BG1", "Mairie", "1", "1", "04/05/2016", "26/Bourgogne", ""),
        ("IEJ", "PO Massif", "RA2", "Mairie", "10", "5", "05/03/2017", "82/Rhône-Alpes | 83/Auvergne", ""),
        ("FEAD", "PO FEAD", "X", "Mairie", "10", "5", "05/03/2017", "", ""),
    ]  # fmt: skip
    path.write_text(SYNERGIE + "".join(";".join(line) + "\n" for line in lines), encoding="utf-8")
    report = load(state, path, wave=None, answers={"dates": "jour-mois"})
    assert report.manifest["left_aside_reasons"] == {
        "autre fonds\u202f: FEAD": 1,
        "autre fonds\u202f: FEDER REACT-EU": 1,
    }
    assert "unknown_region" not in report.manifest["warnings"]
    assert any("2 lignes partagent leur numéro" in note for note in report.manifest["notes"])
    assert rows(
        state, "select num_dossier, total_cost, wave, region, region_2016, department from operation order by 1"
    ) == [
        ("BG1", Decimal("100.50"), "2017", "Bourgogne", "Bourgogne-Franche-Comté", "21"),
        ("BG1-2", Decimal("200.25"), "2017", "Bourgogne", "Bourgogne-Franche-Comté", "21"),
        ("RA2", Decimal("10.00"), "2019", "Plusieurs régions", "Auvergne-Rhône-Alpes", None),
    ]


ANNEX = (
    "Programme;Intitulé du projet - operation name;Nom du bénéficiaire - beneficiary name;Code postal du bénéficiaire;"
    "Total dépenses éligibles;Montant UE programmé - Union co-financing rate;Fonds\n"
)


def test_postcodes_that_a_spreadsheet_has_spoilt(state: State, tmp_path: Path) -> None:
    path = tmp_path / "annexe.csv"
    codes = ["1000", "6000.0", "06 000", "F-75001", "75001 PARIS", "97400", "20200"]
    lines = [f"PO fictif;Projet {code};Mairie;{code};10;5;FSE\n" for code in codes]
    path.write_text(ANNEX + "".join(lines), encoding="utf-8")
    manifest = load(state, path).manifest
    assert "missing_postcode" not in manifest["warnings"]
    assert rows(state, "select beneficiary_postcode, department from operation order by line") == [
        ("01000", "01"), ("06000", "06"), ("06000", "06"), ("75001", "75"), ("75001", "75"), ("97400", "974"), ("20200", "2B"),
    ]  # fmt: skip


@pytest.mark.parametrize("rates", [("0.5", "1", "0,3333"), ("50 %", "100%", "33,33 %")])
def test_a_column_of_rates_is_turned_into_euros_and_said(state: State, tmp_path: Path, rates: tuple[str, ...]) -> None:
    path = tmp_path / "annexe.csv"
    lines = [f"PO;Projet {rank};Mairie;75001;1000;{rate};FSE\n" for rank, rate in enumerate(rates)]
    path.write_text(ANNEX + "".join(lines), encoding="utf-8")
    manifest = load(state, path).manifest
    assert manifest["warnings"]["deduced_eu_amount"] == 3
    assert [amount for (amount,) in rows(state, "select eu_amount from operation order by title")] == [
        Decimal("500.00"), Decimal("1000.00"), Decimal("333.30"),
    ]  # fmt: skip


def test_small_amounts_beside_large_ones_are_no_rates(state: State, tmp_path: Path) -> None:
    path = tmp_path / "annexe.csv"
    path.write_text(ANNEX + "PO;a;Mairie;75001;1000;0,5;FSE\nPO;b;Mairie;75001;1000;500;FSE\n", encoding="utf-8")
    load(state, path)
    assert rows(state, "select eu_amount from operation order by title") == [(Decimal("0.50"),), (Decimal("500.00"),)]


def test_exact_twins_and_near_twins_are_all_kept(state: State, tmp_path: Path) -> None:
    path = tmp_path / "annexe.csv"
    line = "PO FEDER-FSE Picardie;Projet;Mairie;1000;{};50;FSE\n"
    path.write_text(ANNEX + "".join(line.format(cost) for cost in (100, 100, 200)), encoding="utf-8")
    manifest = load(state, path).manifest
    assert (manifest["accepted"], manifest["total_cost"]) == (3, 400.0)
    assert rows(state, "select count(distinct num_dossier) from operation") == [(3,)]


def _zip(path: Path, members: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def _bomb(path: Path) -> None:
    _zip(path, {"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": bytes(300 << 20)})


def _truncated(path: Path) -> None:
    CONTAINERS["xlsx"](path, LIST)
    path.write_bytes(path.read_bytes()[:2000])


def _bytes(content: bytes) -> Any:
    return lambda path: path.write_bytes(content)


HOPELESS = {
    "absent": lambda _: None,
    "dossier": lambda path: path.mkdir(),
    "vide": _bytes(b""),
    "blanc": _bytes(b" \n\n"),
    "que la marque d'encodage": _bytes(b"\xef\xbb\xbf"),
    "que des en-têtes": _bytes(csv_bytes(LIST).splitlines()[0]),
    "aucune colonne connue": _bytes(b"a;b\n1;2\n"),
    "PDF": _bytes(b"%PDF-1.7 ..."),
    "page web": _bytes(b"<html><table><tr><td>num_dossier</td></tr></table></html>"),
    "JSON": _bytes(b'[{"num_dossier": 1}]'),
    "image": _bytes(b"\x89PNG\r\n\x1a\n" + bytes(100)),
    "archive": lambda path: _zip(path, {"liste.csv": csv_bytes(LIST)}),
    "bombe": _bomb,
    "tronqué": _truncated,
    "faux zip": _bytes(b"PK\x03\x04" + bytes(300)),
    "mot de passe": _bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")),
    "personnes": _bytes(csv_bytes([{**row, "Prénom": "x"} for row in LIST])),
}


def test_a_hopeless_file_gives_one_french_sentence_and_changes_nothing(
    state: State, tmp_path: Path, mdfse_file: WriteList
) -> None:
    load(state, mdfse_file([{}]))
    before = sorted(path.relative_to(state.root) for path in state.root.rglob("*")), state.pointer.read_bytes()
    for rank, (kind, write) in enumerate(HOPELESS.items()):
        path = tmp_path / str(rank) / "ugly.xlsx"
        path.parent.mkdir()
        write(path)
        message = ""
        try:
            load(state, path)
        except IngestError as refusal:
            message = str(refusal)
        assert re.fullmatch(r"[«\w].*\.", message), (kind, message)
        assert message[0].isupper() or message[0] == "«", (kind, message)
        assert " :" not in message, kind
        after = sorted(path.relative_to(state.root) for path in state.root.rglob("*")), state.pointer.read_bytes()
        assert after == before, kind


@pytest.mark.parametrize("mode", ["compléter", "remplacer"])
def test_rejects_come_back_corrected_through_a_spreadsheet(state: State, tmp_path: Path, mode: str) -> None:
    spoilt = [LIST[0], {**LIST[1], "Mont_UE": "à voir"}, {**LIST[2], "AXE": "?"}]
    first = tmp_path / "liste.csv"
    first.write_bytes(csv_bytes(spoilt))
    report = load(state, first)
    assert report.manifest["rejected"] == 2
    table = duckdb.read_parquet(str(report.folder / "rejected.parquet"))
    corrected = [dict(zip(table.columns, row, strict=True)) for row in table.fetchall()]
    corrected[0]["Mont_UE"], corrected[1]["AXE"] = "33,33", "5"
    path = tmp_path / "rejets.xlsx"
    CONTAINERS["xlsx"](path, corrected)
    assert load(state, path, mode=mode).manifest["accepted"] == 2
    expected = {"201400001", "201400002", "201400003"}
    assert {number for (number,) in rows(state, "select num_dossier from operation")} == expected


def test_dozens_of_unknown_programmes_keep_their_labels(state: State, mdfse_file: WriteList) -> None:
    written = [{"num_dossier": str(rank), "Libellé_po": f"Programme régional n° {rank}"} for rank in range(60)]
    manifest = load(state, mdfse_file(written)).manifest
    assert (manifest["accepted"], manifest["warnings"]["unknown_programme"]) == (60, 60)
    assert len(manifest["programmes"]) == 60
