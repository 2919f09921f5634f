"""The words of the figures, found by the labels that stand on screen."""

from dashboard.domain.glossary import DEFINITIONS, help_of
from dashboard.domain.periods import CURRENT, FORMER


def test_a_label_finds_its_definition() -> None:
    for label, word in (("Taux UE", "Taux UE"), ("Opérations retenues", "Opération retenue"), ("Vague", "Vague")):
        assert help_of(label, FORMER) == DEFINITIONS[word], label
    assert help_of("Vague", CURRENT) is None, "2021-2027 has no waves"
    assert (help_of("Année de convention", CURRENT) or "").startswith("Année de la première convention")
    assert help_of("Autre chose", FORMER) is None
