"""The parts of the page Priorité 6: the priority by action, region and manager, and the innovation found elsewhere."""

from collections.abc import Callable
from functools import partial
from typing import Final

import streamlit as st

from dashboard.domain.operation import UNKNOWN
from dashboard.domain.periods import CURRENT, FORMER, NATIONAL_STRAND, place_name, words_of
from dashboard.domain.selection import BY_COLUMN, Selection, code_of
from dashboard.figures.figure import Figure
from dashboard.figures.priority_6 import (
    NONE_INSIDE,
    actions_figure,
    bodies_figure,
    innovation_figure,
    regions_figure,
)
from dashboard.ui.breakdown import lacking_card
from dashboard.ui.data import cached, current_warehouse
from dashboard.ui.figure_card import card
from dashboard.ui.filters import selection_caption
from dashboard.ui.links import name_link, operations_link
from dashboard.ui.markdown import literal
from dashboard.ui.tables import Links
from dashboard.warehouse.indicators import Dimension, indicators, said_columns
from dashboard.warehouse.options_query import filter_options
from dashboard.warehouse.priority_6 import Place, Priority6, over_priorities, priority_6

IGNORED = (
    "Les filtres sur la priorité, l'objectif spécifique, le type d'opération et la décision ne s'appliquent pas ici\u202f: la page "
    "compare elle-même."
)

ABOUT_INSIDE: Final = (
    "Toutes les opérations programmées sur cette priorité du programme national, que la grille les retienne ou non\u202f; le comité y voit ce "
    "que le programme consacre à l'innovation sociale."
)
ABOUT_ELSEWHERE: Final = (
    "Opérations retenues d'après la grille dans une autre priorité du programme national ou dans un autre programme\u202f; à part, celles "
    "dont aucune source ne dit la priorité."
)


def priority_of(selection: Selection) -> Priority6:
    """The priority and what is beside it; says which filters are left out."""
    compared = over_priorities(selection)
    if compared != selection:
        st.caption(literal(IGNORED))
    return cached(priority_6, compared)


def operations_of(found: Priority6) -> int:
    """How many operations the selection holds, wherever they stand."""
    return sum(int(row["programme_operations"]) for row in found.whole.values())


def draw_priority(found: Priority6, selection: Selection) -> None:
    """Its operations by action; where there are none, why and what to do."""
    if not found.whole[Place.INSIDE]["programme_operations"]:
        st.info(literal(NONE_INSIDE), icon=":material/info:")
        return
    figure = actions_figure(found)
    # No filter goes by action: the whole of the priority alone has a list.
    inside = [operations_link(_inside(selection))] if figure.total or len(figure.rows) == 1 else []
    before: list[str | None] = [None] * (len(figure.rows) - len(inside))
    _card(figure, selection, links=lambda: {"programme_operations": [*before, *inside]})


def draw_elsewhere(found: Priority6, selection: Selection) -> None:
    """The innovation found outside the priority, and 2014-2020 beside it."""
    former = cached(indicators, Selection(period=FORMER)).total
    figure = innovation_figure(found, former if former["programme_operations"] else None)
    known: dict[str, Selection | None] = {
        Place.INSIDE: _inside(selection),
        Place.ELSEWHERE: _elsewhere(selection),
        Place.UNKNOWN: _inside(selection, UNKNOWN),
        FORMER: Selection(period=FORMER),
    }
    sides = [known.get(str(row.get("place", row["label"]))) for row in figure.rows]
    links: Links = {
        "programme_operations": [None if side is None else operations_link(side) for side in sides],
        "operations": [None if side is None else operations_link(side.counted) for side in sides],
    }
    _card(figure, selection, links=lambda: links)


def draw_places(found: Priority6, selection: Selection) -> None:
    """By region and by type of managing body, where there is anything to place."""
    if not found.whole[Place.INSIDE]["programme_operations"] and not any(
        row["operations"] for row in found.whole.values()
    ):
        return
    left, right = st.columns(2)
    with left:
        figure = regions_figure(found)
        _card(figure, selection, links=partial(_beside_links, figure, "region_2016", selection))
    with right:
        if cached(said_columns, selection.period)[Dimension.MANAGING_BODY_TYPE]:
            figure = bodies_figure(found)
            _card(figure, selection, links=partial(_beside_links, figure, "managing_body_type", selection))
        else:
            lacking_card(Dimension.MANAGING_BODY_TYPE, key="priorite-6-gestionnaires")


def _inside(selection: Selection, priority: str = "") -> Selection:
    """The operations of the priority, or of another one, among those that the page compares."""
    words = words_of(selection.period)
    code = code_of(words.national_programme, priority or words.innovation_priority)
    return over_priorities(selection).narrowed(axes=(code,))


def _elsewhere(selection: Selection) -> Selection | None:
    """The operations outside the priority: those of every other priority and programme; None where there is none."""
    held = {code for place in (_inside(selection), _inside(selection, UNKNOWN)) for code in place.axes}
    others = tuple(code for code in cached(filter_options, selection.period).of("axes") if code not in held)
    return over_priorities(selection).narrowed(axes=others) if others else None


def _beside_links(figure: Figure, column: str, selection: Selection) -> Links:
    """A name opens what it names, a number of operations those, in the priority or outside it."""
    compared, field = over_priorities(selection), BY_COLUMN[column].field
    sides = {
        f"{Place.INSIDE}_programme_operations": _inside(selection),
        f"{Place.ELSEWHERE}_operations": (elsewhere := _elsewhere(selection)) and elsewhere.counted,
        f"{Place.UNKNOWN}_operations": _inside(selection, UNKNOWN).counted,
    }
    counted = {
        name: [
            operations_link(side.narrowed(**{field: (_held(row["value"]),)})) if row[name] else None
            for row in figure.rows
        ]
        for name, side in sides.items()
        if side is not None
    }
    return {"value": [name_link(column, row["value"], compared) for row in figure.rows], **counted}


def _held(place: str) -> str:
    """The value that a filter holds for a place as 2021-2027 says it."""
    return NATIONAL_STRAND if place == place_name(NATIONAL_STRAND, CURRENT) else place


def _card(figure: Figure, selection: Selection, *, links: Callable[[], Links]) -> None:
    card(
        figure,
        links=links,
        source=current_warehouse().source,
        filters=selection_caption(over_priorities(selection)),
        empty="Aucune opération de la priorité, aucune retenue ailleurs.",
    )
