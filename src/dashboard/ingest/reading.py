"""How the cells of a file are read, column by column."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

FIRST_DAYS = {"1900": date(1899, 12, 30), "1904": date(1904, 1, 1)}
"""The day that a spreadsheet counts as 0, in the two usual ways to count."""
FIRST_YEAR, LAST_YEAR = 2000, 2045
"""Dates outside are placeholders (1900, 2099): they stand as missing and the row says so."""
AMOUNTS = ("total_cost", "eu_amount")
Unit = int | Decimal
"""The euros that one of a column of amounts stands for."""
CENT = Decimal("0.01")
RATIO, PERCENTAGE, MIXED_RATES = 1.0, 0.01, 0.0
"""What one of a column of rates stands for; mixed: the figures above 1 alone are percentages."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the columns of a file prove, its headers say or somebody answered.

    `marks`: field → its decimal mark, for the cells that don't prove it. `units`: field of an amount → the euros that one stands
    for, and `sign_units` where a cell says « € » itself. `has_rates`: whether any cell may be a rate. `rates`: `eu_rate`, or
    `eu_amount` where it holds rates → RATIO, PERCENTAGE or MIXED_RATES.
    """

    marks: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, Unit] = field(default_factory=dict)
    rates: Mapping[str, float] = field(default_factory=dict)
    month_first: bool = False
    first_day: date = FIRST_DAYS["1900"]
    is_utc: bool = False
    has_rates: bool = True
    sign_units: Mapping[str, Unit] = field(default_factory=dict)

    def parameters(self) -> dict[str, Any]:
        """The parameters of `parsed.sql`."""
        rates = {
            "eu_rate_unit": self.rates.get("eu_amount"),
            "rate_unit": self.rates.get("eu_rate"),
            "rate_mark": self.marks.get("eu_rate"),
        }
        return (rates if self.has_rates else {}) | {
            "eu_holds_rates": "eu_amount" in self.rates,
            "cost_mark": self.marks.get("total_cost"),
            "eu_mark": self.marks.get("eu_amount"),
            "count_mark": next(iter(self.marks.values()), None),
            "cost_unit": self.units.get("total_cost", 1),
            "eu_unit": self.units.get("eu_amount", 1),
            "cost_sign_unit": self.sign_units.get("total_cost", 1),
            "eu_sign_unit": self.sign_units.get("eu_amount", 1),
            "month_first": self.month_first,
            "first_day": self.first_day,
            "is_utc": self.is_utc,
        }
