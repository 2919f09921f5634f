"""The options that commands share, and the selection that they make."""

from pathlib import Path
from typing import Annotated, Any

import duckdb
import typer

from dashboard.domain.selection import Selection
from dashboard.warehouse.state import State

StateOption = Annotated[
    Path | None,
    typer.Option(
        "--state", envvar="DASHBOARD_STATE", help="Dossier de travail (défaut\u202f: ./state).", show_default=False
    ),
]
Period = Annotated[str | None, typer.Option("--period", help="Programmation, par exemple 2014-2020.")]
Waves = Annotated[list[str] | None, typer.Option("--wave", help="Vague, répétable.")]
Programmes = Annotated[
    list[str] | None, typer.Option("--programme", help="Programme, répétable\u202f: « PON FSE », « PON IEJ »…")
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


def state_of(folder: Path | None) -> State:
    """The state folder of a command."""
    return State(folder.expanduser().resolve()) if folder else State.default()


def build_selection(connection: duckdb.DuckDBPyConnection, **given: Any) -> Selection:
    """The selection of a command's options; regions go by any of their known spellings.

    Raises typer.BadParameter where a value is nowhere in the warehouse.
    """
    values = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in given.items()
        if value not in (None, [])
    }
    if "period" not in values:
        values["period"] = _default_period(connection)
    for name, column in (("regions", "region"), ("regions_2016", "region_2016")):
        if name in values:
            values[name] = tuple(_region(connection, spelling, column) for spelling in values[name])
    return Selection(**values)


def _default_period(connection: duckdb.DuckDBPyConnection) -> str:
    row = connection.execute("select min(period) from operation").fetchone()
    return row[0] if row and row[0] else "2014-2020"


def _region(connection: duckdb.DuckDBPyConnection, spelling: str, column: str) -> str:
    if spelling == "Non renseigné":
        return spelling
    row = connection.execute(
        f"select any_value({column}) from region_alias where alias = normalise($spelling)",  # noqa: S608 - one of two names
        {"spelling": spelling},
    ).fetchone()
    if not row or not row[0]:
        raise typer.BadParameter(f"la région « {spelling} » n'est pas connue.")
    return str(row[0])
