"""A set of views as slides: each view becomes the slide of its page, under its own filters.

A set is itself a view of Présentation: its address names the views, in order (docs/adr/0026).
"""

from collections.abc import Mapping, Sequence
from typing import Final

from dashboard.domain.compared import PREFIX
from dashboard.domain.selection import Selection, filters_of
from dashboard.exports.pack.content import Screen, SectionKey, sections_of
from dashboard.reviews.saved_views import View
from dashboard.warehouse.indicators import Dimension

SET_KEY: Final = "vues"
"""The key of an address that names the views of a set."""
SET_PAGE: Final = "presentation"
_BREAKDOWNS: Final = "repartition"
_PAGES: Final[Mapping[str, SectionKey]] = {
    "synthese": SectionKey.KEY_FIGURES,
    "dotations": SectionKey.MONEY,
    "priorite-6": SectionKey.PRIORITY_6,
    "territoires": SectionKey.REGION,
    "enquete": SectionKey.SURVEY,
    "reperage": SectionKey.FUNNEL,
    "tableaux-de-la-note": SectionKey.PROGRAMME,
}
"""The page of a view → the section whose slide shows its figures."""
_DIMENSIONS: Final = {
    Dimension.PRIORITY_AXIS: SectionKey.AXIS_OBJECTIVE,
    Dimension.SPECIFIC_OBJECTIVE: SectionKey.AXIS_OBJECTIVE,
    Dimension.MANAGING_BODY_TYPE: SectionKey.MANAGING_BODY,
    Dimension.CATEGORY: SectionKey.CATEGORY,
    Dimension.REGION: SectionKey.REGION,
    Dimension.REGION_2016: SectionKey.REGION,
    Dimension.PROGRAMME: SectionKey.PROGRAMME,
}
NO_SCREEN: Final = (
    "les figures de sa page ne sont pas de celles que l'on projette\u202f; la vue s'ouvre depuis Mes vues."
)
OTHER_PERIOD: Final = "elle est de la programmation {}\u202f; une présentation n'en montre qu'une."
GONE: Final = "elle a été retirée, ou n'est plus partagée."


def is_set(view: View) -> bool:
    """Whether a view is a set of views."""
    return view.page == SET_PAGE and bool(view.query.get(SET_KEY))


def screens_of(identifiers: Sequence[str], views: Sequence[View], period: str) -> tuple[Screen, ...]:
    """What the named views become in a presentation of a programming period, in order."""
    known = {view.id: view for view in views}
    return tuple(
        _screen(known[one], period) if one in known else Screen("Une vue du jeu", None, Selection(period), refusal=GONE)
        for one in dict.fromkeys(identifiers)
    )


def _screen(view: View, period: str) -> Screen:
    selection = view.selection
    if selection.period != period:
        return Screen(view.name, None, selection, refusal=OTHER_PERIOD.format(selection.period))
    other = _other(view)
    key = SectionKey.COMPARED if other is not None else _section(view, period)
    served = sections_of(period, compared=other is not None)
    if key not in served:
        return Screen(view.name, None, selection, refusal=NO_SCREEN)
    return Screen(view.name, key, selection, other)


def _other(view: View) -> Selection | None:
    """The second selection, on the pages that compare two."""
    given = {name.removeprefix(PREFIX): values for name, values in view.query.items() if name.startswith(PREFIX)}
    if not given or view.page not in ("synthese", _BREAKDOWNS):
        return None
    other = Selection.from_query(given)
    return None if other == view.selection or other.period != view.selection.period else other


def _section(view: View, period: str) -> SectionKey | None:
    """A view of Répartition is told by the first dimension that it shows and that the deck draws."""
    if view.page != _BREAKDOWNS:
        return _PAGES.get(view.page)
    labels = [label for name, values in view.query.items() if name.startswith("dimensions") for label in values]
    if not labels:
        return SectionKey.AXIS_OBJECTIVE
    filtered = {one.column for one in filters_of(period)}
    drawn = [
        key for dimension, key in _DIMENSIONS.items() if dimension in filtered and dimension.label_in(period) in labels
    ]
    return drawn[0] if drawn else None
