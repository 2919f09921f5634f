"""Operations found by the names that a text gives them."""

from pathlib import Path

import duckdb

from dashboard.domain.context_rows import load_emblematic
from dashboard.warehouse.context import named_operations

from .conftest import build

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
CODES = (3, "9", "9.1", "1")


def test_every_emblematic_operation_stands_in_the_demonstration(demonstration: duckdb.DuckDBPyConnection) -> None:
    names = [(operation.title, operation.beneficiary) for operation in load_emblematic(REFERENCE)]
    found = named_operations(demonstration, names)
    assert list(map(found.__contains__, names)) == [True] * 9
    assert {row["wave"] for row in found.values()} == {"2019"}
    for (title, beneficiary), row in found.items():
        stored = demonstration.execute(
            "select title, beneficiary from operation where num_dossier = $1", [row["num_dossier"]]
        ).fetchall()
        assert stored == [(title, beneficiary)]


def test_case_accents_and_signs_do_not_matter_but_words_do(tmp_path: Path) -> None:
    rows = [
        {"num_dossier": "1", "codes": CODES, "title": "L'ÉTÉ – à l'œuvre", "beneficiary": "Régie du Puy"},
        {"num_dossier": "2", "codes": CODES, "title": "L'été à l'œuvre, suite", "beneficiary": "Régie du Puy"},
        {"num_dossier": "3", "codes": CODES, "title": "Autre", "beneficiary": "L'été à l'œuvre"},
    ]
    asked = [("L’été à l'oeuvre", "REGIE DU PUY"), ("L'été", "Régie du Puy"), ("L'été à l'œuvre", "Régie"), ("", "")]
    with build(tmp_path, rows) as connection:
        found = named_operations(connection, asked)
    assert {name: row["num_dossier"] for name, row in found.items()} == {asked[0]: "1"}


def test_the_newest_wave_wins(tmp_path: Path) -> None:
    rows = [
        {"num_dossier": number, "wave": wave, "codes": CODES, "title": "Atelier", "beneficiary": "Association"}
        for number, wave in (("1", "2017"), ("2", "2019"))
    ]
    with build(tmp_path, rows) as connection:
        [row] = named_operations(connection, [("Atelier", "Association")]).values()
    assert (row["num_dossier"], row["wave"], row["period"]) == ("2", "2019", "2014-2020")


def test_nothing_is_found_in_an_empty_warehouse(empty: duckdb.DuckDBPyConnection) -> None:
    assert named_operations(empty, [("Atelier", "Association")]) == {}
