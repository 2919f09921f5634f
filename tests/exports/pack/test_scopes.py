"""One scope a slide and a section: two totals with the same words have the same value."""

from dashboard.domain.operation import Decided
from dashboard.domain.selection import Selection
from tests.scopes import contradictions, totals_named

SELECTIONS = (
    Selection(),
    Selection(waves=("2019",)),
    Selection(programmes=("PON IEJ",)),
    Selection(axes=("PON FSE · 1",)),
    Selection(regions=("Bretagne", "Picardie")),
    Selection(decision=Decided.UNEXAMINED),
)


def test_two_totals_with_the_same_words_have_the_same_value(pack_of):
    found, named = {}, 0
    for selection in SELECTIONS:
        for section in pack_of(selection).sections:
            texts = [section.message, *section.paragraphs]
            texts += [text for figure in section.figures for text in (figure.title, figure.sentence)]
            texts += [f"{item.label} {item.value} {item.change}" for item in section.highlights]
            named += totals_named(texts)
            if wrong := contradictions(texts):
                found[section.key.value, selection.in_words()] = wrong
    assert found == {}
    assert named > 40


def test_a_contradiction_is_seen():
    axis, findings = (
        "Axe 3 en tête : 127 opérations retenues sur 197 (64,5 %)",
        "71 opérations retenues sur 213 (33,3 %)",
    )
    assert contradictions([axis, findings]) == {("opération retenue", ""): {"197", "213"}}
    assert contradictions([axis.replace("197", "197 du PON FSE"), findings, findings]) == {}
