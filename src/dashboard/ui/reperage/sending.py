"""Sends operations to the queue of an open campaign, marked by why they are there."""

from collections.abc import Callable
from typing import Final

import pandas as pd
import streamlit as st

from dashboard.access.roles import Role
from dashboard.domain.french import plural
from dashboard.identification.lexicons import current_lexicon
from dashboard.identification.population import campaign_population
from dashboard.reviews.campaigns import add_operations
from dashboard.reviews.errors import ReviewsError
from dashboard.ui.access import may
from dashboard.ui.campaign_choice import campaign_label
from dashboard.ui.data import current_warehouse
from dashboard.ui.identification import identification_by
from dashboard.ui.installation import state
from dashboard.ui.markdown import literal
from dashboard.ui.named_pages import with_links
from dashboard.ui.reviews_store import known_campaigns, open_reviews

NO_CAMPAIGN: Final = (
    "Aucune campagne n'est ouverte\u202f: ouvrez-en une sur la page Campagnes pour y envoyer des opérations."
)


def draw_sending(
    numbers: Callable[[int], pd.DataFrame], *, of: int, mark: str, label: Callable[[int], str], key: str, count: int = 0
) -> None:
    """Draws the choice of an open campaign and a button that adds operations to its queue, in their order.

    `numbers` gives so many of them at the click (num_dossier, wave); `mark` is why they are there, before any other source.
    How many is asked for, up to `of`, where `count` proposes a number; otherwise all `of` them go.
    """
    if not may(Role.DATA_MANAGER):
        return
    try:
        engine = open_reviews()
        found = {
            campaign.id: campaign
            for campaign in reversed(known_campaigns(engine))
            if campaign.grid.decides and not campaign.frozen
        }
    except ReviewsError as error:
        st.caption(literal(error))
        return
    if not found:
        st.markdown(with_links(NO_CAMPAIGN))
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = of
        if count:
            wanted = int(st.number_input("Combien", 1, of, min(count, of), key=f"{key}-nombre", width=160))
        chosen = st.selectbox(
            "Campagne",
            list(found),
            format_func=lambda name: campaign_label(found[name]),
            key=f"{key}-campagne",
            width=440,
        )
        asked = st.button(literal(label(wanted)), icon=":material/playlist_add:", key=f"{key}-envoi")
    if not asked:
        return
    try:
        added = add_operations(engine, chosen, marked(numbers(wanted), mark))
    except ReviewsError as error:
        st.error(literal(error), icon=":material/error:")
        return
    st.success(
        f"{plural(added, 'opération ajoutée', 'opérations ajoutées')} à «\u202f{literal(found[chosen].name)}\u202f».",
        icon=":material/check_circle:",
    )


def marked(numbers: pd.DataFrame, mark: str) -> pd.DataFrame:
    """The operations as a campaign takes them, in the order given, the mark before whatever else leads to each."""
    identification = identification_by(current_lexicon(state()))
    listed = campaign_population(current_warehouse().connection, identification, numbers, otherwise="")
    listed["origin"] = [f"{mark}\u202f; {origin}" if origin else mark for origin in listed["origin"]]
    places = {number: place for place, number in reversed(list(enumerate(numbers["num_dossier"])))}
    return listed.sort_values("num_dossier", key=lambda column: column.map(places), ignore_index=True)
