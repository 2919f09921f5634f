"""The commands `identify` and `rank`, as a person types them."""

import csv
import io
import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from dashboard.cli.identify import identify
from dashboard.cli.rank import rank
from dashboard.demo.install import open_state
from dashboard.domain.selection import Selection
from dashboard.identification.funnel import Step, funnel
from dashboard.identification.identify import identify as run_identification
from dashboard.identification.lexicons import keep_lexicon
from dashboard.identification.sources import shipped_lexicon
from dashboard.warehouse.build import connect
from dashboard.warehouse.state import State
from tests.identification.switched import switched

COMMAND = typer.Typer()
COMMAND.command()(identify)
RANK = typer.Typer()
RANK.command()(rank)


@pytest.fixture(scope="module")
def folder(demonstration_state: State) -> Path:
    return demonstration_state.root


def ask(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(COMMAND, [*arguments, "--state", str(folder)])


def rows(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout), delimiter=";"))


def test_one_row_per_identified_operation_with_what_leads_to_it(folder: Path) -> None:
    listed = rows(ask(folder, "--wave", "2019"))
    fse = [row for row in listed if row["fund"] == "FSE"]
    with connect(State(folder), open_state(State(folder))) as connection:
        expected = funnel(connection, run_identification(connection, shipped_lexicon()), Selection(waves=("2019",)))
    assert len(fse) == expected[Step.WITH_SURVEY_FSE] == 229
    assert sum(row["preidentified"] == "True" for row in fse) == 224
    named = next(row for row in listed if row["beneficiary"] == "CRESS Pays de la Loire")
    assert (named["provenances"], named["actors"]) == ("acteur ; citée par la note", "CRESS (porteur)")


def test_json_holds_the_same_rows(folder: Path) -> None:
    listed = rows(ask(folder, "--axis", "2", "--retained"))
    result = ask(folder, "--axis", "2", "--retained", "--format", "json")
    read = json.loads(result.stdout)
    assert [row["num_dossier"] for row in read] == [row["num_dossier"] for row in listed]
    assert len(read) > 0
    assert all(row["retained"] is True for row in read)


def test_another_lexicon_finds_other_operations(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "lexique.csv"
    path.write_text(switched(shipped_lexicon(), "innovation", False).to_csv(), encoding="utf-8")
    fewer = rows(ask(folder, "--wave", "2019", "--lexicon", str(path)))
    assert len(fewer) == len(rows(ask(folder, "--wave", "2019"))) - 35


def test_the_lexicon_of_the_folder_is_applied(own_state: State) -> None:
    keep_lexicon(own_state, switched(shipped_lexicon(), "innovation", False), by="test")
    assert not any("innovation (" in row["expressions"] for row in rows(ask(own_state.root)))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "«\u202flexique.csv\u202f»\u202f: le fichier est introuvable ou illisible."),
        ("id;kind\n", "«\u202flexique.csv\u202f», ligne 1\u202f: il manque la colonne «\u202fcriterion\u202f»"),
        (
            "id;kind;criterion;label;pattern;fields;active\nx;identification;;x;(x;title;true\n",
            "«\u202flexique.csv\u202f», ligne 2, colonne «\u202fpattern\u202f»\u202f: l'expression «\u202f(x\u202f» est illisible",
        ),
    ],
)
def test_a_wrong_lexicon_is_refused_in_one_sentence(
    folder: Path, tmp_path: Path, content: str | None, message: str
) -> None:
    path = tmp_path / "lexique.csv"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    result = ask(folder, "--lexicon", str(path))
    assert result.exit_code == 1
    assert result.stderr.startswith(message)
    assert result.stdout == ""


def test_what_nobody_judged_is_listed_in_its_order_with_the_words_that_weigh(folder: Path) -> None:
    arguments = ["--region=Bretagne", "--wave=2019", "--state", str(folder)]
    listed = rows(CliRunner().invoke(RANK, arguments))
    assert len(listed) > 100
    assert {row["region"] for row in listed} == {"Bretagne"}
    places = [int(row["place"]) for row in listed]
    assert places == sorted(places)
    assert all(row["words"] for row in listed[:10])
    again = CliRunner().invoke(RANK, [*arguments, "--format=json"])
    assert [row["num_dossier"] for row in json.loads(again.stdout)] == [row["num_dossier"] for row in listed]
