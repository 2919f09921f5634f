"""The keyboard alone: where the focus is, how one gets somewhere, what a key does."""

from tests.browser.conftest import Screen

MOST_TABS = 160
FOCUSED = """() => {
    const element = document.activeElement;
    if (!element.matches("input, textarea, button, a, [tabindex='0'][role]")) return "";
    const labels = [...(element.labels ?? [])].map((label) => label.innerText);
    const group = element.closest('[role="radiogroup"]');
    return [element.getAttribute("aria-label"), ...labels, element.innerText, group?.getAttribute("aria-label")]
        .filter(Boolean).join(" | ");
}"""


def focused(screen: Screen) -> str:
    return str(screen.page.evaluate(FOCUSED))


def tab_to(screen: Screen, name: str, key: str = "Tab") -> None:
    """Presses Tab until the focus is on what is called so: whatever can't be reached that way fails here."""
    seen = []
    for _ in range(MOST_TABS):
        if name in (now := focused(screen)) and not now.startswith(("Help", "Aide")):
            return
        seen.append(now[:60])
        screen.page.keyboard.press(key)
    raise AssertionError(f"{name} can't be reached with {key}: {seen}")


def press(screen: Screen, *keys: str) -> None:
    for key in keys:
        screen.page.keyboard.press(key)
        screen.settled()
