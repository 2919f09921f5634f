"""What a page says under a programming period that it does not exist for."""

import streamlit as st

from dashboard.domain.periods import FORMER
from dashboard.domain.selection import Selection
from dashboard.ui.data import current_selection, known_periods
from dashboard.ui.filters import apply_filters
from dashboard.ui.markdown import literal
from dashboard.ui.navigation import Entry
from dashboard.ui.page import page_title


def say_other_period(entry: Entry) -> None:
    """Ends the run with one sentence, and the way to the page's own period, where the selection is of another one."""
    if entry.period in ("", current_selection().period):
        return
    page_title(entry.title)
    why = ", dont la note de 2019 rend compte" if entry.period == FORMER else ""
    how = "" if entry.period in known_periods() else " Aucun import n'en est actif."
    st.info(
        literal(f"Cette page n'existe que pour la programmation {entry.period}{why}.{how}"),
        icon=":material/event:",
    )
    if entry.period in known_periods():
        st.button(
            f"Passer à la programmation {literal(entry.period)}",
            on_click=apply_filters,
            args=(Selection(period=entry.period),),
            type="primary",
            key="passer-a-la-programmation",
        )
    st.stop()
