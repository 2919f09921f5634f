"""What a tab may ask of the server: at each of its messages, whether its person may still come in."""

from collections.abc import Mapping
from typing import Any, Final

from anyio import to_thread
from google.protobuf.message import DecodeError
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard.hosting.visitors import admission_of, claims_of

ANYONE: Final = frozenset({"rerun_script", "stop_script", "app_heartbeat"})
"""What leads at most to a run of the main script, which asks by itself who may see it."""

ADMITTED: Final = ANYONE | {"file_urls_request", "deferred_file", "dataframe_chunk"}
"""Streamlit knows other messages, for whoever develops an application: one of them empties what all sessions share."""


class SessionGuard:
    """Passes on the messages of a tab that its person may send. Whoever may no longer come in gets whole pages: the login."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on; reads the messages of a websocket first."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        claims = claims_of(HTTPConnection(scope).cookies)

        async def allowed() -> Message:
            while True:
                message = await receive()
                passed = await _passed(message, claims) if message.get("bytes") is not None else message
                if passed is not None:
                    return passed

        await self._app(scope, allowed, send)


async def _passed(message: Message, claims: Mapping[str, Any]) -> Message | None:
    try:
        asked = BackMsg.FromString(message["bytes"])
    except DecodeError:
        return message  # Streamlit closes the connection
    kind = asked.WhichOneof("type")
    if (await to_thread.run_sync(admission_of, claims)).roles:
        what = asked.backend_operation_request.WhichOneof("payload") if kind == "backend_operation_request" else kind
        return message if what in ADMITTED else None
    if kind not in ANYONE:
        return None
    if asked.rerun_script.fragment_id:
        # A part of a page runs by itself, without the main script.
        asked.rerun_script.fragment_id = ""
        return {**message, "bytes": asked.SerializeToString()}
    return message
