"""The indicators of a selection by territory: former regions, present regions or départements.

Counted operations and « programme » operations are those of `warehouse.indicators`. Two ratios come on top of the sums:

- `operations_programme_share`: the territory's counted operations / its programme operations;
- `specificity`, the « indice de spécificité »: the territory's share of the counted operations (`operations_share`) over its
  share of the programme operations (`programme_operations_share`). Above 1, it retains more than its weight. Both shares
  divide by the whole selection, so the index is also the territory's rate over the selection's.

Beside its own operations, a territory has `shared_operations`: the counted ones that several territories share, which count once, apart.
`shared_total_cost` and `shared_eu_amount` are its part of their euros at equal shares, a convention: nothing says what each gets.

A territory where nothing is programmed has no data; one where nothing was retained has 0. They are never the same thing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import duckdb

from dashboard.domain.periods import FORMER, place_name
from dashboard.domain.selection import Selection
from dashboard.domain.text import french_order
from dashboard.warehouse.query import TOTAL, Identifier, Row, all_rows, newest_first, rate, untied

FRAGILE_BELOW: Final = 5
"""Under so many counted operations a ratio says more about chance than about the territory."""

LEADERS: Final = 3
NATIONAL: Final = "national"
SEVERAL_PLACES: Final = "plusieurs"


class Level(Identifier):
    """What a map is divided into: columns of `operation`."""

    REGION = "region"
    REGION_2016 = "region_2016"
    DEPARTMENT = "department"


class Shared(Identifier):
    """The lists that stand beside the columns of `Level`, where an operation has several territories."""

    REGION = "regions"
    REGION_2016 = "regions_2016"
    DEPARTMENT = "departments"


def usual_level(period: str) -> Level:
    """The regions that a programming period counts by: the note of 2014-2020 by former ones, later programmes by the present ones."""
    return Level.REGION if period <= FORMER else Level.REGION_2016


class Location(StrEnum):
    """What told where an operation stands, from the surest to nothing at all."""

    REGION = "région"
    DEPARTMENT = "département"
    ZONE = "zone"
    SITE = "code postal de l'opération"
    PROGRAMME = "programme"
    SERVICE = "service"
    POSTCODE = "code postal"
    NONE = "aucune"
    NATIONAL = NATIONAL


@dataclass(frozen=True, slots=True)
class TerritoryFigures:
    """One row per territory and wave, and one per territory for all of them (`wave = "total"`).

    `territories`: every territory of the level, even without operations. `apart`: what no territory can show, the
    national strand (`kind = "national"`), operations of several territories (`kind = "plusieurs"`) and operations without a
    known place (`kind = "inconnu"`), where there are any. `period`: the programming period, whose words the figures take.
    """

    level: Level
    territories: tuple[Row, ...]
    apart: tuple[Row, ...]
    period: str = FORMER

    @property
    def waves(self) -> list[str]:
        """The waves that the selection holds, newest first."""
        return newest_first([row["wave"] for row in self.territories if row["wave"] != TOTAL])

    def of_wave(self, wave: str = TOTAL) -> list[Row]:
        """The territories in one wave, or in all of them."""
        return [row for row in self.territories if row["wave"] == wave]

    def apart_in(self, wave: str = TOTAL) -> list[Row]:
        """What stands beside the map in one wave, or in all of them."""
        return [row for row in self.apart if row["wave"] == wave]


@dataclass(frozen=True, slots=True)
class Concentration:
    """The territories with the most counted operations and what they hold together."""

    names: tuple[str, ...]
    operations: int
    all_operations: int
    located: bool = True
    """Whether any territory counts operations."""

    @property
    def share(self) -> float:
        """Their part of the counted operations, the national strand counted in."""
        return self.operations / self.all_operations if self.all_operations else 0.0


def territories(connection: duckdb.DuckDBPyConnection, selection: Selection, level: Level) -> TerritoryFigures:
    """The figures of every territory of a level.

    The denominators hold everything that the filters select, whatever was decided. A filter on places leaves the other
    territories without data: maps lift it first.
    """
    rows = all_rows(
        connection,
        "territories",
        selection,
        identifiers={"territory": level, "shared": Shared[level.name]},
        retained_only=True,
        level=level,
    )
    found = tuple(_compared(row) for row in rows)
    placed = tuple(row for row in found if row["kind"] == "territoire")
    apart = tuple(
        {**row, "name": place_name(row["name"], selection.period)} if row["kind"] == NATIONAL else row
        for row in found
        if row["kind"] != "territoire"
    )
    return TerritoryFigures(level, placed, apart, selection.period)


def _compared(row: Row) -> Row:
    for name in ("total_cost", "eu_amount", "all_total_cost", "all_eu_amount", "shared_total_cost", "shared_eu_amount"):
        row[name] = None if row[name] is None else float(row[name])
    shares = {
        f"{measure}_share": rate(row[measure], row[f"all_{measure}"])
        for measure in ("operations", "total_cost", "eu_amount", "programme_operations")
    }
    return (
        row
        | shares
        | {
            "operations_programme_share": rate(row["operations"], row["programme_operations"]),
            # Counts first: dividing the two rounded shares would carry their errors.
            "specificity": rate(
                row["operations"] * row["all_programme_operations"], row["programme_operations"] * row["all_operations"]
            ),
            "has_data": row["programme_operations"] > 0,
            "fragile": 0 < row["operations"] < FRAGILE_BELOW,
        }
    )


def concentration(figures: TerritoryFigures, wave: str = TOTAL, leaders: int = LEADERS) -> Concentration:
    """The few territories that count most operations, of those that count any; fewer where a tie leaves chance to choose."""
    rows = figures.of_wave(wave)
    whole = rows[0]["all_operations"] if rows else 0
    ranked = sorted(
        (row for row in rows if row["operations"]), key=lambda row: (-row["operations"], french_order(row["name"]))
    )
    first = untied(ranked, leaders)
    return Concentration(
        tuple(row["name"] for row in first), sum(row["operations"] for row in first), whole, located=bool(ranked)
    )


def known_departments(connection: duckdb.DuckDBPyConnection) -> tuple[Row, ...]:
    """The départements with their former and present regions: code, name, region, region_2016."""
    return tuple(all_rows(connection, "departments"))


def chosen_codes(figures: TerritoryFigures, departments: Sequence[Row], selection: Selection) -> tuple[str, ...]:
    """The territories that the selection's filters on places keep, in part or as a whole; none without such a filter."""
    if not selection.places():
        return ()
    kept = [
        row
        for row in departments
        if (not selection.regions or row["region"] in selection.regions)
        and (not selection.regions_2016 or row["region_2016"] in selection.regions_2016)
        and (not selection.departments or row["code"] in selection.departments)
    ]
    column = "code" if figures.level is Level.DEPARTMENT else "name"
    known = {row["code" if figures.level is Level.DEPARTMENT else figures.level.value] for row in kept}
    return tuple(sorted(row["code"] for row in figures.of_wave() if row[column] in known))


def location(connection: duckdb.DuckDBPyConnection, selection: Selection) -> tuple[Row, ...]:
    """How operations are placed: one row per level (`region`, `department`) and source, in the order of `Location`.

    Columns: `level`, `source`, `operations` (counted), `programme_operations`, and the share of each in its level. Sources
    that place nothing are left out, except « aucune »: that nothing is missing is worth saying.
    """
    rows = all_rows(connection, "location", selection, retained_only=True)
    known = {(row["level"], row["source"]): row for row in rows}
    nothing = {"operations": 0, "programme_operations": 0}
    found = []
    for level in (Level.REGION.value, Level.DEPARTMENT.value):
        whole = {name: sum(row[name] for row in rows if row["level"] == level) for name in nothing}
        for source in Location:
            row = known.get((level, source.value), nothing)
            if row["programme_operations"] or source is Location.NONE:
                counts = {name: row[name] for name in nothing}
                shares = {f"{name}_share": rate(count, whole[name]) for name, count in counts.items()}
                found.append({"level": level, "source": source.value, **counts, **shares})
    return tuple(found)
