"""Stabilité: whether the retained operations would still be so under other weights."""

import streamlit as st

from dashboard.ui.campaign_choice import choose_evaluated, draw_demonstration_notice
from dashboard.ui.evaluation.review_desk import DESK_STYLE
from dashboard.ui.evaluation.stability import (
    choose_weighting,
    draw_comparison,
    draw_method,
    draw_ranking,
    draw_shares,
    draw_summary,
    scores_or_stop,
    stability_under,
    stop_without_weights,
)
from dashboard.ui.page import page_title
from dashboard.ui.reviews_store import reviews_engine

st.html(DESK_STYLE)
line = st.container(horizontal=True, vertical_alignment="center", gap="small", key="ligne-evaluation")
with line:
    page_title("Stabilité")
engine = reviews_engine()
with line:
    campaign = choose_evaluated(
        engine,
        scored=True,
        none="Aucune campagne menée avec une grille à échelles n'a encore d'opération entièrement évaluée\u202f: "
        "le classement se calcule ensuite.",
        compact=True,
    )
scores = scores_or_stop(engine, campaign)


@st.fragment
def weigh() -> None:
    """A slider that moves draws this part again and leaves the rest of the page alone."""
    finding = st.container()
    with st.expander("Changer les poids et la règle", icon=":material/tune:", key="stabilite-poids"):
        weighting = choose_weighting(engine, campaign, scores)
    with finding:
        stop_without_weights(weighting)
        results = stability_under(engine, campaign, weighting)
        draw_summary(campaign, results)
        draw_shares(campaign, results)
        draw_demonstration_notice(campaign)
    ranking = st.expander(
        "Le classement, et ce que la campagne a décidé",
        icon=":material/leaderboard:",
        key="stabilite-rangs",
        on_change="rerun",
    )
    if ranking.open:
        with ranking:
            draw_ranking(campaign, weighting, results)
            draw_comparison(engine, campaign, results)
    draw_method()


weigh()
