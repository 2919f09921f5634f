"""The territories as rows, columns and a map: what the card, the slides and the sheets show of them."""

from collections.abc import Sequence
from typing import Final

from dashboard.domain.columns import COLUMNS, ColumnFormat, counted_column, wave_column
from dashboard.domain.columns import Kind as ColumnKind
from dashboard.domain.operation import Decided
from dashboard.domain.periods import FORMER
from dashboard.domain.text import french_order
from dashboard.figures.figure import MapArea, MapClass, MapPicture
from dashboard.figures.maps_scale import NO_DATA_COLOUR, ZERO_COLOUR, MapMeasure, Scale, scale_of
from dashboard.warehouse.query import Row
from dashboard.warehouse.territories import FRAGILE_BELOW, Level, TerritoryFigures

ON_SCREEN: Final = (
    "operations", "programme_operations", "operations_programme_share", "specificity", "total_cost", "eu_amount", "caution",
)  # fmt: skip
IN_COUNTS: Final = (
    "operations", "operations_share", "total_cost", "eu_amount", "programme_operations", "operations_programme_share", "caution",
)  # fmt: skip
IN_RATIOS: Final = ("operations", "programme_operations", "operations_programme_share", "specificity", "caution")
SHARED: Final = ("shared_operations", "shared_eu_amount")
PROGRAMMED_ONLY: Final = ("programme_operations",)
"""What each table shows: beside a map on screen, under a map of counts and under a map of ratios in a document, and where
nothing is counted. `SHARED` comes on top where territories share operations."""


def shared_columns(found: TerritoryFigures) -> tuple[str, ...]:
    """The columns on shared operations, none where there is none."""
    return SHARED if any(row["shared_operations"] for row in found.of_wave()) else ()


def territory_rows(
    found: TerritoryFigures, by: str = "operations", *, compared: Sequence[str] = (), whole: bool = False
) -> tuple[Row, ...]:
    """Territories by decreasing value of the column `by`, then what no territory can show.

    `measure <wave>` is that column in each of the waves `compared`. Those without data come last; with `whole`, they are left
    out and a last row counts everything.
    """
    rows = sorted(
        (row for row in found.of_wave() if row["has_data"] or not whole),
        key=lambda row: (not row["has_data"], row[by] is None, -(row[by] or 0), french_order(row["name"])),
    )
    rows += [row for row in found.apart_in() if row["programme_operations"] or not whole]
    if whole and rows:
        rows.append(_whole(rows[0]))
    by_wave = {
        wave: {row["name"]: row[by] for row in (*found.of_wave(wave), *found.apart_in(wave))} for wave in compared
    }
    return tuple(
        {
            **row,
            "caution": f"moins de {FRAGILE_BELOW} opérations" if row["fragile"] else "",
            **{f"measure {wave}": values.get(row["name"]) for wave, values in by_wave.items()},
        }
        for row in rows
    )


def _whole(row: Row) -> Row:
    counted = row["all_operations"]
    return {
        "name": "Ensemble",
        "has_data": True,
        "fragile": False,
        "operations": counted,
        "operations_share": 1.0 if counted else None,
        "total_cost": row["all_total_cost"],
        "eu_amount": row["all_eu_amount"],
        "programme_operations": row["all_programme_operations"],
        "operations_programme_share": counted / row["all_programme_operations"],
        "specificity": 1.0 if counted else None,
        **dict.fromkeys(SHARED),
    }


def territory_columns(
    found: TerritoryFigures,
    measure: MapMeasure,
    kind: Decided,
    names: Sequence[str] = ON_SCREEN,
    *,
    compared: Sequence[str] = (),
) -> dict[str, ColumnFormat]:
    """How the columns `names` read, after the territory and the measure in each of the waves `compared`."""
    known = {
        **COLUMNS,
        "operations": counted_column(kind),
        "operations_share": COLUMNS["share"],
        "shared_operations": ColumnFormat("Partagées avec d'autres", ColumnKind.INTEGER),
        "shared_eu_amount": ColumnFormat("Montant UE partagé, à parts égales", ColumnKind.AMOUNT),
    }
    shape = known[measure.column]
    territory = (
        {"name": COLUMNS["department"], **_region_column(found.period)}
        if found.level is Level.DEPARTMENT
        else {"name": COLUMNS["region"]}
    )
    return {
        **territory,
        **{f"measure {wave}": wave_column(shape, measure.label, wave, found.period) for wave in compared},
        **{name: known[name] for name in names},
    }


def _region_column(period: str) -> dict[str, ColumnFormat]:
    """The region of a département: the one that the programming period counts by."""
    return {"region": ColumnFormat("Région (avant 2016)")} if period <= FORMER else {"region_2016": COLUMNS["region"]}


def territory_picture(found: TerritoryFigures, measure: MapMeasure, apart: Sequence[str]) -> MapPicture:
    """The map of a document; `apart` says what it can't show."""
    rows = found.of_wave()
    scale = scale_of(measure, [row[measure.column] for row in rows if row["has_data"]])
    areas = tuple(_area(row, measure, scale) for row in rows)
    classes = [MapClass(label, colour) for label, colour in zip(scale.labels, scale.colours, strict=True)]
    if any(area.colour == ZERO_COLOUR for area in areas):
        classes.insert(0, MapClass("aucune" if not measure.ratio else "0", ZERO_COLOUR))
    if any(area.colour == NO_DATA_COLOUR for area in areas):
        classes.append(MapClass("pas de donnée", NO_DATA_COLOUR))
    return MapPicture(found.level.value, areas, tuple(classes), tuple(apart), measure.label)


def _area(row: Row, measure: MapMeasure, scale: Scale) -> MapArea:
    value = row[measure.column]
    has_data = bool(row["has_data"])
    printed = measure.printed(value) if has_data else "pas de donnée"
    fragile = bool(row["fragile"]) and measure.ratio
    return MapArea(
        code=str(row["code"]),
        name=str(row["name"]),
        value=float(value) if has_data and value is not None else None,
        printed=f"{printed}*" if fragile else printed,
        figure=f"{scale.figure(value)}*" if fragile else scale.figure(value),
        colour=scale.colour(value, has_data=has_data),
        caution=fragile,
    )
