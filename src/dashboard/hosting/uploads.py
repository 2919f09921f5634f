"""Files on their way in: only from a session that may send them, and no more than the memory they are held in allows."""

import os
import re
import shutil
import socket
import time
from pathlib import Path
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime import Runtime

from dashboard.access.uploads import UPLOADERS
from dashboard.ui.uploads import FOLDER, MEGABYTE, drop_from_disk
from dashboard.warehouse.state import State

SESSION_QUOTA: Final = 250 * MEGABYTE
"""What one session may hold: the largest extract and the templates beside it."""
QUOTA: Final = 1024 * MEGABYTE
"""What all the sessions of the process may hold."""
OLDEST_SECONDS: Final = 6 * 3600
"""A file whose process can't be asked about (it ran on another machine) goes after that time."""

_ENVELOPE: Final = 64 * 1024
"""What a form adds around a file."""
_PATH: Final = re.compile(r"/_stcore/upload_file/(?P<session>[^/]+)/(?P<file>[^/]+)$")
_LEFT: Final = re.compile(r"upload-(?P<host>.+)-(?P<process>\d+)-[0-9a-f]+")


class UploadGuard:
    """Answers in Streamlit's place to a file that may not come in: 403, 411 without a size, 413 over a limit."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._coming: dict[str, int] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a file through while its session has an uploader on screen and room is left."""
        found = _PATH.search(scope["path"]) if scope["type"] == "http" and scope["method"] == "PUT" else None
        if found is None:
            await self._app(scope, receive, send)
            return
        session = found["session"]
        size = _size(Headers(scope=scope))
        refusal = self._refusal(session, size)
        if refusal:
            status, sentence = refusal
            await PlainTextResponse(sentence, status, {"Connection": "close"})(scope, receive, send)
            return
        self._coming[session] = self._coming.get(session, 0) + size
        try:
            await self._app(scope, receive, send)
        finally:
            self._coming[session] -= size
            if not self._coming[session]:
                del self._coming[session]

    def _refusal(self, session: str, size: int) -> tuple[int, str] | None:
        largest = UPLOADERS.largest(session)
        held = _held()
        if not largest:
            return 403, "Cette page ne reçoit pas de fichier."
        if size < 0:
            return 411, "La taille du fichier n'est pas annoncée."
        if size > largest + _ENVELOPE:
            return 413, f"Le fichier dépasse {largest // MEGABYTE} Mo."
        if held.get(session, 0) + self._coming.get(session, 0) + size > SESSION_QUOTA:
            return 413, "Trop de fichiers sont déposés sur cette page\u202f: retirez-en."
        if sum(held.values()) + sum(self._coming.values()) + size > QUOTA:
            return 413, "Trop de fichiers sont en cours de dépôt\u202f: réessayez dans quelques minutes."
        return None


def drop_dead_sessions() -> None:
    """Frees the files and the permissions of the sessions that are over. Streamlit itself only notices at its next visit."""
    runtime: Any = Runtime.instance()
    # Asking for the list is what makes the storage drop what has outlived its time.
    waiting = {kept.session.id for kept in runtime._session_mgr._session_storage.list()}

    def is_alive(session: str) -> bool:
        return session in waiting or runtime.is_active_session(session)

    UPLOADERS.keep(is_alive)
    drop_from_disk(is_alive)
    for session in [session for session in _files() if not is_alive(session)]:
        runtime.uploaded_file_mgr.remove_session_files(session)


def sweep_files(state: State) -> None:
    """Removes what processes that are gone left of the files sent to them."""
    for folder in (state.root / FOLDER).glob("upload-*"):
        named = _LEFT.fullmatch(folder.name)
        gone = named and named["host"] == socket.gethostname() and not _runs(int(named["process"]))
        if gone or _age(folder) > OLDEST_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


def _size(headers: Headers) -> int:
    given = headers.get("content-length", "")
    return int(given) if given.isascii() and given.isdigit() else -1


def _files() -> dict[str, Any]:
    files: dict[str, Any] = getattr(Runtime.instance().uploaded_file_mgr, "file_storage", {})
    return files


def _held() -> dict[str, int]:
    return {session: sum(len(file.data) for file in files.values()) for session, files in list(_files().items())}


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _age(folder: Path) -> float:
    try:
        return time.time() - folder.stat().st_mtime
    except OSError:
        return 0.0
