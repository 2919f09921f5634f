"""Words of the extracts inside Markdown: they are untrusted, so they print letter for letter."""

import re
from typing import Final

from dashboard.domain.glossary import help_of

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]#!|~<>$&^])")
_JOINED: Final = re.compile(
    r"(?i)(?<=[:@])(?!\s)"  # :red[…], :material/home:, :smile:, https://…, name@…
    r"|(?<=www)(?=\.)"
    r"|(?<=[-<>~])(?=[-=>])"  # what Streamlit draws as arrows, dashes and signs
    r"|^(?=[-+=]|\d+[.)])"  # what opens a list, a heading or a rule
)
"""Where a word joiner, invisible, parts what Markdown would read as one. Streamlit looks for icons, addresses and arrows
once escapes are gone, and gives a label as it stands to screen readers: they would read each backslash."""


def literal(text: object) -> str:
    """Text that Streamlit's Markdown shows as it stands: no emphasis, link, colour, icon, formula or HTML."""
    one_line = re.sub(r"[\r\n\t]+", " ", str(text)).strip()
    return _SPECIAL.sub(r"\\\1", _JOINED.sub("\u2060", one_line))


def label_help(label: str, period: str) -> str | None:
    """What a label means, as the help beside it; None where nothing defines it, which draws no help."""
    words = help_of(label, period)
    return None if words is None else literal(words)
