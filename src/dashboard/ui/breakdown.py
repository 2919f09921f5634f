"""The card of one breakdown: its figure, its table, and links to the operations behind each number."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from dashboard.access.roles import Role
from dashboard.domain.managing_bodies import CODES
from dashboard.domain.operation import Decided
from dashboard.domain.selection import CODE_SEPARATOR, Selection, code_of
from dashboard.exports.by_address import MEASURE
from dashboard.figures.breakdown import breakdown_figure, measure_words
from dashboard.figures.lacking import how_to_complete, lacking_sentence
from dashboard.figures.two_selections import compared_breakdown
from dashboard.identification.funnel import undecided
from dashboard.ui.access import may
from dashboard.ui.data import cached, current_selection, current_warehouse
from dashboard.ui.figure_card import card
from dashboard.ui.filters import selection_caption
from dashboard.ui.links import data_link, name_link, operations_link, page_link
from dashboard.ui.markdown import literal
from dashboard.ui.tables import Links
from dashboard.ui.two_selections import Beside, compared_caption
from dashboard.warehouse.indicators import Dimension, Indicators, categories, objective_letter, said_columns
from dashboard.warehouse.options_query import filter_options
from dashboard.warehouse.query import Row

MEASURE_WORDS = measure_words()
NAMED: Final = (
    Dimension.REGION, Dimension.REGION_2016, Dimension.DEPARTMENT, Dimension.MANAGING_BODY_TYPE, Dimension.BENEFICIARY_TYPE,
    Dimension.RECIPIENT_TYPE, Dimension.CATEGORY, Dimension.PROGRAMME,
)  # fmt: skip
"""Dimensions whose values are names, which open what they name."""


def breakdown_card(
    found: Indicators,
    dimension: Dimension,
    measure: str = "operations",
    *,
    prefix: str = "carte",
    beside: Beside | None = None,
    other: Indicators | None = None,
) -> None:
    """Draws the card of a dimension that `found` holds, for the selection of this run; beside a second one, with its figures `other`."""
    selection = current_selection()
    if not cached(said_columns, selection.period)[dimension]:
        lacking_card(dimension, key=f"{prefix}-{dimension.value}")
        return
    if beside is not None and other is not None:
        _compared_card(found, other, dimension, measure, beside, key=f"{prefix}-{dimension.value}")
        return
    figure = breakdown_figure(found, dimension, selection.kind, measure=measure, categories=cached(categories))
    if dimension is Dimension.MANAGING_BODY_TYPE:
        figure = replace(figure, note=f"{figure.note} {CODES}" if figure.note else CODES)
    card(
        figure,
        key=f"{prefix}-{dimension.value}",
        source=current_warehouse().source,
        filters=selection_caption(selection),
        links=partial(_links, dimension, selection, figure.rows, found.waves, measure),
        data=_data_address(figure.key, measure),
    )


def _compared_card(
    found: Indicators, other: Indicators, dimension: Dimension, measure: str, beside: Beside, *, key: str
) -> None:
    selection = current_selection()
    figure = compared_breakdown(
        found, other, dimension, beside.names, beside.kinds, measure=measure, shares=beside.shares
    )

    def links() -> Links:
        opened = {}
        for name, side in (("one", selection), ("other", beside.other)):
            narrowed = [_narrowed(dimension, side, row) for row in figure.rows]
            opened[name] = [None if chosen is None else operations_link(chosen.counted) for chosen in narrowed]
            opened[f"{name}_share"] = opened[name]
        return opened

    card(
        figure,
        key=key,
        source=current_warehouse().source,
        filters=compared_caption(selection, beside.other),
        links=links,
        data=_data_address(figure.key, measure, beside.other),
    )


def _data_address(figure: str, measure: str, other: Selection | None = None) -> str:
    """The CSV of a breakdown for the selection of this run, of a measure, beside another selection if any."""
    return data_link(figure, current_selection(), {} if measure == "operations" else {MEASURE: measure}, other)


def lacking_card(dimension: Dimension, *, key: str) -> None:
    """In the place of a figure that would hold one « Non renseigné » bar: what the source lacks, and how to complete it."""
    selection = current_selection()
    with st.container(border=True, key=f"manque-{key}", gap="small", height="stretch"):
        st.markdown(f"### {literal(dimension.label_in(selection.period))}\u202f: non renseigné")
        st.markdown(literal(lacking_sentence(dimension, selection.period)))
        st.markdown(
            literal(how_to_complete(dimension))
            + (f" [Ouvrir les imports]({page_link('imports', selection)})" if may(Role.DATA_MANAGER) else "")
        )


def _links(
    dimension: Dimension, selection: Selection, rows: Sequence[Row], waves: Sequence[str], measure: str
) -> Links:
    """For each number of operations, and each value of the measure shown, the address of the list of those operations."""
    narrowed = [_narrowed(dimension, selection, row) for row in rows]
    counted = [chosen and chosen.counted for chosen in narrowed]
    # Operations that nobody examined have no category: those behind the programme's count can't be listed by it. Nor do the
    # filters on the decision restrict what is programmed.
    programmed = [
        None if dimension is Dimension.CATEGORY or chosen is None else undecided(chosen) for chosen in narrowed
    ]
    links = {"operations": counted, "programme_operations": programmed, measure: counted}
    for wave in waves:
        links[f"{measure} {wave}"] = [chosen and chosen.narrowed(waves=(wave,)) for chosen in counted]
    found = {
        name: [None if chosen is None else operations_link(chosen) for chosen in column]
        for name, column in links.items()
    }
    if dimension in NAMED:
        found["label"] = [name_link(dimension.value, row["code"], selection) for row in rows]
    return found


def _narrowed(dimension: Dimension, selection: Selection, row: Row) -> Selection | None:
    if dimension is Dimension.CATEGORY and selection.kind is not Decided.RETAINED:
        # Only retained operations have a category: the others are all in the one row that has none.
        return selection
    if dimension is Dimension.SPECIFIC_OBJECTIVE and row["programme"] is None:
        known = cached(filter_options, selection.period).of("specific_objectives")
        return selection.narrowed(
            specific_objectives=tuple(
                value for value in known if objective_letter(value.rpartition(CODE_SEPARATOR)[2]) == row["code"]
            )
        )
    value = row["code"] if row["programme"] is None else code_of(row["programme"], row["code"])
    return selection.narrowed(**{dimension.field: (value,)})
