"""What the figures count of the programmes of a period: all of them, or the national one alone."""

import streamlit as st

from dashboard.domain.periods import FORMER, words_of
from dashboard.domain.selection import Selection
from dashboard.ui.data import cached
from dashboard.ui.filters import apply_filters
from dashboard.ui.markdown import literal
from dashboard.warehouse.options import FilterOptions
from dashboard.warehouse.options_query import filter_options


def draw_programme_choice(selection: Selection) -> None:
    """Says whether the national programme stands alone, beside the button that changes it; nothing in 2014-2020, or where it is the only one."""
    words = words_of(selection.period)
    options: FilterOptions = cached(filter_options, selection.period)
    known = options.of("programmes")
    if selection.period <= FORMER or words.national_programme not in known or len(known) < 2:
        return
    alone: tuple[str, ...] = (words.national_programme,)
    wanted: tuple[str, ...] = ()
    if selection.programmes == alone:
        said, label = f"{words.national_programme} seul.", "Tous les programmes"
    elif selection.programmes:
        return
    else:
        said = f"Tous les programmes du {words.fund}, national et régionaux."
        label, wanted = "Programme national seul", alone
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="programmes-comptes"):
        st.caption(literal(said), width="content")
        st.button(
            literal(label),
            on_click=apply_filters,
            args=(selection.narrowed(programmes=wanted),),
            type="tertiary",
            icon=":material/filter_alt:" if wanted else ":material/filter_alt_off:",
            key="programme-national-seul",
        )
