"""Répartition: charts by dimension, and the tables of the note."""

import streamlit as st

from dashboard.figures.note_tables import TITLES
from dashboard.ui.breakdown import MEASURE_WORDS, breakdown_card
from dashboard.ui.data import cached, current_selection
from dashboard.ui.empty import say_none_counted, stop_if_empty
from dashboard.ui.indicateurs.note_tables import note_table_card
from dashboard.ui.markdown import literal
from dashboard.ui.page import page_title
from dashboard.warehouse.indicators import Dimension, indicators

DIMENSIONS = (
    Dimension.PRIORITY_AXIS,
    Dimension.MANAGING_BODY_TYPE,
    Dimension.CATEGORY,
    Dimension.REGION,
    Dimension.SPECIFIC_OBJECTIVE,
    Dimension.REGION_2016,
    Dimension.BENEFICIARY_TYPE,
    Dimension.RECIPIENT_TYPE,
)
DEFAULTS = list(DIMENSIONS[:4])

page_title("Répartition", "Une vague à côté de l'autre. Chaque nombre d'opérations ouvre la liste de ces opérations.")
charts, tables = st.tabs(["Par dimension", "Tableaux de la note"], key="onglet", bind="query-params")
if charts.open:
    with charts:
        measure = st.segmented_control(
            "Mesure",
            list(MEASURE_WORDS),
            format_func=MEASURE_WORDS.__getitem__,
            default="operations",
            required=True,
            key="mesure",
            bind="query-params",
        )
        picked = st.pills(
            "Répartir par",
            DIMENSIONS,
            format_func=lambda dimension: literal(dimension.label),
            default=DEFAULTS,
            selection_mode="multi",
            key="dimensions",
        )
        chosen = tuple(dimension for dimension in DIMENSIONS if dimension in picked)
        found = cached(indicators, current_selection(), chosen)
        stop_if_empty(found.total["programme_operations"])
        counting = bool(found.total["operations"])
        if not counting:
            say_none_counted(found.total, current_selection())
        for start in range(0, len(chosen) if counting else 0, 2):
            for column, dimension in zip(st.columns(2), chosen[start : start + 2], strict=False):
                with column:
                    breakdown_card(found, dimension, measure or "operations")
        if not chosen:
            st.info("Choisissez au moins une dimension.")
if tables.open:
    with tables:
        for name in TITLES:
            note_table_card(name)
