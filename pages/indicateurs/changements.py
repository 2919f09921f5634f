"""Ce qui a changé: one edition of the public list beside another."""

from dashboard.ui.data import cached
from dashboard.ui.indicateurs.editions import draw_changes, draw_choice, draw_effect, draw_tiles
from dashboard.ui.page import page_title, section
from dashboard.warehouse.editions import compare

page_title(
    "Ce qui a changé",
    "Chaque édition de la liste publique 2021-2027 annule et remplace la précédente\u202f: voici ce qui les sépare.",
)
before, after = draw_choice()
found = cached(compare, before, after)
draw_tiles(found)
section("Effet sur les chiffres clés")
draw_effect(found, before, after)
section("Opérations")
draw_changes(found, before, after)
