"""Each command, as a person types it: its output, its exit code, and French sentences only."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import typer.main

from dashboard.cli import app as cli
from dashboard.ingest import importer
from dashboard.warehouse.build import REFERENCE_FOLDER
from dashboard.warehouse.state import State
from tests.conftest import WriteList
from tests.disk import room_for

ENGLISH = ("Usage:", "Error", "Missing", "No such", "Try ", "Invalid", "unexpected", "Traceback", "Show this message")


@dataclass(frozen=True)
class Result:
    """What a command line left behind."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.out), delimiter=";"))


Run = Callable[..., Result]


@pytest.fixture
def run(own_state: State, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command line on the test's own copy of the demonstration, which is also what a new state folder starts with."""

    def ask(*arguments: object, folder: Path | None = None) -> Result:
        capfd.readouterr()
        code = cli.run([*map(str, arguments), "--state", str(folder or own_state.root)])
        out, err = capfd.readouterr()
        return Result(code, out, err)

    return ask


@pytest.fixture(scope="session")
def demonstration(demonstration_state: State) -> Path:
    """A state folder that holds the demonstration extract: read only."""
    return demonstration_state.root


@pytest.mark.parametrize("folder", ["", "  ", "~personne-de-ce-nom/etat"])
def test_folder_that_no_name_gives_is_one_sentence(folder: str, capfd, monkeypatch, tmp_path) -> None:
    monkeypatch.chdir(tmp_path)
    for arguments, variable in (["imports", "--state", folder], None), (["imports"], folder):
        if variable is not None:
            monkeypatch.setenv("DASHBOARD_STATE", variable)
        assert cli.run(arguments) == 1, arguments
        assert_one_french_sentence(capfd.readouterr().err)
    assert list(tmp_path.iterdir()) == []


def test_name_of_a_file_that_is_no_text_is_one_sentence(run: Run) -> None:
    for arguments in (
        ["import", "liste\udcff.csv"],
        ["export", "xlsx", "--out", "a\udce9.xlsx"],
        ["template", "\udcff.xlsx"],
    ):
        result = run(*arguments)
        assert (result.code, result.out) == (2, ""), arguments
        assert_one_french_sentence(result.err)
        assert "caractères illisibles" in result.err


def test_template_that_the_disk_refuses_leaves_no_file(run: Run, tmp_path: Path) -> None:
    with room_for(2000):
        result = run("template", tmp_path / "modele.xlsx")
    assert (result.code, result.out) == (1, "")
    assert_one_french_sentence(result.err)
    assert list(tmp_path.glob("*.xlsx")) == list(tmp_path.glob(".*.tmp")) == []
    assert run("template", tmp_path / "modele.xlsx").code == 0


def assert_one_french_sentence(text: str) -> None:
    assert text.count("\n") == 1, text
    assert text.endswith((".\n", "?\n"))
    assert text[0].isupper() or text[0] == "«"
    assert not any(word in text for word in ENGLISH), text


COMMANDS = typer.main.get_command(cli.app).commands  # type: ignore[attr-defined]


def test_the_commands_are_those_of_the_readme() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert set(COMMANDS) == set(re.findall(r"^python -m dashboard (\w+)", readme, re.MULTILINE))


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_documented_by_a_sentence(name: str) -> None:
    assert COMMANDS[name].help, f"{name} has no documentation"
    assert COMMANDS[name].help.strip().endswith(".")


@pytest.mark.parametrize("name", COMMANDS)
def test_each_option_is_documented_and_each_command_takes_a_state(name: str) -> None:
    parameters = COMMANDS[name].params
    assert [parameter.name for parameter in parameters if not getattr(parameter, "help", None)] == []
    assert any("--state" in parameter.opts for parameter in parameters)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_is_french(name: str, run: Run) -> None:
    result = run(name, "--help")
    assert result.code == 0
    assert COMMANDS[name].help.split()[0] in result.out
    assert "Affiche" in result.out
    assert not any(word in result.out.replace("Usage:", "") for word in (*ENGLISH, "[required]", "[default"))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["import"], "FICHIER"), (["template"], "MODELE.xlsx"), (["table"], "TABLEAU"),
        (["inconnue"], "la commande"), (["exprt"], "vouliez-vous dire «\u202fexport\u202f»"), (["imports", "--nope"], "--nope"), (["import", "a.csv", "--shet", "x"], "--sheet"),
        (["import", "a.csv", "b.csv"], "de trop"), (["table", "9"], "2, 3, 4, 5 ou iej"), (["table", "2", "--format", "xml"], "markdown"),
        (["table", "2", "--axis", "trois"], "n'est pas dans l'extrait"), (["imports", "--back-to", "x"], "nombre entier"), (["import", "a", "--json=1"], "--json"),
        (["import", "a.csv", "--mode", "ajouter"], "remplacer, compléter, cumulatif ou enrichir"), (["import", "a.csv", "--map", "title"], "champ=Colonne"),
        (["import", "a.csv", "--extract-date", "hier"], "aaaa-mm-jj"),
        (["backup"], "FICHIER"), (["audit", "--act", "lire"], "import, publication, purge"), (["audit", "--since", "hier"], "de --since ne se lit pas"),
    ],
)  # fmt: skip
def test_a_wrong_command_line_is_one_french_sentence_and_exit_code_2(run: Run, arguments: list[str], says: str) -> None:
    result = run(*arguments)
    assert (result.code, result.out) == (2, "")
    assert_one_french_sentence(result.err)
    assert says.lower() in result.err.lower()


def test_backup_that_cannot_be_restored_is_one_french_sentence_and_exit_code_1(run: Run, tmp_path: Path) -> None:
    for name, content in (("absente.zip", None), ("liste.csv", b"num_dossier;1\n")):
        if content is not None:
            (tmp_path / name).write_bytes(content)
        result = run("restore", tmp_path / name, folder=tmp_path / "neuf")
        assert (result.code, result.out) == (1, "")
        assert_one_french_sentence(result.err)
    assert not (tmp_path / "neuf").exists()


def test_an_option_without_its_value(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["table", "2", "--wave"]) == 2
    assert_one_french_sentence(capfd.readouterr().err)


def test_nothing_asked_shows_the_commands(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run([]) == 2
    assert "Commandes" in capfd.readouterr().out


def test_import_prints_a_report_in_french(run: Run, mdfse_file: WriteList) -> None:
    result = run(
        "import",
        mdfse_file([{}, {"num_dossier": "2", "Mont_UE": "x"}, {"num_dossier": "3", "Fonds": "FEDER"}]),
        "--wave",
        "2019",
    )
    assert (result.code, result.err) == (0, "")
    assert "3 lignes lues = 1 acceptée + 1 laissée de côté + 1 rejetée." in result.out
    assert "Coût total 1\u202f000,50 €, montant UE 500,25 €." in result.out
    assert "montant illisible\u202f: 1" in result.out
    assert "autre fonds\u202f: FEDER\u202f: 1" in result.out


def test_import_says_totals_and_unread_columns_as_the_screen_does(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(
        "num_dossier;Lib_opé;Dépenses totales;Mont_UE;Notice\x1b[31m\n1;A;1000,50;500;x\n2;B;2000;900;x\nTOTAL;;3000,50;1500;\n",
        encoding="utf-8",
    )
    said = run("import", path, "--wave", "2019").out
    in_order = (
        "Coût total 3\u202f000,50 €",
        "annonce 1\u202f500,00\u202f€",
        "2 opérations, coût total 3\u202f000,50\u202f€",
        "1\u202f500,00\u202f€ dans le fichier, 1\u202f400,00\u202f€ dans ses lignes, écart de \u2212100,00\u202f€",
        "1 colonne bien remplie n'est pas lue",
    )
    assert [words for words in in_order if words not in said] == []
    assert [said.index(words) for words in in_order] == sorted(said.index(words) for words in in_order)
    assert "\x1b" not in said, "a terminal would obey it"


def test_questions_are_printed_one_a_line_with_their_answers(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("num_dossier;Lib_opé;Dépenses totales;Mont_UE;Mont UE\n1;A;1000,50;500;400\n", encoding="utf-8")
    asked = run("import", path, "--wave", "2019")
    assert (asked.code, asked.out) == (1, "")
    _, question, *answers = asked.err.splitlines()
    assert question.endswith("?")
    assert [line.partition("\u202f:")[0] for line in answers] == [
        "  --assume colonne.eu_amount=Mont_UE",
        "  --assume 'colonne.eu_amount=Mont UE'",
    ]
    assert all("€ en tout" in line for line in answers)
    assert json.loads(run("import", path, "--json").out)["doubts"][0]["key"] == "colonne.eu_amount"
    assert run("import", path, "--wave", "2019", "--assume", "colonne.eu_amount=Mont UE").code == 0


def test_import_prints_json(run: Run, mdfse_file: WriteList) -> None:
    report = json.loads(run("import", mdfse_file([{"Mont_UE": "2000"}]), "--wave", "2019", "--json").out)
    assert {name: report[name] for name in ("format", "wave", "read", "accepted", "left_aside", "rejected", "total_cost", "eu_amount", "warnings")} == {
        "format": "mdfse_list", "wave": "2019", "read": 1, "accepted": 1, "left_aside": 0, "rejected": 0,
        "total_cost": 1000.5, "eu_amount": 2000.0, "warnings": {"eu_above_total": 1},
    }  # fmt: skip


@pytest.mark.parametrize(
    "options",
    [["--sheet", "Nulle part"], ["--map", "champ_faux=AXE"], ["--map", "title=Nulle part"], ["--map", "title="]],
)
def test_what_an_import_cannot_find_is_one_sentence_and_exit_code_1(
    run: Run, tmp_path: Path, options: list[str]
) -> None:
    path = tmp_path / "liste.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["num_dossier", "Lib_opé", "Dépenses totales", "Mont_UE"])
    book.active.append(["1", "a", 10, 5])
    book.save(path)
    result = run("import", path, *options)
    assert (result.code, result.out) == (1, "")
    assert_one_french_sentence(result.err)


def test_a_mapping_by_hand_with_spaces_and_accents(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(
        "Réf.;Intitulé  du dossier;Budget (hors taxes);Aide d’Europe\n7;Un projet;10000;5000\n", encoding="utf-8"
    )
    refused = run("import", path)
    assert refused.code == 1
    assert "Aide d’Europe" in refused.err
    pairs = (
        "num_dossier = ref",
        "title=intitule du dossier",
        "total_cost=BUDGET (HORS TAXES)",
        "eu_amount=Aide d'Europe",
    )
    mapped = run("import", path, "--json", "--wave", "2019", *(part for pair in pairs for part in ("--map", pair)))
    assert json.loads(mapped.out)["accepted"] == 1
    assert [row["num_dossier"] for row in run("operations").rows] == ["7"]
    incomplete = run("import", path, "--map", "title=Réf.")
    assert "eu_amount" in incomplete.err


def test_a_file_named_like_an_option(run: Run, mdfse_file: WriteList, monkeypatch: pytest.MonkeyPatch) -> None:
    path = mdfse_file([{}], "--wave.csv")
    monkeypatch.chdir(path.parent)
    assert cli.run(["import", "--state", str(path.parent / "state"), "--", "--wave.csv"]) == 0


@pytest.mark.parametrize("mode", ["remplacer", "compléter", "cumulatif"])
def test_modes(run: Run, mdfse_file: WriteList, mode: str) -> None:
    run("import", mdfse_file([{"num_dossier": "1"}]), "--wave", "2017")
    run("import", mdfse_file([{"num_dossier": "2"}]), "--wave", "2019")
    result = run("import", mdfse_file([{"num_dossier": "1"}, {"num_dossier": "3"}]), "--wave", "2019", "--mode", mode)
    assert result.code == 0
    found = {(row["num_dossier"], row["wave"]) for row in run("operations").rows}
    assert (
        found
        == {
            "remplacer": {("1", "2017"), ("1", "2019"), ("3", "2019")},
            "compléter": {("1", "2017"), ("1", "2019"), ("2", "2019"), ("3", "2019")},
            "cumulatif": {("1", "2017"), ("3", "2019")},
        }[mode]
    )


def test_a_refusal_says_what_is_wrong_whatever_its_first_word(run: Run) -> None:
    for arguments, expected in (
        (("operations", "--retained", "--not-examined"), "--retained et --not-examined s'excluent"),
        (("revoke", "nulle part"), "«\u202fnulle part\u202f» n'est pas une adresse"),
    ):
        refused = run(*arguments)
        assert (refused.code, refused.out) == (2, ""), arguments
        assert expected in refused.err, arguments


def test_what_asks_for_reviews_begins_none_in_a_folder_that_is_misspelt(run: Run, tmp_path: Path) -> None:
    """« Les sessions sont fermées » would be false, and the journal of another folder is no answer."""
    elsewhere = tmp_path / "mal-écrit"
    for command in (("revoke", "a@exemple.test"), ("audit",), ("audit", "--archive"), ("backup", tmp_path / "s.zip")):
        refused = run(*command, folder=elsewhere)
        assert (refused.code, refused.out) == (1, ""), command
        assert_one_french_sentence(refused.err)
        assert "DASHBOARD_STATE" in refused.err
    assert not elsewhere.exists()
    assert not (tmp_path / "s.zip").exists()


def test_template_is_written_and_an_impossible_place_refused(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "modèle.xlsx"
    assert run("template", target).code == 0
    assert openpyxl.load_workbook(target).sheetnames == ["Opérations", "Mode d'emploi"]
    assert run("template", target, "--survey").code == 0
    assert openpyxl.load_workbook(target).sheetnames == ["Réponses", "Mode d'emploi"]
    refused = run("template", tmp_path / "nulle" / "part.xlsx")
    assert refused.code == 1
    assert_one_french_sentence(refused.err)


@pytest.mark.parametrize("name", ["2", "3", "4", "5", "iej"])
def test_tables_have_the_rows_and_columns_of_the_published_ones(run: Run, demonstration: Path, name: str) -> None:
    published = REFERENCE_FOLDER / ("published_iej.csv" if name == "iej" else f"published_table{name}.csv")
    with published.open(encoding="utf-8", newline="") as file:
        expected = list(csv.reader(file, delimiter=";"))
    result = run("table", name, folder=demonstration)
    found = list(csv.reader(io.StringIO(result.out), delimiter=";"))
    assert result.code == 0
    assert found[0] == expected[0]
    assert [row[0] for row in found] == [row[0] for row in expected]


def test_a_table_in_json_and_in_markdown(run: Run, demonstration: Path) -> None:
    rows = json.loads(run("table", "2", "--format", "json", folder=demonstration).out)
    assert rows[0]["operations"] == 425
    markdown = run("table", "2", "--format", "markdown", folder=demonstration).out.splitlines()
    assert markdown[1].count("---") == 5
    assert len(markdown) == len(rows) + 2


def test_no_text_of_an_extract_starts_a_formula_in_a_csv(run: Run, mdfse_file: WriteList) -> None:
    hostile = {"Lib_opé": "=innovation sociale", "Lib_org": "+33 1", "Service_gest": "@SUM(A1)", "Region_adm": "-2+3"}
    assert run("import", mdfse_file([hostile]), "--wave", "=2019").code == 0
    for command in (["operations"], ["identify"], ["table", "2"]):
        result = run(*command)
        cells = [cell for row in result.rows for cell in (*row, *row.values())]
        assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
        assert "'=2019" in cells
        assert {row["wave"] for row in json.loads(run(*command, "--format", "json").out)} <= {"=2019", "total"}
    [operation] = run("operations").rows
    assert (operation["title"], operation["beneficiary"]) == ("'=innovation sociale", "'+33 1")
    assert operation["total_cost"] == "1000.5"


FILTERS: dict[str, Any] = {
    "--period": "2014-2020", "--wave": "2019", "--programme": "pon fse", "--axis": 3, "--pi": "9.1", "--os": "3911",
    "--region": "ile-de-france", "--region-2016": "Hauts de France", "--department": "oise", "--managing-body-type": "oi cd",
    "--search": "insertion",
}  # fmt: skip


def test_each_filter_narrows_the_operations(run: Run, demonstration: Path) -> None:
    everything = len(run("operations", folder=demonstration).rows)
    for option, value in FILTERS.items():
        rows = run("operations", option, value, folder=demonstration).rows
        assert 0 < len(rows) < everything or (option == "--period" and len(rows) == everything), option
        assert run("table", "3", option, value, folder=demonstration).code == 0, option


def test_retained_and_category(run: Run, demonstration: Path) -> None:
    retained = run("operations", "--retained", folder=demonstration).rows
    assert {row["retained"] for row in retained} == {"True"}
    category = retained[0]["category"]
    rows = run("operations", "--category", category, "--format", "json", folder=demonstration).out
    assert {row["category"] for row in json.loads(rows)} == {category}


@pytest.mark.parametrize("command", [["table", "3"], ["operations"]])
def test_an_unknown_value_of_a_filter_is_one_sentence_and_exit_code_2(
    run: Run, demonstration: Path, command: list[str]
) -> None:
    for option in (
        "--period", "--wave", "--programme", "--pi", "--os", "--region", "--region-2016", "--department", "--managing-body-type",
        "--beneficiary-type", "--recipient-type", "--category",
    ):  # fmt: skip
        result = run(*command, option, "Zorglub", folder=demonstration)
        assert (result.code, result.out) == (2, ""), option
        assert_one_french_sentence(result.err)
        assert "«\u202fZorglub\u202f»" in result.err, option


def test_an_unknown_axis(run: Run, demonstration: Path) -> None:
    assert "l'axe" in run("table", "3", "--axis", 77, folder=demonstration).err.lower()


def test_check_passes_on_the_demonstration_and_fails_on_an_unexplained_difference(run: Run, tmp_path: Path) -> None:
    agreed = run("check")
    assert (agreed.code, agreed.err) == (0, "")
    retained = run("operations", "--retained", "--wave", "2019", "--programme", "PON FSE").rows[0]["num_dossier"]
    decisions = tmp_path / "décisions.csv"
    decisions.write_text(f"num_dossier;retenue\n{retained};non\n", encoding="utf-8")
    assert run("import", decisions).code == 0
    differs = run("check")
    assert differs.code == 1
    assert "Écart\u202f:" in differs.err
    assert "publié" in differs.err


def test_check_counts_the_figures_of_the_survey_among_the_others(run: Run, demonstration: Path, tmp_path: Path) -> None:
    said = run("check", folder=demonstration).out
    assert dict(part.split("\u202f: ") for part in said.strip().split(", ")) == {
        "égal": "425", "non calculable": "6", "anomalie de la note": "4", "arrondi": "2",
    }  # fmt: skip
    survey = tmp_path / "enquête.csv"
    survey.write_text("Répondant;Type de gestionnaire;Réponse\nS1;AGD;OUI\nS2;AGD;peut-être\n", encoding="cp1252")
    imported = run("import", survey, "--wave", "2019")
    assert "2 lignes lues = 1 acceptée + 0 laissée de côté + 1 rejetée." in imported.out
    assert "réponse illisible\u202f: 1" in imported.out
    differs = run("check")
    assert differs.code == 1
    assert "Enquête, Ensemble, Structures répondantes\u202f: publié 94, recalculé 1" in differs.err
    assert run("import", survey, "--wave", "2023", "--mode", "compléter").code == 0


def test_imports_lists_goes_back_and_purges(run: Run, state: State, mdfse_file: WriteList) -> None:
    run("import", mdfse_file([{"num_dossier": "1"}], "une.csv"), "--wave", "2019", "--by", "Agnès")
    run("import", mdfse_file([{"num_dossier": "2"}], "deux.csv"), "--wave", "2019")
    listed = run("imports").out
    assert "une.csv" in listed
    assert "Agnès" in listed
    number = next(one.number for one in state.history() if "une.csv" in one.action)
    assert run("imports", "--back-to", number).code == 0
    assert [row["num_dossier"] for row in run("operations").rows] == ["1"]
    statuses = {one["file_name"]: one["status"] for one in json.loads(run("imports", "--json").out)}
    assert (statuses["une.csv"], statuses["deux.csv"]) == ("actif", "retiré")
    assert run("imports", "--purge").code == 0
    left = json.loads(run("imports", "--json").out)
    assert [one["file_name"] for one in left] == ["une.csv"]
    assert not list(state.imports.glob("*/original*"))
    gone = run("imports", "--back-to", max(one.number for one in state.history() if "deux.csv" in one.action))
    assert gone.code == 1
    assert_one_french_sentence(gone.err)


def test_going_back_to_what_never_was(run: Run) -> None:
    result = run("imports", "--back-to", 999)
    assert result.code == 1
    assert_one_french_sentence(result.err)


def test_demo_comes_back(run: Run, mdfse_file: WriteList) -> None:
    run("import", mdfse_file([{}]), "--wave", "2019")
    assert len(run("operations").rows) == 1
    assert run("demo").code == 0
    assert len(run("operations").rows) > 10_000


def test_an_unexpected_error_is_one_french_sentence_and_goes_to_the_log(
    run: Run, mdfse_file: WriteList, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(importer, "run_import", broken)
    result = run("import", mdfse_file([{}]))
    assert result.code == 1
    assert "Une erreur inattendue" in result.err
    assert any(record.exc_info and record.exc_info[0] is ZeroDivisionError for record in caplog.records)


def test_a_state_folder_that_cannot_be_made(run: Run, tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("")
    result = run("imports", folder=tmp_path / "fichier" / "state")
    assert result.code == 1
    assert_one_french_sentence(result.err)


def test_the_module_runs_as_typed(tmp_path: Path, mdfse_file: WriteList) -> None:
    """In a process of its own, on a terminal that knows no accent, with the state folder in the environment."""
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "DASHBOARD_STATE": str(tmp_path / "état")}
    command = [sys.executable, "-m", "dashboard"]
    done = subprocess.run(
        [*command, "import", str(mdfse_file([{}])), "--wave", "2019"], capture_output=True, env=environment, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"1 ligne lue" in done.stdout
    refused = subprocess.run([*command, "import", "absent.csv"], capture_output=True, env=environment, check=False)
    assert refused.returncode == 1
    assert_one_french_sentence(refused.stderr.decode())


def loaded(*arguments: str, among: set[str]) -> str:
    """Those of some libraries that a command loads, in a process of its own."""
    script = (
        "import sys; from dashboard.cli.app import run; code = run(sys.argv[1:]); "
        f"print(*sorted({among!r} & sys.modules.keys()), file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, check=False)
    assert done.returncode == 0
    assert done.stdout
    return done.stderr.decode().strip()


HEAVY = {"duckdb", "numpy", "pandas", "plotly", "pyarrow", "sqlalchemy", "streamlit"}


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_help_loads_no_library_of_the_work(command: str) -> None:
    # Typer itself reads the options of a command with pydantic.
    heavy = HEAVY if command else HEAVY | {"pydantic"}
    assert loaded(*command.split(), "--help", among=heavy) == ""


@pytest.mark.parametrize("text_format", ["csv", "json", "markdown"])
def test_a_table_of_the_note_loads_no_library_of_frames_and_workbooks(demonstration: Path, text_format: str) -> None:
    command = ("table", "2", "--format", text_format, "--state", str(demonstration))
    assert loaded(*command, among={"numpy", "pandas", "pyarrow", "xlsxwriter"}) == ""
