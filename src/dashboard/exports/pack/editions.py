"""The section « Ce qui a changé »: what the edition in place of the public list changes against the one before."""

from typing import Final

from dashboard.exports.pack.content import Highlight, Section, SectionKey
from dashboard.exports.pack.context import Context
from dashboard.figures.editions import (
    READING,
    key_figures_figure,
    largest_figure,
    programme_figure,
    since_sentence,
    tiles,
    too_few_sentence,
    unread_sentence,
)
from dashboard.warehouse.editions import compare, editions

TITLE: Final = "Ce qui a changé"
MEASURE: Final = "eu_amount"


def editions_section(context: Context) -> Section:
    """The counts, the effect on the key figures, the EU amount by programme, the operations that move the most euros."""
    standing = editions(context.state, context.publication.imports)
    if len(standing) < 2:
        return Section(SectionKey.EDITIONS, TITLE, too_few_sentence(standing), empty=True)
    before, after = standing[-2:]
    found = compare(context.connection, before, after)
    figures = [key_figures_figure(found, before, after), programme_figure(found, MEASURE, before, after)]
    if found.changed:
        figures.append(largest_figure(found))
    return Section(
        SectionKey.EDITIONS,
        TITLE,
        since_sentence(found, before),
        tuple(filter(None, (unread_sentence(found),))),
        tuple(figures),
        highlights=tuple(Highlight(label, figure) for label, figure in tiles(found)),
        source_note=f"Toute la liste, quels que soient les filtres. {READING}",
    )
