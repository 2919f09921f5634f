"""The import, beside DuckDB that reads the same file and normalises the same text."""

import time
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from python_calamine import CalamineWorkbook

from benchmarks.data import sql
from dashboard.demo.install import open_state
from dashboard.ingest.formats import list_2021_2027
from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.warehouse.build import load_reference
from dashboard.warehouse.state import State


def product(path: str, state: str, waves: str) -> dict[str, Any]:
    """Imports and publishes one file, for each wave named (« - »: as a decisions file, which has none)."""
    start, processor = time.perf_counter(), time.process_time()
    report = run_import(
        State(Path(state)),
        ImportRequest(Path(path), wave=None if waves == "-" else waves, extract_date=date(2019, 3, 9)),
    )
    assert report.manifest["rejected"] == 0
    return {"seconds": time.perf_counter() - start, "processor": time.process_time() - processor}


def alone(path: str) -> dict[str, Any]:
    """What DuckDB needs by itself: every cell as text, and the normalised text that the search goes through."""
    with duckdb.connect() as connection:
        load_reference(connection)
        start, processor = time.perf_counter(), time.process_time()
        connection.execute(sql("alone"), {"path": path})
        return {"seconds": time.perf_counter() - start, "processor": time.process_time() - processor}


def public_list(path: str, state: str) -> dict[str, Any]:
    """Imports and publishes an edition of the list of 2021-2027."""
    start, processor = time.perf_counter(), time.process_time()
    report = run_import(State(Path(state)), ImportRequest(Path(path), extract_date=date(2026, 3, 16)))
    assert report.manifest["format"] == list_2021_2027.NAME
    return {"seconds": time.perf_counter() - start, "processor": time.process_time() - processor}


def list_alone(path: str) -> dict[str, Any]:
    """What DuckDB needs by itself for a CSV, calamine for an XLSX."""
    if path.endswith(".xlsx"):
        start, processor = time.perf_counter(), time.process_time()
        CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        return {"seconds": time.perf_counter() - start, "processor": time.process_time() - processor}
    with duckdb.connect() as connection:
        load_reference(connection)
        start, processor = time.perf_counter(), time.process_time()
        connection.execute(sql("alone_list"), {"path": path})
        return {"seconds": time.perf_counter() - start, "processor": time.process_time() - processor}


def demonstration(state: str) -> dict[str, Any]:
    """A new state folder with the demonstration extract in it."""
    start = time.perf_counter()
    open_state(State(Path(state)))
    return {"seconds": time.perf_counter() - start}
