"""One line of the log for each page drawn: which, for whom, how long, how many rows it read. Never a filter: people type in them."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from dashboard.warehouse.query import rows_read

logger = logging.getLogger("dashboard.served")


def say_served(page: str, account: str, started: float, rows: int, status: int | None = None) -> None:
    """Writes the line. `started` is what `time.perf_counter` said then; `status`, of an address that isn't a page."""
    elapsed = round((time.perf_counter() - started) * 1000)
    facts = {"page": page, "ms": elapsed, "rows": rows, "account": account}
    logger.info("%s", page, extra={"facts": facts if status is None else {**facts, "status": status}})


@contextmanager
def served(page: str, account: str) -> Iterator[None]:
    """Says a run of a page once it is over, were it interrupted."""
    started, before = time.perf_counter(), rows_read()
    try:
        yield
    finally:
        say_served(page, account, started, rows_read() - before)
