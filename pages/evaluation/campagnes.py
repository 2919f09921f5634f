"""Campagnes: the campaigns, what each depends on, how far it is; for the data manager, opening, freezing, archives."""

import streamlit as st

from dashboard.access.roles import Role
from dashboard.reviews.reviewing import progress
from dashboard.ui.access import may
from dashboard.ui.campaign_choice import choose_campaign, draw_demonstration_notice, keep_choice
from dashboard.ui.evaluation.campaign_form import draw_archive_import, draw_creation
from dashboard.ui.evaluation.campaign_sheet import (
    campaign_rows,
    draw_archive,
    draw_freezing,
    draw_publication,
    draw_report,
    draw_reviewers,
    draw_said,
    draw_settings,
    draw_standing,
    draw_withdrawal,
    draw_withdrawn,
    overview_columns,
)
from dashboard.ui.evaluation.reading_summary import draw_reading_summary
from dashboard.ui.page import page_title, section
from dashboard.ui.reviews_store import known_campaigns, reviews_engine
from dashboard.ui.tables import html_table

page_title("Campagnes", "Une campagne réunit une grille, un lexique, un extrait, une population et des évaluateurs.")
engine = reviews_engine()
campaigns = known_campaigns(engine)
if campaigns:
    html_table(campaign_rows(engine, campaigns), overview_columns(), key="campagnes", alternative="Campagnes")
if may(Role.DATA_MANAGER):
    with st.expander("Ouvrir une campagne", icon=":material/add:"):
        created = draw_creation(engine)
        if created:
            keep_choice(created)
            st.rerun()
    with st.expander("Reprendre une campagne archivée", icon=":material/unarchive:"):
        draw_archive_import(engine)
    draw_withdrawn(engine)
section("Détail d'une campagne")
campaign = choose_campaign(
    engine, none="Aucune campagne n'existe encore\u202f: un gestionnaire de données en ouvre une ici."
)
draw_demonstration_notice(campaign)
found = progress(engine, campaign.id)
draw_said()
draw_standing(campaign, found)
people, settings = st.columns(2, gap="large")
with people:
    draw_reviewers(engine, campaign, found)
with settings:
    draw_settings(campaign)
if not campaign.grid.decides:
    draw_reading_summary(engine, campaign)
draw_report(engine, campaign)
if may(Role.DATA_MANAGER) and campaign.frozen:
    draw_publication(engine, campaign)
    draw_archive(engine, campaign)
elif may(Role.DATA_MANAGER):
    draw_freezing(engine, campaign, found)
    draw_withdrawal(engine, campaign, found)
