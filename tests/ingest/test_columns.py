"""Formats are recognised by their headers, whatever the spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.ingest.columns import KNOWN_HEADERS, guess, map_by_hand, recognise
from dashboard.ingest.errors import NoMatchingColumn
from dashboard.ingest.formats import FORMATS, mdfse_list

VALID = [(source.NAME, example) for source in FORMATS for example in source.VALID_EXAMPLES]
INVALID = [(source.NAME, example) for source in FORMATS for example in source.INVALID_EXAMPLES]


@pytest.mark.parametrize(("name", "headers"), VALID)
def test_valid_examples_are_recognised(name: str, headers: tuple[str, ...]) -> None:
    match = recognise(headers)
    assert match is not None
    assert name == match.source.NAME


@pytest.mark.parametrize(("name", "headers"), INVALID)
def test_invalid_examples_are_not(name: str, headers: tuple[str, ...]) -> None:
    match = recognise(headers)
    assert match is None or name != match.source.NAME


@given(st.permutations(mdfse_list.VALID_EXAMPLES[0]), st.sampled_from([str.upper, str.lower, str.title]))
def test_order_and_case_of_columns_do_not_matter(headers: list[str], change: type[str]) -> None:
    match = recognise([change(f"  {header} ".replace("é", "é")) for header in headers])
    assert match is not None
    assert {headers[position] for position in match.columns.values()} == set(headers)


def test_what_is_said_in_parentheses_closed_or_not_hides_no_column() -> None:
    headers = ["num_dossier", "Lib_opé (200 caractères)", "Dépenses totales [HT (20 %)]", "Mont_UE (en €"]
    match = recognise(headers)
    assert match is not None
    assert match.extra == ()


def test_extra_columns_are_kept_aside() -> None:
    match = recognise(["num_dossier", "Lib_opé", "Dépenses totales", "Mont_UE", "Observations"])
    assert match is not None
    assert match.extra == ("Observations",)


def test_a_header_row_scores_more_than_a_title_or_a_row_of_data() -> None:
    header = KNOWN_HEADERS.score(mdfse_list.VALID_EXAMPLES[0])
    assert header == len(mdfse_list.VALID_EXAMPLES[0])
    assert KNOWN_HEADERS.score(["Liste des opérations", "", ""]) == 0
    assert KNOWN_HEADERS.score(["201700001", "Programme Opérationnel National FSE", "3"]) == 0


def test_guess_proposes_near_headers_once_each() -> None:
    guessed = guess(["Numéro Opération", "Nom de l'opération", "Nom du porteur", "Coût total (en €)", "Aide UE"])
    assert guessed["title"] == "Nom de l'opération"
    assert guessed["total_cost"] == "Coût total (en €)"
    assert len(set(guessed.values())) == len(guessed)


def test_mapping_by_hand_wins_and_says_what_is_missing() -> None:
    headers = ["Ref", "Projet", "Budget", "Aide"]
    mapping = {"num_dossier": "Ref", "title": "Projet", "total_cost": "budget", "eu_amount": "Aide"}
    assert map_by_hand(headers, mapping).columns == {"num_dossier": 0, "title": 1, "total_cost": 2, "eu_amount": 3}
    with pytest.raises(NoMatchingColumn, match="eu_amount"):
        map_by_hand(headers, {"title": "Projet", "total_cost": "Budget"})
    with pytest.raises(NoMatchingColumn, match="Inconnue"):
        map_by_hand(headers, mapping | {"region": "Inconnue"})
    with pytest.raises(NoMatchingColumn, match="champ_faux"):
        map_by_hand(headers, mapping | {"champ_faux": "Ref"})
