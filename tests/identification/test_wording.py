"""Plain words become patterns that find their own forms."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.lexicon import TEXT_FIELDS, Expression, Kind
from dashboard.identification.evidence import find_spans
from dashboard.identification.normal_text import normalise
from dashboard.identification.wording import identifier_of, pattern_of


@pytest.mark.parametrize(
    ("words", "forms"),
    [
        ("jardin partagé", ["jardin partagé", "Jardins partagés"]),
        ("gouvernance partagée", ["gouvernances partagées", "gouvernance partagée"]),
        ("besoin social", ["besoin social", "besoins sociaux", "besoin sociale"]),
        ("projets ruraux", ["projet rural", "projets ruraux"]),
        ("démarche coopérative", ["démarche coopérative", "démarches coopératives"]),
        ("méthode innovante", ["méthodes innovantes", "méthode innovant"]),
        ("tiers-lieu", ["tiers-lieu", "tiers‑lieux"]),
        ("réseau d'entraide", ["réseaux d’entraide", "réseau d'entraides"]),
        ("accès aux droits", ["accès aux droits", "accès aux droit"]),
        ("projet généreux", ["projet généreux", "projets généreuses"]),
        ("cœur de ville", ["cœur de ville", "CŒURS DE VILLES"]),
    ],
)
def test_forms_of_the_words_are_found(words: str, forms: list[str]) -> None:
    expression = Expression("x", Kind.IDENTIFICATION, "", words, pattern_of(words), TEXT_FIELDS)
    assert [form for form in forms if not find_spans(form, [expression])] == []


@pytest.mark.parametrize(
    ("words", "other"), [("jardin partagé", "jardinage partagé"), ("mal logé", "males loges"), ("cap", "capable")]
)
def test_other_words_are_not(words: str, other: str) -> None:
    assert not re.search(rf"\b(?:{pattern_of(words)})\b", normalise(other).text)


@given(st.text(max_size=40) | st.text("ae\u030a\u0301\u0332xs ²бﬀ", max_size=12))
def test_words_are_always_found_by_their_own_pattern(words: str) -> None:
    normal = normalise(words).text
    assert bool(pattern_of(words)) == bool(normal)
    if normal:
        assert re.search(rf"\b(?:{pattern_of(words)})\b", normal)


@given(st.text("aéèlsxzfteuœ -'", min_size=1, max_size=30))
def test_french_words_too(words: str) -> None:
    assert re.fullmatch(pattern_of(words), normalise(words).text)


def test_an_id_is_made_of_the_label() -> None:
    assert identifier_of("Jardin partagé – l'Œuvre") == "jardin_partage_l_oeuvre"
