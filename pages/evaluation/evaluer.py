"""Évaluer: the reviewer's queue, the operation with its signals, the grid."""

import streamlit as st

from dashboard.access.roles import Role
from dashboard.reviews.reviewing import desk
from dashboard.ui.access import require
from dashboard.ui.campaign_choice import choose_campaign, draw_demonstration_notice
from dashboard.ui.evaluation.earlier import draw_earlier
from dashboard.ui.evaluation.review_desk import DESK_STYLE, draw_actions, draw_given, form_to_fill
from dashboard.ui.evaluation.review_form import draw_form
from dashboard.ui.evaluation.review_queue import choose_operation, draw_progress, stop_if_nothing_to_do
from dashboard.ui.evaluation.reviewed_operation import draw_operation_to_review, record_of
from dashboard.ui.page import page_title
from dashboard.ui.reviews_store import draw_identity_menu, reviewer_identity, reviews_engine

st.html(DESK_STYLE)
line = st.container(horizontal=True, vertical_alignment="center", gap="small", key="ligne-evaluation")
with line:
    page_title("Évaluer")
require(Role.REVIEWER)
engine = reviews_engine()
with line:
    campaign = choose_campaign(
        engine,
        lambda campaign: not campaign.frozen,
        none="Aucune campagne n'est ouverte\u202f: un gestionnaire de données en crée une sur la page Campagnes.",
        compact=True,
    )
reviewer = reviewer_identity(campaign)
with line:
    draw_identity_menu(
        reviewer,
        "Chaque évaluateur répond seul\u202f: personne ne voit les réponses des autres avant que toutes soient soumises.",
    )
if reviewer.name not in campaign.reviewers and not campaign.rule.open_to_all:
    st.warning(
        "Vous n'êtes pas parmi les évaluateurs de cette campagne\u202f: demandez au gestionnaire de données de vous y ajouter.",
        icon=":material/person_off:",
    )
    st.stop()
found = desk(engine, campaign, reviewer.name)
with line:
    draw_progress(found.progress, reviewer.name)
stop_if_nothing_to_do(found.queue)
with line:
    item = choose_operation(found.queue)
reading, grid = st.columns([2, 3], gap="large")
with reading, st.container(key="lecture-operation"):
    record = record_of(item.operation)
    signals = draw_operation_to_review(item.operation, record, campaign)
    draw_earlier(record)
    draw_demonstration_notice(campaign)
with grid:
    form = form_to_fill(engine, campaign, item, reviewer.name)
    if form:
        draw_form(engine, form, signals)
    else:
        draw_given(engine, campaign, item, reviewer.name)
    draw_actions(engine, campaign, item, found.queue, reviewer.name, form)
