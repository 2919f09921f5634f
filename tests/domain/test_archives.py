import io
import struct
import tracemalloc
import zipfile
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.archives import (
    RATIO_MATTERS_FROM,
    DamagedZipError,
    Limits,
    LockedZipError,
    OversizedZipError,
    ZipError,
    opened,
    zipped,
)
from tests.bombs import lying, packed

LIMITS = Limits(packed=5_000_000, unpacked=100_000_000, parts=50, ratio=100, xml=3_000_000, xml_part=2_000_000)
NAMES = st.text("abcdefgh.-_ é", min_size=1, max_size=12).filter(lambda name: name not in {".", ".."})


def read(content: bytes, limits: Limits = LIMITS) -> dict[str, bytes]:
    with opened(io.BytesIO(content), limits) as archive:
        return {name: archive.read(name) for name in archive.names}


def refused(content: bytes, kind: type[ZipError], limits: Limits = LIMITS) -> str:
    with pytest.raises(kind) as caught:
        read(content, limits)
    return str(caught.value)


@given(
    parts=st.dictionaries(NAMES, st.binary(max_size=3_000).filter(lambda content: b"<" not in content), max_size=8),
    folder=st.sampled_from(["", "word/", "a/b/"]),
    method=st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]),
    comment=st.sampled_from([b"", b"export de la plateforme"]),
)
def test_an_honest_archive_gives_its_parts_back(
    parts: Mapping[str, bytes], folder: str, method: int, comment: bytes
) -> None:
    wanted = {folder + name: content for name, content in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.comment = comment
        for name, content in wanted.items():
            archive.writestr(name, content)
    assert read(out.getvalue()) == wanted


@settings(max_examples=200)
@given(data=st.data())
def test_a_changed_byte_is_refused_or_gives_the_same_parts(data: st.DataObject) -> None:
    parts = {"a.xml": b"<a>" + b"text" * 20 + b"</a>", "b.bin": bytes(range(200))}
    changed = bytearray(packed(parts))
    position = data.draw(st.integers(0, len(changed) - 1))
    changed[position] ^= data.draw(st.integers(1, 255))
    try:
        found = read(bytes(changed))
    except ZipError:
        return
    # The names stand in the directory alone: nothing vouches for them.
    assert sorted(found.values()) == sorted(parts.values()) or len(found) < len(parts)


def test_archives_written_as_they_come_are_read() -> None:
    """Sizes after the parts, and the record of large archives: what programs that write to a stream do."""

    class Stream(io.RawIOBase):
        def __init__(self) -> None:
            self.content = b""

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]  # bytes are enough here
            self.content += bytes(data)
            return len(data)

    stream = Stream()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a", "w", force_zip64=True) as part,
    ):
        part.write(b"abc")
    assert read(stream.content) == {"a": b"abc"}


def with_large_record(content: bytes) -> bytes:
    """The archive with its figures in the record of large archives, as Java programs write it."""
    end = content.rindex(b"PK\5\6")
    count, size, offset = struct.unpack("<HLL", content[end + 10 : end + 20])
    record = struct.pack("<4sQHHLLQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, offset)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, end, 1)
    return content[:end] + record + locator + content[end:]


def test_the_record_of_large_archives_is_followed() -> None:
    assert read(with_large_record(packed({"a": b"abc"}))) == {"a": b"abc"}


def test_two_directories_are_one_too_many() -> None:
    """A library that follows the short record would unpack what the other one hides."""
    shown, hidden = packed({"a": b"abc"}), packed({"a": b"x" * 100, "b": b""})
    both = bytearray(with_large_record(shown))
    end = both.rindex(b"PK\5\6")
    struct.pack_into("<HHLL", both, end + 8, 2, 2, len(hidden), 4)
    assert refused(bytes(both), DamagedZipError) == "n'est pas une archive ordinaire"


@pytest.mark.parametrize("declared", [100, 5_000])
def test_a_part_that_unpacks_to_more_than_it_says_is_refused_in_constant_memory(declared: int) -> None:
    content = lying(packed({"a": b"x", "gros.bin": b"\1" * 50_000_000}), "gros.bin", declared)
    tracemalloc.start()
    try:
        said = refused(content, DamagedZipError)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert said == "contient un élément plus gros que la taille qu'il annonce"
    assert peak < 4_000_000


def test_a_part_that_unpacks_to_less_than_it_says_is_refused() -> None:
    content = packed({"a": b"x" * 1000})
    longer = content.replace(struct.pack("<L", 1000), struct.pack("<L", 1001))
    assert refused(longer, DamagedZipError) == "est endommagé ou incomplet"


def test_sizes_are_said_with_their_limits() -> None:
    small = Limits(packed=1_000_000, unpacked=5_000_000, parts=3, ratio=100)
    assert refused(bytes(1_200_000), OversizedZipError, small) == "pèse 1,2\u202fMo (1,0\u202fMo au plus)"
    assert (
        refused(packed({"a": bytes(4_000_000), "b": bytes(2_000_000)}), OversizedZipError, small)
        == "occuperait 6,0\u202fMo une fois décompressé (5,0\u202fMo au plus)"
    )
    assert refused(packed(dict.fromkeys("abcd", b"")), OversizedZipError, small) == "contient 4 éléments (3 au plus)"


def test_the_ratio_matters_once_the_content_is_large() -> None:
    assert read(packed({"a": bytes(RATIO_MATTERS_FROM)})) == {"a": bytes(RATIO_MATTERS_FROM)}
    said = refused(packed({"a": bytes(RATIO_MATTERS_FROM + 1)}), OversizedZipError)
    assert said.startswith("occuperait 16,0\u202fMo une fois décompressé, soit ")
    assert said.endswith(" fois sa taille (100 fois au plus)")


def test_a_directory_of_thousands_of_parts_is_not_even_read() -> None:
    few = Limits(packed=50_000_000, unpacked=1, parts=10, ratio=1)
    crowd = packed({f"{number:0200}": b"" for number in range(6_000)})
    tracemalloc.start()
    try:
        said = refused(crowd, OversizedZipError, few)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert said.startswith("a un sommaire de ")
    assert peak < len(crowd)


XML = b'<?xml version="1.0" encoding="UTF-8"?>\n'


@pytest.mark.parametrize("name", ["a.xml", "a.png", "a"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp500"])
def test_xml_is_bounded_whatever_its_name_and_its_encoding(name: str, encoding: str) -> None:
    small = Limits(packed=5_000_000, unpacked=100_000_000, parts=50, ratio=100, xml=150_000, xml_part=100_000)
    part = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig").removesuffix("-le")}"?><a>{"b" * 110_000}</a>'
    said = refused(packed({name: part.encode(encoding)}), OversizedZipError, small)
    assert said.startswith(
        f"contient un élément XML de 0,{'2' if '16' in encoding else '1'}\u202fMo (0,1\u202fMo au plus)"
    )
    assert read(packed({name: b"\x89PNG" + part.encode(encoding)}), small)


def test_xml_is_bounded_in_all() -> None:
    part = XML + b"<a>" + b"b" * 1_100_000 + b"</a>"
    assert read(packed({"a": part, "b": part}))
    assert (
        refused(packed({"a": part, "b": part, "c": b" " * 70_000 + b"<a>" + part[45:]}), OversizedZipError)
        == "contient 3,4\u202fMo d'éléments XML (3,0\u202fMo au plus)"
    )


LAUGHS = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'


@pytest.mark.parametrize(
    "prolog",
    [
        XML + LAUGHS,
        LAUGHS,
        b"<!-- " + b"x" * 300_000 + b" -->" + LAUGHS,
        (LAUGHS.decode()).encode("utf-16"),
        b'<!DOCTYPE a SYSTEM "http://exemple.fr/a.dtd">',
        b'<!DOCTYPE svg [<!ENTITY b "ha">]>',
    ],
    ids=["declared", "bare", "after a comment", "utf-16", "elsewhere", "svg with entities"],
)
def test_xml_that_declares_a_dtd_is_refused(prolog: bytes) -> None:
    root = "<svg>&c;</svg>" if b"svg" in prolog else "<a>&c;</a>"
    content = packed(
        {"a.xml": prolog + (root.encode("utf-16-le") if prolog.startswith(b"\xff\xfe") else root.encode())}
    )
    assert refused(content, OversizedZipError) == "contient un élément XML qui déclare une DTD"


def test_a_type_that_is_only_named_is_let_through() -> None:
    drawing = (
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><svg/>'
    )
    assert read(packed({"logo.svg": drawing})) == {"logo.svg": drawing}


@pytest.mark.parametrize(
    "start", [b"<!-- " + b"x" * 1_500_000, b'<?xml version="1.0" encoding="inconnu"?><a/>', b"<a", b"<1"]
)
def test_xml_that_never_starts_is_damaged(start: bytes) -> None:
    content = packed({"a.xml": start})
    if start == b"<a":  # cut: its reader says so
        assert read(content) == {"a.xml": start}
    else:
        assert refused(content, DamagedZipError) == "contient un élément XML illisible"


@pytest.mark.parametrize("name", ["/etc/passwd", "../a", "a/../../b", "a\\b", "C:a"])
def test_names_that_leave_the_archive_are_refused(name: str) -> None:
    assert refused(packed({name: b"a"}), DamagedZipError) == "n'est pas une archive ordinaire"


def test_backslashes_are_slashes_where_they_are_allowed() -> None:
    limits = replace(LIMITS, backslashes=True)
    with opened(io.BytesIO(packed({"xl\\a.xml": b"<a/>", "b": b"c"})), limits) as archive:
        assert {name: b"".join(archive.chunks(name)) for name in archive.names} == {"xl/a.xml": b"<a/>", "b": b"c"}
    for parts in ({"..\\a": b"a"}, {"a\\..\\..\\b": b"a"}, {"\\a": b"a"}, {"a/b": b"a", "A\\b": b"b"}):
        with pytest.raises(DamagedZipError), opened(io.BytesIO(packed(parts)), limits):
            pass


def test_parts_of_the_same_name_are_refused() -> None:
    assert refused(packed({"a.xml": b"a", "A.XML": b"b"}), DamagedZipError) == "n'est pas une archive ordinaire"
    twins = packed({"a.xml": b"a", "b.xml": b"b"}).replace(b"b.xml", b"a.xml")
    assert refused(twins, DamagedZipError) == "n'est pas une archive ordinaire"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compressions_are_refused(method: int) -> None:
    assert refused(packed({"a": b"a" * 1000}, method), DamagedZipError) == "n'est pas une archive ordinaire"


def test_parts_that_overlap_are_refused() -> None:
    """One compressed content, read again by every entry of the directory."""
    content = bytearray(packed(dict.fromkeys("abc", b"x" * 1000)))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        start = archive.start_dir
    for name in (b"b", b"c"):
        entry = content.index(name, start) - 46
        struct.pack_into("<L", content, entry + 42, 0)
    assert refused(bytes(content), OversizedZipError) == "contient des éléments qui se recouvrent"


def test_an_encrypted_part_is_locked() -> None:
    content = bytearray(packed({"a": b"abc"}))
    for signature, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        content[content.index(signature) + at] |= 1
    assert refused(bytes(content), LockedZipError) == "est protégé par un mot de passe"


def test_what_is_no_archive_is_damaged() -> None:
    # Not as parameters: an archive holds the hour of its making, and two workers would call the test differently.
    for content in (b"", b"PK\3\4", b"bonjour", packed({"a": b"a" * 500})[:-30]):
        assert refused(content, DamagedZipError) == "est endommagé ou incomplet"


@pytest.mark.parametrize("compressed", [True, False])
def test_the_same_parts_give_the_same_bytes_whatever_the_clock_and_the_machine(
    monkeypatch: pytest.MonkeyPatch, compressed: bool
) -> None:
    parts = [("b.txt", b"a" * 1000), ("a/c.png", b"a" * 1000)]
    first = zipped(parts, compressed=compressed)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("sys.platform", "win32")
    assert zipped(parts, compressed=compressed) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert [(one.filename, one.compress_type) for one in archive.infolist()] == [
            ("b.txt", zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED),
            ("a/c.png", zipfile.ZIP_STORED),
        ]
        assert {(one.date_time, one.create_system) for one in archive.infolist()} == {((1980, 1, 1, 0, 0, 0), 3)}
        assert [archive.read(name) for name, _ in parts] == [content for _, content in parts]
