"""From the command to the first page drawn: what a visitor without a browser waits for, imports of libraries included."""

import os
import resource
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.browser.websocket import first_run

ROOT = Path(__file__).parents[1]


def first_page(folder: str) -> dict[str, float]:
    """Starts the application on a state folder and waits for its first page; wall and processor time, in seconds."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    options = ("--server.headless", "true", "--server.port", str(port))
    environment = os.environ | {"DASHBOARD_STATE": folder}
    start = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", *options],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_until_listening(server, port)
        first_run(f"http://localhost:{port}")
        seconds = time.perf_counter() - start
    finally:
        server.terminate()
        server.wait()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {"seconds": seconds, "processor": used.ru_utime + used.ru_stime}


def _wait_until_listening(server: "subprocess.Popen[bytes]", port: int) -> None:
    while server.poll() is None:
        try:
            socket.create_connection(("localhost", port)).close()
        except OSError:
            time.sleep(0.01)
        else:
            return
    raise RuntimeError("the application stopped before its first page")
