"""What a page keeps in memory for one visitor: released as soon as they open another page."""

from typing import Any, Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

_PAGE: Final = "_page"
_NAMES: Final = "_names_of_page"


def begin_page(page: str) -> None:
    """Said at the start of each run of a page: what another page kept is dropped, and the files sent to it."""
    if st.session_state.get(_PAGE, page) != page:
        for name in st.session_state.pop(_NAMES, ()):
            st.session_state.pop(name, None)
        # Streamlit forgets the uploader of a page that is left, but holds its files until the session ends.
        if context := get_script_run_ctx():
            context.uploaded_file_mgr.remove_session_files(context.session_id)
    st.session_state[_PAGE] = page


def current_page() -> str:
    """The address of the page of this run, empty for the one that answers at the root."""
    return str(st.session_state.get(_PAGE, ""))


def keep_for_page(*names: str) -> None:
    """Values of the session's state to drop with this page: Streamlit keeps what a script has given to a widget."""
    st.session_state.setdefault(_NAMES, set()).update(names)


def page_memory(name: str) -> dict[Any, Any]:
    """The dictionary that this page keeps under a name."""
    keep_for_page(name)
    kept: dict[Any, Any] = st.session_state.setdefault(name, {})
    return kept
