"""Every page, once wide and once narrow: French, within its window at every size, without a grave fault of ours.

Links lead from one page to the next, in two windows that load the application once. `test_entry.py` asks for every page by its
address."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from dashboard.ui.access import NAME
from dashboard.ui.navigation import entry_at
from tests.browser.conftest import DESKTOP, PAGES, PHONE, PROJECTOR, Screen, screen_of, watched
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
NEEDS = {"operation": {"operation": "201792223"}, "region": {"region": "Picardie"}}
"""What a page needs in its address to show more than a sentence: these open without it as well."""
ASK_NAME = {"evaluer", "arbitrage"}
"""The pages that ask for the name of a reviewer first."""

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


def bare(screen: Screen, path: str) -> None:
    """The page as its bare address shows it."""
    if path in ASK_NAME:
        screen.context.clear_cookies()
        screen.open(path)
    else:
        screen.turn(path)
    assert screen.page.locator("h1").all_inner_texts() == [PAGES[path]]
    expect(screen.page.locator("html")).to_have_attribute("lang", "fr")
    expect(screen.page).to_have_title(f"{PAGES[path]} – {NAME}")


def filled(screen: Screen, path: str) -> Screen:
    """The page with all that it needs."""
    if path in ASK_NAME:
        screen.named().open(path)
    elif path in NEEDS:
        screen.turn(path, **NEEDS[path])
    return screen.settled()


@pytest.fixture(scope="module")
def windows(browser: Browser, server: str) -> Iterator[dict[str, Screen]]:
    """A window on a desktop and one on a telephone, of a reviewer who has declared their name."""
    with screen_of(browser, server) as desk, screen_of(browser, server) as hand:
        yield {"wide": desk.named(), "narrow": hand.sized(PHONE).named()}


@pytest.fixture
def wide(windows: dict[str, Screen]) -> Iterator[Screen]:
    with watched(windows["wide"].sized(DESKTOP)) as screen:
        yield screen


@pytest.fixture
def narrow(windows: dict[str, Screen]) -> Iterator[Screen]:
    with watched(windows["narrow"].sized(PHONE)) as screen:
        yield screen


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path or "accueil")
def test_page_and_its_tabs_are_french_and_accessible_and_fit(wide: Screen, path: str):
    bare(wide, path)
    for size in (DESKTOP, PROJECTOR):
        assert english(fits(wide, size)) == []
        assert wide.page.locator(".st-key-bandeau").bounding_box()["height"] < TWO_LINES
    filled(wide.sized(DESKTOP), path)
    assert ours(wide.page) == []
    assert wide.page.get_by_role("heading", name="Filtres").is_visible() == entry_at(path).filtered
    tabs = wide.page.get_by_role("tab")
    for rank in range(1, tabs.count()):
        tabs.nth(rank).click()
        wide.settled()
        assert ours(wide.page) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path or "accueil")
def test_page_on_a_telephone_is_french_and_accessible_and_reflows_when_magnified(narrow: Screen, path: str):
    bare(narrow, path)
    assert english(fits(narrow, PHONE)) == []
    assert ours(filled(narrow, path).page) == []
    narrow.sized(NARROW).settled()
    main = narrow.page.evaluate("() => document.querySelector('[data-testid=\"stMain\"]').scrollWidth")
    assert main <= NARROW["width"]
