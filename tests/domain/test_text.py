"""Spellings of a text compared, and what is no text."""

from dashboard.domain.text import french_order, is_readable, legible, normalised, unaccented


def test_accents_apostrophes_and_spaces_do_not_matter() -> None:
    assert normalised("  Intitulé  de\u00a0l’opération ") == normalised("INTITULE DE L'OPERATION")
    assert normalised("Île-de-France\u202f!") == "ile de france"
    assert unaccented("Œuvre d'Île") == "oeuvre d'ile"


def test_names_are_ordered_as_in_a_french_dictionary() -> None:
    expected = ["Drôme", "Eure", "Évry", "Guyane", "Île-de-France", "La Réunion", "odeur", "œuvre", "ogive", "Zèbre"]
    assert sorted(set(expected), key=french_order) == expected


def test_bytes_of_no_encoding_are_no_text() -> None:
    assert [is_readable(text) for text in ("été\u202f!", "a\udce9.csv")] == [True, False]


def test_nothing_that_a_terminal_obeys_is_left_in_a_legible_text() -> None:
    assert legible("« été\u202f! »\u00a0🙂") == "« été\u202f! »\u00a0🙂"
    assert legible("a\nb\x1b[2J\u202ec\udcff\0\u2028") == r"a\nb\x1b[2J\u202ec\udcff\x00\u2028"
