from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from dashboard.exports.text import clean, kept_ends, one_line, paragraphs, passages, reads_right_to_left, shortened

RTL = "مشروع الابتكار الاجتماعي"
CLEANED = (
    ("a\x00b\x0bc\u202ed\u200f\ud800", "abcd"),
    ("\u202eà l'envers\u202c \u2066isolé\u2069\ufffe", "à l'envers isolé"),
    ("Sens : oui", "Sens\u202f: oui"),
    ("Quoi ? « oui » : 5 % ; fin !", "Quoi\u202f? «\u202foui\u202f»\u202f: 5\u202f%\u202f; fin\u202f!"),
    ("12:30, http://a.b/?a=1", "12:30, http://a.b/?a=1"),
    ("50 % ; 3\u00a0€", "50\u202f%\u202f; 3\u202f€"),
    ("a\r\nb\u2028c\rd", "a\nb\nc\nd"),
    ("Z" + "e\u0301\u0302\u0303\u0304", "Ze\u0301\u0302"),
    (f"{RTL} 👩‍👩‍👧", f"{RTL} 👩‍👩‍👧"),
)


def test_clean():
    for text, cleaned in CLEANED:
        assert clean(text) == cleaned, text


@given(st.text(max_size=200))
def test_what_is_cleaned_is_accepted_by_the_writers_and_stays_as_it_is(text):
    node = etree.Element("t")
    node.text = one_line(text)
    assert one_line(node.text) == node.text


def test_spaces_at_the_ends_part_words_from_their_neighbours():
    assert [kept_ends(text) for text in (" a ", "a  b\n", " ", "")] == [" a ", "a b", "", ""]


def test_lines_and_paragraphs():
    assert one_line(" a \n\n b\t c\n: d ") == "a b c\u202f: d"
    assert paragraphs("un\n\n  \ndeux \r\n") == ["un", "deux"]


def test_shortened_cuts_between_words():
    assert shortened("un deux trois", 40) == "un deux trois"
    assert shortened("un deux trois", 9) == "un deux…"
    assert shortened("x" * 50, 10) == "x" * 10 + "…"


def test_direction_of_reading():
    assert reads_right_to_left(f"12 – {RTL} abc")
    assert not reads_right_to_left(f"abc {RTL}")
    assert not reads_right_to_left("123")
    assert list(passages(f"abc {RTL} 2019 def")) == [("abc ", False), (RTL, True), (" 2019 def", False)]
    assert list(passages("abc")) == [("abc", False)]
