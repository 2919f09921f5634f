"""Ids of expressions, from their words."""

from dashboard.domain.lexicon import Expression, Kind
from dashboard.identification.evidence import find_spans
from dashboard.identification.wording import as_pattern, identifier_of, pattern_of, words_of


def test_an_id_is_made_of_the_label() -> None:
    assert identifier_of("Jardin partagé – l'Œuvre") == "jardin_partage_l_oeuvre"


def test_words_are_found_as_people_write_them_in_both_numbers() -> None:
    for written, pattern, texts in (
        (["Innovation sociale"], "innovations? sociales?", ("innovations sociales", "INNOVATION SOCIALE")),
        (["Tiers-lieux"], "tiers? lieux?", ("un tiers lieu", "des tiers-lieux")),
        (["besoins sociaux"], "besoins? socia(?:l|ux)", ("besoin social", "Besoins sociaux")),
        (["Pôle d’entraide", "réseau de voisins"], "poles? d entraides?|reseaux? de voisins?", ("le pôle d'entraide", "Réseaux de voisins")),
        (["cœur", "CŒUR", " ", "!"], "coeurs?", ("Cœurs",)),
    ):  # fmt: skip
        assert pattern_of(written) == pattern
        expression = Expression("essai", Kind.IDENTIFICATION, "", "essai", pattern)
        for text in texts:
            assert len(find_spans(text, [expression])) == 1, (written, text)
    assert pattern_of(["", "…"]) == ""


def test_the_words_behind_a_pattern_make_it_again_where_words_are_all_that_it_says() -> None:
    for words in (["innovation sociale"], ["besoin social", "reseau"], ["ptce"]):
        assert words_of(pattern_of(words)) == words
        assert words_of(f"(?:{pattern_of(words)})") == words
    for expert in ("innovante?s?", "(?:non|mal) couverts?", r"prototyp\w*", "(?:living|social) labs?"):
        assert words_of(expert) is None


def test_what_an_expert_writes_loses_what_no_text_holds() -> None:
    assert as_pattern("Expériment(?:ations?|er) l'École\u2011atelier") == "experiment(?:ations?|er) l ecole atelier"
    assert as_pattern(r"  Prototyp\w*  ") == r"prototyp\w*"
