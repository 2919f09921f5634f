"""Themes given to remarks: the last coding stands, the earlier ones stay."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from dashboard.reviews.errors import InvalidEntry, InvalidReview
from dashboard.reviews.remark_coding import COLUMNS, code_remark, codings


def test_nothing_coded_has_the_same_columns(engine: Engine) -> None:
    assert list(codings(engine).columns) == list(COLUMNS)
    assert codings(engine).empty


def test_the_last_coding_of_a_remark_stands_and_the_others_stay(engine: Engine) -> None:
    at = datetime(2019, 4, 1, 9, 30, tzinfo=UTC)
    assert code_remark(engine, "S1-ab", ["Préfinancement"], "Alice", at=at)
    assert code_remark(engine, "S2-cd", ["Prise de risque", "FSE+", " FSE+ "], " Bob  Durand ")
    assert code_remark(engine, "S1-ab", [], "Bob")
    standing = codings(engine).set_index("respondent_key")
    assert standing.loc["S1-ab", "themes"] == []
    assert standing.loc["S2-cd", "themes"] == ["FSE+", "Prise de risque"]
    assert standing.loc["S2-cd", "author"] == "Bob Durand"
    every = codings(engine, every_version=True)
    assert every["themes"].tolist() == [["Préfinancement"], ["FSE+", "Prise de risque"], []]
    assert every["created_at"].iloc[0] == at
    assert every["sequence"].is_monotonic_increasing


def test_the_same_coding_twice_is_one_row(engine: Engine) -> None:
    assert code_remark(engine, "S1", ["A", "B"], "Alice")
    assert not code_remark(engine, "S1", ["B", "A", "A"], "Bob")
    assert code_remark(engine, "S1", ["A"], "Bob")
    assert code_remark(engine, "S1", ["A", "B"], "Alice")
    assert len(codings(engine, every_version=True)) == 3


def test_words_of_a_theme_are_kept_letter_for_letter(engine: Engine) -> None:
    theme = "Essaimage plutôt qu'émergence ; « 5 % » \u202e🙂 =1+1"
    code_remark(engine, "clé é", [theme, "a\x00b"], "Ève")
    assert codings(engine)["themes"].tolist() == [sorted([theme, "ab"])]


@pytest.mark.parametrize("key", ["", "  ", "x" * 201])
def test_a_remark_is_named(engine: Engine, key: str) -> None:
    with pytest.raises(InvalidEntry, match="observation"):
        code_remark(engine, key, [], "Alice")
    assert codings(engine).empty


def test_whoever_codes_has_a_name(engine: Engine) -> None:
    with pytest.raises(InvalidReview, match="nom déclaré"):
        code_remark(engine, "S1", [], " ")
