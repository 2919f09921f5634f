"""Text that goes into a figure: words of the extracts are untrusted, and plotly renders a subset of HTML."""

import html
import textwrap
import unicodedata

from dashboard.domain.french import NARROW_SPACE

COLON = f"{NARROW_SPACE}: "
SEMICOLON = f"{NARROW_SPACE}; "


def plain(text: object) -> str:
    """One line without control characters, for places that show text as it stands."""
    cleaned = "".join(" " if unicodedata.category(char) == "Cc" else char for char in str(text))
    return " ".join(cleaned.split(" ")).strip()


def escaped(text: object) -> str:
    """Text that plotly prints letter for letter."""
    return html.escape(plain(text), quote=False)


def wrapped(text: object, width: int, lines: int) -> list[str]:
    """A label broken into short lines, cut with an ellipsis after the last one, escaped for plotly."""
    words = plain(text)
    # A hyphen is a place to break only in a word that would otherwise be broken anywhere.
    parts = textwrap.wrap(words, width, break_on_hyphens=max(map(len, words.split()), default=0) > width) or [""]
    if len(parts) > lines:
        parts = [*parts[: lines - 1], parts[lines - 1][: width - 1].rstrip() + "…"]
    return [html.escape(part, quote=False) for part in parts]
