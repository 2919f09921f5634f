"""Pages named within a sentence: each is a link to it, under the filters of the run."""

import re
from typing import Final

from dashboard.ui.data import current_selection
from dashboard.ui.links import page_link
from dashboard.ui.markdown import literal
from dashboard.ui.navigation import SECTIONS

_ADDRESSES: Final = {entry.title: entry.address for entries in SECTIONS.values() for entry in entries}
# The longest first: « Opérations emblématiques » before « Opérations ».
_NAMED: Final = re.compile(rf"\bpage ({'|'.join(map(re.escape, sorted(_ADDRESSES, key=len, reverse=True)))})\b")


def with_links(sentence: str) -> str:
    """The sentence in Markdown, letter for letter but for « page Imports » and the like, which open these pages."""

    def link(found: re.Match[str]) -> str:
        return f"[{found[0]}]({page_link(_ADDRESSES[found[1]], current_selection())})"

    return _NAMED.sub(link, literal(sentence))
