"""Archives that exhaust whoever believes them, made on the spot: a few kilobytes each."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

SHAPE = b'<p:sp><p:nvSpPr><p:cNvPr id="2" name="a"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/></p:sp>'
PARAGRAPH = b"<w:p><w:r><w:t>a</w:t></w:r></w:p>"


def packed(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def parts_of(content: bytes | Path) -> dict[str, bytes]:
    """The parts of a ZIP that is trusted."""
    with zipfile.ZipFile(content if isinstance(content, Path) else io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def lying(content: bytes, part: str, declared: int) -> bytes:
    """The same ZIP, where a part says to unpack to its first bytes alone, with their checksum: unpacking it gives the rest too."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        info, start = archive.getinfo(part), archive.start_dir
        with archive.open(part) as stream:
            checksum = zlib.crc32(stream.read(declared))
    changed = bytearray(content)
    name = part.encode()
    entry = changed.index(name, start) - 46
    for checksum_at, size_at in ((info.header_offset + 14, info.header_offset + 22), (entry + 16, entry + 24)):
        struct.pack_into("<L", changed, checksum_at, checksum)
        struct.pack_into("<L", changed, size_at, declared)
    return bytes(changed)


def grown(content: bytes | Path, part: str, before: bytes, filling: bytes, times: int) -> bytes:
    """The same ZIP with something repeated in a part, before the first `before`."""
    parts = parts_of(content)
    at = parts[part].index(before)
    return packed({**parts, part: parts[part][:at] + filling * times + parts[part][at:]})
