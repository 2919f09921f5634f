"""The commands. Each does what a page does, by the same functions, and loads them when it runs: libraries take a second."""

import io
import json
import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import TyperException

from dashboard.access.roles import address_of
from dashboard.cli.audit import audit
from dashboard.cli.backup import backup, restore
from dashboard.cli.campaign import campaign
from dashboard.cli.export import export, target_of, write_file
from dashboard.cli.filters import Given, build_selection, with_filters
from dashboard.cli.identify import identify
from dashboard.cli.options import ListFormat, StateOption, existing_reviews, read_date, state_of
from dashboard.cli.periods import periods
from dashboard.cli.rank import rank
from dashboard.cli.usage import Command, Group, bad_value, no_command, sentence
from dashboard.domain.french import integer, plural, quoted
from dashboard.domain.text import is_readable

if TYPE_CHECKING:
    import duckdb

    from dashboard.warehouse.state import State

logger = logging.getLogger(__name__)

app = typer.Typer(
    cls=Group,
    help="Opérations socialement innovantes du FSE\u202f: de l'extrait aux chiffres du comité.",
    no_args_is_help=True,
    subcommand_metavar="COMMANDE [ARGUMENTS]...",
    pretty_exceptions_enable=False,
    add_completion=False,
)


class TableName(StrEnum):
    """The tables of the note."""

    TWO = "2"
    THREE = "3"
    FOUR = "4"
    FIVE = "5"
    IEJ = "iej"


class TextFormat(StrEnum):
    """How a table is printed."""

    CSV = "csv"
    JSON = "json"
    MARKDOWN = "markdown"


class Mode(StrEnum):
    """What an import does to the rows already there."""

    REPLACE = "remplacer"
    COMPLETE = "compléter"
    CUMULATIVE = "cumulatif"
    ENRICH = "enrichir"


@contextmanager
def opened(state: "State") -> Iterator["duckdb.DuckDBPyConnection"]:
    """The current warehouse, read-only; the demonstration extract in a new state folder."""
    from dashboard.demo.install import open_state
    from dashboard.warehouse.build import connect

    with connect(state, open_state(state)) as connection:
        yield connection


@app.command("import", cls=Command)
def import_file(
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="Fichier CSV, XLS, XLSX, ODS ou Parquet.")],
    wave: Annotated[
        str | None, typer.Option("--wave", help="Vague de toutes les lignes\u202f; elle l'emporte sur les dates.")
    ] = None,
    sheet: Annotated[str | None, typer.Option("--sheet", help="Feuille à lire.")] = None,
    mapping: Annotated[list[str] | None, typer.Option("--map", help="Champ=Colonne du fichier, répétable.")] = None,
    assumed: Annotated[
        list[str] | None,
        typer.Option("--assume", help="Réponse à une question du fichier, clé=valeur (decimales=virgule), répétable."),
    ] = None,
    mode: Annotated[
        Mode,
        typer.Option(
            "--mode",
            help="Que faire des lignes déjà importées\u202f; enrichir complète des opérations, sans en ajouter.",
        ),
    ] = Mode.REPLACE,
    extract_date: Annotated[str | None, typer.Option("--extract-date", help="Date de l'extrait, aaaa-mm-jj.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Rapport en JSON.")] = False,
    by: Annotated[str, typer.Option("--by", help="Qui importe.")] = "ligne de commande",
    state: StateOption = None,
) -> None:
    """Importe un fichier, le contrôle et publie ses lignes."""
    from dashboard.cli.report import doubts_json, doubts_text, report_text, show_progress
    from dashboard.demo.install import open_state
    from dashboard.ingest.errors import DoubtfulFile
    from dashboard.ingest.importer import ImportRequest, run_import

    folder = state_of(state)
    open_state(folder)
    request = ImportRequest(
        path=file,
        wave=wave,
        sheet=sheet,
        mode=mode.value,
        by=by,
        mapping=_pairs(mapping, "une association de --map s'écrit champ=Colonne."),
        answers=_pairs(assumed, "une réponse de --assume s'écrit clé=valeur, par exemple decimales=virgule."),
        extract_date=read_date("--extract-date", extract_date),
    )
    progress = show_progress if sys.stderr.isatty() else None
    try:
        report = run_import(folder, request, progress)
    except DoubtfulFile as error:
        if as_json:
            typer.echo(doubts_json(error.doubts))
        typer.echo(doubts_text(error.doubts), err=True)
        raise typer.Exit(1) from error
    typer.echo(json.dumps(report.summary(), ensure_ascii=False, indent=2) if as_json else report_text(report))


def _pairs(items: Sequence[str] | None, how: str) -> dict[str, str]:
    """What stands on both sides of the first « = » of each item."""
    pairs = [item.partition("=") for item in items or []]
    if any(not separator for _, separator, _ in pairs):
        raise bad_value(how)
    return {name.strip(): value.strip() for name, _, value in pairs}


@app.command(cls=Command)
def template(
    output: Annotated[Path, typer.Argument(metavar="MODELE.xlsx", help="Fichier à écrire.")],
    survey: Annotated[bool, typer.Option("--survey", help="Le modèle d'enquête plutôt que celui d'extrait.")] = False,
    completions: Annotated[
        bool, typer.Option("--completions", help="Le modèle de complément plutôt que celui d'extrait.")
    ] = False,
    state: StateOption = None,
) -> None:
    """Écrit un modèle à remplir, avec l'explication de chaque colonne."""
    from dashboard.ingest.template import completion_template, survey_template, template_workbook

    del state
    if survey and completions:
        raise bad_value("un modèle à la fois\u202f: choisissez --survey ou --completions.")
    build = survey_template if survey else completion_template if completions else template_workbook
    write_file(target_of(output), build())
    typer.echo(f"Modèle écrit dans {output}.")


@app.command("table", cls=Command)
@with_filters
def print_table(
    name: Annotated[TableName, typer.Argument(metavar="TABLEAU", help="Tableau de la note\u202f: 2, 3, 4, 5 ou iej.")],
    text_format: Annotated[TextFormat, typer.Option("--format", help="Présentation.")] = TextFormat.CSV,
    *,
    filters: Given,
    state: StateOption = None,
) -> None:
    """Imprime un tableau de la note, recalculé sur la sélection."""
    from dashboard.cli.report import print_table_csv
    from dashboard.warehouse.tables import table, to_json_text, to_markdown_text

    with opened(state_of(state)) as connection:
        found = table(connection, build_selection(connection, filters), name.value)
    if text_format is TextFormat.CSV:
        print_table_csv(found)
    else:
        typer.echo((to_json_text if text_format is TextFormat.JSON else to_markdown_text)(found).rstrip("\n"))


@app.command(cls=Command)
@with_filters
def operations(
    text_format: Annotated[ListFormat, typer.Option("--format", help="Présentation.")] = ListFormat.CSV,
    *,
    filters: Given,
    state: StateOption = None,
) -> None:
    """Imprime les opérations de la sélection."""
    from dashboard.cli.report import print_csv
    from dashboard.warehouse.listing import operations_frame

    with opened(state_of(state)) as connection:
        frame = operations_frame(connection, build_selection(connection, filters))
    if text_format is ListFormat.JSON:
        typer.echo(frame.to_json(orient="records", force_ascii=False, date_format="iso", double_precision=2))
    else:
        print_csv(frame)


app.command(cls=Command)(identify)
app.command(cls=Command)(rank)
app.command(cls=Command)(export)
app.command(cls=Command)(periods)
app.command(cls=Command)(audit)
app.command(cls=Command)(backup)
app.command(cls=Command)(restore)
app.command(cls=Command)(campaign)


@app.command(cls=Command)
def check(state: StateOption = None) -> None:
    """Compare chaque chiffre publié au chiffre recalculé\u202f; sort en erreur sur un écart inexpliqué."""
    from dashboard.warehouse.build import REFERENCE_FOLDER
    from dashboard.warehouse.concordance import by_status, concordance, unexplained

    with opened(state_of(state)) as connection:
        compared = concordance(connection, REFERENCE_FOLDER)
    typer.echo(", ".join(f"{status}\u202f: {integer(count)}" for status, count in by_status(compared).most_common()))
    differences = unexplained(compared)
    for row in differences:
        typer.echo(
            f"Écart\u202f: {row['table']}, {row['row']}, {row['column']}\u202f: publié {row['published']}, "
            f"recalculé {row['recomputed']}",
            err=True,
        )
    if differences:
        raise typer.Exit(1)


@app.command(cls=Command)
def imports(
    as_json: Annotated[bool, typer.Option("--json", help="Liste en JSON.")] = False,
    back_to: Annotated[
        int | None, typer.Option("--back-to", help="Reprend les imports d'une publication antérieure.")
    ] = None,
    purge: Annotated[
        bool, typer.Option("--purge", help="Supprime les fichiers d'origine et les imports qui ne sont plus actifs.")
    ] = False,
    state: StateOption = None,
) -> None:
    """Liste les imports et les publications\u202f; permet de revenir en arrière."""
    from dashboard.demo.install import open_state
    from dashboard.ingest.history import go_back, imports_with_status, purge_inactive, purge_originals

    folder = state_of(state)
    open_state(folder)
    if back_to is not None:
        go_back(folder, back_to, by="ligne de commande")
    if purge:
        purge_originals(folder)
        purge_inactive(folder)
    listed = imports_with_status(folder)
    if as_json:
        typer.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    for manifest in listed:
        typer.echo(
            f"{manifest['imported_at']}  {manifest['status']:<10}  {manifest['id']}  {manifest['file_name']}  "
            f"{plural(manifest['accepted'], 'ligne')}  par {manifest['by']}  sha256 {manifest['sha256'][:12]}"
        )
    typer.echo("Publications\u202f:")
    for publication in folder.history():
        typer.echo(f"  n°\u202f{publication.number}  {publication.published_at}  {publication.action}")


@app.command(cls=Command)
def demo(state: StateOption = None) -> None:
    """Revient au jeu de démonstration\u202f; les imports restent dans l'historique."""
    from dashboard.demo.install import install_demonstration

    install_demonstration(state_of(state), by="ligne de commande")
    typer.echo("Le jeu de démonstration est publié.")


@app.command(cls=Command)
def revoke(
    address: Annotated[str, typer.Argument(help="Adresse électronique de la personne.", metavar="ADRESSE")],
    state: StateOption = None,
) -> None:
    """Ferme toutes les sessions ouvertes jusqu'ici par une personne\u202f: elle devra se reconnecter."""
    from dashboard.access.logins import end_logins_of

    found = address_of(address)
    if found is None:
        raise bad_value(f"{quoted(address)} n'est pas une adresse électronique.")
    end_logins_of(existing_reviews(state_of(state)), found)
    typer.echo(f"Les sessions de {found} sont fermées.")


def main() -> None:
    """Runs a command. A refusal is one French sentence on the error output: exit code 1, or 2 where the command is wrong."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # French needs more than the code page of some terminals.
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(run())


def _refusals() -> tuple[type[Exception], ...]:
    """What stops a command with a sentence of its own."""
    from dashboard.access.backups import BackupError
    from dashboard.access.secrets import SecretsError
    from dashboard.exports.errors import ExportError
    from dashboard.ingest.errors import IngestError
    from dashboard.reviews.errors import ReviewsError
    from dashboard.warehouse.state import StateError

    return IngestError, StateError, ExportError, ReviewsError, SecretsError, BackupError


def _refuse_unreadable(arguments: Sequence[str]) -> None:
    if not all(map(is_readable, arguments)):
        raise bad_value(
            "l'un des arguments contient des caractères illisibles\u202f: renommez le fichier ou le dossier qu'il désigne."
        )


def run(arguments: Sequence[str] | None = None) -> int:
    """The exit code of a command line."""
    try:
        _refuse_unreadable(sys.argv[1:] if arguments is None else arguments)
        return int(app(arguments, prog_name="python -m dashboard", standalone_mode=False) or 0)
    except TyperException as error:
        if not no_command(error):
            typer.echo(sentence(error), err=True)
        return 2
    except _refusals() as error:
        typer.echo(str(error), err=True)
        return 1
    except typer.Abort:
        typer.echo("Interrompu\u202f: rien n'a été publié.", err=True)
        return 1
    except OSError as error:
        logger.info("A file could not be used", exc_info=error)
        where = f" {quoted(str(error.filename))}" if error.filename else ""
        typer.echo(
            f"Le fichier{where} ne peut pas être lu ou écrit\u202f: vérifiez vos droits et la place libre.", err=True
        )
        return 1
    except Exception:
        logger.exception("Unexpected error")
        typer.echo(
            "Une erreur inattendue a interrompu la commande\u202f; rien n'a été publié. Le détail figure dans le journal ci-dessus.",
            err=True,
        )
        return 1
