"""« Mes vues » in the band above the title: pinned views open from there, and the screen that one looks at is kept."""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.access.roles import Role
from dashboard.access.rules import Mode
from dashboard.domain.selection import BY_FIELD, FILTERS
from dashboard.reviews.errors import ReviewsError
from dashboard.reviews.saved_views import LONGEST, View, save_view, views_of
from dashboard.ui.access import account, for_role, person
from dashboard.ui.data import current_selection
from dashboard.ui.installation import rules, store
from dashboard.ui.links import address_link, page_link
from dashboard.ui.markdown import literal
from dashboard.ui.navigation import VIEWS, Entry
from dashboard.ui.reviews_store import stored_if_any

READ_ONLY: Final = "Démonstration en lecture seule\u202f: aucune vue n'y est gardée. «\u202fCopier le lien\u202f» suffit à retrouver cet écran."
_NAME, _SHARED, _SAID = "garder-nom", "garder-partagee", "_view_said"
_KEPT: Final = "_views_kept"


def known_views() -> list[View]:
    """The views that the person at the screen sees; none where the database doesn't answer, nor in the demonstration."""
    engine = stored_if_any()
    try:
        return views_of(engine, account()) if engine else []
    except ReviewsError:
        return []


def view_link(view: View) -> str:
    """The address of a view, to open or to send."""
    return address_link(view.page, view.query)


def draw_views(place: DeltaGenerator, entry: Entry) -> None:
    """The pinned views of the person at the screen, and where filters act, what keeps this screen as one more."""
    views = known_views()
    if said := st.session_state.pop(_SAID, ""):
        st.toast(literal(said))
    with place:
        with st.popover("Mes vues", icon=":material/bookmarks:", type="tertiary", key="bandeau-mes-vues"):
            _draw_pinned([view for view in views if view.pinned], len(views))
        if entry.filtered:
            with st.popover(
                "Enregistrer",
                icon=":material/bookmark_add:",
                type="tertiary",
                help="Enregistrer cette vue\u202f: la page, ses filtres et ses choix",
                # Another key is another element, closed: once the view is kept there is nothing more to fill in.
                key=f"bandeau-enregistrer-{st.session_state.get(_KEPT, 0)}",
            ):
                _draw_form(entry)


def _draw_pinned(pinned: Sequence[View], known: int) -> None:
    st.markdown("**Vues épinglées**")
    if pinned:
        st.markdown("\n".join(f"- [{literal(view.name)}]({view_link(view)})" for view in pinned))
    else:
        st.caption("Aucune. Une vue garde une page avec ses filtres\u202f; elle s'épingle ici quand on l'enregistre.")
    every = f"Toutes les vues ({known})" if known else "Toutes les vues"
    st.markdown(f"[{literal(every)}]({page_link(VIEWS.address, current_selection())})")


def _draw_form(entry: Entry) -> None:
    if rules().mode is Mode.DEMO:
        st.markdown(literal(READ_ONLY))
        return
    proposed = _proposed(entry)
    with st.form("garder-vue", border=False, clear_on_submit=True):
        st.text_input("Nom de la vue", key=_NAME, placeholder=proposed, max_chars=LONGEST)
        st.checkbox("La partager avec tous", key=_SHARED, help="Elle porte alors votre nom.")
        st.form_submit_button("Garder cette vue", type="primary", on_click=_save, args=(entry.address, proposed))


def _proposed(entry: Entry) -> str:
    """What the view is called unless told otherwise: the page and the values of its filters."""
    selection = current_selection()
    values = [text for one in FILTERS if one is not BY_FIELD["period"] for text in selection.texts(one)]
    return " – ".join([entry.title, ", ".join(values) or selection.period])[:LONGEST]


@for_role(*Role)
def _save(page: str, proposed: str) -> None:
    if rules().mode is Mode.DEMO:
        return
    name = str(st.session_state.get(_NAME) or "").strip() or proposed
    shared = bool(st.session_state.get(_SHARED))
    asked = (name, page, _listed(_address()), shared, account())
    if asked in [(one.name, one.page, _listed(one.query), one.shared, one.owner) for one in known_views()]:
        # A double click asks twice.
        st.session_state[_SAID] = f"Vue «\u202f{name}\u202f» déjà enregistrée."
        return
    try:
        save_view(
            store(),
            name=name,
            page=page,
            query=_address(),
            shared=shared,
            owner=account(),
            author=person(),
        )
    except ReviewsError as error:
        st.session_state[_SAID] = str(error)
    else:
        st.session_state[_KEPT] = st.session_state.get(_KEPT, 0) + 1
        st.session_state[_SAID] = f"Vue «\u202f{name}\u202f» enregistrée et épinglée."


def _listed(query: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {key: list(values) for key, values in query.items()}


def _address() -> Mapping[str, Sequence[str]]:
    """The filters of the run that drew the button, and what else its address held."""
    filters = {one.key for one in FILTERS}
    own = {name: st.query_params.get_all(name) for name in st.query_params if name not in filters}
    return current_selection().to_query() | own
