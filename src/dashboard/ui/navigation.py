"""The pages, by section. They live in sub-folders of `pages/`: Streamlit would serve a top-level one without app.py."""

import streamlit as st

SYNTHESIS = st.Page(
    "pages/indicateurs/synthese.py", title="Synthèse", icon=":material/dashboard:", url_path="synthese", default=True
)
BREAKDOWN = st.Page(
    "pages/indicateurs/repartition.py", title="Répartition", icon=":material/stacked_bar_chart:", url_path="repartition"
)
OPERATIONS = st.Page(
    "pages/indicateurs/operations.py", title="Opérations", icon=":material/table_rows:", url_path="operations"
)
OPERATION = st.Page(
    "pages/indicateurs/operation.py",
    title="Fiche",
    icon=":material/description:",
    url_path="operation",
    visibility="hidden",
)
IMPORTS = st.Page("pages/donnees/imports.py", title="Imports", icon=":material/upload_file:", url_path="imports")
CONCORDANCE = st.Page(
    "pages/donnees/concordance.py", title="Concordance", icon=":material/fact_check:", url_path="concordance"
)
PERSONAL_DATA = st.Page(
    "pages/donnees/donnees_personnelles.py",
    title="Données personnelles",
    icon=":material/shield_person:",
    url_path="donnees-personnelles",
)

PAGES = {
    "Indicateurs": [SYNTHESIS, BREAKDOWN, OPERATIONS, OPERATION],
    "Données": [IMPORTS, CONCORDANCE, PERSONAL_DATA],
}
