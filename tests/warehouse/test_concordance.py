"""The concordance: what is equal, what the note gets wrong, and that a real difference never passes for either."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard.warehouse.build import REFERENCE_FOLDER
from dashboard.warehouse.concordance import Status, concordance, note_anomalies, unexplained

from .conftest import FSE, build

Change = Callable[[str, int, str, str], Path]


@pytest.fixture(scope="module")
def frame(demonstration: duckdb.DuckDBPyConnection) -> pd.DataFrame:
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


def of(frame: pd.DataFrame, table: str, row: str, column: str) -> "pd.Series[object]":
    found = frame[(frame["table"] == table) & (frame["row"] == row) & (frame["column"] == column)]
    assert len(found) == 1
    return found.iloc[0]


def test_nothing_is_unexplained_on_the_demonstration_extract(frame: pd.DataFrame) -> None:
    assert unexplained(frame).empty
    assert set(frame["status"]) == {Status.EQUAL, Status.ANOMALY, Status.NOT_COMPUTABLE, Status.ROUNDED}
    assert set(frame.loc[frame["status"] == Status.ROUNDED, "table"]) == {"Enquête"}


def test_every_published_cell_is_compared(frame: pd.DataFrame) -> None:
    keys = {"table2": 2, "table3": 1, "table4": 2, "table5": 1, "iej": 1}
    cells = 0
    for name, keyed in keys.items():
        header, *lines = (REFERENCE_FOLDER / f"published_{name}.csv").read_text(encoding="utf-8").splitlines()
        cells += len(lines) * (len(header.split(";")) - keyed)
    others = ("published_funnel_2019.csv", "note_key_figures.csv", "survey_published.csv")
    cells += sum(len((REFERENCE_FOLDER / name).read_text(encoding="utf-8").splitlines()) - 1 for name in others)
    assert len(frame) == cells


def test_the_anomalies_of_table_4_are_explained_in_their_cells(frame: pd.DataFrame) -> None:
    found = frame[frame["status"] == Status.ANOMALY]
    assert list(
        zip(found["anomaly"], found["row"], found["column"], found["published"], found["recomputed"], strict=True)
    ) == [
        ("A1", "2019 · axe 3", "Opérations", "68", "69"),
        ("A1", "2019 · axe 3", "Coût total (M€)", "21,3", "21,4"),
        ("A2", "2019 · axe 3 OS 1", "Opérations", "30", "31"),
        ("A3", "Total · Ensemble", "Opérations", "196", "197"),
    ]
    assert found["difference"].tolist() == [1.0, 0.1, 1.0, 1.0]
    assert found["explanation"].str.len().min() > 20


def test_figures_of_the_text_and_the_funnel(frame: pd.DataFrame) -> None:
    assert of(frame, "Entonnoir 2019", "Retenues", "Opérations")["recomputed"] == "111"
    assert of(frame, "Entonnoir 2019", "Retenues IEJ", "Opérations")["recomputed"] == "5"
    assert of(frame, "Entonnoir 2019", "Programmées (FSE + IEJ)", "Opérations")["recomputed"] == "6\u202f748"
    assert of(frame, "Entonnoir 2019", "Préidentifiées FSE", "Opérations")["status"] == Status.NOT_COMPUTABLE
    text = frame[frame["table"] == "Chiffres du texte"].set_index("row")
    assert text.loc["Participants des opérations retenues (FSE, vague 2019)", "recomputed"] == "7\u202f293"
    assert text.loc["Part des opérations retenues qui comptent des participants", "recomputed"] == "25"
    assert text.loc["Opérations retenues sous l'axe 3", "recomputed"] == "65"


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
    in_words = found["explanation"].str.startswith("La note écrit") & (found["status"] == Status.ROUNDED)
    unusual = found[found["status"].isin([Status.ROUNDED, Status.DIFFERENT]) & ~in_words]
    assert set(unusual["status"]) == {status}
    assert unexplained(found).empty == (status is Status.ROUNDED)


def test_an_anomaly_that_the_rows_dont_confirm_is_a_difference(tmp_path: Path) -> None:
    rows = [{"num_dossier": "1", "codes": (3, "9", "9.1", "1"), "title": "x", "total_cost": "1", "eu_amount": "1"}]
    with build(tmp_path, rows, [("1", True, None)]) as connection:
        found = concordance(connection, REFERENCE_FOLDER)
    row = of(found, "Tableau 4", "2019 · axe 3", "Opérations")
    assert row["status"] == Status.DIFFERENT
    assert "A1" in str(row["explanation"])


def test_what_the_extract_doesnt_hold_is_not_computable(
    empty: duckdb.DuckDBPyConnection, small: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    assert set(concordance(empty, REFERENCE_FOLDER)["status"]) == {Status.NOT_COMPUTABLE}
    rows = [
        {"num_dossier": "1", "codes": (3, "9", "9.1", "1"), "title": "x", "programme_label": FSE, "total_cost": "1"}
    ]
    with build(tmp_path, rows) as connection:
        found = concordance(connection, REFERENCE_FOLDER)
    participants = found[(found["table"] == "Tableau 4") & found["column"].str.startswith("Participants entrés")]
    assert set(participants["status"]) == {Status.NOT_COMPUTABLE}
    assert set(found[found["table"] == "Tableau IEJ"]["status"]) == {Status.NOT_COMPUTABLE}
    assert not unexplained(found).empty
    assert of(concordance(small, REFERENCE_FOLDER), "Entonnoir 2019", "Retenues FSE", "Opérations")["recomputed"] == "2"


def test_other_programmes_and_waves_dont_disturb_the_comparison(tmp_path: Path, frame: pd.DataFrame) -> None:
    rows = [
        {"num_dossier": str(rank), "codes": (3, "9", "9.1", "1"), "title": "x", "total_cost": "1", **other}
        for rank, other in enumerate([{}, {"wave": "2021"}, {"programme_label": "PO Guadeloupe"}])
    ]
    with build(tmp_path, rows) as connection:
        found = concordance(connection, REFERENCE_FOLDER)
    assert of(found, "Tableau 2", "Ensemble · Total", "Opérations")["recomputed"] == "1"
    assert found[["table", "row", "column"]].equals(frame[["table", "row", "column"]])


def test_figures_of_the_survey_are_recomputed_beside_the_published_ones(frame: pd.DataFrame) -> None:
    survey = frame[frame["table"] == "Enquête"]
    assert list(zip(survey["row"], survey["column"], survey["published"], survey["recomputed"], survey["status"], strict=True)) == [
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
    said = of(frame, "Enquête", "PLIE (pivot ou non)", "Oui (%)")["explanation"]
    assert said == "La note écrit «\u202fprès de 70\u202f», tenu pour un peu moins de 70, soit de 65 à 70\u202f%."


def test_all_twenty_anomalies_of_the_note_are_told() -> None:
    found = note_anomalies(REFERENCE_FOLDER)
    assert found["id"].tolist() == [f"A{number}" for number in range(1, 21)]
    assert (found["explanation"].str.len() > 5).all()
