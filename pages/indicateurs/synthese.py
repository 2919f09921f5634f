"""Synthèse: key figures, three findings, two breakdowns, what the extract is."""

import streamlit as st

from dashboard.figures.findings import findings, total_row
from dashboard.ui.breakdown import breakdown_card
from dashboard.ui.data import cached, current_selection
from dashboard.ui.empty import stop_if_empty
from dashboard.ui.indicateurs.key_figures import draw_extract, draw_key_figures
from dashboard.ui.markdown import literal
from dashboard.ui.page import page_title, section
from dashboard.warehouse.indicators import Dimension, breakdown, key_figures

page_title("Synthèse", "Les opérations socialement innovantes du FSE, en quelques chiffres.")

selection = current_selection()
figures = cached(key_figures, selection)
stop_if_empty(int(total_row(figures).programme_operations))

draw_key_figures(figures)
breakdowns = [
    cached(breakdown, selection, dimension)
    for dimension in (Dimension.PRIORITY_AXIS, Dimension.CATEGORY, Dimension.REGION)
]
section("Ce que disent les données")
for sentence in findings(figures, *breakdowns, retained=selection.retained is not False):
    st.markdown(f"- {literal(sentence)}")

left, right = st.columns(2)
with left:
    breakdown_card(Dimension.PRIORITY_AXIS, prefix="synthese")
with right:
    breakdown_card(Dimension.CATEGORY, prefix="synthese")
section("L'extrait")
draw_extract(figures)
