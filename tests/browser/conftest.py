"""The app as people meet it: a server of its own, Chromium, and a page that fails on anything that goes wrong unseen."""

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    ViewportSize,
    WebSocket,
    expect,
    sync_playwright,
)
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.warehouse.state import State
from tests.conftest import copy_of
from tests.pages.declared import declared_pages
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PROJECTOR: ViewportSize = {"width": 1280, "height": 720}
PHONE: ViewportSize = {"width": 390, "height": 844}
PAGES = {"": "Synthèse"} | {page["url_path"]: page["title"] for page in declared_pages()[1:]}
"""Address → title. The first page is the default one and stands at the root."""
WINDOW = {"locale": "fr-FR", "viewport": DESKTOP, "accept_downloads": True}

CHROMIUM_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--disable-gpu-rasterization",  # Debian asks for it, and without a graphics card it costs more than the page itself
]  # fmt: skip
STREAMLIT_OWN_404 = re.compile(r"^/[\w-]+/_stcore/(health|host-config)$")
"""On a deep link Streamlit first looks for its server under the page's own path. Nothing else may fail."""

POLICY = """addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
    console.error(`content security policy: ${effectiveDirective} ${blockedURI}`));"""
FOLLOW = """(href) => {
    const link = Object.assign(document.createElement("a"), { href });
    document.body.append(link);
    link.click();
    link.remove();
}"""
PUT_OFF = """(() => {
    const begun = new Set(), { setTimeout: begin, clearTimeout: end, fetch: ask } = window;
    const { send } = XMLHttpRequest.prototype;
    window.changes = 0;
    window.putOff = () => begun.size;
    window.setTimeout = (act, delay = 0, ...given) => {
        if (typeof act !== "function" || delay > 300) return begin(act, delay, ...given);
        const timer = begin(() => { begun.delete(timer); act(...given); }, delay);
        begun.add(timer);
        return timer;
    };
    window.clearTimeout = (timer) => { begun.delete(timer); end(timer); };
    window.fetch = (...given) => {
        const request = ask(...given);
        begun.add(request);
        return request.finally(() => begun.delete(request));
    };
    XMLHttpRequest.prototype.send = function (...given) {
        begun.add(this);
        this.addEventListener("loadend", () => begun.delete(this));
        return send.apply(this, given);
    };
    new MutationObserver(() => { window.changes += 1; })
        .observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
})();"""
"""Counts the changes of the page, and holds what it has put off: acts by less than a third of a second, and requests."""
STILL = """(call) => {
    const state = document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState;
    const busy = state !== "notRunning" || putOff() || document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]');
    const { call: before, changes: last, looks } = window.lastLook ?? {};
    window.lastLook = { call, changes, looks: busy || call !== before || changes !== last ? 0 : looks + 1 };
    return window.lastLook.looks === 5;
}"""
"""Five looks in a row find nothing new, nor anything put off. There is one for each frame: they are counted, not timed, and
the page is laid out between two of them however slow the machine is."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def chromium() -> str | None:
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def serving(
    folder: Path, *options: str, script: str = "app.py", root: Path = ROOT, **environment: str
) -> Iterator[str]:
    """A server on a free port, with its own state folder; yields its address."""
    port = free_port()
    log = folder / "server.log"
    command = [
        sys.executable, "-m", "streamlit", "run", script, "--server.headless", "true", "--server.port", str(port), *options,
    ]  # fmt: skip
    variables = os.environ | {"DASHBOARD_STATE": str(folder / "state"), "PYTHONUNBUFFERED": "1"} | environment
    with log.open("wb") as output:
        server = subprocess.Popen(command, cwd=root, env=variables, stdout=output, stderr=subprocess.STDOUT)
    address = f"http://localhost:{port}"
    try:
        _wait_for_health(address, server, log)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
    written = log.read_text(encoding="utf-8", errors="replace")
    assert "Traceback" not in written, written[-4000:]
    assert "No runtime found" not in written, "a cache was declared before Streamlit's runtime began"


def free_port() -> int:
    """A port below those that the system gives to outgoing connections: none takes it before the server does."""
    while True:
        port = 20_000 + secrets.randbelow(12_000)
        with socket.socket() as free, suppress(OSError):
            free.bind(("localhost", port))
            return port


def _wait_for_health(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + 2 * PATIENCE
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"the server didn't start: {log.read_text(encoding='utf-8', errors='replace')[-4000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = chromium()
    if executable is None:
        reason = "Chromium isn't here: apt-get install chromium, or name it in CHROMIUM"
        if os.environ.get("E2E") == "1":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def server(browser: Browser, demonstration_state: State, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demonstration, for tests that only look."""
    folder = tmp_path_factory.mktemp("server")
    copy_of(demonstration_state, folder)
    with serving(folder) as address:
        yield address


LEFT: dict[tuple[Browser, str], list["Screen"]] = {}
"""By browser and server: the windows that tests have left, empty but for what they have read of the application."""


@pytest.fixture(scope="module")
def own_server(
    browser: Browser, demonstration_state: State, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, State]]:
    """A server whose folder the tests of a file write in: its address and its state."""
    folder = tmp_path_factory.mktemp("own-server")
    state = copy_of(demonstration_state, folder)
    with serving(folder) as address:
        yield address, state


class Screen:
    """One browser window, what people do in it, and everything that went wrong in it."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address = address
        self.context = context
        self.faults: list[str] = []
        self._asked = self._running = False
        self._calls = 0
        context.add_init_script(POLICY)
        context.add_init_script(PUT_OFF)
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE * 1000)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(f"page error: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._response)
        self.page.on("request", self._request)
        self.page.on("websocket", self._connected)

    def _console(self, message: ConsoleMessage) -> None:
        path = urlsplit(message.location.get("url", "")).path
        own = "404" in message.text and STREAMLIT_OWN_404.match(path)
        if message.type == "error" and not own:
            self.faults.append(f"console: {message.text} ({path})")

    def _failed(self, request: Request) -> None:
        # A page that is left gives up the requests that it had begun.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"failed request: {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        own = response.status == 404 and STREAMLIT_OWN_404.match(urlsplit(response.url).path)
        if response.status >= 400 and not own:
            self.faults.append(f"{response.status}: {response.url}")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob"} and address.netloc != urlsplit(self.address).netloc:
            self.faults.append(f"another host: {request.url}")

    def _connected(self, connection: WebSocket) -> None:
        self._asked = self._running = False
        connection.on("framesent", self._sent)
        connection.on("framereceived", self._received)

    def _sent(self, data: bytes) -> None:
        self._asked = self._asked or BackMsg.FromString(data).HasField("rerun_script")

    def _received(self, data: bytes) -> None:
        message = ForwardMsg.FromString(data)
        if message.HasField("new_session"):
            self._asked, self._running = False, True
        elif message.HasField("script_finished"):
            self._running = message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN

    def emptied(self) -> "Screen":
        """Forgets all that the page before has left, but what the browser has read of the application."""
        if self.page.url.startswith(self.address):
            self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        for other in self.context.pages:
            if other != self.page:
                other.close()
        self.page.goto("about:blank")
        self.page.mouse.move(0, 0)
        self.context.clear_cookies()
        self.context.clear_permissions()
        self.faults.clear()
        return self.sized(DESKTOP)

    def sized(self, viewport: ViewportSize) -> "Screen":
        self.page.set_viewport_size(viewport)
        return self

    def named(self, name: str = "Alice") -> "Screen":
        """As a reviewer who has declared their name."""
        self.context.add_cookies([{"name": "evaluateur", "value": quote(name, safe=""), "url": self.address}])
        return self

    def open(self, path: str = "", **query: str | list[str]) -> "Screen":
        """Follows an address, as a pasted link does."""
        self.page.goto(self._address(path, query))
        return self.ready()

    def turn(self, path: str = "", **query: str | list[str]) -> "Screen":
        """Follows a link of the application to one of its pages: what is loaded stays, and the session goes on.

        An empty window has no links, and those that lead to the first page load it anew.
        """
        if not path or not self.page.url.startswith(self.address):
            return self.open(path, **query)
        self.page.evaluate(FOLLOW, self._address(path, query))
        return self.ready()

    def _address(self, path: str, query: dict[str, str | list[str]]) -> str:
        given = {key.replace("_", "-"): value for key, value in query.items()}
        return f"{self.address}/{path}{'?' if query else ''}{urlencode(given, doseq=True)}"

    def ready(self) -> "Screen":
        """Waits for the page to be drawn and the server to be done."""
        expect(self.page.locator("h1").first).to_be_visible()
        return self.settled()

    def settled(self) -> "Screen":
        """Waits until the server has ended every run that the page asked for, and the page has stopped changing."""

        def still() -> bool:
            self._calls += 1
            self.page.wait_for_function(STILL, arg=self._calls, polling="raf")
            return not (self._asked or self._running)

        self.until(still, "the server doesn't end a run that the page asked for")
        assert self.page.locator('[data-testid="stException"]').count() == 0, "a traceback is shown"
        return self

    def until(self, done: Callable[[], bool], otherwise: str) -> None:
        """Looks again until it is done, however long a busy machine takes."""
        deadline = time.monotonic() + PATIENCE
        while not done():
            assert time.monotonic() < deadline, otherwise
            self.page.wait_for_timeout(100)

    def choose(self, key: str, text: str) -> "Screen":
        """Picks one value of a filter."""
        field = self.page.locator(f".st-key-{key} input").first
        field.click()
        field.press_sequentially(text)
        expect(self.page.get_by_role("option", name=text).first).to_be_visible()
        self.page.keyboard.press("Enter")
        if self.card(key).get_by_test_id("stMultiSelect").count():
            self.page.keyboard.press("Escape")  # in a field of one value it would take the value back
        return self.settled()

    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.page.url).query)

    def metrics(self) -> list[str]:
        return self.page.get_by_test_id("stMetricValue").all_inner_texts()

    def text(self) -> str:
        return self.page.get_by_test_id("stMainBlockContainer").inner_text()

    def listed(self) -> int:
        """How many operations the list says it holds."""
        heading = self.page.get_by_test_id("stMarkdownContainer").filter(
            has_text=re.compile(r"^[\d\u202f]+ opérations?(\u202f:|,|$)")
        )
        return int(re.sub(r"\D", "", heading.first.inner_text().partition("opération")[0]))

    def card(self, key: str) -> Locator:
        return self.page.locator(f".st-key-{key}")


@contextmanager
def watched(screen: Screen) -> Iterator[Screen]:
    """Fails on whatever went wrong meanwhile, seen or unseen."""
    try:
        yield screen
    finally:
        faults, screen.faults = screen.faults, []
    assert screen.page.locator('[data-testid="stException"]').count() == 0
    assert faults == []


@contextmanager
def screen_of(browser: Browser, address: str) -> Iterator[Screen]:
    """A window of one person. One that a test has left serves the next: reading the whole application takes two seconds."""
    left = LEFT.setdefault((browser, address), [])
    screen = left.pop() if left else Screen(browser.new_context(**WINDOW), address)
    with watched(screen):
        yield screen
    left.append(screen.emptied())


@pytest.fixture
def screen(browser: Browser, server: str) -> Iterator[Screen]:
    """The demonstration on an empty page."""
    with screen_of(browser, server) as opened:
        yield opened
