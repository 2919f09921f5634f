"""The analysis periods (« vagues », « années de convention ») that people set in the place of those shipped.

A row of `waves.jsonl` in the state folder, one JSON object per line, never edited, holds every period of one programming period: the
last row stands, and one without any goes back to those of `waves.csv`. The warehouse is built with the periods in force: an operation
whose wave was given keeps it, any other is in the period that holds its date.
"""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, Final

import duckdb

from dashboard.domain.french import long_date, quoted
from dashboard.domain.operation import NO_WAVES
from dashboard.domain.text import is_readable, normalised
from dashboard.warehouse.query import TOTAL, all_rows
from dashboard.warehouse.sql_files import sql
from dashboard.warehouse.state import State, read_lines, write_lines

FILE: Final = "waves.jsonl"
LONGEST_NAME: Final = 40
LONGEST_LABEL: Final = 80
MOST_WAVES: Final = 50
FIRST_DAY: Final = date(2000, 1, 1)
LAST_DAY: Final = date(2099, 12, 31)
_RESERVED: Final = frozenset(normalised(name) for name in (*NO_WAVES, TOTAL, "Ensemble"))
_DATES: Final = ("programmed_from", "programmed_to", "extracted_on")


@dataclass(frozen=True, slots=True)
class Wave:
    """One analysis period of a programming period: `wave` is its name. Both dates are within; None means no limit.

    `extracted_on`: the day of the extract that closed it, None where unknown.
    """

    period: str
    wave: str
    label: str
    programmed_from: date | None = None
    programmed_to: date | None = None
    extracted_on: date | None = None

    @property
    def first(self) -> date:
        """The first day of the period."""
        return self.programmed_from or date.min

    @property
    def last(self) -> date:
        """The last day of the period."""
        return self.programmed_to or date.max

    @property
    def in_words(self) -> str:
        """« du 5 mars 2017 au 31 décembre 2018 », « jusqu'au 4 mars 2017 », « depuis le 1er janvier 2021 », « sans limite »."""
        begins, ends = self.programmed_from, self.programmed_to
        if begins and ends:
            return f"du {long_date(begins)} au {long_date(ends)}"
        if begins:
            return f"depuis le {long_date(begins)}"
        return f"jusqu'au {long_date(ends)}" if ends else "sans limite"


@dataclass(frozen=True, slots=True)
class WaveRow:
    """One row of the file: all the periods of `period`, or none to go back to those shipped. `at` is ISO, UTC."""

    period: str
    waves: tuple[Wave, ...]
    by: str
    at: str


def wave_rows(state: State) -> tuple[WaveRow, ...]:
    """Every row ever written, oldest first. Raises StateError where the file is damaged."""
    return read_lines(_file(state), _row, "revenir aux périodes livrées")


def write_rows(state: State, rows: Iterable[WaveRow]) -> None:
    """Writes the whole file in one step. Call inside `exclusive()`."""
    write_lines(_file(state), rows)


def rows_in_force(rows: Iterable[WaveRow]) -> dict[str, WaveRow]:
    """Programming period → the last row on it, without those that went back to the shipped periods."""
    standing = {row.period: row for row in rows}
    return {period: row for period, row in standing.items() if row.waves}


def set_waves_of(rows: Iterable[WaveRow]) -> tuple[Wave, ...]:
    """The periods that people set and that stand, in the order of their programming period and date."""
    return tuple(wave for _, row in sorted(rows_in_force(rows).items()) for wave in in_order(row.waves))


def in_order(waves: Iterable[Wave]) -> tuple[Wave, ...]:
    """The oldest period first."""
    return tuple(sorted(waves, key=lambda wave: (wave.first, wave.last, wave.wave)))


def load_waves(connection: duckdb.DuckDBPyConnection, waves: Sequence[Wave]) -> None:
    """Puts periods in the place of the shipped ones of the same programming periods, in `wave_reference`."""
    if not waves:
        return
    columns = zip(*map(astuple, waves), strict=True)
    names = ("periods", "waves", "labels", "from_days", "to_days", "extracted")
    values = dict(zip(names, map(list, columns), strict=True))
    connection.execute(sql("waves_replaced"), {"periods": values["periods"]})
    connection.execute(sql("waves_set"), values)


def waves_of(connection: duckdb.DuckDBPyConnection, period: str) -> tuple[Wave, ...]:
    """The periods that a warehouse was built with, the oldest first."""
    return in_order(Wave(**row) for row in all_rows(connection, "waves", period=period))


def problem_of(waves: Sequence[Wave]) -> str:
    """Why these can't be the periods of one programming period, in one French sentence; empty where they can."""
    if not waves:
        return "Il faut au moins une période\u202f: ajoutez-en une, ou revenez aux périodes livrées."
    if len(waves) > MOST_WAVES:
        return f"{len(waves)} périodes sont trop nombreuses pour se comparer\u202f: gardez-en {MOST_WAVES} au plus."
    return next(chain(chain.from_iterable(map(_problems_of_one, waves)), _problems_between(in_order(waves))), "")


def _problems_of_one(wave: Wave) -> Iterable[str]:
    """The reasons why a period can't be one."""
    name = quoted(_shown(wave.wave or wave.label))
    if not wave.wave and not wave.label:
        yield "Une période n'a ni nom ni libellé\u202f: donnez-lui les deux, ou retirez-la."
    for text, longest, noun in ((wave.wave, LONGEST_NAME, "nom"), (wave.label, LONGEST_LABEL, "libellé")):
        if not text:
            yield f"La période {name} n'a pas de {noun}\u202f: donnez-lui-en un."
        elif not is_readable(text) or not text.isprintable() or not normalised(text):
            yield f"Le {noun} {quoted(_shown(text))} ne se lit pas\u202f: écrivez-le en lettres et en chiffres, sur une ligne."
        elif len(text) > longest:
            yield f"Le {noun} {quoted(_shown(text))} est trop long\u202f: écrivez-le en {longest} signes au plus."
    if normalised(wave.wave) in _RESERVED:
        yield f"Le nom {name} est réservé aux opérations hors période ou au total\u202f: choisissez-en un autre."
    for day in filter(None, (wave.programmed_from, wave.programmed_to, wave.extracted_on)):
        if not FIRST_DAY <= day <= LAST_DAY:
            yield f"La période {name} porte la date du {long_date(day)}\u202f: donnez une date entre {FIRST_DAY.year} et {LAST_DAY.year}."
    if wave.first > wave.last:
        yield (
            f"La période {name} commence le {long_date(wave.programmed_from)}, après sa fin, le {long_date(wave.programmed_to)}\u202f: corrigez "
            "l'une des deux dates."
        )


def _problems_between(waves: Sequence[Wave]) -> Iterable[str]:
    """The reasons why periods, the oldest first, can't stand side by side."""
    names: dict[str, Wave] = {}
    for wave in waves:
        twin = names.setdefault(normalised(wave.wave), wave)
        if twin is not wave:
            yield (
                f"Deux périodes portent le même nom, {quoted(twin.wave)} et {quoted(wave.wave)} (sans tenir compte de la casse, des "
                "accents ni de la ponctuation)\u202f: renommez l'une des deux."
            )
        if len(waves) > 1 and wave.programmed_from is None and wave.programmed_to is None:
            yield (
                f"La période {quoted(wave.wave)} n'a ni début ni fin\u202f: elle couvre toutes les dates, donnez-lui-en une ou retirez les autres."
            )
    for one, other in pairwise(waves):
        if other.first <= one.last:
            yield (
                f"Les périodes {quoted(one.wave)} ({one.in_words}) et {quoted(other.wave)} ({other.in_words}) se chevauchent\u202f: corrigez leurs "
                "dates, une opération n'appartient qu'à une période."
            )
        # Waves are ranked by their names everywhere, which may also come from a file: dates could not rank them all.
        if one.wave > other.wave:
            yield (
                f"La période {quoted(other.wave)} se rangerait avant {quoted(one.wave)}, qui est plus ancienne\u202f: les périodes se rangent "
                "par leur nom, commencez-le par l'année."
            )


def _shown(text: str) -> str:
    short = text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME]}…"
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in short)


def _row(record: dict[str, Any]) -> WaveRow:
    waves = tuple(
        Wave(
            **{
                **wave,
                **{name: date.fromisoformat(wave[name]) if wave[name] else None for name in _DATES},
                "period": record["period"],
            }
        )
        for wave in record["waves"]
    )
    return WaveRow(**{**record, "waves": waves})


def _file(state: State) -> Path:
    return state.root / FILE
