"""The row of key figures, and what the extract is."""

import streamlit as st

from dashboard.domain.columns import COLUMNS
from dashboard.domain.french import amount, integer, percent, plural
from dashboard.domain.operation import Decided
from dashboard.domain.selection import Selection
from dashboard.exports.by_address import KEY_FIGURES
from dashboard.figures.breakdown import measure_words
from dashboard.figures.lacking import NO_PARTICIPANTS
from dashboard.figures.wording import compared_words, the_wave, undated_words
from dashboard.ui.comparison import choose_comparison, unfinished
from dashboard.ui.data import cached, current_selection, current_warehouse
from dashboard.ui.figure_card import data_address
from dashboard.ui.filters import selection_caption
from dashboard.ui.identification import PROJECT, projects_in
from dashboard.ui.indicateurs.operation_list import order_query
from dashboard.ui.links import data_link, operations_link
from dashboard.ui.markdown import label_help, literal
from dashboard.warehouse.indicators import Indicators, change_between_waves, said_columns
from dashboard.warehouse.listing import Column

MEASURE_COLUMNS = {
    "total_cost": Column.TOTAL_COST, "eu_amount": Column.EU_AMOUNT, "participants": Column.PARTICIPANTS_ENTERED,
}  # fmt: skip
"""The column of the list that a tile sums."""


def draw_key_figures(found: Indicators) -> None:
    """Five figures of the whole selection; under each, a wave and its change where several stand side by side."""
    total, change = found.total, change_between_waves(found, choose_comparison(found), unfinished())
    kind, period = current_selection().kind, current_selection().period
    words = measure_words(kind)
    cells = (
        (words["operations"], "operations", integer),
        (words["total_cost"], "total_cost", amount),
        (words["eu_amount"], "eu_amount", amount),
        (COLUMNS["operations_programme_share"].label, "operations_programme_share", percent),
        (words["participants"], "participants", integer),
    )
    counted = bool(cached(said_columns, current_selection().period)["participants_entered"])
    with st.container(horizontal=True, key="chiffres-cles"):
        for label, name, printed in cells if counted else cells[:-1]:
            compared = compared_words(change, name, printed) if change else ""
            st.metric(
                linked_label(label, current_selection().counted, name),
                literal(printed(total[name])),
                literal(compared) if compared else None,
                delta_color="off",
                delta_arrow="off",
                border=True,
                help=label_help(label, period),
            )
    said = []
    made = projects_in(current_selection().counted, retained=kind is Decided.RETAINED)
    if made and made < total["operations"]:
        said.append(f"{kind.operations(total['operations'])}, {plural(made, 'projet')}. {PROJECT}")
    if change:
        said.append(
            f"Chaque chiffre compte toute la sélection\u202f; dessous, {the_wave(period, change['wave'])} et son écart avec "
            f"{the_wave(period, change['wave_before'])}."
        )
        said.append(undated_words(change, kind))
    if not counted:
        said.append(NO_PARTICIPANTS)
    elif total["operations"]:
        share = percent(total["operations_with_participants_share"], 0)
        said.append(f"{share} des opérations {kind.several} comptent des participants.")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(literal(" ".join(filter(None, said))), width="stretch")
        data_address(data_link(KEY_FIGURES, current_selection()))


def linked_label(label: str, selection: Selection, measure: str) -> str:
    """The label of a tile, which opens the operations behind it: the largest first where the tile sums what the list can show."""
    order = order_query(Column(MEASURE_COLUMNS[measure]), selection.period) if measure in MEASURE_COLUMNS else {}
    return f"[{literal(label)}]({operations_link(selection, order)})"


def draw_extract(found: Indicators) -> None:
    """One sentence on the extract: source, date, rows, filters."""
    warehouse = current_warehouse()
    total = found.total
    st.markdown(
        f"{literal(warehouse.source)}. {plural(total['programme_operations'], 'opération programmée', 'opérations programmées')} dans la sélection, hors "
        f"assistance technique. {literal(selection_caption(current_selection()))}."
    )
