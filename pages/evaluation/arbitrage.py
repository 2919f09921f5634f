"""Arbitrage: a third person settles the operations on which the reviewers disagree."""

from dashboard.access.roles import Role
from dashboard.ui.access import require
from dashboard.ui.campaign_choice import choose_campaign, draw_demonstration_notice
from dashboard.ui.evaluation.arbitration import draw_arbitration
from dashboard.ui.page import page_title
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
draw_arbitration(engine, campaign, arbiter.name)
