"""Setting the analysis periods of a programming period: tried on the published imports, refused with the reason, or published."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import duckdb
from sqlalchemy import Engine

from dashboard.domain.french import integer, plural, quoted
from dashboard.domain.periods import told_by_number, words_of
from dashboard.ingest.errors import WavesRefused
from dashboard.reviews.campaigns import get_operations, list_campaigns
from dashboard.warehouse.build import build_warehouse, connect, forget_old_warehouses, publish
from dashboard.warehouse.database import open_database
from dashboard.warehouse.query import all_rows, first_row
from dashboard.warehouse.sql_files import sql
from dashboard.warehouse.state import Publication, State, kept_if_published
from dashboard.warehouse.waves import (
    Wave,
    WaveRow,
    in_order,
    problem_of,
    rows_in_force,
    set_waves_of,
    wave_rows,
    waves_of,
    write_rows,
)


@dataclass(frozen=True, slots=True)
class Effect:
    """What periods change, technical assistance apart.

    `operations`: wave → operations before and after, `NO_WAVES` included. `dated`: operations whose date decides; `given`: those
    that keep the wave that their import gave.
    """

    operations: Mapping[str, tuple[int, int]]
    dated: int
    given: int


def try_waves(state: State, engine: Engine | None, period: str, waves: Sequence[Wave]) -> Effect:
    """What these periods would change in a programming period; nothing is published.

    `engine`: the store of reviews, if there is one. Raises WavesRefused, in one French sentence, where they can't be published.
    """
    with state.exclusive():
        effect = _tried(state, engine, _current(state), _checked(period, waves, ""))
        # Each trial leaves a warehouse, for the publication that may follow.
        forget_old_warehouses(state)
        return effect


def set_waves(state: State, engine: Engine | None, period: str, waves: Sequence[Wave], *, by: str) -> Effect:
    """Publishes these periods in the place of those in force. Raises as `try_waves` does; then nothing has changed."""
    row = _checked(period, waves, by)
    with state.exclusive():
        return _published(state, engine, row, f"périodes d'analyse de {period}")


def restore_waves(state: State, engine: Engine | None, period: str, *, by: str) -> Effect:
    """Publishes the shipped periods of a programming period again. Raises as `try_waves` does."""
    with state.exclusive():
        if period not in rows_in_force(wave_rows(state)):
            raise WavesRefused(
                f"Les périodes de {period} sont déjà celles qui sont livrées\u202f: il n'y a rien à rétablir."
            )
        return _published(state, engine, _row(period, (), by), f"périodes d'analyse livrées de {period}")


def _checked(period: str, waves: Sequence[Wave], by: str) -> WaveRow:
    if problem := problem_of(waves):
        raise WavesRefused(problem)
    return _row(period, waves, by)


def _row(period: str, waves: Sequence[Wave], by: str) -> WaveRow:
    # One that says another programming period would stand beside its own: each operation would be in both.
    own = tuple(replace(wave, period=period) for wave in waves)
    return WaveRow(period, in_order(own), by, datetime.now(UTC).isoformat(timespec="seconds"))


def _published(state: State, engine: Engine | None, row: WaveRow, action: str) -> Effect:
    """Adds the row and publishes with it; what fails leaves neither."""
    current, rows = _current(state), wave_rows(state)
    effect = _tried(state, engine, current, row)
    with kept_if_published(write_rows, state, rows, (*rows, row)):
        publish(state, current.imports, by=row.by, action=action)
    return effect


def _current(state: State) -> Publication:
    current = state.current()
    if current is None:
        raise WavesRefused("Rien n'est encore publié\u202f: importez un extrait avant de définir ses périodes.")
    return current


def _tried(state: State, engine: Engine | None, current: Publication, row: WaveRow) -> Effect:
    """Builds the warehouse that these periods would give, which a publication then finds ready, and compares it."""
    with connect(state, current) as connection:
        before = waves_of(connection, row.period)
    if row.waves == before:
        raise WavesRefused(f"Les périodes de {row.period} sont déjà celles-ci\u202f: changez-en une avant de publier.")
    name = build_warehouse(state, current.imports, waves=set_waves_of((*wave_rows(state), row)))
    with _beside(state, current.warehouse, name) as connection:
        found = all_rows(connection, "waves_effect", period=row.period)
        counts = first_row(connection, "waves_effect_counts", period=row.period) or {}
        effect = Effect(
            {item["wave"]: (item["before"], item["after"]) for item in found}, counts["dated"], counts["given"]
        )
        # What was already there may hold nothing: years to come are shipped.
        known = {(wave.wave, wave.programmed_from, wave.programmed_to) for wave in before}
        for wave in row.waves:
            is_new = (wave.wave, wave.programmed_from, wave.programmed_to) not in known
            if is_new and effect.dated and not effect.operations.get(wave.wave, (0, 0))[1]:
                raise WavesRefused(
                    f"La période {quoted(wave.wave)} ({wave.in_words}) ne contient aucune opération des extraits actifs\u202f: corrigez ses "
                    "dates, ou retirez-la."
                )
        _refuse_cuts(connection, engine, row.period, counts["undecided"])
    return effect


def _refuse_cuts(connection: duckdb.DuckDBPyConnection, engine: Engine | None, period: str, undecided: int) -> None:
    """Raises WavesRefused where a decision or a campaign names the wave that an operation would leave."""
    noun = words_of(period).wave
    own = f"{'son' if noun[0] in 'aeiouéê' else 'sa'} {noun}"
    keep = "gardez le nom et les dates des périodes qui les contiennent"
    if undecided:
        raise WavesRefused(
            f"{plural(undecided, 'opération')} perdrait sa décision, qui nomme {own}\u202f: {keep}, ou retirez d'abord cette décision."
            if undecided == 1
            else f"{plural(undecided, 'opération')} perdraient leur décision, qui nomme leur {noun}\u202f: {keep}, ou retirez d'abord ces décisions."
        )
    if engine is None or told_by_number(period):
        return
    for campaign in list_campaigns(engine):
        held = get_operations(engine, campaign.id)
        numbers, waves = [item.num_dossier for item in held], [item.wave for item in held]
        row = first_row(connection, "waves_left", period=period, numbers=numbers, waves=waves) or {}
        if left := row["operations"]:
            raise WavesRefused(
                f"La campagne {quoted(campaign.name)} ne retrouverait plus {integer(left)} de ses opérations, qu'elle connaît par leur "
                f"{noun}\u202f: {keep}."
            )


@contextmanager
def _beside(state: State, before: str, after: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """Two warehouses, attached as `before` and `after`."""
    with open_database() as connection:
        connection.execute(sql("macros"))
        for alias, name in (("before", before), ("after", after)):
            path = str(state.warehouses / name).replace("'", "''")
            connection.execute(f"attach '{path}' as {alias} (read_only)")
        yield connection
