"""The operations themselves: pages of a sorted list, whole frames for exports, one operation for its fiche."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final

import duckdb

from dashboard.domain.operation import FIELD_BY_NAME
from dashboard.domain.periods import FORMER, place_name, words_of
from dashboard.domain.selection import Selection
from dashboard.warehouse.query import Identifier, all_rows, first_row, run
from dashboard.warehouse.sql_files import sql

if TYPE_CHECKING:
    import pandas as pd


class Column(Identifier):
    """The columns that a list may show, export or be sorted by."""

    NUM_DOSSIER = "num_dossier"
    PERIOD = "period"
    WAVE = "wave"
    PROGRAMME = "programme"
    FUND = "fund"
    PRIORITY_AXIS = "priority_axis"
    THEMATIC_OBJECTIVE = "thematic_objective"
    INVESTMENT_PRIORITY = "investment_priority"
    SPECIFIC_OBJECTIVE = "specific_objective"
    OS_CODE = "os_code"
    INTERVENTION_TYPE = "intervention_type"
    REGION = "region"
    REGION_2016 = "region_2016"
    REGION_SHARES = "region_shares"
    DEPARTMENT = "department"
    MANAGING_BODY = "managing_body"
    MANAGING_BODY_TYPE = "managing_body_type"
    TITLE = "title"
    BENEFICIARY = "beneficiary"
    BENEFICIARY_POSTCODE = "beneficiary_postcode"
    BENEFICIARY_TYPE = "beneficiary_type"
    RECIPIENT_TYPE = "recipient_type"
    CALL_FOR_PROJECTS = "call_for_projects"
    DESCRIPTION = "description"
    ACTIONS = "actions"
    OUTCOME = "outcome"
    PARTICIPANTS_PLANNED = "participants_planned"
    PARTICIPANTS_ENTERED = "participants_entered"
    TOTAL_COST = "total_cost"
    EU_AMOUNT = "eu_amount"
    EU_RATE = "eu_rate"
    HIGH_RATE = "high_rate"
    START_DATE = "start_date"
    END_DATE = "end_date"
    PROGRAMMING_DATE = "programming_date"
    RETAINED = "retained"
    DECISION = "decision"
    CATEGORY = "category"
    DECISION_REASON = "decision_reason"
    DECISION_SOURCE = "decision_source"
    PROVENANCE = "provenance"
    SYNTHETIC_FIELDS = "synthetic_fields"
    DEDUCED_FIELDS = "deduced_fields"
    COMPLETED_FIELDS = "completed_fields"
    WARNINGS = "warnings"

    @property
    def label(self) -> str:
        """The words of the interface, whatever the programming period."""
        field = FIELD_BY_NAME.get(self.value)
        return _OTHER_LABELS.get(self.value) or (field.label if field else self.value)

    def label_in(self, period: str) -> str:
        """The words of the interface in a programming period: « Vague », « Année de convention »."""
        words = {Column.WAVE: words_of(period).wave, Column.PRIORITY_AXIS: words_of(period).axis}
        if period > FORMER:
            words |= {Column.REGION: "ancienne région", Column.REGION_2016: "région"}
        return words[self].capitalize() if self in words else self.label


_OTHER_LABELS: Final = {
    "period": "Programmation",
    "wave": "Vague",
    "os_code": "Code de l'objectif spécifique",
    "region": "Région (anciennes régions et DROM)",
    "region_2016": "Région (depuis 2016)",
    "region_shares": "Régions partagées, à parts égales",
    "intervention_type": "Type d'intervention",
    "high_rate": "Taux élevé, à vérifier",
    "managing_body_type": "Type de gestionnaire",
    "eu_rate": "Taux UE",
    "retained": "Retenue",
    "decision": "Décision",
    "category": "Type d'opération",
    "decision_reason": "Motif de la décision",
    "decision_source": "Source de la décision",
    "completed_fields": "Champs complétés",
    "warnings": "Avertissements",
}


class Sort(Identifier):
    """How a text column is sorted: in French order. Long texts by their beginning, which takes half the time of the whole."""

    TITLE = "left(title, 64) collate fr"
    BENEFICIARY = "left(beneficiary, 64) collate fr"
    REGION = "region collate fr"
    REGION_2016 = "region_2016 collate fr"
    MANAGING_BODY = "managing_body collate fr"
    MANAGING_BODY_TYPE = "managing_body_type collate fr"
    BENEFICIARY_TYPE = "beneficiary_type collate fr"
    RECIPIENT_TYPE = "recipient_type collate fr"
    INTERVENTION_TYPE = "intervention_type collate fr"
    CALL_FOR_PROJECTS = "call_for_projects collate fr"
    CATEGORY = "category collate fr"


class Direction(Identifier):
    """Which end comes first."""

    ASCENDING = "asc"
    DESCENDING = "desc"


LIST_COLUMNS: Final = (
    Column.NUM_DOSSIER, Column.WAVE, Column.PROGRAMME, Column.OS_CODE, Column.TITLE, Column.BENEFICIARY, Column.REGION,
    Column.MANAGING_BODY_TYPE, Column.TOTAL_COST, Column.EU_AMOUNT, Column.EU_RATE, Column.PARTICIPANTS_ENTERED,
    Column.DECISION, Column.CATEGORY,
)  # fmt: skip
"""What a list shows unless told otherwise."""

LATER_COLUMNS: Final = frozenset({Column.INTERVENTION_TYPE, Column.REGION_SHARES, Column.HIGH_RATE})
"""What the lists of 2014-2020 say nothing of."""

EXPORT_COLUMNS: Final = tuple(column for column in Column if column not in LATER_COLUMNS)
"""What an export of 2014-2020 holds unless told otherwise."""

AMOUNTS: Final = ("total_cost", "eu_amount")


def operations(
    connection: duckdb.DuckDBPyConnection,
    selection: Selection,
    order: str = Column.NUM_DOSSIER,
    descending: bool = False,
    limit: int = 50,
    offset: int = 0,
    columns: Sequence[str] = LIST_COLUMNS,
) -> "pd.DataFrame":
    """One page of the selected operations. What is missing comes last either way; the cost, then the number break ties.

    Raises ValueError for an order or a column that is not one of `Column`.
    """
    return _listed(connection, selection, Column(order), descending, limit, offset, columns)


def operations_frame(
    connection: duckdb.DuckDBPyConnection,
    selection: Selection,
    columns: Sequence[str] | None = None,
    order: str = Column.NUM_DOSSIER,
    descending: bool = False,
) -> "pd.DataFrame":
    """Every selected operation, for exports: by number and with the columns of its period unless told otherwise."""
    chosen = export_columns(selection.period) if columns is None else columns
    return _listed(connection, selection, Column(order), descending, None, 0, chosen)


def export_columns(period: str) -> tuple[Column, ...]:
    """What an export of a period holds unless told otherwise."""
    return EXPORT_COLUMNS if period <= FORMER else tuple(Column)


def _listed(
    connection: duckdb.DuckDBPyConnection,
    selection: Selection,
    order: Column,
    descending: bool,
    limit: int | None,
    offset: int,
    columns: Sequence[str],
) -> "pd.DataFrame":
    asked = [Column(name) for name in columns]
    # Only what is asked for, and what sorts it: the rest takes a quarter of the time of a page of the list to plan.
    read = dict.fromkeys((*asked, order, Column.TOTAL_COST, Column.NUM_DOSSIER, Column.WAVE))
    frame = run(
        connection,
        "operations",
        selection,
        identifiers={
            "columns": asked,
            "order": Sort[order.name] if order.name in Sort.__members__ else order,
            "column": order,
            "direction": Direction.DESCENDING if descending else Direction.ASCENDING,
        },
        parts={"listed": ", ".join(_computed().get(name, name) for name in read)},
        limit=limit,
        offset=offset,
    )
    for name, separator in (("completed_fields", " ; "), ("synthetic_fields", ","), ("deduced_fields", ",")):
        if name in frame:
            frame[name] = frame[name].map(partial(_labels, separator=separator), na_action="ignore")
    if selection.period > FORMER:
        for name in {"region", "region_2016"} & {*frame}:
            frame[name] = frame[name].map(partial(place_name, period=selection.period), na_action="ignore")
    return frame.astype({"priority_axis": "Int64"}) if "priority_axis" in frame else frame


@cache
def _computed() -> dict[str, str]:
    """Name of a column → its SQL, for those that an operation doesn't hold as one text or one number."""
    lines = sql("listed_columns").splitlines()
    return {line.rpartition(" ")[2]: line for line in lines if not line.startswith("--")}


def _labels(names: str, separator: str) -> str:
    """The words of the interface for names of fields."""
    known = (FIELD_BY_NAME.get(name.strip(), name.strip()) for name in names.split(separator))
    return " ; ".join(one if isinstance(one, str) else one.label for one in known)


@dataclass(frozen=True, slots=True)
class Listed:
    """How many operations a selection lists, and how many of them are retained."""

    operations: int
    retained: int


def listed(connection: duckdb.DuckDBPyConnection, selection: Selection) -> Listed:
    """How many operations the selection lists."""
    [row] = all_rows(connection, "operations_count", selection, identifiers={"selected": Column.DECISION})
    return Listed(row["operations"], row["retained"])


def count(connection: duckdb.DuckDBPyConnection, selection: Selection) -> int:
    """How many operations the selection lists."""
    return listed(connection, selection).operations


def operation(
    connection: duckdb.DuckDBPyConnection, num_dossier: str, wave: str | None = None
) -> dict[str, Any] | None:
    """Everything known of one operation, in the wave asked for or else the newest; None where there is none.

    Beside the columns: `waves` (every wave that holds the number), `completions` (what completed it: `field`, `before`, `file_name`,
    `imported_at`), `file_name`, `imported_at`, `extract_date` and
    `demonstration` of its import, `synthetic` and `deduced` (names of fields), `amounts_are_synthetic`. Amounts are
    Decimals, `warnings` a list of « rule:field ».
    """
    record = first_row(connection, "operation_record", num_dossier=num_dossier, wave=wave)
    return None if record is None else with_marks(record)


def with_marks(record: dict[str, Any]) -> dict[str, Any]:
    """The record with the names of its fields that aren't real: `synthetic`, `deduced`, `amounts_are_synthetic`."""
    synthetic = _names(record["synthetic_fields"])
    return record | {
        "synthetic": synthetic,
        "deduced": _names(record["deduced_fields"]),
        "amounts_are_synthetic": any(amount in synthetic for amount in AMOUNTS),
    }


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())
