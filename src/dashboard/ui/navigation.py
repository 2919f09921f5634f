"""The pages, by section. They live in sub-folders of `pages/`: Streamlit would serve a top-level one without app.py."""

import streamlit as st

OPERATIONS_PAGE = "pages/indicateurs/operations.py"


def pages() -> dict[str, list[st.Page]]:
    """The pages of this run. Made anew each time: a page object may be run once, so two sessions can't share one."""
    return {
        "Indicateurs": [
            st.Page(
                "pages/indicateurs/synthese.py",
                title="Synthèse",
                icon=":material/dashboard:",
                url_path="synthese",
                default=True,
            ),
            st.Page(
                "pages/indicateurs/repartition.py",
                title="Répartition",
                icon=":material/stacked_bar_chart:",
                url_path="repartition",
            ),
            st.Page(OPERATIONS_PAGE, title="Opérations", icon=":material/table_rows:", url_path="operations"),
            st.Page(
                "pages/indicateurs/operation.py",
                title="Fiche",
                icon=":material/description:",
                url_path="operation",
                visibility="hidden",
            ),
        ],
        "Données": [
            st.Page("pages/donnees/imports.py", title="Imports", icon=":material/upload_file:", url_path="imports"),
            st.Page(
                "pages/donnees/concordance.py",
                title="Concordance",
                icon=":material/fact_check:",
                url_path="concordance",
            ),
            st.Page(
                "pages/donnees/donnees_personnelles.py",
                title="Données personnelles",
                icon=":material/shield_person:",
                url_path="donnees-personnelles",
            ),
        ],
    }
