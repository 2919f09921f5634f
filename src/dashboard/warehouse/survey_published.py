"""The published facts of the survey, and the same facts recomputed from the answers that are loaded.

Some are printed to the unit, others in words (« près de la moitié »): the reference says what interval such words stand for,
and the recomputed figure is compared with the interval, never with one figure.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import duckdb

from dashboard.domain.selection import Selection
from dashboard.domain.survey import PLIES, BodyType
from dashboard.warehouse.query import Row
from dashboard.warehouse.survey import answers, remarks

EDITION: Final = "2019"
"""The wave whose survey the note publishes."""

EXACT: Final = "exact"
PERCENT: Final = "%"

VAGUENESS: Final = "Définition floue"
NATIONAL_CREDITS_FIRST: Final = "Essaimage plutôt qu'émergence"

_GROUPS: Final[Mapping[str, Sequence[BodyType]]] = {
    "all": (),
    "PLIE (pivot ou non)": PLIES,
    "OI CD": (BodyType.OI_CD,),
    "AGD": (BodyType.AGD,),
}
_GROUP_LABELS: Final = {"all": "Ensemble"}
_SHARES: Final = {"yes": "yes", "no": "no", "no opinion": "no_opinion"}
_MEASURE_LABELS: Final = {
    "respondents": "Structures répondantes",
    "yes": "Oui",
    "no": "Non",
    "no opinion": "Ne se prononce pas",
    "structures with remarks": "Structures avec une observation",
    "structures citing the vagueness of the concept": "Structures citant le flou de la notion",
    "structures citing national credits first, then FSE": "Structures citant les crédits nationaux d'abord",
}


_READINGS: Final = {
    "structures citing the vagueness of the concept": f"thème «\u202f{VAGUENESS}\u202f»",
    "structures citing national credits first, then FSE": f"thème «\u202f{NATIONAL_CREDITS_FIRST}\u202f»",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One published figure of the survey, with the recomputed one and the number of structures that it divides by."""

    group: str
    measure: str
    unit: str
    text: str
    """As printed: a number, or words."""
    value: Decimal | None
    """The printed number where it is exact."""
    interval: tuple[Decimal, Decimal] | None
    """What the printed words stand for where they are not exact."""
    reading: str
    """What the words stand for, or by which theme a count is made."""
    recomputed: Decimal | None
    base: int | None


def published_facts(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[Fact]:
    """Every row of `survey_published.csv`; `recomputed` is None where that survey isn't loaded."""
    intervals = {(row["precision"], row["value"]): row for row in _read(folder / "survey_intervals.csv")}
    return [_fact(connection, row, intervals) for row in _read(folder / "survey_published.csv")]


def _fact(
    connection: duckdb.DuckDBPyConnection,
    row: Mapping[str, str],
    intervals: Mapping[tuple[str, str], Mapping[str, str]],
) -> Fact:
    exact = row["precision"] == EXACT
    meant = {} if exact else intervals[row["precision"], row["value"]]
    recomputed, base = _recomputed(connection, row)
    return Fact(
        group=_GROUP_LABELS.get(row["group"], row["group"]),
        measure=_MEASURE_LABELS.get(row["measure"], row["measure"]),
        unit=row["unit"],
        text=row["value"] if exact else " ".join(filter(None, (row["precision"], row["value"]))),
        value=Decimal(row["value"]) if exact else None,
        interval=None if exact else (Decimal(meant["low"]), Decimal(meant["high"])),
        reading=_READINGS.get(row["measure"], "") if exact else meant["reading"],
        recomputed=recomputed,
        base=base,
    )


def _recomputed(connection: duckdb.DuckDBPyConnection, row: Mapping[str, str]) -> tuple[Decimal | None, int | None]:
    whole = next(iter(answers(connection, Selection(), EDITION)), None)
    if whole is None or row["group"] not in _GROUPS:
        return None, None
    types = _GROUPS[row["group"]]
    measure = row["measure"]
    if measure in _SHARES:
        figures = next(iter(answers(connection, Selection(), EDITION, survey_types=types)), None)
        return _share(figures, _SHARES[measure]) if figures else (None, None)
    if measure == "respondents":
        return Decimal(whole["respondents"]), None
    found = remarks(connection, Selection(), EDITION, types)
    counts = {
        "structures with remarks": sum(row["remark"] is not None for row in found),
        "structures citing the vagueness of the concept": _citing(found, VAGUENESS),
        # The themes don't tell those credits apart from the rest of what they say about spreading.
        "structures citing national credits first, then FSE": _citing(found, NATIONAL_CREDITS_FIRST),
    }
    return (Decimal(counts[measure]), None) if measure in counts else (None, None)


def _share(figures: Mapping[str, Any], answer: str) -> tuple[Decimal | None, int | None]:
    base = int(figures["base"])
    return (Decimal(int(figures[answer])) * 100 / base, base) if base else (None, base)


def _citing(remarks: Sequence[Row], theme: str) -> int:
    return sum(theme in row["themes"] for row in remarks)


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
