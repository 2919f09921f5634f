"""A filter asks DuckDB a few questions, whatever the page draws: planning one costs more than its answer."""

from typing import Any

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import BREAKDOWN, OPERATIONS, SYNTHESIS, Opened, run
from tests.pages.declared import page_path

MOST = 3
PAGES = (
    SYNTHESIS,
    BREAKDOWN,
    OPERATIONS,
    page_path("territoires/territoires.py"),
    page_path("evaluation/essayer.py"),
    page_path("reperage/a_lire.py"),
)
MOST_ELSEWHERE = {page_path("reperage/reperage.py"): 5}
"""What the other pages may ask: on Repérage, the count, the funnel, its step, what is identified and the texts of ten of them."""


def choose(app: AppTest, key: str, value: str | None) -> None:
    app.multiselect(key=key).set_value([value] if value else [])
    run(app)


def test_a_page_after_a_filter_runs_a_few_statements_at_most(
    opened: Opened, demonstration: Any, statements: list[str]
) -> None:
    for page, most in {**dict.fromkeys(PAGES, MOST), **MOST_ELSEWHERE}.items():
        app = opened(demonstration, page)
        choose(app, "region", "Bretagne")
        for key, value in (("region", "Lorraine"), ("region", None), ("gestionnaire", "OI CD")):
            statements.clear()
            choose(app, key, value)
            assert len(statements) <= most, (page, key, [text.splitlines()[0] for text in statements])


def test_a_selection_seen_before_asks_nothing(opened: Opened, demonstration: Any, statements: list[str]) -> None:
    app = opened(demonstration, BREAKDOWN)
    for value in ("Bretagne", None):
        choose(app, "region", value)
    statements.clear()
    choose(app, "region", "Bretagne")
    assert statements == []
