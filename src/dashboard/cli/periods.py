"""The command that lists, tries and sets the analysis periods, as the page « Périodes d'analyse » does."""

import csv
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from dashboard.cli.options import StateOption, reviews_exist, reviews_store, state_of
from dashboard.cli.usage import bad_value
from dashboard.domain.french import listing, plural, quoted
from dashboard.domain.periods import CURRENT, FORMER

if TYPE_CHECKING:
    from dashboard.ingest.waves import Effect
    from dashboard.warehouse.waves import Wave

COLUMNS: Final = ("period", "wave", "label", "programmed_from", "programmed_to", "extracted_on")
"""What the command prints and reads back, as `waves.csv` of the reference."""
_DATES: Final = ("%Y-%m-%d", "%d/%m/%Y")


def periods(
    period: Annotated[
        str | None,
        typer.Option("--period", help=f"Programmation\u202f: {FORMER} ou {CURRENT} (défaut\u202f: les deux)."),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--set", metavar="FICHIER.csv", help="Publie ces périodes, aux colonnes que la commande imprime."),
    ] = None,
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Avec --set, dit ce qui changerait sans rien publier.")
    ] = False,
    restore: Annotated[bool, typer.Option("--restore", help="Rétablit les périodes livrées de --period.")] = False,
    by: Annotated[str, typer.Option("--by", help="Qui publie.")] = "ligne de commande",
    state: StateOption = None,
) -> None:
    """Liste les périodes d'analyse (vagues, années de convention)\u202f; permet d'en essayer, d'en publier et de rétablir celles livrées."""
    from dashboard.demo.install import open_state
    from dashboard.ingest.waves import restore_waves, set_waves, try_waves
    from dashboard.warehouse.build import connect
    from dashboard.warehouse.waves import waves_of

    if period not in (None, FORMER, CURRENT):
        raise bad_value(f"la programmation {quoted(period)} n'existe pas\u202f: choisissez {FORMER} ou {CURRENT}.")
    if check and file is None:
        raise bad_value("--check essaie les périodes d'un fichier\u202f: donnez-le avec --set.")
    if restore and (file or period is None):
        raise bad_value("--restore rétablit les périodes d'une programmation\u202f: donnez --period, sans --set.")
    folder = state_of(state)
    current = open_state(folder)
    if file is None and not restore:
        with connect(folder, current) as connection:
            _print(wave for one in ([period] if period else (FORMER, CURRENT)) for wave in waves_of(connection, one))
        return
    engine = reviews_store(folder) if reviews_exist(folder) else None
    if file is None:
        _say_effect(restore_waves(folder, engine, str(period), by=by))
        typer.echo(f"Les périodes livrées de {period} sont rétablies.")
        return
    found = _read(file, period)
    of = found[0].period
    if check:
        _say_effect(try_waves(folder, engine, of, found))
        typer.echo("Rien n'est publié.")
        return
    _say_effect(set_waves(folder, engine, of, found, by=by))
    typer.echo(f"{plural(len(found), 'période est publiée', 'périodes sont publiées')} pour {of}.")


def _print(waves: "Iterable[Wave]") -> None:
    import pandas as pd

    from dashboard.cli.report import print_csv

    print_csv(pd.DataFrame([[getattr(wave, name) for name in COLUMNS] for wave in waves], columns=list(COLUMNS)))


def _say_effect(effect: "Effect") -> None:
    """The operations of each period, before and after."""
    for name, (before, after) in effect.operations.items():
        typer.echo(f"  {name}\u202f: {plural(before, 'opération')} avant, {plural(after, 'opération')} après")


def _read(file: Path, period: str | None) -> "tuple[Wave, ...]":
    """The periods of a file, of one programming period. Raises WavesRefused, in one French sentence."""
    from dashboard.ingest.errors import WavesRefused
    from dashboard.warehouse.waves import Wave

    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise WavesRefused(
            f"Le fichier {quoted(file.name)} n'est pas en UTF-8\u202f: enregistrez-le en CSV UTF-8, puis relancez la commande."
        ) from error
    reader = csv.DictReader(lines, delimiter=";")
    missing = [name for name in COLUMNS[1:5] if name not in (reader.fieldnames or ())]
    if missing:
        raise WavesRefused(
            f"Le fichier {quoted(file.name)} n'a pas {listing([quoted(name) for name in missing])} parmi ses colonnes\u202f: partez de ce "
            "que la commande imprime sans --set."
        )
    found = []
    for row in reader:
        cells = {name: " ".join((row.get(name) or "").split()) for name in COLUMNS}
        of = cells["period"] or period
        if of not in (FORMER, CURRENT) or (period and of != period):
            raise WavesRefused(
                f"Ligne {reader.line_num}\u202f: la programmation {quoted(cells['period'])} n'est pas celle que vous publiez\u202f: donnez-en "
                f"une seule, {FORMER} ou {CURRENT}, dans le fichier ou avec --period."
            )
        days = [_day(cells[name], reader.line_num, name) for name in COLUMNS[3:]]
        found.append(Wave(of, cells["wave"], cells["label"], *days))
    if len({wave.period for wave in found}) > 1:
        raise WavesRefused(
            f"Le fichier {quoted(file.name)} a des périodes de deux programmations\u202f: gardez-en une, avec --period à l'impression."
        )
    if not found:
        raise WavesRefused(
            f"Le fichier {quoted(file.name)} n'a aucune période\u202f: ajoutez-en une, ou rétablissez les livrées avec --restore."
        )
    return tuple(found)


def _day(text: str, line: int, name: str) -> date | None:
    from dashboard.ingest.errors import WavesRefused

    if not text:
        return None
    for pattern in _DATES:
        with suppress(ValueError):
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007
    raise WavesRefused(
        f"Ligne {line}, colonne {quoted(name)}\u202f: la date {quoted(text)} ne se lit pas\u202f: écrivez-la aaaa-mm-jj ou jj/mm/aaaa."
    )
