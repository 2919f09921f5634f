"""The concordance: what is equal, what the note gets wrong, and that a real difference never passes for either."""

import csv
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import pytest

from dashboard.warehouse.build import REFERENCE_FOLDER
from dashboard.warehouse.concordance import Status, concordance, note_anomalies, unexplained
from dashboard.warehouse.query import Row

from .conftest import FSE, build

Change = Callable[[str, int, str, str], Path]


@pytest.fixture(scope="module")
def cells(demonstration: duckdb.DuckDBPyConnection) -> Sequence[Row]:
    return concordance(demonstration, REFERENCE_FOLDER)


@pytest.fixture
def changed(tmp_path: Path) -> Change:
    """The reference folder with one cell of one file written over."""

    def change(name: str, line: int, column: str, value: str) -> Path:
        folder = tmp_path / "reference"
        shutil.copytree(REFERENCE_FOLDER, folder)
        path = folder / name
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter=";"))
        assert rows[line][column] != value
        rows[line][column] = value
        path.chmod(0o600)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
        return folder

    return change


def of(cells: Sequence[Row], table: str, row: str, column: str) -> Row:
    [found] = [cell for cell in cells if (cell["table"], cell["row"], cell["column"]) == (table, row, column)]
    return found


def statuses(cells: Sequence[Row]) -> set[str]:
    return {cell["status"] for cell in cells}


def test_nothing_is_unexplained_on_the_demonstration_extract(cells: Sequence[Row]) -> None:
    assert unexplained(cells) == []
    assert statuses(cells) == {Status.EQUAL, Status.ANOMALY, Status.NOT_COMPUTABLE, Status.ROUNDED}
    assert {cell["table"] for cell in cells if cell["status"] == Status.ROUNDED} == {"Enquête"}


def test_every_published_cell_is_compared(cells: Sequence[Row]) -> None:
    keys = {"table2": 2, "table3": 1, "table4": 2, "table5": 1, "iej": 1}
    printed = 0
    for name, keyed in keys.items():
        header, *lines = (REFERENCE_FOLDER / f"published_{name}.csv").read_text(encoding="utf-8").splitlines()
        printed += len(lines) * (len(header.split(";")) - keyed)
    others = ("published_funnel_2019.csv", "note_key_figures.csv", "survey_published.csv")
    printed += sum(len((REFERENCE_FOLDER / name).read_text(encoding="utf-8").splitlines()) - 1 for name in others)
    assert len(cells) == printed


def test_the_anomalies_of_table_4_are_explained_in_their_cells(cells: Sequence[Row]) -> None:
    found = [cell for cell in cells if cell["status"] == Status.ANOMALY]
    names = ("anomaly", "row", "column", "published", "recomputed")
    assert [tuple(cell[name] for name in names) for cell in found] == [
        ("A1", "2019 · axe 3", "Opérations", "68", "69"),
        ("A1", "2019 · axe 3", "Coût total (M€)", "21,3", "21,4"),
        ("A2", "2019 · axe 3 OS 1", "Opérations", "30", "31"),
        ("A3", "Total · Ensemble", "Opérations", "196", "197"),
    ]
    assert [cell["difference"] for cell in found] == [1.0, 0.1, 1.0, 1.0]
    assert min(len(cell["explanation"]) for cell in found) > 20


def test_figures_of_the_text_and_the_funnel(cells: Sequence[Row]) -> None:
    assert of(cells, "Entonnoir 2019", "Retenues", "Opérations")["recomputed"] == "111"
    assert of(cells, "Entonnoir 2019", "Retenues IEJ", "Opérations")["recomputed"] == "5"
    assert of(cells, "Entonnoir 2019", "Programmées (FSE + IEJ)", "Opérations")["recomputed"] == "6\u202f748"
    assert of(cells, "Entonnoir 2019", "Préidentifiées FSE", "Opérations")["status"] == Status.NOT_COMPUTABLE
    text = {cell["row"]: cell["recomputed"] for cell in cells if cell["table"] == "Chiffres du texte"}
    assert text["Participants des opérations retenues (FSE, vague 2019)"] == "7\u202f293"
    assert text["Part des opérations retenues qui comptent des participants"] == "25"
    assert text["Opérations retenues sous l'axe 3"] == "65"


@pytest.mark.parametrize(
    ("name", "line", "column", "value", "status"),
    [
        ("published_table3.csv", 0, "cost_2019_meur", "12.4", Status.ROUNDED),
        ("published_table3.csv", 0, "cost_2019_meur", "12.5", Status.DIFFERENT),
        ("published_table3.csv", 0, "cost_2019_pct", "32.1", Status.ROUNDED),
        ("published_table5.csv", 0, "ops_total_pct", "35", Status.ROUNDED),
        ("published_table3.csv", 0, "ops_2019", "26", Status.DIFFERENT),
        ("published_table2.csv", 0, "operations", "424", Status.DIFFERENT),
        ("published_table4.csv", 0, "programme_participants", "720331", Status.DIFFERENT),
        ("published_table3.csv", 1, "ops_2017", "1", Status.DIFFERENT),
        ("published_table3.csv", 0, "ops_2019", "", Status.DIFFERENT),
        ("published_table3.csv", 0, "row", "axe 9", Status.DIFFERENT),
        ("published_funnel_2019.csv", 3, "operations", "112", Status.DIFFERENT),
        ("note_key_figures.csv", 3, "value", "7294", Status.DIFFERENT),
        ("note_key_figures.csv", 5, "value", "66", Status.ROUNDED),
        ("concordance_anomalies.csv", 0, "expected", "70", Status.DIFFERENT),
        ("survey_published.csv", 0, "value", "93", Status.DIFFERENT),
        ("survey_published.csv", 2, "value", "29", Status.ROUNDED),
        ("survey_published.csv", 2, "value", "30", Status.DIFFERENT),
        ("survey_published.csv", 7, "value", "4", Status.DIFFERENT),
        ("survey_intervals.csv", 0, "low", "49", Status.DIFFERENT),
        ("survey_intervals.csv", 1, "high", "68.9", Status.DIFFERENT),
    ],
)
def test_only_an_amount_or_a_percentage_may_be_one_unit_off(
    demonstration: duckdb.DuckDBPyConnection,
    changed: Change,
    name: str,
    line: int,
    column: str,
    value: str,
    status: Status,
) -> None:
    found = concordance(demonstration, changed(name, line, column, value))
    unusual = {
        cell["status"]
        for cell in found
        if cell["status"] == Status.DIFFERENT
        or (cell["status"] == Status.ROUNDED and not cell["explanation"].startswith("La note écrit"))
    }
    assert unusual == {status}
    assert (unexplained(found) == []) == (status is Status.ROUNDED)


def test_an_anomaly_that_the_rows_dont_confirm_is_a_difference(tmp_path: Path) -> None:
    rows = [{"num_dossier": "1", "codes": (3, "9", "9.1", "1"), "title": "x", "total_cost": "1", "eu_amount": "1"}]
    with build(tmp_path, rows, [("1", True, None)]) as connection:
        found = concordance(connection, REFERENCE_FOLDER)
    row = of(found, "Tableau 4", "2019 · axe 3", "Opérations")
    assert row["status"] == Status.DIFFERENT
    assert "A1" in row["explanation"]


def test_what_the_extract_doesnt_hold_is_not_computable(
    empty: duckdb.DuckDBPyConnection, small: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    assert statuses(concordance(empty, REFERENCE_FOLDER)) == {Status.NOT_COMPUTABLE}
    rows = [
        {"num_dossier": "1", "codes": (3, "9", "9.1", "1"), "title": "x", "programme_label": FSE, "total_cost": "1"}
    ]
    with build(tmp_path, rows) as connection:
        found = concordance(connection, REFERENCE_FOLDER)
    in_table_4 = [cell for cell in found if cell["table"] == "Tableau 4"]
    participants = [cell for cell in in_table_4 if cell["column"].startswith("Participants entrés")]
    assert statuses(participants) == {Status.NOT_COMPUTABLE}
    assert statuses([cell for cell in found if cell["table"] == "Tableau IEJ"]) == {Status.NOT_COMPUTABLE}
    assert unexplained(found)
    assert of(concordance(small, REFERENCE_FOLDER), "Entonnoir 2019", "Retenues FSE", "Opérations")["recomputed"] == "2"


def test_other_programmes_and_waves_dont_disturb_the_comparison(tmp_path: Path, cells: Sequence[Row]) -> None:
    rows = [
        {"num_dossier": str(rank), "codes": (3, "9", "9.1", "1"), "title": "x", "total_cost": "1", **other}
        for rank, other in enumerate([{}, {"wave": "2021"}, {"programme_label": "PO Guadeloupe"}])
    ]
    with build(tmp_path, rows) as connection:
        found = concordance(connection, REFERENCE_FOLDER)
    assert of(found, "Tableau 2", "Ensemble · Total", "Opérations")["recomputed"] == "1"
    names = ("table", "row", "column")
    assert [[cell[name] for name in names] for cell in found] == [[cell[name] for name in names] for cell in cells]


def test_figures_of_the_survey_are_recomputed_beside_the_published_ones(cells: Sequence[Row]) -> None:
    names = ("row", "column", "published", "recomputed", "status")
    assert [tuple(cell[name] for name in names) for cell in cells if cell["table"] == "Enquête"] == [
        ("Ensemble", "Structures répondantes", "94", "94", Status.EQUAL),
        ("Ensemble", "Oui (%)", "près de la moitié", "48,9", Status.ROUNDED),
        ("Ensemble", "Ne se prononce pas (%)", "28", "28", Status.EQUAL),
        ("PLIE (pivot ou non)", "Oui (%)", "près de 70", "69,0", Status.ROUNDED),
        ("OI CD", "Oui (%)", "53", "53", Status.EQUAL),
        ("AGD", "Non (%)", "40", "40", Status.EQUAL),
        ("Ensemble", "Structures avec une observation", "25", "25", Status.EQUAL),
        ("Ensemble", "Structures citant le flou de la notion", "3", "3", Status.EQUAL),
        ("AGD", "Structures citant les crédits nationaux d'abord", "2", "2", Status.EQUAL),
    ]  # fmt: skip
    said = of(cells, "Enquête", "PLIE (pivot ou non)", "Oui (%)")["explanation"]
    assert said == "La note écrit «\u202fprès de 70\u202f», tenu pour un peu moins de 70, soit de 65 à 70\u202f%."


def test_all_twenty_anomalies_of_the_note_are_told() -> None:
    found = note_anomalies(REFERENCE_FOLDER)
    assert [row["id"] for row in found] == [f"A{number}" for number in range(1, 21)]
    assert all(len(row["explanation"]) > 5 for row in found)
