"""The accessibility statement, and whom a reader writes to."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard.domain.context import Passage, Statement
from dashboard.ui.markdown import literal
from dashboard.ui.page import section

ADMINISTRATOR: Final = "l'administrateur de l'application"
"""Whom to tell where `secrets.toml` says nothing."""


def contact() -> str:
    """Whom to tell: `contact` of `[accessibility]` in secrets.toml, else the administrator."""
    if not st.secrets.load_if_toml_exists():
        return ADMINISTRATOR
    return str(st.secrets.get("accessibility", {}).get("contact") or "").strip() or ADMINISTRATOR


def draw_statement(statement: Statement) -> None:
    """Draws the whole statement."""
    section("État de conformité")
    for paragraph in statement.state:
        st.markdown(literal(paragraph))
    _draw_list("Ce qui a été essayé", statement.tested)
    _draw_list("Ce qui ne l'a pas été", statement.untested)
    _draw_list("Ce qui reste imparfait", statement.leftovers)
    _draw_list("Comment contourner", statement.ways_round)
    section("Signaler un problème")
    st.markdown(literal(statement.report.replace("{contact}", contact())))
    st.markdown(literal(statement.appeal))


def _draw_list(title: str, passages: Sequence[Passage]) -> None:
    section(title)
    st.markdown("\n".join(f"- **{literal(passage.title)}**\u202f: {literal(passage.text)}" for passage in passages))
