"""Concordance: each published figure beside the recomputed one, and the anomalies of the note."""

from dashboard.ui.data import cached
from dashboard.ui.note.concordance import draw_anomalies, draw_cells, draw_verdict
from dashboard.ui.page import page_title, section
from dashboard.warehouse.build import REFERENCE_FOLDER
from dashboard.warehouse.concordance import concordance, note_anomalies

page_title(
    "Concordance",
    "Chaque chiffre publié dans la note, recalculé à partir des lignes de l'extrait.",
)
cells = cached(concordance, REFERENCE_FOLDER)
draw_verdict(cells)
draw_cells(cells)
section("Les anomalies de la note")
draw_anomalies(note_anomalies(REFERENCE_FOLDER))
