"""The campaign that a page is about: chosen once, kept from page to page and in the URL."""

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st
from sqlalchemy import Engine

from dashboard.domain.french import listing, plural, quoted
from dashboard.reviews.campaigns import list_campaigns
from dashboard.reviews.model import Campaign
from dashboard.ui.campaign_scores import evaluated
from dashboard.ui.markdown import literal
from dashboard.ui.named_pages import with_links
from dashboard.ui.reviews_store import known_campaigns

CAMPAIGN_KEY: Final = "campagne"
_KEPT: Final = "_campaign"


def choose_campaign(
    engine: Engine, suits: Callable[[Campaign], bool] | None = None, *, none: str, compact: bool = False
) -> Campaign:
    """The campaign chosen among those that suit; where there is none, the page stops with the sentence `none`.

    `compact`: in a line of work, beside other choices, its label is not drawn.
    """
    known = known_campaigns(engine)
    _say_left(engine, known)
    newest_first = [campaign for campaign in reversed(known) if suits is None or suits(campaign)]
    # Campaigns that decide come before those that read again what is already retained.
    found = sorted(newest_first, key=lambda campaign: not campaign.grid.decides)
    if not found:
        st.info(with_links(none), icon=":material/info:")
        st.stop()
    by_id = {campaign.id: campaign for campaign in found}
    if st.session_state.get(CAMPAIGN_KEY) not in by_id:
        # Another page's choice is kept as long as it suits this one; an unknown address falls back on the newest.
        wanted = st.query_params.get(CAMPAIGN_KEY) or st.session_state.get(_KEPT)
        st.session_state[CAMPAIGN_KEY] = wanted if wanted in by_id else found[0].id
    chosen = st.selectbox(
        "Campagne",
        list(by_id),
        format_func=lambda identifier: campaign_label(by_id[identifier]),
        key=CAMPAIGN_KEY,
        label_visibility="collapsed" if compact else "visible",
        width=260 if compact else 620,
    )
    st.session_state[_KEPT] = chosen
    st.query_params[CAMPAIGN_KEY] = chosen
    return by_id[chosen]


def choose_evaluated(engine: Engine, *, scored: bool = False, none: str, compact: bool = False) -> Campaign:
    """As `choose_campaign`, among those with results; the others are named. `scored` asks for a grid that gives scores."""
    fitting = [found for found in known_campaigns(engine) if found.grid.scored_criteria or not scored]
    ready = evaluated(engine, fitting)
    campaign = choose_campaign(engine, lambda found: found.id in ready, none=none, compact=compact)
    waiting = [quoted(found.name) for found in reversed(fitting) if found.id not in ready]
    if waiting:
        st.caption(
            literal(f"Pas encore d'opération entièrement évaluée, donc rien à montrer ici\u202f: {listing(waiting)}.")
        )
    return campaign


def _say_left(engine: Engine, known: Sequence[Campaign]) -> None:
    """Says why a campaign that the address names, or that was chosen before, left with the demonstration's extract."""
    named = st.query_params.get(CAMPAIGN_KEY) or st.session_state.get(_KEPT)
    if named is None or any(campaign.id == named for campaign in known):
        return
    for campaign in list_campaigns(engine):
        if campaign.id == named:
            st.info(
                f"La campagne «\u202f{literal(campaign.name)}\u202f» appartient au jeu de démonstration, qui n'est plus publié\u202f: "
                "elle revient avec lui.",
                icon=":material/science:",
            )


def keep_choice(campaign: Campaign) -> None:
    """Makes a campaign the one chosen at the next run."""
    st.session_state[_KEPT] = campaign.id
    st.session_state.pop(CAMPAIGN_KEY, None)
    st.query_params.pop(CAMPAIGN_KEY, None)


def campaign_label(campaign: Campaign) -> str:
    """The campaign in a list: its name, its state, its size."""
    standing = "figée" if campaign.frozen else "ouverte"
    return f"{campaign.name} – {standing}, {plural(campaign.operations, 'opération')}"


def draw_demonstration_notice(campaign: Campaign) -> None:
    """Says of a demonstration campaign that its reviews are made up."""
    if campaign.demonstration:
        st.markdown(
            ":material/science: Campagne de démonstration\u202f: elle ne porte que sur des opérations synthétiques, et les "
            "évaluations qu'elle contient au départ sont fabriquées."
        )
