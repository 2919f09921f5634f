import datetime as dt
import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import openpyxl
import pytest
import xlsxwriter
import xlwt
from odf import opendocument, table, text
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.domain.french import NARROW_SPACE
from dashboard.ingest.errors import (
    EmptyFile,
    IngestError,
    ProtectedFile,
    SheetNotFound,
    SuspiciousArchive,
    UnreadableFile,
)
from dashboard.ingest.readers import _workbook_guard as guard
from dashboard.ingest.readers import read, workbook
from tests.bombs import packed, parts_of
from tests.ingest.readers.conftest import SIX_HEADERS, Load

HEADER = ["num_dossier", "titre", "montant"]
MIDNIGHT = dt.datetime.fromisoformat("2019-03-09T00:00:00")
AFTERNOON = dt.datetime.fromisoformat("2019-03-09T14:05:00")
Fill = Callable[[Worksheet], None]


@pytest.fixture
def xlsx(tmp_path: Path) -> Callable[..., Path]:
    """Writes a workbook from rows by sheet name."""

    def write(hidden: tuple[str, ...] = (), fill: Fill | None = None, **sheets: list[list[object]]) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
            if name in hidden:
                sheet.sheet_state = "hidden"
        if fill:
            fill(book.worksheets[0])
        path = tmp_path / "classeur.xlsx"
        book.save(path)
        return path

    return write


def ods(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    document = opendocument.OpenDocumentSpreadsheet()
    for name, rows in sheets.items():
        sheet = table.Table(name=name)
        for row in rows:
            line = table.TableRow()
            for value in row:
                if isinstance(value, float):
                    cell = table.TableCell(valuetype="percentage" if value < 1 else "float", value=value)
                elif isinstance(value, dt.date):
                    cell = table.TableCell(valuetype="date", datevalue=value.isoformat())
                elif isinstance(value, bool):
                    cell = table.TableCell(valuetype="boolean", booleanvalue=str(value).lower())
                elif value is None:
                    cell = table.TableCell()
                else:
                    cell = table.TableCell(valuetype="string")
                    cell.addElement(text.P(text=str(value)))
                line.addElement(cell)
            sheet.addElement(line)
        document.spreadsheet.addElement(sheet)
    document.save(path)
    return path


def test_title_merged_cells_and_blank_rows(load: Load, xlsx: Callable[..., Path]) -> None:
    rows: list[list[object]] = [
        ["Liste des opérations"],
        [],
        HEADER,
        ["1", "a", 10],
        [],
        ["2", "b", 20],
        ["Total", None, 30],
    ]
    found, loaded = load(xlsx(Données=rows, fill=lambda sheet: sheet.merge_cells("A1:C1")))
    assert loaded == [(4, "1", "a", "10"), (6, "2", "b", "20")]
    assert (found.sheet, found.headers, found.rows) == ("Données", tuple(HEADER), 2)
    assert found.notes == (
        "2 lignes au-dessus des en-têtes ont été ignorées (en-têtes à la ligne 3).",
        "1 ligne vide a été ignorée.",
        f"La ligne 7 est une ligne de total{NARROW_SPACE}: elle a été ignorée.",
    )


def test_table_away_from_the_corner_keeps_its_row_numbers(load: Load, xlsx: Callable[..., Path]) -> None:
    rows: list[list[object]] = [[], [], [None, None, *HEADER], [None, None, "1", "a", 10]]
    assert load(xlsx(Données=rows))[1] == [(4, "1", "a", "10")]


def test_values_become_the_text_that_a_person_reads(load: Load, xlsx: Callable[..., Path]) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["C8"].data_type = "e"

    values: list[object] = [
        0.1 + 0.2, 12.0, MIDNIGHT, AFTERNOON, True, False, "#N/A", "  ", 238778.48, 1e20, 1.5e-7,
        dt.time(1, 2, 3), dt.timedelta(hours=30), -3.0, "007",
    ]  # fmt: skip
    path = xlsx(Données=[HEADER, *([str(i), "x", value] for i, value in enumerate(values))], fill=fill)
    assert [row[3] for row in load(path)[1]] == [
        "0.3", "12", "2019-03-09", "2019-03-09 14:05:00", "VRAI", "FAUX", "#N/A", None, "238778.48", "100000000000000000000",
        "0.00000015", "01:02:03", "30:00:00", "-3", "007",
    ]  # fmt: skip


def test_percentages_keep_their_ratio(load: Load, xlsx: Callable[..., Path]) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["C2"].number_format = "0 %"

    assert load(xlsx(Données=[HEADER, ["1", "a", 0.6]], fill=fill))[1] == [(2, "1", "a", "0.6")]


def test_notice_sheet_is_skipped_and_said(load: Load, xlsx: Callable[..., Path]) -> None:
    notice: list[list[object]] = [
        ["Comment lire ce fichier"],
        ["titre", "libellé de l'opération"],
        ["montant", "en euros"],
    ]
    found, loaded = load(xlsx(Notice=notice, Liste=[HEADER, ["1", "a", 10]], vide=[]))
    assert (found.sheet, len(loaded)) == ("Liste", 1)
    assert found.notes == (
        f"Feuille ignorée{NARROW_SPACE}: «{NARROW_SPACE}Notice{NARROW_SPACE}» (pas de données reconnues).",
    )


def test_an_example_of_the_headers_loses_against_real_rows(load: Load, xlsx: Callable[..., Path]) -> None:
    assert load(xlsx(Modèle=[HEADER], Liste=[HEADER, ["1", "a", 10]]))[0].sheet == "Liste"


def test_sheets_of_another_shape_are_named(load: Load, xlsx: Callable[..., Path]) -> None:
    found, _ = load(xlsx(FSE=[HEADER, ["1", "a", 10]], IEJ=[[*HEADER, "début"], ["2", "b", 20, "2019"]]))
    assert (found.sheet, found.sheets_read) == ("IEJ", ("IEJ",))
    assert [note for note in found.notes if "FSE" in note and "importez-la séparément" in note]


def test_sheets_of_one_shape_are_read_together(load: Load, xlsx: Callable[..., Path]) -> None:
    moved: list[list[object]] = [["Montant", "num_dossier", "titre "], [20, "2", "b"], ["Total", None, None]]
    path = xlsx(
        Notice=[["Lisez-moi"]], Bretagne=[["En euros"], HEADER, ["1", "a", 10.5]], Modèle=[HEADER], Lorraine=moved
    )
    found, loaded = load(path)
    assert loaded == [(3, "1", "a", "10.5", "Bretagne"), (10_000_002, "2", "b", "20", "Lorraine")]
    assert (found.headers, found.titles, found.decimals) == ((*HEADER, "Feuille"), ("En euros",), (0, 0, 1, 0))
    assert (found.sheets_read, found.doubts) == (("Bretagne", "Lorraine"), ())
    (said,) = (finding for finding in found.findings if finding.key == "feuilles")
    assert said.text == (
        f"2 feuilles aux mêmes en-têtes ont été lues ensemble{NARROW_SPACE}: "
        f"«{NARROW_SPACE}Bretagne{NARROW_SPACE}» (1 ligne) et «{NARROW_SPACE}Lorraine{NARROW_SPACE}» (1 ligne)."
    )
    assert [choice.value for choice in said.choices] == ["toutes", "Bretagne", "Lorraine"]
    assert [total.line for total in found.totals] == [10_000_003]
    assert any("La ligne 3 de la feuille" in note and "Lorraine" in note for note in found.notes)


@pytest.mark.parametrize("numbered", [True, False])
def test_sheets_that_hold_the_same_operations_raise_a_question(
    load: Load, xlsx: Callable[..., Path], numbered: bool
) -> None:
    header = HEADER if numbered else ["organisme", "titre", "montant"]
    path = xlsx(**{"2017": [header, ["1", "a", 10], ["2", "b", 5]], "2018": [header, ["1", "a", 10], ["3", "c", 7]]})
    found, loaded = load(path)
    (doubt,) = found.doubts
    assert (doubt.key, len(loaded)) == ("feuilles", 4)
    assert [(choice.value, choice.outcome) for choice in doubt.choices] == [
        ("toutes", "4 lignes"), ("2017", "2 lignes"), ("2018", "2 lignes"),
    ]  # fmt: skip
    both, rows = load(path, answers={"feuilles": "toutes"})
    assert (both.doubts, len(rows), both.findings[0].value) == ((), 4, "toutes")
    one, rows = load(path, answers={"feuilles": "2018"})
    assert (one.doubts, one.sheets_read, one.findings[0].value) == ((), ("2018",), "2018")
    assert [row[:2] for row in rows] == [(2, "1"), (3, "3")]
    assert load(path, sheet="2017")[0].headers == tuple(header)


def test_hidden_sheet_gives_way_to_a_visible_one(load: Load, xlsx: Callable[..., Path]) -> None:
    data: list[list[object]] = [HEADER, ["1", "a", 10]]
    assert load(xlsx(Ancien=data, Liste=data, hidden=("Ancien",)))[0].sheet == "Liste"
    found, _ = load(xlsx(Accueil=[["Bienvenue", "montant"]], Liste=data, hidden=("Liste",)))
    assert found.sheet == "Liste"
    assert "feuille masquée" in found.notes[0]


def test_named_sheet(load: Load, xlsx: Callable[..., Path]) -> None:
    path = xlsx(FSE=[HEADER, ["1", "a", 10]], IEJ=[HEADER, ["2", "b", 20]])
    assert load(path, sheet=" iej ")[1] == [(2, "2", "b", "20")]
    with pytest.raises(SheetNotFound, match=r"n'a pas de feuille «.Autre.».*«.FSE.» et «.IEJ.»"):
        load(path, sheet="Autre")


@pytest.mark.parametrize("sheet", [None, "vide"])
def test_empty_sheets(load: Load, xlsx: Callable[..., Path], sheet: str | None) -> None:
    with pytest.raises(EmptyFile, match="est vide"):
        load(xlsx(vide=[], autre=[]), sheet=sheet)


def test_headers_without_rows(load: Load, xlsx: Callable[..., Path]) -> None:
    with pytest.raises(
        EmptyFile, match=r"«.Liste.» du fichier «.classeur.xlsx.» contient des en-têtes mais aucune ligne"
    ):
        load(xlsx(Liste=[HEADER, [None, " ", None]]))


def test_columns_without_header(load: Load, xlsx: Callable[..., Path]) -> None:
    rows: list[list[object]] = [
        ["num_dossier", None, "titre", None],
        ["1", None, "a", "remarque"],
        ["2", None, "b", None],
    ]
    found, loaded = load(xlsx(Liste=rows))
    assert found.headers == ("num_dossier", "titre", "Colonne 4")
    assert loaded == [(2, "1", "a", "remarque"), (3, "2", "b", None)]


def test_formats_that_stretch_the_sheet_add_no_column(load: Load, xlsx: Callable[..., Path]) -> None:
    path = xlsx(Liste=[HEADER, ["1", "a", 10]], fill=lambda sheet: sheet.cell(2, 3000, " "))
    assert load(path)[0].headers == tuple(HEADER)
    # A text beyond the headers is no format: its column stays.
    path = xlsx(Liste=[HEADER, ["1", "a", 10, None, "à revoir"]], fill=lambda sheet: sheet.cell(2, 3000, " "))
    table, rows = load(path)
    assert (table.headers, rows) == ((*HEADER, "Colonne 5"), [(2, "1", "a", "10", "à revoir")])


def test_chunks_follow_one_another(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, xlsx: Callable[..., Path]
) -> None:
    path = xlsx(Liste=[HEADER, *([str(i), "x", i] for i in range(21_000))])
    told: list[int] = []
    read(path, connection, SIX_HEADERS, progress=told.append)
    assert told == [20_000, 21_000]
    assert connection.execute("SELECT count(*) FROM raw WHERE line = c0::BIGINT + 2 AND c0 = c2").fetchone() == (
        21_000,
    )


def test_xls(load: Load, tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("Notice").write(0, 0, "Lisez-moi")
    sheet = book.add_sheet("Liste")
    day = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    for column, value in enumerate([*HEADER, "début"]):
        sheet.write(2, column, value)
    for column, value in enumerate(["1", "Été", 0.1 + 0.2]):
        sheet.write(3, column, value)
    sheet.write(3, 3, dt.date(2019, 3, 9), day)
    sheet.write(4, 0, 201700001)
    sheet.write(4, 2, xlwt.Formula("1/0"))
    book.save(str(tmp_path / "liste.csv"))
    found, loaded = load(tmp_path / "liste.csv")
    assert (found.sheet, loaded) == (
        "Liste",
        [(4, "1", "Été", "0.3", "2019-03-09"), (5, "201700001", None, None, None)],
    )


@pytest.mark.parametrize("name", ["liste.ods", "liste.xlsx", "liste"])
def test_ods(load: Load, tmp_path: Path, name: str) -> None:
    rows: list[list[object]] = [
        ["Titre"],
        [],
        HEADER,
        ["1", "a", 0.6],
        ["2", None, dt.date(2019, 3, 9)],
        ["3", "c", 238778.48],
    ]
    found, loaded = load(ods(tmp_path / name, {"Notice": [["Lisez-moi"]], "Liste": rows}))
    assert found.sheet == "Liste"
    assert loaded == [(4, "1", "a", "0.6"), (5, "2", None, "2019-03-09"), (6, "3", "c", "238778.48")]


def rewrite(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The same archive with some parts changed."""
    target = path.with_name(f"autre{path.suffix}")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as output:
        for name in source.namelist():
            output.writestr(name, change(name, source.read(name)))
    return target


def test_lonely_cell_at_the_far_corner_is_refused_before_it_exhausts_memory(
    load: Load, xlsx: Callable[..., Path]
) -> None:
    path = xlsx(Liste=[HEADER, ["1", "a", 10]], fill=lambda sheet: sheet.cell(1_048_576, 16_384, "x"))
    with pytest.raises(UnreadableFile, match="cellule isolée"):
        load(path)


@pytest.mark.parametrize(
    ("usual", "unusual"),
    [
        (b'<c r="XFD1048576"', b"<c r='XFD1048576'"),
        (b'<c r="XFD1048576"', b'<c\n r="XFD1048576"'),
        (b"A1:XFD1048576", b"A1"),
    ],
)
def test_the_far_corner_is_seen_however_it_is_spelt(
    load: Load, xlsx: Callable[..., Path], usual: bytes, unusual: bytes
) -> None:
    path = xlsx(Liste=[HEADER, ["1", "a", 10]], fill=lambda sheet: sheet.cell(1_048_576, 16_384, "x"))
    spelt = rewrite(path, lambda _, content: content.replace(usual, unusual))
    with pytest.raises(UnreadableFile, match="cellule isolée"):
        load(spelt)


def test_cells_without_references_are_read(load: Load, xlsx: Callable[..., Path]) -> None:
    path = xlsx(Liste=[HEADER, ["1", "a", 10]])
    bare = rewrite(
        path,
        lambda _, content: content.replace(b' r="A2"', b"").replace(b' r="B2"', b"").replace(b' r="C2"', b""),
    )
    assert load(bare)[1] == [(2, "1", "a", "10")]


def test_lonely_cell_at_the_far_corner_of_an_ods(load: Load, tmp_path: Path) -> None:
    path = ods(tmp_path / "liste.ods", {"Liste": [HEADER, ["1", "a", "10"]]})
    far = (
        b'<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row><table:table-row>'
        b'<table:table-cell table:number-columns-repeated="16383"/><table:table-cell office:value-type="string">'
        b"<text:p>x</text:p></table:table-cell></table:table-row></table:table>"
    )
    with pytest.raises(UnreadableFile, match="cellule isolée"):
        load(
            rewrite(
                path,
                lambda name, content: content.replace(b"</table:table>", far) if name == "content.xml" else content,
            )
        )


def test_zip_bomb_is_refused_from_its_directory(load: Load, xlsx: Callable[..., Path]) -> None:
    bomb = rewrite(
        xlsx(Liste=[HEADER, ["1", "a", 10]]),
        lambda name, content: content + b" " * (200 << 20) if name == "xl/styles.xml" else content,
    )
    assert bomb.stat().st_size < 1 << 20
    with pytest.raises(SuspiciousArchive, match="Mo une fois décompressé"):
        load(bomb)


def test_part_that_lies_about_its_size(load: Load, xlsx: Callable[..., Path]) -> None:
    path = rewrite(
        xlsx(Liste=[HEADER, ["1", "a", 10]]),
        lambda name, content: content + b" " * (5 << 20) if name == "xl/styles.xml" else content,
    )
    with zipfile.ZipFile(path) as archive:
        true = archive.getinfo("xl/styles.xml").file_size
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", true), struct.pack("<I", 1000)))
    with pytest.raises(UnreadableFile, match="endommagé"):
        load(path)


def test_absolute_size_counts_too(load: Load, xlsx: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "LIMITS", replace(guard.LIMITS, unpacked=1000))
    with pytest.raises(SuspiciousArchive):
        load(xlsx(Liste=[HEADER, ["1", "a", 10]]))


SHEET = "xl/worksheets/sheet1.xml"
LONG = b"<si><t>" + b"x" * 32_000 + b"</t></si>"


def sharing(path: Path, cells: bytes, strings: bytes = LONG, sheet: str = SHEET) -> Path:
    """A workbook with these cells after its own, its texts after these ones, its sheet under another name."""
    with xlsxwriter.Workbook(path) as book:
        written = book.add_worksheet("Liste")
        written.write_row(0, 0, HEADER)
        written.write_row(1, 0, ["1", "a", 10])

    def change(name: str, content: bytes) -> bytes:
        if name == "xl/sharedStrings.xml":
            return re.sub(rb"(?<=>)(?=<si>)", strings, content, count=1)
        content = content.replace(SHEET.removeprefix("xl/").encode(), sheet.removeprefix("xl/").encode())
        return content.replace(b"</sheetData>", b"<row>" + cells + b"</row></sheetData>") if name == SHEET else content

    changed = rewrite(path, change)
    renamed = parts_of(changed)
    changed.write_bytes(packed({sheet if name == SHEET else name: content for name, content in renamed.items()}))
    return changed


@pytest.mark.parametrize(
    "cells",
    [
        b'<c t="s"><v>0</v></c>',
        b"<c t='s'><v>0</v></c>",
        b'<c t="s" ><v>\n0</v></c>',
        b'<c t="s"><v>1</v><v>0</v></c>',
        b'<c t="s"><!-- t="s"><v>1</v></c> --><v>0</v></c>',
    ],
)
@pytest.mark.parametrize("sheet", [SHEET, "xl/autre.dat"])
def test_a_long_text_shared_by_thousands_of_cells_is_refused(
    load: Load, tmp_path: Path, cells: bytes, sheet: str
) -> None:
    path = sharing(tmp_path / "liste.xlsx", cells * 40_000, sheet=sheet)
    assert path.stat().st_size < 100_000
    with pytest.raises(SuspiciousArchive, match=r"répète des textes qui occuperaient 1\u202f\d{3}\u202fMo"):
        load(path)


def test_a_long_text_beside_many_short_ones_is_read(load: Load, tmp_path: Path) -> None:
    """The longest text times the cells is only a first look."""
    path = sharing(tmp_path / "liste.xlsx", b'<c t="s"><v>1</v></c>' * 40_000, LONG + b"<si><t>court</t></si>")
    guard.check(path)


def test_a_cell_at_the_far_corner_of_a_sheet_under_another_name(load: Load, tmp_path: Path) -> None:
    path = sharing(tmp_path / "liste.xlsx", b'<c r="XFD1048576"><v>1</v></c>', b"", "xl/autre.dat")
    with pytest.raises(UnreadableFile, match="cellule isolée"):
        load(path)


def test_a_tag_that_never_ends_is_refused(load: Load, tmp_path: Path) -> None:
    path = sharing(tmp_path / "liste.xlsx", b"<c" + b" " * 2_000_000 + b'r="XFD1048576"><v>1</v></c>', b"")
    with pytest.raises(UnreadableFile, match="endommagé"):
        load(path)


def test_pictures_and_what_other_programs_keep_are_let_through(load: Load, tmp_path: Path) -> None:
    path = sharing(tmp_path / "liste.xlsx", b"", b"")
    more = {
        "xl/media/plan.bmp": b"BM<c r" + bytes(2_000_000),
        "customXml/item1.xml": b"<m>" + b"QUJD" * 500_000 + b"</m>",
    }
    path.write_bytes(packed(parts_of(path) | more))
    assert load(path)[1] == [(2, "1", "a", "10")]


def test_the_bounds_of_memory_are_half_a_process(xlsx: Callable[..., Path]) -> None:
    path = xlsx(Liste=[HEADER, ["1", "a", 10]], fill=lambda sheet: sheet.cell(1_048_576, 32, "x"))
    guard.check(path)
    path = xlsx(Liste=[HEADER, ["1", "a", 10]], fill=lambda sheet: sheet.cell(1_048_576, 33, "x"))
    with pytest.raises(UnreadableFile, match="cellule isolée"):
        guard.check(path)


ROW = '<table:table-row table:number-rows-repeated="{rows}">{cells}</table:table-row>'
CELL = '<table:table-cell table:number-columns-repeated="{columns}" office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def repeating(path: Path, added: str) -> Path:
    """An ODS with rows after its own."""
    written = ods(path, {"Liste": [HEADER, ["1", "a", "10"]]})
    return rewrite(
        written, lambda name, content: content.replace(b"</table:table>", added.encode() + b"</table:table>", 1) if name == "content.xml" else content
    )  # fmt: skip


@pytest.mark.parametrize(
    ("added", "refusal"),
    [
        (ROW.format(rows=3_000, cells=CELL.format(columns=16_384, text="b")), "feuille démesurée"),
        (ROW.format(rows=900_000, cells=CELL.format(columns=30, text="x" * 2_000)), "répète des textes"),
        (ROW.format(rows=1, cells=CELL.format(columns=16_384, text="b")) * 3_000, "feuille démesurée"),
        (ROW.format(rows=1, cells=CELL.format(columns=1, text='<text:s text:c="2000000000"/>')), "répète des textes"),
        (ROW.format(rows=1, cells=f"<table:table-cell>{ROW.format(rows=1, cells='')}</table:table-cell>"), "endommagé"),
        ("<table:table></table:table>", "endommagé"),
        (ROW.format(rows="beaucoup", cells=""), "endommagé"),
        (ROW.format(rows=-1, cells=CELL.format(columns=1, text="b")), "endommagé"),
        (f"<!-- {'<a>' * 500_000} -->", "endommagé"),
    ],
    ids=[
        "cells",
        "texts",
        "rows",
        "spaces",
        "table in a cell",
        "table in a table",
        "not a number",
        "negative",
        "comment without end",
    ],
)
def test_an_ods_that_repeats_too_much_is_refused_before_it_exhausts_memory(
    load: Load, tmp_path: Path, added: str, refusal: str
) -> None:
    path = repeating(tmp_path / "liste.ods", added)
    assert path.stat().st_size < 20_000
    with pytest.raises(IngestError, match=refusal):
        load(path)


def test_an_ods_with_the_repeats_of_every_spreadsheet_is_read(load: Load, tmp_path: Path) -> None:
    """Spreadsheets repeat the empty cells to the last column, the empty rows to the last line, and equal neighbours."""
    same = CELL.format(columns=2, text="b") + '<table:table-cell table:number-columns-repeated="16382"/>'
    blank = ROW.format(rows=1_048_000, cells='<table:table-cell table:number-columns-repeated="16384"/>')
    _, loaded = load(repeating(tmp_path / "liste.ods", ROW.format(rows=2, cells=same) + blank))
    assert loaded == [(2, "1", "a", "10"), (3, "b", "b", None), (4, "b", "b", None)]


def test_entities_are_refused(load: Load, tmp_path: Path) -> None:
    path = sharing(tmp_path / "liste.xlsx", b"", b"")
    laughs = b'<!DOCTYPE sst [<!ENTITY a "ha">]><sst'
    path.write_bytes(packed({name: part.replace(b"<sst", laughs) for name, part in parts_of(path).items()}))
    with pytest.raises(SuspiciousArchive, match="déclare une DTD"):
        load(path)


def test_a_million_honest_rows_pass_the_guard(tmp_path: Path) -> None:
    # Ten thousand rows, whose numbers all begin with the mark that each block replaces: 10000 to 1009999.
    row = (
        '<row r="@{0}">'
        + "".join(f'<c r="{column}@{{0}}"><v>@{{0}}</v></c>' for column in "ABCDEFGHIJKLMNOP")
        + "</row>"
    )
    block = "".join(row.format(f"{rank:04}") for rank in range(10_000)).encode()
    path = tmp_path / "grand.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as sheet,
    ):
        sheet.write(b"<worksheet><sheetData>")
        for first in range(1, 101):
            sheet.write(block.replace(b"@", str(first).encode()))
        sheet.write(b"</sheetData></worksheet>")
    guard.check(path)


@pytest.mark.parametrize("kept", [0.3, 0.8, 0.99])
def test_truncated(load: Load, xlsx: Callable[..., Path], kept: float) -> None:
    content = xlsx(Liste=[HEADER, ["1", "a", 10]]).read_bytes()
    with pytest.raises(UnreadableFile, match=r"«.tronqué.xlsx.» est endommagé ou incomplet") as caught:
        load(content[: int(len(content) * kept)], "tronqué.xlsx")
    assert caught.value.__cause__ is not None


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_broken_parts(load: Load, xlsx: Callable[..., Path], part: str) -> None:
    path = rewrite(
        xlsx(Liste=[HEADER, ["1", "a", 10]]),
        lambda name, content: content[: len(content) // 2] + b"<&" if name == part else content,
    )
    with pytest.raises(UnreadableFile):
        load(path)


def test_truncated_xls(load: Load, tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("Liste").write(0, 0, "num_dossier")
    book.save(str(tmp_path / "ancien.xls"))
    with pytest.raises(UnreadableFile, match="endommagé"):
        load((tmp_path / "ancien.xls").read_bytes()[:1500], "coupé.xls")


def test_password_of_a_modern_workbook(load: Load) -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1016 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 1000
    with pytest.raises(ProtectedFile, match="mot de passe"):
        load(content, "secret.xlsx")


def test_password_of_an_old_workbook(load: Load, tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("Liste").write(0, 0, "num_dossier")
    book.save(str(tmp_path / "ancien.xls"))
    content = (tmp_path / "ancien.xls").read_bytes()
    # The record that follows the first one becomes FILEPASS, whose presence alone says that all the rest is encrypted.
    start = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    following = start + 4 + 16
    locked = content[:following] + b"\x2f\x00" + content[following + 2 :]
    with pytest.raises(ProtectedFile, match="mot de passe"):
        load(locked, "secret.xls")


def test_password_of_an_ods(load: Load, tmp_path: Path) -> None:
    path = ods(tmp_path / "liste.ods", {"Liste": [HEADER, ["1", "a", "10"]]})
    locked = rewrite(
        path,
        lambda _, content: content.replace(b"</manifest:manifest>", b"<manifest:encryption-data/></manifest:manifest>"),
    )
    with pytest.raises(ProtectedFile):
        load(locked)


def test_figures_that_are_not_finite_are_empty() -> None:
    assert [workbook.as_text(value) for value in (float("nan"), float("inf"), 0.0, -0.0)] == ["", "", "0", "0"]


def test_merged_cells_are_carried_down_but_for_amounts(load: Load, xlsx: Callable[..., Path]) -> None:
    rows: list[list[object]] = [["num_dossier", "région", "montant", "titre", "reste"]]
    rows += [
        [f"20170000{n}", "Bretagne" if n == 1 else None, 10 if n == 1 else None, "t", 5 if n == 1 else None]
        for n in range(1, 5)
    ]

    def fill(sheet: Worksheet) -> None:
        for cells in ("B2:B4", "C2:C3", "E2:E3", "A7:E9"):
            sheet.merge_cells(cells)
        sheet["A7"] = "Source : MDFSE"

    found, loaded = load(xlsx(Liste=rows, fill=fill))
    assert [row[2] for row in loaded] == ["Bretagne", "Bretagne", "Bretagne", None]
    # A figure in a column that no format knows may be an amount too.
    assert [row[3] for row in loaded] == [row[5].replace("5", "10") if row[5] else None for row in loaded]  # type: ignore[attr-defined]
    assert [row[3] for row in loaded] == ["10", None, None, None]
    said = " ".join(found.notes)
    assert "1 cellule fusionnée sur plusieurs lignes a été reportée" in said
    assert "2 montants ou effectifs fusionnés" in said


def test_formulas_never_computed_stop_the_reading(load: Load, xlsx: Callable[..., Path]) -> None:
    path = xlsx(Autre=[["x", "=1+1"]], Liste=[HEADER, ["1", "a", "=5*2"], ["2", "b", "=5*3"]])
    with pytest.raises(UnreadableFile, match=r"contient 2 formules jamais calculées \(la première en C2\)"):
        load(path)
    total, _ = load(xlsx(Liste=[HEADER, ["1", "a", 10], ["Total", None, "=SUM(C2:C2)"]]))
    assert [row.cells for row in total.totals] == [("Total", None, None)]


def test_computed_formulas_and_empty_texts_are_read(load: Load, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "liste.xlsx")
    sheet = book.add_worksheet("Liste")
    sheet.write_row(0, 0, HEADER)
    sheet.write(1, 0, "1")
    sheet.write_formula(1, 1, '=""', value="")
    sheet.write_formula(1, 2, "=5*2", value=10)
    sheet.write_formula(2, 2, "=1/0", value="#DIV/0!")
    sheet.write(2, 0, "2")
    book.close()
    # As spreadsheets write a formula that gives an empty text.
    path = rewrite(tmp_path / "liste.xlsx", lambda _, content: content.replace(b'<c r="B2">', b'<c r="B2" t="str">'))
    assert load(path)[1] == [(2, "1", None, "10"), (3, "2", None, "#DIV/0!")]


def test_errors_are_found_however_the_parts_are_spelt(load: Load, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "liste.xlsx")
    book.add_worksheet("Autre").write(0, 0, "x")
    sheet = book.add_worksheet("Liste & co")
    sheet.write_row(0, 0, HEADER)
    for row in range(1, 6_000):
        # Rows enough for the part to come in several chunks.
        sheet.write_row(row, 0, [f"2017{row}", "titre " * 20 + str(row)])
        sheet.write_formula(row, 2, "=1/0", value="#REF!")
    book.close()
    spelt = rewrite(
        tmp_path / "liste.xlsx",
        lambda name, content: (
            content.replace(b't="e"', b"t='e'").replace(b"worksheets/sheet2", b"/xl/WorkSheets/Sheet2")
            if name.endswith((".rels", "sheet2.xml"))
            else content
        ),
    )
    assert {row[3] for row in load(spelt)[1]} == {"#REF!"}


def test_figures_never_look_like_thousands(load: Load, xlsx: Callable[..., Path]) -> None:
    found, loaded = load(
        xlsx(Liste=[HEADER, ["1", "a", 125.125], ["2", "b", 1000.0], ["3", "c", "125.000"], ["4", "d", 0.5]])
    )
    assert [row[3] for row in loaded] == ["125.1250", "1000", "125.000", "0.5"]
    assert found.decimals == (0, 0, 2)


@pytest.mark.parametrize("from_1904", [True, False])
def test_days_counted_from_1904(load: Load, tmp_path: Path, from_1904: bool) -> None:
    book = xlsxwriter.Workbook(tmp_path / "liste.xlsx", {"date_1904": from_1904})
    sheet = book.add_worksheet("Liste")
    sheet.write_row(0, 0, [*HEADER, "début"])
    sheet.write_row(1, 0, ["1", "a", 10])
    sheet.write_datetime(1, 3, dt.datetime(2017, 3, 1), book.add_format({"num_format": "dd/mm/yyyy"}))  # noqa: DTZ001
    book.close()
    found, loaded = load(tmp_path / "liste.xlsx")
    assert (found.counts_from_1904, loaded[0][4]) == (from_1904, "2017-03-01")


def test_a_person_names_the_row_of_the_headers(load: Load, xlsx: Callable[..., Path]) -> None:
    path = xlsx(Notice=[["Lisez-moi"]], Liste=[HEADER, ["1", "a", 10], [], ["code", "nom", "prix"], ["2", "b", 20]])
    found, loaded = load(path, answers={"entetes": "4"})
    assert (found.headers, loaded) == (("code", "nom", "prix"), [(5, "2", "b", "20")])
    for wrong in ("3", "0", "99", "quatre"):
        with pytest.raises(IngestError, match=rf"La ligne «.{wrong}.» ne peut pas porter les en-têtes"):
            load(path, answers={"entetes": wrong})


def test_an_ods_tells_its_merged_cells_errors_and_formulas(load: Load, tmp_path: Path) -> None:
    rows: list[list[object]] = [[*HEADER, "région"], *([f"20170000{n}", "a", 10.0, "x"] for n in (1, 2, 3))]
    path = ods(tmp_path / "liste.ods", {"Notice": [["Lisez-moi"]], "Liste": rows})

    def change(name: str, content: bytes) -> bytes:
        if name != "content.xml":
            return content
        cells = content.split(b"<table:table-cell")
        # The cells of « région »: one over three rows, which covers the two others, and an error among the amounts.
        cells[-9] = b' table:number-rows-spanned="3"' + cells[-9]
        cells[-5] = cells[-5].replace(b">x<", b"><")
        cells[-1] = cells[-1].replace(b">x<", b"><")
        cells[-2] = b' calcext:value-type="error" office:value-type="string" office:string-value="">' + (
            b"<text:p>#REF!</text:p></table:table-cell>"
        )
        joined = b"<table:table-cell".join(cells)
        return joined.replace(b"<office:document-content ", b'<office:document-content xmlns:calcext="urn:calcext" ')

    found, loaded = load(rewrite(path, change))
    assert [row[4] for row in loaded] == ["x", "x", "x"]
    assert [row[3] for row in loaded] == ["10", "10", "#REF!"]
    assert any("1 cellule fusionnée" in note for note in found.notes)
    formula = rewrite(
        ods(tmp_path / "formules.ods", {"Liste": [HEADER, ["1", "a", "=1+1"]]}),
        lambda name, content: (
            content.replace(
                b'<table:table-cell office:value-type="string"><text:p>=1+1</text:p>',
                b'<table:table-cell table:formula="of:=1+1">',
            )
            if name == "content.xml"
            else content
        ),
    )
    with pytest.raises(UnreadableFile, match=r"1 formule jamais calculée \(la première en C2\)"):
        load(formula)


def test_a_sheet_with_a_column_of_remarks_besides_is_read_with_the_others(
    load: Load, xlsx: Callable[..., Path]
) -> None:
    first, second = [HEADER, ["1", "a", 10]], [[*HEADER, "Remarque"], ["2", "b", 20, "à revoir"]]
    for sheets in ({"Bretagne": first, "Corse": second}, {"Bretagne": second, "Corse": first}):
        found, rows = load(xlsx(**sheets))
        assert found.sheets_read == ("Bretagne", "Corse")
        assert found.headers == (*HEADER, "Remarque", "Feuille")
        assert sorted(row[1:5] for row in rows) == [("1", "a", "10", None), ("2", "b", "20", "à revoir")]


def test_sheets_in_different_units_are_refused(load: Load, xlsx: Callable[..., Path]) -> None:
    path = xlsx(Bretagne=[HEADER, ["1", "a", 10]], Corse=[HEADER, ["", "", "k€"], ["2", "b", 20]])
    with pytest.raises(UnreadableFile, match="Corse"):
        load(path)


def test_a_sheet_of_operations_no_longer_programmed_is_asked_about(load: Load, xlsx: Callable[..., Path]) -> None:
    path = xlsx(Programmées=[HEADER, ["1", "a", 10]], Déprogrammées=[HEADER, ["2", "b", 20]])
    found, _ = load(path)
    (doubt,) = found.doubts
    assert "Déprogrammées" in doubt.question
    assert [choice.value for choice in doubt.choices] == ["toutes", "Programmées", "Déprogrammées"]
