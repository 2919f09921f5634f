"""Operations that the demonstration makes up: nobody may take one for real."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.domain.operation import SYNTHETIC_PROVENANCE


def invented(record: Mapping[str, Any]) -> bool:
    """Whether the whole operation is made up."""
    return str(record["provenance"]) == SYNTHETIC_PROVENANCE


def draw_if_invented(record: Mapping[str, Any]) -> None:
    """Says of an operation that it is made up."""
    if invented(record):
        st.info(
            "Opération synthétique du jeu de démonstration\u202f: son porteur, ses textes et toutes ses valeurs sont inventés.",
            icon=":material/science:",
        )
