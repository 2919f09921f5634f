"""Campagnes: the campaigns, what each depends on, how far it is; for the data manager, opening, freezing, archives."""

import streamlit as st

from dashboard.access.roles import Role
from dashboard.reviews.campaigns import list_campaigns
from dashboard.ui.access import may
from dashboard.ui.campaign_choice import choose_campaign, draw_demonstration_notice, keep_choice
from dashboard.ui.evaluation.campaign_archive import draw_archive_import
from dashboard.ui.evaluation.campaign_form import draw_creation
from dashboard.ui.evaluation.campaign_sheet import OVERVIEW, campaigns_frame, draw_campaign
from dashboard.ui.page import page_title, section
from dashboard.ui.reviews_store import reviews_engine
from dashboard.ui.tables import html_table

page_title("Campagnes", "Une campagne réunit une grille, un lexique, un extrait, une population et des évaluateurs.")
engine = reviews_engine()
campaigns = list_campaigns(engine)
if campaigns:
    html_table(campaigns_frame(engine, campaigns), OVERVIEW, key="campagnes", alternative="Campagnes")
if may(Role.DATA_MANAGER):
    with st.expander("Ouvrir une campagne", icon=":material/add:"):
        created = draw_creation(engine)
        if created:
            keep_choice(created)
            st.rerun()
    with st.expander("Reprendre une campagne archivée", icon=":material/unarchive:"):
        draw_archive_import(engine)
section("Détail d'une campagne")
campaign = choose_campaign(
    engine, none="Aucune campagne n'existe encore\u202f: un gestionnaire de données en ouvre une ici."
)
draw_demonstration_notice(campaign)
draw_campaign(engine, campaign)
