"""Protocols of the recall audit: what will be read at random, written down before anything is drawn, and never changed."""

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise
from math import ceil
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, func, insert, select

from dashboard.domain.french import NARROW_SPACE, integer
from dashboard.domain.selection import Selection
from dashboard.reviews.errors import InvalidEntry
from dashboard.reviews.inputs import clean_name
from dashboard.reviews.model import canonical, moment_of, timestamp
from dashboard.reviews.store import read, write
from dashboard.reviews.tables import RECALL_PROTOCOL

Key = tuple[str, str]
"""The number and the wave of an operation."""

MOST_LOOKS = 10


@dataclass(frozen=True, slots=True)
class Cut:
    """A stratum: so many operations of the population, after those of the strata before it, of which so many are drawn."""

    label: str
    population: int
    sample: int


@dataclass(frozen=True, slots=True)
class Protocol:
    """A protocol as it was written. `population` stands in the order of the `ranking` frozen with it ("": by number)."""

    id: str
    selection: Selection
    warehouse: str
    lexicon_version: str
    ranking: str
    risk: float
    target: float
    looks: int
    seed: int
    strata: tuple[Cut, ...]
    population: tuple[Key, ...]
    author: str
    written_at: datetime

    @property
    def mark(self) -> str:
        """Why its sample is in a campaign; `reviews.origins` reads its first words."""
        return f"audit du rappel, protocole {self.id[:8]}"

    @property
    def ranked_mark(self) -> str:
        """Why the operations read after the sample, in the frozen order, are in a campaign."""
        return f"à lire ensuite, protocole {self.id[:8]}"

    @property
    def size(self) -> int:
        """How many operations are drawn."""
        return sum(cut.sample for cut in self.strata)

    def drawn(self) -> tuple[tuple[Key, ...], ...]:
        """The sample of each stratum, in the order in which it is read: the seed and the numbers alone decide it."""
        samples, first = [], 0
        for cut in self.strata:
            samples.append(drawn_from(self.population[first : first + cut.population], cut.sample, self.seed))
            first += cut.population
        return tuple(samples)

    def in_order(self) -> tuple[Key, ...]:
        """The whole sample in the order in which it is read: what the first look reads of every stratum comes first."""
        samples = self.drawn()
        ends = [(0,) * len(samples), *(self.read_by(look) for look in range(1, self.looks + 1))]
        return tuple(
            key
            for before, after in pairwise(ends)
            for sample, start, end in zip(samples, before, after, strict=True)
            for key in sample[start:end]
        )

    def read_by(self, look: int) -> tuple[int, ...]:
        """How many of each stratum's sample are read by a look, from 1 to `looks`."""
        return tuple(ceil(cut.sample * look / self.looks) for cut in self.strata)


@lru_cache(maxsize=8)
def drawn_from(population: tuple[Key, ...], size: int, seed: int) -> tuple[Key, ...]:
    """A simple random sample: whatever the order of the population, and a larger one holds the smaller one."""

    def place(key: Key) -> tuple[bytes, Key]:
        return hashlib.md5(f"{seed}|{key[0]}|{key[1]}".encode(), usedforsecurity=False).digest(), key

    return tuple(sorted(population, key=place)[:size])


def write_protocol(
    engine: Engine,
    *,
    selection: Selection,
    warehouse: str,
    lexicon_version: str,
    ranking: str,
    risk: float,
    target: float,
    looks: int,
    seed: int,
    strata: Sequence[Cut],
    population: Sequence[Key],
    by: str,
    protocol_id: str | None = None,
    at: datetime | None = None,
) -> Protocol:
    """Writes a protocol down; the same `protocol_id` a second time gives the first one back. Raises InvalidEntry."""
    if not population or sum(cut.population for cut in strata) != len(population):
        raise InvalidEntry(f"Il n'y a rien à tirer au hasard{NARROW_SPACE}: élargissez les filtres.")
    if any(not 0 < cut.sample <= cut.population for cut in strata):
        raise InvalidEntry(
            f"L'échantillon doit compter au moins une opération de chaque strate, et {integer(len(population))} au plus en tout."
        )
    if not 0 < risk < 0.5 or not 0 < target < 1 or not 1 <= looks <= min(MOST_LOOKS, *(cut.sample for cut in strata)):
        raise InvalidEntry(
            f"Le risque, le rappel visé ou le nombre de points d'étape sont hors de leurs bornes{NARROW_SPACE}: corrigez-les."
        )
    identifier = protocol_id or str(uuid.uuid4())
    row = {
        "protocol_id": identifier,
        "period": selection.period,
        "query": canonical({key: list(values) for key, values in selection.to_query().items()}),
        "warehouse": warehouse,
        "lexicon_version": lexicon_version,
        "ranking": ranking,
        "risk": risk,
        "target": target,
        "looks": looks,
        "seed": seed,
        "strata": canonical([asdict(cut) for cut in strata]),
        "population": canonical([list(key) for key in population]),
        "author": clean_name(by),
        "created_at": timestamp(at or datetime.now(UTC)),
    }

    def work(connection: Connection) -> Protocol:
        known = connection.execute(
            select(RECALL_PROTOCOL).where(RECALL_PROTOCOL.c.protocol_id == identifier)
        ).mappings()
        if (already := known.one_or_none()) is not None:
            return _protocol(already)
        connection.execute(insert(RECALL_PROTOCOL).values(row))
        return _protocol(row)

    return write(engine, work)


def protocols(engine: Engine, period: str) -> list[Protocol]:
    """Every protocol of a programming period, the oldest first: none is ever withdrawn."""
    query = select(RECALL_PROTOCOL).where(RECALL_PROTOCOL.c.period == period).order_by(RECALL_PROTOCOL.c.sequence)
    return [_protocol(row) for row in read(engine, lambda connection: connection.execute(query).mappings().all())]


def last_protocol(engine: Engine) -> int:
    """The number of the latest protocol written, 0 before the first: what is known of protocols stays true until it changes."""
    query = select(func.coalesce(func.max(RECALL_PROTOCOL.c.sequence), 0))
    return read(engine, lambda connection: int(connection.execute(query).scalar_one()))


def _protocol(row: RowMapping | Mapping[str, Any]) -> Protocol:
    return Protocol(
        id=row["protocol_id"],
        selection=Selection.from_query(json.loads(row["query"])),
        warehouse=row["warehouse"],
        lexicon_version=row["lexicon_version"],
        ranking=row["ranking"],
        risk=row["risk"],
        target=row["target"],
        looks=row["looks"],
        seed=row["seed"],
        strata=tuple(Cut(**cut) for cut in json.loads(row["strata"])),
        population=tuple((number, wave) for number, wave in json.loads(row["population"])),
        author=row["author"],
        written_at=moment_of(row["created_at"]),
    )
