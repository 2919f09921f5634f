"""Where the headers of a table stand: on one row, on two that are read together, or where a person says."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.domain.french import integer, quoted
from dashboard.domain.text import normalised
from dashboard.ingest.doubts import Finding
from dashboard.ingest.errors import IngestError
from dashboard.ingest.readers._table import HEADER_SEARCH, Known, find_header, is_number, looks_like_labels

HEADERS_KEY = "entetes"
"""The key of the answer that names the row of the headers."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST = 300
"""Signs of a header looked at: a longer one is a sentence."""

Spans = Sequence[tuple[int, int, int]]
"""Cells merged from left to right: index of the row, first and last column."""


@dataclass(frozen=True)
class Header:
    """The headers of a table: the index of the last row that holds them, how many rows do (one or two), and their cells."""

    index: int
    rows: int
    cells: list[str]

    @property
    def first(self) -> int:
        """The index of the first row that holds them."""
        return self.index - self.rows + 1

    def findings(self, line: int) -> tuple[Finding, ...]:
        """Says that two rows were read together, the lower one being at this line."""
        if self.rows == 1:
            return ()
        made = next((cell for cell in self.cells if " – " in cell), "")
        example = f", par exemple {quoted(made)}" if made else ""
        return (
            Finding(
                f"Les en-têtes tiennent sur deux lignes ({integer(line - 1)} et {integer(line)}) : "
                f"elles ont été lues ensemble{example}.",
                1,
            ),
        )


def locate(rows: Sequence[Sequence[str]], known: Known, spans: Spans = ()) -> Header | None:
    """The headers among the first rows of a table, None where all rows are blank.

    Each row is tried alone, then under the row above it; two rows win when they know more together.
    """
    short = [[cell[:_LONGEST] for cell in row] for row in rows[:HEADER_SEARCH]]
    scores = [known.score(row) for row in short]
    remaining = iter(scores)
    index = find_header(short, lambda _: next(remaining))
    if index is None:
        return None
    best = scores[index]
    # A second table may know more headers than the first, whose rows are not titles for all that.
    first = next((i for i in range(index + 1) if scores[i] * 2 >= best > 0 and known.is_table(short[i])), None)
    lowers = range(1, len(short)) if first is None else range(max(first, 1), min(first + 2, len(short)))
    index = index if first is None else first
    joined = [
        (known.score(_together(short[lower - 1], short[lower])), -lower)
        for lower in lowers
        if looks_like_labels(short[lower]) and _is_group_row(short[lower - 1])
    ]
    together, lower = max(joined, default=(0, 0))
    if together > scores[index]:
        return _joined(rows, -lower, known, spans)
    if index and best and _repeats_under_labels(rows, index, known, spans):
        return _joined(rows, index, known, spans)
    if best and _splits_labels(short, index, spans):
        return _joined(rows, index + 1, known, spans)
    return Header(index, 1, list(rows[index]))


def named_row(rows: Sequence[Sequence[str]], index: int | None, line: str, known: Known, spans: Spans = ()) -> Header:
    """The headers on the row that a person named, with the row above where it groups them.

    `index` is the row's, None where no such row is among those searched. Raises IngestError.
    """
    if index is None or index >= len(rows) or not any(cell.strip() for cell in rows[index]):
        raise IngestError(
            f"La ligne {quoted(line)} ne peut pas porter les en-têtes : donnez le numéro d'une ligne remplie parmi les "
            f"{integer(len(rows))} premières, tel que le tableur ou l'éditeur l'affiche."
        )
    if index and _repeats_under_labels(rows, index, known, spans):
        return _joined(rows, index, known, spans)
    return Header(index, 1, list(rows[index]))


def is_wider_header(cells: Sequence[str], known: Known) -> bool:
    """Whether a record with more cells than the headers holds the headers of a second, wider table."""
    return not any(is_number(cell) for cell in cells) and known.is_table(cells)


def _is_group_row(row: Sequence[str]) -> bool:
    """Whether a row may stand above headers as their upper part: two labels at least, no title alone."""
    return sum(bool(cell.strip()) for cell in row) >= 2 and looks_like_labels(row)


def _together(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    width = max(len(upper), len(lower))
    above, below = _padded(upper, width), _padded(lower, width)
    return [low if low.strip() else up for up, low in zip(above, below, strict=True)]


def _padded(row: Sequence[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]


def _labels(rows: Sequence[Sequence[str]], lower: int, spans: Spans) -> list[str]:
    """The label of the upper row above each column: merged cells say how far it reaches, else it reaches to the next one."""
    upper = _padded(rows[lower - 1], max(len(rows[lower - 1]), len(rows[lower])))
    merged = [(first, last) for row, first, last in spans if row == lower - 1 and last > first]
    labels = [cell.strip() for cell in upper]
    if merged:
        for first, last in merged:
            for column in range(first + 1, min(last + 1, len(labels))):
                labels[column] = labels[column] or labels[first]
        return labels
    for column in range(1, len(labels)):
        labels[column] = labels[column] or labels[column - 1]
    return labels


def _repeats_under_labels(rows: Sequence[Sequence[str]], lower: int, known: Known, spans: Spans) -> bool:
    """Whether known headers are repeated on a row, each time under another label of the row above."""
    cells = rows[lower]
    fields = known.fields(cells)
    keys = [normalised(cell) for cell in cells]
    repeated = {
        key for key, count in Counter(keys).items() if count > 1 and key and any(
            field for field, other in zip(fields, keys, strict=True) if other == key
        )
    }  # fmt: skip
    labels = _labels(rows, lower, spans)
    pairs = [(key, normalised(label)) for key, label in zip(keys, labels, strict=False) if key in repeated]
    return bool(pairs) and len(set(pairs)) == len(pairs)


def _splits_labels(rows: Sequence[Sequence[str]], upper: int, spans: Spans) -> bool:
    """Whether the row below headers names the columns that one of them stands above: « Programmé », « Réalisé » under « Coût total »."""
    if upper + 1 >= len(rows):
        return False
    width = max(len(rows[upper]), len(rows[upper + 1]))
    above, below = _padded(rows[upper], width), _padded(rows[upper + 1], width)
    filled = [column for column in range(width) if below[column].strip()]
    if len(filled) < 2 or any(is_number(below[column]) and not _YEAR.fullmatch(below[column]) for column in filled):
        return False
    # Every operation fills some column that stands alone under its header.
    spread = [
        bool(labels) and not above[column].strip() for column, labels in enumerate(_labels(rows, upper + 1, spans))
    ]
    grouped = {column for column in range(width) if spread[column] or (column + 1 < width and spread[column + 1])}
    return set(filled) <= grouped and any(not above[column].strip() for column in filled)


def _joined(rows: Sequence[Sequence[str]], lower: int, known: Known, spans: Spans) -> Header:
    """Two rows read together: the lower header where it is known and unique, else « Upper – Lower »."""
    both = _together(rows[lower - 1], rows[lower])
    below = _padded(rows[lower], len(both))
    labels = _labels(rows, lower, spans)
    fields = known.fields(both)
    counts = Counter(map(normalised, both))
    names = []
    for column, cell in enumerate(both):
        label = labels[column]
        plain = (
            not below[column].strip()
            or not label
            or normalised(label) == normalised(cell)
            or (fields[column] is not None and counts[normalised(cell)] == 1)
        )
        names.append(cell if plain else f"{label} – {cell.strip()}")
    return Header(lower, 2, names)
