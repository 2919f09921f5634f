"""What the application does before its first visitor, and what it keeps doing: nothing here ever stops it from answering."""

import asyncio
import contextlib
import gc
import importlib
import logging
import pkgutil
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, Final

import duckdb
from anyio import to_thread

from dashboard import charts, ui
from dashboard.access.entry import enter_application
from dashboard.access.secrets import SecretsError
from dashboard.hosting.logs import configure
from dashboard.hosting.uploads import drop_dead_sessions, sweep_files
from dashboard.ingest.errors import IngestError
from dashboard.reviews.errors import ReviewsError
from dashboard.ui.installation import rules, state, store
from dashboard.warehouse.state import StateError

logger = logging.getLogger(__name__)

SWEEP_SECONDS: Final = 60
_MAIN_SCRIPT: Final = "dashboard.ui.main"
"""Streamlit runs it; importing it would draw a page."""


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """Opens what the first visitor would wait for, and removes what ended sessions left behind while the application runs."""
    configure()
    enter_application()
    if problem := rules().problem:
        logger.error("Nobody may come in: %s", problem)
    await to_thread.run_sync(prepare)
    # Streamlit collects garbage after every run of a page: what start-up loaded isn't gone through again (0.16 s → 0.04 s a run).
    gc.freeze()
    sweeper = asyncio.create_task(_sweep_regularly())
    try:
        yield {}
    finally:
        sweeper.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await sweeper


def prepare() -> None:
    """State folder, warehouse, reviews and modules. What fails is logged; `/pret` and the page ask again and say it."""
    # Not at the top: st.cache_data looks for Streamlit's runtime, which begins once app.py is read, and warns without it.
    from dashboard.ui.data import warm_up  # noqa: PLC0415 - said above
    from dashboard.ui.reviews_store import provide_demonstration  # noqa: PLC0415 - said above

    with ThreadPoolExecutor(max_workers=2) as pool:
        modules = pool.submit(_import_modules)
        try:
            state().sweep()
            sweep_files(state())
            publication = warm_up()
            provide_demonstration(store(), publication.warehouse)
        except (StateError, IngestError, ReviewsError, SecretsError, duckdb.Error, OSError) as error:
            logger.error("Not ready: %s", error)  # noqa: TRY400 - the sentence is enough, /pret repeats it
        modules.result()


def _import_modules() -> None:
    """Everything that pages import: plotly and pandas take longer than the figures."""
    for package in (charts, ui):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name != _MAIN_SCRIPT:
                importlib.import_module(module.name)


async def _sweep_regularly() -> None:
    while True:
        await asyncio.sleep(SWEEP_SECONDS)
        try:
            drop_dead_sessions()
            await to_thread.run_sync(sweep_files, state())
        except Exception:  # the next round may do better, and the application must go on
            logger.exception("Cleaning up failed")
