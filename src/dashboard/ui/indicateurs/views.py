"""The list of the views: what each shows, who keeps it, its pin and its withdrawal."""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from dashboard.access.roles import Role
from dashboard.access.rules import Mode
from dashboard.domain.french import long_date, plural
from dashboard.domain.selection import Selection
from dashboard.exports.pack.viewed import SET_KEY, SET_PAGE, is_set
from dashboard.reviews.errors import ReviewsError
from dashboard.reviews.saved_views import LONGEST, View, pin_view, save_view, withdraw_view
from dashboard.ui.access import account, for_role, may, person
from dashboard.ui.installation import rules, store
from dashboard.ui.markdown import literal
from dashboard.ui.navigation import entry_at
from dashboard.ui.page import section
from dashboard.ui.saved_views import READ_ONLY, view_link

_SET_NAME: Final = "jeu-nom"
_SET_VIEWS: Final = "jeu-vues"
_SET_SAID: Final = "_view_set_said"


def draw_own_views(views: Sequence[View]) -> None:
    """Those of the person at the screen."""
    section("Les miennes")
    own = [view for view in views if view.owner == account()]
    if rules().mode is Mode.DEMO:
        st.info(literal(READ_ONLY), icon=":material/lock:")
    elif not own:
        st.markdown(
            "Aucune vue n'est enregistrée. Sur une page à filtres, «\u202fEnregistrer\u202f» est au-dessus du titre."
        )
    for view in own:
        _draw(view)


def draw_shared_views(views: Sequence[View]) -> None:
    """Those that others share."""
    others = [view for view in views if view.owner != account()]
    if not others:
        return
    section("Partagées par d'autres")
    for view in others:
        _draw(view)


def _draw(view: View) -> None:
    with (
        st.container(border=True, key=f"gardee-{view.id}"),
        st.container(horizontal=True, vertical_alignment="center", gap="small"),
    ):
        with st.container(gap=None, width="stretch", key=f"dite-{view.id}"):
            st.markdown(f"**[{literal(view.name)}]({view_link(view)})** · {literal(entry_at(view.page).title)}")
            by = "" if view.owner == account() else f" par {view.author}"
            shared = "partagée" if view.shared else "non partagée"
            saved = f"Enregistrée le {long_date(view.saved_at.date())}{by}, {shared}"
            held = plural(len(view.query[SET_KEY]), "vue") if is_set(view) else view.selection.in_words()
            st.caption(f"{literal(held)}  \n{literal(saved)}")
        st.button(
            "Désépingler" if view.pinned else "Épingler",
            on_click=_pin,
            args=(view.id, not view.pinned),
            icon=":material/keep_off:" if view.pinned else ":material/keep:",
            type="tertiary",
            key=f"epingler-{view.id}",
        )
        if view.owner == account() or (view.shared and may(Role.DATA_MANAGER)):
            st.button(
                "Retirer",
                on_click=_withdraw,
                args=(view.id,),
                icon=":material/delete:",
                type="tertiary",
                key=f"retirer-{view.id}",
            )


def draw_new_set(views: Sequence[View]) -> None:
    """The form that makes a set of shared views, which orders the presentation."""
    shared = {view.id: view.name for view in views if view.shared and not is_set(view)}
    if rules().mode is Mode.DEMO or not shared:
        return
    section("Composer un jeu pour le comité")
    with st.form("jeu-de-vues", border=False, clear_on_submit=True):
        st.text_input("Nom du jeu", key=_SET_NAME, placeholder="Comité du 12 mars", max_chars=LONGEST)
        st.multiselect(
            "Vues du jeu, dans l'ordre des écrans",
            list(shared),
            format_func=lambda view_id: literal(shared[view_id]),
            key=_SET_VIEWS,
            placeholder="Vues partagées",
            select_all=False,
            help="L'ordre où vous les choisissez est celui de la Présentation et des documents\u202f; chaque vue y garde ses filtres.",
        )
        st.form_submit_button(
            "Garder ce jeu", type="primary", on_click=_save_set, args=({view.id: view for view in views},)
        )
    if said := st.session_state.pop(_SET_SAID, ""):
        st.info(literal(said))


@for_role(*Role)
def _save_set(views: Mapping[str, View]) -> None:
    if rules().mode is Mode.DEMO:
        return
    chosen = [one for one in st.session_state.get(_SET_VIEWS, []) if one in views]
    if not chosen:
        st.session_state[_SET_SAID] = "Choisissez au moins une vue du jeu."
        return
    period = views[chosen[0]].selection.period
    try:
        save_view(
            store(),
            name=str(st.session_state.get(_SET_NAME) or ""),
            page=SET_PAGE,
            query={**Selection(period).to_query(), SET_KEY: chosen},
            shared=True,
            owner=account(),
            author=person(),
        )
    except ReviewsError as error:
        st.session_state[_SET_SAID] = str(error)


@for_role(*Role)
def _pin(view_id: str, pinned: bool) -> None:
    if rules().mode is Mode.DEMO:
        return
    try:
        pin_view(store(), view_id, account=account(), pinned=pinned)
    except ReviewsError as error:
        st.toast(literal(error))


@for_role(*Role)
def _withdraw(view_id: str) -> None:
    if rules().mode is Mode.DEMO:
        return
    try:
        withdraw_view(store(), view_id, by=account(), every_shared=may(Role.DATA_MANAGER))
    except ReviewsError as error:
        st.toast(literal(error))
    else:
        st.toast("Vue retirée.")
