"""The breakdowns of a selection, by the dimensions and the measure that the reader picks."""

from collections.abc import Sequence
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.domain.periods import FORMER
from dashboard.figures.breakdown import MAX_ROWS
from dashboard.ui.breakdown import MEASURE_WORDS, breakdown_card
from dashboard.ui.data import cached, current_selection
from dashboard.ui.empty import say_none_counted, stop_if_empty
from dashboard.ui.links import FIRST_PAGE, page_link
from dashboard.ui.markdown import literal
from dashboard.ui.two_selections import Beside, choose_other, draw_comparison_workbook
from dashboard.warehouse.indicators import Dimension, Indicators, indicators, said_columns

CARD_ROWS: Final = 4
"""What a card takes beside its bars, in bars."""
LONG_LABEL: Final = 32
"""From how many characters a label no longer fits beside its bar."""
SHOWN_FIRST: Final = 4
"""How many of the dimensions are drawn before anyone picks some."""


def draw_dimensions(dimensions: Sequence[Dimension], line: DeltaGenerator) -> None:
    """Draws the choices, that of a second selection on the `line` of the active one, then one card per dimension picked; those of a programming period stand in its own order.

    Where nothing is counted, what to do stands in the place of choices that would change nothing.
    """
    selection = current_selection()
    key = "dimensions" if selection.period == FORMER else f"dimensions-{selection.period}"
    shown_first = list(dimensions[:SHOWN_FIRST])
    # The first time, the widget takes what the address holds: the same figures are asked for once.
    given = st.query_params.get_all(key)
    asked = [dimension for dimension in dimensions if literal(dimension.label_in(selection.period)) in given]
    chosen = _in_order(dimensions, st.session_state.get(key, asked or shown_first))
    found = cached(indicators, selection, chosen)
    stop_if_empty(found.total["programme_operations"])
    if not found.total["operations"]:
        say_none_counted(found.total, selection)
        st.markdown(
            f"La répartition compte les opérations {literal(selection.kind.several)}\u202f: elle se remplit dès que des décisions "
            f"sur celles-ci sont publiées ou importées. La [synthèse]({page_link(FIRST_PAGE, selection)}) montre ce qui est programmé."
            if not found.total["examined_operations"]
            else "Élargissez la sélection pour en voir la répartition."
        )
        return
    said = cached(said_columns, selection.period)
    beside = choose_other(line)
    measures = [name for name in MEASURE_WORDS if name != "participants" or said["participants_entered"]]
    measure = st.segmented_control(
        "Mesure",
        measures,
        format_func=MEASURE_WORDS.__getitem__,
        default="operations",
        required=True,
        key="mesure",
        bind="query-params",
    )
    picked = st.pills(
        "Répartir par",
        dimensions,
        format_func=lambda dimension: literal(dimension.label_in(selection.period)),
        default=shown_first,
        selection_mode="multi",
        bind="query-params",
        key=key,
    )
    chosen = _in_order(dimensions, picked)
    if chosen:
        _draw_cards(cached(indicators, selection, chosen), chosen, measure or "operations", beside)
    if not chosen:
        st.info("Choisissez au moins une dimension.")


def _draw_cards(found: Indicators, dimensions: tuple[Dimension, ...], measure: str, beside: Beside | None) -> None:
    """The first dimension over the whole width, the others in two columns, each card where there is most room."""
    other = None if beside is None else cached(indicators, beside.other, dimensions)
    if beside is not None and other is not None:
        draw_comparison_workbook(found, other, dimensions, beside)
    breakdown_card(found, dimensions[0], measure, beside=beside, other=other)
    columns = st.columns(2)
    taken = [0, 0]
    for dimension in dimensions[1:]:
        place = taken.index(min(taken))
        taken[place] += _height(found, dimension, measure)
        with columns[place]:
            breakdown_card(found, dimension, measure, beside=beside, other=other)


def _height(found: Indicators, dimension: Dimension, measure: str) -> int:
    """What a card takes, in bars: those of its lines that hold something, twice where a long label stands above its bar."""
    labels = {str(row["label"]) for row in found.by[dimension] if row[measure]}
    above = any(len(label) > LONG_LABEL for label in labels)
    return CARD_ROWS + min(len(labels), MAX_ROWS) * (2 if above else 1)


def _in_order(dimensions: Sequence[Dimension], picked: Sequence[Dimension]) -> tuple[Dimension, ...]:
    return tuple(dimension for dimension in dimensions if dimension in picked)
