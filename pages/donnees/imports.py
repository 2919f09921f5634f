"""Imports: one file in, its report, and the history."""

import streamlit as st

from dashboard.access.roles import Role
from dashboard.domain.selection import Selection
from dashboard.ui.access import require
from dashboard.ui.data import current_selection
from dashboard.ui.donnees.import_form import draw_import_form
from dashboard.ui.donnees.import_history import draw_history
from dashboard.ui.page import page_title
from dashboard.ui.path import draw_path
from dashboard.ui.territoires.cards import location_card
from dashboard.warehouse.territories import Level

page_title(
    "Imports", "Chaque import est contrôlé, publié d'un bloc et gardé\u202f: on peut toujours revenir en arrière."
)
require(Role.DATA_MANAGER)
draw_path()

importing, places, history = st.tabs(
    ["Importer un fichier", "Localisation", "Historique"], key="onglet", bind="query-params"
)
if importing.open:
    with importing:
        draw_import_form()
if places.open:
    with places:
        st.markdown("Ce qui situe chaque opération\u202f; un fichier de lieux, importé ici, complète ce qui manque.")
        for column, level in zip(st.columns(2), (Level.REGION, Level.DEPARTMENT), strict=True):
            with column:
                location_card(Selection(period=current_selection().period), level)
if history.open:
    with history:
        draw_history()
