"""Exports: the committee's slides, report section and workbook, made from the figures of the screen."""

from dashboard.ui.comite.documents import (
    DESCRIPTIONS,
    choose_operations,
    choose_reviews,
    choose_sections,
    choose_templates,
    draw_document,
    draw_origin,
)
from dashboard.ui.page import page_title

page_title(
    "Exports",
    "Le dossier du comité, fait des mêmes chiffres que l'écran\u202f: diapositives, PDF, section de rapport, classeur.",
)
choice = choose_sections()
operations = choose_operations()
reviews = choose_reviews()
templates = choose_templates()
draw_origin()
for document in DESCRIPTIONS:
    draw_document(document, operations, choice, reviews, templates)
