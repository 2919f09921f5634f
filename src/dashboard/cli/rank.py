"""The command that lists what nobody judged, in the order in which « À lire ensuite » proposes it."""

from typing import Annotated

import typer

from dashboard.cli.filters import Given, build_selection, with_filters
from dashboard.cli.options import ListFormat, StateOption, reviews_exist, reviews_store, state_of


@with_filters
def rank(
    text_format: Annotated[ListFormat, typer.Option("--format", help="Présentation.")] = ListFormat.CSV,
    *,
    filters: Given,
    state: StateOption = None,
) -> None:
    """Imprime les opérations que personne n'a jugées, les plus proches des retenues d'abord, avec les mots qui pèsent."""
    import pandas as pd

    from dashboard.cli.report import print_csv
    from dashboard.demo.campaigns import demonstration_is_active
    from dashboard.demo.install import open_state
    from dashboard.identification.ranking import FEWEST, TooMany, ranked_page, reasons
    from dashboard.identification.ranking import rank as run_ranking
    from dashboard.reviews.campaigns import list_campaigns
    from dashboard.reviews.judged import judged
    from dashboard.warehouse.build import connect

    folder = state_of(state)
    publication = open_state(folder)
    decisions = {}
    if reviews_exist(folder):
        engine = reviews_store(folder)
        decisions = judged(engine, list_campaigns(engine, demonstration=demonstration_is_active(folder)))
    with connect(folder, publication) as connection:
        selection = build_selection(connection, filters)
        try:
            ranking = run_ranking(connection, selection.period, decisions)
        except TooMany as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from error
        if not ranking.taught:
            typer.echo(
                f"Il faut au moins {FEWEST} décisions de chaque sorte pour classer\u202f: il y en a {ranking.retained} et {ranking.rejected}.",
                err=True,
            )
            raise typer.Exit(1)
        found = ranked_page(connection, ranking, selection, count=len(ranking.rows))
    columns = ("place", "num_dossier", "wave", "score", "title", "beneficiary", "region")
    rows = [
        {name: row[name] for name in columns} | {"words": ", ".join(reason.label for reason in reasons(ranking, row))}
        for row in found
    ]
    frame = pd.DataFrame(rows, columns=[*columns, "words"])
    if text_format is ListFormat.JSON:
        typer.echo(frame.to_json(orient="records", force_ascii=False, double_precision=9))
    else:
        print_csv(frame)
