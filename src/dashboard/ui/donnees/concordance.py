"""The concordance on screen: a verdict, the cells by table and status, the anomalies."""

import pandas as pd
import streamlit as st

from dashboard.domain.columns import COLUMNS, ColumnFormat, columns_of
from dashboard.domain.french import decimal, integer, plural, signed
from dashboard.figures.alternative import ranking
from dashboard.figures.figure import Figure
from dashboard.ui.data import current_warehouse
from dashboard.ui.figure_card import card
from dashboard.ui.markdown import literal
from dashboard.warehouse.concordance import Status, unexplained
from dashboard.warehouse.query import Row, records

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


def draw_verdict(cells: pd.DataFrame) -> None:
    """One sentence, and the count of each status."""
    differences = len(unexplained(cells))
    compared = int((cells["status"] != Status.NOT_COMPUTABLE).sum())
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
    counts = cells["status"].value_counts()
    with st.container(horizontal=True, key="statuts"):
        for status in Status:
            st.metric(
                literal(status.value[0].upper() + status.value[1:]),
                integer(int(counts.get(status.value, 0))),
                border=True,
            )


def draw_cells(cells: pd.DataFrame) -> None:
    """The cells, for the chosen table and statuses; what differs is shown first."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        table = st.selectbox("Tableau", ["Tous", *cells["table"].unique()], key="tableau-concordance", width=260)
        statuses = st.pills(
            "Statut",
            [status.value for status in Status],
            format_func=literal,
            selection_mode="multi",
            key="statut-concordance",
        )
    shown = cells[(cells["table"] == table) | (table == "Tous")]
    shown = (
        shown[shown["status"].isin(statuses)]
        if statuses
        else shown[(shown["status"] != Status.EQUAL) | (table != "Tous")]
    )
    if table == "Tous" and not statuses:
        st.caption(
            "Les chiffres égaux sont masqués\u202f: choisissez un tableau ou le statut «\u202fégal\u202f» pour les voir."
        )
    by_status = [{"status": name, "cells": int(count)} for name, count in shown["status"].value_counts().items()]
    figure = Figure(
        key="concordance",
        title="Chiffres publiés et recalculés",
        caption="Chiffres publiés et recalculés",
        sentence=ranking("Chiffres comparés", by_status, "status", "cells", text=integer),
        rows=tuple(_printed(row) for row in records(shown)),
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


def draw_anomalies(anomalies: pd.DataFrame) -> None:
    """Every anomaly found in the note, with its explanation."""
    figure = Figure(
        key="anomalies",
        title=f"{plural(len(anomalies), 'anomalie relevée', 'anomalies relevées')} dans la note",
        caption="Anomalies de la note",
        sentence="Anomalies de la note, avec la valeur publiée, la valeur attendue et l'explication.",
        rows=tuple(records(anomalies)),
        columns=ANOMALIES,
    )
    card(figure, source="Source\u202f: relecture de la note", filters="Sans filtre")
