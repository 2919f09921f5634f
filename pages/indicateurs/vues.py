"""Mes vues: the screens that people keep, their own and those that are shared."""

from dashboard.ui.indicateurs.views import draw_new_set, draw_own_views, draw_shared_views
from dashboard.ui.page import page_title
from dashboard.ui.saved_views import known_views

page_title(
    "Mes vues", "Une vue garde une page avec ses filtres et ses choix. Son adresse s'ouvre et s'envoie comme un lien."
)
views = known_views()
draw_own_views(views)
draw_shared_views(views)
draw_new_set(views)
