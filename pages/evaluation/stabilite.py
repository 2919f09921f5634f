"""Stabilité: whether the retained operations would still be so under other weights."""

import streamlit as st

from dashboard.ui.campaign_choice import choose_evaluated, draw_demonstration_notice
from dashboard.ui.evaluation.stability import (
    draw_comparison,
    draw_method,
    draw_ranking,
    draw_shares,
    draw_summary,
    stability_under,
    weighting_or_stop,
)
from dashboard.ui.page import page_title
from dashboard.ui.reviews_store import reviews_engine

page_title("Stabilité", "Les mêmes opérations seraient-elles retenues si les critères pesaient autrement\u202f?")
engine = reviews_engine()
campaign = choose_evaluated(
    engine,
    scored=True,
    none="Aucune campagne menée avec une grille à échelles n'a encore d'opération entièrement évaluée\u202f: "
    "le classement se calcule ensuite.",
)
draw_demonstration_notice(campaign)


@st.fragment
def weigh() -> None:
    """A slider that moves draws this part again and leaves the rest of the page alone."""
    weighting = weighting_or_stop(engine, campaign)
    results = stability_under(engine, campaign, weighting)
    draw_summary(campaign, results)
    draw_ranking(campaign, weighting, results)
    draw_comparison(engine, campaign, results)
    draw_shares(campaign, results)
    draw_method()


weigh()
