"""Évaluer: the reviewer's queue, the operation with its signals, the grid."""

import streamlit as st

from dashboard.access.roles import Role
from dashboard.reviews.reviewing import desk
from dashboard.ui.access import require
from dashboard.ui.campaign_choice import choose_campaign, draw_demonstration_notice
from dashboard.ui.evaluation.review_desk import DESK_STYLE, draw_actions, draw_given, draw_said, form_to_fill
from dashboard.ui.evaluation.review_form import draw_form
from dashboard.ui.evaluation.review_queue import choose_operation, draw_progress
from dashboard.ui.evaluation.reviewed_operation import draw_operation_to_review, record_of
from dashboard.ui.page import page_title
from dashboard.ui.reviews_store import draw_identity, reviewer_identity, reviews_engine

page_title(
    "Évaluer",
    "Chaque évaluateur répond seul\u202f: personne ne voit les réponses des autres avant que toutes soient soumises.",
)
require(Role.REVIEWER)
engine = reviews_engine()
campaign = choose_campaign(
    engine,
    lambda campaign: not campaign.frozen,
    none="Aucune campagne n'est ouverte\u202f: un gestionnaire de données en crée une sur la page Campagnes.",
)
draw_demonstration_notice(campaign)
reviewer = reviewer_identity(campaign)
draw_identity(reviewer)
if reviewer.name not in campaign.reviewers and not campaign.rule.open_to_all:
    st.warning(
        "Vous n'êtes pas parmi les évaluateurs de cette campagne\u202f: demandez au gestionnaire de données de vous y ajouter.",
        icon=":material/person_off:",
    )
    st.stop()
found = desk(engine, campaign, reviewer.name)
draw_progress(found.progress, reviewer.name)
item = choose_operation(found.queue)
st.html(DESK_STYLE)
draw_said()
reading, grid = st.columns([2, 3], gap="large")
with reading, st.container(key="lecture-operation"):
    signals = draw_operation_to_review(item.operation, record_of(item.operation), campaign)
with grid:
    form = form_to_fill(engine, campaign, item, reviewer.name)
    if form:
        draw_form(engine, form, signals)
    else:
        draw_given(engine, campaign, item, reviewer.name)
    draw_actions(engine, campaign, item, found.queue, reviewer.name, form)
