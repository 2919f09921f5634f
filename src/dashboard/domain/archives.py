"""ZIPs: written so that the same parts give the same bytes, and measured before anything reads them.

A small file can hide gigabytes, and the sizes that it declares can be lies.

    ZipError
    ├── DamagedZipError      not a ZIP, or one that contradicts itself
    │   └── LockedZipError   needs a password
    └── OversizedZipError    beyond the limits, or built to exhaust whoever opens it

Every message ends a French sentence that starts with the file: « … occuperait 812,0 Mo une fois décompressé (60,0 Mo au plus) ».
"""

import copy
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import IO, Final
from xml.parsers import expat

from dashboard.domain.french import NARROW_SPACE, decimal, integer

RATIO_MATTERS_FROM: Final = 16_000_000
"""Bytes: below, unpacking costs nothing that matters, and short archives of one repeated word are honest."""

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3
_READABLE: Final = 0o644 << 16
_PACKED: Final = (".png", ".jpeg", ".jpg")
"""Parts that compressing would only make larger."""
_CHUNK: Final = 1 << 18
_DIRECTORY_PER_PART: Final = 512
"""Bytes of the archive's directory for one part: the entry takes 46, its name and its dates about a hundred."""
_LEAST_READ: Final = 1 << 20
_LONGEST_PROLOG: Final = 1 << 20
_HEADER: Final = 30
_ENCRYPTED: Final = 0x1 | 0x40
_METHODS: Final = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_END: Final = b"PK\5\6"
_END_RECORD: Final = struct.Struct("<4s4H2LH")
_LONGEST_COMMENT: Final = 1 << 16
_BLANK: Final = b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"
_XML: Final = (b"<", "<?xm".encode("cp500"))
_NAMING_ONLY: Final = {"svg", "manifest:manifest"}
"""Old drawing programs and OpenOffice 2 name the type of their documents, without declaring anything in it."""

_UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
    LookupError,
    OverflowError,
)
"""What the library raises on bytes that aren't an archive."""


class ZipError(Exception):
    """An archive that is not to be opened."""


class DamagedZipError(ZipError):
    """Not a ZIP, or one that contradicts itself."""


class LockedZipError(DamagedZipError):
    """A part is encrypted."""


class OversizedZipError(ZipError):
    """Beyond the limits, or built to exhaust whoever opens it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What an archive may hold; sizes in bytes. `xml` and `xml_part` bound what a tree of objects would be built from."""

    packed: int
    unpacked: int
    parts: int
    ratio: int
    """How many times its own size the archive may unpack to, once that is more than `RATIO_MATTERS_FROM`."""
    xml: int | None = None
    xml_part: int | None = None
    documents: bool = True
    """Whether a part that is XML is somebody's document: it is then counted, and may declare no DTD."""
    backslashes: bool = False
    """Whether parts may be named with backslashes, as some exports do: they are then told apart and known with slashes."""


def zipped(parts: Iterable[tuple[str, bytes]], *, compressed: bool = True) -> bytes:
    """The ZIP of these parts, in this order: no clock and no machine shows in its bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            packed = not compressed or name.endswith(_PACKED)
            entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return out.getvalue()


class Archive:
    """The parts of an archive whose directory is sound; reading one checks it while it unpacks."""

    def __init__(self, package: zipfile.ZipFile, limits: Limits) -> None:
        self._package = package
        self._limits = limits
        named = {_slashed(part.filename): part for part in package.infolist()}
        self._parts = {name: part for name, part in named.items() if not name.endswith("/")}
        self._xml: dict[str, int] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parts, in the archive's order, folders left out."""
        return tuple(self._parts)

    def size(self, name: str) -> int:
        """Bytes of a part once unpacked: reading it fails where that is another."""
        return self._parts[name].file_size

    def chunks(self, name: str) -> Iterator[bytes]:
        """The content of a part, a little at a time, counted while it unpacks. Raises ZipError."""
        part = self._parts[name]
        # The library stops at the declared size: a copy that declares more shows what the part really unpacks to.
        unbound = copy.copy(part)
        unbound.file_size = part.file_size + _LEAST_READ
        produced, started = 0, False
        prolog: _Prolog | None = None
        try:
            with self._package.open(unbound) as stream:
                while chunk := stream.read(_CHUNK):
                    if not started and chunk.strip(_BLANK):
                        started = True
                        # By what it holds: names and declared types lie.
                        if self._limits.documents and is_xml(chunk):
                            self._count_xml(part)
                            prolog = _Prolog()
                    produced += len(chunk)
                    if produced > part.file_size:
                        raise DamagedZipError("contient un élément plus gros que la taille qu'il annonce")
                    if prolog is not None:
                        prolog.feed(chunk)
                    yield chunk
        except _UNREADABLE as error:
            raise DamagedZipError("est endommagé ou incomplet") from error
        if produced != part.file_size:
            raise DamagedZipError("est endommagé ou incomplet")

    def read(self, name: str) -> bytes:
        """The whole content of a part. Raises ZipError."""
        return b"".join(self.chunks(name))

    def _count_xml(self, part: zipfile.ZipInfo) -> None:
        # What the part declares is what it unpacks to, or reading it fails.
        self._xml[part.filename] = part.file_size
        limits = self._limits
        if limits.xml_part is not None and part.file_size > limits.xml_part:
            raise OversizedZipError(
                f"contient un élément XML de {_megabytes(part.file_size)} ({_megabytes(limits.xml_part)} au plus)"
            )
        if limits.xml is not None and (total := sum(self._xml.values())) > limits.xml:
            raise OversizedZipError(f"contient {_megabytes(total)} d'éléments XML ({_megabytes(limits.xml)} au plus)")


@contextmanager
def opened(stream: IO[bytes], limits: Limits) -> Iterator[Archive]:
    """An archive whose directory is sound and within the limits, in constant memory. Raises ZipError.

    What is refused: more bytes, parts or compression than the limits say, parts that overlap, share a name, are encrypted,
    compressed otherwise than by deflate, or named outside the archive; then, while a part is read, one that unpacks to
    another size than declared, and XML that declares a DTD.
    """
    size = stream.seek(0, io.SEEK_END)
    if size > limits.packed:
        raise OversizedZipError(f"pèse {_megabytes(size)} ({_megabytes(limits.packed)} au plus)")
    bounded = _BoundedReads(stream, max(limits.parts * _DIRECTORY_PER_PART, _LEAST_READ))
    try:
        package = zipfile.ZipFile(bounded)
    except _UNREADABLE as error:
        raise DamagedZipError("est endommagé ou incomplet") from error
    with package:
        _check_directory(package, stream, size, limits)
        yield Archive(package, limits)


def check_unpacked(unpacked: int, size: int, limits: Limits) -> None:
    """Refuses a file of `size` bytes that says to unpack to more than the limits allow. Raises OversizedZipError."""
    once_unpacked = f"occuperait {_megabytes(unpacked)} une fois décompressé"
    if unpacked > limits.unpacked:
        raise OversizedZipError(f"{once_unpacked} ({_megabytes(limits.unpacked)} au plus)")
    if unpacked > max(RATIO_MATTERS_FROM, limits.ratio * size):
        times = f"{integer(unpacked // size)} fois sa taille ({integer(limits.ratio)} fois au plus)"
        raise OversizedZipError(f"{once_unpacked}, soit {times}")


def is_xml(start: bytes) -> bool:
    """Whether a part is XML, by its first bytes, in any encoding that parsers recognise."""
    return start[:_CHUNK].lstrip(_BLANK).startswith(_XML)


class _BoundedReads:
    """The stream, without the read that would fill the memory: the library takes the directory at once, whatever its size."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream = stream
        self._most = most
        self.seek, self.tell, self.seekable = stream.seek, stream.tell, stream.seekable

    def read(self, size: int = -1) -> bytes:
        if size > self._most:
            raise OversizedZipError(f"a un sommaire de {_megabytes(size)} ({_megabytes(self._most)} au plus)")
        return self._stream.read(size)


def _check_directory(package: zipfile.ZipFile, stream: IO[bytes], size: int, limits: Limits) -> None:
    parts = package.infolist()
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise LockedZipError("est protégé par un mot de passe")
    if len(parts) > limits.parts:
        raise OversizedZipError(f"contient {integer(len(parts))} éléments ({integer(limits.parts)} au plus)")
    check_unpacked(sum(part.file_size for part in parts), size, limits)
    spans = sorted((part.header_offset, part.header_offset + _HEADER + part.compress_size) for part in parts)
    if any(end > start for (_, end), (start, _) in pairwise([*spans, (package.start_dir, size)])):
        # Parts that overlap are how a few kilobytes unpack to terabytes.
        raise OversizedZipError("contient des éléments qui se recouvrent")
    names = {_slashed(part.filename).lower() for part in parts}
    sound = all(part.compress_type in _METHODS and _stays_inside(part, limits) for part in parts)
    if len(names) < len(parts) or not sound or not _has_one_directory(package, stream, size):
        raise DamagedZipError("n'est pas une archive ordinaire")


def _stays_inside(part: zipfile.ZipInfo, limits: Limits) -> bool:
    name = _slashed(part.orig_filename) if limits.backslashes else part.orig_filename
    return not (name.startswith("/") or set(name) & {"\0", "\\", ":"} or ".." in name.split("/"))


def _slashed(name: str) -> str:
    return name.replace("\\", "/")


def _has_one_directory(package: zipfile.ZipFile, stream: IO[bytes], size: int) -> bool:
    """Whether the last record of the archive leads to the directory that was read: other libraries follow it."""
    stream.seek(max(size - _END_RECORD.size - _LONGEST_COMMENT, 0))
    tail = stream.read()
    record = tail[tail.rfind(_END) :][: _END_RECORD.size]
    if len(record) < _END_RECORD.size:
        return False
    _, _, _, _, count, _, offset, _ = _END_RECORD.unpack(record)
    # All ones: the figure stands in the record of large archives, which the library has followed.
    return count in {len(package.infolist()), 0xFFFF} and offset in {package.start_dir, 0xFFFF_FFFF}


class _Prolog:
    """What stands before the first element of an XML part, where a DTD is declared."""

    def __init__(self) -> None:
        self._seen = 0
        self._over = False
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._root

    def feed(self, chunk: bytes) -> None:
        """Looks at more of the part. Raises ZipError."""
        if self._over:
            return
        self._seen += len(chunk)
        try:
            self._parser.Parse(chunk, False)
        except (expat.ExpatError, ValueError, LookupError) as error:
            # Past the first element, whoever reads the part says what is wrong with it.
            if not self._over:
                raise DamagedZipError("contient un élément XML illisible") from error
        if not self._over and self._seen > _LONGEST_PROLOG:
            raise DamagedZipError("contient un élément XML illisible")

    def _root(self, _name: str, _attributes: dict[str, str]) -> None:
        self._over = True
        self._parser.StartElementHandler = None

    def _doctype(self, name: str, _system: str | None, _public: str | None, declares: bool) -> None:
        if declares or name not in _NAMING_ONLY:
            raise OversizedZipError("contient un élément XML qui déclare une DTD")


def _megabytes(count: int) -> str:
    return f"{decimal(count / 1_000_000, 1)}{NARROW_SPACE}Mo"
