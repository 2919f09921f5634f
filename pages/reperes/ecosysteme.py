"""Écosystème: who informs, finances and accompanies social innovation, and what is done where."""

from functools import partial

from dashboard.domain.context import load_ecosystem
from dashboard.domain.context_rows import load_funds, load_indicators, load_initiatives
from dashboard.ui.context import load_or_stop, say_unfiltered
from dashboard.ui.page import page_title
from dashboard.ui.reperes.ecosystem import draw_funds, draw_groups, draw_indicators
from dashboard.ui.reperes.initiatives import draw_initiatives

page_title(
    "Écosystème", "Qui informe, finance et accompagne l'innovation sociale, et ce qui se fait dans les territoires."
)
say_unfiltered()
words = load_or_stop(load_ecosystem)

draw_groups(words)
draw_funds(words, load_or_stop(load_funds))
draw_initiatives(words, load_or_stop(partial(load_initiatives, ecosystem=words)))
draw_indicators(words, load_or_stop(load_indicators))
