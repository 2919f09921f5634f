"""Headers of tables: columns that speak of the same thing stand under one heading, on two lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

SHARE: Final = "%"
EVERY_WAVE: Final = "toutes vagues"
WHOLE: Final = "total"
_WAVE: Final = re.compile(rf" (\d{{4}}|{EVERY_WAVE})$")


@dataclass(slots=True)
class Heading:
    """One heading and the names of the columns under it; a single column has no other name."""

    label: str
    names: list[str]

    @property
    def alone(self) -> bool:
        """Whether it stands over one column."""
        return len(self.names) == 1


def headings(labels: Sequence[str], measures: Sequence[str]) -> list[Heading]:
    """The labels gathered: « Opérations 2019 », « % », « Opérations 2017 » → « Opérations » over « 2019 », « % », « 2017 ».

    `measures`: what a column holds in a word (« nombre », « montant »), for one that has a share beside it and no wave.
    Beside waves, the column without any is their total.
    """
    found: list[Heading] = []
    for label, measure in zip(labels, measures, strict=True):
        stem = _WAVE.sub("", label)
        if label == SHARE and len(found) > 1:
            found[-1].names.append(SHARE)
        elif found and stem == found[-1].label:
            found[-1].names.append(label.removeprefix(stem).strip() or measure)
        else:
            found.append(Heading(stem, [label.removeprefix(stem).strip() or measure]))
    for heading, first in zip(found, _firsts(found), strict=True):
        if heading.alone:
            heading.label = labels[first]
        elif any(_WAVE.search(label) for label in labels[first : first + len(heading.names)]):
            heading.names = [WHOLE if name in measures else name for name in heading.names]
    return found


def _firsts(found: Sequence[Heading]) -> list[int]:
    """The column at which each heading begins."""
    starts, column = [], 0
    for heading in found:
        starts.append(column)
        column += len(heading.names)
    return starts
