"""Données personnelles: what is kept, where, how long."""

from pathlib import Path

import streamlit as st

from dashboard.access.roles import Role
from dashboard.ui.access import may
from dashboard.ui.donnees.personal_data import draw_kept, draw_purge
from dashboard.ui.installation import reviews_location
from dashboard.ui.page import page_title, section

page_title(
    "Données personnelles", "L'application garde des données d'organismes. Voici lesquelles, où et combien de temps."
)
st.markdown(
    "Les extraits décrivent des opérations et les organismes qui les portent, avec des effectifs agrégés, jamais des personnes. "
    "Un fichier dont une colonne semble personnelle (date de naissance, numéro de sécurité sociale, adresse électronique, "
    "prénom) est refusé en entier. Une adresse électronique ou un téléphone dans un texte (intitulé, description, bilan, observation…) "
    "y est masqué et signalé à l'import\u202f; seuls le fichier d'origine et ses lignes rejetées, à corriger, les gardent jusqu'à leur purge."
)
draw_kept()
if isinstance(reviews_location(), Path):
    st.markdown(
        "Une copie du seul fichier «\u202freviews.sqlite\u202f» perd les dernières évaluations, qui attendent dans le fichier voisin "
        "«\u202freviews.sqlite-wal\u202f»\u202f: «\u202fpython -m dashboard backup\u202f» copie tout, pendant que chacun travaille."
    )
st.markdown(
    "Une évaluation soumise fonde une décision publique\u202f: elle garde le nom sous lequel elle a été donnée et ne peut "
    "être ni modifiée ni effacée. Un évaluateur peut prendre un pseudonyme, et l'archive d'une campagne peut sortir sans "
    "les noms. Hors de cette archive, seul le gestionnaire de données les lit."
)
if may(Role.DATA_MANAGER):
    section("Purger")
    draw_purge()
