"""What a page says instead of an empty figure."""

import streamlit as st

from dashboard.domain.selection import NOTHING_SELECTED, Selection
from dashboard.figures.programmed import none_counted_sentence
from dashboard.identification.lexicons import current_lexicon
from dashboard.ui.data import current_warehouse
from dashboard.ui.identification import identification_by, step_counts
from dashboard.ui.installation import state
from dashboard.ui.links import page_link
from dashboard.ui.markdown import literal
from dashboard.ui.named_pages import with_links
from dashboard.warehouse.query import Row

NOTHING_LOADED = "Aucun extrait n'est chargé. Importez-en un sur la page Imports, ou revenez au jeu de démonstration."


def stop_if_empty(operations: int) -> None:
    """Ends the page with one sentence where there is nothing to show."""
    if operations:
        return
    said = NOTHING_SELECTED if current_warehouse().loaded else NOTHING_LOADED
    st.info(with_links(said), icon=":material/filter_alt_off:")
    st.stop()


def say_none_counted(total: Row, selection: Selection) -> None:
    """Says of a selection that counts nothing what it holds, and where its operations are found and evaluated.

    `total`: its key figures.
    """
    sentence = none_counted_sentence(total, step_counts(identification_by(current_lexicon(state())), selection))
    st.markdown(
        f"**{literal(sentence)}** [Voir le repérage]({page_link('reperage', selection)}) ou "
        f"[ouvrir une campagne]({page_link('campagnes', selection)})."
    )
