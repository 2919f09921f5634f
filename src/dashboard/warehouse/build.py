"""Builds a warehouse from a set of imports, and keeps the current one up to date."""

import hashlib
import json
import logging
import os
import secrets
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

import duckdb

from dashboard.warehouse.database import open_database
from dashboard.warehouse.labels import label_rows, rules_in_force, spellings
from dashboard.warehouse.sql_files import fill, sql
from dashboard.warehouse.state import Publication, State
from dashboard.warehouse.waves import Wave, load_waves, set_waves_of, wave_rows

logger = logging.getLogger(__name__)

REFERENCE_FOLDER = Path(os.environ.get("DASHBOARD_DATA", Path(__file__).resolve().parents[3] / "data")) / "reference"
REFERENCE_FILES = (
    "programmes", "periods", "nomenclature", "fse_plus_objectives", "eu_rates", "regions", "region_aliases", "nuts",
    "departments", "department_aliases", "managing_body_rules", "managing_body_places", "waves", "categories", "survey_types", "survey_themes",
)  # fmt: skip
SQL_FILES = (
    "macros",
    "reference",
    "derived",
    "waves_derived",
    "active_rows",
    "no_rows",
    "no_decisions",
    "merged_labels",
    "labelled",
    "operation",
    "decision",
    "replaced",
    "renewed",
    "no_survey",
    "survey_derived",
    "survey",
)
KEPT_WAREHOUSES = 3
MEMORY_LIMIT = "1200MB"


def load_reference(
    connection: duckdb.DuckDBPyConnection, folder: Path = REFERENCE_FOLDER, waves: Sequence[Wave] = ()
) -> None:
    """Creates the macros and the reference tables on a connection, with the analysis periods that people set."""
    connection.execute(sql("macros"))
    for statement in sql("reference").split(";\n"):
        if statement.strip():
            connection.execute(statement, {"folder": str(folder)} if "$folder" in statement else None)
    load_waves(connection, waves)


def warehouse_name(
    imports: Sequence[str],
    folder: Path = REFERENCE_FOLDER,
    labels: Sequence[tuple[str, str, str]] = (),
    waves: Sequence[Wave] = (),
) -> str:
    """The name that these imports, merged labels, analysis periods, reference rows and SQL give: the same inputs, the same name."""
    inputs = [duckdb.__version__, *imports, *labels, *map(astuple, waves)]
    digest = hashlib.sha256(json.dumps(inputs, default=str).encode())
    for name in REFERENCE_FILES:
        digest.update((folder / f"{name}.csv").read_bytes())
    for name in SQL_FILES:
        digest.update(sql(name).encode())
    return f"warehouse-{digest.hexdigest()[:16]}.duckdb"


def build_warehouse(
    state: State, imports: Sequence[str], folder: Path = REFERENCE_FOLDER, waves: Sequence[Wave] | None = None
) -> str:
    """Builds the warehouse of these imports, oldest first, and returns its file name. Call inside `exclusive()`.

    `waves`: the analysis periods to try in the place of those that people set.
    """
    labels = spellings(rules_in_force(label_rows(state)))
    waves = set_waves_of(wave_rows(state)) if waves is None else waves
    name = warehouse_name(imports, folder, labels, waves)
    target = state.warehouses / name
    if target.exists():
        return name
    temporary = state.warehouses / f".{name}.{secrets.token_hex(4)}"
    try:
        with open_database(temporary) as connection:
            connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
            connection.execute("set preserve_insertion_order = false")
            load_reference(connection, folder, waves)
            _create_tables(connection, state, [state.manifest(import_id) for import_id in imports], labels)
            # Closing would do it too, and say nothing of a full disk: the file would stand there without its tables.
            connection.execute("checkpoint")
        temporary.replace(target)
    finally:
        for leftover in state.warehouses.glob(f"{temporary.name}*"):
            leftover.unlink(missing_ok=True)
    logger.info("Built %s from %d imports", name, len(imports))
    return name


def _create_tables(
    connection: duckdb.DuckDBPyConnection,
    state: State,
    manifests: list[dict[str, Any]],
    labels: Sequence[tuple[str, str, str]],
) -> None:
    connection.execute(
        "create table active_import (position integer, import_id varchar, kind varchar, source varchar, mode varchar,"
        " file_name varchar, extract_date date, imported_at timestamp, demonstration boolean)"
    )
    for position, manifest in enumerate(manifests):
        connection.execute(
            "insert into active_import values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            [
                position,
                manifest["id"],
                manifest["kind"],
                manifest["format"],
                manifest["mode"],
                manifest["file_name"],
                manifest["extract_date"],
                manifest["imported_at"],
                manifest["demonstration"],
            ],
        )
    for kind in ("operations", "decisions", "survey"):
        paths = [str(state.imports / item["id"] / f"{kind}.parquet") for item in manifests if item["kind"] == kind]
        connection.execute(f"set variable {kind}_paths = $paths", {"paths": paths})
    kinds = [item["kind"] for item in manifests]
    decisions = (
        "read_parquet(getvariable('decisions_paths'), union_by_name = true)"
        if "decisions" in kinds
        else sql("no_decisions")
    )
    answers = "read_parquet(getvariable('survey_paths'))" if "survey" in kinds else sql("no_survey")
    operations = f"({fill(sql('active_rows'), no_rows=sql('no_rows')) if 'operations' in kinds else sql('no_rows')})"
    fields, spelled, kept = zip(*labels, strict=True) if labels else ((), (), ())
    connection.execute(
        fill(sql("merged_labels"), rows=operations),
        {"fields": list(fields), "spellings": list(spelled), "kept": list(kept)},
    )
    labelled = f"({fill(sql('labelled'), rows=operations)})"
    connection.execute("begin")
    connection.execute(fill(sql("decision"), rows=decisions))
    derived = f"({fill(sql('derived'), rows=labelled)})"
    connection.execute(fill(sql("operation"), derived=fill(sql("waves_derived"), rows=derived)))
    connection.execute(fill(sql("survey"), rows=answers, derived=fill(sql("survey_derived"), rows="imported")))
    if kinds.count("operations") > 1:
        connection.execute(sql("replaced"))
        connection.execute(sql("renewed"))
    connection.execute("commit")


def ensure_current(state: State, imports_when_empty: Sequence[str] = ()) -> Publication:
    """The current publication, its warehouse rebuilt first if reference rows, code or a deleted file call for it."""
    current = state.current()
    if (
        current
        and _name_in_force(state, current.imports) == current.warehouse
        and (state.warehouses / current.warehouse).exists()
    ):
        return current
    with state.exclusive():
        current = state.current()
        imports = current.imports if current else tuple(imports_when_empty)
        return publish(state, imports, by="—", action="reconstruction" if current else "ouverture")


def _name_in_force(state: State, imports: Sequence[str]) -> str:
    labels, waves = spellings(rules_in_force(label_rows(state))), set_waves_of(wave_rows(state))
    return warehouse_name(imports, labels=labels, waves=waves)


def publish(state: State, imports: Sequence[str], *, by: str, action: str) -> Publication:
    """Builds the warehouse of these imports and moves the pointer to it. Call inside `exclusive()`."""
    name = build_warehouse(state, imports)
    publication = state.publish(tuple(imports), name, by=by, action=action)
    forget_old_warehouses(state)
    return publication


def forget_old_warehouses(state: State) -> None:
    """Keeps the newest few: a reader that still holds an older one keeps its open handle."""
    current = state.current()
    files = sorted(state.warehouses.glob("warehouse-*.duckdb"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[KEPT_WAREHOUSES:]:
        if current is None or path.name != current.warehouse:
            try:
                path.unlink(missing_ok=True)
            except OSError:
                logger.info("Kept %s: still in use", path.name)


def connect(state: State, publication: Publication) -> duckdb.DuckDBPyConnection:
    """Opens a published warehouse, read-only. Raises StateError where it is gone or out of reach."""
    with state.disk_errors():
        return open_database(state.warehouses / publication.warehouse, read_only=True)
