"""Territoires: a map of the selection, what it concentrates, and the region that a click designates."""

import streamlit as st

from dashboard.ui.data import cached, current_selection
from dashboard.ui.empty import say_none_counted, stop_if_empty
from dashboard.ui.page import page_title
from dashboard.ui.territoires.cards import figures_of, map_card, marks_card
from dashboard.ui.territoires.panel import draw_country_panel, draw_region_panel
from dashboard.ui.territoires.places import draw_breadcrumb, draw_choices, whole_country
from dashboard.warehouse.indicators import indicators

selection = current_selection()
country = whole_country(selection)

page_title("Territoires", "Où se trouvent les opérations socialement innovantes, rapportées à ce qui y est programmé.")
whole = cached(indicators, country)
stop_if_empty(whole.total["programme_operations"])

draw_breadcrumb(selection)
counting = bool(whole.total["operations"])
if not counting:
    say_none_counted(whole.total, country)
choices = draw_choices(selection, several_waves=len(whole.waves) > 1, counting=counting)
figures = figures_of(selection, choices.level)

chosen = counting and country != selection
if choices.side_by_side:
    map_card(selection, choices, figures)
    beside = st.container()
else:
    left, beside = st.columns([3, 2])
    with left:
        map_card(selection, choices, figures)
with beside:
    if chosen:
        draw_region_panel(selection)
    else:
        draw_country_panel(selection, figures, counting=counting)
if choices.marks:
    marks_card(choices)
