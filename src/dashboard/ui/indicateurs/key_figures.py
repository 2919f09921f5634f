"""The row of key figures, and what the extract is."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard.domain.french import MINUS, decimal, integer, is_missing, millions, percent, plural, signed
from dashboard.figures.breakdown import measure_words
from dashboard.ui.data import current_selection, current_warehouse
from dashboard.ui.filters import selection_caption
from dashboard.ui.markdown import literal
from dashboard.warehouse.indicators import Indicators, change_between_waves


def draw_key_figures(found: Indicators) -> None:
    """Five figures of the newest wave with their change, or of the whole selection where there is one wave."""
    change = change_between_waves(found)
    row = change or found.total
    share = row["operations_programme_share"]
    kind = current_selection().kind
    words = measure_words(kind)
    cells = (
        (words["operations"], integer(row["operations"]), "operations", integer),
        (words["total_cost"], millions(row["total_cost"]), "total_cost", millions),
        (words["eu_amount"], millions(row["eu_amount"]), "eu_amount", millions),
        ("Part des opérations programmées", percent(share), "operations_programme_share", _points),
        (words["participants"], integer(row["participants"]), "participants", integer),
    )
    if change:
        st.caption(f"Vague {literal(row['wave'])}, comparée à la vague {literal(row['wave_before'])}")
    with st.container(horizontal=True, key="chiffres-cles"):
        for label, value, name, printer in cells:
            delta = _change(row[f"{name}_difference"], printer) if change else None
            st.metric(literal(label), literal(value), delta, delta_color="off", border=True)
    total = found.total
    if change:
        st.caption(
            f"Toutes vagues\u202f: {literal(kind.operations(total['operations']))} sur "
            f"{plural(total['programme_operations'], 'programmée')}, {millions(total['total_cost'])} de coût total, {millions(total['eu_amount'])} "
            f"de l'Union européenne. {percent(total['operations_with_participants_share'], 0)} des opérations {literal(kind.several)} comptent des participants."
        )


def _change(difference: Any, printer: Callable[[Any], str]) -> str | None:
    """A difference as Streamlit wants it: it looks for « - » to draw the arrow down, and none where nothing is known."""
    return None if is_missing(difference) else signed(printer(difference)).replace(MINUS, "-")


def _points(difference: float) -> str:
    points = decimal(difference * 100, 1)
    return f"{points}\u202fpoint{'s' if abs(difference) >= 0.02 else ''}"


def draw_extract(found: Indicators) -> None:
    """One sentence on the extract: source, date, rows, filters."""
    warehouse = current_warehouse()
    total = found.total
    st.markdown(
        f"{literal(warehouse.source)}. {plural(total['programme_operations'], 'opération programmée', 'opérations programmées')} dans la sélection, hors "
        f"assistance technique. {literal(selection_caption(current_selection()))}."
    )
