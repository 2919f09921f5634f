"""The comité de suivi: the slides on a projector with the keyboard alone, and documents that open."""

import io
import zipfile

from playwright.sync_api import Browser, expect

from tests.browser.conftest import PROJECTOR, Screen, screen_of

SLIDE = "section.diapo"
NOTE_WORDS = """(words) => new MutationObserver(() => { window.wordsSeen ||= document.body.innerText.includes(words); })
    .observe(document.body, { subtree: true, childList: true, characterData: true })"""
"""Words that go by themselves may be gone before a busy machine looks for them."""

SIZES_IN_PICTURES = """images => images.flatMap((image) => {
    const drawn = new DOMParser().parseFromString(atob(image.src.split(",")[1]), "image/svg+xml");
    const { width, height } = drawn.documentElement.viewBox.baseVal;
    const scale = Math.min(image.clientWidth / width, image.clientHeight / height);
    return [...drawn.querySelectorAll("text")].map((text) => scale * parseFloat(text.style.fontSize));
})"""
"""The heights of the words of pictures as they are on the screen."""


def test_slides_turn_with_a_remote_control_and_fit_the_projector(screen: Screen):
    screen.sized(PROJECTOR)
    every = (
        "perimetre,entonnoir,chiffres-cles,axes,types,regions,gestionnaires,enquete,operations,limites,programme,iej"
    )
    screen.open("presentation", diapos=every, plein_ecran="oui")
    titles = []
    for slug in every.split(","):
        screen.page.wait_for_function("slug => new URLSearchParams(location.search).get('diapo') === slug", arg=slug)
        screen.settled()
        expect(screen.page.locator(SLIDE)).to_be_visible()
        box = screen.page.locator(SLIDE).bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= PROJECTOR["height"]
        overflow = screen.page.locator(f"{SLIDE} .diapo-corps").evaluate("e => e.scrollHeight - e.clientHeight")
        assert overflow <= 1, slug
        titles.append(screen.page.locator("h1").inner_text())
        screen.page.keyboard.press("PageDown")
    assert len(set(titles)) == len(titles)
    screen.page.keyboard.press("PageUp")
    screen.page.wait_for_function("() => new URLSearchParams(location.search).get('diapo') === 'programme'")
    screen.page.keyboard.press("Escape")
    expect(screen.page.locator("h1")).to_have_text("Présentation")
    assert screen.page.get_by_test_id("stSidebar").is_visible()


def test_the_keys_of_a_room_turn_the_slides_and_the_controls_hide(screen: Screen):
    screen.sized(PROJECTOR)
    screen.open("presentation", diapos="chiffres-cles,types,regions", plein_ecran="oui")
    expect(screen.page.locator(SLIDE)).to_be_visible()
    for key, slug in (
        ("ArrowRight", "types"),
        ("Space", "regions"),
        ("ArrowLeft", "types"),
        ("End", "regions"),
        ("Home", "chiffres-cles"),
        ("ArrowDown", "types"),
        ("ArrowUp", "chiffres-cles"),
    ):
        screen.page.keyboard.press(key)
        screen.page.wait_for_function("slug => new URLSearchParams(location.search).get('diapo') === slug", arg=slug)
        screen.settled()
    controls = screen.page.locator(".st-key-diapo-commandes")
    assert controls.evaluate("e => getComputedStyle(e).opacity") == "0"
    controls.hover()
    assert controls.evaluate("e => getComputedStyle(e).opacity") == "1"


def test_a_screen_prints_without_what_is_pressed(screen: Screen):
    screen.open("repartition")
    screen.page.emulate_media(media="print")
    assert not screen.page.get_by_test_id("stSidebar").is_visible()
    assert not screen.page.get_by_role("button", name="CSV").first.is_visible()
    charts = screen.page.locator(".js-plotly-plot")
    cards = screen.page.locator('[class*="st-key-carte-"]')
    assert charts.count() >= 2
    for rank in range(charts.count()):
        chart, card = charts.nth(rank).bounding_box(), cards.nth(rank).bounding_box()
        assert chart is not None
        assert card is not None
        assert card["x"] <= chart["x"]
        assert chart["x"] + chart["width"] <= card["x"] + card["width"] + 1
    screen.page.emulate_media(media="screen")


def test_text_of_a_slide_is_legible_from_the_back_of_a_room(screen: Screen):
    screen.sized(PROJECTOR)
    screen.open("presentation", diapo="types", plein_ecran="oui")
    sizes = screen.page.locator(f"{SLIDE} .diapo-image:visible").evaluate_all(SIZES_IN_PICTURES)
    assert len(sizes) >= 10
    assert min(sizes) >= 18
    title = screen.page.locator("h1").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert title >= 28


def test_the_link_of_the_screen_is_copied_with_its_filters(browser: Browser, server: str):
    with screen_of(browser, server) as screen:
        screen.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server)
        screen.open("repartition", region="Bretagne")
        screen.page.evaluate(NOTE_WORDS, "Lien copié")
        screen.page.get_by_role("button", name="Copier le lien").click()
        screen.page.wait_for_function("() => window.wordsSeen")
        copied = screen.page.evaluate("() => navigator.clipboard.readText()")
        assert copied == screen.page.url
        assert "region=Bretagne" in copied


def test_the_pack_is_prepared_and_downloaded(screen: Screen):
    screen.open("exports", region="Bretagne")
    screen.page.get_by_role("button", name="Préparer le dossier complet").click()
    button = screen.page.get_by_role("button", name="Télécharger")
    expect(button).to_be_visible()
    with screen.page.expect_download() as download:
        button.click()
    content = download.value.path().read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert b"Bretagne" in archive.read("manifest.json")
