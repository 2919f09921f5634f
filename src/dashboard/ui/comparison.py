"""The two waves that a visit compares: chosen where a comparison is shown, kept from page to page and in the address."""

from typing import Final

import streamlit as st

from dashboard.domain.periods import words_of
from dashboard.figures.wording import opened
from dashboard.ui.data import cached, current_selection
from dashboard.ui.markdown import literal
from dashboard.warehouse.indicators import Compared, Indicators, comparable, unfinished_waves, usual_comparison

WAVE_KEY: Final = "comparer"
BEFORE_KEY: Final = "avec"
_CHOSEN: Final = "_comparison"


def chosen_comparison() -> Compared | None:
    """The waves of this visit, else those of the address. What a selection doesn't hold is never compared: the usual two stand then."""
    wave, before = (st.query_params.get(key, "") for key in (WAVE_KEY, BEFORE_KEY))
    chosen: Compared | None = st.session_state.get(_CHOSEN) or ((wave, before) if wave and before else None)
    _write_address(chosen)
    return chosen


def choose_comparison(found: Indicators) -> Compared | None:
    """Draws the choice where the selection holds more than two waves, and says what it is; fewer leave none to make."""
    held, chosen = comparable(found.waves), chosen_comparison()
    if len(held) < 3:
        return chosen
    words, usual = words_of(current_selection().period), usual_comparison(held, unfinished())
    kept = chosen if chosen and len({*chosen} & {*held}) == 2 else usual
    if kept is None:
        return None
    now, before = kept
    with st.container(horizontal=True, key="comparaison"):
        for label, key, value, options in (
            (f"{opened(words.wave)} à comparer", WAVE_KEY, now, held),
            ("Avec", BEFORE_KEY, before, [wave for wave in held if wave != now]),
        ):
            # The other choice may have changed this one: the widget follows.
            st.session_state[f"{key}-choix"] = value
            st.selectbox(
                literal(label),
                options,
                key=f"{key}-choix",
                on_change=_keep,
                args=(key, now, before),
                width=220,
                filter_mode=None,
            )
    return now, before


def unfinished() -> frozenset[str]:
    """The waves of this run's programming period to which the next editions will add operations."""
    return cached(unfinished_waves, current_selection().period)


def _keep(key: str, now: str, before: str) -> None:
    """Keeps the choice; a wave chosen on both sides exchanges them."""
    picked = st.session_state[f"{key}-choix"]
    if key == WAVE_KEY:
        st.session_state[_CHOSEN] = (picked, now if picked == before else before)
    else:
        st.session_state[_CHOSEN] = (now, picked)


def _write_address(compared: Compared | None) -> None:
    for key, value in zip((WAVE_KEY, BEFORE_KEY), compared or ("", ""), strict=True):
        if value:
            st.query_params[key] = value
        else:
            st.query_params.pop(key, None)
