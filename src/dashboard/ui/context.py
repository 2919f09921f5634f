"""What the « Repères » pages share: their files read or their fault said, their prose drawn."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import streamlit as st

from dashboard.domain.context import FOLDER
from dashboard.domain.context_file import ContextError, read_markdown
from dashboard.ui.markdown import literal
from dashboard.warehouse.build import REFERENCE_FOLDER

Loaded = TypeVar("Loaded")

NO_FILTER: Final = "Sans filtre"


def load_or_stop(loader: Callable[[Path], Loaded]) -> Loaded:
    """What a loader makes of the reference folder; the page stops with the file and the key at fault."""
    try:
        return loader(REFERENCE_FOLDER)
    except ContextError as error:
        st.error(literal(error), icon=":material/error:")
        st.stop()


def prose_or_stop(name: str, *headings: str) -> Mapping[str, str]:
    """The prose of a page by its second-level headings, or its fault."""
    return load_or_stop(lambda reference: read_markdown(reference / FOLDER / name, *headings))


def draw_prose(markdown: str) -> None:
    """Paragraphs, headings and lists, each in its own place: Streamlit spaces them as those of the code."""
    for block in re.split(r"\n{2,}", markdown):
        st.markdown(block)


def prose_cards(markdown: str, *, columns: int, key: str) -> None:
    """A bordered card for each heading of the third level."""
    cards = re.split(r"\n(?=### )", markdown)
    text_cards([partial(draw_prose, card.strip()) for card in cards], columns=columns, key=key)


def text_cards(cards: Sequence[Callable[[], None]], *, columns: int, key: str) -> None:
    """Bordered cards in rows of `columns`, of one height within a row."""
    for start in range(0, len(cards), columns):
        places = st.columns(columns)
        for rank, (place, draw) in enumerate(zip(places, cards[start : start + columns], strict=False)):
            with place, st.container(border=True, height="stretch", gap="small", key=f"{key}-{start + rank}"):
                draw()
