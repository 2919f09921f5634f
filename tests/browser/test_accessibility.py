"""axe-core and the keyboard. Only what Streamlit itself draws is let through, rule by rule, and only while a bare Streamlit
app has the same fault. test_every_page.py asks it of every page."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, Screen, serving
from tests.patience import PATIENCE

GRAVE = ("serious", "critical")


@dataclass(frozen=True)
class Own:
    """A fault of Streamlit's own elements."""

    rule: str
    selector: str
    reason: str


STREAMLIT = (
    Own(
        "list",
        'ul[data-testid="stSidebarNavItems"]',
        "On a narrow screen the navigation moves to the side panel, as a list whose children are sections, not items.",
    ),
    Own(
        "listitem",
        'ul[data-testid="stSidebarNavItems"] li',
        "The items of the same list stand inside those sections.",
    ),
)

BARE_APP = """
import streamlit as st

def first():
    st.title("Essai")
    st.table([{f"une longue colonne {rank}": "mot " * 4 for rank in range(8)}])

def second():
    st.title("Autre")

st.sidebar.text("panneau")
pages = [st.Page(first, title="Un", url_path="un"), st.Page(second, title="Deux", url_path="deux")]
st.navigation({"Une section": pages, "Une autre": [st.Page(second, title="Trois", url_path="trois")]}, position="top").run()
"""

RUN = """async ([impacts, own]) => {
    const found = await axe.run(document, { resultTypes: ["violations"], elementRef: true });
    const faults = [];
    for (const { id, impact, help, nodes } of found.violations) {
        if (!impacts.includes(impact)) continue;
        for (const { element, html, failureSummary } of nodes) {
            const excused = own.findIndex(({ rule, selector }) => rule === id && element?.matches(selector));
            faults.push({ rule: id, impact, help, excused, html: html.slice(0, 300), why: failureSummary });
        }
    }
    return faults;
}"""


def faults(page: Page) -> list[dict[str, object]]:
    """Every serious or critical violation, with the rank of the exception that covers it, or -1."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return list(page.evaluate(RUN, [list(GRAVE), [asdict(own) for own in STREAMLIT]]))


def ours(page: Page) -> list[str]:
    return [f"{fault['rule']} ({fault['impact']}): {fault['html']}" for fault in faults(page) if fault["excused"] == -1]


def test_what_opens_has_no_grave_fault_of_ours(screen: Screen):
    screen.open("repartition")
    page = screen.page
    page.get_by_role("radio", name="Tableau").first.click()
    page.locator(".st-key-filtres-autres summary").click()
    screen.settled()
    assert ours(page) == []
    field = page.locator(".st-key-region input").first
    field.click()
    expect(page.get_by_role("option").first).to_be_visible()
    assert ours(page) == []
    page.keyboard.press("Escape")
    # It leaves little by little: nobody works in a list that closes.
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.get_by_role("button", name="Jeu de démonstration").click()
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
    assert ours(page) == []


@pytest.fixture(scope="module")
def bare(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Streamlit app without a line of ours."""
    folder = tmp_path_factory.mktemp("bare")
    (folder / "bare.py").write_text(BARE_APP, encoding="utf-8")
    with serving(folder, "--browser.gatherUsageStats", "false", script="bare.py", root=folder) as address:
        yield address


def test_every_exception_is_streamlit_s_own(browser: Browser, bare: str):
    """An exception that a bare app doesn't need is ours to mend."""
    context = browser.new_context(viewport=PHONE)
    try:
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.goto(bare)
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator('[data-testid="stTable"] td').first).to_be_visible()
        found = {fault["excused"] for fault in faults(page)}
        assert [own.rule for rank, own in enumerate(STREAMLIT) if rank not in found] == []
    finally:
        context.close()


LOOK = """const look = (field) => [field, field.parentElement, field.parentElement?.parentElement, field.closest('label')]
    .filter(Boolean).map((node) => getComputedStyle(node))
    .map((style) => style.outlineStyle + style.boxShadow + style.borderColor + style.backgroundColor).join();
"""
STOPS = f"""() => {{
    {LOOK}
    const stopOf = (group) => group.querySelector('input:checked') ?? group.querySelector('input');
    const main = document.querySelector('[data-testid="stMainBlockContainer"]');
    const fields = [...main.querySelectorAll('a[href], button, input, textarea, summary')].filter(
        (field) => field.getClientRects().length && !field.disabled && !field.closest('.modebar'));
    // One radio of a group takes the focus, arrows do the rest; the arrow of a list belongs to its field.
    const stops = fields.filter((field) => field.tabIndex >= 0
        && (field.getAttribute('role') !== 'radio' || field.getAttribute('aria-checked') === 'true')
        && (field.type !== 'radio' || field === stopOf(field.closest('[role="radiogroup"]'))));
    window.looks = stops.map(look);
    stops.forEach((field, rank) => field.dataset.stop = rank);
    return stops.length;
}}"""
FOCUSED = f"""() => {{
    {LOOK}
    const field = document.activeElement, stop = field.dataset?.stop ?? null;
    return {{
        stop,
        shown: stop === null || look(field) !== window.looks[stop],
        rest: field.closest('[role="toolbar"]')?.querySelectorAll('button').length - 1 || 0,
        html: field.outerHTML.slice(0, 160),
    }};
}}"""

FADED = """() => Promise.all(document.getAnimations()
    .filter(({ effect }) => Number.isFinite(effect.getComputedTiming().endTime))
    .map(({ finished }) => finished.catch(() => null)))"""


@pytest.mark.parametrize(
    "path", ["definitions", "ecosysteme", "besoins-et-effets", "emblematiques", "accessibilite", "essayer"]
)
def test_keyboard_reaches_every_control(screen: Screen, path: str):
    """Each link, button, field and choice of the page takes the focus in turn, and looks different while it has it."""
    screen.named().open(path)
    keyboard, wanted = screen.page.keyboard, screen.page.evaluate(STOPS)
    reached: set[int] = set()
    hidden: list[str] = []

    def look() -> int:
        seen = screen.page.evaluate(FOCUSED)
        if seen["stop"] is None:
            return 0
        reached.add(int(seen["stop"]))
        if not seen["shown"]:
            screen.page.evaluate(FADED)  # a border may fade in
            if not screen.page.evaluate(FOCUSED)["shown"]:
                hidden.append(seen["html"])
        return int(seen["rest"])

    for _ in range(wanted + 60):
        keyboard.press("Tab")
        for _ in range(look()):
            keyboard.press("ArrowRight")
            look()
        if len(reached) == wanted:
            break
    assert sorted(set(range(wanted)) - reached) == []
    assert hidden == []
