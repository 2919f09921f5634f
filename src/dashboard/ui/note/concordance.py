"""The concordance on screen: a verdict, the cells by table and status, the anomalies."""

from collections.abc import Sequence

import streamlit as st

from dashboard.domain.columns import COLUMNS, ColumnFormat, columns_of
from dashboard.domain.french import decimal, integer, plural, signed
from dashboard.figures.alternative import ranking
from dashboard.figures.figure import Figure
from dashboard.ui.data import current_warehouse
from dashboard.ui.figure_card import card
from dashboard.ui.markdown import literal
from dashboard.warehouse.concordance import Status, by_status, unexplained
from dashboard.warehouse.query import Row

CELLS = {
    "table": ColumnFormat("Tableau"),
    "row": COLUMNS["line"],
    "column": ColumnFormat("Colonne"),
    **columns_of("published"),
    "recomputed": ColumnFormat("Recalculé"),
    "difference": ColumnFormat("Différence"),
    **columns_of("status", "explanation"),
}
ANOMALIES = {
    "id": COLUMNS["mark"],
    **columns_of("where", "published"),
    "expected": ColumnFormat("Attendu"),
    **columns_of("explanation"),
}
FILTERS = "Vagues 2017 et 2019, PON FSE et PON IEJ"


def draw_verdict(cells: Sequence[Row]) -> None:
    """One sentence, and the count of each status."""
    differences = len(unexplained(cells))
    counts = by_status(cells)
    compared = counts.total() - counts[Status.NOT_COMPUTABLE]
    recomputed = plural(compared, "chiffre recalculé", "chiffres recalculés")
    if not compared:
        st.info(
            "Aucun chiffre publié ne peut être recalculé\u202f: l'extrait chargé n'a aucune opération de ces programmes et de ces vagues.",
            icon=":material/rule:",
        )
    elif differences:
        st.warning(
            f"{plural(differences, 'écart inexpliqué', 'écarts inexpliqués')} sur {literal(recomputed)}.",
            icon=":material/rule:",
        )
    else:
        st.success(f"Aucun écart inexpliqué sur {literal(recomputed)}.", icon=":material/verified:")
    with st.container(horizontal=True, key="statuts"):
        for status in Status:
            st.metric(
                literal(status.value[0].upper() + status.value[1:]),
                integer(counts[status]),
                border=True,
            )


def draw_cells(cells: Sequence[Row]) -> None:
    """The cells, for the chosen table and statuses; what differs is shown first."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        table = st.selectbox(
            "Tableau", ["Tous", *dict.fromkeys(cell["table"] for cell in cells)], key="tableau-concordance", width=260
        )
        statuses = st.pills(
            "Statut",
            [status.value for status in Status],
            format_func=literal,
            selection_mode="multi",
            key="statut-concordance",
        )
    shown = [
        cell
        for cell in cells
        if table in ("Tous", cell["table"])
        and (cell["status"] in statuses if statuses else table != "Tous" or cell["status"] != Status.EQUAL)
    ]
    if table == "Tous" and not statuses:
        st.caption(
            "Les chiffres égaux sont masqués\u202f: choisissez un tableau ou le statut «\u202fégal\u202f» pour les voir."
        )
    counts = [{"status": name, "cells": count} for name, count in by_status(shown).most_common()]
    figure = Figure(
        key="concordance",
        title="Chiffres publiés et recalculés",
        caption="Chiffres publiés et recalculés",
        sentence=ranking("Chiffres comparés", counts, "status", "cells", text=integer),
        rows=tuple(_printed(row) for row in shown),
        columns=CELLS,
    )
    card(
        figure,
        source=current_warehouse().source,
        filters=FILTERS,
        empty="Aucun chiffre n'a ce statut dans ce tableau.",
    )


def _printed(cell: Row) -> Row:
    """The difference with as many decimals as the published figure, nothing where a figure is missing."""
    digits = len(str(cell["published"]).partition(",")[2])
    return {
        **cell,
        "difference": signed(decimal(cell["difference"], digits)),
        "published": cell["published"] or None,
        "recomputed": cell["recomputed"] or None,
    }


def draw_anomalies(anomalies: Sequence[Row]) -> None:
    """Every anomaly found in the note, with its explanation."""
    figure = Figure(
        key="anomalies",
        title=f"{plural(len(anomalies), 'anomalie relevée', 'anomalies relevées')} dans la note",
        caption="Anomalies de la note",
        sentence="Anomalies de la note, avec la valeur publiée, la valeur attendue et l'explication.",
        rows=tuple(anomalies),
        columns=ANOMALIES,
    )
    card(figure, source="Source\u202f: relecture de la note", filters="Sans filtre")
