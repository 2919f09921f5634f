"""Présentation: the key messages, one per screen, for a room."""

import streamlit as st

from dashboard.ui.comite.presentation import (
    FULL_STYLE,
    SLIDE_STYLE,
    current_slide,
    draw_choice,
    draw_controls,
    draw_slide,
    full_screen,
    slides,
)
from dashboard.ui.page import page_title

full = full_screen()
chosen = slides()
slide = current_slide(chosen)
st.html(SLIDE_STYLE + (FULL_STYLE if full else ""))
if not full:
    page_title("Présentation", "Les messages clés de la sélection, un par écran. L'adresse de chaque écran se partage.")
    with st.expander("Choisir et ordonner les écrans", icon=":material/reorder:"):
        draw_choice(chosen)
    draw_controls(slide, chosen, full=full)
draw_slide(slide, chosen, full=full)
if full:
    draw_controls(slide, chosen, full=full)
