"""What a map measures and how its colours are cut: a few classes, the same for every map that stands beside another."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any, Final

import numpy as np

from dashboard.domain.columns import COLUMNS
from dashboard.domain.french import MISSING, NARROW_SPACE, amount, amount_unit, decimal, integer, is_missing, percent
from dashboard.domain.operation import Decided
from dashboard.figures.palette import SEQUENTIAL

CLASS_COLOURS: Final = (SEQUENTIAL[1], SEQUENTIAL[2], SEQUENTIAL[4], SEQUENTIAL[6])
"""Four steps of lightness that the eye tells apart, alone in a legend as well as side by side."""
ZERO_COLOUR: Final = "#EDEDF7"
NO_DATA_COLOUR: Final = "#DDDDDD"
MOST_DIGITS: Final = 3


@dataclass(frozen=True, slots=True)
class MapMeasure:
    """One measure of `warehouse.territories`: a column, its words and how its values are printed.

    `factor` turns a value into the figure that people read (ratio → per cent), `unit` follows that figure, `digits` is the
    fewest decimals; a scale of amounts takes them from the highest one. `fixed` are class bounds that mean something by themselves; others follow the values. `counted` says of
    which operations it speaks.
    """

    column: str
    label: str
    printed: Callable[[Any], str]
    factor: Decimal
    unit: str = ""
    digits: int = 0
    ratio: bool = False
    fixed: tuple[float, ...] = ()
    counted: Decided = Decided.RETAINED


def map_measures(kind: Decided = Decided.RETAINED) -> Mapping[str, MapMeasure]:
    """The measures of a map, by column, `kind` being the counted operations."""
    measures = (
        MapMeasure("operations", f"Opérations {kind.several}", integer, Decimal(1)),
        MapMeasure("total_cost", "Coût total", amount, Decimal(1), "€"),
        MapMeasure("eu_amount", "Montant UE", amount, Decimal(1), "€"),
        MapMeasure(
            "operations_programme_share", "Part des opérations programmées", percent, Decimal(100), "%", 1, ratio=True
        ),
        MapMeasure(
            "specificity", "Indice de spécificité", lambda value: decimal(value, 2), Decimal(1), "", 2, ratio=True,
            fixed=(0.8, 1.2, 2.0),
        ),
    )  # fmt: skip
    return {measure.column: replace(measure, counted=kind) for measure in measures}


PROGRAMMED: Final = MapMeasure("programme_operations", COLUMNS["programme_operations"].label, integer, Decimal(1))
"""What a map shows where nothing is counted."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Lower bounds of the classes, in the figures that people read; a class goes up to the next bound, left out."""

    measure: MapMeasure
    lowers: tuple[Decimal, ...]
    highest: Decimal

    @property
    def colours(self) -> tuple[str, ...]:
        """One colour per class, darker as values rise."""
        chosen = {1: (3,), 2: (1, 3), 3: (0, 2, 3)}.get(len(self.lowers), (0, 1, 2, 3))
        return tuple(CLASS_COLOURS[rank] for rank in chosen[: len(self.lowers)])

    def colour(self, value: object, *, has_data: bool = True) -> str:
        """The colour of a territory: grey without data, almost white at zero."""
        if not has_data or is_missing(value):
            return NO_DATA_COLOUR
        if float(str(value)) <= 0 or not self.lowers:
            return ZERO_COLOUR
        rank = bisect_right(self.lowers, self._read(value)) - 1
        return self.colours[max(rank, 0)]

    @property
    def labels(self) -> tuple[str, ...]:
        """« 3 à 7 », « 1,2 à 3,4 % »: the classes in words, in the order of `colours`."""
        if not self.lowers:
            return ()
        unit = f"{NARROW_SPACE}{self.measure.unit}" if self.measure.unit else ""
        if self.measure.fixed:
            inner = [
                f"{_said(low)} à {_said(high)}" for low, high in zip(self.lowers[1:], self.lowers[2:], strict=False)
            ]
            return (f"moins de {_said(self.lowers[1])}", *inner, f"{_said(self.lowers[-1])} et plus")
        whole = not self.measure.digits
        uppers = [low - 1 if whole else low for low in self.lowers[1:]] + [self.highest]
        return tuple(
            f"{_said(low)}{unit}" if low == high else f"{_said(low)} à {_said(high)}{unit}"
            for low, high in zip(self.lowers, uppers, strict=True)
        )

    def figure(self, value: object) -> str:
        """The figure that stands on a territory, in the unit of the legend, which it leaves out; a dash where it is missing."""
        return MISSING if is_missing(value) else decimal(self._read(value), self.measure.digits)

    def _read(self, value: object) -> Decimal:
        return Decimal(str(value)) * self.measure.factor


def scale_of(measure: MapMeasure, values: Iterable[object]) -> Scale:
    """Classes that hold about as many territories each. Give it the values of every map that will share it."""
    known = sorted(Decimal(str(value)) for value in values if not is_missing(value) and float(str(value)) > 0)
    if not known:
        return Scale(measure, (), Decimal(0))
    if measure.printed is amount:
        unit = amount_unit(known[-1])
        measure = replace(measure, factor=1 / Decimal(unit.euros), unit=unit.name, digits=unit.digits)
    read = [value * measure.factor for value in known]
    if measure.fixed:
        return Scale(measure, (Decimal(0), *(Decimal(str(bound)) for bound in measure.fixed)), read[-1])
    if not measure.digits and len(set(read)) <= len(CLASS_COLOURS):
        return Scale(measure, tuple(dict.fromkeys(read)), read[-1])
    for digits in range(measure.digits, MOST_DIGITS + 1):
        lowers = _lowers(read, digits if measure.digits else 0)
        if len(lowers) == min(len(CLASS_COLOURS), len(set(read))) or not measure.digits:
            break
    step = Decimal(1).scaleb(-digits)
    highest = read[-1].quantize(step, rounding=ROUND_HALF_UP)
    return Scale(measure, lowers, max(highest, lowers[-1]))


def _lowers(values: Sequence[Decimal], digits: int) -> tuple[Decimal, ...]:
    """The smallest value and the quartiles, rounded, each once, none above every value."""
    step = Decimal(1).scaleb(-digits)
    found = [values[0].quantize(step, rounding=ROUND_FLOOR)]
    for share in (0.25, 0.5, 0.75):
        quartile = Decimal(str(round(float(np.quantile([float(value) for value in values], share)), 9)))
        bound = quartile.quantize(step, rounding=ROUND_HALF_UP)
        if found[-1] < bound <= values[-1]:
            found.append(bound)
    return tuple(found)


def _said(value: Decimal) -> str:
    digits = max(0, -int(value.as_tuple().exponent))
    return decimal(value, digits)
