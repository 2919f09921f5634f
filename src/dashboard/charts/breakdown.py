"""One breakdown as a figure: waves side by side, or one wave in the colours of its values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.bars import grouped_bars, horizontal_bars
from dashboard.domain.french import integer, millions, plural
from dashboard.domain.operation import UNKNOWN
from dashboard.figures.alternative import comparison, ranking
from dashboard.figures.palette import MAIN, axis_colours, category_colours, managing_body_colours, wave_colours
from dashboard.warehouse.indicators import MEASURES, Dimension
from dashboard.warehouse.query import TOTAL, newest_first

MAX_ROWS: Final = 12
PRINTERS: Final = {"operations": integer, "total_cost": millions, "eu_amount": millions, "participants": integer}
ORDERED: Final = (
    Dimension.PRIORITY_AXIS,
    Dimension.SPECIFIC_OBJECTIVE,
    Dimension.INVESTMENT_PRIORITY,
    Dimension.CATEGORY,
)
"""Dimensions that keep the order of their reference; the others come by size."""


def measure_words(retained: bool = True) -> dict[str, str]:
    """The measures a figure can show, in words."""
    operations = "Opérations retenues" if retained else "Opérations non retenues"
    return {
        "operations": operations,
        "total_cost": "Coût total",
        "eu_amount": "Montant UE",
        "participants": "Participants entrés",
    }


def waves_of(frame: pd.DataFrame) -> list[str]:
    """The waves of a frame, newest first, without the total."""
    return [wave for wave in newest_first(list(frame["wave"])) if wave != TOTAL]


def wide(frame: pd.DataFrame) -> pd.DataFrame:
    """A breakdown with one row per value: its figures over every wave, and `<measure> <wave>` for each of them."""
    summed = frame[frame["wave"] == TOTAL].drop(columns="wave").reset_index(drop=True)
    for wave in waves_of(frame):
        of_wave = frame[frame["wave"] == wave].set_index("value")
        for measure in MEASURES:
            found = summed["value"].map(of_wave[measure])
            # No operation in a wave costs nothing; participants that nobody counted stay missing.
            summed[f"{measure} {wave}"] = (
                found if measure == "participants" else found.fillna(0).astype(frame[measure].dtype)
            )
    return summed


@dataclass(frozen=True, slots=True)
class BreakdownFigure:
    """What a card draws of a `wide` table: `measure` is one of MEASURES, `categories` the whole reference list."""

    dimension: Dimension
    table: pd.DataFrame
    waves: Sequence[str]
    measure: str
    categories: Sequence[str] = ()
    retained: bool = True

    @property
    def _ranked(self) -> pd.DataFrame:
        rows = self.table[self.table[self.measure].fillna(0) > 0]
        if self.dimension not in ORDERED:
            unknown = rows["value"] == UNKNOWN
            rows = rows.assign(_last=unknown).sort_values(
                ["_last", self.measure], ascending=[True, False], kind="stable"
            )
        return rows

    @property
    def rows(self) -> pd.DataFrame:
        """The rows that the figure shows."""
        return self._ranked.head(MAX_ROWS)

    @property
    def note(self) -> str | None:
        """What the figure leaves to the table, if anything."""
        hidden = len(self._ranked) - MAX_ROWS
        return f"Le tableau donne aussi {plural(hidden, 'autre ligne')}." if hidden > 0 else None

    @property
    def _columns(self) -> dict[str, str]:
        return {f"{self.measure} {wave}": f"Vague {wave}" for wave in reversed(self.waves)}

    def figure(self) -> go.Figure:
        """Bars of each wave side by side, or of the one wave there is."""
        if len(self.waves) > 1:
            colours = {f"{self.measure} {wave}": colour for wave, colour in wave_colours(self.waves).items()}
            return grouped_bars(self.rows, "label", self._columns, text=PRINTERS[self.measure], colours=colours)
        return horizontal_bars(
            self.rows, "label", self.measure, text=PRINTERS[self.measure], colour=self._colours(), ordered=False
        )

    def _colours(self) -> str | Mapping[str, str]:
        """One colour per axis, category and manager type, the same on every page."""
        codes, labels = list(self.rows["code"]), list(self.rows["label"])
        known: dict[str, str] = {}
        if self.dimension is Dimension.PRIORITY_AXIS:
            known = axis_colours(codes)
        elif self.dimension is Dimension.CATEGORY:
            known = category_colours(self.categories)
        elif self.dimension is Dimension.MANAGING_BODY_TYPE:
            known = managing_body_colours(codes)
        return {label: known[code] for code, label in zip(codes, labels, strict=True) if code in known} or MAIN

    def alternative(self) -> str:
        """The figure in one sentence."""
        subject = f"{measure_words(self.retained)[self.measure]} par {_lowered(self.dimension.label)}"
        printer: Any = PRINTERS[self.measure]
        if len(self.waves) > 1:
            return comparison(subject, self.rows, "label", self._columns, text=printer)
        return ranking(subject, self.rows, "label", self.measure, text=printer)


def _lowered(text: str) -> str:
    return f"{text[0].lower()}{text[1:]}"
