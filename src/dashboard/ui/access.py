"""Who is at the screen and what they may do. What it means is decided in `dashboard.access`; here it is asked and shown."""

import logging
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from functools import wraps
from typing import Any, Final, NoReturn, ParamSpec
from urllib.parse import urlsplit

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.access.entry import through_application
from dashboard.access.logins import LOCAL_ACCOUNT, Admission, Refusal, account_of, admit
from dashboard.access.roles import Role
from dashboard.access.rules import Mode, Rules
from dashboard.access.uploads import UPLOADERS
from dashboard.domain.acts import Act
from dashboard.reviews.errors import ReviewsError
from dashboard.ui.installation import login_required, record, rules, store
from dashboard.ui.markdown import literal

logger = logging.getLogger(__name__)

LOCAL_NOTICE: Final = "Sans authentification"
LOCAL_DETAILS: Final = (
    "Application locale\u202f: chacun y a tous les rôles, et l'aveugle entre évaluateurs repose sur la confiance."
)
DEMO_NOTICE: Final = "Lecture seule"
DEMO_DETAILS: Final = "Démonstration en lecture seule\u202f: rien de ce qui est fait ici n'est gardé."
DEMO_REFUSAL: Final = (
    "Cette démonstration est en lecture seule\u202f: cette page ne s'y ouvre pas. Installée sur votre poste, l'application la donne à "
    "essayer."
)
NAME: Final = "Innovation sociale et FSE"
_ADMISSION: Final[ContextVar[Admission | None]] = ContextVar("admission", default=None)
"""What `require_entry` found in this run. Not in the session's state: touching it may end the run, `leave` included."""

_REFUSED: Final = "_refused"

_Given = ParamSpec("_Given")


def require_entry() -> None:
    """Stops the run for whoever may not come in, and says why and what to do. First thing of each run."""
    found = rules()
    if found.problem:
        _closed(f"L'accès est mal configuré, et rien n'est ouvert\u202f: {found.problem}")
    if found.mode is Mode.REQUIRED and not through_application():
        _closed(
            "L'authentification ne vaut que par l'application entière\u202f: lancez «\u202fstreamlit run app.py\u202f»."
        )
    try:
        admission = _admission(found)
    except ReviewsError as error:
        _closed(str(error))
    if admission.refusal:
        _refuse(admission.refusal, found)
    _ADMISSION.set(admission)


def leave() -> None:
    """Forgets what `require_entry` found. Last thing of each run: the next click asks again, before the page is drawn."""
    _ADMISSION.set(None)


def roles() -> frozenset[Role]:
    """The roles of the person at the screen: none where that can't be known."""
    kept = _ADMISSION.get()
    if kept is not None:
        return kept.roles
    try:
        return _admission(rules()).roles
    except ReviewsError:
        logger.warning("Nobody has a role while the database of revocations doesn't answer")
        return frozenset()


def may(role: Role) -> bool:
    """Whether the person at the screen has a role."""
    return role in roles()


def require(*accepted: Role) -> None:
    """Stops the page with a sentence for whoever has none of the roles."""
    if roles() & set(accepted):
        return
    if rules().mode is Mode.DEMO:
        # Nobody gives a role there.
        st.info(DEMO_REFUSAL, icon=":material/lock:")
    else:
        names = _named(accepted)
        _record_refusal(f"page réservée au rôle {names}", once=True)
        st.error(
            f"Cette page est réservée au rôle {literal(names)}\u202f: demandez-le à l'administrateur de l'application."
        )
    st.stop()


def for_role(*accepted: Role) -> Callable[[Callable[_Given, None]], Callable[_Given, None]]:
    """Makes a callback do nothing for whoever has none of the roles: callbacks run before the page checks anything."""

    def wrap(action: Callable[_Given, None]) -> Callable[_Given, None]:
        @wraps(action)
        def checked(*arguments: _Given.args, **named: _Given.kwargs) -> None:
            if roles() & set(accepted):
                action(*arguments, **named)
            else:
                _record_refusal(f"action réservée au rôle {_named(accepted)}")

        return checked

    return wrap


def person() -> str:
    """The name under which an action is recorded."""
    if not login_required():
        return LOCAL_ACCOUNT
    found = claims()
    return str(found.get("name") or found.get("email") or "utilisateur connecté")


def account() -> str:
    """What tells the person at the screen from others."""
    return account_of(rules(), claims())


def claims() -> Mapping[str, Any]:
    """What the identity provider says of the person at the screen."""
    return st.user.to_dict()


def draw_person() -> None:
    """Says who is connected, with the way out; or that nobody has to be."""
    mode = rules().mode
    if mode is Mode.REQUIRED:
        st.caption(f"Connecté\u202f: {literal(person())}", width="content")
        st.button("Se déconnecter", on_click=st.logout, type="tertiary")
    else:
        notice, details = (DEMO_NOTICE, DEMO_DETAILS) if mode is Mode.DEMO else (LOCAL_NOTICE, LOCAL_DETAILS)
        st.caption(literal(notice), help=literal(details), width="content")


def _named(accepted: Iterable[Role]) -> str:
    return " ou ".join(f"«\u202f{role.value}\u202f»" for role in accepted)


def _record_refusal(subject: str, *, once: bool = False) -> None:
    """Writes in the journal that somebody may not do something; `once` in a session for the same page. It stays refused anyway."""
    if rules().mode is not Mode.REQUIRED or not claims().get("is_logged_in"):
        return
    page = urlsplit(st.context.url or "").path
    if once and st.session_state.get(_REFUSED) == (page, subject):
        return
    try:
        record(Act.REFUSAL, f"{subject} ({page or '/'})")
    except ReviewsError:
        logger.exception("A refusal could not be written in the journal")
    else:
        st.session_state[_REFUSED] = (page, subject)


def _admission(found: Rules) -> Admission:
    return admit(found, claims(), store() if found.mode is Mode.REQUIRED else None)


def _closed(sentence: str) -> NoReturn:
    _forbid_uploads()
    st.markdown(f"# {NAME}")
    st.error(literal(sentence), icon=":material/lock:")
    st.stop()


def _forbid_uploads() -> None:
    if context := get_script_run_ctx():
        UPLOADERS.forget(context.session_id)


def _refuse(refusal: Refusal, found: Rules) -> NoReturn:
    _forbid_uploads()
    st.markdown(f"# {NAME}")
    if refusal is Refusal.UNKNOWN:
        st.markdown(literal(refusal))
    else:
        st.error(literal(refusal), icon=":material/lock:")
    if refusal in (Refusal.UNVERIFIED, Refusal.NO_ROLE):
        _record_refusal(
            "entrée sans adresse vérifiée" if refusal is Refusal.UNVERIFIED else "entrée sans rôle", once=True
        )
        st.button("Se déconnecter", on_click=st.logout)
        st.stop()
    for provider in found.providers or ("",):
        st.button(
            f"Se connecter avec {literal(provider)}" if len(found.providers) > 1 else "Se connecter",
            on_click=st.login,
            args=(provider,) if provider else (),
            type="primary",
            key=f"connexion-{provider}",
        )
    st.stop()
