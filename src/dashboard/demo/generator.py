"""The demonstration extract: the note's operations under their own names among synthetic ones, exact to the cent."""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.demo import dates, figures, population, stories
from dashboard.demo.figures import Figures
from dashboard.demo.population import Draft
from dashboard.demo.sources import stream
from dashboard.demo.stories import Story
from dashboard.demo.texts import typeset
from dashboard.domain.operation import FIELDS, SYNTHETIC_PROVENANCE, Kind

BY_THE_NOTE = "citée par la note"
CAMPAIGN_WAVE = "2019"
"""The wave whose synthetic operations a campaign decides on; those of the other are decided by import."""
DECISION_COLUMNS = ("num_dossier", "retained", "category", "reason", "source")

_PROGRAMMES = {"FSE": "Programme Opérationnel National FSE", "IEJ": "Programme Opérationnel IEJ"}
_TYPES = {Kind.AMOUNT: pa.decimal128(14, 2), Kind.DATE: pa.date32(), Kind.COUNT: pa.int32()}
_INTEGERS = ("priority_axis",)
_ABOUT_THE_ROW = ("provenance", "synthetic_fields", "deduced_fields")
_FIRST_FREE_NUMBER = 90_000

SCHEMA = pa.schema(
    [(f.name, pa.int16() if f.name in _INTEGERS else _TYPES.get(f.kind, pa.string())) for f in FIELDS]
    + [("wave", pa.string())]
)
"""Canonical field names, then the wave: the note's operations often have no programming date to tell it."""


@dataclass(frozen=True, slots=True)
class Demonstration:
    """The extract, the decisions that are imported with it, and those that the demonstration campaign has to reach.

    `by_campaign` gives the synthetic operations of 2019 that the campaign retains, and their type (none for the IEJ).
    """

    operations: pa.Table
    decisions: list[dict[str, str]]
    by_campaign: dict[str, str]

    def write(self, folder: Path) -> None:
        """Writes `operations.parquet` and `decisions.csv` into the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        pq.write_table(self.operations, folder / "operations.parquet", compression="zstd", compression_level=19)
        with (folder / "decisions.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, DECISION_COLUMNS, delimiter=";", lineterminator="\n")
            writer.writeheader()
            writer.writerows(self.decisions)


def _codes(os_code: str) -> dict[str, Any]:
    """`11011` → axis 1, objective 10, priority 10.1, specific objective 1; the IEJ's `182` has no specific objective."""
    specific = os_code[-1] if len(os_code) > len("182") else None
    priority = os_code[:-1] if specific else os_code
    objective = priority[1:-1]
    return {
        "priority_axis": int(priority[0]),
        "thematic_objective": objective,
        "investment_priority": f"{objective}.{priority[-1]}",
        "specific_objective": specific,
    }


def _common(draft: Draft, amounts: Figures) -> dict[str, Any]:
    return {
        "programme": _PROGRAMMES[draft.pon],
        "fund": draft.pon,
        **_codes(draft.os_code),
        "region": draft.region,
        "participants_planned": amounts.participants_planned,
        "participants_entered": amounts.participants_entered,
        "total_cost": Decimal(amounts.total_cost).scaleb(-2),
        "eu_amount": Decimal(amounts.eu_amount).scaleb(-2),
        "wave": draft.wave,
    }


def _named_row(draft: Draft, amounts: Figures) -> dict[str, Any]:
    note = draft.note
    if note is None:
        raise ValueError("a named row needs what the note prints")
    return _common(draft, amounts) | {
        "managing_body": note.managing_body,
        "title": note.title,
        "beneficiary": note.beneficiary,
        "beneficiary_type": note.beneficiary_type,
        "recipient_type": note.recipient_type,
        "description": note.summary,
        "outcome": note.outcome,
        "programming_date": note.programming_date,
        "provenance": BY_THE_NOTE,
        "synthetic_fields": note.synthetic_fields,
        "deduced_fields": note.deduced,
    }


def _synthetic_row(draft: Draft, story: Story, amounts: Figures) -> dict[str, Any]:
    text = story.text
    words = {
        "managing_body": story.managing_body,
        "title": text.title,
        "beneficiary": story.beneficiary.name,
        "call_for_projects": text.call_for_projects,
        "description": text.description,
        "actions": text.actions,
        "outcome": text.outcome,
    }
    row = _common(draft, amounts) | {
        **{name: typeset(value) if value else None for name, value in words.items()},
        "department": story.beneficiary.department,
        "beneficiary_postcode": story.beneficiary.postcode,
        "beneficiary_type": story.beneficiary.beneficiary_type,
        "recipient_type": story.beneficiary.recipient_type,
        "start_date": story.start,
        "end_date": story.end,
        "programming_date": story.programmed,
        "provenance": SYNTHETIC_PROVENANCE,
    }
    invented = [
        "num_dossier",
        *(f.name for f in FIELDS if row.get(f.name) is not None and f.name not in _ABOUT_THE_ROW),
    ]
    return row | {"synthetic_fields": ",".join(invented)}


def _number(rows: list[dict[str, Any]]) -> None:
    """Numbers shaped like MDFSE's: a year, then a rank far above those that services really reach."""
    random = stream("numbers")
    by_year: dict[int, list[tuple[date, int]]] = {}
    for index, row in enumerate(rows):
        day = row["programming_date"] or dates.programming_date(random, row["wave"])
        by_year.setdefault(day.year, []).append((day, index))
    for year, members in sorted(by_year.items()):
        ranks = sorted(random.sample(range(_FIRST_FREE_NUMBER, 100_000), len(members)))
        random.shuffle(members)
        members.sort(key=lambda member: member[0])
        for (_, index), rank in zip(members, ranks, strict=True):
            rows[index]["num_dossier"] = f"{year}{rank}"


def _decision(row: dict[str, Any], draft: Draft) -> dict[str, str]:
    source = draft.note.source if draft.note else None
    reason = f"Opération citée par la note ({source})." if source else "Opération retenue du jeu de démonstration."
    values = (row["num_dossier"], "oui", draft.category, reason, row["provenance"])
    return dict(zip(DECISION_COLUMNS, values, strict=True))


def generate(reference: Path) -> Demonstration:
    """Builds the extract and its decisions from the reference files; the same files always give the same rows."""
    drafts = population.populate(reference)
    told = stories.tell(drafts)
    amounts = figures.compute(reference, drafts, told)
    rows = [
        _synthetic_row(draft, story, figure) if story else _named_row(draft, figure)
        for draft, story, figure in zip(drafts, told, amounts, strict=True)
    ]
    _number(rows)
    retained = [(row, draft) for row, draft in zip(rows, drafts, strict=True) if draft.retained]
    by_campaign = {row["num_dossier"]: draft.category for row, draft in retained if _is_decided_by_campaign(draft)}
    decisions = [_decision(row, draft) for row, draft in retained if not _is_decided_by_campaign(draft)]
    rows.sort(key=lambda row: str(row["num_dossier"]))
    operations = pa.Table.from_pylist(rows, schema=SCHEMA)
    decisions.sort(key=lambda decision: decision["num_dossier"])
    return Demonstration(operations, decisions, dict(sorted(by_campaign.items())))


def _is_decided_by_campaign(draft: Draft) -> bool:
    return draft.wave == CAMPAIGN_WAVE and draft.note is None
