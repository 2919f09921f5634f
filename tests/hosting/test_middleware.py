"""What every request goes through: who may come in, and what every answer carries."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from streamlit import config

from dashboard.hosting import middleware
from dashboard.hosting.middleware import FRAME_VARIABLE, METRICS_VARIABLE, Answers, Gate
from tests.hosting.loops import in_own_loop


async def page(scope: Any, receive: Any, send: Any) -> None:
    """An application that answers like Streamlit: a page, a cookie."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    answer: Response = HTMLResponse('<!doctype html><html lang="en"><p lang="en">')
    if scope["path"].endswith(".txt"):
        answer = PlainTextResponse('<html lang="en">')
    answer.set_cookie("temoin", "1")
    await answer(scope, receive, send)


def ask(app: Any, path: str = "/", client: str = "127.0.0.1", base: str = "http://localhost", **headers: str) -> Any:
    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=app, client=(client, 50000))
        async with httpx.AsyncClient(transport=transport, base_url=base) as browser:
            return await browser.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    return in_own_loop(send())


def websocket(app: Any, **headers: str) -> list[dict[str, Any]]:
    """The messages that answer a websocket."""
    sent: list[dict[str, Any]] = []
    scope = {
        "type": "websocket", "path": "/_stcore/stream", "client": ("127.0.0.1", 50000), "scheme": "ws",
        "headers": [(name.encode(), value.encode()) for name, value in {"host": "localhost", **headers}.items()],
    }  # fmt: skip

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    in_own_loop(app(scope, receive, send))
    return sent


@pytest.fixture
def local(monkeypatch: pytest.MonkeyPatch) -> Gate:
    monkeypatch.setenv("DASHBOARD_AUTH", "local")
    return Gate(page)


def test_local_app_answers_this_machine(local):
    for host in ("localhost", "localhost:8501", "LOCALHOST.", "127.0.0.1:80", "127.8.9.10", "[::1]:8501"):
        assert ask(local, host=host).status_code == 200, host
    for origin in ("http://localhost:8501", "http://127.0.0.1", "https://[::1]"):
        assert ask(local, origin=origin).status_code == 200, origin
    assert websocket(local, origin="http://localhost:8501") == [{"type": "websocket.accept"}]
    assert ask(local, client="::1").status_code == 200


def test_local_app_refuses_any_other(local):
    for host in ("exemple.test", "localhost.exemple.test", "127.0.0.1.exemple.test", "10.0.0.1", "169.254.1.1", "", "[::1", "2130706433",
                 "localhost@exemple.test", "127.1"):  # fmt: skip
        assert ask(local, host=host).status_code == 403, host
    for origin in ("http://exemple.test", "null", "http://localhost.exemple.test", "file://"):
        assert ask(local, origin=origin).status_code == 403, origin
        assert websocket(local, origin=origin)[0]["type"] == "websocket.close", origin
    for client in ("10.1.2.3", "192.168.1.4", "", "2001:db8::1"):
        assert ask(local, client=client).status_code == 403, client


def test_local_app_refuses_what_was_forwarded(local):
    for name in ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix", "X-Real-IP", "Via",
                 "CF-Connecting-IP", "True-Client-IP"):  # fmt: skip
        answer = ask(local, **{name: "127.0.0.1"})
        assert answer.status_code == 403, name
        assert "authentification" in answer.text


def test_refusal_comes_before_everything_else(local):
    for path in ("/sante", "/pret", "/media/a.zip", "/_stcore/health"):
        assert ask(local, path, host="exemple.test").status_code == 403, path


def test_demonstration_answers_any_address(monkeypatch):
    monkeypatch.setenv("DASHBOARD_AUTH", "demo")
    assert ask(Gate(page), host="exemple.test", client="10.1.2.3", x_forwarded_for="10.1.2.3").status_code == 200


def test_files_ask_for_a_login_where_one_is_required(monkeypatch):
    monkeypatch.setenv("DASHBOARD_AUTH", "required")
    gate = Gate(page)
    for path in ("/media/a.zip", "/_stcore/upload_file/a/b", "/telechargement/abc"):
        assert ask(gate, path, host="exemple.test").status_code == 403, path
    for path in ("/", "/static/a.js", "/sante", "/_stcore/health"):
        assert ask(gate, path, host="exemple.test").status_code == 200, path


def test_metrics_ask_for_their_token(local, monkeypatch):
    path = "/_stcore/metrics"
    assert ask(local, path).status_code == 404
    monkeypatch.setenv(METRICS_VARIABLE, "secret-des-mesures")
    for given in ("", "Bearer ", "Bearer autre", "secret", "Basic secret-des-mesures"):
        assert ask(local, path, authorization=given).status_code == 404, given
    assert ask(local, path, authorization="Bearer secret-des-mesures").status_code == 200
    monkeypatch.setenv(METRICS_VARIABLE, "")
    assert ask(local, path, authorization="Bearer ").status_code == 404


@pytest.fixture
def under_a_path() -> Iterator[None]:
    before = config.get_option("server.baseUrlPath")
    config._set_option("server.baseUrlPath", "fse", "test")
    yield
    config._set_option("server.baseUrlPath", before, "test")


@pytest.mark.usefixtures("under_a_path")
def test_files_and_metrics_are_guarded_under_a_base_path(monkeypatch):
    monkeypatch.setenv("DASHBOARD_AUTH", "required")
    assert ask(Gate(page), "/fse/media/a.zip", host="exemple.test").status_code == 403
    assert ask(Gate(page), "/fse/_stcore/metrics", host="exemple.test").status_code == 404


def test_every_answer_carries_the_headers():
    for path in ("/", "/a.txt"):
        headers = ask(Answers(page), path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]
        policy = headers["content-security-policy"]
        assert "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval';" in policy
        assert "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'" in policy
        assert policy.endswith("frame-ancestors 'self'")


def test_sites_that_may_frame_the_app_are_configured(monkeypatch):
    monkeypatch.setenv(FRAME_VARIABLE, "https://intranet.exemple.test 'self'")
    assert (
        ask(Answers(page))
        .headers["content-security-policy"]
        .endswith("frame-ancestors https://intranet.exemple.test 'self'")
    )
    for wrong in ("'self'; script-src *", "a\r\nSet-Cookie: b", "  "):
        monkeypatch.setenv(FRAME_VARIABLE, wrong)
        assert middleware.frame_ancestors() == "'self'", wrong


def test_page_says_that_it_is_french():
    answer = ask(Answers(page), accept="text/html", accept_encoding="gzip")
    assert answer.text == '<!doctype html><html lang="fr"><p lang="en">'
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert ask(Answers(page), "/a.txt").text == '<html lang="en">'


def test_cookies_go_by_tls_alone_where_the_page_came_by_it(monkeypatch):
    assert "secure" not in ask(Answers(page)).headers["set-cookie"].lower()
    assert ask(Answers(page), base="https://localhost").headers["set-cookie"].endswith("; Secure")
    assert ask(Answers(page), x_forwarded_proto="https").headers["set-cookie"].endswith("; Secure")
