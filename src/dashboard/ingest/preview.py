"""A first look at a file: its format, its columns and a few values, before anything is imported."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.ingest.columns import Guess, Match, guess, recognise
from dashboard.ingest.contents import content_kinds
from dashboard.ingest.doubts import Answers
from dashboard.ingest.formats import completions
from dashboard.ingest.mappings import saved_answers, saved_mapping
from dashboard.ingest.readers import RawTable
from dashboard.ingest.staging import Kept, file_sha256, keep_raw, read_raw, staging_connection
from dashboard.warehouse.state import State

SAMPLE_VALUES = 3
READER_KEYS = frozenset({"encodage", "entetes", "feuilles"})
"""The answers that the file has to be read again for: any other serves once it is read."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file looks like. `match` is None where its columns have to be mapped by hand; `mapping` is then a proposal.

    `mapping_is_saved`: it was made for a file with the same headers, recognised or not. `guesses`: where the proposal is guessed,
    the column of each field and how sure it is. `answers`: those last given for the same headers.
    """

    kept: Kept
    match: Match | None
    mapping: Mapping[str, str]
    mapping_is_saved: bool
    samples: Mapping[str, tuple[str, ...]]
    guesses: Mapping[str, Guess] = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)

    @property
    def table(self) -> RawTable:
        """What the reader says of the file, without any of its rows."""
        return self.kept.table


def look_at(
    state: State, path: Path, folder: Path, sheet: str | None = None, answers: Answers | None = None
) -> Preview:
    """Reads a file without importing it; its rows wait in the folder for the import. Raises IngestError or StateError.

    `answers`: those that settle how the file is read (`READER_KEYS`).
    """
    with state.disk_errors(), staging_connection() as connection:
        table = read_raw(connection, path, sheet=sheet, answers=answers)
        match = recognise(table.headers)
        read = match.columns.keys() if match else ()
        saved = {name: header for name, header in saved_mapping(state, table.headers).items() if name not in read}
        # A table that would complete may be a list under other headers: it is for a person to say.
        is_list = match is not None and match.source.NAME != completions.NAME
        guesses = {} if is_list or saved else guess(table.headers, content_kinds(connection, table.headers))
        samples = {}
        for position, header in enumerate(table.headers):
            rows = connection.execute(
                f"select distinct left(c{position}, 60) from (select c{position} from raw where c{position} is not null limit 200) limit {SAMPLE_VALUES}"  # noqa: S608
            ).fetchall()
            samples[header] = tuple(str(row[0]) for row in rows)
        kept = keep_raw(connection, table, file_sha256(path), folder)
    mapping = saved or {name: proposed.header for name, proposed in guesses.items()}
    return Preview(kept, match, mapping, bool(saved), samples, guesses, saved_answers(state, table.headers))
