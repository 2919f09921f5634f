"""The command that writes the one-page report of a campaign."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli.export import target_of, write_file
from dashboard.cli.options import StateOption, reviews_exist, reviews_store, state_of
from dashboard.domain.french import quoted

if TYPE_CHECKING:
    from sqlalchemy import Engine


class Format(StrEnum):
    """What the report can be written as."""

    PDF = "pdf"
    DOCX = "docx"


def campaign(
    name: Annotated[str, typer.Argument(metavar="CAMPAGNE", help="Nom ou identifiant de la campagne.")],
    document: Annotated[Format, typer.Argument(metavar="DOCUMENT", help="Document à écrire\u202f: pdf ou docx.")],
    out: Annotated[Path, typer.Option("--out", help="Fichier à écrire.")],
    names: Annotated[bool, typer.Option("--names", help="Donne le nom des évaluateurs et des arbitres.")] = False,
    state: StateOption = None,
) -> None:
    """Écrit le rapport d'une page d'une campagne\u202f: protocole, cheminement, accord, arbitrages, stabilité."""
    from dashboard.demo.install import open_state
    from dashboard.exports.campaign_report import campaign_report, docx_bytes, pdf_bytes
    from dashboard.reviews.errors import UnknownCampaign
    from dashboard.warehouse.build import connect

    target = target_of(out)
    folder = state_of(state)
    publication = open_state(folder)
    if not reviews_exist(folder):
        raise UnknownCampaign(
            "Aucune campagne n'existe encore dans ce dossier de travail\u202f: ouvrez-en une sur la page Campagnes."
        )
    engine = reviews_store(folder)
    found = _found(engine, name)
    with connect(folder, publication) as connection:
        report = campaign_report(engine, found, connection, named=names)
    write_file(target, pdf_bytes(report) if document is Format.PDF else docx_bytes(report))
    typer.echo(f"{report.title} dans {target}.")


def _found(engine: "Engine", name: str) -> str:
    """The id of the campaign of that id or, else, of that name, the newest of them."""
    from dashboard.reviews.campaigns import list_campaigns
    from dashboard.reviews.errors import UnknownCampaign

    known = list_campaigns(engine)
    for campaign in (*(one for one in known if one.id == name), *(one for one in reversed(known) if one.name == name)):
        return campaign.id
    names = ", ".join(quoted(one.name) for one in known)
    raise UnknownCampaign(f"La campagne {quoted(name)} n'existe pas\u202f: choisissez parmi {names or 'aucune'}.")
