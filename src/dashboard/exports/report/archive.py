"""Zipped parts whose bytes depend on their content alone: no clock, no machine."""

import io
import zipfile
from collections.abc import Iterable
from typing import Final

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3
_READABLE: Final = 0o644 << 16


def archived(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip of these parts, in this order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            entry.compress_type = (
                zipfile.ZIP_STORED if name.endswith((".png", ".jpeg", ".jpg")) else zipfile.ZIP_DEFLATED
            )
            package.writestr(entry, content)
    return out.getvalue()


def rearchived(content: bytes) -> bytes:
    """The same parts without what the clock and the machine wrote around them."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return archived([(name, package.read(name)) for name in package.namelist()])
