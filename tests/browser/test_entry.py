"""The way in: the first deep link after a start, what answers without the main script, what every answer carries.

Every window of these tests fails on a violation of the content security policy: the map, uploads, downloads, the link that is
copied and the presentation live under it in their own files. Here are the parts that no other file uses.
"""

import json
import re
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from urllib.error import HTTPError

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash

from tests.access.configured import AUTH, ROLES
from tests.browser.conftest import PAGES, Screen, screen_of, serving
from tests.browser.test_imports import choose_wave, give, import_file, rows_file
from tests.browser.websocket import first_run
from tests.pages.declared import declared_pages

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
        "object-src 'none'; base-uri 'self'; frame-ancestors 'self'"
    ),
}


@pytest.fixture(scope="module")
def started(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    """A server of its own, and the window whose deep link was the first page asked of it."""
    with serving(tmp_path_factory.mktemp("entry")) as address, screen_of(browser, address) as screen:
        yield screen.open("repartition", vague="2019")


def test_the_first_deep_link_after_a_start_opens_its_page(started: Screen):
    assert started.page.get_by_role("dialog").count() == 0
    assert started.page.locator("h1").all_inner_texts() == ["Répartition"]
    assert started.query() == {"vague": ["2019"]}
    expect(started.card("vague")).to_contain_text("2019")
    expect(started.page.locator('[class*="st-key-carte-carte-region"]').first).to_contain_text("Vague\u202f: 2019")


def test_a_file_goes_in_up_to_its_report(started: Screen, tmp_path: Path):
    started.open("imports")
    give(started, rows_file(tmp_path / "liste.csv", 3))
    choose_wave(started, "2019")
    import_file(started)
    assert started.metrics() == ["3", "3", "0", "0"]


def test_tooltips_and_a_document_of_the_committee(screen: Screen):
    page = screen.open("repartition").page
    expect(page.locator(".js-plotly-plot").first).to_be_visible()

    def pointed() -> bool:
        page.locator(".js-plotly-plot .point path").first.hover(force=True)
        return page.locator(".hoverlayer .hovertext").count() > 0

    screen.until(pointed, "the chart doesn't answer the pointer")
    screen.open("exports")
    page.get_by_test_id("stTooltipHoverTarget").first.hover()
    expect(page.get_by_test_id("stTooltipContent").first).to_be_visible()
    page.get_by_role("button", name="Préparer le classeur").click()
    screen.settled()
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger").click()
    assert len(load_workbook(BytesIO(download.value.path().read_bytes()), read_only=True).sheetnames) > 3


def texts(messages: list[ForwardMsg]) -> str:
    """What a run drew, in words, without the signs that keep them from being Markdown."""
    drawn = [message.delta.new_element for message in messages if message.HasField("delta")]
    words = "\n".join(element.markdown.body or element.html.body or element.alert.body for element in drawn)
    return words.replace("\\", "")


def test_every_address_opens_its_page(server: str):
    """As a pasted link asks for it: the other files follow links inside the application where they only look."""
    for path, title in PAGES.items():
        messages = first_run(server, page=path)
        assert not any(message.HasField("page_not_found") for message in messages), path
        assert f"# {title}" in texts(messages).splitlines(), path
        assert '<html lang="fr">' in read(f"{server}/{path}")[2], path


def test_no_page_answers_without_the_main_script(server: str):
    """Neither where pages stand, nor where they stood once, nor by the hash that the old multipage mode gave them."""
    for page in ("pages/indicateurs/repartition", "indicateurs/repartition", "repartition.py", "comite", "main"):
        messages = first_run(server, page=page)
        assert any(message.HasField("page_not_found") for message in messages), page
        assert "copier-lien" in texts(messages), page
        assert "# Synthèse" in texts(messages), page
    for page in declared_pages()[1:4]:
        drawn = texts(first_run(server, script=calc_hash(page["path"])))
        assert "copier-lien" in drawn
        assert "# Synthèse" in drawn
    for path in ("pages/indicateurs/repartition.py", "src/dashboard/ui/main.py", "app.py"):
        assert "import" not in read(f"{server}/{path}")[2], path


def test_the_main_script_alone_refuses_where_a_login_is_required(tmp_path: Path):
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(AUTH + ROLES, encoding="utf-8")
    options = ("--secrets.files", str(secrets))
    with serving(tmp_path, *options, script="src/dashboard/ui/main.py", DASHBOARD_AUTH="required") as address:
        messages = first_run(address)
    assert "streamlit run app.py" in texts(messages)
    assert not any(message.HasField("navigation") for message in messages)
    assert "Synthèse" not in texts(messages)
    assert not (tmp_path / "state").exists()


def test_every_answer_carries_the_headers_and_pages_are_french(server: str):
    status, headers, html = read(f"{server}/repartition?vague=2019")
    assert status == 200
    assert re.findall(r"<html[^>]*>", html) == ['<html lang="fr">']
    script = re.search(r'src="\./(static/js/[^"]+\.js)"', html)
    assert script is not None
    icon = next(
        message.page_config_changed.favicon
        for message in first_run(server)
        if message.HasField("page_config_changed") and message.page_config_changed.favicon
    )
    assert icon.startswith("/media/")
    for path, expected in (
        ("/", 200), (f"/{script[1]}", 200), (icon, 200), ("/media/absent.png", 404), ("/_stcore/metrics", 404), ("/sante", 200),
    ):  # fmt: skip
        status, headers, _ = read(f"{server}{path}")
        assert status == expected, path
        assert {name: headers.get_all(name) for name in HEADERS} == {name: [said] for name, said in HEADERS.items()}


def test_whoever_watches_is_answered(server: str):
    assert json.loads(read(f"{server}/sante")[2]) == {"vivant": True}
    assert json.loads(read(f"{server}/pret")[2]) == {"pret": True, "raisons": []}


def test_only_its_own_site_may_frame_it(browser: Browser, server: str):
    context = browser.new_context()
    with framing(server) as elsewhere:
        page = context.new_page()
        page.goto(elsewhere)
        expect(page.locator("p")).to_have_text("Une autre page")
        [frame] = page.main_frame.child_frames
        frame.wait_for_url("chrome-error://chromewebdata/")
        page.goto(f"{server}/sante")
        page.evaluate("document.body.append(Object.assign(document.createElement('iframe'), { src: '/pret' }))")
        expect(page.frame_locator("iframe").locator("body")).to_contain_text("raisons")
    context.close()


@contextmanager
def framing(address: str) -> Iterator[str]:
    """A site of another origin whose page shows the application in a frame."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f'<!doctype html><p>Une autre page</p><iframe src="{address}/"></iframe>'.encode())

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("localhost", 0), Page) as site:
        thread = threading.Thread(target=site.serve_forever)
        thread.start()
        try:
            yield f"http://localhost:{site.server_port}/"
        finally:
            site.shutdown()
            thread.join()


def read(address: str) -> tuple[int, HTTPMessage, str]:
    """Status, headers and text that an address answers to a browser."""
    asked = urllib.request.Request(address, headers={"Accept": "text/html,*/*"})  # noqa: S310
    try:
        with urllib.request.urlopen(asked) as answer:  # noqa: S310
            return answer.status, answer.headers, answer.read().decode(errors="replace")
    except HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode(errors="replace")
