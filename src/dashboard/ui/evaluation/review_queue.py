"""A reviewer's queue: how far the campaign is, the current operation, and how one goes to another."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard.domain.french import integer, plural
from dashboard.reviews.model import Place, Progress, QueueItem
from dashboard.ui.links import NUMBER_KEY

EVERY: Final = "toutes"
BEGUN: Final = "seconde lecture"
PLACES: Final = {
    EVERY: "Toutes",
    Place.TO_DO.value: "À faire",
    BEGUN: "Déjà lues une fois",
    Place.DRAFT.value: "Brouillons",
    Place.DONE.value: "Faites",
    Place.CONFLICT.value: "Désaccords",
}
_CHOSEN: Final = "file-operation"
_SHOWN: Final = "file-place"


def draw_progress(found: Progress, reviewer: str) -> None:
    """Draws how far the campaign is and what the reviewer has given, without showing anybody's review: two short lines."""
    st.markdown(
        f"**{integer(found.reviewed)}/{integer(found.operations)}** évaluées · {plural(found.conflicts, 'désaccord')}  \n"
        f"vous avez soumis {plural(found.submitted.get(reviewer, 0), 'évaluation')}",
        width="content",
    )


def stop_if_nothing_to_do(items: Sequence[QueueItem]) -> None:
    """Where the queue is empty, the page stops with a sentence."""
    if not items:
        st.success(
            "Votre file est vide\u202f: chaque opération de la campagne a déjà ses évaluateurs.",
            icon=":material/task_alt:",
        )
        st.stop()


def choose_operation(items: Sequence[QueueItem]) -> QueueItem:
    """The current operation of a queue that isn't empty, beside the choice of which operations are listed."""
    by_number = {item.operation.num_dossier: item for item in items}
    current = _current(by_number)
    counts = Counter(item.place.value for item in items)
    counts[EVERY] = len(items)
    counts[BEGUN] = sum(item.begun for item in items)
    shown = st.selectbox(
        "Ma file",
        list(PLACES),
        format_func=lambda place: f"{PLACES[place]} ({integer(counts[place])})",
        key=_SHOWN,
        label_visibility="collapsed",
        width=160,
    )
    listed = [
        number
        for number, item in by_number.items()
        if shown in (EVERY, item.place.value) or (shown == BEGUN and item.begun) or number == st.session_state[_CHOSEN]
    ]
    position = {number: rank for rank, number in enumerate(by_number, start=1)}
    st.selectbox(
        "Opération",
        listed,
        format_func=lambda number: _label(by_number[number], position[number], len(items)),
        key=_CHOSEN,
        label_visibility="collapsed",
    )
    st.query_params[NUMBER_KEY] = current.operation.num_dossier
    return current


def _current(by_number: dict[str, QueueItem]) -> QueueItem:
    chosen = st.session_state.get(_CHOSEN)
    if chosen not in by_number:
        wanted = st.query_params.get(NUMBER_KEY, "")
        chosen = wanted if wanted in by_number else next_to_do(list(by_number.values())) or next(iter(by_number))
        st.session_state[_CHOSEN] = chosen
    return by_number[chosen]


def next_to_do(items: Sequence[QueueItem], after: str | None = None) -> str | None:
    """The next operation that waits for a review, from the one after `after` round to the beginning."""
    numbers = [item.operation.num_dossier for item in items]
    start = numbers.index(after) + 1 if after in numbers else 0
    turned = [*items[start:], *items[:start]]
    waiting = (item for item in turned if item.place in (Place.TO_DO, Place.DRAFT))
    return next((item.operation.num_dossier for item in waiting if item.operation.num_dossier != after), None)


def neighbour(items: Sequence[QueueItem], number: str, step: int) -> str:
    """The operation `step` places further in the queue, which has no end."""
    numbers = [item.operation.num_dossier for item in items]
    return numbers[(numbers.index(number) + step) % len(numbers)]


def go_to(number: str | None) -> None:
    """Makes an operation the current one, at the next run."""
    if number is not None:
        st.session_state[_CHOSEN] = number


def _label(item: QueueItem, rank: int, total: int) -> str:
    title = item.operation.title or item.operation.beneficiary or item.operation.num_dossier
    short = title if len(title) <= 90 else f"{title[:89].rstrip()}…"
    return f"{integer(rank)}/{integer(total)} · {_standing(item)} · {short}"


def _standing(item: QueueItem) -> str:
    """Where the operation stands, and whether it waits for a second reading: the reviewer's own, or somebody else's."""
    if item.begun:
        return f"{item.place.value}, déjà lue"
    if item.place is Place.DONE and item.missing:
        return f"{item.place.value}, attend une autre lecture"
    return item.place.value
