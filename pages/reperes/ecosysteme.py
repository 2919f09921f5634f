"""Écosystème: who informs, finances and accompanies social innovation, and what is done where."""

from functools import partial

from dashboard.domain.context import load_ecosystem
from dashboard.domain.context_rows import load_funds, load_indicators, load_initiatives
from dashboard.ui.context import load_or_stop, prose_cards, prose_or_stop
from dashboard.ui.page import page_title, section
from dashboard.ui.reperes.ecosystem import draw_funds, draw_indicators, draw_initiatives

WHO = "Qui fait quoi"

page_title(
    "Écosystème",
    "Pour qui oriente un porteur\u202f: qui informe, finance et accompagne l'innovation sociale, et ce qui se fait dans les territoires.",
)
prose = prose_or_stop("ecosystem.md", WHO)
words = load_or_stop(load_ecosystem)

section(WHO)
prose_cards(prose[WHO], columns=3, key="role")
draw_funds(words, load_or_stop(load_funds))
draw_initiatives(words, load_or_stop(partial(load_initiatives, ecosystem=words)))
draw_indicators(words, load_or_stop(load_indicators))
