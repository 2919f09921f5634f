"""Columns about persons are refused; columns about organisations and operations are not."""

from pathlib import Path

import pytest

from dashboard.domain.operation import FIELDS
from dashboard.ingest.errors import DoubtfulFile, NothingKept, PersonalData
from dashboard.ingest.formats import FORMATS
from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.warehouse.build import connect
from dashboard.warehouse.database import open_database
from dashboard.warehouse.state import State

INNOCENT = [
    "Nom du bénéficiaire", "Nombre de participants", "Mobilité", "Téléphonie", "Adresse du porteur", "SIRET", "N° SIRET du bénéficiaire",
    "Code INSEE", "Code INSEE de la commune", "N° INSEE de la commune", "Nom de l'opération", "Nom du porteur", "Nom de l'organisme",
    "Nom du service gestionnaire", "Nom du département", "Participants sans emploi", "Sexe des participants", "Âge des participants",
    "Nombre de naissances", "Naissance d'une entreprise", "Organisme de sécurité sociale", "Automobile", "Équipement mobile",
    "Nombre de salariés", "Site web", "Coût éligible tel que conventionné", "Montant tel qu'instruit", "Nom et prénom du bénéficiaire",
    "Actions de relance des publics par mail et téléphone", "E-inclusion", "Mémail", "Universel", "Date de début", "Hôtel", "Ordinateurs portables",
]  # fmt: skip
PERSONAL = [
    "Date de naissance du participant", "Date de naissance", "Date naiss.", "DDN", "Né(e) le", "Lieu de naissance", "Nom de naissance", "Birth date",
    "N° sécurité sociale", "Numéro de sécurité sociale", "Num sécu", "NIR", "nir_participant", "NSS", "N° INSEE du salarié",
    "Courriel", "E-mail contact", "email", "e_mail", "Adresse mail", "mail_contact", "Adresse électronique",
    "Prénom", "PRENOM_PARTICIPANT", "Nom et prénom", "First name", "Nom de famille", "Nom du participant", "Nom participant", "Nom d’usage",
    "Nom du contact", "Nom de l'agent", "Civilité", "Last name", "Téléphone portable", "Téléphone", "Tél.", "Mobile", "N° de portable",
    "Adresse du participant", "Sexe du participant", "Identifiant participant",
]  # fmt: skip


def write(folder: Path, header: str, cells: list[str]) -> Path:
    path = folder / "liste.csv"
    lines = [f"{rank};titre;10;5;{cell}\n" for rank, cell in enumerate(cells)]
    path.write_text(f"num_dossier;Lib_opé;Dépenses totales;Mont_UE;{header}\n" + "".join(lines), encoding="utf-8")
    return path


def test_columns_of_organisations_go_through(state: State, tmp_path: Path) -> None:
    """All in one file: a refusal would name those that it is for."""
    path = write(tmp_path, ";".join(INNOCENT), [";".join("x" for _ in INNOCENT)])
    # Two of them may be the cost: that is asked, and nothing is said of persons.
    with pytest.raises(DoubtfulFile) as asked:
        run_import(state, ImportRequest(path))
    answers = {doubt.key: doubt.choices[0].value for doubt in asked.value.doubts}
    assert run_import(state, ImportRequest(path, answers=answers)).manifest["accepted"] == 1


def test_columns_of_persons_are_refused_with_the_reason(state: State, tmp_path: Path) -> None:
    for header in PERSONAL:
        try:
            run_import(state, ImportRequest(write(tmp_path, header, ["x"])))
            said = "nothing"
        except PersonalData as refusal:
            said = str(refusal)
        assert "données personnelles" in said, header
        assert header in said
        assert state.current() is None, header


def test_no_header_that_a_format_asks_for_is_refused(state: State, tmp_path: Path) -> None:
    headers = {header for source in FORMATS for known in source.HEADERS.values() for header in known}
    headers |= {field.label for field in FIELDS}
    path = tmp_path / "tout.csv"
    path.write_text(";".join(sorted(headers)) + "\n" + ";".join("1" for _ in headers) + "\n", encoding="utf-8")
    # « 1 » is no fund: the row is read, and left aside.
    with pytest.raises(NothingKept):
        run_import(state, ImportRequest(path))


@pytest.mark.parametrize(
    "cells",
    [
        ["jeanne.fictive@exemple.fr", "x", "y"],
        ["2 84 05 75 123 456 78", "1 65 11 2A 004 012 34", "z"],
        ["06 12 34 56 78", "+33 6 12 34 56 78", "x", "y"],
        ["0612345678", "x"],
        [*["x"] * 3000, *["jeanne.fictive@exemple.fr"] * 5],
        [*["x"] * 40, *["Projet suivi par jeanne.fictive@exemple.fr, à Rennes"] * 5],
    ],
)
def test_values_of_persons_are_refused_whatever_the_header(state: State, tmp_path: Path, cells: list[str]) -> None:
    with pytest.raises(PersonalData, match="Observations"):
        run_import(state, ImportRequest(write(tmp_path, "Observations", cells)))


@pytest.mark.parametrize(
    "cell",
    [
        "80295478500028",
        "naissance d'une entreprise",
        "201700001",
        "écrire à la mairie",
        "+33",
        "802954785",
        "01000",
        "01/02/2017",
        "2017-02-01 00:00:00",
        "0123456",
        "écrire à contact@exemple.fr",
        "0 800 123 456",
    ],
)
def test_values_of_organisations_go_through(state: State, tmp_path: Path, cell: str) -> None:
    path = write(tmp_path, "Observations", [cell] * 5)
    assert run_import(state, ImportRequest(path)).manifest["accepted"] == 5


def test_the_values_let_a_contact_word_in_where_they_are_about_nobody(state: State, tmp_path: Path) -> None:
    cases = {
        "Mobile": ["oui", "non"], "Tél.": ["12,50", "3"], "Mail": [None, None], "E-mail de relance": ["01/02/2017", "02/02/2017"],
        "Courriel": ["Lettre envoyée à tous les porteurs", "Lettre envoyée aux communes du canton"],
    }  # fmt: skip
    for header, cells in cases.items():
        report = run_import(state, ImportRequest(write(tmp_path, header, [cell or "" for cell in cells])))
        assert report.manifest["read"] == len(cells), header
    with pytest.raises(PersonalData, match="Mobile"):
        run_import(state, ImportRequest(write(tmp_path, "Mobile", ["oui", "06 12 34 56 78"])))


def test_numbers_of_ten_figures_are_telephones_only_where_the_header_numbers_nothing(
    state: State, tmp_path: Path
) -> None:
    cells = ["0612345678", "0712345678"]
    assert run_import(state, ImportRequest(write(tmp_path, "Référence interne", cells))).manifest["accepted"] == 2
    with pytest.raises(PersonalData, match="Joindre"):
        run_import(state, ImportRequest(write(tmp_path, "Joindre", cells)))


def test_contacts_inside_a_text_are_masked_and_told(state: State, tmp_path: Path) -> None:
    """As ADR 22 says: the row counts, nothing that is published nor reported holds the whole of them."""
    texts = {
        "Projet suivi par jeanne.fictive@exemple.fr, à Rennes": "Projet suivi par [adresse électronique masquée], à Rennes",
        "Tél. : 06 12 34 56 78 ou 01.23.45.67.89.": "Tél. : [téléphone masqué].",
        "Joindre +33 6 12 34 56 78": "Joindre [téléphone masqué]",
        "mobile 0612345678": "mobile [téléphone masqué]",
        # Amounts, dates, SIRET, numbers of dossiers.
        "Budget de 12 345 678,90 € puis 01 500 000 €": "", "SIRET 802 954 785 00028 et 012 345 678 00012": "",
        "Du 01.02.2024 au 31.12.2024, 01/02/2024-31/12/2024": "", "Le 2024 01 15 12 30 45": "", "Dossier 0612345678, 201700001": "",
    }  # fmt: skip
    path = tmp_path / "liste.csv"
    rows = [f"{rank};titre;{10 if rank else -1};5;{text}\n" for rank, text in enumerate((*texts, *["Sans rien"] * 91))]
    path.write_text("num_dossier;Lib_opé;Dépenses totales;Mont_UE;Description\n" + "".join(rows), encoding="utf-8")
    report = run_import(state, ImportRequest(path, wave="2019"))
    assert report.manifest["warnings"]["contact_in_text"] == 3
    flagged = [row for row in report.flagged() if row[1] == "Description"]
    assert [(line, value) for line, _, value, _ in flagged] == [
        (rank + 2, masked) for rank, masked in enumerate(texts.values()) if masked and rank
    ]
    current = state.current()
    assert current is not None
    with connect(state, current) as connection:
        published = dict(connection.execute("select num_dossier::integer, description from operation").fetchall())
        searched = connection.execute("select string_agg(search_text) from operation").fetchall()[0][0]
    assert {rank: published[rank] for rank in range(1, len(texts))} == {
        rank: masked or text for rank, (text, masked) in enumerate(texts.items()) if rank
    }
    assert "fictive" not in searched
    assert "06 12 34" not in searched
    with open_database() as connection:
        said = connection.read_parquet(str(report.folder / "rejected.parquet")).select('"Valeur", "Motif"').fetchall()
    assert "@" not in str(said)
