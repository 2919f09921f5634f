"""Synthèse: key figures, three findings, two breakdowns, what the extract is; before any decision, what is programmed."""

import streamlit as st

from dashboard.domain.periods import words_of
from dashboard.figures.findings import finding_dimensions, findings
from dashboard.ui.breakdown import breakdown_card
from dashboard.ui.data import cached, current_selection
from dashboard.ui.indicateurs.editions import draw_edition_card
from dashboard.ui.indicateurs.key_figures import draw_extract, draw_key_figures
from dashboard.ui.indicateurs.programmed import draw_programmed
from dashboard.ui.indicateurs.programmes import draw_programme_choice
from dashboard.ui.markdown import literal
from dashboard.ui.page import page_title, section
from dashboard.ui.path import draw_path, examined_in_period
from dashboard.ui.two_selections import choose_other, draw_compared_key_figures, draw_comparison_workbook
from dashboard.warehouse.indicators import Dimension, indicators

selection = current_selection()
fund = words_of(selection.period).fund
line = page_title("Synthèse", f"Les opérations socialement innovantes du {fund}, en quelques chiffres.")
draw_edition_card()
draw_programme_choice(selection)
if not examined_in_period():
    draw_path()
    draw_programmed(selection)
    st.stop()
found = cached(indicators, selection, finding_dimensions(selection.period))
if not found.total["operations"]:
    draw_programmed(selection)
    st.stop()

beside = choose_other(line)
other = None if beside is None else cached(indicators, beside.other, finding_dimensions(selection.period))
if beside is None or other is None:
    draw_key_figures(found)
else:
    draw_compared_key_figures(found, other, beside)
    draw_comparison_workbook(found, other, finding_dimensions(selection.period), beside)
section("Ce que disent les données")
for sentence in findings(found, selection.kind):
    st.markdown(f"- {literal(sentence)}")

left, right = st.columns(2)
with left:
    breakdown_card(found, Dimension.PRIORITY_AXIS, prefix="synthese", beside=beside, other=other)
with right:
    breakdown_card(found, Dimension.CATEGORY, prefix="synthese", beside=beside, other=other)
section("L'extrait")
draw_extract(found)
