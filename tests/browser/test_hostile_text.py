"""Every text that people bring is hostile, on every page: it is shown as written, and nothing of it comes to life."""

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pandas as pd
import pytest
from playwright.sync_api import Browser, Dialog, expect
from sqlalchemy import Engine

from dashboard.domain.expression import Expression, Kind
from dashboard.domain.grid import Grid
from dashboard.domain.grid_file import load_grid
from dashboard.domain.lexicon import Lexicon
from dashboard.domain.operation import FIELDS
from dashboard.domain.selection import FILTERS
from dashboard.identification.lexicons import keep_lexicon
from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.reviews.building import ReviewRow, fill_campaign
from dashboard.reviews.campaigns import create_campaign
from dashboard.reviews.model import DecisionRule
from dashboard.reviews.need_rows import add_need
from dashboard.reviews.store import default_location, open_store
from dashboard.ui.figure_card import TABLE
from dashboard.warehouse.state import State
from tests.browser.conftest import PAGES, WINDOW, Screen, serving, watched
from tests.pages.campaigns import GRIDS, answers_at

AT = datetime(2019, 5, 2, 9, tzinfo=UTC)
FOREIGN = "exfil.example"
NAME = f"<img src=x onerror=alert(1)> ![n](//{FOREIGN}/n.png) :material/home:"
FILE = "<img src=x onerror=alert(1)> ![x].csv"
TITLES = (
    "=cmd|'/C calc'!A0", "# titre", "1. liste", "- liste", "> cité", "--- -> --", f"a@{FOREIGN} www.{FOREIGN} _www.{FOREIGN}",
    f'[r]: http://{FOREIGN}/ "t"', ":streamlit: :smile: :red[x]", "$$x$$ `x` **x** __x__ ~~x~~", "| a | b |", "@SUM(1)", "+33 1",
)  # fmt: skip
"""What is read at the start of a line, or drawn as something else."""
OWN_KEYS = (
    "campagne", "niveau", "indicateur", "tri", "ordre", "levier", "departement", "nature", "diapo", "diapos", "onglet", "volet",
    "vue", "mesure", "page", "colonnes",
)  # fmt: skip
"""What pages read in the URL beside the filters."""
SILENT = {
    "definitions", "ecosysteme", "emblematiques", "concordance", "donnees-personnelles", "accessibilite",
    # These are about another programming period than the one of the hostile extract, and say so, or about dates alone.
    "ce-qui-a-change", "periodes",
    # Views have hostile names in `tests/pages/test_views.py`: nobody keeps one here.
    "mes-vues",
    # The journal names what people do on the pages: nobody has done anything here.
    "journal",
}  # fmt: skip
"""The pages that show nothing of what people bring."""
LONGEST_WAVE = 40
GROUPS = 4
"""Windows that share the pages: one test of them all would last too long where the machine is busy."""
INJECTED = """([foreign, listener]) => [...document.querySelectorAll("*")].filter((element) => {
    if ([...element.attributes].some(({ name }) => name.startsWith("on"))) return true;
    if (element.matches('img[src="x"], .katex, [aria-label="home icon"]')) return true;
    if (element.matches("script")) return element.textContent.includes("alert(");
    return ["href", "src", "xlink:href"].map((name) => element.getAttribute(name)).some((given) => {
        if (!given) return false;
        const { protocol, host } = new URL(given, location.href);
        return ["javascript:", "mailto:"].includes(protocol) || host.endsWith(foreign) || host === listener;
    });
}).map((element) => element.outerHTML.slice(0, 300))"""


class Hostile(Screen):
    """A window on the hostile server. A dialog is a fault, as a request to another host is for every window."""

    words: str
    listener: str

    def injected(self) -> list[str]:
        """The elements that the words have made."""
        found: list[str] = self.page.evaluate(INJECTED, [FOREIGN, self.listener])
        return found

    def read(self) -> str:
        """The page as people read it: no word joiner, one space for any other."""
        return as_written(self.text())


def as_written(text: str) -> str:
    return " ".join(text.replace("\u2060", "").split())


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server that must not be asked anything: its address, and what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}", asked
        server.shutdown()


@pytest.fixture(scope="module")
def hostile(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, listener: tuple[str, list[str]]
) -> Iterator[tuple[str, str]]:
    """The address of a server whose every text is hostile, and the words that most of them are."""
    folder = tmp_path_factory.mktemp("hostile")
    words = (
        f"![x](http://{listener[0]}/a.png) [l](http://{FOREIGN}/) <img src=x onerror=alert(1)> <script>alert(2)</script> "
        "</style> :material/home: $x$ [a](javascript:alert(3)) \"'"
    )
    fill(State(folder / "state"), folder, words)
    with serving(folder) as address:
        yield address, words


def fill(state: State, folder: Path, words: str) -> None:
    """An extract, its decisions, a survey, a lexicon, a need and two campaigns, all in these words."""
    texts = {field.name: words for field in FIELDS if field.in_template and field.kind.startswith("texte")}
    rows = [
        {
            **texts, "num_dossier": f"D{rank}", "fund": "FSE", "priority_axis": "3", "title": title, "total_cost": str(9000 - rank),
            "eu_amount": "400", "programming_date": "05/05/2018",
        } | ({"region": "Bretagne"} if rank % 2 == 0 else {"programme": "Programme Opérationnel National FSE"})
        for rank, title in enumerate([words] * 3 + list(TITLES))
    ]  # fmt: skip
    decisions = [
        {"num_dossier": row["num_dossier"], "retained": "oui", "category": words, "reason": words, "source": words}
        for row in rows
    ]
    answer = {"body_type": "AGD", "region": "Bretagne", "answer": "oui", "remark": words, "themes": words}
    answers = [{"respondent": f"{rank} {words}", **answer} for rank in range(2)]
    run_import(state, ImportRequest(written(folder / FILE, rows), wave=words, by=NAME))
    run_import(state, ImportRequest(written(folder / "decisions.csv", decisions), by=NAME))
    run_import(state, ImportRequest(written(folder / "enquete.csv", answers), wave=words, by=NAME))
    lexicon = Lexicon((
        Expression("mot", Kind.IDENTIFICATION, "", words, "exfil", fields=("title", "description"), active=True),
        Expression("signal", Kind.SIGNAL, "besoin", words, "alert", fields=("description",), active=True),
    ))  # fmt: skip
    keep_lexicon(state, lexicon, by=NAME, comment=words)
    engine = open_store(default_location(state.root))
    add_need(
        engine, initiative=words, reached=5, need=10, unit=words[:100], need_is_minimum=False, source=words, by=NAME
    )
    operations = pd.DataFrame(rows)[["num_dossier", "title", "beneficiary"]].assign(wave=words[:LONGEST_WAVE])
    grid = hostile_grid(folder, words)
    campaign(engine, "ouverte", words, lexicon, grid, operations.head(3), frozen=False)
    campaign(engine, "figee", words, lexicon, grid, operations.head(1), frozen=True)
    engine.dispose()


def written(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


def hostile_grid(folder: Path, words: str) -> Grid:
    """The four-criteria grid, every text of it replaced."""
    grid = (GRIDS / "csess.toml").read_text(encoding="utf-8")
    path = folder / "grille.toml"
    lines = re.compile(r'^((?:title|source|help|text) = |  )".*"', re.MULTILINE)
    path.write_text(lines.sub(lambda found: found[1] + json.dumps(words), grid), encoding="utf-8")
    return load_grid(path)


def campaign(
    engine: Engine, name: str, words: str, lexicon: Lexicon, grid: Grid, operations: pd.DataFrame, *, frozen: bool
) -> None:
    """D0 is retained by both reviewers, D1 divides them, D2 waits for the second."""
    verdicts = {"D0": ("retenue", "retenue"), "D1": ("retenue", "non"), "D2": ("retenue",)}
    create_campaign(
        engine, campaign_id=name, name=f"{name} {words}", description=words, grid=grid, lexicon_hash=lexicon.version,
        lexicon_text=lexicon.to_csv(), extracts=["0" * 64], operations=operations, reviewers=[NAME, f"2 {NAME}"], by=NAME,
        rule=DecisionRule(reviews_needed=2, categories=(words,)), at=AT,
    )  # fmt: skip
    reviews = [
        ReviewRow(number, who, answers_at(grid, (level,) * 4), verdict, words if verdict == "retenue" else None, words, AT)
        for number in operations["num_dossier"]
        for who, level, verdict in zip((f"2 {NAME}", NAME), (3, 1), verdicts[number], strict=False)
    ]  # fmt: skip
    fill_campaign(engine, name, reviews, frozen_by=NAME if frozen else None, frozen_at=AT)


@pytest.fixture(scope="module")
def window(browser: Browser, hostile: tuple[str, str], listener: tuple[str, list[str]]) -> Iterator[Hostile]:
    address, words = hostile
    with closing(browser.new_context(**WINDOW)) as context:
        opened = Hostile(context, address)
        opened.words, opened.listener = words, listener[0]

        def fault(dialog: Dialog) -> None:
            opened.faults.append(f"dialog: {dialog.message}")
            dialog.dismiss()

        opened.page.on("dialog", fault)
        yield opened


@pytest.fixture
def screen(window: Hostile, listener: tuple[str, list[str]]) -> Iterator[Hostile]:
    """An empty page of the reviewer who has the hostile name."""
    with watched(window.emptied()):
        window.named(NAME)
        yield window
    assert listener[1] == []


def views(screen: Hostile) -> Iterator[str]:
    """Goes through what a page can show: its tabs, their folded parts, the table of each card, the slides."""
    page = screen.page
    tabs = page.get_by_role("tab")
    for tab in range(max(tabs.count(), 1)):
        if tabs.count():
            tabs.nth(tab).click()
        for summary in page.locator("details > summary:visible").all():
            summary.click()
        screen.settled()
        yield screen.read()
        for table in page.get_by_role("radio", name=TABLE, exact=True).all():
            table.click()
        screen.settled()
        yield screen.read()
    following = page.locator(".st-key-diapo-suivante button")
    while following.count() and following.is_enabled():
        following.click()
        screen.settled()
        yield screen.read()


@pytest.mark.parametrize("first", range(GROUPS))
def test_no_page_gives_life_to_the_words_that_it_shows(screen: Hostile, first: int):
    words, wave = screen.words, screen.words[:LONGEST_WAVE]
    query = dict.fromkeys((*(one.key for one in FILTERS), *OWN_KEYS), words) | {
        "q": "", "vague": wave, "region": ["Bretagne", words], "operation": "D2", "vague-operation": wave,
    }  # fmt: skip
    injected, silent = {}, set()
    pages = list(PAGES)[first::GROUPS]
    for path in pages:
        screen.turn(path, **query)
        seen = []
        for text in views(screen):
            seen.append(words in text or NAME in text)
            injected.update({path: found} if (found := screen.injected()) else {})
        if not any(seen):
            silent.add(path)
    assert injected == {}
    assert silent == SILENT & set(pages)


def test_titles_are_shown_as_written(screen: Hostile):
    screen.open("operations")
    shown = [as_written(text) for text in screen.page.locator(".stTable tbody th").all_inner_texts()]
    titles = [title.replace(f"a@{FOREIGN}", "[adresse électronique masquée]") for title in TITLES]
    assert shown == [*[screen.words] * 3, *titles]
    assert screen.injected() == []


def test_figures_are_words_under_the_pointer(screen: Hostile):
    screen.open("repartition")
    bar = screen.page.locator(".st-key-figure-carte-category .point").first
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box
    screen.page.mouse.move(box["x"], box["y"] - 20)
    screen.page.mouse.move(box["x"] + 5, box["y"] + box["height"] / 2)
    said = screen.page.locator(".hovertext").first
    expect(said).to_be_visible()
    assert screen.words in (said.text_content() or "")
    assert screen.injected() == []


def test_a_file_is_shown_as_written_before_it_is_imported(screen: Hostile, tmp_path: Path):
    path = written(tmp_path / FILE, [{f"{rank} {screen.words}": screen.words for rank in range(3)}])
    screen.open("imports").page.locator('input[type="file"]').set_input_files(path)
    expect(screen.page.get_by_role("heading", name="Associer les colonnes")).to_be_visible()
    screen.choose("associer-title", "0 ![x]")
    assert f"Par exemple : {screen.words[:60]}" in screen.read()
    assert screen.injected() == []


def test_an_address_that_leads_nowhere_is_said_as_written(screen: Hostile):
    screen.open("operation", operation=screen.words)
    assert f"le numéro « {screen.words} »." in screen.read()
    assert screen.injected() == []
