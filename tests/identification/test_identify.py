"""Why each operation is identified: words, actors, earlier carriers, reported numbers, the note."""

from dataclasses import replace
from typing import Any

import duckdb
import pytest

from dashboard.domain.lexicon import Lexicon
from dashboard.identification.identify import Identification, Provenance, identify
from dashboard.identification.sources import ReportedNumber, Sources, shipped_sources
from tests.identification.switched import switched

from .conftest import WAVE_2017, Warehouse

Row = dict[str, str]
NOTHING = Sources()


def reasons(found: Identification) -> list[tuple[str, str, str]]:
    rows = found.provenance
    return list(zip(rows["num_dossier"], rows["provenance"], rows["detail"], strict=True))


def flags(found: Identification, number: str) -> dict[str, Any]:
    (row,) = found.operations[found.operations["num_dossier"] == number].to_dict("records")
    return {str(name): bool(value) for name, value in row.items() if name not in {"num_dossier", "wave"}}


def test_each_reason_says_which_expression_in_which_fields(warehouse: Warehouse, lexicon: Lexicon) -> None:
    connection = warehouse(
        [
            {
                "num_dossier": "201900001",
                "title": "Un PTCE rural",
                "outcome": "Le PTCE est né.",
                "description": "Avec France Active.",
            },
            {"num_dossier": "201900002", "title": "Rien de tel"},
        ]
    )
    found = identify(connection, lexicon, replace(NOTHING, actors=shipped_sources().actors))
    assert reasons(found) == [
        ("201900001", "expression", "PTCE (intitulé de l'opération, bilan)"),
        ("201900001", "acteur", "France Active (description)"),
    ]
    assert list(found.operations["num_dossier"]) == ["201900001"]


RETURNING = [
    ("Chantier école", "Chantier école", "prolongation"),
    ("Chantier école - 2016", "CHANTIER-ÉCOLE 2018", "prolongation"),
    ("Accompagnement des jeunes du bassin", "Accompagnement des jeunes du basin", "prolongation"),
    ("Accompagnement des jeunes du bassin", "Accompagnement des salariés de la région", "nouvelle"),
    ("2016", "2018", "nouvelle"),
    ("", "Chantier école", "nouvelle"),
]


@pytest.mark.parametrize(("before", "after", "detail"), RETURNING)
def test_a_carrier_retained_before_is_back(
    warehouse: Warehouse, lexicon: Lexicon, before: str, after: str, detail: str
) -> None:
    connection = warehouse(
        [
            {"num_dossier": "201700001", "wave": "2017", "title": before, "beneficiary": "L'Œuvre fictive"},
            {"num_dossier": "201700002", "wave": "2017", "title": after, "beneficiary": "Écartée fictive"},
            {"num_dossier": "201900001", "title": after, "beneficiary": "L’ŒUVRE FICTIVE"},
            {"num_dossier": "201900002", "title": after, "beneficiary": "Écartée fictive"},
            {"num_dossier": "201900003", "title": after, "beneficiary": ""},
        ],
        retained=["201700001", "201900003"],
    )
    found = identify(connection, lexicon, NOTHING)
    assert reasons(found) == [("201900001", "porteur déjà retenu", detail)]
    assert flags(found, "201900001")["preidentified"]


def test_the_survey_brings_in_what_was_programmed_in_its_wave(warehouse: Warehouse, lexicon: Lexicon) -> None:
    connection = warehouse(
        [
            {"num_dossier": "201900001", "programming_date": "05/03/2017"},
            {"num_dossier": "201900002", "programming_date": "04/03/2017"},
            {"num_dossier": "201900003", "programming_date": ""},
            {"num_dossier": "201700004", "programming_date": "01/06/2016", "wave": "2017"},
            {"num_dossier": "201900005"},
        ]
    )
    numbers = ["201900001", "201900002", "201900003", "201700004", "201999999"]
    survey = tuple(ReportedNumber(number, "2019", synthetic=False, basis="Enquête") for number in numbers)
    found = identify(connection, lexicon, replace(NOTHING, survey=survey))
    assert reasons(found) == [("201900001", "enquête", "Enquête"), ("201900003", "enquête", "Enquête")]
    assert flags(found, "201900001") == {
        "preidentified": False, "in_survey": True, "in_iej_evaluation": False, "name_only": False,
    }  # fmt: skip
    statuses = dict(zip(found.reported["num_dossier"], found.reported["status"], strict=True))
    assert statuses == {
        "201900001": "dans la période", "201900002": "hors de la période", "201900003": "dans la période",
        "201700004": "hors de la période", "201999999": "absente de l'extrait",
    }  # fmt: skip


def test_a_synthetic_number_never_designates_a_real_operation(warehouse: Warehouse, lexicon: Lexicon) -> None:
    connection = warehouse(
        [
            {"num_dossier": "201900001"},
            {"num_dossier": "201900002", "synthetic_fields": "total_cost,num_dossier"},
            {"num_dossier": "201900003", "synthetic_fields": "total_cost"},
        ]
    )
    numbers = [f"20190000{rank}" for rank in (1, 2, 3)]
    listed = tuple(ReportedNumber(number, "2019", synthetic=True, basis="inventé") for number in numbers)
    found = identify(connection, lexicon, replace(NOTHING, iej_evaluation=listed))
    assert reasons(found) == [("201900002", "évaluation IEJ", "inventé")]


def test_what_the_note_names_is_identified_by_it(warehouse: Warehouse, lexicon: Lexicon) -> None:
    connection = warehouse(
        [{"num_dossier": "201900001", "provenance": "citée par la note"}, {"num_dossier": "201900002"}]
    )
    found = identify(connection, lexicon, NOTHING)
    assert [(number, source) for number, source, _ in reasons(found)] == [("201900001", "citée par la note")]
    assert flags(found, "201900001")["preidentified"]


NAMED = "Association fictive Innovation et développement"
BY_NAME: list[tuple[Row, bool]] = [
    ({"beneficiary": NAMED}, True),
    ({"beneficiary": NAMED, "actions": "Une innovation."}, False),
    ({"beneficiary": NAMED, "title": "Avec la CRESS"}, False),
    ({"beneficiary": NAMED, "provenance": "citée par la note"}, False),
    ({"title": "Innovation"}, False),
]


@pytest.mark.parametrize(("row", "alone"), BY_NAME)
def test_a_hit_in_the_carriers_name_alone_is_told_apart(
    warehouse: Warehouse, lexicon: Lexicon, row: Row, alone: bool
) -> None:
    connection = warehouse([{"num_dossier": "201900001"} | row])
    found = identify(connection, lexicon, replace(NOTHING, actors=shipped_sources().actors))
    assert flags(found, "201900001")["name_only"] is alone


def test_nothing_to_find_gives_empty_tables(warehouse: Warehouse, lexicon: Lexicon) -> None:
    found = identify(warehouse([{}]), lexicon.with_change(without=[e.id for e in lexicon.searched]), NOTHING)
    assert (len(found.hits), len(found.provenance), len(found.operations), len(found.reported)) == (0, 0, 0, 0)


def test_the_same_inputs_give_the_same_rows(
    demonstration: duckdb.DuckDBPyConnection, identified: Identification, lexicon: Lexicon
) -> None:
    again = identify(demonstration, lexicon)
    assert again.hits.equals(identified.hits)
    assert again.provenance.equals(identified.provenance)
    assert again.operations.equals(identified.operations)
    assert again.sources.version == identified.sources.version != NOTHING.version


def test_taking_up_known_results_changes_nothing(
    demonstration: duckdb.DuckDBPyConnection, identified: Identification, lexicon: Lexicon
) -> None:
    innovant = next(item for item in lexicon.expressions if item.id == "innovant")
    for changed in (
        lexicon,
        switched(lexicon, "innovation", False),
        lexicon.with_change(replace(innovant, pattern="experimentale?s?"), without=["ptce"]),
        lexicon.with_change(replace(innovant, fields=("title",), label="autre libellé")),
        lexicon.with_change(without=[item.id for item in lexicon.searched]),
    ):
        fresh, quick = identify(demonstration, changed), identify(demonstration, changed, known=identified)
        assert quick.hits.equals(fresh.hits)
        assert quick.provenance.equals(fresh.provenance)
        assert quick.operations.equals(fresh.operations)
    other_sources = identify(demonstration, lexicon, NOTHING, known=identified)
    assert other_sources.operations.equals(identify(demonstration, lexicon, NOTHING).operations)


def test_every_source_is_one_of_those_the_interface_knows(identified: Identification) -> None:
    assert set(identified.provenance["provenance"]) == {item.value for item in Provenance}


def test_carriers_of_the_first_wave_come_back_in_the_demonstration(identified: Identification) -> None:
    back = identified.provenance[identified.provenance["provenance"] == "porteur déjà retenu"]
    back = back[back["wave"].isin(("2017", "2019"))]
    assert set(back["wave"]) == {"2019"}
    assert back["detail"].value_counts().to_dict() == {"nouvelle": 8, "prolongation": 5}


def test_signals_never_identify(identified: Identification) -> None:
    signals = {item.id for item in identified.lexicon.signals}
    assert signals
    assert set(identified.hits["expression_id"]) & signals == set()


def test_wave_1_is_identified_too(identified: Identification) -> None:
    assert WAVE_2017.waves[0] in set(identified.operations["wave"])
    assert len(identified.operations) == len(identified.operations.drop_duplicates(["num_dossier", "wave"]))
