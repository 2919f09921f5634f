"""The priority of the national programme that social innovation has to itself, and the innovation found elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import duckdb

from dashboard.domain.operation import UNKNOWN
from dashboard.domain.periods import CURRENT, place_name, words_of
from dashboard.domain.selection import Selection
from dashboard.domain.text import french_order
from dashboard.warehouse.query import Row, all_rows

UNDETERMINED: Final = "Non déterminée"
"""The action of an operation whose words tell neither, or both."""
MEASURES: Final = (
    "programme_operations", "programme_total_cost", "programme_eu_amount", "operations", "total_cost", "eu_amount",
)  # fmt: skip


class Place(StrEnum):
    """Where an operation stands beside the priority; unknown where no source says the priority of a national operation."""

    INSIDE = "inside"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Priority6:
    """The priority and what is beside it.

    `whole`: one row per place, with the programmed measures (`programme_…`) and those of the retained operations. `actions`: the
    rows of the priority alone, by `value`. `regions` and `bodies`: one row per `value`, with each measure under
    `<place>_<measure>`, those of most operations first and what nobody filled in last.
    """

    whole: dict[Place, Row]
    actions: tuple[Row, ...]
    regions: tuple[Row, ...]
    bodies: tuple[Row, ...]


def over_priorities(selection: Selection) -> Selection:
    """The selection without its filters on priorities and decisions: the comparison goes by them itself."""
    return selection.narrowed(axes=(), investment_priorities=(), specific_objectives=(), categories=(), decision=None)


def priority_6(connection: duckdb.DuckDBPyConnection, selection: Selection) -> Priority6:
    """The innovation priority of a selection, which should be one `over_priorities`: one statement."""
    words = words_of(selection.period)
    rows = all_rows(
        connection,
        "priority_6",
        selection,
        national=words.national_programme,
        priority=int(words.innovation_priority),
        undetermined=UNDETERMINED,
    )
    for row in rows:
        for measure in MEASURES:
            amount = measure.removeprefix("programme_") != "operations"
            if amount and row[measure] is not None:
                row[measure] = float(row[measure])
        if not row["operations"]:
            row |= {"total_cost": 0.0, "eu_amount": 0.0}
    nothing: Row = dict.fromkeys(MEASURES, 0)
    whole = {Place(row["place"]): row for row in rows if row["level"] == "whole"}
    actions = [row for row in rows if row["level"] == "action"]
    return Priority6(
        whole={place: whole.get(place, {**nothing, "place": place.value}) for place in Place},
        actions=tuple(sorted(actions, key=lambda row: (row["value"] == UNDETERMINED, french_order(row["value"])))),
        regions=_by_value([row for row in rows if row["level"] == "region"]),
        bodies=_by_value([row for row in rows if row["level"] == "managing_body_type"]),
    )


def _by_value(rows: Sequence[Row]) -> tuple[Row, ...]:
    found: dict[str, Row] = {}
    for row in rows:
        value = place_name(row["value"] or UNKNOWN, CURRENT)
        wide = found.setdefault(
            value, {"value": value, **{f"{place}_{measure}": 0 for place in Place for measure in MEASURES}}
        )
        wide |= {f"{row['place']}_{measure}": row[measure] for measure in MEASURES}
    return tuple(
        sorted(
            (row for row in found.values() if _shown(row)),
            key=lambda row: (row["value"] == UNKNOWN, -_shown(row), french_order(row["value"])),
        )
    )


def _shown(row: Row) -> int:
    """The operations of the priority, and those retained outside it."""
    inside: int = row[f"{Place.INSIDE}_programme_operations"]
    return inside + int(row[f"{Place.ELSEWHERE}_operations"]) + int(row[f"{Place.UNKNOWN}_operations"])
