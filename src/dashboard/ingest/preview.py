"""A first look at a file: its format, its columns and a few values, before anything is imported."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.ingest.columns import Guess, Match, guess, recognise
from dashboard.ingest.contents import content_kinds
from dashboard.ingest.mappings import saved_mapping
from dashboard.ingest.readers import RawTable
from dashboard.ingest.staging import Kept, file_sha256, keep_raw, read_raw, staging_connection
from dashboard.warehouse.state import State

SAMPLE_VALUES = 3


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file looks like. `match` is None where its columns have to be mapped by hand; `mapping` is then a proposal.

    `guesses`: where the proposal is guessed, the column of each field and how sure it is.
    """

    kept: Kept
    match: Match | None
    mapping: Mapping[str, str]
    mapping_is_saved: bool
    samples: Mapping[str, tuple[str, ...]]
    guesses: Mapping[str, Guess] = field(default_factory=dict)

    @property
    def table(self) -> RawTable:
        """What the reader says of the file, without any of its rows."""
        return self.kept.table

    @property
    def has_programming_date(self) -> bool:
        """Whether the wave can come from the rows themselves."""
        return self.match is not None and bool({"programming_date", "wave"} & self.match.columns.keys())


def look_at(state: State, path: Path, folder: Path, sheet: str | None = None) -> Preview:
    """Reads a file without importing it; its rows wait in the folder for the import. Raises IngestError or StateError."""
    with state.disk_errors(), staging_connection() as connection:
        table = read_raw(connection, path, sheet=sheet)
        match = recognise(table.headers)
        saved = {} if match else saved_mapping(state, table.headers)
        guesses = {} if match or saved else guess(table.headers, content_kinds(connection, table.headers))
        samples = {}
        for position, header in enumerate(table.headers):
            rows = connection.execute(
                f"select distinct left(c{position}, 60) from (select c{position} from raw where c{position} is not null limit 200) limit {SAMPLE_VALUES}"  # noqa: S608
            ).fetchall()
            samples[header] = tuple(str(row[0]) for row in rows)
        kept = keep_raw(connection, table, file_sha256(path), folder)
    mapping = saved or {name: proposed.header for name, proposed in guesses.items()}
    return Preview(kept, match, mapping, bool(saved), samples, guesses)
