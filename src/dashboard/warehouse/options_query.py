"""What each filter can be set to, read from the warehouse."""

import unicodedata
from collections.abc import Iterable, Sequence

import duckdb

from dashboard.domain.operation import UNKNOWN
from dashboard.warehouse.indicators import Dimension, code_labels, code_order
from dashboard.warehouse.options import FilterOptions
from dashboard.warehouse.query import newest_first, run


def periods(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """The programming periods that have operations, oldest first."""
    return tuple(run(connection, "periods")["period"])


def known_waves(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """The waves that an import can name, newest first: those of the reference and those already there."""
    return tuple(run(connection, "known_waves")["wave"])


def filter_options(connection: duckdb.DuckDBPyConnection, period: str) -> FilterOptions:
    """The values present in a period: waves newest first, codes by number, names in French order, the unknown last."""
    found = run(connection, "present_values", period=period).iloc[0]
    axes = tuple(sorted(int(axis) for axis in found["axes"]))
    priorities = _unknown_last(sorted(found["investment_priorities"], key=code_order))
    objectives = _unknown_last(sorted(found["specific_objectives"], key=code_order))
    labels = code_labels(connection, period)

    def worded(dimension: Dimension, codes: Iterable[object]) -> dict[str, str]:
        words = {str(code): labels.get((dimension, "", str(code))) for code in codes}
        return {code: f"{code} – {label}" for code, label in words.items() if label}

    return FilterOptions(
        periods=periods(connection),
        waves=tuple(newest_first(found["waves"])),
        programmes=_ranked(found["programmes"], list(run(connection, "programme_ranks", period=period)["programme"])),
        axes=axes,
        investment_priorities=priorities,
        specific_objectives=objectives,
        regions=_alphabetical(found["regions"]),
        regions_2016=_alphabetical(found["regions_2016"]),
        managing_body_types=_alphabetical(found["managing_body_types"]),
        beneficiary_types=_alphabetical(found["beneficiary_types"]),
        recipient_types=_alphabetical(found["recipient_types"]),
        categories=_ranked(found["categories"], list(run(connection, "categories")["category"])),
        labels={
            "axes": worded(Dimension.PRIORITY_AXIS, axes),
            "investment_priorities": worded(Dimension.INVESTMENT_PRIORITY, priorities),
            "specific_objectives": worded(Dimension.SPECIFIC_OBJECTIVE, objectives),
        },
    )


def _alphabetical(values: Iterable[str]) -> tuple[str, ...]:
    return _unknown_last(sorted(values, key=french_order))


def french_order(text: str) -> tuple[str, str]:
    """Sorts as a French dictionary does: letters first, accents and case only between equal words."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)), text


def _unknown_last(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(values, key=lambda value: value == UNKNOWN))


def _ranked(values: Iterable[str], order: Sequence[str]) -> tuple[str, ...]:
    """Values in the order of a reference, then those that it doesn't know."""
    known = {value: rank for rank, value in enumerate(order)}
    return _unknown_last(sorted(values, key=lambda value: (known.get(value, len(known)), french_order(value))))
