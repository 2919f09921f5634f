"""What a frozen campaign brings to the indicators: its decisions, published as an import like any other."""

import streamlit as st
from sqlalchemy import Engine

from dashboard.domain.french import long_date
from dashboard.ingest.campaign_decisions import publish_decisions, published_campaigns
from dashboard.ingest.errors import IngestError
from dashboard.reviews.errors import ReviewsError
from dashboard.reviews.model import Campaign
from dashboard.ui.access import person
from dashboard.ui.installation import state
from dashboard.ui.markdown import literal
from dashboard.warehouse.state import StateError

_SAID = "_said_by_publication"


def draw_publication(engine: Engine, campaign: Campaign) -> None:
    """Draws whether the decisions of a frozen campaign feed the indicators, and the button that makes them."""
    if not campaign.grid.decides:
        return
    st.markdown("### Indicateurs")
    for sentence in st.session_state.pop(_SAID, ()):
        st.success(literal(sentence), icon=":material/check_circle:")
    published = published_campaigns(state(), engine).get(campaign.id)
    if published:
        st.markdown(
            f"Les décisions alimentent les indicateurs, les cartes et les exports depuis le {long_date(published.at.astimezone().date())}. "
            "La page Imports permet de les retirer."
        )
        return
    st.markdown(
        "Les décisions de cette campagne n'alimentent pas les indicateurs. Publiées, elles l'emportent sur les décisions "
        "antérieures des mêmes opérations\u202f; la page Imports permet de revenir en arrière."
    )
    if st.button("Publier les décisions", type="primary", icon=":material/publish:"):
        try:
            report = publish_decisions(state(), engine, campaign.id, by=person())
        except (ReviewsError, IngestError, StateError) as error:
            st.error(literal(error), icon=":material/error:")
            return
        st.session_state[_SAID] = report.sentences()
        st.rerun()
