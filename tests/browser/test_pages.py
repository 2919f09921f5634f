"""Filters, links and the way from a number to its operations."""

import re
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from openpyxl import load_workbook
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Screen, screen_of
from tests.browser.test_every_page import english

CITED_OPERATION = "201792223"
"""An operation of the note whose amounts the note doesn't print."""


def test_filter_holds_on_the_next_page_and_in_the_url(screen: Screen):
    screen.open()
    before = screen.metrics()
    screen.choose("region", "Bretagne")
    narrowed = screen.metrics()
    assert narrowed != before
    assert screen.query()["region"] == ["Bretagne"]
    screen.page.get_by_role("button", name="Indicateurs").click()
    screen.page.get_by_role("menuitem", name="Opérations", exact=True).click()
    expect(screen.page.locator("h1")).to_have_text("Opérations")
    screen.settled()
    assert screen.query()["region"] == ["Bretagne"]
    assert 0 < screen.listed() < 14_016


def test_pasted_url_shows_the_same_figures(browser: Browser, server: str, screen: Screen):
    screen.open().choose("region", "Bretagne").choose("axe", "3")
    with screen_of(browser, server) as another:
        another.page.goto(screen.page.url)
        another.ready()
        assert another.metrics() == screen.metrics()
        assert another.text() == screen.text()


def test_shared_link_to_an_inner_page_opens_it_filtered(screen: Screen):
    screen.open("operations", region="Picardie", retenue="retenues")
    assert screen.listed() == 23
    assert screen.query() == {"region": ["Picardie"], "retenue": ["retenues"]}
    assert screen.page.get_by_role("dialog").count() == 0


def test_value_that_no_longer_exists_is_said(screen: Screen):
    screen.open("operations", region=["Bretagne", "Septimanie"])
    expect(screen.page.get_by_test_id("stAlert")).to_contain_text("Septimanie")
    assert screen.listed() < 14_016


def test_reset_clears_the_url(screen: Screen):
    screen.open("operations", region="Bretagne", axe="3", q="insertion")
    assert screen.listed() < 14_016
    screen.page.get_by_role("button", name="Réinitialiser").click()
    expect(screen.page).not_to_have_url(re.compile("region=|axe=|[?&]q="))
    screen.settled()
    assert set(screen.query()) & {"region", "axe", "q", "periode"} == set()
    assert screen.listed() == 14_016


def test_empty_selection_says_how_to_widen(screen: Screen):
    screen.open("repartition", q="zzzzqx")
    expect(screen.page.get_by_test_id("stAlert")).to_contain_text("Aucune opération ne correspond à ces filtres")


def test_number_of_a_table_opens_its_operations(screen: Screen):
    screen.open("tableaux-de-la-note")
    link = screen.page.locator('[class*="st-key-tableau-tableau-3"] a').first
    figure = int(re.sub(r"\D", "", link.inner_text()))
    link.click()
    expect(screen.page.locator("h1")).to_have_text("Opérations")
    screen.settled()
    assert screen.listed() == figure
    assert screen.query()["retenue"] == ["retenues"]
    assert len(screen.context.pages) == 1


def test_row_of_the_list_opens_its_fiche_at_its_own_address(browser: Browser, server: str, screen: Screen):
    screen.open("operations", region="Bretagne", retenue="retenues")
    link = screen.page.locator('[class*="st-key-tableau-operations"] tbody a').first
    name = link.inner_text()
    link.click()
    expect(screen.page.locator("h1")).to_have_text(name)
    screen.settled()
    assert urlsplit(screen.page.url).path == "/operation"
    assert re.fullmatch(r"\d{9}", parse_qs(urlsplit(screen.page.url).query)["operation"][0])
    with screen_of(browser, server) as another:
        another.page.goto(screen.page.url)
        another.ready()
        expect(another.page.locator("h1")).to_have_text(name)
    screen.page.get_by_role("link", name="Retour à la liste").click()
    expect(screen.page.locator("h1")).to_have_text("Opérations")
    screen.settled()
    assert screen.query()["region"] == ["Bretagne"]
    assert screen.listed() == 20


def test_fiche_of_a_cited_operation_says_which_amounts_are_synthetic(screen: Screen):
    screen.open("operation", operation=CITED_OPERATION)
    rows = screen.page.locator('[class*="st-key-tableau-reperes"] tbody tr').all()
    said = {row.locator("th, td").first.inner_text(): row.locator("td").last.inner_text() for row in rows}
    for amount in ("Coût total", "Montant UE"):
        assert "synthétique" in said[amount]
    assert "synthétique" not in said["Porteur"]
    assert "citée par la note" in screen.text()


def test_number_that_nobody_has_is_said(screen: Screen):
    screen.open("operation", operation="<b>0</b>")
    expect(screen.page.locator("h1")).to_have_text("Opération introuvable")
    assert "<b>0</b>" in screen.text()


def test_two_windows_keep_their_own_filters(browser: Browser, server: str, screen: Screen):
    with screen_of(browser, server) as other:
        screen.open("operations").choose("region", "Bretagne")
        other.open("operations").choose("region", "Corse")
        first, second = screen.listed(), other.listed()
        assert first != second
        screen.choose("vague", "2019")
        assert other.query()["region"] == ["Corse"]
        assert other.listed() == second
        assert screen.listed() < first


def test_files_of_a_card_open(screen: Screen, tmp_path: Path):
    screen.open("repartition")
    card = screen.page.locator('[class*="st-key-carte-carte-region"]').first
    with screen.page.expect_download() as csv:
        card.get_by_role("button", name="CSV").click()
    text = Path(csv.value.path()).read_bytes().decode("utf-8-sig")
    assert csv.value.suggested_filename.endswith(".csv")
    assert "Picardie" in text
    with screen.page.expect_download() as xlsx:
        card.get_by_role("button", name="XLSX").click()
    book = load_workbook(BytesIO(Path(xlsx.value.path()).read_bytes()), read_only=True, data_only=True)
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "Picardie" in cells
    assert 23 in cells


def test_export_of_the_list_holds_the_whole_selection(screen: Screen):
    screen.open("operations", region="Bretagne", retenue="retenues")
    with screen.page.expect_download() as csv:
        screen.page.get_by_role("button", name="Exporter en CSV").click()
    lines = Path(csv.value.path()).read_bytes().decode("utf-8-sig").strip().splitlines()
    assert len(lines) == 1 + screen.listed() == 21


def test_keyboard_reaches_the_filters_then_opens_another_page(screen: Screen):
    screen.open()

    def tab_to(selector: str) -> None:
        for _ in range(30):
            screen.page.keyboard.press("Tab")
            if screen.page.evaluate("selector => !!document.activeElement.closest(selector)", selector):
                return
        raise AssertionError(f"{selector} can't be reached")

    tab_to(".st-key-vague input")
    screen.page.keyboard.type("2017")
    screen.page.keyboard.press("Enter")
    screen.settled()
    assert screen.query()["vague"] == ["2017"]
    tab_to('[data-testid="stTopNavSection"]')
    screen.page.keyboard.press("Enter")
    screen.page.keyboard.press("ArrowDown")
    screen.page.keyboard.press("Enter")
    expect(screen.page.locator("h1")).to_have_text("Répartition")
    screen.settled()
    assert screen.query()["vague"] == ["2017"]


def test_card_shows_the_same_figures_as_a_table(screen: Screen):
    screen.open("repartition")
    card = screen.page.locator('[class*="st-key-carte-carte-managing_body_type"]').first
    card.get_by_text("Tableau", exact=True).click()
    screen.settled()
    expect(card.locator("table")).to_be_visible()
    assert re.search(r"\b96\b", card.locator("tbody tr", has_text="AGD").inner_text())


def test_words_that_streamlit_says_by_itself_are_french(screen: Screen):
    screen.open("imports")
    uploader = screen.page.get_by_test_id("stFileUploader").inner_text()
    assert "Choisir un fichier" in uploader
    assert "Mo par fichier" in uploader
    assert english(screen) == []
    field = screen.open("operations").page.locator(".st-key-region input").first
    field.click()
    field.fill("zzzz")
    expect(screen.page.get_by_text("Aucun résultat")).to_be_visible()
    assert english(screen) == []


def test_window_notices_what_goes_wrong_unseen(browser: Browser, server: str):
    """The other tests lean on this: an error that nobody looks at still fails them."""
    with screen_of(browser, server) as screen:
        screen.open()
        screen.page.evaluate("console.error('panne')")
        screen.page.evaluate("fetch('/nothing/here', {method: 'POST'}).catch(() => null)")
        screen.page.evaluate(
            "document.body.append(Object.assign(new Image(), { src: 'http://localhost:9/image.png' }))"
        )
        screen.page.evaluate("setTimeout(() => { throw new Error('chute') })")
        for word in (
            "console: panne", "another host", "failed request", "content security policy: img-src", "page error: chute", "/nothing/here",
        ):  # fmt: skip
            screen.until(lambda word=word: any(word in fault for fault in screen.faults), f"{word} went unnoticed")
        screen.faults.clear()
