"""A change of the lexicon shows what enters and what leaves before it is kept."""

from dataclasses import replace

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.lexicon import TEXT_FIELDS, Expression, Kind, Lexicon
from dashboard.domain.operation import Decided
from dashboard.domain.selection import Selection
from dashboard.identification.evidence import find_evidence
from dashboard.identification.identify import Identification, identify
from dashboard.identification.sources import shipped_lexicon, shipped_sources
from dashboard.identification.wording import pattern_of
from dashboard.identification.workshop import compare
from tests.identification.switched import switched

from .conftest import WAVE_2019, Warehouse

TUTORING = Expression("tutorat", Kind.IDENTIFICATION, "", "tutorat", "tutorats?", TEXT_FIELDS)
IDS = [item.id for item in shipped_lexicon().searched]


def numbers(found: Identification) -> set[tuple[str, str]]:
    return set(zip(found.operations["num_dossier"], found.operations["wave"], strict=True))


def test_nothing_moves_without_a_change(demonstration: duckdb.DuckDBPyConnection, lexicon: Lexicon) -> None:
    compared = compare(demonstration, lexicon, lexicon, WAVE_2019)
    assert (len(compared.entering), len(compared.leaving)) == (0, 0)


def test_a_new_expression_brings_operations_in_with_the_reason(
    demonstration: duckdb.DuckDBPyConnection, lexicon: Lexicon
) -> None:
    entering = compare(demonstration, lexicon, lexicon.with_change(TUTORING), WAVE_2019).entering
    assert len(entering) > 0
    assert entering["expressions"].str.startswith("tutorat (").all()
    assert list(entering.columns) == [
        "num_dossier",
        "wave",
        "programme",
        "title",
        "beneficiary",
        "retained",
        "expressions",
    ]


def test_what_another_source_leads_to_stays(demonstration: duckdb.DuckDBPyConnection, lexicon: Lexicon) -> None:
    leaving = compare(demonstration, lexicon, switched(lexicon, "ptce", False), Selection()).leaving
    val_horizon = demonstration.execute(
        "select num_dossier from operation where beneficiary = 'VAL HORIZON'"
    ).fetchall()
    assert val_horizon[0][0] not in set(leaving["num_dossier"])
    assert (leaving["expressions"].str.startswith("PTCE (")).all()
    assert len(leaving) > 0


def test_a_signal_moves_nothing(demonstration: duckdb.DuckDBPyConnection, lexicon: Lexicon) -> None:
    signal = replace(TUTORING, kind=Kind.SIGNAL, criterion="effets")
    compared = compare(demonstration, lexicon, lexicon.with_change(signal), WAVE_2019)
    assert (len(compared.entering), len(compared.leaving)) == (0, 0)


def test_what_is_excluded_is_found_neither_in_the_texts_nor_in_the_evidence(warehouse: Warehouse) -> None:
    words = "Une innovation technologique. Une innovation sociale en technologie."
    connection = warehouse(
        [
            {"num_dossier": "201900001", "description": "Innovation technologique, sans plus"},
            {"num_dossier": "201900002", "description": words},
            {"num_dossier": "201900003", "title": "L'innovation, en plein", "description": "innovation"},
        ]
    )
    before = shipped_lexicon()
    exclusion = Expression("techno", Kind.EXCLUSION, "", "techno", pattern_of(["innovation technologique"]))
    after = before.with_change(exclusion)
    compared = compare(connection, before, after, Selection())
    assert (compared.before, compared.after) == (3, 2)
    assert list(compared.leaving["num_dossier"]) == ["201900001"]
    back = compare(connection, after, before, Selection(), known=identify(connection, before))
    assert list(back.entering["num_dossier"]) == ["201900001"]
    [found] = find_evidence({"description": words}, after.searched, after.exclusions)
    assert found.sentence == "Une innovation sociale en technologie."
    assert find_evidence({"description": words}, after.searched)[0].sentence == "Une innovation technologique."
    off = after.with_change(replace(exclusion, active=False))
    assert compare(connection, before, off, Selection()).leaving.empty


def test_actors_are_changed_in_the_lexicon(warehouse: Warehouse) -> None:
    connection = warehouse(
        [
            {"num_dossier": "201900001", "description": "Avec l'Avise"},
            {"num_dossier": "201900002", "description": "Avec la Grande Ourse"},
        ]
    )
    before = shipped_lexicon()
    [avise] = [actor for actor in shipped_sources().actors if actor.id == "avise"]
    added = Expression("ourse", Kind.ACTOR, "", "Grande Ourse", pattern_of(["Grande Ourse"]))
    compared = compare(connection, before, before.with_change(replace(avise, active=False), added), Selection())
    assert list(compared.entering["num_dossier"]) == ["201900002"]
    assert list(compared.leaving["num_dossier"]) == ["201900001"]


@pytest.mark.parametrize("decision", [Decided.RETAINED, Decided.NOT_RETAINED])
def test_only_the_selection_is_compared(
    demonstration: duckdb.DuckDBPyConnection, lexicon: Lexicon, decision: Decided
) -> None:
    selection = WAVE_2019.narrowed(axes=("PON FSE · 3",), decision=decision)
    leaving = compare(demonstration, lexicon, switched(lexicon, "innovant", False), selection).leaving
    assert len(leaving) > 0
    assert set(leaving["wave"]) == {"2019"}
    assert set(leaving["retained"]) == {decision is Decided.RETAINED}


@settings(max_examples=12)
@given(first=st.sets(st.sampled_from(IDS)), second=st.sets(st.sampled_from(IDS)), with_tutoring=st.booleans())
def test_what_enters_less_what_leaves_is_the_difference(
    demonstration: duckdb.DuckDBPyConnection,
    identified: Identification,
    first: set[str],
    second: set[str],
    with_tutoring: bool,
) -> None:
    before = identified.lexicon.with_change(without=first)
    after = identified.lexicon.with_change(*([TUTORING] if with_tutoring else []), without=second)
    compared = compare(demonstration, before, after, Selection(), known=identified)
    back = compare(demonstration, after, before, Selection(), known=identified)
    # The comparison is of one programming period; the identification, of both.
    old, new = (
        {key for key in numbers(identify(demonstration, each, known=identified)) if key[1] in ("2017", "2019")}
        for each in (before, after)
    )
    assert set(zip(compared.entering["num_dossier"], compared.entering["wave"], strict=True)) == new - old
    assert set(zip(compared.leaving["num_dossier"], compared.leaving["wave"], strict=True)) == old - new
    assert list(back.entering["num_dossier"]) == list(compared.leaving["num_dossier"])
    assert list(back.leaving["num_dossier"]) == list(compared.entering["num_dossier"])
