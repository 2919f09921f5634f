"""A table completes operations by number: what it fills, corrects and confirms, what becomes of it, what is said of it."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.cli.app import run as run_command
from dashboard.domain.selection import Selection
from dashboard.ingest.columns import completing, recognise
from dashboard.ingest.errors import NoMatchingColumn, NothingKept, PersonalData
from dashboard.ingest.history import go_back, withdraw
from dashboard.ingest.importer import ENRICH, ImportRequest, Report, rehearse, run_import
from dashboard.ingest.report import completed_in_words
from dashboard.warehouse.build import connect
from dashboard.warehouse.labels import LabelRule, write_rows
from dashboard.warehouse.listing import count, operation, operations_frame
from dashboard.warehouse.state import State
from tests.conftest import WriteList

ONE, OTHER = "201700001", "201700002"
HEADERS = (
    "Numéro Opération", "NUMCCI", "Libellé Programme", "Intitulé du projet", "Objectifs et réalisations escomptés et effectifs",
    "Nom du bénéficiaire", "Région de l'opération", "Fonds", "Objectif spécifique", "Total des dépenses éligibles", "Montant UE",
    "Date première convention",
)  # fmt: skip


def table(folder: Path, headers: Sequence[str], *rows: Sequence[str], name: str = "tableau.csv") -> Path:
    """A table of these cells."""
    path = folder / name
    path.write_text("\n".join(";".join(row) for row in (headers, *rows)), encoding="utf-8")
    return path


def edition(folder: Path, *rows: Sequence[str], name: str = "20251114_liste.csv") -> Path:
    """A public list of 2021-2027: number, objective and description of each operation."""
    return table(
        folder,
        HEADERS,
        *(
            (number, "2021FR05SFPR001", "PN FSE+", f"Projet {number}", description, "Structure fictive", "53/Bretagne", "FSE+", code, "1000", "600", "2024-02-01")
            for number, code, description in rows
        ),
        name=name,
    )  # fmt: skip


def complete(state: State, path: Path, **about: Any) -> Report:
    """Imports a table, whose format says that it completes."""
    return run_import(state, ImportRequest(path, **about))


def opened(state: State) -> duckdb.DuckDBPyConnection:
    publication = state.current()
    assert publication is not None
    return connect(state, publication)


def record(state: State, number: str = ONE) -> dict[str, Any]:
    """The operation of a number, as its fiche shows it."""
    with opened(state) as connection:
        found = operation(connection, number)
    assert found is not None
    return found


def values(state: State, *names: str, number: str = ONE) -> tuple[Any, ...]:
    found = record(state, number)
    return tuple(found[name] for name in names)


def by_field(report: Report) -> dict[str, tuple[int, int, int]]:
    """Field → how many cells filled, corrected and confirmed it."""
    rows = report.manifest["completed"]["by_field"]
    return {row["field"]: (row["filled"], row["corrected"], row["confirmed"]) for row in rows}


@pytest.fixture
def listed(state: State, mdfse_file: WriteList) -> State:
    """Two operations of 2014-2020, of the same wave."""
    run_import(state, ImportRequest(mdfse_file([{}, {"num_dossier": OTHER, "Service_gest": ""}]), wave="2019"))
    return state


def test_cells_fill_correct_and_confirm_and_empty_ones_do_nothing(listed: State, tmp_path: Path) -> None:
    path = table(
        tmp_path,
        ("N° de dossier", "Service gestionnaire", "Bilan", "Porteur", "Participants entrés", "Date de fin"),
        (ONE, "conseil departemental du Finistere", "Douze sorties", "Association corrigée", "7", ""),
        (OTHER, "PLIE de Brest", "—", "", "", "30/06/2018"),
    )
    report = complete(listed, path)
    assert (report.manifest["kind"], report.manifest["mode"], report.manifest["accepted"]) == ("completions", ENRICH, 2)
    assert by_field(report) == {
        "managing_body": (1, 0, 1),
        "beneficiary": (0, 1, 0),
        "outcome": (1, 0, 0),
        "participants_entered": (1, 0, 0),
        "end_date": (0, 1, 0),
    }
    assert report.corrections() == [
        {"num_dossier": ONE, "wave": "2019", "field": "beneficiary", "before": "Association fictive", "after": "Association corrigée"},
        {"num_dossier": OTHER, "wave": "2019", "field": "end_date", "before": "2017-12-31", "after": "2018-06-30"},
    ]  # fmt: skip
    # What says the same in another case keeps the words of the extract.
    assert values(listed, "managing_body", "outcome", "beneficiary", "participants_entered", "participants_planned") == (
        "Conseil départemental du Finistère", "Douze sorties", "Association corrigée", 7, 12,
    )  # fmt: skip
    assert values(listed, "managing_body", "managing_body_type", "outcome", number=OTHER) == (
        "PLIE de Brest",
        "OI PLIE",
        None,
    )
    said = {cell["field"]: (cell["before"], cell["file_name"]) for cell in record(listed)["completions"]}
    assert said == {
        "outcome": (None, "tableau.csv"),
        "beneficiary": ("Association fictive", "tableau.csv"),
        "participants_entered": (None, "tableau.csv"),
    }
    assert completed_in_words(report.manifest)[0].replace("\u202f", " ") == (
        "2 opérations retrouvées : 3 cellules remplissent un champ vide, 2 corrigent une valeur, 1 dit ce qui était déjà su."
    )


def test_the_figures_follow_and_no_operation_is_added(listed: State, tmp_path: Path) -> None:
    path = table(tmp_path, ("num_dossier", "Intitulé", "Coût total", "Montant UE"), (ONE, "Atelier", "2 000,00", "900"))
    report = run_import(listed, ImportRequest(path, mode=ENRICH))
    assert report.manifest["format"] == "completions"
    with opened(listed) as connection:
        rows = connection.execute("select num_dossier, total_cost::float, eu_amount::float from operation order by 1")
        assert rows.fetchall() == [(ONE, 2000, 900), (OTHER, 1000.5, 500.25)]
        frame = operations_frame(connection, Selection(period="2014-2020"))
        assert frame["completed_fields"].fillna("").tolist() == [
            "Intitulé de l'opération ; Coût total ; Montant UE",
            "",
        ]


def test_a_list_is_one_unless_the_person_says_that_it_completes(listed: State, mdfse_file: WriteList) -> None:
    for headers, name in (
        (("Numéro de dossier", "Axe"), "completions"),
        (("Numéro de dossier", "Retenue"), "decisions"),
        (("num_dossier", "Lib_opé", "Dépenses totales", "Mont_UE", "Axe"), "mdfse_list"),
        (("num_dossier", "Lib_opé", "Axe"), None),
    ):
        match = recognise(headers)
        assert (match.source.NAME if match else None) == name, headers
    assert completing(("num_dossier", "Lib_opé", "Axe")) is not None
    extract = mdfse_file([{"Service_gest": "DIRECCTE Bretagne", "Libellé_po": "Autre programme"}], "extrait.csv")
    report = run_import(listed, ImportRequest(extract, mode=ENRICH))
    assert {row["field"] for row in report.corrections()} == {"managing_body"}
    assert values(listed, "managing_body", "programme") == ("DIRECCTE Bretagne", "PON FSE")
    assert count_operations(listed) == 2


def count_operations(state: State) -> int:
    with opened(state) as connection:
        return count(connection, Selection(period="2014-2020"))


def test_columns_are_mapped_by_hand_and_a_mapping_may_make_a_list(listed: State, tmp_path: Path) -> None:
    path = table(tmp_path, ("Réf.", "Qui gère"), (ONE, "DIRECCTE Bretagne"))
    with pytest.raises(NoMatchingColumn, match="donne leur numéro et au moins un autre"):
        run_import(listed, ImportRequest(path, mode=ENRICH, mapping={"num_dossier": "Réf."}))
    report = run_import(
        listed, ImportRequest(path, mode=ENRICH, mapping={"num_dossier": "Réf.", "managing_body": "Qui gère"})
    )
    assert by_field(report) == {"managing_body": (0, 1, 0)}
    odd = table(
        tmp_path, ("num_dossier", "Axe", "Projet", "Budget", "Aide"), ("201900009", "3", "Atelier", "100", "50")
    )
    mapping = {"title": "Projet", "total_cost": "Budget", "eu_amount": "Aide"}
    assert recognise(("num_dossier", "Axe", "Projet", "Budget", "Aide")) is not None
    assert run_import(listed, ImportRequest(odd, mapping=mapping, wave="2017")).manifest["kind"] == "operations"


def test_unknown_numbers_wait_for_their_extract_and_duplicates_are_rejected(
    listed: State, tmp_path: Path, mdfse_file: WriteList
) -> None:
    path = table(
        tmp_path,
        ("num_dossier", "Bilan"),
        (ONE, "Le premier"), (ONE, "Le second"), ("201900777", "Plus tard"), (OTHER, ""), ("", "Sans numéro"),
    )  # fmt: skip
    report = complete(listed, path)
    manifest = report.manifest
    assert (manifest["read"], manifest["accepted"], manifest["left_aside"], manifest["rejected"]) == (5, 2, 1, 2)
    assert manifest["errors"] == {"duplicate_number": 1, "missing_number": 1}
    assert manifest["warnings"] == {"number_to_come": 1}
    assert manifest["left_aside_reasons"] == {"ne donne que le numéro": 1}
    assert (manifest["completed"]["operations"], manifest["completed"]["unknown"]) == (1, 1)
    assert "1 numéro n'est dans aucun extrait" in completed_in_words(manifest)[1]
    assert [row[:3] for row in report.flagged()] == [(4, "num_dossier", "201900777")]
    assert values(listed, "outcome") == ("Le premier",)
    run_import(
        listed, ImportRequest(mdfse_file([{"num_dossier": "201900777"}], "suite.csv"), wave="2019", mode="compléter")
    )
    assert values(listed, "outcome", number="201900777") == ("Plus tard",)


def test_the_newest_wins_field_by_field_and_each_leaves_when_withdrawn(listed: State, tmp_path: Path) -> None:
    headers = ("num_dossier", "Bilan", "Appel à projets")
    first = complete(listed, table(tmp_path, headers, (ONE, "Un", "AAP 2017"), name="un.csv"))
    second = complete(listed, table(tmp_path, headers, (ONE, "Deux", ""), name="deux.csv"))
    assert second.corrections()[0]["before"] == "Un"
    assert values(listed, "outcome", "call_for_projects") == ("Deux", "AAP 2017")
    sources = {cell["field"]: (cell["file_name"], cell["before"]) for cell in record(listed)["completions"]}
    assert sources == {"outcome": ("deux.csv", None), "call_for_projects": ("un.csv", None)}
    number = max(publication.number for publication in listed.history())
    withdraw(listed, second.manifest["id"], by="test")
    assert values(listed, "outcome", "call_for_projects") == ("Un", "AAP 2017")
    withdraw(listed, first.manifest["id"], by="test")
    assert values(listed, "outcome", "call_for_projects", "completed_fields", "completions") == (None, None, None, None)
    go_back(listed, number, by="test")
    assert values(listed, "outcome") == ("Deux",)


def test_a_priority_makes_the_whole_code_and_follows_to_the_next_edition(state: State, tmp_path: Path) -> None:
    run_import(state, ImportRequest(edition(tmp_path, ("A-1", "ESO4.8", "Texte"), ("B-1", "ESO4.1", "Texte"))))
    assert values(state, "os_code", "priority_axis", number="A-1") == ("h", None)
    path = table(
        tmp_path,
        ("Numéro Opération", "Priorité", "Objectif spécifique", "Description"),
        ("A-1", "6", "", "Une coopérative expérimentale"), ("B-1", "1", "ESO4.12", ""),
    )  # fmt: skip
    report = complete(state, path)
    assert by_field(report) == {
        "priority_axis": (2, 0, 0),
        "specific_objective": (0, 1, 0),
        "description": (0, 1, 0),
    }
    assert [(row["field"], row["before"], row["after"]) for row in report.corrections()] == [
        ("description", "Texte", "Une coopérative expérimentale"),
        ("specific_objective", "a", "l"),
    ]
    completed = ("6h", 6, "4.h", None, "Une coopérative expérimentale")
    names = ("os_code", "priority_axis", "investment_priority", "specific_objective", "description")
    assert values(state, *names, number="A-1") == completed
    assert values(state, "os_code", "investment_priority", number="B-1") == ("1l", "4.l")
    run_import(state, ImportRequest(edition(tmp_path, ("A-1", "ESO4.8", "Texte revu"), name="20260316_liste.csv")))
    assert values(state, *names, number="A-1") == completed
    assert {cell["field"]: cell["before"] for cell in record(state, "A-1")["completions"]}[
        "description"
    ] == "Texte revu"


def test_a_code_of_2014_2020_is_rebuilt_from_its_parts(listed: State, tmp_path: Path) -> None:
    assert values(listed, "os_code") == ("3911",)
    complete(listed, table(tmp_path, ("num_dossier", "OT", "PI", "OS"), (ONE, "8", "2", "4")))
    assert values(listed, "os_code", "thematic_objective", "investment_priority", "specific_objective") == (
        "3824", "8", "8.2", "4",
    )  # fmt: skip
    # The specific objectives of another priority are others.
    complete(listed, table(tmp_path, ("num_dossier", "OT", "PI"), (OTHER, "8", "2"), name="sans os.csv"))
    assert values(listed, "os_code", "specific_objective", number=OTHER) == ("382", None)


def test_the_search_finds_the_completed_text_and_no_longer_the_one_that_it_corrects(
    listed: State, tmp_path: Path
) -> None:
    def found(words: str) -> int:
        with opened(listed) as connection:
            return count(connection, Selection(period="2014-2020", search=words))

    headers = ("num_dossier", "Porteur", "Description")
    complete(listed, table(tmp_path, headers, (ONE, "Régie neuve", "Un tiers-lieu nourricier")))
    assert {words: found(words) for words in ("nourricier", "régie neuve", "association fictive", "atelier", ONE)} == {
        "nourricier": 1, "régie neuve": 1, "association fictive": 1, "atelier": 2, ONE: 1,
    }  # fmt: skip
    parts = values(listed, "search_text")[0].split(" | ")
    assert parts == [ONE, "atelier fictif", "regie neuve", "", "un tiers lieu nourricier", "", ""]


def test_merged_labels_apply_to_what_was_completed(listed: State, tmp_path: Path) -> None:
    with listed.exclusive():
        write_rows(listed, [LabelRule("managing_body", "PLIE Brest", "PLIE de Brest", "test", "2026-01-01")])
    complete(listed, table(tmp_path, ("num_dossier", "Service gestionnaire"), (OTHER, "PLIE Brest")))
    assert values(listed, "managing_body", "original_labels", number=OTHER) == (
        "PLIE de Brest",
        {"managing_body": "PLIE Brest"},
    )


def test_a_completed_place_places_the_operation_and_warnings_on_it_leave(
    state: State, tmp_path: Path, mdfse_file: WriteList
) -> None:
    rows: list[Mapping[str, str]] = [{"Region_adm": "Atlantide", "Service_gest": "", "Dépenses totales": ""}]
    run_import(state, ImportRequest(mdfse_file(rows), wave="2019"))
    assert {"unknown_region:region", "missing_amount:total_cost"} <= set(values(state, "warnings")[0])
    path = table(tmp_path, ("num_dossier", "Région", "Coût total"), (ONE, "53/Bretagne", "800"))
    run_import(state, ImportRequest(path, mode=ENRICH))
    region, warnings = values(state, "region", "warnings")
    assert region == "Bretagne"
    assert not {"unknown_region:region", "missing_amount:total_cost"} & set(warnings)
    again = table(tmp_path, ("num_dossier", "Région"), (ONE, "Bretagne"), name="encore.csv")
    assert by_field(complete(state, again)) == {"region": (0, 0, 1)}


def test_what_keeps_nothing_or_describes_persons_changes_nothing(listed: State, tmp_path: Path) -> None:
    before = listed.current()
    with pytest.raises(NothingKept, match="ne donne que le numéro"):
        complete(listed, table(tmp_path, ("num_dossier", "Bilan"), (ONE, ""), (OTHER, "-")))
    with pytest.raises(PersonalData):
        complete(listed, table(tmp_path, ("num_dossier", "Bilan", "Date de naissance"), (ONE, "Un", "01/02/1990")))
    assert listed.current() == before


def test_a_rehearsal_says_the_same_and_publishes_nothing(listed: State, tmp_path: Path) -> None:
    path = table(tmp_path, ("num_dossier", "Axe", "Porteur"), (ONE, "2", "Autre porteur"), ("201900777", "2", ""))
    before = listed.current()
    rehearsal = rehearse(listed, ImportRequest(path), tmp_path / "essai")
    assert listed.current() == before
    assert rehearsal.first_rows()[0] == ("Ligne", "Numéro de dossier", "Axe", "Porteur")
    report = complete(listed, path)
    assert rehearsal.manifest["completed"] == report.manifest["completed"]


def test_the_demonstration_stays_and_a_table_of_its_numbers_completes_it(own_state: State, tmp_path: Path) -> None:
    with opened(own_state) as connection:
        [(number,)] = connection.execute("select min(num_dossier) from operation where outcome is null").fetchall()
    complete(own_state, table(tmp_path, ("num_dossier", "Bilan"), (number, "Rempli pour essayer")))
    outcome, provenance = values(own_state, "outcome", "provenance", number=number)
    assert outcome == "Rempli pour essayer"
    assert provenance


def test_the_terminal_completes_reports_and_writes_the_template(
    listed: State, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(tmp_path, ("num_dossier", "Intitulé", "Axe"), (ONE, "Autre atelier", "3"), ("201900777", "X", "3"))
    command = ["import", str(path), "--mode", "enrichir", "--state", str(listed.root)]
    assert run_command(command) == 0
    said = capsys.readouterr().out.replace("\u202f", " ")
    assert "1 opération retrouvée : 0 cellule remplit un champ vide, 1 corrige une valeur, 1 dit" in said
    assert f"{ONE}, Intitulé de l'opération : « Atelier fictif » → « Autre atelier »" in said
    assert run_command([*command, "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert summary["completed"]["unknown"] == 1
    assert summary["corrections"] == []
    target = tmp_path / "modele.xlsx"
    assert run_command(["template", str(target), "--completions"]) == 0
    assert target.exists()


def test_a_completed_date_places_the_operation_in_its_year(state: State, tmp_path: Path) -> None:
    path = edition(tmp_path, ("A-1", "ESO4.8", "Texte"))
    path.write_text(path.read_text(encoding="utf-8").replace("2024-02-01", ""), encoding="utf-8")
    run_import(state, ImportRequest(path))
    assert values(state, "wave", number="A-1") == ("sans date de convention",)
    complete(state, table(tmp_path, ("Numéro Opération", "Date de première convention"), ("A-1", "15/03/2023")))
    assert values(state, "wave", "first_agreement_date", number="A-1") == ("2023", date(2023, 3, 15))


def test_a_priority_and_its_letter_are_read_in_one_code(state: State, tmp_path: Path) -> None:
    run_import(state, ImportRequest(edition(tmp_path, *((f"20210000{rank}", "ESO4.12", "Texte") for rank in range(6)))))
    written = [("6", "6h"), ("6", "6.h"), ("", "6h"), ("", "6.h"), ("6", "h"), ("6", "2.h")]
    path = table(
        tmp_path,
        ("Numéro Opération", "Priorité", "Objectif spécifique"),
        *((f"20210000{rank}", *cells) for rank, cells in enumerate(written)),
    )
    report = complete(state, path)
    assert report.manifest["errors"] == {"contradictory_code": 1}
    read = [values(state, "priority_axis", "os_code", number=f"20210000{rank}") for rank in range(6)]
    assert read == [(6, "6h")] * 5 + [(None, "l")]


def test_a_new_edition_says_what_earlier_completions_do_to_it(state: State, tmp_path: Path) -> None:
    run_import(state, ImportRequest(edition(tmp_path, ("A-1", "ESO4.8", "Texte"), ("A-2", "ESO4.8", "Texte"))))
    headers = ("Numéro Opération", "Priorité", "Description", "Région")
    complete(state, table(tmp_path, headers, ("A-1", "6", "Corrigé", ""), ("A-2", "6", "", "Bretagne")))
    again = edition(
        tmp_path, ("A-1", "ESO4.8", "Autre"), ("A-2", "ESO4.8", "Autre"), name="20260316_liste.csv"
    )  # fmt: skip
    for manifest in (
        rehearse(state, ImportRequest(again), tmp_path / "essai").manifest,
        run_import(state, ImportRequest(again)).manifest,
    ):
        [said] = [one["text"].replace("\u202f", " ") for one in manifest["findings"] if "complément" in one["text"]]
        assert said.startswith("Le complément « tableau.csv », importé le ")
        assert (
            "l'emporte toujours sur ce fichier dans 1 champ de 1 opération (« Description ») et remplit 2 champs que ce fichier laisse vides"
            in said
        )


def test_one_cell_may_give_the_priority_and_the_objective(state: State, tmp_path: Path) -> None:
    spellings = [
        "6.h", "6-h", "6 - h", "P6.h", "6 h", "6h", "priorité 6, objectif h", "Priorité n° 6 - OS H", "P6 / ESO4.8", "6.4.h", "P6 (h)",
        # The number or the letter may be another thing than a priority and an objective.
        "4.h", "6.i", "6.h, 6.k", "12.h",
    ]  # fmt: skip
    numbers = [f"2021{rank:05}" for rank in range(len(spellings))]
    run_import(state, ImportRequest(edition(tmp_path, *((number, "ESO4.12", "Texte") for number in numbers))))
    report = complete(
        state, table(tmp_path, ("Numéro Opération", "Priorité"), *map(list, zip(numbers, spellings, strict=True)))
    )
    assert report.manifest["errors"] == {"unreadable_code": 4}
    assert report.manifest["warnings"] == {"paired_code": 11}
    assert {said for *_, said in report.flagged()} == {
        "La priorité et l'objectif spécifique sont lus d'une seule cellule. Lu\u202f: priorité 6, objectif h."
    }
    read = [values(state, "priority_axis", "os_code", number=number) for number in numbers]
    assert read == [(6, "6h")] * 11 + [(None, "l")] * 4


def test_a_whole_list_that_completes_is_told_to_outlive_its_edition(state: State, tmp_path: Path) -> None:
    run_import(state, ImportRequest(edition(tmp_path, (ONE, "ESO4.8", "Texte"))))
    report = complete(state, edition(tmp_path, (ONE, "ESO4.8", "Autre"), name="20260316_liste.csv"), mode=ENRICH)
    assert any("sur les prochaines éditions" in note for note in report.manifest["notes"])
    few = complete(state, table(tmp_path, ("Numéro Opération", "Priorité"), (ONE, "6")))
    assert not any("éditions" in note for note in few.manifest["notes"])


def test_a_table_that_may_complete_says_the_mode_to_choose(state: State, tmp_path: Path) -> None:
    with pytest.raises(NoMatchingColumn, match="choisissez le mode «\u202fenrichir\u202f»"):
        complete(state, table(tmp_path, ("Numéro Opération", "Priorité", "Coût total"), (ONE, "6", "12")))
    with pytest.raises(NoMatchingColumn) as refused:
        complete(state, table(tmp_path, ("Couleur", "Forme"), ("bleu", "rond")))
    assert "enrichir" not in str(refused.value)


def test_numbers_that_lost_their_zeros_or_case_are_recognised(state: State, tmp_path: Path) -> None:
    numbers = ("00007520-1", "SUD000123", "0042", "42")
    run_import(state, ImportRequest(edition(tmp_path, *((number, "ESO4.8", "Texte") for number in numbers))))
    path = table(
        tmp_path,
        ("Numéro Opération", "Service gestionnaire"),
        ("7520-1", "DREETS A"),
        ("sud000123", "DREETS B"),
        # Two operations could be this one: it is none of them.
        ("042", "DREETS C"),
        ("42", "DREETS D"),
    )
    report = complete(state, path)
    told = {line: message for line, _, _, message in report.flagged() if "numéro" in message.lower()}
    assert {line for line, message in told.items() if "il est lu comme le sien" in message} == {2, 3}
    assert {line for line, message in told.items() if "Aucune opération" in message} == {4}
    bodies = [values(state, "managing_body", number=number) for number in numbers]
    assert bodies == [("DREETS A",), ("DREETS B",), (None,), ("DREETS D",)]


def test_a_priority_that_the_programme_lacks_is_told(state: State, tmp_path: Path) -> None:
    run_import(state, ImportRequest(edition(tmp_path, *((number, "ESO4.8", "Texte") for number in (ONE, OTHER)))))
    report = complete(state, table(tmp_path, ("Numéro Opération", "Priorité"), (ONE, "12"), (OTHER, "6")))
    assert report.manifest["warnings"] == {"unknown_priority": 1}
    [(line, column, value, message)] = report.flagged()
    assert (line, column, value) == (2, "Priorité", "12")
    assert "n'a pas cette priorité" in message
