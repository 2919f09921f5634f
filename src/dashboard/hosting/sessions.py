"""Ends the sessions of a login that was ended: a tab that is open learns it at its next click."""

import time
from typing import Any, Final

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.hosting.visitors import admission_of, claims_of, cookies_of

SECONDS: Final = 1.0
"""A tab that sends much is asked about once in that time."""


class LoginGuard:
    """Closes the websocket of a person who may no longer come in; the browser opens another, which shows the login."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on; asks about the login of a websocket at each of its messages."""
        claims = claims_of(cookies_of(Headers(scope=scope))) if scope["type"] == "websocket" else {}
        if not claims or not await _may_enter(claims):
            await self._app(scope, receive, send)
            return
        asked_at = time.monotonic()
        closed = False

        async def checked() -> Message:
            nonlocal asked_at, closed
            message = await receive()
            if message["type"] == "websocket.receive" and time.monotonic() - asked_at > SECONDS:
                asked_at = time.monotonic()
                if not await _may_enter(claims):
                    closed = True
                    await send({"type": "websocket.close", "code": 1012, "reason": ""})
                    return {"type": "websocket.disconnect", "code": 1012}
            return message

        async def open_only(message: Message) -> None:
            if not closed:
                await send(message)

        await self._app(scope, checked, open_only)


async def _may_enter(claims: dict[str, Any]) -> bool:
    return bool((await to_thread.run_sync(admission_of, claims)).roles)
