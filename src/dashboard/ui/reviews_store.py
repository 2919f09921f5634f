"""The store of reviews as pages see it: opened once per process, and the name under which a visitor writes to it."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote

import streamlit as st
from sqlalchemy import Engine

from dashboard.demo.campaigns import install_campaigns
from dashboard.reviews.errors import ReviewsError
from dashboard.reviews.store import URL_VARIABLE, default_location, open_store
from dashboard.ui.access import authentication_configured, person
from dashboard.ui.data import current_warehouse, state
from dashboard.ui.markdown import literal

LONGEST_NAME: Final = 80
_NAME: Final = "_declared_name"
_COOKIE: Final = "evaluateur"
"""A session cookie of the browser: a page opened by its address would otherwise ask for the name again."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who reviews. `verified` says whether a login vouches for the name."""

    name: str
    verified: bool


def reviews_engine() -> Engine:
    """The store's engine, its schema up to date. Where it can't be opened, the page stops with the reason."""
    try:
        return open_reviews()
    except ReviewsError as error:
        st.error(literal(error), icon=":material/error:")
        st.stop()


def open_reviews() -> Engine:
    """The store's engine, for what can do without it: raises ReviewsError where it can't be opened."""
    location = reviews_location()
    engine = _opened(str(location), isinstance(location, Path))
    _provide_demonstration(engine, str(location), current_warehouse().publication.warehouse)
    return engine


def reviews_location() -> str | Path:
    """`DASHBOARD_REVIEWS_URL`, else `[connections.reviews]` of the secrets, else the state folder's own file."""
    if not os.environ.get(URL_VARIABLE) and st.secrets.load_if_toml_exists():
        configured = st.secrets.get("connections", {}).get("reviews", {}).get("url")
        if configured:
            return str(configured)
    return default_location(state().root)


@st.cache_resource(show_spinner="Ouverture des évaluations…")
def _opened(location: str, file: bool) -> Engine:
    return open_store(Path(location) if file else location)


@st.cache_resource(max_entries=20, show_spinner=False)
def _provide_demonstration(_engine: Engine, location: str, warehouse: str) -> None:
    del location, warehouse
    install_campaigns(_engine, state())


def reviewer_identity() -> Identity:
    """The person at the screen: whoever is logged in, else the name declared for this visit, asked for where there is none."""
    if authentication_configured():
        return Identity(str(st.user.get("email") or person()).strip().lower(), verified=True)
    if _NAME not in st.session_state:
        st.session_state[_NAME] = _clean(unquote(st.context.cookies.get(_COOKIE, "")))
    _write_cookie(st.session_state[_NAME])
    if not st.session_state[_NAME]:
        _ask_name()
        st.stop()
    return Identity(st.session_state[_NAME], verified=False)


def draw_identity(identity: Identity) -> None:
    """Says under which name the visitor acts, and lets them change a declared one."""
    if identity.verified:
        st.caption(f"Vous êtes connecté comme {literal(identity.name)}.")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(
            f"Vous agissez sous le nom déclaré «\u202f{literal(identity.name)}\u202f», gardé le temps de la visite et non vérifié.",
            width="content",
        )
        st.button("Changer de nom", on_click=_forget_name, type="tertiary", icon=":material/person_edit:")


def _ask_name() -> None:
    with st.form("declaration", width=560):
        st.markdown("## Sous quel nom évaluez-vous\u202f?")
        st.markdown(
            "Sans authentification, ce nom n'est pas vérifié. Il accompagne vos évaluations, qui ne s'effacent pas\u202f: "
            "un pseudonyme convient, à condition de reprendre le même à chaque visite."
        )
        st.text_input("Votre nom", key="nom-declare", max_chars=LONGEST_NAME)
        st.form_submit_button("Continuer", type="primary", on_click=_keep_name)
    if st.session_state.get("_name_refused"):
        st.warning("Le nom est vide\u202f: indiquez le vôtre, ou un pseudonyme.", icon=":material/warning:")


def _keep_name() -> None:
    name = _clean(str(st.session_state.get("nom-declare", "")))
    st.session_state["_name_refused"] = not name
    st.session_state[_NAME] = name


def _forget_name() -> None:
    st.session_state[_NAME] = ""


def _clean(name: str) -> str:
    return " ".join(name.split())[:LONGEST_NAME]


def _write_cookie(name: str) -> None:
    life = "" if name else "; max-age=0"
    with st.container(key="chrome-nom"):
        # Percent-encoded, so that nothing a visitor types can be read as script.
        st.html(
            f"<script>document.cookie = '{_COOKIE}={quote(name, safe='')}; path=/; samesite=strict{life}';</script>",
            unsafe_allow_javascript=True,
        )
