"""Opérations: the list of the selection, sorted, page by page, exported whole."""

from dashboard.ui.data import cached, current_selection
from dashboard.ui.empty import stop_if_empty
from dashboard.ui.indicateurs.operation_list import draw_exports, draw_list, draw_order
from dashboard.ui.page import page_title
from dashboard.warehouse.listing import count

page_title("Opérations", "La liste de la sélection. La recherche du panneau ignore les accents et l'ordre des mots.")
total = cached(count, current_selection())
stop_if_empty(total)
order, descending, columns = draw_order()
draw_list(total, order, descending, columns)
draw_exports(total, columns)
