"""Synthèse where nothing of the selection is counted: what is programmed, in tiles and two cards."""

import streamlit as st

from dashboard.domain.columns import COLUMNS, ColumnFormat
from dashboard.domain.french import amount, integer, percent
from dashboard.domain.operation import FIELD_BY_NAME
from dashboard.domain.selection import Selection
from dashboard.figures.programmed import PROGRAMMED_DIMENSIONS, programmed_dimensions, programmed_figure
from dashboard.identification.funnel import undecided
from dashboard.ui.data import cached, current_warehouse
from dashboard.ui.empty import say_none_counted, stop_if_empty
from dashboard.ui.figure_card import card
from dashboard.ui.filters import selection_caption
from dashboard.ui.indicateurs.key_figures import draw_extract, linked_label
from dashboard.ui.markdown import label_help, literal
from dashboard.ui.page import section
from dashboard.warehouse.indicators import Dimension, Indicators, indicators


def draw_programmed(selection: Selection) -> None:
    """The sentence, the key figures of what is programmed, its cost by programme and by specific objective, the extract."""
    everything = undecided(selection)
    found = cached(indicators, everything, PROGRAMMED_DIMENSIONS, False)
    stop_if_empty(found.total["programme_operations"])
    say_none_counted(found.total, selection)
    _draw_tiles(found, everything)
    section("Ce qui est programmé")
    dimensions = programmed_dimensions(found)
    for column, dimension in zip(st.columns(len(dimensions)), dimensions, strict=True):
        with column:
            card(
                programmed_figure(found, dimension),
                source=current_warehouse().source,
                filters=selection_caption(everything),
            )
    if Dimension.SPECIFIC_OBJECTIVE not in dimensions:
        st.markdown("L'extrait ne dit l'objectif spécifique d'aucune de ces opérations.")
    section("L'extrait")
    draw_extract(found)


def _draw_tiles(found: Indicators, everything: Selection) -> None:
    total = found.total
    cells = [
        (COLUMNS["operations"], "operations", integer(total["programme_operations"])),
        (COLUMNS["total_cost"], "total_cost", amount(total["programme_total_cost"])),
        (COLUMNS["eu_amount"], "eu_amount", amount(total["programme_eu_amount"])),
        (COLUMNS["eu_rate"], "eu_rate", percent(total["programme_eu_rate"])),
    ]
    planned = ColumnFormat(FIELD_BY_NAME["participants_planned"].label)
    for column, name in ((COLUMNS["participants"], "participants"), (planned, "participants_planned")):
        if total[f"programme_{name}"]:
            cells.append((column, name, integer(total[f"programme_{name}"])))
            break
    with st.container(horizontal=True, key="chiffres-cles"):
        for column, name, printed in cells:
            st.metric(
                linked_label(column.label, everything, name),
                literal(printed),
                border=True,
                help=label_help(column.label, everything.period),
            )
