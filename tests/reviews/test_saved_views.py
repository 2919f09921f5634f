"""Views that people keep: their own and the shared ones, pinned by whom wants them, withdrawn and never lost."""

import pytest
from sqlalchemy import Engine, event, func, select

from dashboard.domain.operation import Decided
from dashboard.domain.selection import Selection
from dashboard.reviews.errors import InvalidEntry
from dashboard.reviews.saved_views import LONGEST, pin_view, save_view, views_of, withdraw_view
from dashboard.reviews.store import read
from dashboard.reviews.tables import SAVED_VIEW

SELECTION = Selection(
    period="2021-2027", regions_2016=("Bretagne",), decision=Decided.RETAINED, search="l'atelier & co"
)
KEPT = {
    "name": "Bretagne,  par axe", "page": "repartition", "query": SELECTION.to_query() | {"mesure": ["montant"]},
    "shared": False, "owner": "alice@exemple.test", "author": "Alice",
}  # fmt: skip
BOB = "bob@exemple.test"


def names(engine: Engine, account: str) -> list[str]:
    return [view.name for view in views_of(engine, account)]


def test_a_view_comes_back_with_its_page_filters_and_choices(engine: Engine) -> None:
    view_id = save_view(engine, **KEPT)
    [view] = views_of(engine, KEPT["owner"])
    assert (view.id, view.name, view.page, view.author) == (view_id, "Bretagne, par axe", "repartition", "Alice")
    assert view.query == KEPT["query"]
    assert view.selection == SELECTION
    assert view.pinned
    assert view.saved_at.tzinfo is not None


def test_others_see_what_is_shared_and_pin_it_for_themselves(engine: Engine) -> None:
    private = save_view(engine, **KEPT)
    shared = save_view(engine, **KEPT | {"name": "Pour tous", "shared": True})
    assert names(engine, KEPT["owner"]) == ["Bretagne, par axe", "Pour tous"]
    assert names(engine, BOB) == ["Pour tous"]
    assert [view.pinned for view in views_of(engine, BOB)] == [False]
    pin_view(engine, shared, account=BOB, pinned=True)
    pin_view(engine, shared, account=KEPT["owner"], pinned=False)
    assert [view.pinned for view in views_of(engine, BOB)] == [True]
    assert [view.pinned for view in views_of(engine, KEPT["owner"])] == [True, False]
    with pytest.raises(InvalidEntry, match="n'est plus là"):
        pin_view(engine, private, account=BOB, pinned=True)


def test_a_view_is_withdrawn_by_its_owner_or_a_shared_one_by_whoever_answers_for_all(engine: Engine) -> None:
    private = save_view(engine, **KEPT)
    shared = save_view(engine, **KEPT | {"shared": True})
    for view_id, given in ((private, {}), (private, {"every_shared": True}), (shared, {}), ("inconnue", {})):
        with pytest.raises(InvalidEntry, match="n'est plus là"):
            withdraw_view(engine, view_id, by=BOB, **given)
    withdraw_view(engine, shared, by=BOB, every_shared=True)
    withdraw_view(engine, private, by=KEPT["owner"])
    assert views_of(engine, KEPT["owner"]) == []
    with pytest.raises(InvalidEntry, match="n'est plus là"):
        withdraw_view(engine, private, by=KEPT["owner"])
    assert read(engine, lambda connection: connection.scalar(select(func.count()).select_from(SAVED_VIEW))) == 4


def test_a_view_without_a_name_or_with_too_much_is_refused(engine: Engine) -> None:
    too_much = [{"name": " \0"}, {"name": "x" * (LONGEST + 1)}, {"query": {"region": ["Bretagne"] * 1000}}]
    for change in too_much:
        with pytest.raises(InvalidEntry):
            save_view(engine, **KEPT | change)
    assert views_of(engine, KEPT["owner"]) == []


def test_all_views_are_read_in_one_statement(engine: Engine) -> None:
    for rank in range(3):
        save_view(engine, **KEPT | {"name": f"Vue {rank}"})
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    assert len(views_of(engine, KEPT["owner"])) == 3
    assert len([text for text in statements if text.startswith("SELECT saved_view")]) == 1
    assert not [text for text in statements if "saved_view" not in text and text.startswith("SELECT")]
