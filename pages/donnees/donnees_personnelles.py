"""Données personnelles: what is kept, where, how long."""

import streamlit as st

from dashboard.ui.donnees.personal_data import draw_personal_data
from dashboard.ui.page import page_title

page_title(
    "Données personnelles", "L'application garde des données d'organismes. Voici lesquelles, où et combien de temps."
)
st.markdown(
    "Les extraits décrivent des opérations et les organismes qui les portent, avec des effectifs agrégés, jamais des personnes. "
    "Un fichier dont une colonne semble personnelle (date de naissance, numéro de sécurité sociale, adresse électronique, "
    "prénom) est refusé en entier."
)
draw_personal_data()
