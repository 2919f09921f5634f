"""The choice of a campaign whose reviews have something to say: at least one operation with all of them."""

import streamlit as st
from sqlalchemy import Engine

from dashboard.domain.french import listing, quoted
from dashboard.reviews.campaigns import list_campaigns
from dashboard.reviews.model import Campaign
from dashboard.ui.campaign_choice import choose_campaign
from dashboard.ui.campaign_scores import evaluated
from dashboard.ui.markdown import literal


def choose_evaluated(engine: Engine, *, scored: bool = False, none: str) -> Campaign:
    """As `choose_campaign`, among those with results; the others are named. `scored` asks for a grid that gives scores."""
    fitting = [found for found in list_campaigns(engine) if found.grid.scored_criteria or not scored]
    ready = evaluated(engine, fitting)
    campaign = choose_campaign(engine, lambda found: found.id in ready, none=none)
    waiting = [quoted(found.name) for found in reversed(fitting) if found.id not in ready]
    if waiting:
        st.caption(
            literal(f"Pas encore d'opération entièrement évaluée, donc rien à montrer ici\u202f: {listing(waiting)}.")
        )
    return campaign
