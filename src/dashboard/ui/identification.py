"""Identification as pages see it: computed once per warehouse and lexicon, shared by every session."""

from contextlib import suppress
from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from dashboard.domain.french import integer
from dashboard.domain.lexicon import Lexicon
from dashboard.domain.selection import Selection
from dashboard.figures.identification import (
    FOUND_STEPS,
    expressions_figure,
    funnel_figure,
    sources_figure,
)
from dashboard.identification.audit import recall_said
from dashboard.identification.funnel import Step, funnel, step_operations, steps_of
from dashboard.identification.identify import Identification, identify
from dashboard.identification.renewals import projects, renewals
from dashboard.identification.sources import shipped_sources
from dashboard.identification.tables import expression_table, provenance_table
from dashboard.reviews.errors import ReviewsError
from dashboard.ui.data import cached, current_selection, current_warehouse
from dashboard.ui.figure_card import card
from dashboard.ui.filters import selection_caption
from dashboard.ui.links import page_link
from dashboard.ui.markdown import literal
from dashboard.ui.reviews_store import reviews_if_open

PROJECT: Final = (
    "Un projet réunit les opérations d'un même porteur dont l'intitulé, à l'année près, et le texte sont presque identiques\u202f: "
    "le plus souvent, une action reconduite."
)

MISSES: Final = (
    "Le lexique ne trouve que les mots qu'il connaît\u202f: un texte sans signal peut décrire une opération innovante, et un signal n'en est "
    "pas la preuve."
)
UNMEASURED: Final = "Sous ces filtres, aucun protocole ne mesure ce que le repérage manque."


def identification_by(lexicon: Lexicon) -> Identification:
    """The identification of the current warehouse by a lexicon."""
    warehouse = current_warehouse()
    return _identified(warehouse.publication.warehouse, lexicon.version, shipped_sources().version, _lexicon=lexicon)


@st.cache_data(max_entries=20, show_spinner="Repérage…")
def _identified(warehouse: str, lexicon_version: str, sources_version: str, *, _lexicon: Lexicon) -> Identification:
    # Data, not a resource: it counts in the limit of the cache, for 0.8 MB and 2 ms with 100 000 operations.
    del warehouse, lexicon_version, sources_version
    return identify(current_warehouse().connection, _lexicon)


def step_counts(identification: Identification, selection: Selection) -> dict[Step, int]:
    """`funnel` of a selection, counted once per warehouse, lexicon and selection."""
    versions = (identification.lexicon.version, identification.sources.version)
    return _counted(current_warehouse().publication.warehouse, versions, selection, _identification=identification)


@st.cache_data(max_entries=2_000, show_spinner=False)
def _counted(
    warehouse: str, versions: tuple[str, str], selection: Selection, *, _identification: Identification
) -> dict[Step, int]:
    del warehouse, versions
    return funnel(current_warehouse().connection, _identification, selection)


def projects_in(selection: Selection, *, retained: bool = False) -> int | None:
    """How many projects the operations of a selection make; None where none belongs with another. `retained`: all of them are."""
    warehouse = current_warehouse().publication.warehouse
    return _projects(warehouse, selection, retained) if _any_project(warehouse, retained) else None


@st.cache_data(max_entries=20, show_spinner=False)
def _any_project(warehouse: str, retained: bool) -> bool:
    del warehouse
    return bool(_renewals(retained)["project"].duplicated().any())


@st.cache_data(max_entries=2_000, show_spinner=False)
def _projects(warehouse: str, selection: Selection, retained: bool) -> int:
    del warehouse
    return projects(current_warehouse().connection, _renewals(retained), selection)


def _renewals(retained: bool) -> pd.DataFrame:
    found = cached(renewals)
    return found[found["retained"].astype("bool")] if retained else found


def draw_funnel(identification: Identification) -> Step:
    """Draws the funnel, and returns the step whose operations the reader wants to see."""
    selection = current_selection()
    counts = step_counts(identification, selection)
    decided = selection.decision is not None or bool(selection.categories)
    figure = funnel_figure(counts, drawn=FOUND_STEPS, decided=decided, period=selection.period)
    card(figure, source=current_warehouse().source, filters=selection_caption(selection))
    steps = steps_of(selection.period, counts)
    return (
        st.selectbox(
            "Voir les opérations d'une étape",
            steps,
            index=steps.index(Step.PREIDENTIFIED_FSE),
            format_func=lambda step: f"{step.label_in(selection.period)} – {integer(counts[step])}",
            key="etape",
        )
        or Step.PREIDENTIFIED_FSE
    )


def numbers_of_step(identification: Identification, step: Step) -> pd.DataFrame:
    """`num_dossier` and `wave` of the operations that reach a step."""
    return step_operations(current_warehouse().connection, identification, current_selection(), step)


def draw_recall(identification: Identification) -> None:
    """Draws, under a text that the lexicon has read, what it may miss: the sentence of the audit where one was written."""
    selection = current_selection()
    measured = ""
    if (engine := reviews_if_open()) is not None:
        # The texts still show where the store can't be read.
        with suppress(ReviewsError):
            warehouse = current_warehouse()
            measured = recall_said(
                warehouse.connection, identification, engine, selection, demonstration=warehouse.demonstration
            )
    st.caption(
        f"{literal(MISSES)} {literal(measured or UNMEASURED)} "
        f"[Voir l'audit du rappel]({page_link('reperage', selection, {'vue': 'Audit du rappel'})})"
    )


def draw_expressions(identification: Identification) -> None:
    """Draws what each expression, actor and source finds, and what it alone finds."""
    connection, selection = current_warehouse().connection, current_selection()
    source, filters = current_warehouse().source, selection_caption(selection)
    expressions = expressions_figure(expression_table(connection, identification, selection))
    card(
        expressions,
        source=source,
        filters=filters,
        empty="Le lexique ne contient aucune expression active.",
    )
    sources = sources_figure(provenance_table(connection, identification, selection), selection.period)
    # What a source alone leads to is in the table: no chart hides it.
    card(replace(sources, chart=None), key="provenances", source=source, filters=filters)
