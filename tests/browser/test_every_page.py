"""Every page, opened once wide and once narrow: French, within its window at every size, without a grave fault of ours."""

import re

import pytest
from playwright.sync_api import ViewportSize, expect

from dashboard.ui.access import NAME
from dashboard.ui.navigation import entry_at
from tests.browser.conftest import DESKTOP, PAGES, PHONE, PROJECTOR, Screen
from tests.browser.test_accessibility import ours

ENGLISH = (
    "Drag and drop",
    "Browse files",
    "No results",
    "Choose",
    "Select all",
    "Limit",
    "Search",
    "Upload",
    "Download",
    "Clear",
    "Add:",
    r"View \d+ more",
    "View less",
    "[Dd]{2}/[Mm]{2}/[Yy]{4}",
    r"\+ ?Enter",
    "Press Enter",
    "PageUp",
    "PageDown",
    "Esc",
    "Running",
    "Connecting",
    "Fullscreen",
    "Loading",
)
"""Patterns of what Streamlit says by itself, shown or read aloud."""
READ_ALOUD = """() => [...document.querySelectorAll('button, input, [role]')].flatMap(
    (element) => ['aria-label', 'title', 'placeholder'].map((name) => element.getAttribute(name) || ''))"""
NEEDS = {
    "operation": {"operation": "201792223"}, "region": {"region": "Picardie"}, "evaluer": {}, "arbitrage": {},
}  # fmt: skip
"""What a page needs in its address, or the name of a reviewer, to show more than a sentence: these open without it as well."""

TWO_LINES = 50
"""Pixels: what stands above the title keeps to one line beside the panel of filters."""
NARROW: ViewportSize = {"width": 320, "height": 640}
"""WCAG 1.4.10: 1280 pixels at 400 %."""


def english(screen: Screen) -> list[str]:
    """The words of Streamlit that were left in English."""
    words = screen.page.locator("body").inner_text()
    words += "\n" + "\n".join(screen.page.evaluate(READ_ALOUD))
    return [word for word in ENGLISH if re.search(rf"(?<!\w){word}(?!\w)", words)]


def width(screen: Screen) -> int:
    """What the page takes, with what stands beside its main part."""
    taken: int = screen.page.evaluate(
        """() => Math.max(document.documentElement.scrollWidth,
            document.querySelector('[data-testid="stMain"]').scrollWidth + (innerWidth
                - document.querySelector('[data-testid="stMain"]').clientWidth))"""
    )
    return taken


def fits(screen: Screen, viewport: ViewportSize) -> Screen:
    screen.sized(viewport).settled()
    assert width(screen) <= viewport["width"]
    return screen


def bare(screen: Screen, path: str) -> Screen:
    return screen.open(path) if path in NEEDS else screen.named().open(path)


def titled(screen: Screen, path: str) -> None:
    assert screen.page.locator("h1").all_inner_texts() == [PAGES[path]]
    expect(screen.page.locator("html")).to_have_attribute("lang", "fr")
    expect(screen.page).to_have_title(f"{PAGES[path]} – {NAME}")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path or "accueil")
def test_page_and_its_tabs_are_french_and_accessible_and_fit(screen: Screen, path: str):
    titled(bare(screen, path), path)
    for size in (DESKTOP, PROJECTOR):
        assert english(fits(screen, size)) == []
        assert screen.page.locator(".st-key-bandeau").bounding_box()["height"] < TWO_LINES
    screen.sized(DESKTOP)
    if path in NEEDS:
        screen.named().open(path, **NEEDS[path])
    assert ours(screen.settled().page) == []
    assert screen.page.get_by_role("heading", name="Filtres").is_visible() == entry_at(path).filtered
    tabs = screen.page.get_by_role("tab")
    for rank in range(1, tabs.count()):
        tabs.nth(rank).click()
        screen.settled()
        assert ours(screen.page) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path or "accueil")
def test_page_on_a_telephone_is_french_and_accessible_and_reflows_when_magnified(screen: Screen, path: str):
    titled(bare(screen.sized(PHONE), path), path)
    assert english(fits(screen, PHONE)) == []
    if path in NEEDS:
        screen.named().open(path, **NEEDS[path])
    assert ours(screen.page) == []
    screen.sized(NARROW).settled()
    main = screen.page.evaluate("() => document.querySelector('[data-testid=\"stMain\"]').scrollWidth")
    assert main <= NARROW["width"]
