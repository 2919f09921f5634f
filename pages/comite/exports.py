"""Exports: the committee's slides, report section and workbook, made from the figures of the screen."""

from dashboard.ui.comite.documents import draw_documents
from dashboard.ui.page import page_title

page_title(
    "Exports",
    "Le dossier du comité, fait des mêmes chiffres que l'écran\u202f: diapositives, section de rapport, classeur.",
)
draw_documents()
