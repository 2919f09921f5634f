"""Libellés: one name for what the extract calls by several, the rules in force."""

from dashboard.access.roles import Role
from dashboard.ui.access import require
from dashboard.ui.donnees.labels import draw_merge, draw_rules
from dashboard.ui.page import page_title, section

page_title(
    "Libellés",
    "Un même service, un même type de porteur ou de bénéficiaire, écrits de plusieurs façons, comptent sous un seul libellé dans "
    "tous les chiffres, filtres, listes et exports. La fiche garde le libellé de l'extrait.",
)
require(Role.DATA_MANAGER)
draw_merge()
section("Règles en vigueur")
draw_rules()
