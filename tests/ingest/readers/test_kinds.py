"""Files that hold no table: one precise French sentence, and nothing left behind."""

import io
import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
import xlsxwriter
import xlwt

from dashboard.ingest.errors import (
    EmptyFile,
    IngestError,
    ProtectedFile,
    SuspiciousArchive,
    UnreadableFile,
    UnsupportedFile,
)
from dashboard.ingest.readers import _workbook_guard as guard
from tests.bombs import packed, parts_of
from tests.ingest.readers.conftest import Load

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000


def archive(*names: str) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return output.getvalue()


REFUSED = {
    "nothing": (b"", EmptyFile, "est vide"),
    "blanks": (b"\xef\xbb\xbf \r\n\t\n", EmptyFile, "est vide"),
    "NULs": (b"\0" * 5000, EmptyFile, "est vide"),
    "delimiters only": (b";;;\n;;;\n", EmptyFile, "ne contient que des lignes vides"),
    "PDF": (b"%PDF-1.7\n1 0 obj", UnsupportedFile, "un document PDF"),
    "PNG": (b"\x89PNG\r\n\x1a\n" + bytes(100), UnsupportedFile, "une image"),
    "JPEG": (b"\xff\xd8\xff\xe0" + bytes(100), UnsupportedFile, "une image"),
    "gzip": (b"\x1f\x8b\x08\x00" + bytes(100), UnsupportedFile, "une archive compressée"),
    "HTML in .xls": (b"\xef\xbb\xbf\r\n<html><table><tr><td>num_dossier</td></tr></table></html>", UnsupportedFile, r"page web \(HTML\)"),
    "HTML in UTF-16": ("<!DOCTYPE html><p>x</p>".encode("utf-16"), UnsupportedFile, r"page web \(HTML\)"),
    "XML spreadsheet": (b'<?xml version="1.0"?><Workbook xmlns="urn:x"/>', UnsupportedFile, "fichier XML"),
    "XML workbook of 2003": (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Table/></Workbook>', UnsupportedFile, "fichier XML"),
    "MHTML in .xls": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n<html>", UnsupportedFile, r"page web \(MHTML\)"),
    "JSON": (b'[{"num_dossier": 1}]', UnsupportedFile, "fichier JSON"),
    "RTF": (b"{\\rtf1 x}", UnsupportedFile, "RTF"),
    "junk": (bytes(range(1, 256)) * 20, UnsupportedFile, "n'est pas reconnu"),
    "Word": (archive("[Content_Types].xml", "word/document.xml"), UnsupportedFile, "n'est pas un tableau"),
    "XLSB": (archive("[Content_Types].xml", "xl/workbook.bin"), UnsupportedFile, "XLSB"),
    "workbook of unknown parts": (archive("xl/classeur.xml"), UnsupportedFile, "est un classeur que ce programme ne sait pas lire"),
    "zipped CSV": (archive("liste.csv"), UnsupportedFile, "décompressez-la"),
    "empty zip": (archive(), UnsupportedFile, "archive"),
    "broken zip": (b"PK\x03\x04" + bytes(100), UnreadableFile, "endommagé"),
    "old Word": (OLE + "WordDocument".encode("utf-16-le"), UnsupportedFile, "n'est pas un tableau"),
    "broken XLS": (OLE, UnreadableFile, "endommagé"),
    "encrypted Parquet": (b"PARE" + bytes(50), ProtectedFile, "chiffré"),
    "Parquet head only": (b"PAR1" + bytes(50), UnreadableFile, "Parquet endommagé"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "kind", "reason"), REFUSED.values(), ids=REFUSED)
def test_refusals(
    load: Load, connection: duckdb.DuckDBPyConnection, content: bytes, kind: type[IngestError], reason: str
) -> None:
    with pytest.raises(kind, match=reason) as caught:
        load(content, "donnée.xls")
    assert type(caught.value) is kind
    message = str(caught.value)
    assert "«\u202fdonnée.xls\u202f»" in message
    assert message.endswith(".")
    assert not any(f" {sign}" in message for sign in ":;!?")
    assert connection.execute("SELECT count(*) FROM duckdb_tables()").fetchone() == (0,)


def renamed(content: bytes, change: Callable[[str], str]) -> bytes:
    """The same ZIP with its parts under other names, the last one first."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new:
        for part in reversed(old.infolist()):
            entry = zipfile.ZipInfo()
            # The constructor would put slashes back.
            entry.filename, entry.compress_type = change(part.filename), zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(part))
    return output.getvalue()


ODD_NAMES: dict[str, Callable[[str], str]] = {
    "backslashes": lambda name: name.replace("/", "\\"),
    "capitals": str.upper,
    "both": lambda name: name.replace("xl/", "XL\\").replace("sheet", "SHEET"),
    "another order": lambda name: name,
}
TRANSITIONAL, STRICT = "http://schemas.openxmlformats.org/{}/2006/{}", "http://purl.oclc.org/ooxml/{}/{}"


def workbook(cell: str = "A1") -> bytes:
    output = io.BytesIO()
    with xlsxwriter.Workbook(output) as book:
        sheet = book.add_worksheet()
        for rank, row in enumerate((["num_dossier", "titre", "montant"], ["1", "été", 10])):
            sheet.write_row(rank, 0, row)
        if cell != "A1":
            sheet.write(cell, "loin")
    return output.getvalue()


def test_workbooks_whose_parts_have_odd_names_are_read(load: Load) -> None:
    for name, change in ODD_NAMES.items():
        assert load(renamed(workbook(), change), "liste.xlsx")[1] == [(2, "1", "été", "10")], name


def test_odd_names_hide_nothing_from_the_guard(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, change in ODD_NAMES.items():
        with pytest.raises(UnreadableFile, match="cellule isolée"):
            load(renamed(workbook("XFD1048576"), change), f"{name}.xlsx")
    shared = replaced(workbook(), b"<si><t>num_dossier</t></si>", b"<si><t>" + b"x" * 32_000 + b"</t></si>")
    shared = replaced(shared, b"</sheetData>", b"<row>" + b'<c t="s"><v>0</v></c>' * 40_000 + b"</row></sheetData>")
    for name, change in ODD_NAMES.items():
        with pytest.raises(SuspiciousArchive, match="répète des textes"):
            load(renamed(shared, change), f"{name}.xlsx")
    monkeypatch.setattr(guard, "LIMITS", replace(guard.LIMITS, unpacked=1000))
    for name, change in ODD_NAMES.items():
        with pytest.raises(SuspiciousArchive, match="une fois décompressé"):
            load(renamed(workbook(), change), f"{name}.xlsx")


def replaced(content: bytes, old: bytes, new: bytes) -> bytes:
    return packed({name: part.replace(old, new) for name, part in parts_of(content).items()})


def test_strict_and_macro_workbooks_are_read(load: Load) -> None:
    strict = workbook()
    for kind, what in (("spreadsheetml", "main"), ("officeDocument", "relationships")):
        strict = replaced(strict, TRANSITIONAL.format(kind, what).encode(), STRICT.format(kind, what).encode())
    assert b"purl.oclc.org" in parts_of(strict)["xl/workbook.xml"]
    assert load(strict, "liste.xlsx")[1] == [(2, "1", "été", "10")]
    macros = replaced(
        workbook(), b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
    )
    assert load(macros, "liste.xlsm")[1] == [(2, "1", "été", "10")]


def test_an_old_workbook_that_holds_a_zip_or_a_document_is_read(load: Load) -> None:
    output = io.BytesIO()
    book = xlwt.Workbook()
    sheet = book.add_sheet("Liste")
    for line, row in enumerate((["num_dossier", "titre", "montant"], ["1", "WordDocument", 10])):
        for column, value in enumerate(row):
            sheet.write(line, column, value)
    book.save(output)
    theme = archive("[Content_Types].xml", "theme/theme/theme1.xml")
    assert zipfile.is_zipfile(io.BytesIO(output.getvalue() + theme))
    assert load(output.getvalue() + theme, "ancien.xls")[1] == [(2, "1", "WordDocument", "10")]
    document = "WordDocument".encode("utf-16-le")
    assert load(output.getvalue() + document, "ancien.xls")[1] == [(2, "1", "WordDocument", "10")]


def test_folder(load: Load, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="est un dossier"):
        load(tmp_path)


def test_missing_file(load: Load, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="introuvable"):
        load(tmp_path / "absent.csv")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_forbidden_file(load: Load, tmp_path: Path) -> None:
    path = tmp_path / "secret.csv"
    path.write_text("num_dossier;titre\n1;a\n", encoding="utf-8")
    path.chmod(0)
    with pytest.raises(UnreadableFile, match="vérifiez vos droits") as caught:
        load(path)
    assert isinstance(caught.value.__cause__, PermissionError)
