"""A page after a filter change, beside the same page whose every answer is a constant, and beside its SQL alone.

Both draw the same cards, in AppTest: it is the processor time of the script on the server, without the network and the browser.
The constants are the product's own answers, kept from a first pass: what is measured is what computing them costs.
« Written directly » is the page Répartition's own elements from constants, in one bare Streamlit script.
"""

import os
import time
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
from streamlit.runtime.scriptrunner import script_runner
from streamlit.testing.v1 import AppTest

from benchmarks.bare_page import REGIONS
from benchmarks.indicators import Statement, recorded
from dashboard.ui import data
from dashboard.warehouse.database import open_database
from dashboard.warehouse.state import State
from tests.pages.declared import MAIN_SCRIPT, page_path

ROOT = Path(__file__).parents[1]
PAGES = {
    "Synthèse": "indicateurs/synthese",
    "Répartition": "indicateurs/repartition",
    "Opérations": "indicateurs/operations",
    "Territoires": "territoires/territoires",
}
CHANGES = 21


def measure(folder: str) -> list[dict[str, Any]]:
    """The median of each page over as many new selections, with constants, and of its SQL alone, in milliseconds."""
    os.environ["DASHBOARD_STATE"] = folder
    runs = _timed_runs()
    computed = data._cached
    answers: dict[Any, Any] = {}

    def remembering(*arguments: Any, _function: Any) -> Any:
        answers[arguments] = computed(*arguments, _function=_function)
        return answers[arguments]

    def constant(*arguments: Any, _function: Any) -> Any:
        return answers[arguments]

    current = State(Path(folder)).current()
    assert current is not None
    measured = []
    with open_database(Path(folder) / "warehouse" / current.warehouse, read_only=True) as bare:
        for label, address in PAGES.items():
            data._cached = remembering
            asked: list[list[Statement]] = []
            after = _median_of_changes(address, runs, asked)
            data._cached = constant
            from_constants = _median_of_changes(address, runs)
            data._answered.clear()
            alone = median(_milliseconds(bare, statements) for statements in asked)
            measured.append({"label": label, "after": after, "constants": from_constants, "sql": alone})
    directly = AppTest.from_file(str(ROOT / "benchmarks" / "bare_page.py"), default_timeout=120).run()
    _fail_on_error(directly)
    durations = []
    for region in REGIONS:
        runs.clear()
        directly.multiselect(key="region").set_value([region]).run()
        durations.append(sum(runs))
    directly_drawn = median(durations[1:]) * 1000
    return [{**each, "directly": directly_drawn if each["label"] == "Répartition" else None} for each in measured]


def _milliseconds(bare: duckdb.DuckDBPyConnection, statements: list[Statement]) -> float:
    start = time.process_time()
    for text, values in statements:
        bare.execute(text, values).fetchall()
    return (time.process_time() - start) * 1000


def _median_of_changes(address: str, runs: list[float], asked: list[list[Statement]] | None = None) -> float:
    page = _opened(address)
    regions = page.multiselect(key="region").options[: CHANGES + 1]
    durations = []
    for region in regions:
        runs.clear()
        choice = page.multiselect(key="region").set_value([region])
        statements = recorded(choice.run)
        if asked is not None:
            asked.append(statements)
        _fail_on_error(page)
        durations.append(sum(runs))
    return median(durations[1:]) * 1000


def _opened(address: str) -> AppTest:
    page = AppTest.from_file(MAIN_SCRIPT, default_timeout=120)
    page.switch_page(page_path(f"{address}.py")).run()
    _fail_on_error(page)
    return page


def _fail_on_error(page: AppTest) -> None:
    if page.exception:
        raise RuntimeError(page.exception[0].message)


def _timed_runs() -> list[float]:
    """Grows by the duration of each run of a script."""
    durations: list[float] = []
    run_script = script_runner.ScriptRunner._run_script

    def timed(self: Any, *arguments: Any) -> None:
        start = time.process_time()
        run_script(self, *arguments)
        durations.append(time.process_time() - start)

    script_runner.ScriptRunner._run_script = timed
    return durations
