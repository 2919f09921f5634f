"""Notes under the cards: read once per run, added, resolved and withdrawn in place."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from dashboard.access.roles import Role
from dashboard.domain.french import plural
from dashboard.reviews.errors import ReviewsError
from dashboard.reviews.figure_notes import (
    LONGEST,
    FigureNote,
    NoteState,
    add_note,
    close_note,
    every_note_on,
    standing,
)
from dashboard.ui.access import account, for_role, may, person, roles
from dashboard.ui.data import current_selection, current_warehouse
from dashboard.ui.installation import store
from dashboard.ui.markdown import literal
from dashboard.ui.navigation import Entry
from dashboard.ui.page_memory import page_memory
from dashboard.ui.reviews_store import stored_if_any

WRITERS: Final = (Role.REVIEWER, Role.ARBITER, Role.DATA_MANAGER)
_NOTES: Final = "_figure_notes"
_OPEN: Final = "_open_note"
Notes = Mapping[str, tuple[FigureNote, ...]]


def read_notes(entry: Entry) -> None:
    """Keeps for the cards of this run the notes on its selection; there are none where the filters don't act."""
    st.session_state[_NOTES] = _found() if entry.filtered else None


def current_notes() -> Notes:
    """The notes that stand on the selection of this run, by figure key."""
    return standing(st.session_state.get(_NOTES) or {})


def may_annotate() -> bool:
    """Whether the person at the screen may leave a note on the cards of this page."""
    return st.session_state.get(_NOTES) is not None and bool(roles() & set(WRITERS))


def note_button(key: str) -> None:
    """Opens, in the card `key`, the form of a note."""
    st.button(
        "Annoter",
        on_click=_open,
        args=(key,),
        key=f"annoter-{key}",
        icon=":material/add_comment:",
        type="tertiary",
        help="Ajouter une note datée et signée sous cette figure",
    )


def draw_notes(figure: str, key: str) -> None:
    """The notes on a figure, under its card `key`, those that are closed folded, and the form of the one that is being written."""
    notes: Notes | None = st.session_state.get(_NOTES)
    if notes is None:
        return
    given = notes.get(figure, ())
    for note in given:
        if note.state is NoteState.OPEN:
            _draw_note(note)
    if closed := [note for note in given if note.state is not NoteState.OPEN]:
        with st.expander(plural(len(closed), "note close", "notes closes"), key=f"notes-closes-{key}"):
            st.markdown("\n".join(f"- {literal(note.signed)} *({literal(note.closing)})*" for note in closed))
    opened = page_memory(_OPEN)
    if key not in opened:
        return
    with st.form(f"note-{key}", border=False):
        st.text_area("Votre note", key=f"note-texte-{key}", max_chars=LONGEST, height=80)
        st.caption(
            f"Datée et signée «\u202f{literal(person())}\u202f», elle vaut pour ces filtres et cette édition\u202f; chacun la lit ici, "
            "et les documents la reprennent."
        )
        if opened[key]:
            st.error(literal(opened[key]), icon=":material/error:")
        with st.container(horizontal=True):
            st.form_submit_button("Ajouter la note", type="primary", on_click=_add, args=(figure, key))
            st.form_submit_button("Annuler", on_click=_close, args=(key,))


def _draw_note(note: FigureNote) -> None:
    older = note.edition != current_warehouse().source
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"note-{note.id}"):
        st.markdown(literal(note.signed) + (f" *({literal(_about(note))})*" if older else ""))
        if note.owner == account() or may(Role.DATA_MANAGER):
            for state, words in ((NoteState.RESOLVED, "Résolue"), (NoteState.WITHDRAWN, "Retirer")):
                st.button(
                    literal(words),
                    on_click=_settle,
                    args=(note.id, state),
                    key=f"note-{state}-{note.id}",
                    type="tertiary",
                    help="La note quitte les documents\u202f; elle se lit encore sous la figure, avec les notes closes.",
                )


def _about(note: FigureNote) -> str:
    words = note.edition.removeprefix("Source\u202f: ")
    return f"écrite sur d'autres données\u202f: {words}"


def _found() -> Notes:
    engine = stored_if_any()
    try:
        return every_note_on(engine, current_selection()) if engine else {}
    except ReviewsError:
        return {}


def _open(key: str) -> None:
    page_memory(_OPEN)[key] = ""


def _close(key: str) -> None:
    page_memory(_OPEN).pop(key, None)


@for_role(*WRITERS)
def _add(figure: str, key: str) -> None:
    try:
        add_note(
            store(),
            figure=figure,
            selection=current_selection(),
            edition=current_warehouse().source,
            text=str(st.session_state.get(f"note-texte-{key}") or ""),
            owner=account(),
            author=person(),
        )
    except ReviewsError as error:
        page_memory(_OPEN)[key] = str(error)
        return
    _close(key)
    st.session_state[_NOTES] = _found()


@for_role(*WRITERS)
def _settle(note_id: str, state: NoteState) -> None:
    try:
        close_note(store(), note_id, state, by=account(), every_note=may(Role.DATA_MANAGER))
    except ReviewsError as error:
        st.toast(literal(error))
    st.session_state[_NOTES] = _found()
