"""The identified operations, each with its evidence highlighted in its own sentence."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.domain.french import integer, plural
from dashboard.domain.operation import FIELD_BY_NAME
from dashboard.domain.periods import FORMER, words_of
from dashboard.domain.selection import Selection
from dashboard.identification.evidence import Evidence, find_evidence
from dashboard.identification.identify import Identification
from dashboard.identification.tables import identified_operations, original_texts
from dashboard.ui.data import current_selection, current_warehouse
from dashboard.ui.links import named_text, operation_link
from dashboard.ui.markdown import literal
from dashboard.ui.named_pages import with_links

PAGE_ROWS = 10


def draw_identified(identification: Identification, numbers: pd.DataFrame, *, key: str) -> None:
    """Draws one page of the operations named by `numbers` (num_dossier, wave), with what led to each."""
    every = identified_operations(current_warehouse().connection, identification, current_selection())
    rows = every.merge(numbers[["num_dossier", "wave"]], on=["num_dossier", "wave"], how="inner")
    if rows.empty:
        st.info(
            with_links(
                f"{plural(len(numbers), 'opération')} à cette étape, dont aucune n'est repérée\u202f: elles sont dans la liste de la "
                "page Opérations."
            )
        )
        return
    pages = -(-len(rows) // PAGE_ROWS)
    page = 1
    if pages > 1:
        page = st.number_input(f"Page (sur {integer(pages)})", 1, pages, key=f"page-{key}-{len(rows)}", width=180)
    shown: list[Any] = list(rows.iloc[(page - 1) * PAGE_ROWS : page * PAGE_ROWS].itertuples())
    texts = original_texts(current_warehouse().connection, [(row.num_dossier, row.wave) for row in shown])
    for row in shown:
        _draw_operation(
            row, find_evidence(texts[row.num_dossier, row.wave], identification.expressions, identification.exclusions)
        )


def _draw_operation(row: Any, evidence: Sequence[Evidence]) -> None:
    with st.container(border=True, gap="small"):
        st.markdown(
            f"**[{literal(row.title or row.beneficiary)}]({operation_link(row.num_dossier, row.wave, current_selection())})**"
        )
        everything = Selection(period=current_selection().period)
        parts = [
            named_text("beneficiary", row.beneficiary, everything),
            named_text("region" if everything.period == FORMER else "region_2016", row.region, everything),
            literal(words_of(everything.period).wave_in_full(row.wave)),
            *(literal(said) for said in (row.decision, row.since_earlier_wave) if said),
        ]
        st.caption(" · ".join(filter(None, parts)))
        st.markdown(f"Repérée par\u202f: {literal(row.provenances)}")
        for found in evidence:
            st.markdown(f"- {literal(FIELD_BY_NAME[found.field].label)}\u202f: {highlighted(found)}")
        if row.name_only:
            st.warning(
                "Seul le nom du porteur répond\u202f: rien, dans l'opération, ne parle d'innovation.",
                icon=":material/person_search:",
            )


def highlighted(evidence: Evidence) -> str:
    """A sentence in Markdown, its expressions highlighted and everything else letter for letter."""
    runs = groupby(evidence.segments, key=lambda piece: bool(piece.expressions))
    pieces = ((found, "".join(piece.text for piece in run)) for found, run in runs)
    return "".join(f":blue-background[**{literal(text)}**]" if found else _spaced(text) for found, text in pieces)


def _spaced(text: str) -> str:
    """Keeps the spaces at both ends, which separate the pieces."""
    inner = text.strip()
    if not inner:
        return " " if text else ""
    before = " " if text[0].isspace() else ""
    after = " " if text[-1].isspace() else ""
    return f"{before}{literal(inner)}{after}"
