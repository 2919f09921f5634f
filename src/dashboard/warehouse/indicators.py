"""Indicators of a selection: key figures, breakdowns, change between waves.

Counted operations are those that the decision and category filters keep, the retained ones unless the filter says otherwise;
« programme » operations are all those that the other filters select, whatever was decided. A ratio is missing where
nothing can be divided; a sum of participants is missing where nobody counted any: missing is not 0.

Formulas: `<measure>_share` = counted in the row / counted in its wave (tables 3 and 5); `<measure>_programme_share` = counted /
programme of the same row (table 4); `eu_rate` = EU amount / total cost (section 3); `operations_with_participants_share` =
operations with at least one participant / counted operations (section 5.1).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import duckdb

from dashboard.domain.selection import BY_COLUMN, Selection
from dashboard.warehouse.query import OUTSIDE_WAVES, TOTAL, Identifier, Row, all_rows, rate

MEASURES: Final = ("operations", "total_cost", "eu_amount", "participants")


class Dimension(Identifier):
    """What a breakdown can go by: columns of `operation`."""

    PRIORITY_AXIS = "priority_axis"
    SPECIFIC_OBJECTIVE = "os_code"
    INVESTMENT_PRIORITY = "investment_priority"
    REGION = "region"
    REGION_2016 = "region_2016"
    MANAGING_BODY_TYPE = "managing_body_type"
    BENEFICIARY_TYPE = "beneficiary_type"
    RECIPIENT_TYPE = "recipient_type"
    CATEGORY = "category"
    WAVE = "wave"
    PROGRAMME = "programme"
    MANAGING_BODY = "managing_body"
    DEPARTMENT = "department"

    @property
    def label(self) -> str:
        """The words of the interface."""
        return "Service gestionnaire" if self is Dimension.MANAGING_BODY else BY_COLUMN[self].label

    @property
    def field(self) -> str | None:
        """The field of the selection that filters on it, None where there is none."""
        return BY_COLUMN[self].field if self in BY_COLUMN else None


CODES: Final = (Dimension.PRIORITY_AXIS, Dimension.INVESTMENT_PRIORITY, Dimension.SPECIFIC_OBJECTIVE)


@dataclass(frozen=True, slots=True)
class Indicators:
    """The figures of one selection, asked together.

    `whole`: one row per wave, newest first, then `wave = "total"`, which is there even for an empty selection.
    `by`: for each dimension asked for, one row per value and wave, and one per value for all of them; no rows for an empty
    selection. Every row holds the measures, their `programme_` twins, `_share` and `_programme_share`, `participants_planned`,
    `operations_with_participants` and its share, `eu_rate` and `programme_eu_rate`.
    """

    whole: tuple[Row, ...]
    by: Mapping[Dimension, tuple[Row, ...]]

    @property
    def total(self) -> Row:
        """The row that counts every wave."""
        return self.whole[-1]

    @property
    def waves(self) -> tuple[str, ...]:
        """The waves that the selection holds, newest first."""
        return tuple(row["wave"] for row in self.whole[:-1])


def indicators(
    connection: duckdb.DuckDBPyConnection,
    selection: Selection,
    dimensions: Sequence[Dimension] = (),
    retained_only: bool = True,
) -> Indicators:
    """The key figures and the breakdowns of a selection in one pass over it.

    Codes and categories come in the order of the reference, other values by decreasing number of counted operations;
    what nobody filled in comes last. `retained_only=False` counts every operation that the filters select.
    Operations that were never examined have no category: by category, `programme_` columns hold the whole wave.
    A code means nothing without its programme: `programme` says whose each code is, and where several programmes stand
    side by side `value` and `label` open with it (« PON FSE · 3911 »). For other dimensions `programme` is missing.
    """
    rows = all_rows(connection, "indicators", selection, parts=_parts(tuple(dimensions)), retained_only=retained_only)
    by: dict[Dimension, list[Row]] = {dimension: [] for dimension in dimensions}
    whole: list[Row] = []
    for row in rows:
        dimension = row.pop("dimension")
        (whole if dimension is None else by[Dimension(dimension)]).append(row)
    return Indicators(tuple(whole), {dimension: tuple(found) for dimension, found in by.items()})


def _parts(dimensions: tuple[Dimension, ...]) -> dict[str, str]:
    """The places of `indicators.sql` that name the dimensions, each a column of its own so that none hides the wave."""
    columns = {dimension: f"by_{dimension.value}" for dimension in dimensions}
    sets = [
        f"({'programme, ' if dimension in CODES else ''}{column}{wave})"
        for dimension, column in columns.items()
        for wave in (", valued.wave", "")
    ]
    return {
        "values": "".join(
            f",\n        coalesce(nullif({dimension.value}::varchar, ''), 'Non renseigné') as {column}"
            for dimension, column in columns.items()
        ),
        "dimension": _case({column: f"'{dimension.value}'" for dimension, column in columns.items()}),
        "code": _case({column: column for column in columns.values()}),
        "programme": _case({"programme": "programme"} if set(dimensions) & set(CODES) else {}),
        "grouping_sets": "".join(f"{one}, " for one in sets),
    }


def _case(results: Mapping[str, str]) -> str:
    """One result for the column that a row is grouped by, null on the rows of the whole."""
    branches = " ".join(f"when grouping({column}) = 0 then {result}" for column, result in results.items())
    return f"case {branches} end" if branches else "null::varchar"


def of_wave(rows: Sequence[Row], wave: str = TOTAL) -> list[Row]:
    """The rows of one wave, or of all of them."""
    return [row for row in rows if row["wave"] == wave]


def change_between_waves(found: Indicators) -> Row | None:
    """The newest wave of the whole beside the one before; None with fewer than two.

    `<measure>`, `<measure>_before`, `<measure>_difference`, `<measure>_change` (difference / before, missing where nothing came
    before), and the `_programme_share`s with their `_before` and `_difference`. Operations outside the waves are never compared.
    """
    compared = [row for row in found.whole if row["wave"] not in {OUTSIDE_WAVES, TOTAL}][:2]
    if len(compared) < 2:
        return None
    now, then = compared
    change: Row = {"wave": now["wave"], "wave_before": then["wave"]}
    for name in (*MEASURES, *(f"{measure}_programme_share" for measure in ("operations", "total_cost", "eu_amount"))):
        change[name], change[f"{name}_before"] = now[name], then[name]
        difference = None if now[name] is None or then[name] is None else now[name] - then[name]
        if difference is not None and name in ("total_cost", "eu_amount"):
            difference = round(difference, 2)
        change[f"{name}_difference"] = difference
        if name in MEASURES:
            change[f"{name}_change"] = rate(difference, then[name])
    return change


def code_labels(connection: duckdb.DuckDBPyConnection, period: str) -> dict[tuple[Dimension, str], str]:
    """(dimension, code) → words, for axes, investment priorities and specific objectives: of the first programme that has it."""
    rows = all_rows(connection, "code_labels", period=period)
    return {(Dimension(row["dimension"]), row["code"]): row["label"] for row in rows}


def code_order(code: str) -> tuple[str, ...]:
    """Sorts axes and dotted codes by number (8.1 before 10.1), specific objectives by their text, as the note does."""
    return tuple(part.zfill(2) for part in code.split("."))
