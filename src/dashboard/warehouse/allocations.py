"""The allocations that an office adds to those of the reference: what its own financing plan says of each programme and priority.

A file of them is a line of `allocations.jsonl` in the state folder, one JSON object per line, never edited: the last line of a
file stands, and one without rows withdraws it. The warehouse is built with the rows in force, as it is with merged labels (ADR 14).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from dashboard.domain.periods import CURRENT
from dashboard.warehouse.state import State, read_lines, write_lines

FILE: Final = "allocations.jsonl"


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """What a programme, or one of its priorities, may commit: euros as decimal text, the document read and its day (ISO)."""

    programme: str
    priority: int | None
    fund: str
    eu_amount: str
    source: str
    dated: str

    @property
    def key(self) -> tuple[str, int | None, str]:
        """What the amount is about."""
        return self.programme, self.priority, self.fund


@dataclass(frozen=True, slots=True)
class AllocationFile:
    """One file that was sent, or its withdrawal where it has no rows. `at` is ISO, UTC."""

    id: str
    file_name: str
    by: str
    at: str
    rows: tuple[AllocationRow, ...]


def allocation_files(state: State) -> tuple[AllocationFile, ...]:
    """Every line ever written, oldest first. Raises StateError where the file is damaged."""
    return read_lines(state.root / FILE, _read, "revenir aux dotations du référentiel")


def _read(line: dict[str, Any]) -> AllocationFile:
    return AllocationFile(**{**line, "rows": tuple(AllocationRow(**row) for row in line["rows"])})


def files_in_force(lines: Iterable[AllocationFile]) -> tuple[AllocationFile, ...]:
    """The files that nobody withdrew, oldest first."""
    standing: dict[str, AllocationFile] = {}
    for line in lines:
        standing.pop(line.id, None)
        if line.rows:
            standing[line.id] = line
    return tuple(standing.values())


def write_files(state: State, lines: Iterable[AllocationFile]) -> None:
    """Writes the whole file in one step. Call inside `exclusive()`."""
    write_lines(state.root / FILE, lines)


def build_parameters(files: Iterable[AllocationFile]) -> dict[str, Any]:
    """The rows of these files as the parameters of `allocation.sql`, oldest first; the warehouse's name holds them too."""
    rows = [(row, file.file_name) for file in files for row in file.rows]
    return {
        "period": CURRENT,
        "programmes": [row.programme for row, _ in rows],
        "priorities": [row.priority for row, _ in rows],
        "funds": [row.fund for row, _ in rows],
        "amounts": [row.eu_amount for row, _ in rows],
        "sources": [row.source for row, _ in rows],
        "days": [row.dated for row, _ in rows],
        "files": [name for _, name in rows],
    }
