"""What the note of a card says once the figure stands in a document, where no tab leads to its table."""

import re
from typing import Final

_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+")
_TABLE: Final = re.compile(r"\bl(e) tableau\b", re.IGNORECASE)


def beside_picture(note: str | None) -> str:
    """The note under a chart without its table: what the card leaves to the table stands in the workbook."""
    said = _TABLE.sub(lambda found: f"{found[0][0]}e classeur", note or "")
    return said.replace("au tableau", "au classeur")


def under_table(note: str | None) -> str:
    """The note under the table itself: without the sentences that send to it."""
    return " ".join(part for part in _SENTENCE_END.split(note or "") if not _TABLE.search(part))
