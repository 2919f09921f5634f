"""Words of the extracts inside Markdown: they are untrusted, so they print letter for letter."""

import re
from typing import Final

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]()#+.!|~<>$:&=^]|(?<!\w)-|-(?!\w))")
"""Between two letters a hyphen is only a hyphen, and a screen reader would read its backslash in a label."""
_LINK: Final = re.compile(r"(?i)\b(http|ftp)(?=s?://)|\bwww(?=\.)|@(?=\w)")


def literal(text: object) -> str:
    """Text that Streamlit's Markdown shows as it stands: no emphasis, link, colour, icon, formula or HTML."""
    one_line = re.sub(r"[\r\n\t]+", " ", str(text)).strip()
    # A word joiner, invisible, keeps a bare address from becoming a link.
    unlinked = _LINK.sub(lambda found: f"{found[0]}\u2060", one_line)
    return _SPECIAL.sub(r"\\\1", unlinked)
