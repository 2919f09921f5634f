"""« Opérations emblématiques »: what the note prints of each, and the way to its fiche where the extract holds it."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

import streamlit as st

from dashboard.domain.context_file import typeset
from dashboard.domain.context_rows import Emblematic
from dashboard.domain.french import euros, plural
from dashboard.domain.selection import Selection
from dashboard.ui.context import text_cards
from dashboard.ui.data import cached, current_selection
from dashboard.ui.links import named_text, operation_link
from dashboard.ui.markdown import literal
from dashboard.ui.page import section
from dashboard.warehouse.context import named_operations

ABSENT = "Cette opération n'est pas dans l'extrait en cours, sous cet intitulé et ce porteur."


NAMED: Final = {"Région": "region", "Service gestionnaire": "managing_body"}
"""Landmark of the note → the column of what it names."""
Known = Mapping[tuple[str, str], Mapping[str, Any]]
"""(title, beneficiary) → the record of the operation in the extract."""


def operations_in_extract(operations: Sequence[Emblematic]) -> Known:
    """Those that the current extract holds, under the title and the beneficiary of the note."""
    found: Known = cached(named_operations, tuple((operation.title, operation.beneficiary) for operation in operations))
    return found


def draw_count(operations: Sequence[Emblematic], found: Known) -> None:
    """How many there are, in the extract and with an anomaly."""
    anomalies = sum(bool(operation.anomaly) for operation in operations)
    section(f"{plural(len(operations), 'opération')}, dont {len(found)} dans l'extrait en cours")
    if anomalies:
        st.caption(f"{plural(anomalies, 'fiche porte une anomalie', 'fiches portent une anomalie')} de la note.")


def draw_operations(operations: Sequence[Emblematic], found: Known) -> None:
    """One card per operation, in the order of the note."""
    text_cards(
        [partial(_draw, operation, found.get((operation.title, operation.beneficiary))) for operation in operations],
        columns=2,
        key="emblematique",
    )


def _draw(operation: Emblematic, record: Mapping[str, Any] | None) -> None:
    st.markdown(f"### {literal(typeset(operation.title))}")
    st.caption(
        f"{_as_written('beneficiary', typeset(operation.beneficiary), record)} · {literal(operation.category)} · {literal(operation.source)} de la note"
    )
    st.markdown(literal(operation.summary))
    landmarks = {"Montants": _amounts(operation), **operation.landmarks}
    st.markdown(
        "\n".join(
            f"- **{literal(label)}**\u202f: {_as_written(NAMED.get(label, ''), value, record)}"
            for label, value in landmarks.items()
            if value
        )
    )
    if operation.anomaly:
        st.warning(literal(operation.anomaly), icon=":material/warning:")
    if record is None:
        st.info(ABSENT, icon=":material/link_off:")
    else:
        st.markdown(
            f"[Ouvrir la fiche de l'opération ({literal(operation.source)})]"
            f"({operation_link(record['num_dossier'], record['wave'], current_selection())})"
        )


def _as_written(column: str, words: str, record: Mapping[str, Any] | None) -> str:
    """What the note writes, in Markdown: a link to what the extract names in that column, where it holds the operation."""
    if record is None or not column or not record[column]:
        return literal(words)
    return named_text(column, record[column], Selection(period=record["period"]), words)


def _amounts(operation: Emblematic) -> str:
    if operation.total_cost is None:
        return ""
    share = f", dont {euros(operation.eu_amount)} de l'Union européenne" if operation.eu_amount is not None else ""
    return f"{euros(operation.total_cost)}{share}{f' ({operation.amounts})' if operation.amounts else ''}"
