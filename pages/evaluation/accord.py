"""Accord: how far the reviewers of a campaign agree, and what divides them."""

from dashboard.ui.campaign_choice import draw_demonstration_notice
from dashboard.ui.evaluation.agreement import draw_agreement
from dashboard.ui.evaluation.evaluated_campaign import choose_evaluated
from dashboard.ui.page import page_title
from dashboard.ui.reviews_store import reviews_engine

page_title("Accord", "Les évaluateurs lisent-ils la grille de la même façon\u202f?")
engine = reviews_engine()
campaign = choose_evaluated(
    engine,
    none="Aucune campagne n'a encore d'opération dont toutes les évaluations soient soumises\u202f: l'accord se mesure ensuite.",
)
draw_demonstration_notice(campaign)
draw_agreement(engine, campaign)
