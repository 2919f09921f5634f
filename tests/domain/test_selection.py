"""The table of filters and the selection say the same things; a selection says itself in words, addresses and options."""

from typing import get_type_hints

import pytest

from dashboard.domain.operation import Decided
from dashboard.domain.selection import BY_FIELD, FILTERS, PLACES, Holds, Selection

TYPES = {
    Holds.PERIOD: str,
    Holds.TEXTS: tuple[str, ...],
    Holds.NUMBERS: tuple[int, ...],
    Holds.DECISION: bool | None,
    Holds.WORDS: str,
}
FULL = Selection(
    period="2021-2027",
    waves=("2019", "hors vague"),
    axes=(3, 1),
    regions=("La Réunion",),
    departments=("2A", "Non renseigné"),
    retained=False,
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
        "regions": ("region", "--region"),
        "regions_2016": ("region2016", "--region-2016"),
        "departments": ("dept", "--department"),
        "managing_body_types": ("gestionnaire", "--managing-body-type"),
        "beneficiary_types": ("porteur", "--beneficiary-type"),
        "recipient_types": ("beneficiaire", "--recipient-type"),
        "categories": ("categorie", "--category"),
        "retained": ("retenue", "--retained/--not-retained"),
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
        ("la région", "Toutes"),
        ("la région", "Toutes"),
        ("le département", "Tous"),
        ("le type de gestionnaire", "Tous"),
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
        "axe": ["3", "1"],
        "region": ["La Réunion"],
        "dept": ["2A", "Non renseigné"],
        "retenue": ["non retenues"],
        "q": ["l'économie & co"],
    }


def test_the_options_of_a_selection_leave_out_what_restricts_nothing() -> None:
    assert Selection(retained=True).to_flags() == ["--period=2014-2020", "--retained"]
    assert FULL.to_flags() == [
        "--period=2021-2027",
        "--wave=2019",
        "--wave=hors vague",
        "--axis=3",
        "--axis=1",
        "--region=La Réunion",
        "--department=2A",
        "--department=Non renseigné",
        "--not-retained",
        "--search=l'économie & co",
    ]


def test_active_filters_are_said_in_words() -> None:
    selection = Selection(waves=("2019", "2017"), axes=(3,), departments=("29",), retained=False)
    assert (
        selection.in_words()
        == "Programmation~: 2014-2020 · Vague~: 2019, 2017 · Axe~: 3 · Département~: 29 · Décision~: non retenues".replace(
            "~", "\u202f"
        )
    )


def test_places_are_every_region_and_departement_that_is_named() -> None:
    chosen = Selection(regions=("Picardie",), regions_2016=("Bretagne",), departments=("29", "2A"), axes=(3,))
    assert chosen.places() == ("Picardie", "Bretagne", "29", "2A")
    assert Selection(axes=(3,)).places() == ()


def test_a_selection_says_which_operations_it_counts() -> None:
    assert [Selection(retained=asked).kind for asked in (None, True, False)] == [
        Decided.RETAINED,
        Decided.RETAINED,
        Decided.NOT_RETAINED,
    ]
    assert [Selection(axes=(3,), retained=asked).counted for asked in (None, False)] == [
        Selection(axes=(3,), retained=True),
        Selection(axes=(3,), retained=False),
    ]


def test_what_was_decided_is_worded_in_one_place() -> None:
    kept, left = Decided.of(True), Decided.of(False)
    assert (kept.retained, left.retained) == (True, False)
    assert f"{kept}, {kept.several}, {left}, {left.several}" == "retenue, retenues, non retenue, non retenues"
    assert [kept.operations(1), left.operations(1), left.operations(1704)] == [
        "1 opération retenue",
        "1 opération non retenue",
        "1\u202f704 opérations non retenues",
    ]
