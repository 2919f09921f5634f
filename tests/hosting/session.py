"""A person's browser: its cookies, its requests, and its tabs, which speak Streamlit's protocol."""

import json
import re
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from websockets.sync.client import ClientConnection, connect

from tests.hosting.server import FOR_TABS, PATIENCE, SIGNING_WORDS, Server, ask

USER_COOKIE = "_streamlit_user"
XSRF_COOKIE = "_streamlit_xsrf"
_WIDGETS = {
    "checkbox",
    "radio",
    "selectbox",
    "multiselect",
    "text_input",
    "text_area",
    "button_group",
    "tab_container",
    "file_uploader",
}
_ENDED = {
    ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
}  # fmt: skip


class Browser:
    """What one person holds: cookies, whatever server of the application they go to."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.cookies: dict[str, str] = {}

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """One request, redirections left to the caller; what the answer sets is kept."""
        headers = {"Host": urlsplit(self.server.origin).netloc, "Cookie": self._cookie_header()}
        headers |= options.pop("headers", {})
        answer = ask(method, f"{self.server.scheme}://localhost:{self.server.port}{path}", headers=headers, **options)
        self._keep(answer.headers.get_list("set-cookie"))
        return answer

    def _keep(self, lines: Sequence[str]) -> None:
        for line in lines:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
                if morsel["max-age"] == "0":
                    del self.cookies[name]

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.request("GET", path, headers=headers)

    def press_login(self, page: str = "", query: str = "") -> str:
        """Presses « Se connecter » on a page; the address that the button leads to, good for two minutes."""
        with self.tab(page) as tab:
            return tab.run(query).click("Se connecter").redirect

    def answer_provider(self, asked: httpx.Response, subject: str) -> httpx.Response:
        """Says at the provider who one is, and brings its answer to the application."""
        assert asked.status_code == 302, asked.text
        given = ask("POST", asked.headers["location"], data={"sub": subject})
        back = given.headers["location"]
        assert back.startswith(f"{self.server.origin}{self.server.base}/oauth2callback?"), back
        return self.get(back.removeprefix(self.server.origin))

    def log_in(self, subject: str) -> "Browser":
        """Logs in from the first page."""
        landed = self.answer_provider(self.get(self.press_login()), subject)
        assert (landed.status_code, landed.headers["location"]) == (302, f"{self.server.base}/")
        return self

    def sign_in(self, claims: dict[str, Any]) -> "Browser":
        """Puts the cookie of a login that no provider gave, signed as Streamlit signs it."""
        content = json.dumps(claims | {"origin": self.server.origin, "is_logged_in": True, "provider": "default"})
        self.cookies[USER_COOKIE] = create_signed_value(SIGNING_WORDS, USER_COOKIE, content).decode()
        return self

    def at(self, server: Server) -> "Browser":
        """The same cookies, at another process."""
        other = Browser(server)
        other.cookies = dict(self.cookies)
        return other

    @contextmanager
    def tab(self, page: str = "", *, resume: str = "") -> Iterator["Tab"]:
        """An open tab. `resume`: the session that a tab whose connection broke asks to have again."""
        if XSRF_COOKIE not in self.cookies:
            self.get(f"{self.server.base}/_stcore/health")
        place = urlsplit(self.server.origin).netloc
        there = socket.create_connection(("localhost", self.server.port))
        protocols = ["streamlit", self.cookies[XSRF_COOKIE], *([resume] if resume else [])]
        scheme = self.server.scheme.replace("http", "ws")
        with connect(
            f"{scheme}://{place}{self.server.base}/_stcore/stream", sock=there, max_size=None, origin=self.server.origin,
            subprotocols=protocols, additional_headers={"Cookie": self._cookie_header()}, open_timeout=PATIENCE,
            ping_interval=None, ssl=FOR_TABS if scheme == "wss" else None,
        ) as connection:  # fmt: skip
            assert connection.response is not None
            self._keep(connection.response.headers.get_all("set-cookie"))
            yield Tab(connection, f"{self.server.origin}{self.server.base}", page)

    def _cookie_header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


class Tab:
    """One tab, as the server sees it: what it last drew, and the widgets as they stand."""

    def __init__(self, connection: ClientConnection, address: str, page: str) -> None:
        self._connection, self._address = connection, address
        self.page, self.query, self.page_hash = page, "", ""
        self.session = self.redirect = ""
        self.widgets: dict[str, WidgetState] = {}
        self.drawn: list[tuple[str, Any]] = []
        """Kind and content of each element of the last run, in order."""
        self.fragments: set[str] = set()
        self.received = b""
        """All that the server has sent, as it came."""
        self._known: dict[str, ForwardMsg] = {}

    def run(self, query: str | None = None, *, triggers: Sequence[str] = (), fragment: str = "") -> "Tab":
        """Sends the widgets as they stand, and reads what the run draws."""
        self.query = self.query if query is None else query
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.fragment_id = self.query, fragment
        asked.page_name, asked.page_script_hash = "" if self.page_hash else self.page, self.page_hash
        asked.context_info.timezone, asked.context_info.locale = "Europe/Paris", "fr-FR"
        asked.context_info.url = f"{self._address}/{self.page}"
        asked.cached_message_hashes.extend(self._known)
        asked.widget_states.widgets.extend(self.widgets.values())
        asked.widget_states.widgets.extend(WidgetState(id=name, trigger_value=True) for name in triggers)
        self.send(message)
        return self

    def leave_for(self, page: str) -> "Tab":
        """Goes to another page in the same session, at the next run."""
        self.page, self.page_hash, self.query, self.widgets = page, "", "", {}
        return self

    def send_only(self, message: BackMsg) -> None:
        """Sends a message that nothing answers."""
        self._connection.send(message.SerializeToString())

    def send(self, message: BackMsg) -> ForwardMsg:
        """Sends any message, and reads up to what answers it: the end of a run, or an answer of its own."""
        self.drawn, self.redirect = [], ""
        self.send_only(message)
        while True:
            content = self._connection.recv(PATIENCE, decode=False)
            self.received += content
            said = ForwardMsg.FromString(content)
            if self._read(said):
                return said

    def _read(self, said: ForwardMsg) -> bool:
        kind = said.WhichOneof("type")
        if kind == "ref_hash":
            said = self._known[said.ref_hash]
            kind = said.WhichOneof("type")
        elif said.metadata.cacheable and said.hash:
            self._known[said.hash] = said
        if kind == "new_session":
            self.session = said.new_session.initialize.session_id or self.session
            self.page_hash = said.new_session.page_script_hash
            self.drawn = []
        elif kind == "navigation":
            self.page_hash = said.navigation.page_script_hash or self.page_hash
        elif kind == "auth_redirect":
            self.redirect = said.auth_redirect.url
        elif kind == "delta":
            self._draw(said.delta)
        ends = kind == "script_finished" and said.script_finished in _ENDED
        return ends or kind in ("file_urls_response", "backend_operation_response")

    def _draw(self, delta: Delta) -> None:
        if delta.fragment_id:
            self.fragments.add(delta.fragment_id)
        what = delta.WhichOneof("type")
        if what not in ("new_element", "add_block"):
            return
        holder = getattr(delta, what)
        kind = str(holder.WhichOneof("type"))
        self.drawn.append((kind, getattr(holder, kind, None)))
        if kind == "exception":
            raise AssertionError(f"{self.page}: {holder.exception.type}: {holder.exception.message}")

    def of(self, kind: str) -> list[Any]:
        """The elements of one kind that the last run drew."""
        return [content for name, content in self.drawn if name == kind]

    def text(self) -> str:
        """All that is to be read, without the marks that keep Markdown from reading it."""
        words = [content.body for kind in ("markdown", "alert") for content in self.of(kind)]
        words += [content.label for kind in ("button", "metric", "link_button") for content in self.of(kind)]
        return re.sub(r"\\(.)", r"\1", "\n".join(words))

    def buttons(self) -> dict[str, str]:
        """Label → widget of the buttons that can be pressed."""
        return {button.label: button.id for button in self.of("button") if not button.disabled}

    def click(self, label: str) -> "Tab":
        """Presses a button."""
        return self.run(triggers=[self.buttons()[label]])

    def widget(self, name: str) -> Any:
        """A widget, by its label or the end of its key."""
        [found] = [
            content
            for kind, content in self.drawn
            if kind in _WIDGETS and (getattr(content, "label", "") == name or content.id.endswith(f"-{name}"))
        ]
        return found

    def option(self, name: str, words: str) -> str:
        """The first option of a widget that contains these words."""
        return next(str(option) for option in self.widget(name).options if words in option)

    def put(self, name: str, value: str | bool | Sequence[str]) -> "Tab":
        """Sets a widget for the next run."""
        state = WidgetState(id=self.widget(name).id)
        if isinstance(value, bool):
            state.bool_value = value
        elif isinstance(value, str):
            state.string_value = value
        else:
            state.string_array_value.data.extend(value)
        self.widgets[state.id] = state
        return self

    def attach(self, browser: Browser, name: str, file: str, content: bytes) -> "Tab":
        """Gives a file to an uploader, as a browser does: an address is asked for, the file sent there, the widget set."""
        state, asked = WidgetState(id=self.widget(name).id), BackMsg()
        asked.file_urls_request.request_id, asked.file_urls_request.session_id = "1", self.session
        asked.file_urls_request.file_names.append(file)
        drawn = self.drawn
        [urls] = self.send(asked).file_urls_response.file_urls
        self.drawn = drawn
        headers = {"X-Xsrftoken": browser.cookies[XSRF_COOKIE]}
        answer = browser.request(
            "PUT", f"{browser.server.base}{urls.upload_url}", files={"file": (file, content)}, headers=headers
        )
        assert answer.status_code == 204, answer.text
        state.file_uploader_state_value.uploaded_file_info.add(
            file_id=urls.file_id, name=file, size=len(content), file_urls=urls
        )
        self.widgets[state.id] = state
        return self
