"""À lire ensuite: what nobody judged, the likeliest first, with the words that say why."""

from dashboard.ui.data import cached, current_selection
from dashboard.ui.empty import stop_if_empty
from dashboard.ui.page import page_title
from dashboard.ui.reperage.reading_next import draw_reading_next, draw_replays
from dashboard.warehouse.listing import count

page_title(
    "À lire ensuite",
    "Les opérations que personne n'a jugées, les plus proches des opérations retenues d'abord, et pourquoi.",
)
stop_if_empty(cached(count, current_selection().narrowed(decision=None, categories=())))
draw_replays()
draw_reading_next()
