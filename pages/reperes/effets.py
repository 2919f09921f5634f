"""Besoins et effets: how far needs are covered, and what one euro yields."""

from dashboard.domain.context import load_ecosystem
from dashboard.domain.context_rows import load_needs
from dashboard.ui.context import load_or_stop, prose_or_stop
from dashboard.ui.page import page_title
from dashboard.ui.reperes.leverage import PARTS, draw_leverage
from dashboard.ui.reperes.needs import PART, draw_needs

page_title(
    "Besoins et effets",
    "Pour qui instruit ou évalue un projet\u202f: quelle part d'un besoin une initiative couvre, et ce que rapporte un euro investi.",
)
prose = prose_or_stop("effects.md", PART, *PARTS)

draw_needs(prose, load_or_stop(load_needs), load_or_stop(load_ecosystem))
draw_leverage(prose)
