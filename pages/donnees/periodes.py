"""Périodes d'analyse: the waves of one programming period, edited, tried, published, taken back."""

from dashboard.access.roles import Role
from dashboard.ui.access import require
from dashboard.ui.donnees.periods import choose_period, draw_editor, draw_history
from dashboard.ui.page import page_title, section

page_title(
    "Périodes d'analyse",
    "Les périodes que les chiffres comparent\u202f: des vagues en 2014-2020, des années de convention en 2021-2027. Une opération est dans "
    "celle que son import a donnée, sinon dans celle qui contient sa première date de convention ou, à défaut, sa date de programmation.",
)
require(Role.DATA_MANAGER)
period = choose_period()
draw_editor(period)
section("Historique")
draw_history()
