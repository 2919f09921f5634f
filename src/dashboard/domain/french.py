"""French typography of figures: the only place that decides how a number or a date is printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

NARROW_SPACE = "\u202f"
MINUS = "\u2212"
MISSING = "–"

Number = int | float | Decimal

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def is_missing(value: object) -> bool:
    """True for None, NaN, infinities and pandas' missing markers: missing is never shown as 0."""
    return value is None or str(value) in {"nan", "inf", "-inf", "<NA>", "NaT"}


def decimal(value: Number | None, digits: int = 1) -> str:
    """`1704.0` → `1 704,0` with narrow no-break spaces; rounded half away from zero."""
    if value is None or is_missing(value):
        return MISSING
    quantum = Decimal(1).scaleb(-digits)
    rounded = Decimal(str(value)).quantize(quantum, rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,.{digits}f}".replace(",", NARROW_SPACE).replace(".", ",")
    return (MINUS + text) if rounded < 0 else text


def integer(value: Number | None) -> str:
    """`6748` → `6 748`."""
    return decimal(value, 0)


def euros(value: Number | None, digits: int = 2) -> str:
    """`238778.48` → `238 778,48 €`."""
    return MISSING if is_missing(value) else f"{decimal(value, digits)}{NARROW_SPACE}€"


@dataclass(frozen=True, slots=True)
class AmountUnit:
    """A unit of amounts: so many euros, printed with `digits` after the comma, from `least` euros on."""

    name: str
    euros: int
    digits: int
    least: Decimal


@cache
def amount_units(digits: int = 1) -> tuple[AmountUnit, ...]:
    """Md€, M€, k€ and €, the largest first. A unit begins where the next one, rounded, would reach 1 000."""
    shown = (("Md€", 9, digits + 1), ("M€", 6, digits), ("k€", 3, digits), ("€", 0, 0))
    leasts = [(1000 - Decimal("0.5").scaleb(-kept)).scaleb(power) for _, power, kept in shown[1:]]
    return tuple(
        AmountUnit(name, 10**power, kept, least)
        for (name, power, kept), least in zip(shown, [*leasts, Decimal(0)], strict=True)
    )


def amount_unit(value: Number, digits: int = 1) -> AmountUnit:
    """The unit in which an amount in euros, negative or not, is read."""
    return next(unit for unit in amount_units(digits) if abs(Decimal(str(value))) >= unit.least)


def amount(value: Number | None, digits: int = 1) -> str:
    """Euros in the unit that says most: `38200000` → `38,2 M€`, `138000` → `138,0 k€`, `1704000000` → `1,70 Md€`, `0` → `0 €`.

    `digits`: after the comma of M€ and k€; Md€ have one more, euros have none.
    """
    if value is None or is_missing(value):
        return MISSING
    unit = amount_unit(value, digits)
    return f"{decimal(Decimal(str(value)) / unit.euros, unit.digits)}{NARROW_SPACE}{unit.name}"


def percent(ratio: Number | None, digits: int = 1) -> str:
    """A ratio as a percentage: `0.236` → `23,6 %`."""
    if ratio is None or is_missing(ratio):
        return MISSING
    return f"{decimal(Decimal(str(ratio)) * 100, digits)}{NARROW_SPACE}%"


def signed(text: str) -> str:
    """Puts `+` before a printed figure that is neither negative, zero nor missing."""
    positive = not text.startswith((MINUS, MISSING)) and any(digit in text for digit in "123456789")
    return f"+{text}" if positive else text


def long_date(day: date | None) -> str:
    """`2019-03-09` → `9 mars 2019`, `1er` for the first of a month."""
    if day is None or is_missing(day):
        return MISSING
    ordinal = "1er" if day.day == 1 else str(day.day)
    return f"{ordinal} {_MONTHS[day.month - 1]} {day.year}"


def short_date(day: date | None) -> str:
    """`2019-03-09` → `09/03/2019`."""
    return MISSING if day is None or is_missing(day) else day.strftime("%d/%m/%Y")


def plural(count: int, singular: str, several: str | None = None) -> str:
    """`plural(1704, "opération")` → `1 704 opérations`; French keeps the singular for 0 and 1."""
    word = singular if abs(count) < 2 else (several or " ".join(f"{part}s" for part in singular.split(" ")))
    return f"{integer(count)} {word}"


def ordinal(rank: int) -> str:
    """The rank of an operation, a feminine word: `1` → `1re`, `34` → `34e`."""
    return "1re" if rank == 1 else f"{integer(rank)}e"


def quoted(text: str) -> str:
    """`MDFSE` → `« MDFSE »`, with narrow no-break spaces."""
    return f"«{NARROW_SPACE}{text}{NARROW_SPACE}»"


def listing(items: Sequence[str]) -> str:
    """`["a", "b", "c"]` → `a, b et c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} et {items[-1]}" if items else ""
