"""What each expression and source finds, alone or with others."""

import duckdb
import pytest

from dashboard.domain.lexicon import TEXT_FIELDS
from dashboard.domain.operation import Decided
from dashboard.domain.selection import Selection
from dashboard.identification.funnel import Step, step_operations
from dashboard.identification.identify import Identification
from dashboard.identification.tables import (
    expression_table,
    identified_operations,
    original_texts,
    provenance_table,
)
from dashboard.identification.workshop import compare
from tests.identification.switched import switched

from .conftest import WAVE_2017, WAVE_2019


@pytest.mark.parametrize(
    "selection", [Selection(), WAVE_2017, WAVE_2019, WAVE_2019.narrowed(decision=Decided.RETAINED)]
)
def test_the_table_counts_the_hits_of_the_selection(
    demonstration: duckdb.DuckDBPyConnection, identified: Identification, selection: Selection
) -> None:
    table = expression_table(demonstration, identified, selection)
    assert [row["expression_id"] for row in table] == [item.id for item in identified.expressions]
    listed = identified_operations(demonstration, identified, selection)
    hits = identified.hits.merge(listed[["num_dossier", "wave"]])
    assert sum(row[name] for row in table for name in TEXT_FIELDS) == len(hits)
    assert sum(row["operations"] for row in table) == len(
        hits.drop_duplicates(["num_dossier", "wave", "kind", "expression_id"])
    )


def test_what_only_an_expression_finds_is_what_leaves_without_it(
    demonstration: duckdb.DuckDBPyConnection, identified: Identification
) -> None:
    table = {row["expression_id"]: row for row in expression_table(demonstration, identified, WAVE_2019)}
    for expression in identified.lexicon.searched:
        off = switched(identified.lexicon, expression.id, False)
        left = compare(demonstration, identified.lexicon, off, WAVE_2019, known=identified).leaving
        assert len(left) == table[expression.id]["only_this"]


def test_unique_finds_of_the_demonstration(
    demonstration: duckdb.DuckDBPyConnection, identified: Identification
) -> None:
    table = {row["expression_id"]: row for row in expression_table(demonstration, identified, WAVE_2019)}
    unique = {name: row["only_this"] for name, row in table.items()}
    # « innovation » finds all that « innovation sociale » does; « innovante » does for « socialement innovante ».
    assert unique["innovation_sociale"] == unique["socialement_innovant"] == 0
    assert (unique["innovation"], unique["innovant"], unique["besoin_social"]) == (35, 24, 17)
    assert all(row["operations"] >= row["only_this"] for row in table.values())


def test_sources_of_the_demonstration(demonstration: duckdb.DuckDBPyConnection, identified: Identification) -> None:
    table = {row["provenance"]: row for row in provenance_table(demonstration, identified, WAVE_2019)}
    assert {name: row["operations"] for name, row in table.items()} == {
        "expression": 137, "acteur": 74, "porteur déjà retenu": 13, "enquête": 9, "évaluation IEJ": 3, "citée par la note": 46,
    }  # fmt: skip
    assert table["porteur déjà retenu"]["only_this"] == 0
    assert table["enquête"]["only_this"] == 5


def test_the_list_holds_every_identified_operation_once(
    demonstration: duckdb.DuckDBPyConnection, identified: Identification
) -> None:
    listed = identified_operations(demonstration, identified, WAVE_2019)
    assert len(listed) == len(listed.drop_duplicates(["num_dossier", "wave"])) == 229 + 8
    fse = step_operations(demonstration, identified, WAVE_2019, Step.WITH_SURVEY_FSE)
    assert set(fse["num_dossier"]) == set(listed[listed["fund"] == "FSE"]["num_dossier"])
    assert listed["name_only"].sum() == 6
    assert set(listed["since_earlier_wave"]) == {"", "nouvelle", "prolongation"}
    with_words = listed[listed["provenances"].str.contains("expression")]
    assert (with_words["expressions"] != "").all()
    assert (listed[~listed["provenances"].str.contains("expression")]["expressions"] == "").all()


def test_filters_on_the_decision_narrow_the_list(
    demonstration: duckdb.DuckDBPyConnection, identified: Identification
) -> None:
    retained = identified_operations(demonstration, identified, WAVE_2019.narrowed(decision=Decided.RETAINED))
    assert len(retained) == 111
    assert retained["retained"].all()


def test_texts_are_those_of_the_operations_asked_for(demonstration: duckdb.DuckDBPyConnection) -> None:
    asked = demonstration.execute(
        f"select num_dossier, wave, {', '.join(TEXT_FIELDS)} from operation order by hash(num_dossier) limit 7"
    ).fetchall()
    found = original_texts(demonstration, [(number, wave) for number, wave, *_ in asked])
    assert found == {(number, wave): dict(zip(TEXT_FIELDS, texts, strict=True)) for number, wave, *texts in asked}
    [(number, wave, *_), *_] = asked
    assert original_texts(demonstration, [(number, f"{wave} bis")]) == original_texts(demonstration, []) == {}
