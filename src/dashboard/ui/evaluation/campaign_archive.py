"""Takes over a campaign from its archive."""

import streamlit as st
from sqlalchemy import Engine

from dashboard.access.roles import Role
from dashboard.domain.french import plural
from dashboard.reviews.archive import LIMITS, import_campaign
from dashboard.reviews.errors import ReviewsError
from dashboard.ui.markdown import literal
from dashboard.ui.uploads import uploader


def draw_archive_import(engine: Engine) -> None:
    """Draws the upload of an archive, and says what came of it."""
    given = uploader(
        "Archive d'une campagne figée (ZIP)",
        Role.DATA_MANAGER,
        types=["zip"],
        key="archive-campagne",
        megabytes=LIMITS.packed >> 20,
    )
    if not given or not st.button("Reprendre cette campagne", icon=":material/upload_file:"):
        return
    try:
        campaign = import_campaign(engine, given[0].getvalue())
    except ReviewsError as error:
        st.error(literal(error), icon=":material/error:")
        return
    st.success(
        f"La campagne «\u202f{literal(campaign.name)}\u202f» et {plural(campaign.operations, 'opération')} sont reprises.",
        icon=":material/check_circle:",
    )
