"""Essayer la grille: an operation, the answers of whoever looks, and at once the score, the verdict and what would tip it."""

import streamlit as st

from dashboard.ui.evaluation.review_desk import DESK_STYLE
from dashboard.ui.evaluation.trial import (
    adopt_address,
    choose_grid,
    choose_operation,
    draw_subject,
    grids_or_stop,
    reference_of,
    try_grid,
)
from dashboard.ui.page import page_title

page_title(
    "Essayer la grille",
    "Répondez aux questions, bougez les poids\u202f: le score, le verdict et ce qui le ferait basculer suivent aussitôt. Rien n'est "
    "enregistré\u202f; l'adresse porte vos réponses et vos poids.",
)
st.html(DESK_STYLE)
grids = grids_or_stop()
adopt_address(grids)
left, right = st.columns([2, 3], gap="large")
with left:
    grid = choose_grid(grids)
with right:
    record = choose_operation(grid)
reading, trying = st.columns([2, 3], gap="large")
with reading, st.container(key="lecture-operation"):
    found = draw_subject(grid, record)
with trying:
    try_grid(grid, record, found, reference_of(grid, record))
