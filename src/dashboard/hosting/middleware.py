"""What every request goes through before Streamlit sees it, and every answer after."""

import hmac
import ipaddress
import os
import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from dashboard.access.rules import Mode
from dashboard.hosting.sessions import SessionGuard
from dashboard.hosting.uploads import UploadGuard
from dashboard.hosting.visitors import admission_of, claims_of
from dashboard.ui.installation import rules
from dashboard.ui.links import DATA_PATH, DOWNLOAD_PATH

FRAME_VARIABLE: Final = "DASHBOARD_FRAME_ANCESTORS"
"""Which sites may show the application in a frame, as the `frame-ancestors` directive writes it."""

METRICS_VARIABLE: Final = "DASHBOARD_METRICS_TOKEN"
"""The bearer token that opens `/_stcore/metrics`. Without it nobody reads them."""

_POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; frame-ancestors {frames}"
)
_SOURCES: Final = re.compile(r"[-\w'.:/*\[\] ]+")
_PERMISSIONS: Final = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"
_FORWARDING: Final = frozenset(
    {"forwarded", "via", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "cf-connecting-ip", "true-client-ip",
     "fastly-client-ip", "x-original-host", "x-original-forwarded-for", "x-envoy-external-address"}
)  # fmt: skip
_LOCAL_ONLY: Final = (
    "Cette application n'est ouverte qu'à la machine qui l'exécute. Pour l'ouvrir à d'autres personnes, configurez "
    "l'authentification\u202f: voir « Access » dans le README."
)


class Gate:
    """Refuses what may not come in: other machines in the local mode, files and metrics without the right to them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through, or answers 403 or 404 in its place."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers, path, found = Headers(scope=scope), inner_path(scope), rules()
        if found.mode is Mode.LOCAL and not _is_local(scope, headers):
            await _refuse(scope, receive, send, 403, _LOCAL_ONLY)
        elif path.startswith("/_stcore/metrics") and not _has_token(headers):
            await _refuse(scope, receive, send, 404, "Not Found")
        elif found.mode is Mode.REQUIRED and _is_private(path) and not await _may_enter(scope):
            await _refuse(scope, receive, send, 403, "Connectez-vous pour obtenir ce fichier.")
        else:
            await self._app(scope, receive, send)


class Answers:
    """Adds what every answer carries: headers, the document's language, `Secure` on the cookies that go by TLS."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on and completes its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        secure = rules().secure or scope["scheme"] == "https" or headers.get("x-forwarded-proto") == "https"
        if scope["method"] == "GET" and "text/html" in headers.get("accept", ""):
            # The page itself is two kilobytes: uncompressed, its language can be set on the way.
            scope["headers"] = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        html = False

        async def complete(message: Message) -> None:
            nonlocal html
            if message["type"] == "http.response.start":
                _complete_headers(MutableHeaders(scope=message), secure=secure)
                html = Headers(raw=message["headers"]).get("content-type", "").startswith("text/html")
            elif message["type"] == "http.response.body" and html:
                message["body"] = message.get("body", b"").replace(b'<html lang="en">', b'<html lang="fr">', 1)
            await send(message)

        await self._app(scope, receive, complete)


MIDDLEWARE: Final = (Middleware(Answers), Middleware(Gate), Middleware(SessionGuard), Middleware(UploadGuard))
"""The first one sees a request first and its answer last."""


def inner_path(scope: Scope) -> str:
    """The path of a request under `server.baseUrlPath`, with its first slash."""
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    path: str = scope["path"]
    return path.removeprefix(f"/{base}") if base else path


def frame_ancestors() -> str:
    """The sites that may show the application in a frame: itself, unless a well-formed list is configured."""
    given = os.environ.get(FRAME_VARIABLE, "").strip()
    return given if _SOURCES.fullmatch(given) else "'self'"


def _complete_headers(headers: MutableHeaders, *, secure: bool) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    # The full address goes to ourselves alone: the login comes back to it.
    headers["Referrer-Policy"] = "same-origin"
    headers["Permissions-Policy"] = _PERMISSIONS
    headers["Content-Security-Policy"] = _POLICY.format(frames=frame_ancestors())
    if secure:
        for place, (name, value) in enumerate(headers.raw):
            if name == b"set-cookie" and b"; secure" not in value.lower():
                headers.raw[place] = (name, value + b"; Secure")


def _is_private(path: str) -> bool:
    return path.startswith(("/media/", "/_stcore/upload_file/", f"/{DOWNLOAD_PATH}/", f"/{DATA_PATH}/"))


async def _may_enter(scope: Scope) -> bool:
    claims = claims_of(HTTPConnection(scope).cookies)
    return bool((await to_thread.run_sync(admission_of, claims)).roles)


def _has_token(headers: Headers) -> bool:
    token = os.environ.get(METRICS_VARIABLE, "")
    given = headers.get("authorization", "").removeprefix("Bearer ")
    return bool(token) and hmac.compare_digest(given.encode(), token.encode())


def _is_local(scope: Scope, headers: Headers) -> bool:
    """Whether a request was made on this machine, for this machine: another one may name any Host."""
    client = scope.get("client") or ("", 0)
    forwarded = any(name in _FORWARDING or name.startswith("x-forwarded-") for name in headers)
    hosts = headers.getlist("host")
    origins = [urlsplit(origin).netloc for origin in headers.getlist("origin")]
    return _is_loopback(client[0]) and not forwarded and bool(hosts) and _all_loopback([*hosts, *origins])


def _all_loopback(places: Iterable[str]) -> bool:
    for place in places:
        try:
            name = urlsplit(f"//{place}").hostname or ""
        except ValueError:
            return False
        if not _is_loopback(name):
            return False
    return True


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name.lower().rstrip(".") == "localhost"


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, sentence: str) -> None:
    if scope["type"] == "websocket":
        # Before it is accepted, closing a websocket answers 403.
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
    else:
        await PlainTextResponse(sentence, status)(scope, receive, send)
