"""Opérations emblématiques: those that the note sets in a box, each opening its fiche."""

from dashboard.domain.context_rows import load_emblematic
from dashboard.ui.context import load_or_stop
from dashboard.ui.note.emblematic import draw_count, draw_operations, operations_in_extract
from dashboard.ui.page import page_title

page_title(
    "Opérations emblématiques", "Celles que la note de 2019 détaille dans ses encadrés, telles qu'elle les imprime."
)
operations = load_or_stop(load_emblematic)
found = operations_in_extract(operations)

draw_count(operations, found)
draw_operations(operations, found)
