"""What this installation consists of: its rules of access, its state folder, its database of reviews, whom its readers write to."""

import os
from functools import lru_cache
from pathlib import Path
from typing import Final

import streamlit as st
from sqlalchemy import Engine
from streamlit import config

from dashboard.access.logins import account_of
from dashboard.access.rules import VARIABLE, Mode, Rules, Watch
from dashboard.access.secrets import SecretsError, reviews_url
from dashboard.domain.acts import Act, Caller
from dashboard.reviews import audit
from dashboard.reviews.errors import ReviewsError, StoreUnavailable
from dashboard.reviews.store import FILE_NAME, declared_location, default_location, open_store
from dashboard.warehouse.state import State, StateError

ADMINISTRATOR: Final = "l'administrateur de l'application"
OWN_MACHINE: Final = "cette machine"
"""Where a request comes from that didn't leave the machine: Streamlit gives it no address."""


def contact() -> str:
    """Whom to tell about a problem: `contact` of `[accessibility]` in secrets.toml, else the administrator."""
    if not st.secrets.load_if_toml_exists():
        return ADMINISTRATOR
    return str(st.secrets.get("accessibility", {}).get("contact") or "").strip() or ADMINISTRATOR


def rules() -> Rules:
    """The rules of access as the configuration stands now."""
    if config.get_option("server.trustedUserHeaders"):
        return Rules(
            Mode.REQUIRED,
            "«\u202fserver.trustedUserHeaders\u202f» laisse n'importe quel en-tête se faire passer pour une personne\u202f: retirez-le.",
        )
    return _watch(_secrets_files(), os.environ.get(VARIABLE)).rules()


def _secrets_files() -> tuple[Path, ...]:
    return tuple(dict.fromkeys(Path(path).resolve() for path in config.get_option("secrets.files")))


@lru_cache(maxsize=16)
def _watch(files: tuple[Path, ...], declared: str | None) -> Watch:
    return Watch(files, declared)


def login_required() -> bool:
    """Whether people have to log in."""
    return rules().mode is Mode.REQUIRED


def state() -> State:
    """The state folder of this process, its publications and purges written in the journal.

    The public demonstration has one of its own, where nothing else is ever put.
    """
    folder = State.default()
    return State(folder.root / "demonstration" if rules().mode is Mode.DEMO else folder.root, _witness)


def _witness(act: Act, subject: str) -> None:
    try:
        record(act, subject)
    except ReviewsError as error:
        raise StateError(f"Le journal ne peut pas être écrit, et rien n'a changé\u202f: {error}") from error


def caller() -> Caller:
    """Who is at the screen, as the journal names them, and where: behind a proxy, what it says where it is trusted."""
    address = st.context.ip_address
    return Caller(account_of(rules(), st.user.to_dict()), address if isinstance(address, str) else OWN_MACHINE)


def record(act: Act, subject: str) -> None:
    """Writes in the journal what the person at the screen does. Raises ReviewsError where it can't be written."""
    audit.record(store(), caller(), act, subject)


def reviews_location() -> str | Path:
    """`DASHBOARD_REVIEWS_URL`, else `[connections.reviews]` of the secrets, else the state folder's own file.

    The public demonstration has its own file, whatever is configured. Raises StoreUnavailable where the secrets can't be read.
    """
    if rules().mode is Mode.DEMO:
        return state().root / FILE_NAME
    if declared_location():
        return default_location(state().root)
    try:
        return reviews_url(_secrets_files()) or default_location(state().root)
    except SecretsError as error:
        raise StoreUnavailable(f"La base des évaluations n'est pas connue\u202f: {error}") from error


def store() -> Engine:
    """The engine of the reviews' database, its schema up to date. Raises ReviewsError where it can't be opened."""
    location = reviews_location()
    return _opened(str(location), isinstance(location, Path))


@st.cache_resource(show_spinner=False)
def _opened(location: str, file: bool) -> Engine:
    return open_store(Path(location) if file else location)
