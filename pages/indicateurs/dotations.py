"""Dotations: what each programme may commit, what is programmed, what is left, year by year; an office's own allocations."""

from dashboard.ui.data import current_selection
from dashboard.ui.indicateurs.money import (
    draw_cards,
    draw_own_allocations,
    draw_sources,
    draw_tiles,
    money_of,
)
from dashboard.ui.page import page_title

page_title("Dotations", "Le montant UE programmé à côté de ce que chaque programme peut engager.")
selection = current_selection()
found = money_of(selection)
draw_tiles(found, selection)
draw_cards(found, selection)
draw_sources(found)
draw_own_allocations()
