"""The trace of an operation: what found it, who scored it and when, who decided and why."""

import logging
from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.access.roles import Role
from dashboard.domain.columns import ColumnFormat
from dashboard.domain.operation import FIELD_BY_NAME
from dashboard.identification.evidence import find_evidence
from dashboard.identification.identify import Identification
from dashboard.identification.lexicons import current_lexicon
from dashboard.reviews.campaigns import campaigns_with
from dashboard.reviews.errors import ReviewsError
from dashboard.reviews.model import Campaign, TraceEntry
from dashboard.reviews.trace import trace
from dashboard.ui.access import may
from dashboard.ui.identification import identification_by, texts_of
from dashboard.ui.identified_list import highlighted
from dashboard.ui.indicateurs.robustness import draw_robustness
from dashboard.ui.installation import state
from dashboard.ui.markdown import literal
from dashboard.ui.reviews_store import open_reviews
from dashboard.ui.tables import html_table

logger = logging.getLogger(__name__)

COLUMNS = {
    "moment": ColumnFormat("Quand"),
    "actor": ColumnFormat("Qui"),
    "detail": ColumnFormat("Quoi, et pourquoi"),
}


def draw_trace(record: Mapping[str, Any]) -> None:
    """Draws the trace of a record of `warehouse.listing.operation`. Without the store of reviews, what found it still shows."""
    number, wave = str(record["num_dossier"]), str(record["wave"])
    st.markdown("## Trace")
    _draw_finding(identification_by(current_lexicon(state())), number, wave)
    try:
        engine = open_reviews()
        named = may(Role.DATA_MANAGER)
        traces = [
            (campaign, trace(engine, campaign.id, number, anonymised=not named))
            for campaign in campaigns_with(engine, number, wave)
        ]
    except ReviewsError as error:
        logger.warning("No trace of the reviews of %s: %s", number, error)
        st.caption(literal(error))
        return
    for campaign, entries in traces:
        _draw_campaign(campaign, entries)
    if not traces:
        st.markdown("Aucune campagne n'a porté sur cette opération.")
    draw_robustness(number, wave)


def _draw_finding(identification: Identification, number: str, wave: str) -> None:
    found = identification.provenance
    mine = found[(found["num_dossier"] == number) & (found["wave"] == wave)]
    if mine.empty:
        st.markdown("**Repérage** – ni une expression du lexique ni une autre source ne mène à cette opération.")
        return
    pairs = zip(mine["provenance"].astype(str), mine["detail"].astype(str), strict=True)
    said = [f"{provenance} ({detail})" if detail else provenance for provenance, detail in pairs]
    st.markdown(f"**Repérage** – trouvée par\u202f: {literal(', '.join(said))}.")
    for evidence in find_evidence(texts_of(number, wave), identification.expressions):
        st.markdown(f"- {literal(FIELD_BY_NAME[evidence.field].label)}\u202f: {highlighted(evidence)}")


def _draw_campaign(campaign: Campaign, entries: list[TraceEntry]) -> None:
    made_up = ", évaluations fabriquées pour la démonstration" if campaign.demonstration and campaign.frozen else ""
    st.markdown(f"**{literal(campaign.name)}** – grille «\u202f{literal(campaign.grid.title)}\u202f»{literal(made_up)}")
    if not entries:
        st.markdown("Personne ne l'a encore évaluée dans cette campagne.")
        return
    frame = pd.DataFrame(
        {
            "moment": [f"{entry.at.astimezone():%d/%m/%Y à %H:%M}" for entry in entries],
            "actor": [entry.actor for entry in entries],
            "detail": [entry.detail for entry in entries],
        }
    )
    html_table(frame, COLUMNS, key=f"trace-{campaign.id[:24]}", alternative=f"Trace dans {campaign.name}")
