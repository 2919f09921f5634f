"""The cells of a table: an exact figure, and how the note prints it."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum, auto
from typing import Any, Final

from dashboard.domain.french import is_missing
from dashboard.domain.operation import NO_WAVES
from dashboard.domain.periods import FORMER, words_of
from dashboard.warehouse.query import TOTAL, decimal_of

COLUMN_LABELS: Final = {
    "pon": "Programme",
    "category": "Type d'opération",
    "operations": "Opérations",
    "eu_amount": "Montant UE",
    "total_cost": "Coût total",
    "participants": "Participants entrés",
    "ops": "Opérations",
    "eu": "Montant UE",
    "cost": "Coût total",
}
"""The words for each column, before what the rest of its name adds: see `column_label`."""

KEYS: Final = ("pon", "wave", "row", "category")
"""The columns that name a row, in text; every other one holds figures."""

ROW_LABELS: Final = {"all": "Ensemble", "total": "Total"}
"""The words for the row names that the published files write in code."""

UNIT_LABELS: Final = {"meur": "(M€)", "eur": "(€)", "pct": "(%)", "share": "(%)"}

_COLUMN = re.compile(
    r"(?P<programme>programme_)?(?P<measure>operations|eu_amount|total_cost|participants|ops|eu|cost)"
    r"(?:_(?P<wave>(?!(?:meur|eur|pct|share)$)(?:[^_]|_(?!(?:meur|eur|pct|share)$))+))?(?:_(?P<unit>meur|eur|pct|share))?"
)


class Kind(Enum):
    """What a cell holds."""

    TEXT = auto()
    COUNT = auto()
    EUROS = auto()
    RATIO = auto()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its exact value (for a ratio, over `whole`), the digits that the note prints; `blank`: it prints no 0."""

    kind: Kind
    value: Any
    whole: Any = None
    digits: int = 0
    blank: bool = False

    def printed(self) -> str | int | float | None:
        """The value as the note prints it: M€, %, rounded half away from zero. A whole number is an int."""
        if self.kind is Kind.TEXT:
            return str(self.value)
        number = decimal_of(self.value)
        if self.blank and not number:
            return None
        if number is not None and self.kind is Kind.EUROS:
            number /= 1_000_000
        elif number is not None and self.kind is Kind.RATIO:
            whole = decimal_of(self.whole)
            number = number * 100 / whole if whole else None
        return None if number is None else rounded(number, self.digits)

    def exact(self) -> str | int | float | None:
        """The value itself: a count, euros to the cent, a ratio."""
        if self.kind is Kind.TEXT:
            return str(self.value)
        number = decimal_of(self.value)
        if self.kind is Kind.RATIO and number is not None:
            whole = decimal_of(self.whole)
            return float(number / whole) if whole else None
        if number is None:
            return None
        return int(number) if self.kind is Kind.COUNT else float(number)


def rounded(number: Decimal, digits: int) -> int | float:
    """Half away from zero: 2,25 → 2,3 and −2,25 → −2,3; an int where no decimal is kept."""
    result = number.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return float(result) if digits else int(result)


def text(value: str) -> Cell:
    """A key of the row."""
    return Cell(Kind.TEXT, value)


def count(value: Any, *, blank: bool = False) -> Cell:
    """A number of operations or participants; with `blank`, the note leaves 0 blank."""
    return Cell(Kind.COUNT, None if is_missing(value) else value, blank=blank)


def millions(value: Any) -> Cell:
    """Euros, printed in millions with one decimal."""
    return Cell(Kind.EUROS, value, digits=1)


def percent(part: Any, whole: Any, digits: int = 1, *, blank: bool = False) -> Cell:
    """A part of a whole; missing where either is, or where the whole is 0; with `blank`, the note leaves 0 blank."""
    return Cell(Kind.RATIO, part, whole, digits, blank)


def exact_name(name: str) -> str:
    """The column of `exact_table` for a column of `table`: `cost_2019_meur` → `cost_2019_eur`, `ops_pct` → `ops_share`."""
    return re.sub("_pct$", "_share", re.sub("_meur$", "_eur", name))


def column_label(name: str, period: str = FORMER) -> str:
    """The heading of a column of `table` or `exact_table` in the words of a period: `cost_2019_meur` → `Coût total 2019 (M€)`."""
    of_period = words_of(period)
    if name == "wave":
        return of_period.wave.capitalize()
    if name == "row":
        return f"{of_period.axis.capitalize()}, objectif spécifique"
    if name in COLUMN_LABELS:
        return COLUMN_LABELS[name]
    match = _COLUMN.fullmatch(name)
    if match is None:
        return name
    words = [COLUMN_LABELS[match["measure"]]]
    if match["programme"]:
        words.append("du programme")
    if match["wave"]:
        words.append(of_period.every_wave if match["wave"] == TOTAL else match["wave"].replace("_", " "))
    if match["unit"]:
        words.append(UNIT_LABELS[match["unit"]])
    return " ".join(words)


def wave_in(name: str) -> str | None:
    """The wave that a column counts, None for a column of every wave: `ops_2019_pct` → `2019`."""
    match = _COLUMN.fullmatch(name)
    if match is None or match["wave"] in (None, TOTAL):
        return None
    slug = str(match["wave"])
    return next((wave for wave in NO_WAVES if slug == slug_of(wave)), slug)


def slug_of(wave: str) -> str:
    """A wave as column names write it."""
    return wave.replace(" ", "_")
