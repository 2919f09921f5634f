"""Ends the sessions of a login that was ended: a tab that is open learns it at its next click."""

import time
from typing import Any, Final

from anyio import to_thread
from google.protobuf.message import DecodeError
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard.hosting.visitors import admission_of, claims_of, cookies_of

SECONDS: Final = 1.0
"""A tab that sends much is asked about once in that time."""


class LoginGuard:
    """Makes a tab whose login was ended run its whole page, which shows the login.

    The main script asks about the login at each of its runs; a fragment runs without it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on; asks about the login of a websocket as its messages come."""
        claims = claims_of(cookies_of(Headers(scope=scope))) if scope["type"] == "websocket" else {}
        asked_at, admitted = 0.0, True

        async def checked() -> Message:
            nonlocal asked_at, admitted
            message = await receive()
            if message["type"] == "websocket.receive" and time.monotonic() - asked_at > SECONDS:
                admitted = await _may_enter(claims)
                asked_at = time.monotonic()
            return message if admitted else _of_the_whole_page(message)

        await self._app(scope, checked if claims else receive, send)


async def _may_enter(claims: dict[str, Any]) -> bool:
    return bool((await to_thread.run_sync(admission_of, claims)).roles)


def _of_the_whole_page(message: Message) -> Message:
    """The same message, asking for the whole page where it asked for a fragment of it."""
    asked = BackMsg()
    try:
        asked.ParseFromString(message.get("bytes") or b"")
    except DecodeError:
        return message  # Streamlit refuses it
    if not asked.rerun_script.fragment_id:
        return message
    asked.rerun_script.fragment_id = ""
    return {**message, "bytes": asked.SerializeToString()}
