"""What stands around every page: the badge of the demonstration extract, the filters, the notice of a local app."""

import streamlit as st

from dashboard.ui.access import draw_person
from dashboard.ui.data import Warehouse, cached, remember_selection
from dashboard.ui.filters import render_filters
from dashboard.ui.page import copy_link_button, demo_badge
from dashboard.warehouse.options_query import filter_options, periods

BADGE = "Jeu de démonstration"
BADGE_DETAILS = """
**Réel\u202f:** les totaux des tableaux 2 à 5 de la note, que le jeu retrouve, et l'intitulé, le porteur, la région et le service des
46 opérations que la note cite.

**Synthétique\u202f:** toutes les autres opérations, leurs porteurs et leurs textes. Pour les opérations citées, les montants que la note
n'imprime pas sont synthétiques aussi\u202f: leur fiche le dit à côté de chacun.

Le badge disparaît dès qu'un extrait réel est importé.
"""


def draw_frame(warehouse: Warehouse) -> None:
    """Draws the badge and the filters, and keeps the selection for the page."""
    with st.container(horizontal=True, vertical_alignment="center", key="bandeau"):
        if warehouse.demonstration:
            demo_badge(BADGE, BADGE_DETAILS)
        copy_link_button()
    known = cached(periods)
    default = known[0] if known else "2014-2020"
    remember_selection(render_filters(lambda period: cached(filter_options, period), default))
    with st.sidebar:
        draw_person()
