"""What a file really is: decided from its first bytes, since names lie (an .xls is often a CSV or a web page)."""

import re
from enum import Enum
from pathlib import Path

from dashboard.domain.french import quoted
from dashboard.ingest.errors import EmptyFile, ProtectedFile, UnreadableFile, UnsupportedFile
from dashboard.ingest.readers._workbook_guard import XLSX_PART, unpacked

_HEAD = 65_536
_ADVICE = "déposez un fichier CSV, XLSX, XLS, ODS ou Parquet"
_AS_TABLE = "ouvrez-le dans un tableur et enregistrez-le au format XLSX ou CSV"

_MANIFEST = "META-INF/manifest.xml"
_SHEETS_OF_OLD_WORKBOOKS = ("Workbook\0", "Book\0")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    (b"%PDF", "un document PDF"),
    (b"\x89PNG", "une image PNG"),
    (b"\xff\xd8\xff", "une image JPEG"),
    (b"GIF8", "une image GIF"),
    (b"II*\0", "une image TIFF"),
    (b"MM\0*", "une image TIFF"),
    (b"\x1f\x8b", "une archive compressée"),
    (b"BZh", "une archive compressée"),
    (b"\xfd7zXZ\0", "une archive compressée"),
    (b"\x28\xb5\x2f\xfd", "une archive compressée"),
    (b"7z\xbc\xaf\x27\x1c", "une archive compressée"),
    (b"Rar!", "une archive compressée"),
    (b"{\\rtf", "un document RTF"),
    (b"MIME-Version:", "une page web (MHTML)"),
    (b"SQLite format 3\0", "une base de données SQLite"),
)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta|div)\b", re.IGNORECASE)
_XML_WORKBOOK = b"urn:schemas-microsoft-com:office:spreadsheet"
_JSON = re.compile(rb'\s*(?:\{\s*["}]|\[\s*[\[{"])')
_UTF_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# Tab, line feed, vertical tab, form feed, carriage return, Ctrl-Z of old DOS files, and NUL (judged apart).
_CONTROLS = bytes(set(range(0x20)) - {0x00, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A})


class Kind(Enum):
    """The families of files that have a reader."""

    DELIMITED = "delimited"
    WORKBOOK = "workbook"
    PARQUET = "parquet"


def identify(path: Path) -> Kind:
    """The reader to use, or the reason why there is none."""
    name = quoted(path.name)
    if path.is_dir():
        raise UnreadableFile(f"{name} est un dossier : choisissez un fichier.")
    if not path.exists():
        raise UnreadableFile(f"Le fichier {name} est introuvable : vérifiez son emplacement.")
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe") and path.stat().st_size <= _HEAD:
        raise EmptyFile(f"Le fichier {name} est vide : refaites l'export et recommencez.")
    if head.startswith(b"PAR1"):
        return Kind.PARQUET
    if head.startswith(b"PARE"):
        raise ProtectedFile(f"Le fichier Parquet {name} est chiffré : fournissez-le sans chiffrement.")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _archive(path, name)
    if head.startswith(_OLE):
        return _compound(path, name)
    _refuse_foreign(head, name)
    return Kind.DELIMITED


def _archive(path: Path, name: str) -> Kind:
    with unpacked(path) as archive:
        mimetype = next(archive.chunks("mimetype"), b"") if "mimetype" in archive.names else b""
        manifest = next(archive.chunks(_MANIFEST), b"") if _MANIFEST in archive.names else b""
        members = {member.lower() for member in archive.names}
    if b"encryption-data" in manifest:
        raise ProtectedFile(f"Le fichier {name} est protégé par un mot de passe : enregistrez-le sans mot de passe.")
    if XLSX_PART in members or b"opendocument.spreadsheet" in mimetype:
        return Kind.WORKBOOK
    if "xl/workbook.bin" in members:
        raise UnsupportedFile(f"Le fichier {name} est un classeur binaire XLSB : enregistrez-le au format XLSX.")
    if any(member.startswith(("word/", "ppt/")) for member in members) or b"opendocument" in mimetype:
        raise UnsupportedFile(f"Le fichier {name} n'est pas un tableau : {_ADVICE}.")
    if any(member.startswith("xl/") for member in members):
        raise UnsupportedFile(f"Le fichier {name} est un classeur que ce programme ne sait pas lire : {_AS_TABLE}.")
    raise UnsupportedFile(f"Le fichier {name} est une archive : décompressez-la, puis {_ADVICE}.")


def _compound(path: Path, name: str) -> Kind:
    content = path.read_bytes()
    if any(stream.encode("utf-16-le") in content for stream in _SHEETS_OF_OLD_WORKBOOKS):
        # A workbook may also hold a Word document, or a ZIP with its theme.
        return Kind.WORKBOOK
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise ProtectedFile(f"Le fichier {name} est protégé par un mot de passe : enregistrez-le sans mot de passe.")
    if any(stream.encode("utf-16-le") in content for stream in ("WordDocument", "PowerPoint Document", "__properties")):
        raise UnsupportedFile(f"Le fichier {name} n'est pas un tableau : {_ADVICE}.")
    return Kind.WORKBOOK


def _refuse_foreign(head: bytes, name: str) -> None:
    for magic, what in _FOREIGN:
        if head.startswith(magic):
            raise UnsupportedFile(f"Le fichier {name} est {what}, pas un tableau : {_ADVICE}.")
    text = head.decode("utf-16", errors="replace").encode() if head.startswith(_UTF_BOMS[1:]) else head
    start = text.removeprefix(_UTF_BOMS[0]).lstrip()[:4096]
    if start.startswith(b"<"):
        if _HTML.search(start) and _XML_WORKBOOK not in start:
            raise UnsupportedFile(f"Le fichier {name} est une page web (HTML) : {_AS_TABLE}.")
        if start.startswith((b"<?xml", b"<Workbook", b"<office:document")):
            raise UnsupportedFile(f"Le fichier {name} est un fichier XML : {_AS_TABLE}.")
    if _JSON.match(start):
        raise UnsupportedFile(f"Le fichier {name} est un fichier JSON : {_ADVICE}.")
    if _is_binary(text):
        raise UnsupportedFile(f"Le contenu du fichier {name} n'est pas reconnu : {_ADVICE}.")


def _is_binary(head: bytes) -> bool:
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls > max(2, len(head) // 100)
