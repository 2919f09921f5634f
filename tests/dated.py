"""A list of 2021-2027 of invented operations, each with its date of programming or none."""

import csv
from collections.abc import Mapping
from pathlib import Path

HEADERS = (
    "num_dossier", "programme", "priority_axis", "thematic_objective", "investment_priority", "specific_objective", "region",
    "managing_body", "title", "beneficiary", "description", "total_cost", "eu_amount", "programming_date",
)  # fmt: skip
DAYS = {"n1": "15/06/2022", "n2": "31/12/2022", "n3": "01/01/2023", "n4": "10/10/2024", "n5": "", "n6": "05/05/2023"}
"""Number → day of programming."""


def dated_list(path: Path, days: Mapping[str, str] = DAYS) -> Path:
    """Writes the list."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADERS, delimiter=";")
        writer.writeheader()
        for rank, (number, day) in enumerate(days.items(), start=1):
            writer.writerow(
                {
                    "num_dossier": number, "programme": "PN FSE+", "region": "Bretagne", "managing_body": "DGEFP",
                    "title": f"Atelier fictif {rank}", "beneficiary": "Association fictive", "description": "Texte fictif",
                    "total_cost": str(rank * 1000), "eu_amount": str(rank * 500), "programming_date": day,
                }
            )  # fmt: skip
    return path


def decided_list(path: Path, decisions: Mapping[str, str]) -> Path:
    """Writes decisions to retain: number → wave."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["num_dossier", "wave", "retained"])
        writer.writerows([number, wave, "oui"] for number, wave in decisions.items())
    return path
