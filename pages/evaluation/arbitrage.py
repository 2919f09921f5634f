"""Arbitrage: a third person settles the operations on which the reviewers disagree."""

import streamlit as st

from dashboard.access.roles import Role
from dashboard.ui.access import require
from dashboard.ui.campaign_choice import choose_campaign, draw_demonstration_notice
from dashboard.ui.evaluation.arbitration import (
    choose_conflict,
    conflicts_or_stop,
    draw_decision,
    draw_differing_reviews,
    draw_said,
    draw_waiting,
)
from dashboard.ui.evaluation.earlier import draw_earlier
from dashboard.ui.evaluation.review_desk import DESK_STYLE
from dashboard.ui.evaluation.reviewed_operation import draw_operation_to_review, record_of
from dashboard.ui.page import page_title, section
from dashboard.ui.reviews_store import draw_identity_menu, reviewer_identity, reviews_engine

st.html(DESK_STYLE)
line = st.container(horizontal=True, vertical_alignment="center", gap="small", key="ligne-evaluation")
with line:
    page_title("Arbitrage")
require(Role.ARBITER)
engine = reviews_engine()
with line:
    campaign = choose_campaign(
        engine,
        lambda campaign: campaign.grid.decides,
        none="Aucune campagne n'appelle d'arbitrage\u202f: un gestionnaire de données en ouvre une sur la page Campagnes.",
        compact=True,
    )
arbiter = reviewer_identity(campaign)
with line:
    draw_identity_menu(
        arbiter, "Quand les évaluations ne s'accordent pas, une troisième personne tranche et dit pourquoi."
    )
found = conflicts_or_stop(engine, campaign)
with line:
    draw_waiting(found)
    conflict = choose_conflict(found)
draw_said()
reading, reviews = st.columns([2, 3], gap="large")
with reading, st.container(key="lecture-operation"):
    record = record_of(conflict.operation)
    draw_operation_to_review(conflict.operation, record, campaign)
    draw_earlier(record)
    draw_demonstration_notice(campaign)
with reviews:
    section("Évaluations côte à côte")
    draw_differing_reviews(campaign, conflict, arbiter.name)
    section("Décision")
    draw_decision(engine, campaign, conflict, arbiter.name)
