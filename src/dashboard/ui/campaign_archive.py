"""Takes over a campaign from its archive."""

import streamlit as st
from sqlalchemy import Engine

from dashboard.domain.french import plural
from dashboard.reviews.archive import import_campaign
from dashboard.reviews.errors import ReviewsError
from dashboard.ui.markdown import literal


def draw_archive_import(engine: Engine) -> None:
    """Draws the upload of an archive, and says what came of it."""
    given = st.file_uploader("Archive d'une campagne figée (ZIP)", type="zip", key="archive-campagne")
    if given is None or not st.button("Reprendre cette campagne", icon=":material/upload_file:"):
        return
    try:
        campaign = import_campaign(engine, given.getvalue())
    except ReviewsError as error:
        st.error(literal(error), icon=":material/error:")
        return
    st.success(
        f"La campagne «\u202f{literal(campaign.name)}\u202f» et {plural(campaign.operations, 'opération')} sont reprises.",
        icon=":material/check_circle:",
    )
