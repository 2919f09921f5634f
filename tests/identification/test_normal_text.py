"""The Python normal form is the warehouse's, and each of its characters knows where it came from."""

import sys
import unicodedata

import duckdb
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.identification.normal_text import normalise

MARKS = [chr(code) for code in range(0x300, 0x370)]
FRENCH = "aàâæbcçdeéèêëfiîïoôœsuùûüyÿAÀÉÈÊÇŒÆÎ0129 '’‘-‑–.,;:!?()«»\u00a0\u202f\n\t\u0301\u0302\u0308&|/"
texts = st.text(st.sampled_from(FRENCH), max_size=40)


def by_sql(macros: duckdb.DuckDBPyConnection, text: str) -> str:
    row = macros.execute("select normalise($text)", {"text": text}).fetchone()
    assert row is not None
    return str(row[0])


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("Île-de-France", "ile de france"), ("L’ŒUVRE « sociale »\u202f!", "l oeuvre sociale"), ("e\u0301tude", "etude"),
        ("co‑construction", "co construction"), ("  —  ", ""), ("", ""), ("ex æquo", "ex aequo"),
    ],
)  # fmt: skip
def test_known_texts(macros: duckdb.DuckDBPyConnection, text: str, normal: str) -> None:
    assert normalise(text).text == normal == by_sql(macros, text)


def test_every_character_is_read_as_the_warehouse_reads_it(macros: duckdb.DuckDBPyConnection) -> None:
    known = [chr(code) for code in range(1, sys.maxunicode + 1) if unicodedata.category(chr(code)) not in {"Cn", "Cs"}]
    characters = pd.DataFrame({"rank": range(len(known)), "text": [f"a{character}b" for character in known]})
    with macros.cursor() as cursor:
        cursor.register("characters", characters)
        read = cursor.execute("select normalise(text) from characters order by rank").fetchall()
    assert [c for c, (normal,) in zip(known, read, strict=True) if normalise(f"a{c}b").text != normal] == []


@given(text=st.one_of(texts, st.text(max_size=30)))
def test_whole_texts_too(macros: duckdb.DuckDBPyConnection, text: str) -> None:
    known = "".join(c for c in text if unicodedata.category(c) not in {"Cn", "Cs"} and c != "\0")
    assert normalise(known).text == by_sql(macros, known)


@given(texts)
def test_places_go_forward_and_cover_what_they_stand_for(text: str) -> None:
    normal = normalise(text)
    assert len(normal.text) == len(normal.starts) == len(normal.ends)
    assert list(normal.starts) == sorted(normal.starts)
    for start, end, character in zip(normal.starts, normal.ends, normal.text, strict=True):
        assert start < end <= len(text)
        if character != " ":
            assert character in normalise(text[start:end]).text


def test_an_accent_written_apart_belongs_to_its_letter() -> None:
    assert normalise("e\u0301t").original(0, 1) == (0, 2)


def test_both_letters_of_a_ligature_stand_for_it() -> None:
    normal = normalise("cœur")
    assert (normal.text, normal.original(1, 2), normal.original(2, 3)) == ("coeur", (1, 2), (1, 2))
