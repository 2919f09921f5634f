"""What a tab may ask of the server."""

from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard.hosting.sessions import SessionGuard
from tests.hosting.loops import in_own_loop


def passed(*messages: BackMsg | bytes) -> list[bytes]:
    """What goes through of the messages that a tab without a login sends."""
    given = [message if isinstance(message, bytes) else message.SerializeToString() for message in messages]
    sent = [{"type": "websocket.receive", "bytes": content} for content in given]
    waiting: list[dict[str, Any]] = [*sent, {"type": "websocket.disconnect", "code": 1000}]
    found: list[bytes] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        while (message := await receive())["type"] == "websocket.receive":
            found.append(message["bytes"])

    async def receive() -> dict[str, Any]:
        return waiting.pop(0)

    async def send(message: dict[str, Any]) -> None:
        raise AssertionError(message)

    in_own_loop(SessionGuard(app)({"type": "websocket", "headers": []}, receive, send))
    return found


def run(**fields: str) -> BackMsg:
    message = BackMsg()
    message.rerun_script.page_name = "synthese"
    for name, value in fields.items():
        setattr(message.rerun_script, name, value)
    return message


def operation(payload: str) -> BackMsg:
    message = BackMsg()
    getattr(message.backend_operation_request, payload).SetInParent()
    return message


WHOLE, PART = run(), run(fragment_id="a")
STOP, HEARTBEAT = BackMsg(stop_script=True), BackMsg(app_heartbeat=True)
FILE, URLS = operation("deferred_file"), BackMsg()
URLS.file_urls_request.request_id = "1"
DEVELOPING = (
    BackMsg(clear_cache=True), BackMsg(set_run_on_save=True), BackMsg(load_git_info=True), BackMsg(debug_shutdown_runtime=True),
    BackMsg(debug_disconnect_websocket=True), operation("install_skills"), operation("dismiss_skills_nudge"), BackMsg(),
)  # fmt: skip


@pytest.mark.parametrize("mode", ["local", "demo"])
def test_tab_asks_for_what_pages_need_and_nothing_else(monkeypatch, mode):
    monkeypatch.setenv("DASHBOARD_AUTH", mode)
    needed = (WHOLE, PART, STOP, HEARTBEAT, FILE, URLS)
    assert passed(*DEVELOPING, *needed) == [message.SerializeToString() for message in needed]
    assert passed(b"\xff\xff") == [b"\xff\xff"]


def test_tab_of_somebody_who_may_not_come_in_gets_whole_pages(monkeypatch):
    monkeypatch.setenv("DASHBOARD_AUTH", "required")
    asked = (*DEVELOPING, FILE, URLS, PART, HEARTBEAT, WHOLE, STOP)
    assert [BackMsg.FromString(content) for content in passed(*asked)] == [WHOLE, HEARTBEAT, WHOLE, STOP]
