"""Two selections side by side, on one scale: their key figures and their breakdowns, each with the difference."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dashboard.domain.columns import COLUMNS, ColumnFormat, Kind, counted_column
from dashboard.domain.french import is_missing
from dashboard.domain.operation import Decided
from dashboard.figures.alternative import comparison
from dashboard.figures.breakdown import MAX_ROWS, MEASURE_KINDS, measure_words, read_in_order, shares_of
from dashboard.figures.figure import Chart, ChartKind, Figure, Series
from dashboard.figures.palette import MAIN, OTHERS
from dashboard.figures.wording import left_to_the_table, lowered
from dashboard.warehouse.indicators import Dimension, Indicators, of_wave
from dashboard.warehouse.query import Row

Names = tuple[str, str]
Kinds = tuple[Decided, Decided]
_Code = tuple[str | None, str]


def compared_key_figures(one: Indicators, other: Indicators, names: Names, kinds: Kinds) -> Figure:
    """Each key figure of both, and what the first has more than the second."""
    columns = {
        "operations": _counted(kinds),
        "total_cost": COLUMNS["total_cost"],
        "eu_amount": COLUMNS["eu_amount"],
        "programme_operations": COLUMNS["programme_operations"],
        "operations_programme_share": COLUMNS["operations_programme_share"],
        "eu_rate": COLUMNS["eu_rate"],
        "participants": COLUMNS["participants"],
    }
    rows = []
    for name, column in columns.items():
        if name == "participants" and is_missing(one.total[name]) and is_missing(other.total[name]):
            continue
        short = replace(column, kind=Kind.SHORT_AMOUNT if column.kind is Kind.AMOUNT else column.kind)
        first, second = one.total[name], other.total[name]
        rows.append(
            {
                "label": column.label,
                "one": short.printed(first),
                "other": short.printed(second),
                "difference": _printed_difference(_difference(first, second), short),
            }
        )
    said = "\u202f; ".join(f"{row['label']}, {row['one']} et {row['other']}" for row in rows)
    return Figure(
        key="chiffres-cles",
        title=f"Chiffres clés\u202f: {names[0]} et {names[1]}",
        caption="Chiffres clés des deux sélections",
        sentence=f"Chiffres clés, {names[0]} et {names[1]}\u202f: {said}.",
        rows=tuple(rows),
        columns={
            "label": ColumnFormat("Chiffre clé"),
            "one": ColumnFormat(names[0], figures=True),
            "other": ColumnFormat(names[1], figures=True),
            "difference": ColumnFormat("Écart", figures=True),
        },
        note=_kinds_note(kinds),
    )


def compared_breakdown(
    one: Indicators,
    other: Indicators,
    dimension: Dimension,
    names: Names,
    kinds: Kinds,
    *,
    measure: str = "operations",
    shares: bool = True,
) -> Figure:
    """A dimension of both: the bars show shares, or the values themselves; the table gives both, each with its difference.

    Columns of the rows: `one`, `other`, `difference`, and the same with `_share`; a value that one side lacks counts 0 there.
    """
    found = _rows(one, other, dimension, measure)
    rows = read_in_order(found, dimension, "larger")
    drawn = tuple(row for row in rows if row["one"] or row["other"])
    shown = drawn[:MAX_ROWS]
    column = _counted(kinds) if measure == "operations" else COLUMNS[measure]
    suffix, kind = ("_share", Kind.PERCENT) if shares else ("", MEASURE_KINDS[measure])
    words = lowered(dimension.label_in(one.period))
    subject = f"{measure_words(kinds[0])[measure] if kinds[0] is kinds[1] else column.label} par {words}"
    caption = f"{subject}, part de chaque sélection" if shares else subject
    series = (Series(names[0], f"one{suffix}", MAIN), Series(names[1], f"other{suffix}", OTHERS))
    return Figure(
        key=dimension.value,
        title=f"{subject}\u202f: {names[0]} et {names[1]}",
        caption=caption,
        sentence=comparison(
            caption, shown, "label", {one.column: one.label for one in series}, text=ColumnFormat("", kind).printed
        ),
        rows=rows,
        columns={
            "label": ColumnFormat(dimension.label_in(one.period)),
            "one": replace(column, label=f"{column.label}, {names[0]}"),
            "other": replace(column, label=f"{column.label}, {names[1]}"),
            "difference": replace(column, label="Écart", signed=True),
            "one_share": ColumnFormat(f"Part, {names[0]}", Kind.PERCENT),
            "other_share": ColumnFormat(f"Part, {names[1]}", Kind.PERCENT),
            "difference_share": ColumnFormat("Écart des parts", Kind.PERCENT, signed=True),
        },
        note=" ".join(filter(None, (left_to_the_table(len(drawn) - MAX_ROWS), shares_of(rows), _kinds_note(kinds))))
        or None,
        chart=Chart(ChartKind.GROUPED_BARS, shown, "label", series, kind) if shown else None,
    )


def _rows(one: Indicators, other: Indicators, dimension: Dimension, measure: str) -> list[Row]:
    """One row per value that either side holds, in the order of the first, then of the second.

    A side of one programme doesn't name it in its labels: where the two sides together have several, all labels do.
    """
    sides = [{(row["programme"], row["code"]): row for row in of_wave(found.by[dimension])} for found in (one, other)]
    order = _merged([list(side) for side in sides])
    several = len({programme for programme, _ in order}) > 1
    rows = []
    for programme, code in order:
        known = next(side[programme, code] for side in sides if (programme, code) in side)
        opening = f"{programme} · " if several and known["value"] == code else ""
        row: Row = {
            "programme": programme,
            "code": code,
            **{name: f"{opening}{known[name]}" for name in ("value", "label")},
        }
        for suffix in ("", "_share"):
            first, second = (
                side[programme, code][f"{measure}{suffix}"] if (programme, code) in side else 0 for side in sides
            )
            row |= {
                f"one{suffix}": first,
                f"other{suffix}": second,
                f"difference{suffix}": _difference(first, second),
            }
        row["larger"] = max(row["one_share"] or 0, row["other_share"] or 0)
        rows.append(row)
    return [row for row in rows if row["one"] or row["other"]]


def _merged(orders: Sequence[Sequence[_Code]]) -> list[_Code]:
    """The codes of both orders in one that respects each where they agree: one of the second alone follows its neighbour."""
    merged = list(orders[0])
    place = 0
    for value in orders[1]:
        if value in merged:
            place = merged.index(value) + 1
        else:
            merged.insert(place, value)
            place += 1
    return merged


def _difference(one: Any, other: Any) -> Any:
    if is_missing(one) or is_missing(other):
        return None
    # Six digits of a share, two of an amount: what files print.
    return round(one - other, 2 if abs(one) > 1 or abs(other) > 1 else 6)


def _printed_difference(difference: Any, column: ColumnFormat) -> str:
    if is_missing(difference) or column.kind is not Kind.PERCENT:
        return replace(column, signed=True).printed(difference)
    points = ColumnFormat("", Kind.DECIMAL, 1, signed=True).printed(difference * 100)
    return f"{points}\u202fpoint{'s' if abs(difference) >= 0.02 else ''}"


def _counted(kinds: Kinds) -> ColumnFormat:
    return counted_column(kinds[0]) if kinds[0] is kinds[1] else ColumnFormat("Opérations comptées", Kind.INTEGER)


def _kinds_note(kinds: Kinds) -> str | None:
    if kinds[0] is kinds[1]:
        return None
    return (
        f"La première sélection compte les opérations {kinds[0].several}, la seconde les opérations {kinds[1].several}."
    )
