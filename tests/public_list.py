"""A synthetic list in the public format of 2021-2027: several programmes, years and objectives, no priority and no managing body."""

import csv
from pathlib import Path
from typing import Final

from dashboard.ingest.formats.list_2021_2027 import VALID_EXAMPLES

HEADERS: Final = VALID_EXAMPLES[0]
PROGRAMMES: Final = (
    ("2021FR05SFPR001", "Programme national FSE+ 2021-2027", "44/Grand Est"),
    ("2021FR16FFPR002", "Programme régional d'essai", "53/Bretagne"),
)
YEARS: Final = ("2022", "2023", "2024", "2025", "2026", "")
LETTERS: Final = "ahk"
FILE: Final = "20260316_liste_operations_conventionnees_essai.csv"


def write_public_list(folder: Path, rows: int = 36) -> Path:
    """Writes the list; its operations are numbered from 202600001, and nothing in it is real."""
    path = folder / FILE
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADERS, delimiter=";")
        writer.writeheader()
        for rank in range(rows):
            cci, programme, region = PROGRAMMES[rank % len(PROGRAMMES)]
            letter = LETTERS[rank % len(LETTERS)]
            number = "abcdefghijklm".index(letter) + 1
            year = YEARS[rank % len(YEARS)]
            row = dict.fromkeys(HEADERS, "") | {
                "Numéro Opération": f"2026{rank + 1:05d}",
                "NUMCCI": cci,
                "Libellé Programme": programme,
                "Intitulé du projet": f"Opération fictive n° {rank + 1}",
                "Objectifs et réalisations escomptés et effectifs": "Une innovation sociale, inventée pour l'essai.",
                "Nom du bénéficiaire": f"Association fictive {rank % 5}",
                "Date de début de l'opération": "2023-01-01",
                "Date de fin de l'opération": "2025-12-31",
                "Région de l'opération": region,
                "Pays": "France",
                "Type d'intervention": "140 - Soutien à l'adéquation au marché du travail",
                "Fonds": "FSE+",
                "Objectif spécifique": f"ESO4.{number}",
                "Objectif spécifique (Code et libellé)": f"ESO4.{number} Objectif d'essai",
                "Objectif stratégique": "4. Europe plus sociale",
                "Total des dépenses éligibles": str(100_000 + rank),
                "Taux de cofinancement": "0.6",
                "Montant UE": f"{(100_000 + rank) * 0.6:.2f}",
                "Date première convention": f"{year}-05-02" if year else "",
            }
            writer.writerow(row)
    return path
