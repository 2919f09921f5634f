"""Which rows of a table add up which others, so that a workbook can write its totals as formulas."""

from collections.abc import Mapping, Sequence, Sized
from typing import Final

from dashboard.domain.french import is_missing
from dashboard.warehouse.cells import KEYS
from dashboard.warehouse.query import TOTAL, Row
from dashboard.warehouse.tables import NoteTable

CENT: Final = 0.005

Parts = dict[int, tuple[int, ...]]


def summable(exact: NoteTable) -> tuple[str, ...]:
    """The columns of counts and amounts of an exact table; shares don't add up."""
    return tuple(name for name in exact.columns if name not in KEYS and not name.endswith("_share"))


def parts_of_table(name: str, exact: NoteTable) -> Parts:
    """The total rows of a table of the note and the rows that each adds up; only those whose figures do add up."""
    found = _PARTS.get(name, last_row)(exact.rows)
    return verified(exact.rows, summable(exact), found)


def last_row(rows: Sized) -> Parts:
    """The last row adds up all the others."""
    return {len(rows) - 1: tuple(range(len(rows) - 1))} if len(rows) > 1 else {}


def verified(rows: Sequence[Row], columns: Sequence[str], parts: Mapping[int, tuple[int, ...]]) -> Parts:
    """The total rows that equal the sum of their parts in every column, to the cent."""
    return {
        row: added
        for row, added in parts.items()
        if added and all(_adds_up(rows, name, row, added) for name in columns)
    }


def _adds_up(rows: Sequence[Row], name: str, row: int, added: Sequence[int]) -> bool:
    given = [float(rows[part][name]) for part in added if not is_missing(rows[part][name])]
    stated = rows[row][name]
    if is_missing(stated):
        return not given
    return abs(sum(given) - float(stated)) < CENT


def _by_programme(rows: Sequence[Row]) -> Parts:
    parts: Parts = {}
    names, waves = _column(rows, "pon"), _column(rows, "wave")
    for row, (name, wave) in enumerate(zip(names, waves, strict=True)):
        if wave == TOTAL:
            parts[row] = tuple(r for r, other in enumerate(names) if other == name and waves[r] != TOTAL)
        elif name == "all":
            parts[row] = tuple(r for r, other in enumerate(waves) if other == wave and names[r] != "all")
    return parts


def _by_axis(rows: Sequence[Row]) -> Parts:
    labels = _column(rows, "row")
    axes = [row for row, label in enumerate(labels) if _is_axis(label)]
    parts: Parts = dict.fromkeys(axes, ())
    for row, label in enumerate(labels):
        before = [axis for axis in axes if axis < row]
        if before and not _is_axis(label) and label != TOTAL:
            parts[before[-1]] += (row,)
    if labels and labels[-1] == TOTAL:
        parts[len(labels) - 1] = tuple(axes)
    return parts


def _by_wave_and_axis(rows: Sequence[Row]) -> Parts:
    labels, waves = _column(rows, "row"), _column(rows, "wave")
    parts: Parts = {}
    wholes: list[int] = []
    for row, (label, wave) in enumerate(zip(labels, waves, strict=True)):
        if label == "all" and wave == TOTAL:
            parts[row] = tuple(wholes)
        elif label == "all":
            wholes.append(row)
            parts[row] = tuple(r for r, w in enumerate(waves) if w == wave and _is_axis(labels[r]))
        elif _is_axis(label):
            parts[row] = tuple(r for r, w in enumerate(waves) if w == wave and labels[r].startswith(f"{label} OS "))
    return parts


def _column(rows: Sequence[Row], name: str) -> list[str]:
    return [row[name] for row in rows]


def _is_axis(label: str) -> bool:
    return "axe " in label and " OS " not in label


_PARTS: Final = {"2": _by_programme, "3": _by_axis, "4": _by_wave_and_axis}
