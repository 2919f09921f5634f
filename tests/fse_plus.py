"""Synthetic operations of 2021-2027: the public list, which says no priority, and an extract of the national programme, which does."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.warehouse.state import State

LIST_HEADERS = (
    "Numéro Opération", "NUMCCI", "Libellé Programme", "Intitulé du projet", "Nom du bénéficiaire", "Région de l'opération", "Fonds",
    "Objectif spécifique (Code et libellé)", "Total des dépenses éligibles", "Taux de cofinancement", "Date première convention",
)  # fmt: skip
EXTRACT_HEADERS = (
    "num_dossier", "Libellé_po", "Priorité", "OT", "PI", "OS", "Région", "Service gestionnaire", "Lib_opé", "Lib_org",
    "Appel à projets", "Description", "Coût total", "Montant UE", "Fonds",
)  # fmt: skip
NATIONAL = ("2021FR05SFPR001", "Programme national FSE+ Emploi - Inclusion - Jeunesse - Compétences")
CORSICA = ("2021FR16FFPR015", "Corse FEDER-FSE+ 2021-2027")
BRITTANY = ("2021FR16FFPR016", "Bretagne FEDER-FSE+ 2021-2027")

LISTED = [
    {"Numéro Opération": "1", "Total des dépenses éligibles": "1000", "Taux de cofinancement": "60", "Date première convention": "15/03/2023"},
    {"Numéro Opération": "2", "Total des dépenses éligibles": "500,50", "Taux de cofinancement": "40", "Date première convention": ""},
    {"Numéro Opération": "3", "NUMCCI": CORSICA[0], "Libellé Programme": CORSICA[1], "Région de l'opération": "94/Corse",
     "Total des dépenses éligibles": "30000000", "Taux de cofinancement": "60", "Date première convention": "01/02/2025"},
]  # fmt: skip
"""Two operations of the national programme, one of them without a date, and one of Corse that exceeds its allocation."""

EXTRACT = [
    {"num_dossier": "11", "Priorité": "1", "Montant UE": "600,10"},
    {"num_dossier": "12", "Priorité": "6", "Montant UE": "900", "Appel à projets": "Favoriser l'innovation sociale et l'essaimage des dispositifs innovants",
     "Lib_opé": "Soutien à un écosystème de l'innovation"},
    {"num_dossier": "13", "Priorité": "6", "Montant UE": "950", "Lib_opé": "Essaimage d'un dispositif en Bretagne"},
    {"num_dossier": "14", "Priorité": "6", "Montant UE": "50,05", "Lib_opé": "Essaimer un écosystème", "Région": "Corse"},
    {"num_dossier": "15", "Priorité": "", "OS": "", "Montant UE": "10"},
]  # fmt: skip
"""The national programme: one operation of priority 1, three of priority 6, one that says none."""

_LISTED: Mapping[str, str] = {
    "NUMCCI": NATIONAL[0], "Libellé Programme": NATIONAL[1], "Intitulé du projet": "Projet fictif",
    "Nom du bénéficiaire": "Association fictive", "Région de l'opération": "53/Bretagne", "Fonds": "FSE+",
    "Objectif spécifique (Code et libellé)": "ESO4.8 - Inclusion active",
}  # fmt: skip
_EXTRACT: Mapping[str, str] = {
    "Libellé_po": "PN FSE+", "OT": "4", "PI": "", "OS": "h", "Région": "Bretagne", "Service gestionnaire": "DREETS Bretagne",
    "Lib_opé": "Projet fictif", "Lib_org": "Association fictive", "Appel à projets": "", "Description": "Un texte.", "Coût total": "1000", "Fonds": "FSE+",
}  # fmt: skip


def import_list(state: State, folder: Path, rows: Iterable[Mapping[str, str]] = LISTED) -> State:
    """Imports a public list of these operations."""
    path = _written(folder / "20260316_liste.csv", LIST_HEADERS, [{**_LISTED, **row} for row in rows])
    run_import(state, ImportRequest(path))
    return state


def import_extract(
    state: State, folder: Path, rows: Iterable[Mapping[str, str]] = EXTRACT, wave: str = "2024"
) -> State:
    """Imports an extract of these operations, of one year of agreement."""
    path = _written(folder / "extrait.csv", EXTRACT_HEADERS, [{**_EXTRACT, **row} for row in rows])
    run_import(state, ImportRequest(path, wave=wave))
    return state


def retain(state: State, folder: Path, *numbers: str) -> State:
    """Imports a decision that retains each of these operations."""
    rows = [{"num_dossier": number, "retained": "oui"} for number in numbers]
    run_import(state, ImportRequest(_written(folder / "decisions.csv", ("num_dossier", "retained"), rows)))
    return state


def write_allocations(path: Path, *lines: str, headers: str = "Programme;Priorité;Fonds;Montant;Source;Date") -> Path:
    """Writes a file of allocations."""
    path.write_text("\n".join([headers, *lines]) + "\n", encoding="utf-8")
    return path


def _written(path: Path, headers: Sequence[str], rows: Iterable[Mapping[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headers, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path
