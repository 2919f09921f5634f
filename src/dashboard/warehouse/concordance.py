"""Each published figure of the note beside the recomputed one, and what explains the difference."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import duckdb

from dashboard.domain import french
from dashboard.domain.selection import Selection, code_of
from dashboard.warehouse.cells import ROW_LABELS, column_label, rounded
from dashboard.warehouse.indicators import indicators
from dashboard.warehouse.query import Row, decimal_of
from dashboard.warehouse.structure import Node, Structure, load_structure
from dashboard.warehouse.survey_published import PERCENT, Fact, published_facts
from dashboard.warehouse.tables import table

PERIOD: Final = "2014-2020"
WAVES: Final = ("2019", "2017")
FSE: Final = "PON FSE"
IEJ: Final = "PON IEJ"

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "2": ("pon", "wave"),
    "3": ("row",),
    "4": ("wave", "row"),
    "5": ("category",),
    "iej": ("wave",),
}
"""The columns that name a row of each published table."""

TABLE_LABELS: Final = {
    "2": "Tableau 2",
    "3": "Tableau 3",
    "4": "Tableau 4",
    "5": "Tableau 5",
    "iej": "Tableau IEJ",
    "funnel": "Entonnoir 2019",
    "key_figures": "Chiffres du texte",
    "survey": "Enquête",
}

UNIT_LABELS: Final = {"%": "Part (%)", "opérations": "Opérations", "participants": "Participants entrés", "": "Texte"}
"""The words for the units of the figures of the text."""

COUNTS: Final = ("operations", "opérations", "ops", "participants")
"""How the columns of counts begin, and their units in the figures of the text."""


class Status(StrEnum):
    """How a published figure compares."""

    EQUAL = "égal"
    ROUNDED = "arrondi"
    ANOMALY = "anomalie de la note"
    DIFFERENT = "écart"
    NOT_COMPUTABLE = "non calculable"


@dataclass(frozen=True, slots=True)
class Published:
    """One printed figure: where it stands, its text, and the figure recomputed at the same precision, if any."""

    table: str
    row: tuple[str, ...]
    column: str
    text: str
    recomputed: Decimal | None
    missing: str = ""
    """Why it can't be recomputed; empty where a missing figure is a difference."""
    interval: tuple[Decimal, Decimal] | None = None
    """What printed words such as « près de la moitié » stand for."""
    reading: str = ""
    """The same in words."""
    unit: str = ""
    """What a figure of the survey counts: a part, or structures."""

    @property
    def is_count(self) -> bool:
        """Nothing is rounded in a count, so one unit more or less is a difference."""
        if self.unit:
            return self.unit != PERCENT
        return "pct" not in self.column and self.column.removeprefix("programme_").startswith(COUNTS)


def concordance(connection: duckdb.DuckDBPyConnection, folder: Path) -> tuple[Row, ...]:
    """Every figure of the published files of a reference folder, with its status (see `Status`).

    Columns: table, row, column (words of the interface), published and recomputed (French text), difference (a number,
    None where a figure is missing), status, anomaly (its id, or ""), explanation. The figures are those of the two waves and the two national programmes,
    whatever else the warehouse holds. « Arrondi » is one unit of the last printed digit at most, of an
    amount or a percentage (a count is right or it isn't), or a figure inside the interval that printed words stand for.
    """
    anomalies = {row["id"]: row["explanation"] for row in _read(folder / "note_anomalies.csv")}
    known = {
        (row["table"], row["row"], row["column"]): (row["anomaly"], Decimal(row["expected"]))
        for row in _read(folder / "concordance_anomalies.csv")
    }
    published = [
        *_table_cells(connection, folder),
        *_funnel(connection, folder),
        *_text_figures(connection, folder),
        *(_of_survey(fact) for fact in published_facts(connection, folder)),
    ]
    return tuple(
        _compared(cell, known.get((cell.table, " ".join(cell.row), cell.column)), anomalies) for cell in published
    )


def unexplained(rows: Sequence[Row]) -> list[Row]:
    """The rows of a concordance that nothing explains."""
    return [row for row in rows if row["status"] == Status.DIFFERENT]


def by_status(rows: Sequence[Row]) -> Counter[str]:
    """How many rows of a concordance have each status."""
    return Counter(row["status"] for row in rows)


def note_anomalies(folder: Path) -> tuple[Row, ...]:
    """The anomalies of the note, all of them: id, where, published, expected, explanation."""
    return tuple(_read(folder / "note_anomalies.csv"))


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _table_cells(connection: duckdb.DuckDBPyConnection, folder: Path) -> Iterator[Published]:
    for name, keys in KEYS.items():
        path = folder / f"published_{'iej' if name == 'iej' else f'table{name}'}.csv"
        programmes = {"iej": (IEJ,), "2": (IEJ, FSE)}.get(name, (FSE,))
        rows = table(connection, Selection(period=PERIOD, waves=WAVES, programmes=programmes), name).rows
        found = {tuple(row[key] for key in keys): row for row in rows}
        no_participants = all(row.get("programme_participants") is None for row in rows)
        for printed in _read(path):
            key = tuple(printed[name] for name in keys)
            for column in (name for name in printed if name not in keys):
                missing = ""
                if not found:
                    missing = "Aucune opération de ces programmes et de ces vagues dans l'entrepôt."
                elif no_participants and "participants" in column:
                    missing = "L'extrait ne donne pas les participants entrés."
                recomputed = decimal_of(found.get(key, {}).get(column))
                yield Published(name, key, column, printed[column], recomputed, missing)


def _funnel(connection: duckdb.DuckDBPyConnection, folder: Path) -> Iterator[Published]:
    structure = load_structure(connection, Selection(period=PERIOD, waves=WAVES[:1], programmes=(FSE, IEJ)))
    steps = {
        "programmed (FSE + IEJ)": (Node(), "programme_operations"),
        "programmed FSE": (Node(FSE), "programme_operations"),
        "retained": (Node(), "operations"),
        "retained FSE": (Node(FSE), "operations"),
        "retained IEJ": (Node(IEJ), "operations"),
    }
    labels = {
        "programmed (FSE + IEJ)": "Programmées (FSE + IEJ)",
        "programmed FSE": "Programmées FSE",
        "preidentified FSE": "Préidentifiées FSE",
        "retained": "Retenues",
        "retained FSE": "Retenues FSE",
        "retained IEJ": "Retenues IEJ",
    }
    for printed in _read(folder / "published_funnel_2019.csv"):
        step = printed["step"]
        recomputed, missing = None, _PREIDENTIFIED
        if step in steps:
            recomputed, missing = _computed(structure, *steps[step])
        yield Published("funnel", (labels.get(step, step),), "operations", printed["operations"], recomputed, missing)


_PREIDENTIFIED: Final = "Résultat du repérage par mots-clés, que l'extrait ne contient pas."


def _computed(structure: Structure, node: Node, measure: str) -> tuple[Decimal | None, str]:
    if not structure.waves:
        return None, "Aucune opération de cette vague dans l'entrepôt."
    return Decimal(structure.figures(node, WAVES[0])[measure]), ""


def _text_figures(connection: duckdb.DuckDBPyConnection, folder: Path) -> Iterator[Published]:
    selection = Selection(period=PERIOD, waves=WAVES[:1], programmes=(FSE,))
    figures = indicators(connection, selection).total
    axis_3 = indicators(connection, selection.narrowed(axes=(code_of(FSE, "3"),))).total
    recomputed: dict[str, Decimal | None] = {}
    if figures["operations"]:
        recomputed = {
            "Part des opérations retenues qui comptent des participants": _percent(
                figures["operations_with_participants"], figures["operations"]
            ),
            "Participants des opérations retenues (FSE, vague 2019)": decimal_of(figures["participants"]),
            "Opérations retenues sous l'axe 3": _percent(axis_3["operations"], figures["operations"]),
        }
    reasons = {
        "Opérations préidentifiées (vague 2019)": _PREIDENTIFIED,
        "Crédits FSE+ à concentrer sur l'innovation sociale": "C'est une règle du FSE+, pas une mesure.",
        "Régions où les démarches socialement innovantes sont bien représentées": (
            "La note ne dit pas comment elle mesure la représentation d'une région."
        ),
    }
    for printed in _read(folder / "note_key_figures.csv"):
        name = printed["figure"]
        missing = "" if name in recomputed else reasons.get(name, "L'extrait ne contient pas de quoi le recalculer.")
        unit = printed["unit"].split(" ")[0]
        yield Published("key_figures", (name,), unit, printed["value"], recomputed.get(name), missing)


def _of_survey(fact: Fact) -> Published:
    recomputed = fact.recomputed
    if recomputed is not None and fact.unit == PERCENT:
        recomputed = Decimal(str(rounded(recomputed, 1 if fact.interval else _digits(fact.text))))
    missing = "" if recomputed is not None else "L'enquête de la vague 2019 n'est pas chargée."
    column = f"{fact.measure} ({PERCENT})" if fact.unit == PERCENT else fact.measure
    return Published(
        "survey", (fact.group,), column, fact.text, recomputed, missing, fact.interval, fact.reading, fact.unit
    )


def _percent(part: Any, whole: Any) -> Decimal:
    return Decimal(rounded(Decimal(int(part)) * 100 / int(whole), 0))


def _compared(cell: Published, anomaly: tuple[str, Decimal] | None, explanations: Mapping[str, str]) -> Row:
    digits = 1 if cell.interval else _digits(cell.text)
    printed = _number(cell.text)
    status, explanation = _status_of(cell, printed, Decimal(1).scaleb(-digits), anomaly)
    found = anomaly[0] if status is Status.ANOMALY and anomaly else ""
    difference = None if printed is None or cell.recomputed is None else float(cell.recomputed - printed)
    return {
        "table": TABLE_LABELS[cell.table],
        "row": " · ".join(ROW_LABELS.get(word, word) for word in cell.row),
        "column": cell.column if cell.unit else UNIT_LABELS.get(cell.column) or column_label(cell.column),
        "published": french.decimal(printed, digits) if printed is not None else cell.text,
        "recomputed": "" if cell.recomputed is None else french.decimal(cell.recomputed, digits),
        "difference": difference,
        "status": status.value,
        "anomaly": found,
        "explanation": explanations[found] if found else explanation,
    }


def _digits(text: str) -> int:
    return len(text.partition(".")[2])


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text.replace(".", "", 1).isdecimal() else None


def _status_of(
    cell: Published, printed: Decimal | None, unit: Decimal, anomaly: tuple[str, Decimal] | None
) -> tuple[Status, str]:
    if cell.missing:
        return Status.NOT_COMPUTABLE, cell.missing
    if anomaly is not None:
        if cell.recomputed == anomaly[1]:
            return Status.ANOMALY, ""
        expected = french.decimal(anomaly[1], -int(unit.as_tuple().exponent))
        return Status.DIFFERENT, f"L'anomalie {anomaly[0]} de la note laisse attendre {expected}."
    if cell.interval and cell.recomputed is not None:
        return _within(cell, cell.interval, cell.recomputed)
    if printed is None or cell.recomputed is None:
        return (Status.EQUAL if printed is cell.recomputed else Status.DIFFERENT), ""
    return _beside(cell, printed, cell.recomputed, unit)


def _beside(cell: Published, printed: Decimal, recomputed: Decimal, unit: Decimal) -> tuple[Status, str]:
    if not cell.is_count and 0 < abs(recomputed - printed) <= unit:
        return Status.ROUNDED, "Une unité du dernier chiffre imprimé au plus."
    return (Status.EQUAL if recomputed == printed else Status.DIFFERENT), ""


def _within(cell: Published, interval: tuple[Decimal, Decimal], recomputed: Decimal) -> tuple[Status, str]:
    said = f"La note écrit «\u202f{cell.text}\u202f», tenu pour {cell.reading}\u202f%."
    return (Status.ROUNDED if interval[0] <= recomputed <= interval[1] else Status.DIFFERENT), said
