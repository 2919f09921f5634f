"""Files on their way in: how large, how many, and what becomes of those that nobody waits for any more."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from starlette.responses import Response
from streamlit.runtime import Runtime
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.session_manager import SessionInfo
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from dashboard.access.uploads import UPLOADERS
from dashboard.hosting import uploads
from dashboard.hosting.uploads import OLDEST_SECONDS, UploadGuard, drop_dead_sessions, sweep_files
from dashboard.warehouse.state import State
from tests.hosting.loops import in_own_loop
from tests.hosting.server import Server

MEGABYTE = 1024 * 1024


class Sessions:
    """What Streamlit knows of sessions: those with a tab, those that wait for theirs to come back, and their files."""

    def __init__(self) -> None:
        self.uploaded_file_mgr = MemoryUploadedFileManager("/_stcore/upload_file")
        self._session_mgr = SimpleNamespace(_session_storage=MemorySessionStorage(ttl_seconds=0))
        self.active: set[str] = set()

    def is_active_session(self, session: str) -> bool:
        return session in self.active

    def hold(self, session: str, size: int) -> None:
        self.uploaded_file_mgr.add_file(session, UploadedFileRec(str(size), "a.csv", "text/csv", b"a" * size))


@pytest.fixture
def sessions(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sessions]:
    """Two sessions whose page takes files of a megabyte at most."""
    found = Sessions()
    monkeypatch.setattr(Runtime, "_instance", found)
    for session in ("a", "b"):
        UPLOADERS.begin(session, "imports")
        UPLOADERS.accept(session, MEGABYTE)
    yield found
    UPLOADERS.keep(set().__contains__)


async def put(guard: UploadGuard, session: str, content: Any, **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=guard), base_url="http://localhost") as browser:
        return await browser.put(f"/_stcore/upload_file/{session}/fichier", content=content, headers=headers)


def sent(session: str, size: int) -> httpx.Response:
    return in_own_loop(put(UploadGuard(Response(status_code=204)), session, b"a" * size))


@pytest.mark.usefixtures("sessions")
def test_file_comes_in_with_its_size_and_within_the_largest():
    async def unsized() -> Any:
        yield b"a"

    assert sent("a", MEGABYTE).status_code == 204
    assert sent("c", 1).status_code == 403
    refused = in_own_loop(put(UploadGuard(Response(status_code=204)), "a", unsized()))
    assert (refused.status_code, refused.headers["connection"]) == (411, "close")
    for size in ("", "-1", "1e3", "²"):
        answer = in_own_loop(put(UploadGuard(Response(status_code=204)), "a", b"", **{"Content-Length": size.encode()}))  # type: ignore[arg-type]
        assert answer.status_code == 411, size
    large = sent("a", MEGABYTE + 64 * 1024 + 1)
    assert (large.status_code, large.text) == (413, "Le fichier dépasse 1 Mo.")


def test_what_a_session_and_all_of_them_hold_is_limited(sessions: Sessions, monkeypatch):
    monkeypatch.setattr(uploads, "SESSION_QUOTA", 1000)
    monkeypatch.setattr(uploads, "QUOTA", 1500)
    sessions.hold("a", 600)
    assert sent("a", 400).status_code == 204
    assert "retirez-en" in sent("a", 401).text
    sessions.hold("b", 600)
    assert sent("b", 300).status_code == 204
    refused = sent("b", 301)
    assert (refused.status_code, "réessayez" in refused.text) == (413, True)


@pytest.mark.usefixtures("sessions")
def test_files_that_are_still_coming_count(monkeypatch):
    monkeypatch.setattr(uploads, "SESSION_QUOTA", 1000)
    monkeypatch.setattr(uploads, "QUOTA", 1500)

    async def together() -> list[int]:
        received, go = asyncio.Event(), asyncio.Event()

        async def slow(scope: Any, receive: Any, send: Any) -> None:
            received.set()
            await go.wait()
            await Response(status_code=500)(scope, receive, send)

        guard = UploadGuard(slow)
        first = asyncio.create_task(put(guard, "a", b"a" * 900))
        await received.wait()
        refused = [await put(guard, "a", b"a" * 101), await put(guard, "b", b"a" * 601)]
        go.set()
        after = [await first, await put(guard, "a", b"a" * 900)]
        return [answer.status_code for answer in (*refused, *after)]

    assert in_own_loop(together()) == [413, 413, 500, 500]


def test_files_of_dead_sessions_go_and_those_of_others_stay(sessions: Sessions, monkeypatch):
    waiting = MemorySessionStorage()
    waiting.save(SessionInfo(client=None, session=SimpleNamespace(id="b"), script_run_count=0))  # type: ignore[arg-type]
    monkeypatch.setattr(sessions._session_mgr, "_session_storage", waiting)
    sessions.active.add("a")
    for session in ("a", "b", "c"):
        sessions.hold(session, 10)
    drop_dead_sessions()
    assert set(sessions.uploaded_file_mgr.file_storage) == {"a", "b"}
    assert (UPLOADERS.largest("a"), UPLOADERS.largest("b")) == (MEGABYTE, MEGABYTE)
    waiting.delete("b")
    sessions.active.clear()
    drop_dead_sessions()
    assert set(sessions.uploaded_file_mgr.file_storage) == set()
    assert (UPLOADERS.largest("a"), UPLOADERS.largest("b")) == (0, 0)


def test_files_of_killed_processes_go_and_those_of_live_ones_stay(tmp_path: Path):
    state, here = State(tmp_path), socket.gethostname()
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    mine = f"upload-{here}-{os.getpid()}-0a"
    kept = {mine, "upload-ailleurs-1-0b", "autre"}
    for name in (*kept, f"upload-{here}-{dead.pid}-0c", "upload-ailleurs-1-0d"):
        (tmp_path / "uploads" / name / "0").mkdir(parents=True)
    (tmp_path / "uploads" / f"upload-{here}-{dead.pid}-0c" / "0" / "liste.csv").write_bytes(b"a")
    old = time.time() - OLDEST_SECONDS - 60
    os.utime(tmp_path / "uploads" / "upload-ailleurs-1-0d", (old, old))
    sweep_files(state)
    assert {path.name for path in (tmp_path / "uploads").iterdir()} == kept


def test_start_removes_what_a_killed_process_left(server: Server, left_behind: Path):
    assert not left_behind.exists()
    assert left_behind.parent.is_dir()
