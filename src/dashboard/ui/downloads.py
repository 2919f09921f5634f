"""Files with people's names in them: a link made at a click, that works once, for five minutes, for whoever asked for it."""

from collections.abc import Callable

import streamlit as st

from dashboard.access.downloads import LINKS, Download
from dashboard.access.roles import Role
from dashboard.ui.access import account, may
from dashboard.ui.links import DOWNLOAD_PATH
from dashboard.ui.markdown import literal


def draw_named_download(label: str, build: Callable[[], bytes], *, file_name: str, mime: str, key: str) -> None:
    """Draws the button that makes the link, then the link. For the data manager; draws nothing for anyone else."""
    if not may(Role.DATA_MANAGER):
        return
    if st.button(
        literal(label),
        key=key,
        icon=":material/key:",
        help="Ce fichier contient des noms\u202f: son lien ne sert qu'une fois, pendant cinq minutes, et à vous seul.",
    ):
        token = LINKS.offer(account(), Download(file_name, mime, Role.DATA_MANAGER, build))
        st.link_button(
            "Télécharger (une seule fois, dans les cinq minutes)",
            f"{DOWNLOAD_PATH}/{token}",
            type="primary",
            icon=":material/download:",
        )
