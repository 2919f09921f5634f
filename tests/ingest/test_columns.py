"""Formats are recognised by their headers, whatever the spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.ingest.columns import KNOWN_HEADERS, ContentKind, guess, map_by_hand, recognise
from dashboard.ingest.errors import NoMatchingColumn
from dashboard.ingest.formats import FORMATS, kohesio, mdfse_list

VALID = [(source.NAME, example) for source in FORMATS for example in source.VALID_EXAMPLES]
INVALID = [(source.NAME, example) for source in FORMATS for example in source.INVALID_EXAMPLES]


@pytest.mark.parametrize(("name", "headers"), VALID)
def test_valid_examples_are_recognised(name: str, headers: tuple[str, ...]) -> None:
    match = recognise(headers)
    assert match is not None
    assert name == match.source.NAME
    assert (match.rivals, match.notes) == ({}, ())


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


LISTED = ("num_dossier", "Lib_opé", "Dépenses totales", "Mont_UE")


def claimed(headers: tuple[str, ...]) -> tuple[dict[str, list[str]], list[str]]:
    """The headers that claim each field of several, the chosen one first, and what is said of those that were settled."""
    match = recognise(headers)
    assert match is not None, headers
    rivals = {field: [headers[position] for position in positions] for field, positions in match.rivals.items()}
    assert all(match.columns[field] == positions[0] for field, positions in match.rivals.items())
    return rivals, [note.text for note in match.notes]


def test_two_headers_for_one_field_are_rivals() -> None:
    cases: dict[tuple[str, ...], dict[str, list[str]]] = {
        ("Mont_UE",): {"eu_amount": ["Mont_UE", "Mont_UE"]},
        ("Mont_UE (2)",): {"eu_amount": ["Mont_UE", "Mont_UE (2)"]},
        ("Mont_UE (en €)",): {"eu_amount": ["Mont_UE", "Mont_UE (en €)"]},
        ("Coût total",): {"total_cost": ["Dépenses totales", "Coût total"]},
        ("Total dépenses éligibles",): {"total_cost": ["Dépenses totales", "Total dépenses éligibles"]},
        ("Coût total conventionné",): {"total_cost": ["Dépenses totales", "Coût total conventionné"]},
        ("Intitulé de l'opération",): {"title": ["Lib_opé", "Intitulé de l'opération"]},
        ("Lib_opé (2)",): {"title": ["Lib_opé", "Lib_opé (2)"]},
        # One that is known but for its parentheses holds the same words, or serves only for want of a better one.
        ("Lib_opé (200 caractères)",): {},
        ("Fonds", "Code fonds", "Libellé fonds"): {},
        ("Taux de cofinancement",): {},
        ("Observations", "Observations (2)"): {},
    }
    found = {more: claimed((*LISTED, *more))[0] for more in cases}
    assert found == cases


def test_what_is_programmed_wins_over_what_is_done_and_it_is_said() -> None:
    grouped = ("num_dossier", "Lib_opé", "Réalisé – Dépenses totales", "Réalisé – Mont_UE", "Programmé – Dépenses totales", "Programmé – Mont_UE")  # fmt: skip
    match = recognise(grouped)
    assert match is not None
    assert {grouped[match.columns[field]] for field in ("total_cost", "eu_amount")} == {
        "Programmé – Dépenses totales",
        "Programmé – Mont_UE",
    }
    rivals, notes = claimed(grouped)
    assert rivals == {}
    assert len(notes) == 2
    assert all("Réalisé" in note and "Programmé" in note for note in notes)
    for done in ("Mont_UE payé", "Montant UE certifié", "Montant UE déclaré", "Mont_UE justifié", "Montant UE réalisé"):
        rivals, notes = claimed((*LISTED, done))
        assert rivals == {}, done
        assert done in notes[0]
    alone = claimed(("num_dossier", "Lib_opé", "Dépenses totales", "Montant UE payé"))
    assert alone[0] == {}
    assert "ne donne que" in alone[1][0]


def test_numbers_before_headers_notes_after_them_and_entities_hide_no_column() -> None:
    [plain] = mdfse_list.VALID_EXAMPLES[:1]
    known = recognise(plain)
    assert known is not None
    for dressed in (
        [f"{rank}. {header}" for rank, header in enumerate(plain, start=1)],
        [f"({rank}) {header}" for rank, header in enumerate(plain, start=1)],
        [f"{header}{sign}" for header, sign in zip(plain, "¹²³⁴*†‡¹²³⁴*†‡¹", strict=True)],
        [header.replace("é", "&eacute;") for header in plain],
    ):
        match = recognise(dressed)
        assert match is not None, dressed
        assert match.columns == known.columns, dressed


def test_headers_are_known_by_their_lower_row_whatever_their_unit() -> None:
    cases = {
        "total_cost": (
            "Plan de financement – Dépenses totales", "Dépenses totales (k€)", "Coût total en M€", "Coût total KEUR TTC",
            "Coût total tel que conventionné", "Dépenses totales en milliers d'euros", "Total des dépenses éligibles - Total eligible costs",
        ),
        "eu_amount": ("Mont_UE (en milliers d'euros)", "Financement – Montant UE programmé", "Montant UE – en k€"),
        "eu_rate": ("Taux de cofinancement UE (%)", "Taux UE en %", "Union co-financing rate", "Taux d'intervention"),
        "start_date": ("Période de réalisation – Début", "Début", "Date de début prévisionnelle"),
        "end_date": ("Période de réalisation – Fin", "Fin"),
        "beneficiary": ("Organisme", "Bénéficiaire – Nom", "Bénéficiaire – Organisme"),
        "title": ("Intitulé", "Opération – Intitulé"),
    }  # fmt: skip
    base = {"num_dossier": "Numéro de dossier", "title": "Nom de l'opération", "beneficiary": "Nom du bénéficiaire", "total_cost": "Coût total", "eu_amount": "Montant UE"}  # fmt: skip
    for field, headers in cases.items():
        for header in headers:
            row = tuple((base | {field: header}).values())
            match = recognise(row)
            assert match is not None, header
            assert row[match.columns[field]] == header


def test_the_rate_serves_for_the_amount_and_one_of_both_is_asked_for() -> None:
    match = recognise(["Nom du bénéficiaire", "Total dépenses éligibles", "Union co-financing rate"])
    assert match is not None
    assert match.columns["eu_rate"] == 2
    double = recognise(
        ["Nom du bénéficiaire", "Total dépenses éligibles", "Montant UE programmé - Union co-financing rate"]
    )
    assert double is not None
    assert "eu_rate" not in double.columns
    assert recognise(["Nom du bénéficiaire", "Total dépenses éligibles"]) is None
    mapping = {"num_dossier": "Ref", "title": "Projet", "total_cost": "Budget"}
    with pytest.raises(NoMatchingColumn, match="eu_amount ou eu_rate"):
        map_by_hand(["Ref", "Projet", "Budget", "Part"], mapping)
    assert map_by_hand(["Ref", "Projet", "Budget", "Part"], mapping | {"eu_rate": "Part"}).columns["eu_rate"] == 3


def test_a_name_in_the_language_of_the_programme_comes_first() -> None:
    headers = kohesio.VALID_EXAMPLES[0]
    match = recognise(headers)
    assert match is not None
    assert headers[match.columns["title"]] == "Operation_Name_Programme_Language"
    assert headers[match.columns["eu_amount"]] == "Project_EU_Budget"
    english = recognise([header for header in headers if "Programme_Language" not in header])
    assert english is not None
    assert {"title", "description"} <= english.columns.keys()


def test_guess_proposes_near_headers_once_each() -> None:
    guessed = guess(["Numéro Opération", "Nom de l'opération", "Nom du porteur", "Coût total (en €)", "Aide UE"])
    assert guessed["title"].header == "Nom de l'opération"
    assert guessed["total_cost"].header == "Coût total (en €)"
    assert len({proposed.header for proposed in guessed.values()}) == len(guessed)


def test_guess_never_goes_against_the_values() -> None:
    headers = ["Réf.", "Projet", "Budget", "Aide UE", "Code postal", "Début", "Vague"]
    plain = (
        ContentKind.CODE, ContentKind.TEXT, ContentKind.AMOUNT, ContentKind.AMOUNT, ContentKind.POSTCODE, ContentKind.DATE, ContentKind.COUNT,
    )  # fmt: skip
    guessed = guess(headers, plain)
    assert {name: proposed.header for name, proposed in guessed.items()} == {
        "num_dossier": "Réf.", "title": "Projet", "total_cost": "Budget", "eu_amount": "Aide UE",
        "beneficiary_postcode": "Code postal", "start_date": "Début", "wave": "Vague",
    }  # fmt: skip
    assert guessed["eu_amount"].sure
    assert not guessed["total_cost"].sure
    exchanged = (
        ContentKind.DATE, ContentKind.DATE, ContentKind.TEXT, ContentKind.RATE, ContentKind.AMOUNT, ContentKind.TEXT, ContentKind.TEXT,
    )  # fmt: skip
    found = {name: proposed.header for name, proposed in guess(headers, exchanged).items()}
    assert found == {"wave": "Vague", "eu_rate": "Aide UE"}


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


def test_one_column_is_never_two_figures() -> None:
    headers = ("Ref", "Projet", "Budget")
    mapping = {"num_dossier": "Ref", "title": "Projet", "total_cost": "Budget", "eu_amount": "Budget"}
    with pytest.raises(NoMatchingColumn, match="à la fois"):
        map_by_hand(headers, mapping)


def test_a_guess_tells_rates_from_amounts_and_costs_of_one_length_from_numbers() -> None:
    kinds = (ContentKind.TEXT, ContentKind.COUNT, ContentKind.CODE, ContentKind.AMOUNT)
    found = guess(("Titre", "Montant FSE (taux)", "Budget", "Part FSE"), kinds)
    assert found["total_cost"].header == "Budget"
    assert found.get("eu_amount") is None or found["eu_amount"].header == "Part FSE"
