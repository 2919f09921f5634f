"""Déclaration d'accessibilité: what was tried, what wasn't, what is left, and whom to tell."""

from dashboard.ui.context import draw_prose, prose_or_stop
from dashboard.ui.installation import contact
from dashboard.ui.markdown import literal
from dashboard.ui.page import page_title, section

PARTS = (
    "État de conformité",
    "Ce qui a été essayé",
    "Ce qui ne l'a pas été",
    "Ce qui reste imparfait",
    "Comment contourner",
    "Signaler un problème",
)

page_title("Déclaration d'accessibilité")
statement = prose_or_stop("accessibility.md", *PARTS)
for part in PARTS:
    section(part)
    draw_prose(statement[part].replace("{contact}", literal(contact())))
