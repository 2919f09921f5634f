"""The section on two selections side by side: that of the pack and the one that it is compared with."""

from dataclasses import replace
from typing import Final

from dashboard.domain.columns import in_documents
from dashboard.domain.compared import side_names
from dashboard.domain.french import percent
from dashboard.domain.selection import NOTHING_SELECTED, Selection
from dashboard.exports.pack.content import Section, SectionKey
from dashboard.exports.pack.context import Context
from dashboard.exports.text import shortened
from dashboard.figures.figure import Figure
from dashboard.figures.findings import finding_dimensions
from dashboard.figures.labels import SEMICOLON
from dashboard.figures.two_selections import compared_breakdown, compared_key_figures
from dashboard.figures.wording import COMPUTED, counted
from dashboard.warehouse.indicators import Dimension, Indicators, indicators

TITLE: Final = "Deux sélections côte à côte"
_LONGEST_NAME: Final = 40


def compared_section(context: Context) -> Section:
    """The key figures of both and their breakdowns, on one scale, with the differences."""
    selection, other = context.selection, context.other
    if other is None:
        return Section(SectionKey.COMPARED, TITLE, "Aucune seconde sélection n'est choisie.", empty=True)
    dimensions = (*finding_dimensions(selection.period), Dimension.MANAGING_BODY_TYPE)
    one, second = (indicators(context.connection, side, dimensions) for side in (selection, other))
    if not one.total["programme_operations"] or not second.total["programme_operations"]:
        return Section(SectionKey.COMPARED, TITLE, NOTHING_SELECTED, empty=True)
    first_name, second_name = side_names(selection, other)
    names = (shortened(first_name, _LONGEST_NAME), shortened(second_name, _LONGEST_NAME))
    kinds = (selection.kind, other.kind)
    figures = [compared_breakdown(one, second, dimension, names, kinds) for dimension in dimensions]
    return Section(
        SectionKey.COMPARED,
        TITLE,
        f"{names[0]}\u202f: {_level(one, selection)}{SEMICOLON}{names[1]}\u202f: {_level(second, other)}.",
        (),
        tuple(
            _in_document(figure)
            for figure in (compared_key_figures(one, second, names, kinds), *figures)
            if figure.rows
        ),
        source_note=f"{COMPUTED}. {names[0]}\u202f: {selection.in_words()}. {names[1]}\u202f: {other.in_words()}. "
        "L'écart est celui de la première sélection avec la seconde.",
    )


def _level(found: Indicators, selection: Selection) -> str:
    total = found.total
    return (
        f"{counted(total['operations'], selection.kind)} ({percent(total['operations_programme_share'])} du programmé)"
    )


def _in_document(figure: Figure) -> Figure:
    # The breakdowns of the pack's own selection have the same keys.
    return replace(figure, key=f"comparaison_{figure.key}", columns=in_documents(figure.columns))
