"""The indicators of a selection: key figures, breakdowns, change between waves.

Two sets of operations stand behind every figure. The counted ones are those under study: retained by default, not retained
where the selection says so, of the chosen categories. « Programme » is everything that the other filters select, whatever
was decided. The formulas are the note's:

- `eu_rate`: EU amount / total cost (fiches of the boxes);
- `<measure>_share`: a value's part in the counted operations of the same wave (tables 3 and 5, columns « % »);
- `<measure>_programme_share`: counted operations / programme operations of the same value and wave (tables 4 and IEJ);
- `participants`: participants entered. Missing is not 0, so a sum is missing only where nobody knows any of its terms;
- `operations_with_participants_share`: counted operations with at least one participant / counted operations (section 5.1).
"""

from collections.abc import Mapping
from typing import Any, Final

import duckdb
import pandas as pd

from dashboard.domain.operation import UNKNOWN
from dashboard.domain.selection import BY_COLUMN, Selection
from dashboard.warehouse.query import OUTSIDE_WAVES, TOTAL, Identifier, all_rows, newest_first, ratio, run

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


def key_figures(
    connection: duckdb.DuckDBPyConnection, selection: Selection, retained_only: bool = True
) -> pd.DataFrame:
    """One row per wave, newest first, then `wave = "total"`, which is there even for an empty selection.

    Columns: the measures, their `programme_` twins, their `_programme_share`, `participants_planned`,
    `operations_with_participants` and its share, `eu_rate` and `programme_eu_rate`.
    """
    frame = _with_rates(run(connection, "key_figures", selection, retained_only=retained_only))
    frame["operations_with_participants_share"] = ratio(frame["operations_with_participants"], frame["operations"])
    return _ordered_by_wave(frame)


def breakdown(
    connection: duckdb.DuckDBPyConnection, selection: Selection, dimension: Dimension, retained_only: bool = True
) -> pd.DataFrame:
    """One row per value and wave, and one per value for all of them (`wave = "total"`); no rows for an empty selection.

    Codes and categories come in the order of the reference, other values by decreasing number of counted operations;
    what nobody filled in comes last. `retained_only=False` counts every operation that the filters select.
    Operations that were never judged have no category: by category, `programme_` columns hold the whole wave.
    A code means nothing without its programme: `programme` says whose each code is, and where several programmes stand
    side by side `value` and `label` open with it (« PON FSE · 3911 »). For other dimensions `programme` is missing.
    """
    rows = run(
        connection,
        "breakdown",
        selection,
        identifiers={"dimension": dimension},
        retained_only=retained_only,
        per_programme=dimension in CODES,
    )
    rows = rows.rename(columns={"own_programme": "programme"})
    totals = rows[rows["is_total"]].set_index("wave")
    frame = rows[~rows["is_total"]].drop(columns="is_total").reset_index(drop=True)
    if dimension is Dimension.CATEGORY:
        frame = frame[frame["operations"] > 0].reset_index(drop=True)
        for column in [name for name in frame.columns if name.startswith("programme_")]:
            frame[column] = frame["wave"].map(totals[column]).astype(frame[column].dtype)
    for measure in MEASURES:
        whole = frame["wave"].map(totals[measure]).astype(frame[measure].dtype)
        frame[f"{measure}_share"] = ratio(frame[measure], whole)
    frame = _with_rates(frame)
    labels = code_labels(connection, selection.period) if dimension in CODES else {}
    frame["code"] = frame["value"]
    names = [
        _label(dimension, value, programme, labels)
        for value, programme in zip(frame["value"], frame["programme"], strict=True)
    ]
    frame.insert(1, "label", pd.Series(names, index=frame.index, dtype="str"))
    if frame["programme"].nunique() > 1:
        frame["value"] = frame["programme"] + " · " + frame["value"]
        frame["label"] = frame["programme"] + " · " + frame["label"]
    return _ordered(connection, frame, dimension, selection.period)


def change_between_waves(frame: pd.DataFrame) -> pd.DataFrame:
    """The newest wave of a `key_figures` or `breakdown` frame beside the one before; no rows with fewer than two waves.

    One row per value: `<measure>`, `<measure>_before`, `<measure>_difference`, `<measure>_change` (difference / before,
    missing where nothing came before), and `operations_programme_share` with its `_before` and `_difference`.
    A value that one of the two waves lacks had no operation then. Operations outside the waves are never compared.
    """
    waves = [wave for wave in newest_first(list(frame["wave"])) if wave not in {OUTSIDE_WAVES, TOTAL}]
    keys = [name for name in ("value", "label") if name in frame]
    shares = ["operations_programme_share", "total_cost_programme_share", "eu_amount_programme_share"]
    columns = [*MEASURES, *shares]
    later, before = (_of_wave(frame, wave, keys, columns) for wave in (waves[:2] if len(waves) > 1 else [None, None]))
    if keys:
        order = frame[keys].drop_duplicates()
        later, before = (order.merge(side, on=keys, how="left") for side in (later, before))
    result = later[keys].assign(wave=waves[0] if waves else None, wave_before=waves[1] if len(waves) > 1 else None)
    for name in columns:
        now, then = later[name], before[name]
        if name in ("operations", "total_cost", "eu_amount"):
            now, then = (side.fillna(0).astype(frame[name].dtype) for side in (now, then))
        result[name], result[f"{name}_before"] = now, then
        difference = now - then
        result[f"{name}_difference"] = difference.round(2) if name in ("total_cost", "eu_amount") else difference
        if name in MEASURES:
            result[f"{name}_change"] = ratio(result[f"{name}_difference"], then)
    return result if len(waves) > 1 else result.iloc[:0]


def _of_wave(frame: pd.DataFrame, wave: str | None, keys: list[str], columns: list[str]) -> pd.DataFrame:
    return frame.loc[frame["wave"] == wave, [*keys, *columns]].reset_index(drop=True)


def code_labels(connection: duckdb.DuckDBPyConnection, period: str) -> dict[tuple[Dimension, str, str], str]:
    """(dimension, programme, code) → words, for axes, investment priorities and specific objectives of a period.

    With "" as the programme: the words of the main programme, else of the first that has the code.
    """
    labels: dict[tuple[Dimension, str, str], str] = {}
    for row in all_rows(connection, "nomenclature_labels", period=period):
        if row["investment_priority"] is None:
            found = [(Dimension.PRIORITY_AXIS, row["priority_axis"])]
        else:
            found = [(Dimension.SPECIFIC_OBJECTIVE, row["os_code"])]
            if not row["is_objective"]:
                found.append((Dimension.INVESTMENT_PRIORITY, row["investment_priority"]))
        for dimension, code in found:
            labels.setdefault((dimension, row["programme"], code), row["label"])
            labels.setdefault((dimension, "", code), row["label"])
    return labels


def _label(
    dimension: Dimension, value: str, programme: str | None, labels: Mapping[tuple[Dimension, str, str], str]
) -> str:
    """The code and the words that its programme gives it; other values speak for themselves."""
    if dimension not in CODES or value == UNKNOWN:
        return value
    code = f"Axe {value}" if dimension is Dimension.PRIORITY_AXIS else value
    words = labels.get((dimension, str(programme), value))
    return f"{code} – {words}" if words else code


def _with_rates(frame: pd.DataFrame) -> pd.DataFrame:
    frame["eu_rate"] = ratio(frame["eu_amount"], frame["total_cost"])
    frame["programme_eu_rate"] = ratio(frame["programme_eu_amount"], frame["programme_total_cost"])
    for measure in MEASURES:
        frame[f"{measure}_programme_share"] = ratio(frame[measure], frame[f"programme_{measure}"])
    return frame


def _ordered_by_wave(frame: pd.DataFrame) -> pd.DataFrame:
    rank = {wave: position for position, wave in enumerate(newest_first([w for w in frame["wave"] if w != TOTAL]))}
    order = frame["wave"].map(lambda wave: rank.get(wave, len(rank))).sort_values(kind="stable")
    return frame.loc[order.index].reset_index(drop=True)


def _ordered(
    connection: duckdb.DuckDBPyConnection, frame: pd.DataFrame, dimension: Dimension, period: str
) -> pd.DataFrame:
    summed = frame[frame["wave"] == TOTAL]
    operations: dict[str, int] = dict(zip(summed["value"], summed["operations"], strict=True))
    codes = dict(zip(summed["value"], summed["code"], strict=True))
    owners = dict(zip(summed["value"], summed["programme"], strict=True))
    ranked = all_rows(connection, "programme_ranks", period=period) if dimension in CODES else []
    programmes = [row["programme"] for row in ranked]
    known = all_rows(connection, "categories") if dimension is Dimension.CATEGORY else []
    categories = [row["category"] for row in known]

    def rank(value: str) -> tuple[Any, ...]:
        if dimension is Dimension.CATEGORY:
            order: tuple[Any, ...] = (categories.index(value) if value in categories else len(categories), value)
        elif dimension in CODES:
            owner = owners[value]
            order = (
                programmes.index(owner) if owner in programmes else len(programmes),
                str(owner),
                *code_order(codes[value]),
            )
        elif dimension is Dimension.WAVE:
            order = (newest_first(list(operations)).index(value),)
        else:
            order = (-operations[value], value)
        return (codes[value] == UNKNOWN, *order)

    ranks = {value: position for position, value in enumerate(sorted(operations, key=rank))}
    frame = _ordered_by_wave(frame)
    order = frame["value"].map(ranks).sort_values(kind="stable")
    return frame.loc[order.index].reset_index(drop=True)


def code_order(code: str) -> tuple[str, ...]:
    """Sorts axes and dotted codes by number (8.1 before 10.1), specific objectives by their text, as the note does."""
    return tuple(part.zfill(2) for part in code.split("."))
