"""Fiche of one operation, at its own address."""

import streamlit as st

from dashboard.ui.data import cached
from dashboard.ui.indicateurs.editions import draw_departed
from dashboard.ui.indicateurs.operation_sheet import (
    draw_decision,
    draw_landmarks,
    draw_origin,
    draw_status,
    draw_texts,
    draw_trace,
)
from dashboard.ui.links import NUMBER_KEY, WAVE_KEY
from dashboard.ui.markdown import literal
from dashboard.ui.navigation import OPERATIONS, TRIAL
from dashboard.ui.page import page_title, section
from dashboard.warehouse.editions import departed
from dashboard.warehouse.listing import operation

number = st.query_params.get(NUMBER_KEY)
# The filters follow by themselves: given again, each value would stand twice in the URL.
st.page_link(OPERATIONS.path, label="Retour à la liste", icon=":material/arrow_back:")
if not number:
    page_title("Fiche", "Choisissez une opération dans la liste pour ouvrir sa fiche.")
    st.stop()

record = cached(operation, number, st.query_params.get(WAVE_KEY)) or cached(operation, number)
if record is None and (gone := cached(departed, number)) is not None:
    draw_departed(gone)
    st.stop()
if record is None:
    page_title("Opération introuvable")
    st.warning(
        f"Aucune opération de l'extrait actif ne porte le numéro «\u202f{literal(number)}\u202f».",
        icon=":material/search_off:",
    )
    st.stop()

page_title(record["title"] or record["beneficiary"] or "Opération sans intitulé", record["beneficiary"])
draw_status(record)
st.page_link(
    TRIAL.path,
    label="Essayer la grille",
    icon=":material/tune:",
    query_params={NUMBER_KEY: record["num_dossier"], WAVE_KEY: record["wave"]},
)
left, right = st.columns([3, 2], gap="large")
with left:
    draw_texts(record)
    draw_decision(record)
with right:
    section("Repères")
    draw_landmarks(record)
draw_origin(record)
section("Trace")
draw_trace(record)
