"""Rows added to « couverture du besoin »: added, withdrawn, never lost."""

import pytest
from sqlalchemy import Engine

from dashboard.reviews.errors import InvalidEntry
from dashboard.reviews.need_rows import COLUMNS, add_need, need_rows, withdraw_need

ROW = {
    "initiative": "Garages  solidaires", "reached": 1200, "need": 40000.5, "unit": "ménages", "need_is_minimum": True,
    "source": "Étude locale", "by": "Alice",
}  # fmt: skip


def test_no_row_has_the_same_columns(engine: Engine) -> None:
    frame = need_rows(engine)
    assert list(frame.columns) == list(COLUMNS)
    assert frame.empty


def test_rows_come_back_in_the_order_they_were_added(engine: Engine) -> None:
    first = add_need(engine, **ROW)
    second = add_need(engine, **ROW | {"initiative": "Micro-crédit", "reached": 0, "need_is_minimum": False})
    frame = need_rows(engine)
    assert frame["row_id"].tolist() == [first, second]
    assert frame["initiative"].tolist() == ["Garages solidaires", "Micro-crédit"]
    assert frame["reached"].tolist() == [1200.0, 0.0]
    assert frame["need"].tolist() == [40000.5, 40000.5]
    assert frame["need_is_minimum"].tolist() == [True, False]
    assert frame["author"].tolist() == ["Alice", "Alice"]
    assert frame["created_at"].map(lambda moment: moment.tzinfo is not None).all()


def test_a_withdrawn_row_leaves_the_list_and_stays_in_the_history(engine: Engine) -> None:
    kept, gone = add_need(engine, **ROW), add_need(engine, **ROW | {"initiative": "À retirer"})
    withdraw_need(engine, gone, by="Bob")
    assert need_rows(engine)["row_id"].tolist() == [kept]
    history = need_rows(engine, history=True)
    assert history["withdrawn"].tolist() == [False, False, True]
    assert history["author"].tolist() == ["Alice", "Alice", "Bob"]
    assert history["initiative"].iloc[-1] == "À retirer"
    with pytest.raises(InvalidEntry, match="n'est plus là"):
        withdraw_need(engine, gone, by="Bob")
    with pytest.raises(InvalidEntry, match="n'est plus là"):
        withdraw_need(engine, "inconnue", by="Bob")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"initiative": " "}, "L'initiative"), ({"unit": ""}, "L'unité"), ({"source": "x" * 501}, "La source"),
        ({"reached": -1}, "atteint"), ({"need": 0}, "besoin"), ({"need": float("nan")}, "besoin"), ({"reached": float("inf")}, "atteint"),
    ],
)  # fmt: skip
def test_a_row_that_lacks_something_is_refused(engine: Engine, change: dict[str, object], says: str) -> None:
    with pytest.raises(InvalidEntry, match=says):
        add_need(engine, **ROW | change)
    assert need_rows(engine).empty
