"""The store of reviews as pages see it: opened once per process, and the name under which a visitor writes to it."""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote

import streamlit as st
from sqlalchemy import Engine

from dashboard.access.roles import same_person
from dashboard.access.rules import Mode
from dashboard.demo.campaigns import install_campaigns
from dashboard.reviews.campaigns import list_campaigns
from dashboard.reviews.errors import ReviewsError
from dashboard.reviews.model import Campaign
from dashboard.reviews.protocols import last_protocol
from dashboard.reviews.versions import last_events
from dashboard.ui.access import account
from dashboard.ui.data import current_warehouse
from dashboard.ui.installation import login_required, reviews_location, rules, state, store
from dashboard.ui.markdown import literal
from dashboard.ui.static_files import script

LOG = logging.getLogger(__name__)
RETRY_SECONDS: Final = 60
LONGEST_NAME: Final = 80
_NAME: Final = "_declared_name"
_COOKIE: Final = "evaluateur"
"""A session cookie of the browser: a page opened by its address would otherwise ask for the name again."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who reviews. `verified` says whether the name comes from a login."""

    name: str
    verified: bool


def reviews_engine() -> Engine:
    """The store's engine with its demonstration. Where it can't be opened, the page stops with the reason."""
    try:
        return open_reviews()
    except ReviewsError as error:
        st.error(literal(error), icon=":material/error:")
        st.stop()


def open_reviews() -> Engine:
    """The store's engine, for what can do without it: raises ReviewsError where it can't be opened."""
    engine = store()
    provide_demonstration(engine, current_warehouse().publication.warehouse)
    return engine


def reviews_if_open() -> Engine | None:
    """The same for pages that show much else: None, and a line in the log, where it can't be opened."""
    return _if_open(str(reviews_location()), current_warehouse().publication.warehouse)


@st.cache_resource(ttl=RETRY_SECONDS, show_spinner=False)
def _if_open(location: str, warehouse: str) -> Engine | None:
    # A store that doesn't answer costs its whole time-out: it isn't asked again at every click.
    del location, warehouse
    try:
        return open_reviews()
    except ReviewsError as error:
        LOG.warning("The store of reviews can't be opened: %s", error)
        return None


def stored_if_any() -> Engine | None:
    """The store without its demonstration, for what stands around every page: None where nothing was ever written, where it
    can't be opened, and in the public demonstration, which keeps nothing.
    """
    if rules().mode is Mode.DEMO:
        return None
    try:
        location = reviews_location()
    except ReviewsError:
        return None
    if isinstance(location, Path) and not location.exists():
        return None
    return _stored(str(location))


@st.cache_resource(ttl=RETRY_SECONDS, show_spinner=False)
def _stored(location: str) -> Engine | None:
    del location
    try:
        return store()
    except ReviewsError as error:
        LOG.warning("The store of reviews can't be opened: %s", error)
        return None


def audit_version() -> str:
    """What the sentence on recall depends on beside the warehouse: "" where no protocol was ever written."""
    engine = reviews_if_open()
    try:
        last = last_protocol(engine) if engine is not None else 0
        return f"{last} {sorted(last_events(engine).items())}" if engine is not None and last else ""
    except ReviewsError:
        return ""


def known_campaigns(engine: Engine) -> list[Campaign]:
    """The campaigns that pages speak of, oldest first: those of the demonstration come and go with its extract."""
    return list_campaigns(engine, demonstration=current_warehouse().demonstration)


def provide_demonstration(engine: Engine, warehouse: str) -> None:
    """The demonstration's campaigns, once per database and warehouse."""
    _provide(engine, str(reviews_location()), warehouse)


@st.cache_resource(max_entries=20, show_spinner=False)
def _provide(_engine: Engine, location: str, warehouse: str) -> None:
    del location, warehouse
    install_campaigns(_engine, state())


def reviewer_identity(campaign: Campaign | None = None) -> Identity:
    """The person at the screen: whoever is logged in, else the name declared for this visit, asked for where there is none.

    For a campaign, under the name by which its reviewers know them: an address may be written there in capitals.
    """
    found = Identity(account(), verified=True) if login_required() else _declared()
    enrolled = campaign.reviewers if campaign else ()
    return Identity(next((name for name in enrolled if same_person(name, found.name)), found.name), found.verified)


def _declared() -> Identity:
    if _NAME not in st.session_state:
        st.session_state[_NAME] = _clean(unquote(st.context.cookies.get(_COOKIE, "")))
    _write_cookie(st.session_state[_NAME])
    if not st.session_state[_NAME]:
        _ask_name()
        st.stop()
    return Identity(st.session_state[_NAME], verified=False)


def draw_identity_menu(identity: Identity, *said: str) -> None:
    """The same behind the name, for a line of work, with whatever else is worth being `said` to that person (Markdown)."""
    with st.popover(literal(identity.name), icon=":material/person:", type="tertiary", key="identite"):
        for words in said:
            st.markdown(words)
        draw_identity(identity)


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
    with st.container(key="chrome-nom"):
        # Percent-encoded, as a cookie must be.
        st.html(
            script("scripts/reviewer_name.js", cookie=_COOKIE, name=quote(name, safe="")),
            unsafe_allow_javascript=True,
        )
