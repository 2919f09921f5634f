"""Identification over operations with long texts: the whole of it, beside one pass of a regular expression over the texts.

`write_operations` makes a warehouse's worth of rows out of the demonstration's own texts, numbered anew: about 560 characters
of normalised text a row, and the demonstration's share of operations that words find.
"""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import duckdb

from benchmarks.data import sql
from dashboard.demo.install import open_state
from dashboard.domain.lexicon import whole_words
from dashboard.domain.periods import FORMER
from dashboard.domain.selection import Selection
from dashboard.identification.funnel import funnel
from dashboard.identification.identify import identify, searched
from dashboard.identification.ranking import MOST, rank
from dashboard.identification.sources import shipped_lexicon, shipped_sources
from dashboard.identification.tables import expression_table
from dashboard.identification.workshop import compare
from dashboard.warehouse.build import load_reference
from dashboard.warehouse.state import State
from tests.identification.switched import switched

REPEATS = 5
SELECTION = Selection(waves=("2019",))


def measure(folder: str, rows: str) -> list[dict[str, Any]]:
    """`label`, `ours`, `theirs` (milliseconds, None without a comparison), `target` (milliseconds, None without one), and
    `processor`, `theirs_processor`: the same in processor time of every core, which depends less on what else runs.

    To be called as `run("identification.measure", folder, rows)`: `folder` is scratch space for a state folder.
    """
    path = Path(folder) / "identification.duckdb"
    write_operations(Path(folder), path, int(rows))
    lexicon, sources = shipped_lexicon(), shipped_sources()
    one_pass = whole_words("|".join(expression.pattern for expression in searched(lexicon, sources)))
    changed = switched(lexicon, "innovant")
    at_25_000 = int(rows) <= 25_000
    with duckdb.connect(str(path), read_only=True) as connection:
        found = identify(connection, lexicon, sources)
        return [
            _line(
                "identification",
                lambda: identify(connection, lexicon, sources),
                lambda: connection.execute(sql("texts"), {"pattern": one_pass}).fetchall(),
                target=2000,
            ),
            _line(
                "lexicon workshop, from nothing",
                lambda: compare(connection, lexicon, changed, SELECTION, sources),
                target=1000 if at_25_000 else None,
            ),
            _line(
                "lexicon workshop, identification known",
                lambda: compare(connection, lexicon, changed, SELECTION, sources, known=found),
                target=1000 if at_25_000 else None,
            ),
            *([_ranking_line(connection)] if int(rows) <= MOST else []),
            _line("funnel", lambda: funnel(connection, found, SELECTION), target=100),
            _line("table of expressions", lambda: expression_table(connection, found, SELECTION), target=100),
        ]


def _ranking_line(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    line = _line("ranking of what nobody judged, processor time", lambda: rank(connection, FORMER, {}), target=5000)
    return line | {"ours": line["processor"]}


def write_operations(folder: Path, path: Path, rows: int) -> None:
    """Writes the rows in a database at `path`, beside a state folder that holds the demonstration."""
    state = State(folder / "state")
    published = state.warehouses / open_state(state).warehouse
    with duckdb.connect(str(path)) as connection:
        load_reference(connection)
        connection.execute(f"attach '{published}' as demonstration (read_only)")
        connection.execute(sql("identification"), {"rows": rows})


def _line(
    label: str, call: Callable[[], object], theirs: Callable[[], object] | None = None, target: float | None = None
) -> dict[str, Any]:
    ours, processor = _medians(call)
    beside, beside_processor = _medians(theirs) if theirs else (None, None)
    return {
        "label": label, "ours": ours, "theirs": beside, "target": target,
        "processor": processor, "theirs_processor": beside_processor,
    }  # fmt: skip


def _medians(call: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of wall time, and of processor time of every core."""
    call()
    walls, processors = [], []
    for _ in range(REPEATS):
        wall, processor = time.perf_counter(), time.process_time()
        call()
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    return median(walls) * 1000, median(processors) * 1000
