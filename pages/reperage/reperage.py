"""Repérage: the funnel, what each expression finds, the evidence, the lexicon workshop, the recall audit."""

import streamlit as st

from dashboard.identification.lexicons import current_lexicon
from dashboard.ui.data import cached, current_selection
from dashboard.ui.empty import stop_if_empty
from dashboard.ui.identification import draw_expressions, draw_funnel, identification_by, numbers_of_step
from dashboard.ui.identified_list import draw_identified
from dashboard.ui.installation import state
from dashboard.ui.page import page_title
from dashboard.ui.reperage.lexicon_workshop import draw_workshop
from dashboard.ui.reperage.recall_audit import draw_audit
from dashboard.warehouse.listing import count

page_title("Repérage", "Des opérations programmées aux opérations retenues, avec la preuve de chaque étape.")
stop_if_empty(cached(count, current_selection().narrowed(decision=None, categories=())))

lexicon = current_lexicon(state())
identification = identification_by(lexicon)
steps, expressions, workshop, audit = st.tabs(
    ["Entonnoir", "Expressions et sources", "Atelier du lexique", "Audit du rappel"], key="vue", bind="query-params"
)
if steps.open:
    with steps:
        step = draw_funnel(identification)
        draw_identified(identification, numbers_of_step(identification, step), key=step.value)
if expressions.open:
    with expressions:
        draw_expressions(identification)
if workshop.open:
    with workshop:
        draw_workshop(lexicon)
if audit.open:
    with audit:
        draw_audit(identification)
