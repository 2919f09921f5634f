"""Définitions: what social innovation is, how it is recognised, where it sits in the programmes."""

from dashboard.domain.context import load_definitions
from dashboard.ui.context import load_or_stop, prose_or_stop
from dashboard.ui.data import current_selection
from dashboard.ui.page import page_title
from dashboard.ui.reperes.definitions import (
    PARTS,
    draw_categories,
    draw_criteria,
    draw_findings,
    draw_glossary,
    draw_placements,
    draw_texts,
)

page_title(
    "Définitions", "Ce qu'est une innovation sociale, à quoi on la reconnaît et où elle se trouve dans les programmes."
)
prose = prose_or_stop("definitions.md", *PARTS)
words = load_or_stop(load_definitions)

draw_texts(prose)
draw_criteria(words, prose)
draw_categories(prose)
draw_placements(words)
draw_glossary(current_selection().period)
draw_findings(words, prose)
