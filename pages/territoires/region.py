"""Région: one region beside the whole country, its services, its operations. Its address carries the filter."""

import streamlit as st

from dashboard.ui.breakdown import breakdown_card
from dashboard.ui.data import cached, current_selection
from dashboard.ui.empty import say_none_counted, stop_if_empty
from dashboard.ui.page import page_title
from dashboard.ui.territoires.panel import draw_shared
from dashboard.ui.territoires.places import draw_breadcrumb, place_name, whole_country
from dashboard.ui.territoires.region import (
    draw_comparison,
    draw_region_choice,
    draw_region_operations,
    draw_survey_answers,
    regions_named,
    services_card,
)
from dashboard.warehouse.indicators import Dimension, indicators

selection = current_selection()
named = regions_named(selection)
page_title(place_name(selection) if len(named) == 1 else "Région", "Une région à côté de la France entière.")
country = cached(indicators, whole_country(selection)).total
stop_if_empty(country["programme_operations"])

if len(named) != 1:
    draw_region_choice(selection)
    st.stop()
draw_breadcrumb(selection, with_map=True)
if not country["operations"]:
    say_none_counted(cached(indicators, selection).total, selection)
    st.stop()
draw_comparison(selection)
draw_shared(selection)
found = cached(indicators, selection, (Dimension.PRIORITY_AXIS, Dimension.CATEGORY))
if not found.total["programme_operations"]:
    st.stop()
left, right = st.columns(2)
with left:
    breakdown_card(found, Dimension.PRIORITY_AXIS, prefix="region")
with right:
    breakdown_card(found, Dimension.CATEGORY, prefix="region")
services_card(selection)
draw_region_operations(selection)
draw_survey_answers()
