"""The notes that people left on figures, carried into what is shown of the pack."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard.exports.pack.content import Pack
from dashboard.reviews.figure_notes import FigureNote


def annotated(pack: Pack, notes: Mapping[str, Sequence[FigureNote]]) -> Pack:
    """The pack whose figures carry their `notes` (by figure key), those written on the data that it is made of."""
    kept = {key: tuple(note.signed for note in given if note.edition == pack.source) for key, given in notes.items()}
    sections = tuple(
        replace(section, figures=tuple(replace(one, remarks=kept.get(one.key, ())) for one in section.figures))
        for section in pack.sections
    )
    return replace(pack, sections=sections)
