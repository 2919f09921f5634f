"""Déclaration d'accessibilité: what was tried, what wasn't, what is left, and whom to tell."""

from dashboard.domain.context import load_statement
from dashboard.ui.context import load_or_stop
from dashboard.ui.donnees.accessibility import draw_statement
from dashboard.ui.page import page_title

page_title("Déclaration d'accessibilité")
draw_statement(load_or_stop(load_statement))
