import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.ui import page
from tests.patience import PATIENCE


def page_app():
    from dashboard.ui.page import apply_chrome, demo_badge, page_title, section

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


def test_chrome_asks_nothing_of_the_network():
    for source in (page.STYLE, page.SCRIPT):
        assert not re.search(r"https?://|//[a-z]+\.|url\(|@import|fetch\(|import\(", source)


def test_script_sets_the_language_and_carries_its_words():
    assert 'document.documentElement.lang = "fr"' in page.SCRIPT
    assert "WORDS" not in page.SCRIPT
    assert "PHRASES" not in page.SCRIPT
    assert '"No results": "Aucun résultat"' in page.SCRIPT


@pytest.mark.parametrize(
    ("english", "french"),
    [
        (
            "This app has encountered an error. The original error message is redacted.",
            "Une erreur est survenue. Le détail est dans le journal du serveur.",
        ),
        ("200MB per file • CSV, XLSX", "200\u202fMo par fichier • CSV, XLSX"),
        ("Select 12 matches", "Sélectionner les 12 résultats"),
    ],
)
def test_phrases_are_translated(english, french):
    phrases = json.loads(re.search(r"phrases = (\[.*?\])\.map", page.SCRIPT)[1])
    translated = [
        re.sub(pattern, re.sub(r"\$(\d)", r"\\\1", to), english, flags=re.DOTALL)
        for pattern, to in phrases
        if re.search(pattern, english, flags=re.DOTALL)
    ]
    assert translated == [french]
