"""From the command to the first page drawn: what a visitor without a browser waits for, imports of libraries included."""

import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser.websocket import first_run

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Served:
    """A running application."""

    process: "subprocess.Popen[bytes]"
    port: int

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def memory(self) -> float:
        """Resident memory, in MiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024

    def processor(self) -> float:
        """Seconds of processor time used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def first_page(folder: str) -> dict[str, float]:
    """Starts the application on a state folder and waits for its first page; wall and processor time, in seconds."""
    start = time.perf_counter()
    with serving("app.py", Path(folder)) as served:
        first_run(served.address)
        seconds = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {"seconds": seconds, "processor": used.ru_utime + used.ru_stime}


@contextmanager
def serving(script: str, state: Path) -> Iterator[Served]:
    """Streamlit on a script and a state folder, once it listens."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    options = ("--server.headless", "true", "--server.port", str(port))
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", script, *options],
        cwd=ROOT, env=os.environ | {"DASHBOARD_STATE": str(state)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_until_listening(server, port)
        yield Served(server, port)
    finally:
        server.terminate()
        server.wait()


def _wait_until_listening(server: "subprocess.Popen[bytes]", port: int) -> None:
    while server.poll() is None:
        try:
            socket.create_connection(("localhost", port)).close()
        except OSError:
            time.sleep(0.01)
        else:
            return
    raise RuntimeError("the application stopped before its first page")
