"""Indicators of a selection: key figures, breakdowns, change between waves.

Counted operations are those that the decision and category filters keep, the retained ones unless the filter says otherwise;
« programme » operations are all those that the other filters select, whatever was decided. A ratio is missing where
nothing can be divided; a sum of participants is missing where nobody counted those of the operations: missing is not 0, but no
operation has no participant.

Formulas: `<measure>_share` = counted in the row / counted in its wave (tables 3 and 5), in its programme for a code; `<measure>_programme_share` = counted /
programme of the same row (table 4); `eu_rate` = EU amount / total cost (section 3); `operations_with_participants_share` =
operations with at least one participant / counted operations (section 5.1).
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import duckdb

from dashboard.domain.operation import NO_WAVES, UNDATED, UNKNOWN
from dashboard.domain.periods import FORMER, place_name, words_of
from dashboard.domain.selection import BY_COLUMN, Selection, filters_of
from dashboard.domain.text import french_order
from dashboard.warehouse.query import TOTAL, Identifier, Row, all_rows, newest_first, rate

MEASURES: Final = ("operations", "total_cost", "eu_amount", "participants")


class Dimension(Identifier):
    """What a breakdown can go by: columns of `operation`."""

    PRIORITY_AXIS = "priority_axis"
    SPECIFIC_OBJECTIVE = "os_code"
    INVESTMENT_PRIORITY = "investment_priority"
    INTERVENTION_TYPE = "intervention_type"
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

    def label_in(self, period: str) -> str:
        """The words of the interface in a programming period: « Axe », « Priorité »."""
        return next(one.label for one in filters_of(period) if one.column == self)

    @property
    def field(self) -> str:
        """The field of the selection that filters on it."""
        return BY_COLUMN[self].field


AMOUNTS: Final = ("total_cost", "eu_amount", "programme_total_cost", "programme_eu_amount")
NOTHING: Final[Row] = {
    "wave": TOTAL,
    "operations": 0,
    "total_cost": 0,
    "eu_amount": 0,
    "participants": 0,
    "participants_planned": 0,
    "operations_with_participants": 0,
    "programme_operations": 0,
    "examined_operations": 0,
    "programme_total_cost": 0,
    "programme_eu_amount": 0,
    "programme_participants": 0,
    "programme_participants_planned": 0,
}
"""The whole of an empty selection."""

_SUMS: Final = {
    "operations": "programme_operations",
    "total_cost": "programme_total_cost",
    "eu_amount": "programme_eu_amount",
    "participants": "programme_participants",
    "participants_planned": "programme_participants_planned",
    "operations_with_participants": "",
}
"""What the statement sums, and the name that the sum of every operation takes beside that of the counted ones."""

_READ: Final = (
    "programme",
    "wave",
    "decision",
    "total_cost",
    "eu_amount",
    "participants_entered",
    "participants_planned",
)
"""The columns that the statement reads whatever the dimensions."""

_UNSUMMED: Final[Row] = {name: 0 if "operations" in name else None for name in NOTHING}

Compared = tuple[str, str]
"""A wave, and the one that it is compared with."""

_LETTER: Final = re.compile(r"\d*([a-m])")
CODES: Final = (Dimension.PRIORITY_AXIS, Dimension.INVESTMENT_PRIORITY, Dimension.SPECIFIC_OBJECTIVE)


@dataclass(frozen=True, slots=True)
class Indicators:
    """The figures of one selection, asked together.

    `whole`: one row per wave, newest first, then `wave = "total"`, which is there even for an empty selection.
    `by`: for each dimension asked for, one row per value and wave, and one per value for all of them; no rows for an empty
    selection. Every row holds the measures, their `programme_` twins, `_share` and `_programme_share`, `participants_planned`,
    `operations_with_participants` and its share, `eu_rate` and `programme_eu_rate`, and `examined_operations`: how many of the
    programmed ones carry a decision. `period`: the programming period, whose words the figures take.
    """

    whole: tuple[Row, ...]
    by: Mapping[Dimension, tuple[Row, ...]]
    period: str = FORMER

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
    A code means nothing without its programme: `programme` says whose each code is, shares are those of its programme, and
    where several programmes stand side by side `value` and `label` open with it (« PON FSE · 3911 »). For other dimensions
    `programme` is missing; so it is for the specific objectives of the FSE+, which go by letter in every programme.
    """
    rows = _added_up(
        all_rows(connection, "indicators", selection, parts=_parts(tuple(dimensions)), retained_only=retained_only)
    )
    wholes = {row["wave"]: row for row in rows if row["dimension"] is None} or {TOTAL: dict(NOTHING)}
    known = known_codes(connection, selection.period) if {*dimensions} & {*CODES, Dimension.CATEGORY} else ()
    by = {
        dimension: _finished(
            [row for row in rows if row["dimension"] == dimension], dimension, wholes, known, selection.period
        )
        for dimension in dimensions
    }
    waves = [*newest_first([wave for wave in wholes if wave != TOTAL]), TOTAL]
    return Indicators(tuple(_compared(wholes[wave], wholes[wave]) for wave in waves), by, selection.period)


def _added_up(sums: Sequence[Row]) -> list[Row]:
    """The measures of each value, in each wave and in all of them, from the sums of its counted, examined and other operations.

    Added here: the statement that asked for both measures of each sum, and for the totals, took twice as long to plan and run.
    """
    found: dict[tuple[Any, ...], Row] = {}
    for part in sums:
        for wave in (part["wave"], TOTAL):
            key = part["dimension"], part["programme"], part["code"], wave
            if (row := found.get(key)) is None:
                place = {name: part[name] for name in ("dimension", "code", "programme")}
                row = found[key] = {**place, **_UNSUMMED, "wave": wave}
            if part["examined"]:
                row["examined_operations"] += part["operations"]
            for name, of_programme in _SUMS.items():
                if (value := part[name]) is not None:
                    if of_programme:
                        row[of_programme] = value if row[of_programme] is None else row[of_programme] + value
                    if part["counted"]:
                        row[name] = value if row[name] is None else row[name] + value
    for row in found.values():
        # No operation costs nothing, but operations whose amounts nobody knows have no cost: missing is not 0.
        if not row["operations"]:
            row |= {"total_cost": 0, "eu_amount": 0}
    return list(found.values())


def _finished(
    rows: list[Row], dimension: Dimension, wholes: Mapping[str, Row], known: Sequence[Row], period: str
) -> tuple[Row, ...]:
    """The rows of a dimension with their words, shares and rates, in the order in which they are read.

    The reference rows are joined here: planning the joins took the query twice as long as running it.
    """
    words = {(row["programme"], row["code"]): row["label"] for row in known if row["dimension"] == dimension}
    if dimension is Dimension.SPECIFIC_OBJECTIVE and period > FORMER:
        rows = _by_letter(rows)
        words = {(None, objective_letter(code)): label for (_, code), label in words.items()}
    if dimension is Dimension.CATEGORY:
        rows = [{**row, **_programme_of(wholes[row["wave"]])} for row in rows if row["operations"]]
    several = len({row["programme"] for row in rows}) > 1
    order = _reading_order(rows, dimension, list(words))
    programmes = _programme_wholes(rows) if dimension in CODES else {}
    for row in rows:
        opening = f"{row['programme']} · " if several else ""
        row["value"] = f"{opening}{row['code']}"
        row["label"] = f"{opening}{_label(dimension, row['code'], words.get((row['programme'], row['code'])), period)}"
    return tuple(
        _compared(row, programmes.get((row["programme"], row["wave"]), wholes[row["wave"]]))
        for row in sorted(rows, key=order)
    )


def objective_letter(code: str) -> str:
    """The letter of an objective of the FSE+, whatever the priority that holds it: « h » of « 6h » and of « h »."""
    found = _LETTER.fullmatch(code)
    return found[1] if found else code


def _by_letter(rows: Sequence[Row]) -> list[Row]:
    """The rows of the objectives of the FSE+ added up by letter: one of thirteen, the same in every programme (ADR 20)."""
    summed: dict[tuple[str, str], Row] = {}
    for row in rows:
        key = objective_letter(row["code"]), row["wave"]
        known = summed.setdefault(key, {**dict.fromkeys(row), **{name: row[name] for name in ("dimension", "wave")}})
        known["code"] = key[0]
        for name, value in row.items():
            if name not in ("dimension", "wave", "code", "programme") and value is not None:
                known[name] = value if known[name] is None else known[name] + value
    return list(summed.values())


def _programme_wholes(rows: Sequence[Row]) -> dict[tuple[str, str], Row]:
    """What is counted in each programme and wave: what the codes of that programme share out."""
    wholes: dict[tuple[str, str], Row] = {}
    for row in rows:
        whole = wholes.setdefault((row["programme"], row["wave"]), dict.fromkeys(MEASURES))
        for measure in MEASURES:
            if row[measure] is not None:
                whole[measure] = (whole[measure] or 0) + row[measure]
    return wholes


def _reading_order(
    rows: Sequence[Row], dimension: Dimension, known: Sequence[tuple[str | None, str]]
) -> Callable[[Row], tuple[Any, ...]]:
    """Sorts codes and categories as the reference does, other values by size; what nobody filled in last, waves newest first."""
    programmes = list(dict.fromkeys(programme for programme, _ in known))
    counted = {(row["programme"], row["code"]): row["operations"] for row in of_wave(rows)}
    waves = [*newest_first([row["wave"] for row in rows if row["wave"] != TOTAL]), TOTAL]

    def value_order(programme: str | None, code: str) -> tuple[Any, ...]:
        if dimension in CODES:
            rank = programmes.index(programme) if programme in programmes else len(programmes)
            return (rank, french_order(str(programme)), *code_order(code))
        if dimension is Dimension.CATEGORY:
            return (known.index((programme, code)) if (programme, code) in known else len(known), french_order(code))
        if dimension is Dimension.WAVE:
            return (newest_first([value for _, value in counted]).index(code),)
        return (-counted[programme, code], french_order(code))

    return lambda row: (
        row["code"] == UNKNOWN,
        value_order(row["programme"], row["code"]),
        waves.index(row["wave"]),
    )


def _label(dimension: Dimension, code: str, words: str | None, period: str) -> str:
    """The code and the words that its programme gives it; other values speak for themselves."""
    axis = dimension is Dimension.PRIORITY_AXIS and code != UNKNOWN
    name = f"{words_of(period).axis.capitalize()} {code}" if axis else place_name(code, period)
    return f"{name} – {words}" if words else name


def _compared(row: Row, whole: Row) -> Row:
    """The row with its shares of the whole, its shares of what is programmed, and its rates."""
    for name in AMOUNTS:
        row[name] = None if row[name] is None else float(row[name])
    for prefix in ("", "programme_"):
        if not row[f"{prefix}operations"]:
            row |= {f"{prefix}participants": 0, f"{prefix}participants_planned": 0}
    shares = {f"{measure}_share": rate(row[measure], whole[measure]) for measure in MEASURES}
    programme = {f"{measure}_programme_share": rate(row[measure], row[f"programme_{measure}"]) for measure in MEASURES}
    rates = {
        "eu_rate": rate(row["eu_amount"], row["total_cost"]),
        "programme_eu_rate": rate(row["programme_eu_amount"], row["programme_total_cost"]),
        "operations_with_participants_share": rate(row["operations_with_participants"], row["operations"]),
    }
    return row | shares | programme | rates


def _programme_of(whole: Row) -> Row:
    """What the operations that nobody examined are counted in: they have no category."""
    return {name: value for name, value in whole.items() if name.startswith("programme_")}


def _parts(dimensions: tuple[Dimension, ...]) -> dict[str, str]:
    """The places of `indicators.sql` that name the dimensions."""
    places = [
        f"{{'dimension': '{dimension.value}', 'code': coalesce(nullif(by_{dimension.value}::varchar, ''), 'Non renseigné'), "
        f"'programme': {'programme' if dimension in CODES else 'null'}}}"
        for dimension in dimensions
    ]
    whole = "{'dimension': null::varchar, 'code': null::varchar, 'programme': null::varchar}"
    return {
        "selected": ", ".join(dict.fromkeys((*(dimension.value for dimension in dimensions), *_READ))),
        "columns": "".join(f"{dimension.value} as by_{dimension.value}, " for dimension in dimensions),
        "places": ", ".join([whole, *places]),
    }


def of_wave(rows: Sequence[Row], wave: str = TOTAL) -> list[Row]:
    """The rows of one wave, or of all of them."""
    return [row for row in rows if row["wave"] == wave]


def comparable(waves: Sequence[str]) -> tuple[str, ...]:
    """The waves that can stand beside another, in the order given: what no wave covers is no period."""
    return tuple(wave for wave in waves if wave not in NO_WAVES)


def unfinished_waves(connection: duckdb.DuckDBPyConnection, period: str) -> frozenset[str]:
    """The waves of 2021-2027 and after that end on the day of the edition or later: the next ones will add operations to them."""
    if period <= FORMER:
        return frozenset()
    return frozenset(row["wave"] for row in all_rows(connection, "unfinished_waves", period=period))


def usual_comparison(waves: Sequence[str], unfinished: Collection[str] = ()) -> Compared | None:
    """What is compared before anyone chooses: the newest two waves that are over, else the newest two; None with fewer than two."""
    held = comparable(waves)
    over = [wave for wave in held if wave not in unfinished]
    now, before = (*(over if len(over) > 1 else held), "", "")[:2]
    return (now, before) if before else None


def change_between_waves(
    found: Indicators, compared: Compared | None = None, unfinished: Collection[str] = ()
) -> Row | None:
    """A wave of the whole beside another one; None with fewer than two.

    `compared` names the wave and the one that it is compared with; without it, or where the selection doesn't hold both, they are the
    usual ones, `unfinished` waves left out. `<measure>`, `<measure>_before`, `<measure>_difference`, `<measure>_change` (difference / before,
    missing where nothing came before), and the `_programme_share`s with their `_before` and `_difference`. Operations outside the
    waves are never compared: `undated` and `programme_undated` count those that no date places.
    """
    held = comparable(found.waves)
    if compared is None or len({*compared} & {*held}) < 2:
        compared = usual_comparison(held, unfinished)
    if compared is None:
        return None
    rows = {row["wave"]: row for row in found.whole}
    now, then = rows[compared[0]], rows[compared[1]]
    undated = rows.get(UNDATED, NOTHING)
    change: Row = {
        "wave": now["wave"],
        "wave_before": then["wave"],
        "undated": undated["operations"],
        "programme_undated": undated["programme_operations"],
    }
    for name in (*MEASURES, *(f"{measure}_programme_share" for measure in ("operations", "total_cost", "eu_amount"))):
        change[name], change[f"{name}_before"] = now[name], then[name]
        difference = None if now[name] is None or then[name] is None else now[name] - then[name]
        if difference is not None and name in ("total_cost", "eu_amount"):
            difference = round(difference, 2)
        change[f"{name}_difference"] = difference
        if name in MEASURES:
            change[f"{name}_change"] = rate(difference, then[name])
    return change


PARTICIPANTS: Final = ("participants_entered", "participants_planned")


def said_columns(connection: duckdb.DuckDBPyConnection, period: str) -> Mapping[str, int]:
    """How many operations of a programming period say each dimension and each count of participants: the only place that
    decides whether a source says anything of a column.

    A column that none of them says has no breakdown worth drawing. Of a category, only what is decided can say anything.
    """
    columns = ", ".join(
        [
            *(
                f"count(*) filter (coalesce({one.value}::varchar, '') not in ('', '{UNKNOWN}')) as {one.value}"
                for one in Dimension
            ),
            *(f"count({name}) as {name}" for name in PARTICIPANTS),
        ]
    )
    [row] = all_rows(connection, "said_columns", parts={"columns": columns}, period=period)
    return {name: int(count) for name, count in row.items()}


def known_codes(connection: duckdb.DuckDBPyConnection, period: str) -> tuple[Row, ...]:
    """The axes, investment priorities, specific objectives and categories that the reference knows, in reading order.

    Columns: dimension, programme (missing for a category), code, label. The main programmes come first.
    """
    return tuple(all_rows(connection, "known_codes", period=period))


def categories(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """The types of operation of the reference, in its order."""
    return tuple(row["category"] for row in all_rows(connection, "categories"))


def code_order(code: str) -> tuple[str, ...]:
    """Sorts axes and dotted codes by number (8.1 before 10.1), specific objectives by their text, as the note does."""
    return tuple(part.zfill(2) for part in code.split("."))
