"""The operations that the note names: what it prints of each, and nothing else."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from dashboard.demo.sources import read_csv

_ONE_MILLION_IN_TEXT = "pour 1 M€"


@dataclass(frozen=True, slots=True)
class NoteOperation:
    """One named operation. None stands wherever the note is silent."""

    source: str
    pon: str
    wave: str
    category: str
    title: str
    beneficiary: str
    os_code: str
    region: str
    managing_body: str | None
    summary: str
    deduced: str | None
    beneficiary_type: str | None
    recipient_type: str | None
    outcome: str | None
    participants_planned: int | None
    programming_date: date | None
    total_cost: int | None
    eu_amount: int | None

    @property
    def synthetic_fields(self) -> str:
        """The fields that had to be invented for it to stand in an extract."""
        invented = {"total_cost": self.total_cost, "eu_amount": self.eu_amount}
        return ",".join(["num_dossier", *(name for name, printed in invented.items() if printed is None)])


def _printed_date(text: str) -> date | None:
    """A full date; the spans of years that some boxes print date no programming."""
    return date.fromisoformat(text) if len(text) == len("2017-12-14") else None


def _cents(text: str) -> int | None:
    return int(Decimal(text) * 100) if text else None


def note_operations(reference: Path) -> list[NoteOperation]:
    """The named operations, in the order of the file, completed from the boxes that detail some of them."""
    sheets = {(row["source"], row["title"]): row for row in read_csv(reference / "note_project_sheets.csv")}
    operations = []
    for row in read_csv(reference / "note_operations.csv"):
        sheet = sheets.pop((row["source"], row["title"]), {})
        total_cost = _cents(sheet.get("total_cost_eur", ""))
        if total_cost is None and _ONE_MILLION_IN_TEXT in row["summary"]:
            total_cost = 100_000_000
        planned = sheet.get("participants_planned", "")
        operations.append(
            NoteOperation(
                source=row["source"],
                pon=row["pon"],
                wave=row["wave"],
                category=row["category"],
                title=row["title"],
                beneficiary=row["beneficiary"],
                os_code=row["os_code"],
                region=row["region"],
                managing_body=row["managing_body"] or None,
                summary=row["summary"],
                deduced=row["deduced"] or None,
                beneficiary_type=sheet.get("beneficiary_type") or None,
                recipient_type=sheet.get("recipient_type") or None,
                outcome=sheet.get("outcome") or None,
                participants_planned=int(planned) if planned else None,
                programming_date=_printed_date(sheet.get("date", "")),
                total_cost=total_cost,
                eu_amount=_cents(sheet.get("eu_amount_eur", "")),
            )
        )
    if sheets:
        raise ValueError(f"project sheets without an operation: {sorted(sheets)}")
    return operations
