"""Accord: how far the reviewers of a campaign agree, and what divides them."""

import streamlit as st

from dashboard.ui.campaign_choice import choose_evaluated, draw_demonstration_notice
from dashboard.ui.evaluation.agreement import (
    agreement_or_stop,
    answers_shown,
    disagreements_or_stop,
    draw_answers,
    draw_disagreements,
    draw_double_readings,
    draw_report,
)
from dashboard.ui.evaluation.review_desk import DESK_STYLE
from dashboard.ui.page import page_title
from dashboard.ui.reviews_store import reviews_engine

st.html(DESK_STYLE)
line = st.container(horizontal=True, vertical_alignment="center", gap="small", key="ligne-evaluation")
with line:
    page_title("Accord")
engine = reviews_engine()
with line:
    campaign = choose_evaluated(
        engine,
        none="Aucune campagne n'a encore d'opération dont toutes les évaluations soient soumises\u202f: l'accord se mesure ensuite.",
        compact=True,
    )
answers = answers_shown(engine, campaign)
report = agreement_or_stop(engine, campaign)
draw_report(campaign, report, answers)
draw_demonstration_notice(campaign)
double = st.expander(
    "Les doubles lectures, au hasard et repérées", icon=":material/group:", key="accord-doubles", on_change="rerun"
)
if double.open:
    with double:
        draw_double_readings(engine, campaign, answers)
divided = st.expander(
    "Les opérations qui divisent le plus", icon=":material/call_split:", key="accord-divise", on_change="rerun"
)
if divided.open:
    with divided:
        found = disagreements_or_stop(engine, campaign, report)
        draw_disagreements(engine, campaign, answers, found)
        draw_answers(engine, campaign, answers, found)
