"""Files that people send: the only place that draws an uploader, and where what was sent stands on disk meanwhile."""

import os
import secrets
import shutil
import socket
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard.access.roles import Role
from dashboard.access.rules import Mode
from dashboard.access.uploads import UPLOADERS
from dashboard.ui.access import roles
from dashboard.ui.installation import rules, state
from dashboard.ui.markdown import literal

MEGABYTE: Final = 1024 * 1024
LARGEST: Final = 200
"""Megabytes of an extract sent through the page; larger ones go by the command line."""
FOLDER: Final = "uploads"
PREFIX: Final = f"upload-{socket.gethostname()}-"


def uploader(
    label: str, *accepted: Role, types: Sequence[str], key: str, megabytes: int = LARGEST, multiple: bool = False
) -> list[UploadedFile]:
    """Draws an uploader for whoever has one of the roles, and returns the files sent. Nobody else's session may send any."""
    context = get_script_run_ctx()
    if context is None or rules().mode is Mode.DEMO or not roles() & set(accepted):
        return []
    UPLOADERS.accept(context.session_id, megabytes * MEGABYTE)
    given = st.file_uploader(
        literal(label), type=list(types), key=key, max_upload_size=megabytes, accept_multiple_files=multiple
    )
    return [given] if isinstance(given, UploadedFile) else list(given or [])


class OnDisk:
    """A file that was sent, under its own name in a folder of the state folder, beside what is read of it.

    Both leave with whatever holds this object, with its session, with the process, or, had that been killed, with the next sweep.
    """

    def __init__(self, uploaded: UploadedFile) -> None:
        context = get_script_run_ctx()
        self.session = context.session_id if context else ""
        self.folder = state().root / FOLDER / f"{PREFIX}{os.getpid()}-{secrets.token_hex(8)}"
        self.drop = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        _ON_DISK.add(self)
        self.path = self.folder / "0" / (Path(uploaded.name).name[-100:] or "fichier")
        with state().disk_errors():
            self.path.parent.mkdir(parents=True)
            self.path.write_bytes(uploaded.getbuffer())


_ON_DISK: Final[weakref.WeakSet[OnDisk]] = weakref.WeakSet()


def drop_from_disk(is_alive: Callable[[str], bool]) -> None:
    """Removes the files of the sessions that are over."""
    for file in list(_ON_DISK):
        if not is_alive(file.session):
            file.drop()


def begin_run(page: str) -> None:
    """Said at the start of each run of a page: only the uploaders that it draws count from now on."""
    if context := get_script_run_ctx():
        UPLOADERS.begin(context.session_id, page)
