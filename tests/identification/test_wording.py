"""Ids of expressions, from their words."""

from dashboard.identification.wording import identifier_of


def test_an_id_is_made_of_the_label() -> None:
    assert identifier_of("Jardin partagé – l'Œuvre") == "jardin_partage_l_oeuvre"
