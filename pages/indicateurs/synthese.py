"""Synthèse: key figures, three findings, two breakdowns, what the extract is."""

import streamlit as st

from dashboard.figures.findings import FINDING_DIMENSIONS, findings
from dashboard.ui.breakdown import breakdown_card
from dashboard.ui.data import cached, current_selection
from dashboard.ui.empty import stop_if_empty
from dashboard.ui.indicateurs.key_figures import draw_extract, draw_key_figures
from dashboard.ui.markdown import literal
from dashboard.ui.page import page_title, section
from dashboard.warehouse.indicators import Dimension, indicators

page_title("Synthèse", "Les opérations socialement innovantes du FSE, en quelques chiffres.")

selection = current_selection()
found = cached(indicators, selection, FINDING_DIMENSIONS)
stop_if_empty(found.total["programme_operations"])

draw_key_figures(found)
section("Ce que disent les données")
for sentence in findings(found, selection.kind):
    st.markdown(f"- {literal(sentence)}")

left, right = st.columns(2)
with left:
    breakdown_card(found, Dimension.PRIORITY_AXIS, prefix="synthese")
with right:
    breakdown_card(found, Dimension.CATEGORY, prefix="synthese")
section("L'extrait")
draw_extract(found)
