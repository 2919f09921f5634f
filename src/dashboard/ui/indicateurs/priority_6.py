"""The parts of the page Priorité 6: the priority by action, region and manager, and the innovation found elsewhere."""

import streamlit as st

from dashboard.domain.periods import FORMER
from dashboard.domain.selection import Selection
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
from dashboard.ui.markdown import literal
from dashboard.warehouse.indicators import Dimension, indicators, said_columns
from dashboard.warehouse.priority_6 import Place, Priority6, over_priorities, priority_6

IGNORED = (
    "Les filtres sur la priorité, l'objectif spécifique, le type d'opération et la décision ne s'appliquent pas ici\u202f: la page "
    "compare elle-même."
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
    _card(actions_figure(found), selection)


def draw_elsewhere(found: Priority6, selection: Selection) -> None:
    """The innovation found outside the priority, and 2014-2020 beside it."""
    former = cached(indicators, Selection(period=FORMER)).total
    _card(innovation_figure(found, former if former["programme_operations"] else None), selection)


def draw_places(found: Priority6, selection: Selection) -> None:
    """By region and by type of managing body, where there is anything to place."""
    if not found.whole[Place.INSIDE]["programme_operations"] and not any(
        row["operations"] for row in found.whole.values()
    ):
        return
    left, right = st.columns(2)
    with left:
        _card(regions_figure(found), selection)
    with right:
        if cached(said_columns, selection.period)[Dimension.MANAGING_BODY_TYPE]:
            _card(bodies_figure(found), selection)
        else:
            lacking_card(Dimension.MANAGING_BODY_TYPE, key="priorite-6-gestionnaires")


def _card(figure: Figure, selection: Selection) -> None:
    card(
        figure,
        source=current_warehouse().source,
        filters=selection_caption(over_priorities(selection)),
        empty="Aucune opération de la priorité, aucune retenue ailleurs.",
    )
