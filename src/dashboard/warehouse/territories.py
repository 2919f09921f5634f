"""The indicators of a selection by territory: former regions, present regions or départements.

Counted operations and « programme » operations are those of `warehouse.indicators`. Two ratios come on top of the sums:

- `operations_programme_share`: the territory's counted operations / its programme operations;
- `specificity`, the « indice de spécificité »: the territory's share of the counted operations (`operations_share`) over its
  share of the programme operations (`programme_operations_share`). Above 1, it retains more than its weight. Both shares
  divide by the whole selection, so the index is also the territory's rate over the selection's.

A territory where nothing is programmed has no data; one where nothing was retained has 0. They are never the same thing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import duckdb
import pandas as pd

from dashboard.domain.selection import Selection
from dashboard.warehouse.query import TOTAL, Identifier, newest_first, ratio, run

FRAGILE_BELOW: Final = 5
"""Under so many counted operations a ratio says more about chance than about the territory."""

LEADERS: Final = 3
NATIONAL: Final = "national"
NATIONAL_STRAND: Final = "Volet national du FSE"


class Level(Identifier):
    """What a map is divided into: columns of `operation`."""

    REGION = "region"
    REGION_2016 = "region_2016"
    DEPARTMENT = "department"


class Location(StrEnum):
    """What told where an operation stands, from the surest to nothing at all."""

    REGION = "région"
    DEPARTMENT = "département"
    PROGRAMME = "programme"
    SERVICE = "service"
    POSTCODE = "code postal"
    NONE = "aucune"
    NATIONAL = NATIONAL


@dataclass(frozen=True, slots=True)
class TerritoryFigures:
    """One row per territory and wave, and one per territory for all of them (`wave = "total"`).

    `territories`: every territory of the level, even without operations. `apart`: what no territory can show, the
    national strand (`kind = "national"`) and operations without a known place (`kind = "inconnu"`), where there are any.
    """

    level: Level
    territories: pd.DataFrame
    apart: pd.DataFrame

    @property
    def waves(self) -> list[str]:
        """The waves that the selection holds, newest first."""
        return [wave for wave in newest_first(list(self.territories["wave"])) if wave != TOTAL]

    def of_wave(self, wave: str = TOTAL) -> pd.DataFrame:
        """The territories in one wave, or in all of them."""
        return self.territories[self.territories["wave"] == wave].reset_index(drop=True)

    def apart_in(self, wave: str = TOTAL) -> pd.DataFrame:
        """What stands beside the map in one wave, or in all of them."""
        return self.apart[self.apart["wave"] == wave].reset_index(drop=True)


@dataclass(frozen=True, slots=True)
class Concentration:
    """The territories with the most counted operations and what they hold together."""

    names: tuple[str, ...]
    operations: int
    all_operations: int

    @property
    def share(self) -> float:
        """Their part of the counted operations, the national strand counted in."""
        return self.operations / self.all_operations if self.all_operations else 0.0


def territories(connection: duckdb.DuckDBPyConnection, selection: Selection, level: Level) -> TerritoryFigures:
    """The figures of every territory of a level.

    The denominators hold everything that the filters select, whatever was decided. A filter on places leaves the other
    territories without data: maps lift it first.
    """
    frame = run(connection, "territories", selection, identifiers={"territory": level}, retained_only=True, level=level)
    frame["operations_programme_share"] = ratio(frame["operations"], frame["programme_operations"])
    for measure in ("operations", "total_cost", "eu_amount", "programme_operations"):
        frame[f"{measure}_share"] = ratio(frame[measure], frame[f"all_{measure}"])
    # Counts first: dividing the two rounded shares would carry their errors.
    frame["specificity"] = ratio(
        frame["operations"] * frame["all_programme_operations"], frame["programme_operations"] * frame["all_operations"]
    )
    frame["has_data"] = frame["programme_operations"] > 0
    frame["fragile"] = (frame["operations"] > 0) & (frame["operations"] < FRAGILE_BELOW)
    placed = frame["kind"] == "territoire"
    return TerritoryFigures(level, frame[placed].reset_index(drop=True), frame[~placed].reset_index(drop=True))


def concentration(figures: TerritoryFigures, wave: str = TOTAL, leaders: int = LEADERS) -> Concentration:
    """The few territories that count most operations, of those that count any; names break ties."""
    rows = figures.of_wave(wave)
    whole = int(rows["all_operations"].iloc[0]) if len(rows) else 0
    rows = rows[rows["operations"] > 0].sort_values(["operations", "name"], ascending=[False, True]).head(leaders)
    return Concentration(tuple(rows["name"]), int(rows["operations"].sum()), whole)


def chosen_codes(connection: duckdb.DuckDBPyConnection, selection: Selection, level: Level) -> tuple[str, ...]:
    """The territories of a level that the selection's filters on places keep; none where there is no such filter."""
    if not selection.places():
        return ()
    return tuple(run(connection, "chosen_territories", selection, level=level)["code"])


def location(connection: duckdb.DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """How operations are placed: one row per level (`region`, `department`) and source, in the order of `Location`.

    Columns: `level`, `source`, `operations` (counted), `programme_operations`, and the share of each in its level. Sources
    that place nothing are left out, except « aucune »: that nothing is missing is worth saying.
    """
    frame = run(connection, "location", selection, retained_only=True)
    levels: Sequence[Level] = (Level.REGION, Level.DEPARTMENT)
    every = pd.MultiIndex.from_product([[level.value for level in levels], [source.value for source in Location]])
    counts = ["operations", "programme_operations"]
    frame = frame.set_index(["level", "source"])[counts].reindex(every, fill_value=0).astype("int64")
    frame = frame.rename_axis(["level", "source"]).reset_index()
    for name in counts:
        frame[f"{name}_share"] = ratio(frame[name], frame.groupby("level")[name].transform("sum"))
    return frame[(frame["programme_operations"] > 0) | (frame["source"] == Location.NONE)].reset_index(drop=True)
