"""Builds the campaigns of the demonstration out of the extract's synthetic rows: a frozen one, and the populations of open ones."""

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pandas as pd

from dashboard.demo.campaigns import (
    ARCHIVE,
    FROZEN_NAME,
    OPEN_CAMPAIGNS,
    OPEN_POPULATIONS,
    SYNTHETIC_SENTENCE,
    categories,
    grid,
)
from dashboard.demo.campaigns_scores import ARBITER, REVIEWERS, Scored, Subject, score
from dashboard.demo.generator import CAMPAIGN_WAVE as WAVE
from dashboard.demo.install import DECISIONS, FROZEN_ID
from dashboard.demo.sources import stream
from dashboard.domain.lexicon import TEXT_FIELDS
from dashboard.domain.operation import SYNTHETIC_PROVENANCE
from dashboard.domain.selection import Selection
from dashboard.identification.funnel import Step, step_operations
from dashboard.identification.identify import Identification, Provenance, identify
from dashboard.identification.matching import find_hits
from dashboard.identification.sources import shipped_lexicon
from dashboard.ingest.campaign_decisions import decisions_csv
from dashboard.ingest.importer import ImportRequest, prepare_import
from dashboard.ingest.staging import file_sha256
from dashboard.reviews.archive import export_campaign
from dashboard.reviews.building import ArbitrationRow, ReviewRow, fill_campaign
from dashboard.reviews.campaigns import create_campaign
from dashboard.reviews.model import DecisionRule, texts_hash
from dashboard.reviews.store import open_store
from dashboard.warehouse.build import connect, publish
from dashboard.warehouse.state import State

MANAGER = "Gestionnaire (démonstration)"

_CREATED = datetime(2019, 3, 11, 9, tzinfo=UTC)
_FIRST_DAY, _FROZEN = date(2019, 3, 14), datetime(2019, 6, 21, 9, tzinfo=UTC)
_ARBITRATED_FROM = date(2019, 6, 3)
_HOLIDAYS = {
    date(2019, 4, 22),
    date(2019, 5, 1),
    date(2019, 5, 8),
    date(2019, 5, 30),
    date(2019, 5, 31),
    date(2019, 6, 10),
}
_A_DAY = {REVIEWERS[0]: 4, REVIEWERS[1]: 5, ARBITER: 3}

_SEPARATOR = ", "
_SAMPLE, _READ_AGAIN = 12, 8


@dataclass(frozen=True, slots=True)
class Built:
    """What is shipped beside the extract."""

    archive: bytes
    decisions: bytes
    open_populations: bytes

    def write(self, folder: Path) -> None:
        """Writes the three files into the folder."""
        (folder / ARCHIVE).write_bytes(self.archive)
        (folder / DECISIONS).write_bytes(self.decisions)
        (folder / OPEN_POPULATIONS).write_bytes(self.open_populations)


def build(folder: Path, retained: Mapping[str, str]) -> Built:
    """The campaigns over the extract of a folder; `retained` gives the synthetic operations to retain and their type.

    An operation to retain without a type gets the first one: reviewers can't leave it out.
    """
    with tempfile.TemporaryDirectory(prefix="campaigns-") as scratch:
        state = State(Path(scratch))
        with _warehouse(state, folder) as connection:
            identification = identify(connection, shipped_lexicon())
            population = _population(connection, identification)
            richness = _richness(connection)
        subjects = _subjects(population, identification, retained)
        extract = file_sha256(folder / "operations.parquet")
        engine = open_store(Path(scratch) / "reviews.sqlite")
        create_campaign(
            engine,
            campaign_id=FROZEN_ID,
            name=FROZEN_NAME,
            description=SYNTHETIC_SENTENCE,
            demonstration=True,
            grid=grid("csess"),
            lexicon_hash=shipped_lexicon().version,
            lexicon_text=shipped_lexicon().to_csv(),
            extracts=[extract],
            operations=population,
            reviewers=REVIEWERS,
            by=MANAGER,
            rule=DecisionRule(reviews_needed=len(REVIEWERS), categories=categories()),
            at=_CREATED,
        )
        scored = score(grid("csess"), categories(), subjects)
        fill_campaign(
            engine,
            FROZEN_ID,
            _reviews(scored),
            _arbitrations(scored),
            expected={subject.num_dossier: (subject.retained, subject.category) for subject in subjects},
            frozen_by=MANAGER,
            frozen_at=_FROZEN,
        )
        built = Built(
            export_campaign(engine, FROZEN_ID),
            decisions_csv(engine, FROZEN_ID),
            _open_populations(population, subjects, richness),
        )
        engine.dispose()
    return built


@contextmanager
def _warehouse(state: State, folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    names = ("operations.parquet", "decisions.csv")
    with state.exclusive():
        imports = [prepare_import(state, ImportRequest(folder / name, demonstration=True)) for name in names]
        publication = publish(state, imports, by=MANAGER, action="construction")
    with connect(state, publication) as connection:
        yield connection


def _population(connection: duckdb.DuckDBPyConnection, identification: Identification) -> pd.DataFrame:
    """The identified operations of the wave, but the note's: theirs is an imported decision, never an invented score."""
    selection = Selection(waves=(WAVE,))
    numbers = [
        number
        for step in (Step.WITH_SURVEY_FSE, Step.FOUND_IEJ)
        for number in step_operations(connection, identification, selection, step)["num_dossier"]
    ]
    with connection.cursor() as cursor:
        rows = cursor.execute(
            f"select num_dossier, wave, {', '.join(TEXT_FIELDS)} from operation"  # noqa: S608
            " where wave = $wave and provenance = $synthetic and list_contains($numbers, num_dossier) order by num_dossier",
            {"wave": WAVE, "synthetic": SYNTHETIC_PROVENANCE, "numbers": numbers},
        ).fetchall()
    found = identification.provenance
    order = [item.value for item in Provenance]
    origins = {
        str(number): _SEPARATOR.join(sorted(set(group), key=order.index))
        for number, group in found[found["wave"] == WAVE].groupby("num_dossier")["provenance"]
    }
    columns = ("num_dossier", "wave", "title", "beneficiary", "origin", "texts_hash")
    listed = [(*row[:4], origins[row[0]], texts_hash(row[2:])) for row in rows]
    return pd.DataFrame(listed, columns=list(columns), dtype="str")


def _richness(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many signals the texts of each operation hold."""
    hits = find_hits(connection, shipped_lexicon().signals)
    return {str(number): int(count) for number, count in hits.groupby("num_dossier")["expression_id"].nunique().items()}


def _subjects(population: pd.DataFrame, identification: Identification, retained: Mapping[str, str]) -> list[Subject]:
    by_name = identification.operations.query("wave == @WAVE and name_only")["num_dossier"]
    name_only = set(by_name)
    return [
        Subject(
            num_dossier=number,
            title=title,
            provenances=frozenset(Provenance(name) for name in origin.split(_SEPARATOR)),
            name_only=number in name_only,
            retained=number in retained,
            category=(retained[number] or categories()[0]) if number in retained else None,
        )
        for number, title, origin in population[["num_dossier", "title", "origin"]].itertuples(index=False)
    ]


def _reviews(scored: Sequence[Scored]) -> list[ReviewRow]:
    """Everyone's reviews in the order of their moments: the second reviewer goes through the list in another order."""
    shuffled = list(scored)
    stream("campaign order").shuffle(shuffled)
    rows = []
    for reviewer, order in zip(REVIEWERS, (scored, shuffled), strict=True):
        for item, at in zip(order, _moments(reviewer, _FIRST_DAY, len(order)), strict=True):
            said = item.opinions[reviewer]
            number = item.subject.num_dossier
            rows.append(ReviewRow(number, reviewer, said.answers, said.verdict, said.category, said.comment, at))
    return sorted(rows, key=lambda row: (row.at, row.reviewer))


def _arbitrations(scored: Sequence[Scored]) -> list[ArbitrationRow]:
    settled = [item for item in scored if item.reason is not None]
    return [
        ArbitrationRow(
            item.subject.num_dossier, ARBITER, item.subject.retained, item.subject.category, item.reason or "", at
        )
        for item, at in zip(settled, _moments(ARBITER, _ARBITRATED_FROM, len(settled)), strict=True)
    ]


def _moments(person: str, first: date, count: int) -> list[datetime]:
    """Rising moments of working days, a few a day."""
    random = stream(f"campaign calendar {person}")
    moments: list[datetime] = []
    day = first
    while len(moments) < count:
        if day.weekday() < 5 and day not in _HOLIDAYS:
            minutes = sorted(random.sample(range(9 * 60), _A_DAY[person]))
            start = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
            moments += [start + timedelta(minutes=minute, seconds=random.randrange(60)) for minute in minutes]
        day += timedelta(days=1)
    return moments[:count]


def _open_populations(population: pd.DataFrame, subjects: Sequence[Subject], richness: Mapping[str, int]) -> bytes:
    """The operations of the open campaigns as CSV: those are created at a visitor's first look, without a search."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(("campaign_id", *population.columns))
    rows = population.set_index("num_dossier", drop=False)
    for campaign in OPEN_CAMPAIGNS:
        chosen = _sample(subjects, richness) if campaign.grid == "csess" else _read_again(subjects, campaign.grid)
        for number in sorted(chosen):
            writer.writerow((campaign.id, *rows.loc[number]))
    return text.getvalue().encode()


def _sample(subjects: Sequence[Subject], richness: Mapping[str, int]) -> list[str]:
    """As many rich texts as plain ones, retained or not, one found by its carrier's name alone."""
    distinct = {subject.title.lower(): subject for subject in subjects}.values()
    ordered = sorted(distinct, key=lambda item: (-richness.get(item.num_dossier, 0), item.num_dossier))
    retained = [item.num_dossier for item in ordered if item.retained]
    others = [item.num_dossier for item in ordered if not item.retained and not item.name_only]
    trap = next(item.num_dossier for item in ordered if item.name_only)
    half = _SAMPLE // 4
    return [*retained[:half], *others[:half], *retained[-half:], *others[1 - half :], trap]


def _read_again(subjects: Sequence[Subject], purpose: str) -> list[str]:
    """Some retained operations, of every type in turn."""
    by_type: dict[str, list[str]] = {}
    for subject in {subject.title.lower(): subject for subject in subjects}.values():
        if subject.category:
            by_type.setdefault(subject.category, []).append(subject.num_dossier)
    random = stream(f"campaign {purpose}")
    piles = [random.sample(numbers, len(numbers)) for _, numbers in sorted(by_type.items())]
    return [pile[rank] for rank in range(_READ_AGAIN) for pile in piles if rank < len(pile)][:_READ_AGAIN]
