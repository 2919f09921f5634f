"""Arbitrage: a third person settles the operations on which the reviewers disagree."""

import streamlit as st

from dashboard.access.roles import Role
from dashboard.ui.access import require
from dashboard.ui.campaign_choice import choose_campaign, draw_demonstration_notice
from dashboard.ui.evaluation.arbitration import choose_conflict, draw_decision, draw_differing_reviews, draw_said
from dashboard.ui.evaluation.reviewed_operation import draw_operation_to_review, record_of
from dashboard.ui.page import page_title, section
from dashboard.ui.reviews_store import draw_identity, reviewer_identity, reviews_engine

page_title("Arbitrage", "Quand les évaluations ne s'accordent pas, une troisième personne tranche et dit pourquoi.")
require(Role.ARBITER)
engine = reviews_engine()
campaign = choose_campaign(
    engine,
    lambda campaign: campaign.grid.decides,
    none="Aucune campagne n'appelle d'arbitrage\u202f: un gestionnaire de données en ouvre une sur la page Campagnes.",
)
draw_demonstration_notice(campaign)
arbiter = reviewer_identity(campaign)
draw_identity(arbiter)
draw_said()
conflict = choose_conflict(engine, campaign)
reading, reviews = st.columns([2, 3], gap="large")
with reading:
    draw_operation_to_review(conflict.operation, record_of(conflict.operation), campaign)
with reviews:
    section("Évaluations côte à côte")
    draw_differing_reviews(campaign, conflict, arbiter.name)
    section("Décision")
    draw_decision(engine, campaign, conflict, arbiter.name)
