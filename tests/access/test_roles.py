"""Addresses: one spelling for one person, and nobody else under it."""

import pytest

from dashboard.access.roles import address_of, same_person


def test_address_is_compared_in_one_spelling():
    for text in ("eval1@x.fr", " Eval1@X.fr\n", "EVAL1@X.FR"):
        assert address_of(text) == "eval1@x.fr", text


@pytest.mark.parametrize("folds", ["\u212a", "\uff4b", "ſ", "é"])
def test_sign_of_another_alphabet_is_no_letter_of_an_address(folds):
    """U+212A, the sign of the kelvin, is « k » once in lower case: its mail goes elsewhere."""
    assert address_of(f"{folds}laus@x.fr") is None


def test_what_is_no_address_is_none():
    for text in (None, 3, "", "*", "nom", "a@b@c.fr", "a b@c.fr", "@", "a@", "@b", "a@b\x00", ["a@b.fr"]):
        assert address_of(text) is None, text


def test_same_person_by_address_or_by_name():
    assert same_person("Eval1@X.fr", "eval1@x.fr")
    assert same_person("Camille", "Camille")
    assert not same_person("Camille", "camille")
    assert not same_person("\u212alaus@x.fr", "klaus@x.fr")
