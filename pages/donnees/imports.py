"""Imports: one file in, its report, and the history."""

import streamlit as st

from dashboard.access.roles import Role
from dashboard.ui.access import require
from dashboard.ui.donnees.import_form import draw_import_form
from dashboard.ui.donnees.import_history import draw_history
from dashboard.ui.page import page_title
from dashboard.ui.path import draw_path

page_title(
    "Imports", "Chaque import est contrôlé, publié d'un bloc et gardé\u202f: on peut toujours revenir en arrière."
)
require(Role.DATA_MANAGER)
draw_path()

importing, history = st.tabs(["Importer un fichier", "Historique"], key="onglet-imports", on_change="rerun")
if importing.open:
    with importing:
        draw_import_form()
if history.open:
    with history:
        draw_history()
