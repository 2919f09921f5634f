"""What commands share beside the filters: the state folder, the reviews, how a list is printed."""

import getpass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli.usage import bad_value
from dashboard.domain.acts import TERMINAL, Act, Caller
from dashboard.domain.french import quoted

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from dashboard.warehouse.state import State


class ListFormat(StrEnum):
    """How a list is printed."""

    CSV = "csv"
    JSON = "json"


StateOption = Annotated[
    str | None,
    typer.Option(
        "--state", envvar="DASHBOARD_STATE", help="Dossier de travail (défaut\u202f: ./state).", show_default=False
    ),
]


def state_of(folder: str | None) -> "State":
    """The state folder of a command. Raises StateError where the option or the variable names none."""
    from dashboard.warehouse.state import State

    named = State.default() if folder is None else State.at(folder)
    return State(named.root, lambda act, subject: record(named, act, subject))


def record(state: "State", act: Act, subject: str) -> None:
    """Writes in the journal what is done from this terminal. Raises ReviewsError or SecretsError."""
    from dashboard.reviews import audit

    engine = reviews_store(state)
    try:
        audit.record(engine, caller(), act, subject)
    finally:
        engine.dispose()


def caller() -> Caller:
    """Who acts here: the account of the system."""
    try:
        return Caller(getpass.getuser(), TERMINAL)
    except (KeyError, OSError):
        return Caller("compte sans nom", TERMINAL)  # a container may run under a number alone


def read_date(option: str, text: str | None) -> date | None:
    """The day that an option gives. Raises Refusal where it can't be read."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date() if text else None
    except ValueError as error:
        raise bad_value(
            f"la date {quoted(text or '')} de {option} ne se lit pas\u202f: une date s'écrit aaaa-mm-jj."
        ) from error


def reviews_location(state: "State") -> str | Path:
    """Where the application itself keeps the reviews. Raises SecretsError where the secrets that say it can't be read."""
    from dashboard.access.secrets import reviews_url
    from dashboard.reviews.store import declared_location, default_location

    configured = None if declared_location() else reviews_url()
    return configured or default_location(state.root)


def reviews_exist(state: "State") -> bool:
    """Whether somebody has opened the reviews yet: a command that only reads them doesn't create them."""
    location = reviews_location(state)
    return not isinstance(location, Path) or location.exists()


def reviews_store(state: "State") -> "Engine":
    """The reviews' database, its schema up to date. Raises ReviewsError or SecretsError."""
    from dashboard.reviews.store import open_store

    return open_store(reviews_location(state))


def existing_reviews(state: "State") -> "Engine":
    """The same where it exists: what was meant for another folder is not done in a new one. Raises StateError too."""
    from dashboard.warehouse.state import StateError

    if not reviews_exist(state):
        raise StateError(
            f"Le dossier de travail {quoted(str(state.root))} n'a pas encore de base des évaluations\u202f: vérifiez --state ou "
            "DASHBOARD_STATE."
        )
    return reviews_store(state)
