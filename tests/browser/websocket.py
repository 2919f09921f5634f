"""A visitor without a browser: what the server sends over the websocket of one page."""

from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

UNHURRIED: dict[str, Any] = {"open_timeout": None, "ping_interval": None}
"""The server answers once it is ready, and a busy one says nothing for a while."""


def first_run(address: str, *, page: str = "", script: str = "") -> list[ForwardMsg]:
    """Every message of a new visitor's first run, at the address of a page or asking for a script by its hash."""
    stream = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    with connect(stream, subprotocols=["streamlit"], max_size=None, **UNHURRIED) as socket:
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.page_script_hash = script
        socket.send(asked.SerializeToString())
        received: list[ForwardMsg] = []
        while not received or not received[-1].HasField("script_finished"):
            received.append(ForwardMsg.FromString(socket.recv()))
        return received
