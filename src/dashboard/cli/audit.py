"""The command that reads the journal, and puts the years that are over in files of their own."""

from typing import Annotated

import typer

from dashboard.cli.options import ListFormat, StateOption, caller, existing_reviews, read_date, state_of
from dashboard.cli.usage import bad_value
from dashboard.domain.acts import Act
from dashboard.domain.french import listing, quoted


def audit(
    person: Annotated[
        str | None, typer.Option("--person", help="Compte de qui a agi, par exemple une adresse.")
    ] = None,
    act: Annotated[str | None, typer.Option("--act", help=f"Action\u202f: {', '.join(Act)}.")] = None,
    since: Annotated[str | None, typer.Option("--since", help="Premier jour, aaaa-mm-jj.")] = None,
    until: Annotated[str | None, typer.Option("--until", help="Dernier jour, aaaa-mm-jj.")] = None,
    text_format: Annotated[ListFormat, typer.Option("--format", help="Présentation.")] = ListFormat.CSV,
    *,
    archive: Annotated[
        bool, typer.Option("--archive", help="Range chaque année terminée dans un fichier du dossier de travail.")
    ] = False,
    state: StateOption = None,
) -> None:
    """Imprime le journal des actions, de la plus récente à la plus ancienne\u202f; permet d'en ranger les années terminées."""
    import json
    from dataclasses import asdict

    import pandas as pd

    from dashboard.cli.report import print_csv
    from dashboard.reviews.audit import Asked, Entry, entries
    from dashboard.reviews.audit import archive as put_away

    if act is not None and act not in list(Act):
        raise bad_value(f"l'action {quoted(act)} n'existe pas\u202f: choisissez parmi {listing(list(Act))}.")
    asked = Asked(person, Act(act) if act else None, read_date("--since", since), read_date("--until", until))
    folder = state_of(state)
    if archive:
        made = put_away(existing_reviews(folder), folder.root, caller())
        for path in made:
            typer.echo(f"Année rangée dans {path}.")
        if not made:
            typer.echo("Aucune année terminée n'est à ranger.")
        return
    found = entries(existing_reviews(folder), asked)
    if text_format is ListFormat.JSON:
        typer.echo(json.dumps([asdict(entry) for entry in found], ensure_ascii=False, indent=2))
    else:
        print_csv(pd.DataFrame([asdict(entry) for entry in found], columns=list(Entry.__slots__)))
