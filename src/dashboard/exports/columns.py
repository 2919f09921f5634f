"""How a column reads: the label and the kind of value that the table on screen and the exported file share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import isinf
from typing import Any

import pandas as pd

from dashboard.domain import french


class Kind(StrEnum):
    """What the values of a column are."""

    TEXT = "texte"
    INTEGER = "entier"
    DECIMAL = "décimal"
    EUROS = "euros"
    MILLIONS = "millions d'euros"
    PERCENT = "pourcentage"
    DATE = "date"


_DIGITS = {Kind.DECIMAL: 1, Kind.EUROS: 2, Kind.MILLIONS: 1, Kind.PERCENT: 1}


@dataclass(frozen=True, slots=True)
class ColumnFormat:
    """Label and kind of a column; `digits` after the decimal comma; `signed` prints `+` before an increase."""

    label: str
    kind: Kind = Kind.TEXT
    digits: int | None = None
    signed: bool = False

    @property
    def numeric(self) -> bool:
        """Whether the values are figures, aligned to the right."""
        return self.kind not in {Kind.TEXT, Kind.DATE}

    @property
    def decimals(self) -> int:
        """Digits after the decimal comma."""
        return _DIGITS.get(self.kind, 0) if self.digits is None else self.digits

    def printed(self, value: Any) -> str:
        """The value as people read it; a missing one is a dash, in words too."""
        if is_missing(value):
            return french.MISSING
        match self.kind:
            case Kind.INTEGER | Kind.DECIMAL:
                text = french.decimal(value, self.decimals)
            case Kind.EUROS:
                text = french.euros(value, self.decimals)
            case Kind.MILLIONS:
                text = french.millions(value, self.decimals)
            case Kind.PERCENT:
                text = french.percent(value, self.decimals)
            case Kind.DATE:
                return french.short_date(value) if isinstance(value, date) else str(value)
            case _:
                return plain_text(value)
        return french.signed(text) if self.signed else text


def plain_text(value: Any) -> str:
    """Text of a value that isn't a figure: lists are joined, booleans are said."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if hasattr(value, "tolist"):
        value = value.tolist()
    return " ; ".join(str(item) for item in value) if isinstance(value, list | tuple) else str(value)


def is_missing(value: Any) -> bool:
    """Whether a cell says nothing, an infinite ratio included; a list is never missing, even empty."""
    if value is pd.NA or (isinstance(value, float) and isinf(value)):
        return True
    return not isinstance(value, list | tuple) and not getattr(value, "ndim", 0) and french.is_missing(value)


def shaped(
    frame: pd.DataFrame, columns: Mapping[str, ColumnFormat] | None = None
) -> tuple[pd.DataFrame, list[ColumnFormat]]:
    """The columns to show, in the order of `columns`, with one format each.

    Columns without a format are left out; when none has one, all are kept and formats are guessed from the types.
    """
    given = {name: column for name, column in (columns or {}).items() if name in frame.columns}
    if given:
        return frame[list(given)], list(given.values())
    return frame, [_guessed(str(name), frame[name]) for name in frame.columns]


def _guessed(name: str, values: "pd.Series[Any]") -> ColumnFormat:
    if pd.api.types.is_bool_dtype(values):
        return ColumnFormat(name)
    if pd.api.types.is_integer_dtype(values):
        return ColumnFormat(name, Kind.INTEGER)
    if pd.api.types.is_numeric_dtype(values):
        return ColumnFormat(name, Kind.DECIMAL)
    return ColumnFormat(name, Kind.DATE if pd.api.types.is_datetime64_any_dtype(values) else Kind.TEXT)
