"""Tableaux de la note: tables 2 to 5 and that of the PON IEJ, recomputed for the selection."""

from dashboard.figures.note_tables import TITLES
from dashboard.ui.note.note_tables import note_table_card
from dashboard.ui.page import page_title

page_title(
    "Tableaux de la note",
    "Les tableaux de la note de 2019, recalculés pour la sélection. Chaque nombre d'opérations ouvre la liste de ces opérations.",
)
for name in TITLES:
    note_table_card(name)
