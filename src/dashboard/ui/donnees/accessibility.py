"""Whom a reader of the accessibility statement writes to."""

from typing import Final

import streamlit as st

ADMINISTRATOR: Final = "l'administrateur de l'application"
"""Whom to tell where `secrets.toml` says nothing."""


def contact() -> str:
    """Whom to tell: `contact` of `[accessibility]` in secrets.toml, else the administrator."""
    if not st.secrets.load_if_toml_exists():
        return ADMINISTRATOR
    return str(st.secrets.get("accessibility", {}).get("contact") or "").strip() or ADMINISTRATOR
