"""The script that puts French words where Streamlit writes English ones, on a page that holds nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard import ui

SCRIPT = Path(ui.__file__).parent / "scripts" / "french.js"


PHRASES = {
    "Select all": "Tout sélectionner",
    "This app has encountered an error. The original error message is redacted.":
        "Une erreur est survenue. Le détail est dans le journal du serveur.",
    "200MB per file • CSV, XLSX": "200\u202fMo par fichier • CSV, XLSX",
    "Select 12 matches": "Sélectionner les 12 résultats",
    "Shortcut Ctrl + Enter": "Raccourci Ctrl + Entrée",
    "Shortcut PageUp": "Raccourci Page préc.",
    "Add: 2025": "Ajouter\u202f: 2025",
    "View 12 more": "Voir 12 pages de plus",
    "dd/mm/yyyy": "jj/mm/aaaa",
    "Esc": "Échap",
    "Une phrase de la page": "Une phrase de la page",
}  # fmt: skip


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


@pytest.fixture
def page(window: Page) -> Page:
    window.goto("about:blank")
    window.set_content("<p>No results</p>")
    window.add_script_tag(path=SCRIPT)
    return window


def put(page: Page, html: str) -> None:
    """Adds to the page after the script has begun, as Streamlit does; what was added before goes."""
    page.evaluate(
        """(html) => {
            document.getElementById("new")?.remove();
            document.body.insertAdjacentHTML("beforeend", `<div id="new">${html}</div>`);
        }""",
        html,
    )


def test_document_is_french_and_what_stands_there_already_too(page: Page):
    assert page.evaluate("document.documentElement.lang") == "fr"
    expect(page.locator("p")).to_have_text("Aucun résultat")


def test_phrases_are_translated(page: Page):
    for english, french in PHRASES.items():
        put(page, f"<p>{english}</p><button aria-label='{english}' title='{english}'></button>")
        expect(page.locator("#new p")).to_have_text(french)
        button = page.locator("#new button")
        assert (button.get_attribute("aria-label"), button.get_attribute("title")) == (french, french)


def test_words_that_change_are_translated_again(page: Page):
    put(page, "<p>Connecting</p>")
    expect(page.locator("#new p")).to_have_text("Connexion…")
    page.evaluate("document.querySelector('#new p').firstChild.data = 'Running...'")
    expect(page.locator("#new p")).to_have_text("Calcul en cours…")


def test_what_people_wrote_and_figures_keep_their_words(page: Page):
    put(
        page,
        "<div data-testid='stMarkdownContainer'><p>Open</p></div><table class='stTable'><tr><td>Search</td></tr></table>"
        "<i>Close</i>",
    )
    expect(page.locator("#new i")).to_have_text("Fermer")
    assert page.locator("#new p").inner_text() == "Open"
    assert page.locator("#new td").inner_text() == "Search"
