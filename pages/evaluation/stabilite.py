"""Stabilité: whether the retained operations would still be so under other weights."""

from dashboard.ui.campaign_choice import draw_demonstration_notice
from dashboard.ui.evaluation.evaluated_campaign import choose_evaluated
from dashboard.ui.evaluation.stability import draw_stability
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
draw_stability(engine, campaign)
