"""What the tests of the readers share: known headers, and one call that reads a file and gives its rows."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import duckdb
import pytest

from dashboard.ingest.doubts import Answers
from dashboard.ingest.readers import RawTable, read

FIELDS = {
    "num_dossier": "num_dossier",
    "titre": "title",
    "organisme": "beneficiary",
    "montant": "total_cost",
    "début": "start_date",
    "région": "region",
}

Loaded = tuple[RawTable, list[tuple[object, ...]]]
Load = Callable[..., Loaded]


class SixHeaders:
    """A format of six headers."""

    def score(self, cells: Sequence[str]) -> int:
        return len({cell.strip().lower() for cell in cells} & FIELDS.keys())

    def fields(self, cells: Sequence[str]) -> tuple[str | None, ...]:
        return tuple(FIELDS.get(cell.strip().lower()) for cell in cells)

    def is_table(self, cells: Sequence[str]) -> bool:
        return self.score(cells) >= 3


SIX_HEADERS = SixHeaders()


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture
def load(tmp_path: Path, connection: duckdb.DuckDBPyConnection) -> Load:
    """Writes bytes under a name, or takes a path, then reads: the table and its rows in order."""

    def call(
        content: bytes | str | Path,
        name: str = "liste.csv",
        sheet: str | None = None,
        answers: Answers | None = None,
    ) -> Loaded:
        if isinstance(content, Path):
            path = content
        else:
            path = tmp_path / name
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        table = read(path, connection, SIX_HEADERS, sheet=sheet, answers=answers)
        return table, connection.execute("FROM raw ORDER BY line").fetchall()

    return call
