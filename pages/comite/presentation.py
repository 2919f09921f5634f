"""Présentation: the key messages, one per screen, for a room."""

import streamlit as st

from dashboard.ui.comite.presentation import (
    FULL_STYLE,
    SLIDE_STYLE,
    chosen_slides,
    current_slide,
    draw_choice,
    draw_controls,
    draw_keys,
    draw_order,
    draw_set,
    draw_slide,
    full_screen,
    shown_slides,
    whole_pack,
    write_choice,
)
from dashboard.ui.page import page_title

full = full_screen()
chosen = chosen_slides()
write_choice(chosen)
st.html(SLIDE_STYLE + (FULL_STYLE if full else ""))
if not full:
    page_title(
        "Présentation",
        "Les messages clés de la sélection, un par écran. Exports fait un diaporama et un PDF des mêmes écrans.",
    )
pack = whole_pack()
shown = shown_slides(pack, chosen)
names = tuple(shown)
slide = current_slide(names)
if not full:
    with st.expander("Choisir et ordonner les écrans", icon=":material/reorder:"):
        draw_order()
        if pack.choice.views:
            draw_set(pack)
        else:
            draw_choice(pack, chosen)
    draw_controls(slide, names, full=full)
draw_slide(pack, slide, shown, full=full)
if full:
    draw_controls(slide, names, full=full)
    draw_keys()
