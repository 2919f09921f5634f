"""What the « Repères » pages share: their files read or their fault said, and the reminder that no filter applies."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar

import streamlit as st

from dashboard.domain.context import Reference
from dashboard.domain.context_file import ContextError
from dashboard.ui.markdown import literal
from dashboard.warehouse.build import REFERENCE_FOLDER

Loaded = TypeVar("Loaded")

UNFILTERED: Final = "Les filtres du panneau ne s'appliquent pas à cette page."
NO_FILTER: Final = "Sans filtre"


def load_or_stop(loader: Callable[[Path], Loaded]) -> Loaded:
    """What a loader makes of the reference folder; the page stops with the file and the key at fault."""
    try:
        return loader(REFERENCE_FOLDER)
    except ContextError as error:
        st.error(literal(error), icon=":material/error:")
        st.stop()


def say_unfiltered() -> None:
    """The panel of filters stands beside the page, which doesn't follow it."""
    st.caption(UNFILTERED)


def references_line(references: Sequence[Reference]) -> str:
    """Markdown: the references, each opening its text."""
    return " · ".join(f"[{literal(reference.title)}]({reference.url})" for reference in references)


def text_cards(cards: Sequence[Callable[[], None]], *, columns: int, key: str) -> None:
    """Bordered cards in rows of `columns`, of one height within a row."""
    for start in range(0, len(cards), columns):
        places = st.columns(columns)
        for rank, (place, draw) in enumerate(zip(places, cards[start : start + columns], strict=False)):
            with place, st.container(border=True, height="stretch", gap="small", key=f"{key}-{start + rank}"):
                draw()
