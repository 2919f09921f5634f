"""What each filter can be set to, read from the warehouse."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import duckdb

from dashboard.domain.managing_bodies import WORDS as BODY_TYPES
from dashboard.domain.operation import SEVERAL, UNKNOWN
from dashboard.domain.periods import NATIONAL_STRAND, place_name
from dashboard.domain.selection import BY_FIELD, CODE_SEPARATOR, FILTERS, code_of
from dashboard.domain.text import french_order
from dashboard.warehouse.indicators import CODES, Dimension, categories, code_order, known_codes
from dashboard.warehouse.options import LABEL_SEPARATOR, FilterOptions
from dashboard.warehouse.query import all_rows, first_row, newest_first
from dashboard.warehouse.waves import waves_of


def periods(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """The programming periods that have operations, oldest first."""
    return tuple(row["period"] for row in all_rows(connection, "periods"))


def periods_of_numbers(connection: duckdb.DuckDBPyConnection, numbers: Sequence[str]) -> frozenset[str]:
    """The programming periods of the operations that have these numbers; none where the warehouse holds none of them."""
    return frozenset(row["period"] for row in all_rows(connection, "periods_of_numbers", numbers=list(numbers)))


def known_waves(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """The waves that an import can name, newest first: those of the reference and those already there."""
    return tuple(row["wave"] for row in all_rows(connection, "known_waves"))


def place_named(connection: duckdb.DuckDBPyConnection, field: str, spelling: str) -> str | None:
    """The value of a filter on places that a spelling names: a region by any known name, a département by name or code."""
    row = first_row(connection, "place_named", field=field, spelling=spelling)
    return None if row is None else str(row["place"])


def filter_options(connection: duckdb.DuckDBPyConnection, period: str) -> FilterOptions:
    """The values present in a period: waves newest first, codes by number, names in French order, the unknown last."""
    columns = {one.field: Dimension(one.column) for one in FILTERS if one.several}
    [present] = all_rows(connection, "present_values", parts={"columns": _columns(columns.values())}, period=period)
    programmes = _rank(row["programme"] for row in all_rows(connection, "programme_ranks", period=period))
    departments = {row["code"]: row["name"] for row in all_rows(connection, "departments")}
    orders: dict[Dimension, Callable[[Any], tuple[Any, ...]]] = {
        **dict.fromkeys(CODES, _by_programme(programmes)),
        Dimension.WAVE: _rank(newest_first(present[Dimension.WAVE] or ())),
        Dimension.PROGRAMME: programmes,
        Dimension.DEPARTMENT: _rank(departments),
        Dimension.CATEGORY: _rank(categories(connection)),
    }
    words: dict[tuple[Dimension, str], str | None] = {
        (Dimension.DEPARTMENT, code): name for code, name in departments.items()
    }
    # A label that only repeats the name, as the shipped ones do, adds nothing to it.
    words |= {
        (Dimension.WAVE, wave.wave): wave.label for wave in waves_of(connection, period) if wave.wave not in wave.label
    }
    for row in known_codes(connection, period):
        coded = row["code"] if row["programme"] is None else code_of(row["programme"], row["code"])
        words[Dimension(row["dimension"]), coded] = row["label"]
    values: dict[str, tuple[Any, ...]] = {}
    labels: dict[str, dict[str, str]] = {}
    for field, column in columns.items():
        found = _known([*(present[column] or ()), *(present.get(field) or ())], blank=BY_FIELD[field].blank)
        order = orders.get(column, french_order)
        ranked = sorted((value == UNKNOWN, value in SEVERAL, order(value), value) for value in found)
        values[field] = tuple(value for *_, value in ranked)
        known = {value: words.get((column, value)) for value in found}
        labels[field] = {code: f"{code}{LABEL_SEPARATOR}{name}" for code, name in known.items() if name}
        if NATIONAL_STRAND in found and (strand := place_name(NATIONAL_STRAND, period)) != NATIONAL_STRAND:
            labels[field][NATIONAL_STRAND] = strand
    labels["managing_body_types"] = {
        code: BODY_TYPES[code] for code in values["managing_body_types"] if code in BODY_TYPES
    }
    return FilterOptions(periods=periods(connection), values=values, labels=labels)


def _columns(dimensions: Iterable[Dimension]) -> str:
    """The columns to list; a code comes with its programme, and as « Non renseigné » where it is left empty."""
    return ", ".join(
        f"programme || '{CODE_SEPARATOR}' || coalesce(nullif({dimension.value}::varchar, ''), '{UNKNOWN}') as {dimension.value}"
        if dimension in CODES
        else dimension.value
        for dimension in dimensions
    )


def _by_programme(programmes: Callable[[str], tuple[Any, ...]]) -> Callable[[str], tuple[Any, ...]]:
    """Sorts codes by programme, then by number; what is not filled in comes last."""

    def order(value: str) -> tuple[Any, ...]:
        programme, _, code = value.rpartition(CODE_SEPARATOR)
        return (programmes(programme), code == UNKNOWN, code_order(code))

    return order


def _known(values: Sequence[Any], *, blank: bool) -> list[Any]:
    """The values that a filter offers, the blank ones as « Non renseigné » where it can be asked for them."""
    return list(
        dict.fromkeys(UNKNOWN if value in (None, "") else value for value in values if blank or value not in (None, ""))
    )


def _rank(order: Iterable[str]) -> Callable[[str], tuple[Any, ...]]:
    """Sorts in the order of a reference, then, in French order, what it doesn't know."""
    known = {value: rank for rank, value in enumerate(order)}
    return lambda value: (known.get(value, len(known)), french_order(value))
