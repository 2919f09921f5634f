"""The options that commands share, and the selection that they make."""

import os
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import duckdb
import typer

from dashboard.access.secrets import reviews_url
from dashboard.cli.usage import bad_value
from dashboard.domain.french import listing
from dashboard.domain.selection import Selection
from dashboard.ingest.columns import header_key
from dashboard.ingest.errors import quoted
from dashboard.warehouse.options_query import filter_options, periods
from dashboard.warehouse.state import State

if TYPE_CHECKING:
    from sqlalchemy import Engine


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
Period = Annotated[str | None, typer.Option("--period", help="Programmation, par exemple 2014-2020.")]
Waves = Annotated[list[str] | None, typer.Option("--wave", help="Vague, répétable.")]
Programmes = Annotated[
    list[str] | None,
    typer.Option("--programme", help="Programme, répétable\u202f: «\u202fPON FSE\u202f», «\u202fPON IEJ\u202f»…"),
]
Axes = Annotated[list[int] | None, typer.Option("--axis", help="Axe, répétable.")]
Priorities = Annotated[list[str] | None, typer.Option("--pi", help="Priorité d'investissement, répétable\u202f: 9.1.")]
Objectives = Annotated[list[str] | None, typer.Option("--os", help="Objectif spécifique, répétable\u202f: 3911.")]
Regions = Annotated[list[str] | None, typer.Option("--region", help="Ancienne région ou DROM, répétable.")]
Regions2016 = Annotated[list[str] | None, typer.Option("--region-2016", help="Région depuis 2016, répétable.")]
BodyTypes = Annotated[list[str] | None, typer.Option("--managing-body-type", help="Type de gestionnaire, répétable.")]
BeneficiaryTypes = Annotated[list[str] | None, typer.Option("--beneficiary-type", help="Type de porteur, répétable.")]
RecipientTypes = Annotated[list[str] | None, typer.Option("--recipient-type", help="Type de bénéficiaire, répétable.")]
Categories = Annotated[list[str] | None, typer.Option("--category", help="Type d'opération, répétable.")]
Retained = Annotated[
    bool | None, typer.Option("--retained/--not-retained", help="Retenues ou non retenues (défaut\u202f: toutes).")
]
Search = Annotated[str, typer.Option("--search", help="Mots à trouver, sans tenir compte des accents ni de l'ordre.")]


def state_of(folder: str | None) -> State:
    """The state folder of a command. Raises StateError where the option or the variable names none."""
    return State.default() if folder is None else State.at(folder)


def reviews_location(state: State) -> str | Path:
    """Where the application itself keeps the reviews. Raises SecretsError where the secrets that say it can't be read."""
    from dashboard.reviews.store import URL_VARIABLE, default_location  # noqa: PLC0415 - SQLAlchemy takes half a second

    configured = None if os.environ.get(URL_VARIABLE) else reviews_url()
    return configured or default_location(state.root)


def reviews_exist(state: State) -> bool:
    """Whether somebody has opened the reviews yet: a command that only reads them doesn't create them."""
    location = reviews_location(state)
    return not isinstance(location, Path) or location.exists()


def reviews_store(state: State) -> "Engine":
    """The reviews' database, its schema up to date. Raises ReviewsError or SecretsError."""
    from dashboard.reviews.store import open_store  # noqa: PLC0415 - as above

    return open_store(reviews_location(state))


FLAGS = {
    "waves": "la vague", "programmes": "le programme", "axes": "l'axe", "investment_priorities": "la priorité d'investissement",
    "specific_objectives": "l'objectif spécifique", "regions": "la région", "regions_2016": "la région",
    "managing_body_types": "le type de gestionnaire", "beneficiary_types": "le type de porteur",
    "recipient_types": "le type de bénéficiaire", "categories": "le type d'opération",
}  # fmt: skip
"""Filter → how its value is called in a sentence."""


def build_selection(connection: duckdb.DuckDBPyConnection, **given: Any) -> Selection:
    """The selection of a command's options; values go by any spelling of case and accents, regions by any known name.

    Raises typer.BadParameter, in one French sentence, where a value is nowhere in the warehouse.
    """
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in given.items()
        if value not in (None, [])
    }
    known_periods = _periods(connection)
    period = values.setdefault("period", _present_periods(connection)[0])
    if period not in known_periods:
        raise bad_value(f"la programmation {quoted(period)} n'existe pas\u202f: choisissez {_choices(known_periods)}.")
    present = filter_options(connection, period)
    for name in FLAGS:
        if name in values:
            known = {header_key(str(value)): value for value in getattr(present, name)}
            values[name] = tuple(_known(connection, name, value, known) for value in values[name])
    return Selection(**values)


def _present_periods(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    return periods(connection) or ("2014-2020",)


def _periods(connection: duckdb.DuckDBPyConnection) -> list[str]:
    reference = connection.execute("select distinct period from programme_reference").fetchall()
    return sorted({*periods(connection), *(row[0] for row in reference)})


def _known(connection: duckdb.DuckDBPyConnection, name: str, value: object, known: dict[str, object]) -> object:
    found = known.get(header_key(str(value)))
    if found is None and name in {"regions", "regions_2016"}:
        # A region without any operation is a region all the same: the answer is then empty, not an error.
        found = _region(connection, str(value), "region" if name == "regions" else "region_2016")
    if found is None:
        choices = (
            f"choisissez {_choices([str(one) for one in known.values()])}"
            if known
            else "l'extrait n'en contient aucune valeur"
        )
        raise bad_value(f"{FLAGS[name]} {quoted(str(value))} n'est pas dans l'extrait\u202f: {choices}.")
    return found


def _choices(values: Sequence[str]) -> str:
    return listing(list(values)).replace(" et ", " ou ") if len(values) == 2 else ", ".join(values)


def _region(connection: duckdb.DuckDBPyConnection, spelling: str, column: str) -> str | None:
    row = connection.execute(
        f"select any_value({column}) from region_alias where alias = normalise($spelling)",  # noqa: S608 - one of two names
        {"spelling": spelling},
    ).fetchone()
    return str(row[0]) if row and row[0] else None


def selection_values(given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the selection from the arguments of a command, by the names that its options have."""
    names = {
        "period": "period", "wave": "waves", "programme": "programmes", "axis": "axes", "pi": "investment_priorities",
        "os_code": "specific_objectives", "region": "regions", "region_2016": "regions_2016",
        "managing_body_type": "managing_body_types", "beneficiary_type": "beneficiary_types",
        "recipient_type": "recipient_types", "category": "categories", "retained": "retained", "search": "search",
    }  # fmt: skip
    return {field: given[option] for option, field in names.items()}
