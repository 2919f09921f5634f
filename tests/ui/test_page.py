import pytest
from streamlit.testing.v1 import AppTest

from tests.patience import PATIENCE


def page_app():
    from dashboard.domain.selection import Selection
    from dashboard.ui.data import remember_selection
    from dashboard.ui.page import apply_chrome, demo_badge, page_title, section

    remember_selection(Selection())
    apply_chrome()
    page_title("Synthèse [1]", "Une *phrase*")
    section("Axes")
    demo_badge("Jeu de démonstration")
    demo_badge("Jeu de démonstration", "**Réel** et synthétique")


@pytest.fixture
def app():
    app = AppTest.from_function(page_app, default_timeout=PATIENCE).run()
    assert not app.exception
    return app


def test_headings_follow_one_another(app):
    written = [element.value for element in app.markdown]
    assert "# Synthèse \\[1\\]" in written
    assert "Une \\*phrase\\*" in written
    assert "## Axes" in written


def test_badge_opens_on_its_details(app):
    assert any(element.value == "**Réel** et synthétique" for element in app.markdown)
