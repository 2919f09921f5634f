"""What a page says instead of an empty figure."""

import streamlit as st

from dashboard.domain.selection import NOTHING_SELECTED
from dashboard.ui.data import current_warehouse

NOTHING_LOADED = "Aucun extrait n'est chargé. Importez-en un sur la page Imports, ou revenez au jeu de démonstration."


def stop_if_empty(operations: int) -> None:
    """Ends the page with one sentence where there is nothing to show."""
    if operations:
        return
    st.info(NOTHING_LOADED if not current_warehouse().loaded else NOTHING_SELECTED, icon=":material/filter_alt_off:")
    st.stop()
