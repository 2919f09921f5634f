"""The evidence is the original sentence, and what it underlines is what was found."""

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.lexicon import TEXT_FIELDS, Expression, Kind
from dashboard.identification.evidence import ELLIPSIS, LONGEST, find_evidence, find_spans, segments
from dashboard.identification.normal_text import normalise
from dashboard.identification.sources import shipped_lexicon
from tests import processor_time

LEXICON = shipped_lexicon()


def expression(name: str, pattern: str, fields: tuple[str, ...] = TEXT_FIELDS) -> Expression:
    return Expression(name, Kind.IDENTIFICATION, "", name, pattern, fields)


CLUB = expression("club", "clubs? du coeur")
SOCIAL = expression("social", "innovations? sociales?")
INNOVATION = expression("innovation", "innovations?")

pieces = st.sampled_from(
    [
        "innovation", "Innovations", "sociale", "SOCIALES", "besoin", "social", "non", "satisfait", "évaluation", "e\u0301valuation",
        "de", "l’impact", "l'impact", "co‑construction", "club", "du", "cœur", "CŒUR", "expérimentale", "projet", "&", "–", "«", "»",
        "innovationnel", "rénovation", "PTCE", "ex æquo",
    ]
)  # fmt: skip
joints = st.sampled_from([" ", "\u202f", "-", ". ", " ; ", "\n", ", ", "… ", "! "])
texts = st.lists(st.tuples(pieces, joints), max_size=25).map(
    lambda pairs: "".join(word + joint for word, joint in pairs)
)
looked_for = [*LEXICON.expressions, CLUB]


@given(st.one_of(texts, st.text(max_size=60)))
def test_what_is_underlined_is_what_was_found(text: str) -> None:
    for span in find_spans(text, looked_for):
        underlined = normalise(text[span.start : span.end]).text
        assert re.fullmatch(span.expression.pattern, underlined, re.ASCII)
        assert text[span.start].isalnum()
        assert not text[span.end - 1].isspace()


@given(texts)
def test_as_many_places_are_underlined_as_the_normal_text_holds(text: str) -> None:
    normal = normalise(text).text
    for item in looked_for:
        assert len(find_spans(text, [item])) == len(re.findall(item.regex, normal, re.ASCII))


@given(texts)
def test_sentences_hold_every_span_once(text: str) -> None:
    spans = find_spans(text, looked_for)
    evidence = find_evidence({"description": text}, looked_for)
    in_sentences = [span for found in evidence for span in found.spans]
    assert sorted(in_sentences, key=lambda s: (s.start, s.expression.id, s.end)) == sorted(
        (span for span in spans if "description" in span.expression.fields),
        key=lambda s: (s.start, s.expression.id, s.end),
    )
    for found in evidence:
        assert all(found.start <= span.start < span.end <= found.end for span in found.spans)


@given(texts)
def test_pieces_put_together_give_the_text_back(text: str) -> None:
    spans = find_spans(text, looked_for)
    parts = segments(text, spans)
    assert "".join(part.text for part in parts) == text
    covered = sum(len(part.text) for part in parts if part.expressions)
    assert covered == len({index for span in spans for index in range(span.start, span.end)})


def test_the_sentence_is_the_one_that_was_written() -> None:
    text = "Premier constat. Le club du CŒUR, né d’une co‑construction, mène l’évaluation de l’impact\u202f! Et après\u202f?"
    evidence = find_evidence({"description": text}, [*LEXICON.expressions, CLUB])
    (found,) = evidence
    assert found.sentence == "Le club du CŒUR, né d’une co‑construction, mène l’évaluation de l’impact\u202f!"
    underlined = {span.expression.id: text[span.start : span.end] for span in found.spans}
    assert underlined == {
        "club": "club du CŒUR", "co_construction": "co‑construction", "evaluation_impact": "évaluation de l’impact",
    }  # fmt: skip


def test_an_accent_written_apart_is_underlined_with_its_letter() -> None:
    text = unicodedata.normalize("NFD", "la mobilité durable")
    (span,) = find_spans(text, LEXICON.signals)
    assert unicodedata.normalize("NFC", text[span.start : span.end]) == "mobilité"


def test_items_of_a_list_are_sentences() -> None:
    text = "atelier cuisine ; visite d'un lieu d'innovation ; bilan"
    (found,) = find_evidence({"actions": text}, [INNOVATION])
    assert found.sentence == "visite d'un lieu d'innovation"


def test_two_words_of_one_sentence_share_it_and_two_sentences_come_apart() -> None:
    text = "Une innovation et des innovations. Encore une innovation."
    assert [len(found.spans) for found in find_evidence({"description": text}, [INNOVATION])] == [2, 1]


def test_what_is_found_across_two_sentences_joins_them() -> None:
    text = "Avant. Une innovation. Sociale, elle plaît. Après."
    (found,) = find_evidence({"description": text}, [SOCIAL])
    assert found.sentence == "Une innovation. Sociale, elle plaît."


def test_overlapping_expressions_are_both_told() -> None:
    parts = segments("une innovation sociale", find_spans("une innovation sociale", [INNOVATION, SOCIAL]))
    assert [(part.text, {item.id for item in part.expressions}) for part in parts] == [
        ("une ", set()), ("innovation", {"innovation", "social"}), (" sociale", {"social"}),
    ]  # fmt: skip


def test_each_expression_is_shown_in_its_own_fields_in_the_order_given() -> None:
    only_title = expression("titre", "projets?", ("title",))
    texts_of = {"title": "Projet d'innovation", "beneficiary": None, "outcome": "Un projet. Une innovation."}
    found = find_evidence(texts_of, [only_title, INNOVATION])
    assert [(item.field, [span.expression.id for span in item.spans]) for item in found] == [
        ("title", ["titre", "innovation"]),
        ("outcome", ["innovation"]),
    ]


def test_an_inactive_expression_shows_nothing() -> None:
    off = Expression("innovation", Kind.SIGNAL, "besoin", "x", "innovations?", TEXT_FIELDS, active=False)
    assert find_spans("innovation", [off]) == ()


@given(before=st.integers(0, 1500), between=st.integers(0, 1500), after=st.integers(0, 1500))
def test_a_very_long_sentence_is_cut_at_words_around_what_was_found(before: int, between: int, after: int) -> None:
    text = "mot " * (before // 4) + "innovation " + "mot " * (between // 4) + "innovation" + " mot" * (after // 4)
    evidence = find_evidence({"description": text}, [INNOVATION])
    assert sum(len(found.spans) for found in evidence) == 2
    for found in evidence:
        assert len(found.sentence) <= max(LONGEST, 3 * 120 + 2 * len("innovation") + 120)
        assert set(found.sentence.split()) <= {"mot", "innovation"}
        shown = "".join(part.text for part in found.segments)
        assert shown.startswith(ELLIPSIS) == (found.start > 0)
        assert shown.endswith(ELLIPSIS) == (found.end < len(text))


SLOW_TO_FIND = (
    ("e?" * 60 + "e" * 60, "e" * 60 + " " + "e" * 59),
    ("(?:(?:a|b|ab)?(?:a|ba)?)?" * 11 + "c", "ab" * 200),
    (r"\w*a\w*b\w*" + "[ab ]?" * 40 + "c", "ab " * 20_000),
    ("(?:e?|e?)" * 32 + "x", "e" * 1000),
)
"""Patterns that an engine with backtracking tries in more ways than there is time for, and a text for each."""


def find_slow_expressions() -> None:
    """Run in a process of its own."""
    for pattern, text in SLOW_TO_FIND:
        print(len(find_spans(text, [expression("lente", pattern)])))


def test_no_expression_keeps_a_processor_busy() -> None:
    assert processor_time.run(__name__, find_slow_expressions.__name__, seconds=10) == (0, "1\n0\n0\n0\n")
