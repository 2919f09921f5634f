"""The words of the figures, found by the labels that stand on screen."""

from dashboard.domain.glossary import DEFINITIONS, HELPS, help_of
from dashboard.domain.periods import CURRENT, FORMER
from dashboard.figures.editions import KIND_WORDS
from dashboard.figures.money import MONEY


def test_a_label_finds_its_definition() -> None:
    for label, word in (("Taux UE", "Taux UE"), ("Opérations retenues", "Opération retenue"), ("Vague", "Vague")):
        assert help_of(label, FORMER) == DEFINITIONS[word], label
    assert help_of("Vague", CURRENT) is None, "2021-2027 has no waves"
    assert (help_of("Année de convention", CURRENT) or "").startswith("Année de la première convention")
    assert help_of("Autre chose", FORMER) is None


def test_tiles_of_one_page_have_a_help_and_no_entry_of_the_glossary() -> None:
    labels = [MONEY[name].label for name in ("available", "eu_amount", "remaining", "share")]
    labels += [*KIND_WORDS.values(), "Écart de coût total", "Écart de montant UE"]
    assert {*labels} == set(HELPS)
    assert all(help_of(label, CURRENT) for label in labels)
    assert not set(HELPS) & set(DEFINITIONS)
