"""Journal: who did what, when, from where."""

from dashboard.access.roles import Role
from dashboard.ui.access import require
from dashboard.ui.donnees.journal import draw_archives, draw_entries
from dashboard.ui.page import page_title, section

page_title(
    "Journal",
    "Chaque import, publication, purge, clôture de campagne, export nominatif et refus, avec son auteur, sa date et l'adresse d'où "
    "il vient. Une ligne s'ajoute, aucune ne se modifie ni ne s'efface.",
)
require(Role.DATA_MANAGER)
draw_entries()
section("Années rangées")
draw_archives()
