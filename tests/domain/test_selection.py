"""The selection survives the URL, and says itself in words."""

from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.selection import MAX_SEARCH_LENGTH, Selection, from_query

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)
SELECTIONS = st.builds(
    Selection,
    period=st.sampled_from(["2014-2020", "2021-2027"]),
    waves=st.lists(WORDS, max_size=3, unique=True).map(tuple),
    axes=st.lists(st.integers(0, 20), max_size=3, unique=True).map(tuple),
    regions=st.lists(WORDS, max_size=3, unique=True).map(tuple),
    categories=st.lists(WORDS, max_size=2, unique=True).map(tuple),
    retained=st.sampled_from([None, True, False]),
    search=st.text(st.characters(codec="ascii", categories=("L", "N")), max_size=MAX_SEARCH_LENGTH),
)


@given(SELECTIONS)
def test_a_selection_comes_back_from_its_url(selection: Selection) -> None:
    assert from_query(selection.to_query()) == selection


def test_unknown_keys_and_unreadable_values_are_ignored() -> None:
    query = {"axe": ["3", "trois", "²"], "retenue": ["peut-être"], "inconnue": ["x"], "vague": ["", "2019"]}
    assert from_query(query) == Selection(axes=(3,), waves=("2019",))


def test_a_long_search_is_cut() -> None:
    assert len(from_query({"q": ["x" * 5000]}).search) == MAX_SEARCH_LENGTH


def test_parameters_hold_lists_values_or_nothing() -> None:
    parameters = Selection(waves=("2019",), search="").parameters()
    assert parameters["waves"] == ["2019"]
    assert parameters["regions"] is None
    assert parameters["search"] is None
    assert parameters["period"] == "2014-2020"


def test_active_filters_are_said_in_words() -> None:
    selection = Selection(waves=("2019", "2017"), axes=(3,), retained=False)
    assert (
        selection.in_words()
        == "Programmation~: 2014-2020 · Vague~: 2019, 2017 · Axe~: 3 · Décision~: non retenues".replace("~", "\u202f")
    )
