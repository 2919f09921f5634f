"""The shipped lists: what the note gives, and synthetic numbers that say so."""

import duckdb

from dashboard.identification.identify import Identification
from dashboard.identification.sources import Sources, shipped_sources


def test_the_iej_list_has_twelve_operations_of_which_three_fall_in_the_period(identified: Identification) -> None:
    listed = identified.reported[identified.reported["origin"] == "évaluation IEJ"]
    assert listed["status"].value_counts().to_dict() == {"hors de la période": 9, "dans la période": 3}
    assert set(listed["fund"]) == {"IEJ"}


def test_the_three_are_retained(demonstration: duckdb.DuckDBPyConnection, identified: Identification) -> None:
    numbers = list(identified.operations[identified.operations["in_iej_evaluation"]]["num_dossier"])
    rows = demonstration.execute(
        "select retained, wave, fund from operation where list_contains($numbers, num_dossier)", {"numbers": numbers}
    ).fetchall()
    assert rows == [(True, "2019", "IEJ")] * 3


def test_the_survey_shows_each_case(identified: Identification) -> None:
    reported = identified.reported[identified.reported["origin"] == "enquête"]
    assert reported["status"].value_counts().to_dict() == {
        "dans la période": 9, "hors de la période": 2, "absente de l'extrait": 1,
    }  # fmt: skip


def test_every_shipped_number_is_synthetic_and_says_so(demonstration: duckdb.DuckDBPyConnection) -> None:
    sources = shipped_sources()
    for number in (*sources.survey, *sources.iej_evaluation):
        assert number.synthetic
        assert number.basis.startswith(("Numéro synthétique\u202f: ", "Déduit\u202f: "))
    # No organisation that the note names is said to have been reported by managers.
    named = demonstration.execute("select num_dossier from operation where provenance = 'citée par la note'").fetchall()
    assert {number.num_dossier for number in sources.survey} & {row[0] for row in named} == set()
    deduced = {number.num_dossier for number in sources.iej_evaluation if number.basis.startswith("Déduit")}
    assert deduced < {row[0] for row in named}


def test_an_actor_of_an_unknown_list_changes_the_version() -> None:
    sources = shipped_sources()
    assert len({sources.version, Sources().version, Sources(actors=sources.actors).version}) == 3
