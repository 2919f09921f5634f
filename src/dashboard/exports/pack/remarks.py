"""The notes that people left on figures, carried into what is shown of the pack."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from dashboard.exports.pack.content import Pack, Section, SectionKey
from dashboard.reviews.figure_notes import FigureNote
from dashboard.warehouse.indicators import Dimension
from dashboard.warehouse.territories import Level

_SECTIONS: Final[Mapping[str, SectionKey]] = {
    **{f"carte-{level}": SectionKey.REGION for level in Level},
    **dict.fromkeys(("reperes", "region-et-france", *Level), SectionKey.REGION),
    **dict.fromkeys(
        (Dimension.PRIORITY_AXIS, Dimension.SPECIFIC_OBJECTIVE, Dimension.INVESTMENT_PRIORITY),
        SectionKey.AXIS_OBJECTIVE,
    ),
    **dict.fromkeys(("services", Dimension.MANAGING_BODY, Dimension.MANAGING_BODY_TYPE), SectionKey.MANAGING_BODY),
    Dimension.CATEGORY: SectionKey.CATEGORY,
    Dimension.PROGRAMME: SectionKey.PROGRAMME,
    "expressions": SectionKey.FUNNEL,
}
"""The section on the subject of a figure that pages draw and the pack doesn't; one that isn't here goes with the key figures."""


def annotated(pack: Pack, notes: Mapping[str, Sequence[FigureNote]]) -> Pack:
    """The pack with the notes that were written on the data that it is made of, `notes` by figure key.

    Each stands on its figure, or on the section of its subject where the pack doesn't hold that figure: none is lost.
    """
    kept = {key: tuple(note.signed for note in given if note.edition == pack.source) for key, given in notes.items()}
    held = {figure.key for figure in pack.figures}
    shown = {section.key for section in pack.sections if not section.empty}
    apart: dict[SectionKey, list[str]] = {}
    for key in sorted(kept.keys() - held):
        section = _SECTIONS.get(key, SectionKey.KEY_FIGURES)
        apart.setdefault(section if section in shown else SectionKey.KEY_FIGURES, []).extend(kept[key])

    def noted(section: Section) -> Section:
        figures = tuple(replace(one, remarks=kept.get(one.key, ())) for one in section.figures)
        return replace(section, figures=figures, remarks=tuple(apart.get(section.key, ())))

    return replace(pack, sections=tuple(map(noted, pack.sections)))
