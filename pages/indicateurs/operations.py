"""Opérations: the list of the selection, sorted by its headings, page by page, exported whole."""

import streamlit as st

from dashboard.ui.data import cached, current_selection, current_warehouse
from dashboard.ui.empty import stop_if_empty
from dashboard.ui.indicateurs.operation_list import (
    asked_order,
    choose_columns,
    draw_count,
    draw_exports,
    draw_list,
)
from dashboard.ui.markdown import literal
from dashboard.ui.page import page_title
from dashboard.warehouse.listing import listed

page_title(
    "Opérations",
    "La liste de la sélection\u202f; l'en-tête d'une colonne la trie. La recherche ignore les accents et l'ordre des mots.",
)
total = cached(listed, current_selection()).operations
stop_if_empty(total)
order = asked_order()
with st.container(horizontal=True, vertical_alignment="center"):
    draw_count(total, order)
    columns, every = choose_columns()
    draw_exports(total, order, columns, every=every)
draw_list(total, order, columns)
st.caption(literal(current_warehouse().source))
