"""Files that hold no table: one precise French sentence, and nothing left behind."""

import io
import os
import zipfile
from pathlib import Path

import duckdb
import pytest

from dashboard.ingest.errors import EmptyFile, IngestError, ProtectedFile, UnreadableFile, UnsupportedFile
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
    "JSON": (b'[{"num_dossier": 1}]', UnsupportedFile, "fichier JSON"),
    "RTF": (b"{\\rtf1 x}", UnsupportedFile, "RTF"),
    "junk": (bytes(range(1, 256)) * 20, UnsupportedFile, "n'est pas reconnu"),
    "Word": (archive("[Content_Types].xml", "word/document.xml"), UnsupportedFile, "n'est pas un tableau"),
    "XLSB": (archive("[Content_Types].xml", "xl/workbook.bin"), UnsupportedFile, "XLSB"),
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
