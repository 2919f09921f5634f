"""The recall audit's sample in the review queue: sent to an open campaign, and counted once it is decided there."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.access.roles import Role
from dashboard.domain.french import plural
from dashboard.identification.identify import Identification
from dashboard.identification.population import campaign_population
from dashboard.reviews.campaigns import add_operations, get_operations, list_campaigns
from dashboard.reviews.deciding import decisions
from dashboard.reviews.errors import ReviewsError
from dashboard.ui.access import may
from dashboard.ui.campaign_choice import campaign_label
from dashboard.ui.data import current_warehouse
from dashboard.ui.markdown import literal
from dashboard.ui.reviews_store import open_reviews


@dataclass(frozen=True, slots=True)
class Audited:
    """How many operations of a sample stand in campaigns, are decided there, and are retained."""

    queued: int
    decided: int
    retained: int


def audited(drawn: pd.DataFrame, origin: str) -> Audited:
    """What the campaigns say of a sample that was sent to them; nothing where the store can't be opened."""
    wanted = set(drawn["num_dossier"].astype(str))
    queued: set[str] = set()
    decided: dict[str, bool] = {}
    try:
        engine = open_reviews()
        for campaign in list_campaigns(engine):
            held = {
                operation.num_dossier
                for operation in get_operations(engine, campaign.id)
                if operation.origin == origin and operation.num_dossier in wanted
            }
            if held and campaign.grid.decides:
                queued |= held
                found = decisions(engine, campaign.id, anonymised=True)
                kept = found[found["num_dossier"].isin(held)]
                decided |= dict(zip(kept["num_dossier"].astype(str), kept["retained"].astype(bool), strict=True))
    except ReviewsError:
        return Audited(0, 0, 0)
    return Audited(len(queued), len(decided), sum(decided.values()))


def draw_sending(identification: Identification, drawn: pd.DataFrame, *, origin: str) -> None:
    """Draws the choice of an open campaign and sends the sample to its queue."""
    if not may(Role.DATA_MANAGER):
        return
    try:
        engine = open_reviews()
        found = {
            campaign.id: campaign
            for campaign in reversed(list_campaigns(engine))
            if campaign.grid.decides and not campaign.frozen
        }
    except ReviewsError as error:
        st.caption(literal(error))
        return
    st.markdown("### Faire lire l'échantillon")
    if not found:
        st.markdown(
            "Aucune campagne n'est ouverte\u202f: ouvrez-en une sur la page Campagnes pour y envoyer l'échantillon."
        )
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Campagne",
            list(found),
            format_func=lambda name: campaign_label(found[name]),
            key="audit-campagne",
            width=480,
        )
        asked = st.button("Envoyer dans la file d'évaluation", icon=":material/playlist_add:")
    st.caption("Les évaluateurs les trouveront dans leur file, et l'estimation suivra leurs décisions.")
    if not asked:
        return
    listed = campaign_population(current_warehouse().connection, identification, drawn, otherwise=origin)
    try:
        added = add_operations(engine, chosen, listed)
    except ReviewsError as error:
        st.error(literal(error), icon=":material/error:")
        return
    st.success(
        f"{plural(added, 'opération ajoutée', 'opérations ajoutées')} à «\u202f{literal(found[chosen].name)}\u202f».",
        icon=":material/check_circle:",
    )
