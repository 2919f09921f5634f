"""The list of the views: what each shows, who keeps it, its pin and its withdrawal."""

from collections.abc import Sequence

import streamlit as st

from dashboard.access.roles import Role
from dashboard.access.rules import Mode
from dashboard.domain.french import long_date
from dashboard.reviews.errors import ReviewsError
from dashboard.reviews.saved_views import View, pin_view, withdraw_view
from dashboard.ui.access import account, for_role, may
from dashboard.ui.installation import rules, store
from dashboard.ui.markdown import literal
from dashboard.ui.navigation import entry_at
from dashboard.ui.page import section
from dashboard.ui.saved_views import READ_ONLY, view_link


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
            st.caption(f"{literal(view.selection.in_words())}  \n{literal(saved)}")
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
