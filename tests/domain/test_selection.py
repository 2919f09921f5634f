"""The table of filters and the selection say the same things; a selection says itself in words, addresses and options."""

from typing import get_type_hints

import pytest

from dashboard.domain.operation import Decided
from dashboard.domain.selection import BY_FIELD, FILTERS, PLACES, Holds, Selection

TYPES = {
    Holds.PERIOD: str,
    Holds.TEXTS: tuple[str, ...],
    Holds.CODES: tuple[str, ...],
    Holds.DECISION: Decided | None,
    Holds.WORDS: str,
}
FULL = Selection(
    period="2021-2027",
    waves=("2019", "hors vague"),
    axes=("PON FSE · 3", "PON IEJ · 1"),
    regions=("La Réunion",),
    departments=("2A", "Non renseigné"),
    decision=Decided.NOT_RETAINED,
    search="l'économie & co",
)


def test_the_fields_of_the_selection_are_those_of_the_table() -> None:
    assert get_type_hints(Selection) == {one.field: TYPES[one.holds] for one in FILTERS}
    assert list(get_type_hints(Selection)) == [one.field for one in FILTERS]
    assert set(PLACES) < set(BY_FIELD)


@pytest.mark.parametrize("what", ["field", "column", "key", "flag", "label"])
def test_no_two_filters_are_called_the_same(what: str) -> None:
    assert len({getattr(one, what) for one in FILTERS}) == len(FILTERS)


def test_addresses_and_options_that_people_kept_still_mean_the_same() -> None:
    assert {one.field: (one.key, one.flag) for one in FILTERS} == {
        "period": ("periode", "--period"),
        "waves": ("vague", "--wave"),
        "programmes": ("programme", "--programme"),
        "axes": ("axe", "--axis"),
        "investment_priorities": ("pi", "--pi"),
        "specific_objectives": ("os", "--os"),
        "intervention_types": ("intervention", "--intervention-type"),
        "regions": ("region", "--region"),
        "regions_2016": ("region2016", "--region-2016"),
        "departments": ("dept", "--department"),
        "managing_body_types": ("gestionnaire", "--managing-body-type"),
        "managing_bodies": ("service", "--managing-body"),
        "beneficiary_types": ("porteur", "--beneficiary-type"),
        "recipient_types": ("beneficiaire", "--recipient-type"),
        "categories": ("categorie", "--category"),
        "decision": ("retenue", "--retained/--not-retained/--not-examined"),
        "search": ("q", "--search"),
    }


def test_filters_agree_with_their_nouns() -> None:
    assert [(one.named, one.everything) for one in FILTERS] == [
        ("la programmation", "Toutes"),
        ("la vague", "Toutes"),
        ("le programme", "Tous"),
        ("l'axe", "Tous"),
        ("la priorité d'investissement", "Toutes"),
        ("l'objectif spécifique", "Tous"),
        ("le type d'intervention", "Tous"),
        ("la région", "Toutes"),
        ("la région", "Toutes"),
        ("le département", "Tous"),
        ("le type de gestionnaire", "Tous"),
        ("le service gestionnaire", "Tous"),
        ("le type de porteur", "Tous"),
        ("le type de bénéficiaire", "Tous"),
        ("le type d'opération", "Tous"),
        ("la décision", "Toutes"),
        ("la recherche", "Toutes"),
    ]


def test_parameters_hold_lists_values_or_nothing() -> None:
    parameters = Selection(waves=("2019",), search="").parameters()
    assert parameters["waves"] == ["2019"]
    assert parameters["regions"] is None
    assert parameters["search"] is None
    assert parameters["period"] == "2014-2020"


def test_the_address_of_a_selection_leaves_out_what_restricts_nothing() -> None:
    assert Selection().to_query() == {"periode": ["2014-2020"]}
    assert FULL.to_query() == {
        "periode": ["2021-2027"],
        "vague": ["2019", "hors vague"],
        "axe": ["PON FSE · 3", "PON IEJ · 1"],
        "region": ["La Réunion"],
        "dept": ["2A", "Non renseigné"],
        "retenue": ["examinées et non retenues"],
        "q": ["l'économie & co"],
    }


def test_a_selection_comes_back_from_its_address() -> None:
    for selection in (Selection(), FULL, Selection(decision=Decided.RETAINED)):
        assert Selection.from_query(selection.to_query() | {"mesure": ["montant"]}) == selection


def test_the_options_of_a_selection_leave_out_what_restricts_nothing() -> None:
    assert Selection(decision=Decided.RETAINED).to_flags() == ["--period=2014-2020", "--retained"]
    assert FULL.to_flags() == [
        "--period=2021-2027",
        "--wave=2019",
        "--wave=hors vague",
        "--axis=PON FSE · 3",
        "--axis=PON IEJ · 1",
        "--region=La Réunion",
        "--department=2A",
        "--department=Non renseigné",
        "--not-retained",
        "--search=l'économie & co",
    ]


def test_active_filters_are_said_in_words() -> None:
    selection = Selection(
        waves=("2019", "2017"), axes=("PON FSE · 3",), departments=("29",), decision=Decided.NOT_RETAINED
    )
    assert (
        selection.in_words()
        == "Programmation~: 2014-2020 · Vague~: 2019, 2017 · Axe~: PON FSE · 3 · Département~: 29 · Décision~: examinées et non retenues".replace(
            "~", "\u202f"
        )
    )


def test_places_are_every_region_and_departement_that_is_named() -> None:
    chosen = Selection(
        regions=("Picardie",), regions_2016=("Bretagne",), departments=("29", "2A"), axes=("PON FSE · 3",)
    )
    assert chosen.places() == ("Picardie", "Bretagne", "29", "2A")
    assert Selection(axes=("PON FSE · 3",)).places() == ()


def test_a_selection_says_which_operations_it_counts() -> None:
    assert [Selection(decision=asked).kind for asked in (None, *Decided)] == [Decided.RETAINED, *Decided]
    assert [Selection(axes=("PON FSE · 3",), decision=asked).counted for asked in (None, Decided.NOT_RETAINED)] == [
        Selection(axes=("PON FSE · 3",), decision=Decided.RETAINED),
        Selection(axes=("PON FSE · 3",), decision=Decided.NOT_RETAINED),
    ]


def test_what_was_decided_is_worded_in_one_place() -> None:
    kept, left, unseen = Decided
    assert [Decided.of(True), Decided.of(False)] == [kept, left]
    assert [str(state) for state in Decided] == ["retenue", "non retenue", "non examinée"]
    assert [state.said for state in Decided] == ["retenue", "examinée et non retenue", "non examinée"]
    assert [kept.operations(1), left.operations(1), left.operations(1704), unseen.operations(2)] == [
        "1 opération retenue",
        "1 opération examinée et non retenue",
        "1\u202f704 opérations examinées et non retenues",
        "2 opérations non examinées",
    ]
