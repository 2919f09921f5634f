"""Accord: how far the reviewers of a campaign agree, and what divides them."""

from dashboard.ui.campaign_choice import choose_evaluated, draw_demonstration_notice
from dashboard.ui.evaluation.agreement import (
    agreement_or_stop,
    answers_shown,
    disagreements_or_stop,
    draw_answers,
    draw_disagreements,
    draw_report,
)
from dashboard.ui.page import page_title, section
from dashboard.ui.reviews_store import reviews_engine

page_title("Accord", "Les évaluateurs lisent-ils la grille de la même façon\u202f?")
engine = reviews_engine()
campaign = choose_evaluated(
    engine,
    none="Aucune campagne n'a encore d'opération dont toutes les évaluations soient soumises\u202f: l'accord se mesure ensuite.",
)
draw_demonstration_notice(campaign)
answers = answers_shown(engine, campaign)
report = agreement_or_stop(engine, campaign)
draw_report(campaign, report, answers)
section("Les opérations qui divisent le plus")
found = disagreements_or_stop(engine, campaign, report)
draw_disagreements(engine, campaign, answers, found)
draw_answers(engine, campaign, answers, found)
