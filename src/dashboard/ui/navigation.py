"""The pages, by section. Why they don't live in a `pages/` folder beside app.py: docs/adr/0001."""

import streamlit as st

OPERATIONS_PAGE = "src/dashboard/pages/indicateurs/operations.py"


def pages() -> dict[str, list[st.Page]]:
    """The pages of this run. Made anew each time: a page object may be run once, so two sessions can't share one."""
    return {
        "Indicateurs": [
            st.Page(
                "src/dashboard/pages/indicateurs/synthese.py",
                title="Synthèse",
                icon=":material/dashboard:",
                url_path="synthese",
                default=True,
            ),
            st.Page(
                "src/dashboard/pages/indicateurs/repartition.py",
                title="Répartition",
                icon=":material/stacked_bar_chart:",
                url_path="repartition",
            ),
            st.Page(OPERATIONS_PAGE, title="Opérations", icon=":material/table_rows:", url_path="operations"),
            st.Page(
                "src/dashboard/pages/indicateurs/operation.py",
                title="Fiche",
                icon=":material/description:",
                url_path="operation",
                visibility="hidden",
            ),
        ],
        "Territoires": [
            st.Page(
                "src/dashboard/pages/territoires/territoires.py",
                title="Territoires",
                icon=":material/map:",
                url_path="territoires",
            ),
            st.Page(
                "src/dashboard/pages/territoires/region.py",
                title="Région",
                icon=":material/location_on:",
                url_path="region",
            ),
            st.Page(
                "src/dashboard/pages/territoires/enquete.py",
                title="Enquête",
                icon=":material/forum:",
                url_path="enquete",
            ),
        ],
        "Repères": [
            st.Page(
                "src/dashboard/pages/reperes/definitions.py",
                title="Définitions",
                icon=":material/menu_book:",
                url_path="definitions",
            ),
            st.Page(
                "src/dashboard/pages/reperes/ecosysteme.py",
                title="Écosystème",
                icon=":material/hub:",
                url_path="ecosysteme",
            ),
            st.Page(
                "src/dashboard/pages/reperes/effets.py",
                title="Besoins et effets",
                icon=":material/target:",
                url_path="besoins-et-effets",
            ),
            st.Page(
                "src/dashboard/pages/reperes/emblematiques.py",
                title="Opérations emblématiques",
                icon=":material/star:",
                url_path="emblematiques",
            ),
        ],
        "Repérage et évaluation": [
            st.Page(
                "src/dashboard/pages/reperage/reperage.py",
                title="Repérage",
                icon=":material/manage_search:",
                url_path="reperage",
            ),
            st.Page(
                "src/dashboard/pages/evaluation/campagnes.py",
                title="Campagnes",
                icon=":material/flag:",
                url_path="campagnes",
            ),
            st.Page(
                "src/dashboard/pages/evaluation/evaluer.py",
                title="Évaluer",
                icon=":material/rate_review:",
                url_path="evaluer",
            ),
            st.Page(
                "src/dashboard/pages/evaluation/arbitrage.py",
                title="Arbitrage",
                icon=":material/gavel:",
                url_path="arbitrage",
            ),
            st.Page(
                "src/dashboard/pages/evaluation/accord.py",
                title="Accord",
                icon=":material/handshake:",
                url_path="accord",
            ),
            st.Page(
                "src/dashboard/pages/evaluation/stabilite.py",
                title="Stabilité",
                icon=":material/balance:",
                url_path="stabilite",
            ),
        ],
        "Comité": [
            st.Page(
                "src/dashboard/pages/comite/presentation.py",
                title="Présentation",
                icon=":material/slideshow:",
                url_path="presentation",
            ),
            st.Page(
                "src/dashboard/pages/comite/exports.py",
                title="Exports",
                icon=":material/inventory_2:",
                url_path="exports",
            ),
        ],
        "Données": [
            st.Page(
                "src/dashboard/pages/donnees/imports.py",
                title="Imports",
                icon=":material/upload_file:",
                url_path="imports",
            ),
            st.Page(
                "src/dashboard/pages/donnees/concordance.py",
                title="Concordance",
                icon=":material/fact_check:",
                url_path="concordance",
            ),
            st.Page(
                "src/dashboard/pages/donnees/donnees_personnelles.py",
                title="Données personnelles",
                icon=":material/shield_person:",
                url_path="donnees-personnelles",
            ),
            st.Page(
                "src/dashboard/pages/donnees/accessibilite.py",
                title="Déclaration d'accessibilité",
                icon=":material/accessibility_new:",
                url_path="accessibilite",
            ),
        ],
    }
