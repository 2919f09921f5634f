"""The funnel of the demonstration is the note's, and each of its steps lists what it counts."""

import csv
from pathlib import Path

import duckdb
import pytest

from dashboard.domain.operation import Decided
from dashboard.domain.selection import Selection
from dashboard.identification.funnel import Step, funnel, step_operations
from dashboard.identification.identify import Identification
from dashboard.warehouse.build import REFERENCE_FOLDER

from .conftest import WAVE_2017, WAVE_2019, Warehouse


def counts(
    connection: duckdb.DuckDBPyConnection, found: Identification, selection: Selection = WAVE_2019
) -> dict[str, int]:
    return {step.value: count for step, count in funnel(connection, found, selection).items()}


def published() -> dict[str, int]:
    with Path(REFERENCE_FOLDER / "published_funnel_2019.csv").open(encoding="utf-8", newline="") as file:
        return {row["step"]: int(row["operations"]) for row in csv.DictReader(file, delimiter=";")}


def test_the_steps_of_2019_are_those_of_the_note(
    demonstration: duckdb.DuckDBPyConnection, identified: Identification
) -> None:
    found, note = counts(demonstration, identified), published()
    assert found["programmed"] == note["programmed (FSE + IEJ)"] == 6748
    assert found["programmed_fse"] == note["programmed FSE"] == 6646
    assert found["preidentified_fse"] == note["preidentified FSE"] == 224
    assert found["retained_fse"] == note["retained FSE"] == 106
    assert found["retained_iej"] == note["retained IEJ"] == 5
    assert found["retained"] == note["retained"] == 111


def test_the_survey_and_the_iej_come_after_and_apart(
    demonstration: duckdb.DuckDBPyConnection, identified: Identification
) -> None:
    found = counts(demonstration, identified)
    assert found["with_survey_fse"] == 229
    assert (found["programmed_iej"], found["found_iej"], found["listed_iej"]) == (102, 8, 3)
    assert found["retained_unfound"] == 0


def test_six_operations_are_found_by_their_carriers_name_alone(
    demonstration: duckdb.DuckDBPyConnection, identified: Identification
) -> None:
    listed = step_operations(demonstration, identified, WAVE_2019, Step.NAME_ONLY)
    rows = demonstration.execute(
        "select beneficiary, retained from operation where list_contains($numbers, num_dossier)",
        {"numbers": list(listed["num_dossier"])},
    ).fetchall()
    assert len(rows) == counts(demonstration, identified)["name_only"] == 6
    assert ("Association fictive Innovation et développement", False) in rows
    assert not any(retained for _, retained in rows)


@pytest.mark.parametrize(
    "selection", [WAVE_2019, WAVE_2017, WAVE_2019.narrowed(axes=("PON FSE · 3",), regions=("Bretagne",))]
)
def test_every_step_lists_as_many_operations_as_it_counts(
    demonstration: duckdb.DuckDBPyConnection, identified: Identification, selection: Selection
) -> None:
    found = counts(demonstration, identified, selection)
    assert list(found) == [step.value for step in Step]
    for step in Step:
        listed = step_operations(demonstration, identified, selection, step)
        assert len(listed) == len(listed.drop_duplicates()) == found[step.value]


def test_the_counts_add_up(demonstration: duckdb.DuckDBPyConnection, identified: Identification) -> None:
    for selection in (WAVE_2017, WAVE_2019):
        found = counts(demonstration, identified, selection)
        assert found["programmed"] == found["programmed_fse"] + found["programmed_iej"]
        assert found["retained"] == found["retained_fse"] + found["retained_iej"]
        assert found["programmed_fse"] >= found["with_survey_fse"] >= found["preidentified_fse"] >= found["name_only"]


def test_filters_on_the_decision_leave_the_funnel_whole(
    demonstration: duckdb.DuckDBPyConnection, identified: Identification
) -> None:
    whole = counts(demonstration, identified)
    assert counts(demonstration, identified, WAVE_2019.narrowed(decision=Decided.NOT_RETAINED)) == whole
    category = "Évaluation de l'impact social"
    assert counts(demonstration, identified, WAVE_2019.narrowed(categories=(category,))) == whole


def test_a_retained_operation_that_nothing_finds_is_shown(warehouse: Warehouse, identified: Identification) -> None:
    connection = warehouse([{"num_dossier": "201900001"}, {"num_dossier": "201900002"}], retained=["201900002"])
    assert counts(connection, identified)["retained_unfound"] == 1
    listed = step_operations(connection, identified, WAVE_2019, Step.RETAINED_UNFOUND)
    assert list(listed["num_dossier"]) == ["201900002"]


def test_an_empty_selection_has_an_empty_funnel(
    demonstration: duckdb.DuckDBPyConnection, identified: Identification
) -> None:
    found = counts(demonstration, identified, WAVE_2019.narrowed(waves=("1999",)))
    assert set(found.values()) == {0}
