"""Files that people send: the only place that draws an uploader, and where what was sent stands on disk meanwhile."""

import os
import secrets
import shutil
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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


@contextmanager
def on_disk(*uploaded: UploadedFile) -> Iterator[list[Path]]:
    """The files under their own names, in a folder of the state folder that goes with the block, or with the next sweep."""
    folder = state().root / FOLDER / f"{PREFIX}{os.getpid()}-{secrets.token_hex(8)}"
    try:
        with state().disk_errors():
            paths = []
            for rank, file in enumerate(uploaded):
                path = folder / str(rank) / (Path(file.name).name[-100:] or "fichier")
                path.parent.mkdir(parents=True)
                path.write_bytes(file.getbuffer())
                paths.append(path)
        yield paths
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def begin_run(page: str) -> None:
    """Said at the start of each run of a page: only the uploaders that it draws count from now on."""
    if context := get_script_run_ctx():
        UPLOADERS.begin(context.session_id, page)
