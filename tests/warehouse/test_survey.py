"""The survey's indicators, on twelve structures that can be counted by hand and on the demonstration's ninety-four."""

import csv
from collections.abc import Iterator, Sequence

import duckdb
import pytest

from dashboard.domain.operation import Decided
from dashboard.domain.selection import Selection
from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.warehouse.build import REFERENCE_FOLDER, connect
from dashboard.warehouse.query import Row
from dashboard.warehouse.state import State
from dashboard.warehouse.survey import (
    SurveyDimension,
    answers,
    beside_portfolio,
    coded,
    editions,
    remarks,
    theme_counts,
    theme_reference,
)
from dashboard.warehouse.survey_published import published_facts

EVERYONE = Selection()
SURVEY = """Répondant;Type de gestionnaire;Région;Réponse;Observation;Thèmes;Vague
A1;AGD;Bretagne;oui;Trop de règles;"Règles de gestion ; Préfinancement";2023
A2;AGD;Hauts-de-France;non;;;2023
A3;AGD;Picardie;;;;2023
C1;OI CD;Picardie;oui;Le mot est vague;Définition floue;2023
C2;OI CD;Bretagne;nsp;;Règles de gestion;2023
P1;PLIE pivot;Bretagne;oui;Rien à redire;;2023
P2;PLIE;Bretagne;oui;;;2023
X1;Mairie;Bretagne;;Météo;Météo locale;2023
Z1;AGD;Bretagne;non;;;2017
"""
OPERATIONS = """num_dossier;Libellé_po;AXE;OT;PI;OS;Region_adm;Service_gest;Lib_opé;Dépenses totales;Mont_UE;Fonds
201900001;Programme Opérationnel National FSE;3;9;1;1;Bretagne;DIRECCTE Bretagne;a;10;5;FSE
201900002;Programme Opérationnel National FSE;3;9;1;1;Bretagne;DIRECCTE Bretagne;b;10;5;FSE
201900003;Programme Opérationnel National FSE;3;9;1;1;Picardie;Conseil départemental de l'Oise;c;10;5;FSE
201900004;Programme Opérationnel National FSE;1;8;1;1;Bretagne;DIRECCTE Bretagne;autre axe;10;5;FSE
201900005;Programme Opérationnel IEJ;3;9;1;1;Bretagne;DIRECCTE Bretagne;autre programme;10;5;IEJ
201900006;Programme Opérationnel National FSE;3;9;1;3;Bretagne;PLIE de Brest;d;10;5;FSE
"""


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("survey")
    state = State(folder / "state")
    files = {
        "liste.csv": OPERATIONS,
        "enquete.csv": SURVEY,
        "decisions.csv": "num_dossier;retenue\n201900001;oui\n201900004;oui\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
        run_import(state, ImportRequest(folder / name, wave="2019" if name == "liste.csv" else None))
    current = state.current()
    assert current is not None
    with connect(state, current) as connection:
        yield connection


def counts(rows: Sequence[Row], *names: str) -> dict[str, tuple[int, ...]]:
    return {row["value"]: tuple(row[name] for name in names) for row in rows}


def test_each_wave_is_a_survey_of_its_own(few: duckdb.DuckDBPyConnection) -> None:
    found = editions(few, "2014-2020")
    assert [(row["edition"], row["respondents"], row["base"], row["synthetic"]) for row in found] == [
        ("2023", 8, 6, False),
        ("2017", 1, 1, False),
    ]
    assert found[0]["files"] == "enquete.csv"
    assert found[0]["without_former_region"] == 1


def test_a_survey_is_of_the_period_of_its_wave_unless_nothing_of_that_period_is_loaded(
    few: duckdb.DuckDBPyConnection,
) -> None:
    # The operations are all of 2014-2020: the survey of 2023 would be nowhere to be seen in its own period.
    assert [row["edition"] for row in editions(few, "2014-2020")] == ["2023", "2017"]
    assert [row["edition"] for row in editions(few, "2021-2027")] == ["2023"]


def test_answers_overall_then_by_type_with_base_and_non_response(few: duckdb.DuckDBPyConnection) -> None:
    rows = answers(few, EVERYONE, "2023")
    measures = ("respondents", "base", "yes", "no", "no_opinion", "no_answer")
    assert list(counts(rows, *measures).items()) == [
        ("Ensemble", (8, 6, 4, 1, 1, 2)),
        ("AGD", (3, 2, 1, 1, 0, 1)),
        ("OI CD", (2, 2, 1, 0, 1, 0)),
        ("PLIE pivot", (1, 1, 1, 0, 0, 0)),
        ("PLIE", (1, 1, 1, 0, 0, 0)),
        ("Non renseigné", (1, 0, 0, 0, 0, 1)),
    ]
    whole, agd, *_, unknown = rows
    assert whole["yes_share"] == pytest.approx(4 / 6)
    assert whole["no_answer_share"] == pytest.approx(2 / 8)
    assert (agd["yes_share"], agd["no_share"], agd["no_opinion_share"]) == (0.5, 0.5, 0.0)
    assert unknown["yes_share"] is None
    assert all(row["few"] for row in rows)


def test_a_base_of_ten_is_no_longer_few(demonstration: duckdb.DuckDBPyConnection) -> None:
    rows = answers(demonstration, EVERYONE, "2019")
    assert counts([row for row in rows if row["few"]], "base") == {"PLIE pivot": (8,)}


def test_regions_come_by_size_and_both_kinds_of_region_filter(few: duckdb.DuckDBPyConnection) -> None:
    rows = answers(few, EVERYONE, "2023", SurveyDimension.REGION_2016)
    assert counts(rows, "respondents") == {"Ensemble": (8,), "Bretagne": (5,), "Hauts-de-France": (3,)}
    former = answers(few, Selection(regions=("Picardie",)), "2023")
    assert counts(former[:1], "respondents") == {"Ensemble": (2,)}
    present = answers(few, Selection(regions_2016=("Hauts-de-France",)), "2023")
    assert counts(present[:1], "respondents") == {"Ensemble": (3,)}


def test_the_type_of_the_operations_filters_both_kinds_of_plie(few: duckdb.DuckDBPyConnection) -> None:
    rows = answers(few, Selection(managing_body_types=("OI PLIE",)), "2023")
    assert list(counts(rows, "respondents")) == ["Ensemble", "PLIE pivot", "PLIE"]
    assert counts(answers(few, EVERYONE, "2023", survey_types=("PLIE",)), "base") == {"Ensemble": (1,), "PLIE": (1,)}


def test_other_filters_change_nothing_and_an_absurd_one_leaves_nobody(few: duckdb.DuckDBPyConnection) -> None:
    elsewhere = Selection(
        period="2021-2027", waves=("1999",), axes=("PON FSE · 7",), search="zzz", decision=Decided.NOT_RETAINED
    )
    assert answers(few, elsewhere, "2023") == answers(few, EVERYONE, "2023")
    nobody = Selection(regions=("Corse",))
    assert answers(few, nobody, "2023") == []
    assert remarks(few, nobody, "2023") == []
    assert beside_portfolio(few, nobody, "2023", SurveyDimension.REGION_2016) == []


def test_remarks_are_the_structures_that_wrote_or_were_given_a_theme(few: duckdb.DuckDBPyConnection) -> None:
    found = remarks(few, EVERYONE, "2023")
    assert [row["respondent"] for row in found] == ["A1", "C1", "C2", "P1", "X1"]
    assert found[0]["themes"] == ["Préfinancement", "Règles de gestion"]
    assert [row["respondent"] for row in remarks(few, EVERYONE, "2023", ("OI CD",))] == ["C1", "C2"]


def test_themes_are_counted_by_structure_in_the_order_of_the_reference(few: duckdb.DuckDBPyConnection) -> None:
    rows = theme_counts(remarks(few, EVERYONE, "2023"), theme_reference(few))
    cited = {row["theme"]: row["structures"] for row in rows if row["structures"]}
    assert cited == {"Règles de gestion": 2, "Définition floue": 1, "Préfinancement": 1, "Météo locale": 1}
    assert (rows[-1]["theme"], rows[-1]["polarity"]) == ("Météo locale", "Non renseigné")
    assert len(rows) == 10


def test_themes_given_in_the_application_stand_over_those_of_the_file(few: duckdb.DuckDBPyConnection) -> None:
    found = {row["respondent"]: row["respondent_key"] for row in remarks(few, EVERYONE, "2023")}
    codings = {found["A1"]: [], found["P1"]: ["FSE+"], "une autre enquête": ["FSE+"]}
    overlaid = coded(remarks(few, EVERYONE, "2023"), codings)
    assert {row["respondent"]: row["coded_here"] for row in overlaid} == {
        "A1": True, "C1": False, "C2": False, "P1": True, "X1": False,
    }  # fmt: skip
    cited = {row["theme"]: row["structures"] for row in theme_counts(overlaid, theme_reference(few))}
    assert (cited["Règles de gestion"], cited["Préfinancement"], cited["FSE+"]) == (1, 0, 1)


def test_survey_beside_the_operations_of_its_axis(few: duckdb.DuckDBPyConnection) -> None:
    rows = beside_portfolio(few, EVERYONE, "2023", SurveyDimension.MANAGING_BODY_TYPE)
    assert list(counts(rows, "base", "yes", "operations", "retained").items()) == [
        ("AGD", (2, 1, 2, 1)),
        ("OI CD", (2, 1, 1, 0)),
        ("OI PLIE", (2, 2, 1, 0)),
        ("Non renseigné", (0, 0, 0, 0)),
    ]
    assert rows[0]["retained_share"] == 0.5
    assert rows[-1]["yes_share"] is None
    assert rows[-1]["retained_share"] is None
    assert not any(row["synthetic_operations"] for row in rows)
    by_region = beside_portfolio(few, EVERYONE, "2023", SurveyDimension.REGION_2016)
    assert counts(by_region, "operations") == {"Bretagne": (3,), "Hauts-de-France": (1,)}
    narrowed = beside_portfolio(few, Selection(regions_2016=("Bretagne",)), "2023", SurveyDimension.MANAGING_BODY_TYPE)
    assert counts(narrowed, "respondents", "operations")["OI CD"] == (1, 0)


def test_the_demonstration_says_that_its_operations_are_synthetic(demonstration: duckdb.DuckDBPyConnection) -> None:
    rows = beside_portfolio(demonstration, EVERYONE, "2019", SurveyDimension.MANAGING_BODY_TYPE)
    assert [row["value"] for row in rows] == ["AGD", "OI CD", "OI PLIE", "autre OI"]
    assert all(row["synthetic_operations"] for row in rows)
    with demonstration.cursor() as cursor:
        counted = cursor.execute(
            "select managing_body_type, count(*), count(*) filter (retained) from operation"
            " where programme = 'PON FSE' and priority_axis = 3 group by all"
        ).fetchall()
    expected = {kind: (operations, retained) for kind, operations, retained in counted}
    assert counts(rows, "operations", "retained") == {row["value"]: expected[row["value"]] for row in rows}


def test_facts_of_a_survey_that_is_not_the_published_one_are_not_recomputed(
    few: duckdb.DuckDBPyConnection, empty: duckdb.DuckDBPyConnection
) -> None:
    for connection in (few, empty):
        facts = published_facts(connection, REFERENCE_FOLDER)
        assert len(facts) == 9
        assert {fact.recomputed for fact in facts} == {None}
    assert editions(empty, "2014-2020") == []


def test_a_published_share_comes_with_its_base(demonstration: duckdb.DuckDBPyConnection) -> None:
    facts = published_facts(demonstration, REFERENCE_FOLDER)
    bases = {(fact.group, fact.measure): fact.base for fact in facts if fact.unit == "%"}
    assert bases == {
        ("Ensemble", "Oui"): 92, ("Ensemble", "Ne se prononce pas"): 92, ("PLIE (pivot ou non)", "Oui"): 29,
        ("OI CD", "Oui"): 34, ("AGD", "Non"): 15,
    }  # fmt: skip


def test_each_rule_of_the_survey_s_types_reads_its_own_example(few: duckdb.DuckDBPyConnection) -> None:
    with (REFERENCE_FOLDER / "survey_types.csv").open(encoding="utf-8", newline="") as file:
        rules = list(csv.DictReader(file, delimiter=";"))
    for rule in rules:
        with few.cursor() as cursor:
            found = cursor.execute(
                "select arg_min(survey_type, rank), arg_min(managing_body_type, rank) from survey_type_rule"
                " where regexp_matches(normalise($example), pattern)",
                {"example": rule["example"].split(" (")[0]},
            ).fetchone()
        assert found == (rule["survey_type"], rule["managing_body_type"]), rule
