"""The commands that keep an installation in one file, and make one from that file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli.options import StateOption, record, reviews_exist, reviews_location, state_of
from dashboard.domain.acts import Act
from dashboard.domain.french import decimal, plural

if TYPE_CHECKING:
    from dashboard.access.backups import Backup


def backup(
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="Sauvegarde à écrire\u202f; il ne doit pas exister.")],
    state: StateOption = None,
) -> None:
    """Écrit dans un seul fichier le dossier de travail et les évaluations, sans interrompre personne, puis le relit."""
    from dashboard.access.backups import write_backup

    folder = state_of(state)
    if reviews_exist(folder):
        # It takes every name out: the journal says so, in the backup too.
        record(folder, Act.BACKUP, file.name)
    typer.echo(
        f"Sauvegarde écrite et relue dans {file}\u202f: {_told(write_backup(folder, reviews_location(folder), file))}"
    )


def restore(
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="Sauvegarde à reprendre.")],
    state: StateOption = None,
) -> None:
    """Reprend une sauvegarde dans un dossier de travail vide et une base d'évaluations vide\u202f: tout, ou rien."""
    from dashboard.access.backups import restore_backup

    folder = state_of(state)
    found = restore_backup(file, folder, reviews_location(folder))
    if found.reviews:
        record(folder, Act.RESTORATION, f"{file.name}, écrite le {found.created_at}")
    typer.echo(f"Sauvegarde reprise dans {folder.root}\u202f: {_told(found)}")


def _told(found: "Backup") -> str:
    publication = f"publication n°\u202f{found.publication}, " if found.publication else ""
    reviews = "évaluations comprises" if found.reviews else "aucune évaluation"
    size = f"{decimal(found.size / 1_000_000, 1)}\u202fMo"
    return f"{publication}{plural(found.imports, 'import actif', 'imports actifs')}, {reviews}, {size}."
