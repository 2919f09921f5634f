"""The command that identifies operations by the lexicon and the other sources."""

from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.filters import Given, build_selection, with_filters
from dashboard.cli.options import ListFormat, StateOption, state_of


@with_filters
def identify(
    lexicon: Annotated[
        Path | None, typer.Option("--lexicon", help="Lexique à appliquer (défaut\u202f: celui du dossier de travail).")
    ] = None,
    text_format: Annotated[ListFormat, typer.Option("--format", help="Présentation.")] = ListFormat.CSV,
    *,
    filters: Given,
    state: StateOption = None,
) -> None:
    """Imprime les opérations repérées, avec ce qui a mené à chacune\u202f: expressions, acteurs et autres sources."""
    from dashboard.cli.report import print_csv
    from dashboard.demo.install import open_state
    from dashboard.domain.lexicon import LexiconError
    from dashboard.identification.identify import identify as run_identification
    from dashboard.identification.lexicons import current_lexicon
    from dashboard.identification.sources import read_lexicon
    from dashboard.identification.tables import identified_operations
    from dashboard.warehouse.build import connect

    folder = state_of(state)
    try:
        publication = open_state(folder)
        wanted = read_lexicon(lexicon) if lexicon else current_lexicon(folder)
    except LexiconError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    with connect(folder, publication) as connection:
        selection = build_selection(connection, filters)
        frame = identified_operations(connection, run_identification(connection, wanted), selection)
    if text_format is ListFormat.JSON:
        typer.echo(frame.to_json(orient="records", force_ascii=False, double_precision=2))
    else:
        print_csv(frame)
