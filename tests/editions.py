"""Editions of the public list of 2021-2027, invented, in the format of the real one."""

import csv
import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from dashboard.ingest.formats.list_2021_2027 import HEADERS, VALID_EXAMPLES
from dashboard.ingest.importer import ImportRequest, Report, run_import
from dashboard.warehouse.state import State

COLUMNS = VALID_EXAMPLES[0]
MARCH, JULY, NOVEMBER = date(2026, 3, 16), date(2026, 7, 1), date(2026, 11, 2)

Row = Mapping[str, str]
"""One operation, by the names that `HEADERS` gives its columns."""

ORDINARY: Row = {
    "programme_cci": "2021FR05SFPR001", "programme": "Programme national FSE+ 2021-2027", "title": "Atelier fictif",
    "description": "Un texte inventé.", "beneficiary": "Association fictive", "beneficiary_postcode": "35000",
    "start_date": "2023-01-01", "end_date": "2024-12-31", "operation_postcode": "35000", "zone": "DEP/35/Ille-et-Vilaine",
    "department": "35/Ille-et-Vilaine", "region": "53/Bretagne", "country": "France",
    "intervention_category": "138 - Soutien à l'économie sociale et aux entreprises sociales", "fund": "FSE+",
    "specific_objective": "ESO4.8", "specific_objective_label": "ESO4.8 Favoriser l'inclusion active", "policy_objective": "4",
    "total_cost": "1000.00", "eu_rate": "0.6", "eu_amount": "600.00", "first_agreement_date": "2024-02-01",
}  # fmt: skip


def operation(number: str, **changes: str) -> dict[str, str]:
    """An operation with these changes to an ordinary one; its EU amount follows its cost unless it is given."""
    row = {**ORDINARY, "num_dossier": number, **changes}
    if "total_cost" in changes and "eu_amount" not in changes:
        row["eu_amount"] = f"{float(row['total_cost']) * float(row['eu_rate']):.2f}"
    return row


def operations(count: int, seed: int = 2027) -> list[dict[str, str]]:
    """Operations of several programmes, years and amounts, always the same."""
    chance = random.Random(seed)  # noqa: S311
    programmes = (
        ("2021FR05SFPR001", "Programme national FSE+ 2021-2027"),
        ("2021FR16FFPR011", "Programme Centre-Val de Loire et interrégional Loire FEDER-FSE+ 2021-2027"),
    )
    found = []
    for rank in range(count):
        cci, programme = chance.choice(programmes)
        found.append(
            operation(
                f"{7000 + rank:08}-1",
                programme_cci=cci,
                programme=programme,
                title=f"Atelier fictif {rank}",
                description=f"Un texte inventé, numéro {rank}.",
                total_cost=f"{chance.randrange(1000, 900000)}.{chance.randrange(100):02}",
                first_agreement_date=chance.choice(["", "2023-05-01", "2024-05-01", "2025-05-01"]),
            )
        )
    return found


def write_edition(path: Path, rows: Iterable[Row]) -> Path:
    """The list as a file, with the 23 columns of the real one."""
    fields = {spelling.casefold(): field for field, spellings in HEADERS.items() for spelling in spellings}
    keys = [fields[column.replace("’", "'").casefold()] for column in COLUMNS]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(COLUMNS)
        writer.writerows([row.get(key, "") for key in keys] for row in rows)
    return path


def publish_edition(
    state: State, folder: Path, rows: Sequence[Row], day: date | None = MARCH, mode: str = "remplacer"
) -> Report:
    """Imports these rows as the edition of a day."""
    name = f"{day:%Y%m%d}_liste_operations_conventionnees.csv" if day else "liste.csv"
    folder.mkdir(parents=True, exist_ok=True)
    return run_import(state, ImportRequest(write_edition(folder / name, rows), extract_date=day, mode=mode))


def publish_decisions(state: State, folder: Path, rows: Iterable[Sequence[str]]) -> Report:
    """Imports decisions: number, wave ("" for any), « oui » or « non »."""
    path = folder / "decisions.csv"
    lines = [";".join((*row, "comité")) for row in rows]
    path.write_text("\n".join(["num_dossier;vague;retenue;source", *lines]) + "\n", encoding="utf-8")
    return run_import(state, ImportRequest(path))
