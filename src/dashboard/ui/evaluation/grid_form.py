"""The grid on screen: those that there are, the questions of a criterion, the cautions that stand before a decision."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from dashboard.domain.french import MISSING, NARROW_SPACE, decimal, integer
from dashboard.domain.grid import UNANSWERED, Answer, Criterion, Grid, Question, QuestionKind
from dashboard.domain.grid_file import GridError, load_grids
from dashboard.ui.evaluation.reviewed_operation import badge_of
from dashboard.ui.markdown import literal
from dashboard.warehouse.build import REFERENCE_FOLDER


@st.cache_data(max_entries=2, show_spinner=False)
def available_grids() -> tuple[Mapping[str, Grid], list[GridError]]:
    """The grids by id, and what is wrong with the files left out."""
    return load_grids(REFERENCE_FOLDER / "grids")


def draw_criterion(
    rank: int, criterion: Criterion, found: Sequence[str], key: Callable[[str], str], **options: Any
) -> None:
    """A criterion and its questions, one radio each; `rank` from 0, `found` the words of the texts that signal it.

    `key` gives the session key of a question's widget, which holds None before any answer, then a value of the question,
    or `UNANSWERED` where the answer was taken back; `options` go to each radio.
    """
    st.markdown(f"## {integer(rank + 1)}. {literal(criterion.title)}")
    if criterion.help:
        st.caption(literal(criterion.help))
    if found:
        st.markdown(
            "Signaux dans le texte\u202f: " + " ".join(badge_of(rank, f"«\u202f{word}\u202f»") for word in found)
        )
    for question in criterion.questions:
        st.radio(
            literal(question.text),
            [*question.values, UNANSWERED],
            index=None,
            format_func=partial(_option, question),
            key=key(question.id),
            **options,
        )


def _option(question: Question, value: Any) -> str:
    if value == UNANSWERED:
        return UNANSWERED
    label = literal(question.label_of(value))
    return f"**{value}** – {label}" if question.kind is QuestionKind.SCALE else label


def answer_of(value: Any) -> Answer:
    """What the widget of a question holds, as a review keeps it."""
    return None if value == UNANSWERED else value


def score_of_each(scores: Iterable[tuple[int, float | None]]) -> str:
    """« Par critère – 1 : 66,7 · 2 : – », from the place of each criterion in the grid and its score."""
    parts = (
        f"{integer(place)}{NARROW_SPACE}: {MISSING if score is None else decimal(score)}" for place, score in scores
    )
    return f"Par critère – {' · '.join(parts)}"


def draw_cautions(grid: Grid) -> None:
    """What to keep in mind before deciding; nothing where the grid says nothing."""
    if grid.cautions:
        with st.container(border=True, gap="small", key="mises-en-garde"):
            st.markdown("**À garder en tête avant de conclure**")
            st.markdown("\n".join(f"- {literal(caution)}" for caution in grid.cautions))
