"""What a reader hands back, and how the header row is told from the rest."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from dashboard.domain.french import integer
from dashboard.domain.text import normalised
from dashboard.ingest.doubts import Doubt, Finding
from dashboard.ingest.errors import UnreadableFile

OnRows = Callable[[int], None]

DELIMITERS = (";", ",", "\t", "|")
"""Between the cells of a text."""
HEADER_SEARCH = 200
MOST_COLUMNS = 800
"""No list has a tenth of it; a thousand are more than one statement of the database takes."""
SHEETS_KEY = "feuilles"
"""The key of the doubt about several sheets of one shape."""
SHEET_HEADER = "Feuille"
"""The column that several sheets read together have besides: the sheet of each row."""
SHEET_STEP = 10_000_000
"""Lines of the second sheet read start after this number, those of the third after twice as much: a line is unique in a workbook."""

_NUMBER = re.compile(r"[\s+\-−(]*\d[\d\s.,/:()-]*(?:(?:€|%|k€|M€|EUR)\s*)?", re.IGNORECASE)
_NOT_PROGRAMMED = re.compile(
    r"\b(?:deprogramm|abandonn|annul|refus|rejet|retir|desengag|ineligib|non (?:retenu|programm|conventionn))"
)


def tells_of_no_programming(text: str) -> bool:
    """Whether a title or the name of a sheet says of operations that they aren't programmed: « Opérations déprogrammées »."""
    return _NOT_PROGRAMMED.search(normalised(text)) is not None


class Known(Protocol):
    """What a reader may ask of the headers that the formats know."""

    def score(self, cells: Sequence[str]) -> int:
        """How many cells look like headers of one same format."""

    def fields(self, cells: Sequence[str]) -> tuple[str | None, ...]:
        """The field of each cell in the format that knows the most of them, None where it knows none."""

    def is_table(self, cells: Sequence[str]) -> bool:
        """Whether the cells are headers enough for a format: rows below them can be read."""


@dataclass(frozen=True)
class TotalRow:
    """A row of totals or subtotals left out of the rows: its line, its label, and its cells under the headers."""

    line: int
    label: str
    cells: tuple[str | None, ...]


@dataclass(frozen=True)
class MalformedRow:
    """A record that cannot be laid under the headers, with its own text."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True)
class RawTable:
    """What the table `raw` holds: `headers[i]` names its column `c{i}`.

    `sheets`: every sheet of a workbook; `sheets_read`, those whose rows are in `raw`: row r of the n-th has the line
    (n - 1) * SHEET_STEP + r. `titles`: the texts above the headers, and the notes that say a unit; `titles_by_sheet`: those of each sheet read. `totals`: the rows of totals left out, in order.
    `decimals[i]`: how many cells of a column are numbers with decimals in the file itself, not text (workbooks, Parquet).
    `counts_from_1904`: whether the workbook counts its days from 1904; None where the file doesn't say.
    `doubts`: what the reader could not decide; the rows are those of the first choice of each.
    """

    headers: tuple[str, ...]
    rows: int
    findings: tuple[Finding, ...]
    malformed: tuple[MalformedRow, ...] = ()
    titles: tuple[str, ...] = ()
    titles_by_sheet: tuple[tuple[str, ...], ...] = ()
    totals: tuple[TotalRow, ...] = ()
    decimals: tuple[int, ...] = ()
    counts_from_1904: bool | None = None
    doubts: tuple[Doubt, ...] = ()
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheets: tuple[str, ...] = ()
    sheets_read: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """The sentences of the findings, those that change the most first."""
        return tuple(found.text for found in sorted(self.findings, key=lambda found: found.weight))


def refuse_too_wide(where: str, width: int) -> None:
    """Raises UnreadableFile where a table has more columns than any list."""
    if width > MOST_COLUMNS:
        raise UnreadableFile(
            f"{where} a {integer(width)} colonnes, plus que les {integer(MOST_COLUMNS)} qui se lisent\u202f: gardez celles de la liste, puis importez "
            "de nouveau."
        )


def is_number(text: str) -> bool:
    """True for amounts, counts, percentages and dates written in figures."""
    return _NUMBER.fullmatch(text) is not None


def find_header(rows: Sequence[Sequence[str]], score: Callable[[Sequence[str]], int]) -> int | None:
    """Index of the header row: the best score, else the first row of labels, else the first row with anything."""
    searched = rows[:HEADER_SEARCH]
    scores = [score(row) for row in searched]
    if best := max(scores, default=0):
        return scores.index(best)
    return next((i for i, row in enumerate(searched) if looks_like_labels(row)), _first_filled(searched))


def name_columns(cells: Sequence[str], filled: Sequence[bool]) -> list[str | None]:
    """One distinct name for each column; None for a column with neither header nor data."""
    names: list[str | None] = []
    seen: Counter[str] = Counter()
    taken = {cell.strip() for cell in cells}
    for number, (cell, has_data) in enumerate(zip(cells, filled, strict=True), start=1):
        label = cell.strip() or (f"Colonne {number}" if has_data else "")
        if not label:
            names.append(None)
            continue
        seen[label] += 1
        name = label
        while seen[label] > 1 and (name := f"{label} ({seen[label]})") in taken:
            seen[label] += 1
        taken.add(name)
        names.append(name)
    return names


def looks_like_labels(row: Sequence[str]) -> bool:
    """True for a row of two cells at least that are words for the greater part."""
    filled = [cell for cell in row if cell.strip()]
    return len(filled) >= 2 and sum(is_number(cell) for cell in filled) * 2 < len(filled)


def _first_filled(rows: Sequence[Sequence[str]]) -> int | None:
    return next((i for i, row in enumerate(rows) if any(cell.strip() for cell in row)), None)
