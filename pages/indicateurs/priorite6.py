"""Priorité 6: the operations of the innovation priority, the innovation found outside it, and 2014-2020 as a landmark."""

from dashboard.ui.data import current_selection
from dashboard.ui.empty import stop_if_empty
from dashboard.ui.indicateurs.priority_6 import (
    ABOUT_ELSEWHERE,
    ABOUT_INSIDE,
    draw_elsewhere,
    draw_places,
    draw_priority,
    operations_of,
    priority_of,
)
from dashboard.ui.page import page_title, section

page_title(
    "Priorité 6",
    "L'innovation sociale a sa propre priorité dans le programme national\u202f; la grille la cherche aussi partout ailleurs.",
)
selection = current_selection()
found = priority_of(selection)
stop_if_empty(operations_of(found))
section("Les opérations de la priorité 6", ABOUT_INSIDE)
draw_priority(found, selection)
section("L'innovation trouvée ailleurs", ABOUT_ELSEWHERE)
draw_elsewhere(found, selection)
draw_places(found, selection)
