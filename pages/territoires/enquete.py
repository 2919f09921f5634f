"""Enquête: what managing bodies answer and remark, published figures beside recomputed ones, survey beside portfolio."""

import streamlit as st

from dashboard.domain.periods import FORMER, words_of
from dashboard.domain.survey import question_of
from dashboard.ui.data import current_selection
from dashboard.ui.page import page_title
from dashboard.ui.territoires.survey import choose_survey, draw_scope
from dashboard.ui.territoires.survey_answers import draw_published, draw_question, draw_regions
from dashboard.ui.territoires.survey_coding import draw_coding
from dashboard.ui.territoires.survey_portfolio import draw_beside
from dashboard.ui.territoires.survey_remarks import choose_types, coded_remarks, draw_remarks, draw_themes

period = current_selection().period
asked = question_of(words_of(period).fund)
page_title(
    "Enquête", f"Ce que les gestionnaires répondent à la question «\u202f{asked}\u202f», et ce qu'ils observent."
)
survey = choose_survey()
draw_scope(survey)

# The survey of 2019 came with the evaluation of an axis of 2014-2020: only its answers stand beside that axis.
question, remarks, *portfolio, coding = st.tabs(
    ["Réponses", "Observations", "Enquête et portefeuille", "Coder une observation"]
    if period == FORMER
    else ["Réponses", "Observations", "Coder une observation"],
    key="volet",
    bind="query-params",
)
if question.open:
    with question:
        draw_question(survey)
        draw_published(survey)
        draw_regions(survey)
if remarks.open:
    with remarks:
        types = choose_types()
        found = coded_remarks(survey, types)
        draw_themes(survey, found, types)
        draw_remarks(survey, found, types)
for tab in portfolio:
    if tab.open:
        with tab:
            draw_beside(survey)
if coding.open:
    with coding:
        draw_coding(survey)
