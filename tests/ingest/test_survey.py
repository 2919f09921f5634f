"""A survey from the file to the published answers: ugly files, rejects that come back, what replaces what."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from pathlib import Path

import duckdb
import openpyxl
import pytest

from dashboard.demo.install import install_demonstration
from dashboard.ingest.errors import NoMatchingColumn, PersonalData
from dashboard.ingest.history import go_back, withdraw
from dashboard.ingest.importer import ImportRequest, Report, prepare_import, run_import
from dashboard.ingest.template import survey_template
from dashboard.warehouse.build import connect, publish
from dashboard.warehouse.state import State
from tests.conftest import WriteList
from tests.ingest.files import CONTAINERS, csv_bytes

HEADERS = (
    "Répondant",
    "Type de gestionnaire",
    "Région",
    "Réponse",
    "Opérations signalées",
    "Observation",
    "Thèmes",
    "Vague",
)
ROW = {
    "Répondant": "S1", "Type de gestionnaire": "AGD", "Région": "Bretagne", "Réponse": "oui", "Opérations signalées": "",
    "Observation": "", "Thèmes": "", "Vague": "2019",
}  # fmt: skip


def write(path: Path, rows: Sequence[Mapping[str, str]], encoding: str = "utf-8", delimiter: str = ";") -> Path:
    path.write_bytes(csv_bytes([ROW | row for row in rows], delimiter=delimiter, encoding=encoding))
    return path


def load(state: State, path: Path, **options: object) -> Report:
    return run_import(state, ImportRequest(path, **options))  # type: ignore[arg-type]


def rows(state: State, query: str) -> list[tuple[object, ...]]:
    current = state.current()
    assert current is not None
    with connect(state, current) as connection:
        return connection.execute(query).fetchall()


def answers(state: State, columns: str = "respondent, answer") -> list[tuple[object, ...]]:
    return rows(state, f"select {columns} from survey_answer order by wave, respondent")


@pytest.mark.parametrize("container", CONTAINERS)
def test_a_survey_is_recognised_in_every_container(state: State, tmp_path: Path, container: str) -> None:
    path = tmp_path / f"enquete.{container}"
    CONTAINERS[container](path, [ROW | {"Opérations signalées": 201700001, "Vague": 2019}])
    manifest = load(state, path).manifest
    assert (manifest["kind"], manifest["format"], manifest["accepted"], manifest["wave"]) == (
        "survey",
        "survey",
        1,
        "2019",
    )
    assert answers(state, "respondent, survey_type, region, region_2016, answer, reported, synthetic") == [
        ("S1", "AGD", "Bretagne", "Bretagne", "oui", ["201700001"], False)
    ]


def test_encodings_and_separators(state: State, tmp_path: Path) -> None:
    told = {"Région": "Île-de-France", "Observation": "« Trop », dit-on ; d’où le refus…"}
    waves = []
    with state.exclusive():
        imports = []
        for encoding, delimiter in product(("utf-8", "utf-8-sig", "cp1252"), (";", ",", "\t", "|")):
            waves.append(f"{encoding} {ord(delimiter)}")
            path = write(tmp_path / "e.csv", [told], encoding, delimiter)
            imports.append(prepare_import(state, ImportRequest(path, wave=waves[-1])))
        publish(state, imports, by="essai", action="essai")
    found = {wave: said for wave, *said in answers(state, "wave, region, remark")}
    assert found == {wave: list(told.values()) for wave in waves}


def read_back(state: State, tmp_path: Path, column: str, texts: Iterable[str], fields: str) -> dict[str, object]:
    """Imports one answer per text of a column. Returns text → the fields that come of it, and WARNINGS → how many."""
    told = [{"Répondant": f"S{rank}", column: text} for rank, text in enumerate(texts)]
    manifest = load(state, write(tmp_path / "e.csv", told)).manifest
    found = {key: tuple(values) for key, *values in answers(state, f"respondent, {fields}")}
    return {one[column]: found.get(one["Répondant"]) for one in told} | {WARNINGS: manifest["warnings"]}


WARNINGS = "warnings"
ANSWERS = {
    "Oui": "oui", "OUI ": "oui", "o": "oui", "1": "oui", "1.0": "oui", "Non.": "non", "0": "non",
    "nspp": "ne se prononce pas", "NSP": "ne se prononce pas", "N.S.P.P.": "ne se prononce pas",
    "Ne se prononce pas": "ne se prononce pas", "ne sait pas/ne se prononce pas": "ne se prononce pas",
    "Ne\u202fse prononcent\u00a0pas": "ne se prononce pas", "Sans avis": "ne se prononce pas",
    "": None, "  ": None, "-": None, "NR": None, "n/a": None, "sans réponse": None,
}  # fmt: skip
TYPES = {
    "agd": ("AGD", "AGD"), "DIRECCTE Bretagne": ("AGD", "AGD"), "OI CD": ("OI CD", "OI CD"), "Cd": ("OI CD", "OI CD"),
    "Conseil Départemental": ("OI CD", "OI CD"), "PLIE pivot": ("PLIE pivot", "OI PLIE"), "Structure pivot": ("PLIE pivot", "OI PLIE"),
    "PLIE non pivot": ("PLIE", "OI PLIE"), "oi plie": ("PLIE", "OI PLIE"), "Autre OI": ("autre OI", "autre OI"),
    "Autre organisme intermédiaire": ("autre OI", "autre OI"), "OI": ("autre OI", "autre OI"),
    "Ministère": ("Non renseigné", "Non renseigné"), "": ("Non renseigné", "Non renseigné"),
}  # fmt: skip
PLACES = {
    "Hauts de France": ("Non renseigné", "Hauts-de-France"), "PICARDIE": ("Picardie", "Hauts-de-France"),
    "32 - Hauts-de-France": ("Non renseigné", "Hauts-de-France"), "Reunion": ("La Réunion", "La Réunion"),
    "Atlantide": ("Non renseigné", "Non renseigné"), "": ("Non renseigné", "Non renseigné"),
}  # fmt: skip
REPORTED = {
    "201700001 ; 201700002": ["201700001", "201700002"],
    "201700001,201700002\n201700001": ["201700001", "201700002"],
    "201 700 001": ["201700001"], "201\u202f700\u202f001 et 201700002": ["201700001", "201700002"],
    "201700001,0": ["201700001"], "201700001.0": ["201700001"], "2,01700001E+08": ["201700001"],
    "n° 201700001 (voir aussi 201700002)": ["201700001", "201700002"],
    "UE-0123456789abcdef-1": ["UE-0123456789abcdef-1"], "aucune": [], "": [],
}  # fmt: skip


def test_answers_however_they_are_written(state: State, tmp_path: Path) -> None:
    missing = {"missing_answer": list(ANSWERS.values()).count(None)}
    found = read_back(state, tmp_path, "Réponse", ANSWERS, "answer")
    assert found == {text: (read,) for text, read in ANSWERS.items()} | {WARNINGS: missing}


def test_types_however_they_are_written(state: State, tmp_path: Path) -> None:
    found = read_back(state, tmp_path, "Type de gestionnaire", TYPES, "survey_type, managing_body_type")
    del found[WARNINGS]
    assert found == TYPES


def test_places_however_they_are_written(state: State, tmp_path: Path) -> None:
    found = read_back(state, tmp_path, "Région", PLACES, "region, region_2016")
    assert found == PLACES | {WARNINGS: {"unknown_survey_region": 1}}


def test_operation_numbers_however_they_are_lined_up(state: State, tmp_path: Path) -> None:
    found = read_back(state, tmp_path, "Opérations signalées", REPORTED, "reported")
    del found[WARNINGS]
    assert found == {text: (read,) for text, read in REPORTED.items()}
    numbers = sorted(number for read in REPORTED.values() for number in read)
    assert rows(state, "select num_dossier from survey_reported order by all") == [(number,) for number in numbers]


def test_reported_operations_are_checked_against_those_that_are_published(
    state: State, mdfse_file: WriteList, tmp_path: Path
) -> None:
    run_import(state, ImportRequest(mdfse_file([{"num_dossier": "201700001"}]), wave="2019"))
    told = [{"Opérations signalées": "201700001"}, {"Répondant": "S2", "Opérations signalées": "201700001;201799999"}]
    manifest = load(state, write(tmp_path / "e.csv", told)).manifest
    assert manifest["warnings"] == {"unknown_reported_operation": 1}
    assert len(rows(state, "from survey_reported")) == 3


def test_themes_take_the_spelling_of_the_reference(state: State, tmp_path: Path) -> None:
    written = "REGLES DE GESTION ; essaimage plutôt qu’émergence|fse+ ;; Météo locale; regles de gestion"
    manifest = load(state, write(tmp_path / "e.csv", [{"Thèmes": written}])).manifest
    assert answers(state, "themes") == [
        (["Essaimage plutôt qu'émergence", "FSE+", "Météo locale", "Règles de gestion"],)
    ]
    assert manifest["warnings"] == {"unknown_theme": 1}


def test_untrusted_text_stays_text(state: State, tmp_path: Path) -> None:
    remark = '=HYPERLINK("http://x") <script>alert(1)</script> **gras** \u202eעברית 🙂 l\'&eacute;tat'
    path = write(tmp_path / "e.csv", [{"Répondant": "'=1+1", "Observation": remark}])
    load(state, path)
    assert answers(state, "respondent, remark") == [("=1+1", remark.replace("&eacute;", "é"))]


def test_nothing_is_lost_and_each_row_says_why(state: State, tmp_path: Path) -> None:
    report = load(
        state,
        write(
            tmp_path / "e.csv",
            [
                {},
                {"Réponse": "non"},
                {"Répondant": "S2", "Réponse": "bof"},
                {"Répondant": ""},
                {"Répondant": "S3", "Réponse": ""},
                {"Vague": "2017"},
            ],
        ),
    )
    manifest = report.manifest
    assert (manifest["read"], manifest["accepted"], manifest["left_aside"], manifest["rejected"]) == (6, 3, 0, 3)
    assert manifest["errors"] == {"duplicate_respondent": 1, "missing_respondent": 1, "unreadable_answer": 1}
    assert manifest["waves"] == {"2017": 1, "2019": 2}
    rejected = duckdb.read_parquet(str(report.folder / "rejected.parquet")).fetchall()
    assert [row[:3] for row in rejected] == [(3, "Répondant", "S1"), (4, "Réponse", "bof"), (5, "Répondant", "")]
    assert "est attendu" in rejected[1][3]
    assert answers(state, "wave, respondent, answer") == [
        ("2017", "S1", "oui"),
        ("2019", "S1", "oui"),
        ("2019", "S3", None),
    ]


def test_rejected_rows_come_back_corrected(state: State, tmp_path: Path) -> None:
    report = load(state, write(tmp_path / "e.csv", [{}, {"Répondant": "S2", "Réponse": "??"}]))
    corrected = tmp_path / "rejets.csv"
    query = f"select * replace ('nsp' as \"Réponse\") from '{report.folder / 'rejected.parquet'}'"
    duckdb.sql(query).write_csv(str(corrected), sep=";", header=True)
    again = load(state, corrected, mode="compléter").manifest
    assert (again["accepted"], again["rejected"]) == (1, 0)
    assert answers(state) == [("S1", "oui"), ("S2", "ne se prononce pas")]


def test_a_survey_replaces_the_one_of_its_wave_and_completing_leaves_known_answers(
    state: State, tmp_path: Path
) -> None:
    load(state, write(tmp_path / "a.csv", [{}, {"Répondant": "S2"}]))
    load(state, write(tmp_path / "b.csv", [{"Vague": "2023", "Réponse": "non"}]))
    load(state, write(tmp_path / "c.csv", [{"Répondant": "S3"}]))
    assert answers(state, "wave, respondent") == [("2019", "S3"), ("2023", "S1")]
    report = load(state, write(tmp_path / "d.csv", [{"Répondant": "S3", "Réponse": "non"}, {}]), mode="compléter")
    assert report.manifest["left_aside_reasons"] == {"déjà importé dans la vague 2019": 1}
    assert answers(state, "wave, respondent, answer") == [
        ("2019", "S1", "oui"),
        ("2019", "S3", "oui"),
        ("2023", "S1", "non"),
    ]
    withdraw(state, report.manifest["id"], by="essai")
    assert answers(state, "wave, respondent") == [("2019", "S3"), ("2023", "S1")]
    go_back(state, 1, by="essai")
    assert answers(state, "wave, respondent") == [("2019", "S1"), ("2019", "S2")]


def test_the_wave_asked_for_wins_and_without_any_it_is_outside(state: State, tmp_path: Path) -> None:
    load(state, write(tmp_path / "a.csv", [{}]), wave="2021")
    load(state, write(tmp_path / "b.csv", [{"Vague": ""}]))
    assert answers(state, "wave") == [("2021",), ("hors vague",)]


def test_without_a_column_of_respondents_keys_are_stable(state: State, tmp_path: Path) -> None:
    lines = ["Type de gestionnaire;Réponse;Observation", "AGD;oui;", "AGD;oui;", "PLIE;non;Une remarque"]
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("\n".join(lines), encoding="utf-8")
    second.write_text("\n".join([lines[0], *reversed(lines[1:])]), encoding="utf-8")
    assert load(state, first).manifest["accepted"] == 3
    keys = {key for (key,) in answers(state, "respondent_key")}
    load(state, second)
    assert {key for (key,) in answers(state, "respondent_key")} == keys
    assert len(keys) == 3


def test_the_key_of_a_remark_changes_with_its_words(state: State, tmp_path: Path) -> None:
    keys = []
    for remark in ("Une chose", "Une chose", "Autre chose"):
        load(state, write(tmp_path / "e.csv", [{"Observation": remark}]))
        keys += [key for (key,) in answers(state, "respondent_key")]
    assert keys[0] == keys[1] != keys[2]


def test_files_of_persons_and_files_without_the_question_are_refused(state: State, tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text("Nom du répondant;Type de gestionnaire;Réponse\nX;AGD;oui\n", encoding="utf-8")
    with pytest.raises(PersonalData, match="Nom du répondant"):
        load(state, path)
    path.write_text("Répondant;Région;Observation\nS1;Bretagne;x\n", encoding="utf-8")
    with pytest.raises(NoMatchingColumn):
        load(state, path)
    assert state.current() is None


def test_the_question_itself_may_head_the_answers(state: State, tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text(
        "ID de la réponse;TYPE DE STRUCTURE;Le FSE a-t-il permis de favoriser l’émergence d’innovation(s) sociale(s) ?;Date\n"
        "7;PLIE;Oui;01/02/2019\n",
        encoding="utf-8",
    )
    manifest = load(state, path).manifest
    assert (manifest["format"], manifest["accepted"], manifest["extra_columns"]) == ("survey", 1, ["Date"])
    assert answers(state, "respondent, answer") == [("7", "oui")]


def test_the_template_filled_in_imports_back(state: State, tmp_path: Path) -> None:
    path = tmp_path / "modele.xlsx"
    path.write_bytes(survey_template())
    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames == ["Réponses", "Mode d'emploi"]
    assert tuple(cell.value for cell in workbook["Réponses"][1]) == HEADERS
    required = {row[0] for row in workbook["Mode d'emploi"].iter_rows(min_row=2, values_only=True) if row[3] == "oui"}
    assert required == {"Type de gestionnaire", "Réponse"}
    for column, header in enumerate(HEADERS, start=1):
        workbook["Réponses"].cell(2, column, ROW[header] or None)
    workbook.save(path)
    assert load(state, path).manifest["warnings"] == {}
    assert answers(state) == [("S1", "oui")]


def test_the_demonstration_s_answers_leave_when_real_ones_or_real_operations_come(
    own_state: State, mdfse_file: WriteList, tmp_path: Path
) -> None:
    assert rows(own_state, "select count(*), bool_and(synthetic) from survey_answer") == [(94, True)]
    load(own_state, write(tmp_path / "e.csv", [{}]), mode="compléter")
    assert answers(own_state, "respondent, synthetic") == [("S1", False)]
    assert rows(own_state, "select count(*) > 10000 from operation") == [(True,)]
    install_demonstration(own_state, by="essai")
    run_import(own_state, ImportRequest(mdfse_file([{}]), wave="2019"))
    assert answers(own_state) == []


def test_the_demonstration_file_breaks_no_rule(demonstration_state: State) -> None:
    [manifest] = [one for one in demonstration_state.manifests() if one["kind"] == "survey"]
    assert (manifest["read"], manifest["accepted"], manifest["errors"]) == (94, 94, {})
    assert manifest["demonstration"]
    assert set(manifest["warnings"]) == {"missing_answer", "unknown_reported_operation"}


def test_the_shipped_file_reads_as_csv() -> None:
    path = Path(__file__).parents[2] / "data" / "demo" / "survey.csv"
    with path.open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file, delimiter=";"))) == 94
