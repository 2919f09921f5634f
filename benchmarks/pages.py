"""A page after a filter change, beside the same page whose every answer is a constant.

Both draw the same cards, in AppTest: the time is that of the script on the server, without the network and the browser.
The constants are the product's own answers, kept from a first pass: what is measured is what computing them costs.
"""

import os
import time
from pathlib import Path
from statistics import median
from typing import Any

from streamlit.runtime.scriptrunner import script_runner
from streamlit.testing.v1 import AppTest

from dashboard.ui import data
from tests.pages.declared import MAIN_SCRIPT, page_path

ROOT = Path(__file__).parents[1]
PAGES = {
    "Synthèse": "indicateurs/synthese",
    "Répartition": "indicateurs/repartition",
    "Opérations": "indicateurs/operations",
    "Territoires": "territoires/territoires",
}
CHANGES = 9


def measure(folder: str) -> list[dict[str, Any]]:
    """The median of each page over as many new selections, and with constants, in milliseconds."""
    os.environ["DASHBOARD_STATE"] = folder
    runs = _timed_runs()
    computed = data._cached
    answers: dict[Any, Any] = {}

    def remembering(*arguments: Any, _function: Any) -> Any:
        answers[arguments] = computed(*arguments, _function=_function)
        return answers[arguments]

    def constant(*arguments: Any, _function: Any) -> Any:
        return answers[arguments]

    measured = []
    for label, address in PAGES.items():
        durations = {}
        for name, source in (("ours", remembering), ("theirs", constant)):
            data._cached = source
            durations[name] = _median_of_changes(address, runs)
        computed.clear()
        measured.append({"label": label, **durations})
    return measured


def _median_of_changes(address: str, runs: list[float]) -> float:
    page = _opened(address)
    regions = page.multiselect(key="region").options[: CHANGES + 1]
    durations = []
    for region in regions:
        runs.clear()
        page.multiselect(key="region").set_value([region]).run()
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
        start = time.perf_counter()
        run_script(self, *arguments)
        durations.append(time.perf_counter() - start)

    script_runner.ScriptRunner._run_script = timed
    return durations
