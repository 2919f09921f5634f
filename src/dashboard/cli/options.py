"""What commands share beside the filters: the state folder, the reviews, how a list is printed."""

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

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

    return State.default() if folder is None else State.at(folder)


def reviews_location(state: "State") -> str | Path:
    """Where the application itself keeps the reviews. Raises SecretsError where the secrets that say it can't be read."""
    from dashboard.access.secrets import reviews_url
    from dashboard.reviews.store import URL_VARIABLE, default_location

    configured = None if os.environ.get(URL_VARIABLE) else reviews_url()
    return configured or default_location(state.root)


def reviews_exist(state: "State") -> bool:
    """Whether somebody has opened the reviews yet: a command that only reads them doesn't create them."""
    location = reviews_location(state)
    return not isinstance(location, Path) or location.exists()


def reviews_store(state: "State") -> "Engine":
    """The reviews' database, its schema up to date. Raises ReviewsError or SecretsError."""
    from dashboard.reviews.store import open_store

    return open_store(reviews_location(state))
