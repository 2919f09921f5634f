"""Builds a warehouse from a set of imports, and keeps the current one up to date."""

import hashlib
import json
import logging
import os
import secrets
import shutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, astuple
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from dashboard.domain.acts import Act
from dashboard.warehouse.allocations import AllocationFile, allocation_files, build_parameters, files_in_force
from dashboard.warehouse.database import open_database
from dashboard.warehouse.labels import label_rows, rules_in_force, spellings
from dashboard.warehouse.prepared import prepared_file
from dashboard.warehouse.sql_files import fill, sql, statement
from dashboard.warehouse.state import NOBODY, Publication, State
from dashboard.warehouse.waves import Wave, load_waves, set_waves_of, wave_rows

logger = logging.getLogger(__name__)

REFERENCE_FOLDER = Path(os.environ.get("DASHBOARD_DATA", Path(__file__).resolve().parents[3] / "data")) / "reference"
REFERENCE_FILES = (
    "programmes", "periods", "nomenclature", "fse_plus_objectives", "fse_plus_national_rates", "eu_rates", "regions", "region_aliases", "nuts",
    "departments", "department_aliases", "managing_body_rules", "managing_body_places", "waves", "categories", "survey_types", "survey_themes",
    "allocations", "priority_6_actions",
)  # fmt: skip
SQL_FILES = (
    "macros",
    "reference",
    "allocation",
    "derived",
    "waves_derived",
    "active_rows",
    "active_completions",
    "completed",
    "no_rows",
    "no_decisions",
    "merged_labels",
    "labelled",
    "operation",
    "decision",
    "newest_decision",
    "newest_edition",
    "departed",
    "replaced",
    "renewed",
    "no_survey",
    "survey_derived",
    "survey",
)
KEPT_WAREHOUSES = 3
MEMORY_LIMIT = "1200MB"


def load_reference(connection: duckdb.DuckDBPyConnection, folder: Path = REFERENCE_FOLDER) -> None:
    """Creates the macros and the reference tables on a connection."""
    connection.execute(sql("macros"))
    for text in sql("reference").split(";\n"):
        if text.strip():
            connection.execute(text, {"folder": str(folder)} if "$folder" in text else None)


def reference_file(folder: Path = REFERENCE_FOLDER) -> Path:
    """A database file that holds what `load_reference` creates, for the rows that the folder now holds; its variables are to be set."""
    return prepared_file(f"reference-{reference_digest(folder)}", partial(load_reference, folder=folder))


def reference_digest(folder: Path = REFERENCE_FOLDER) -> str:
    """What tells the reference rows of a folder from others."""
    digest = hashlib.sha256()
    for name in REFERENCE_FILES:
        digest.update((folder / f"{name}.csv").read_bytes())
    return digest.hexdigest()[:16]


def set_variables(connection: duckdb.DuckDBPyConnection) -> None:
    """Sets what `derived` reads beside the tables: a published warehouse doesn't keep it."""
    for text in sql("reference").split(";\n"):
        if "set variable" in text:
            connection.execute(text)


def warehouse_name(
    imports: Sequence[str],
    folder: Path = REFERENCE_FOLDER,
    labels: Sequence[tuple[str, str, str]] = (),
    waves: Sequence[Wave] = (),
    allocations: Sequence[AllocationFile] = (),
) -> str:
    """The name that these imports, merged labels, analysis periods, allocations, reference rows and SQL give: the same inputs, the same name."""
    inputs = [duckdb.__version__, *imports, *labels, *map(astuple, waves), *map(asdict, allocations)]
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
    allocations = files_in_force(allocation_files(state))
    name = warehouse_name(imports, folder, labels, waves, allocations)
    target = state.warehouses / name
    if target.exists():
        return name
    temporary = state.warehouses / f".{name}.{secrets.token_hex(4)}"
    try:
        shutil.copyfile(reference_file(folder), temporary)
        with open_database(temporary) as connection:
            connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
            connection.execute("set preserve_insertion_order = false")
            set_variables(connection)
            load_waves(connection, waves)
            connection.execute(sql("allocation"), build_parameters(allocations))
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
    active_imports(connection, state, manifests)
    kinds = [item["kind"] for item in manifests]
    decisions = (
        "read_parquet(getvariable('decisions_paths'), union_by_name = true)"
        if "decisions" in kinds
        else sql("no_decisions")
    )
    answers = "read_parquet(getvariable('survey_paths'))" if "survey" in kinds else sql("no_survey")
    operations = f"({operation_rows(kinds)})"
    if "completions" in kinds:
        # They are read several times below: laying completions over them costs more than keeping them.
        connection.execute(f"create temp table completed_row as {operation_rows(kinds)}")
        operations = "completed_row"
    fields, spelled, kept = zip(*labels, strict=True) if labels else ((), (), ())
    connection.execute(
        fill(sql("merged_labels"), rows=operations),
        {"fields": list(fields), "spellings": list(spelled), "kept": list(kept)},
    )
    labelled = f"({fill(sql('labelled'), rows=operations)})"
    connection.execute("begin")
    connection.execute(fill(sql("decision"), rows=decisions))
    dated = fill(sql("waves_derived"), rows=f"({fill(sql('derived'), rows=labelled)})")
    connection.execute(statement(fill(sql("operation"), derived=dated, newest_decision=sql("newest_decision"))))
    edition = {"newest_edition": sql("newest_edition")}
    connection.execute(fill(sql("departed"), **edition))
    connection.execute(fill(sql("survey"), rows=answers, derived=fill(sql("survey_derived"), rows="imported")))
    if kinds.count("operations") > 1:
        connection.execute(fill(sql("replaced"), **edition))
        connection.execute(sql("renewed"))
    connection.execute("commit")


def active_imports(connection: duckdb.DuckDBPyConnection, state: State, manifests: Sequence[Mapping[str, Any]]) -> None:
    """Creates `active_import`, and a variable for each kind with the paths of its files: what `operation_rows` reads."""
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
    for kind in ("operations", "completions", "decisions", "survey"):
        paths = [str(state.imports / item["id"] / f"{kind}.parquet") for item in manifests if item["kind"] == kind]
        connection.execute(f"set variable {kind}_paths = $paths", {"paths": paths})


def operation_rows(kinds: Collection[str]) -> str:
    """The SQL of the operations of the active imports, with what the completions among them say. Call `active_imports` first."""
    if "operations" not in kinds:
        return sql("no_rows")
    rows = fill(sql("active_rows"), no_rows=sql("no_rows"))
    if "completions" not in kinds:
        return rows
    return fill(sql("completed"), rows=rows, given=fill(sql("active_completions"), no_rows=sql("no_rows")))


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
        return publish(state, imports, by=NOBODY, action="reconstruction" if current else "ouverture")


def _name_in_force(state: State, imports: Sequence[str]) -> str:
    return warehouse_name(
        imports,
        labels=spellings(rules_in_force(label_rows(state))),
        waves=set_waves_of(wave_rows(state)),
        allocations=files_in_force(allocation_files(state)),
    )


def publish(state: State, imports: Sequence[str], *, by: str, action: str, act: Act = Act.PUBLICATION) -> Publication:
    """Builds the warehouse of these imports and moves the pointer to it. Call inside `exclusive()`."""
    name = build_warehouse(state, imports)
    publication = state.publish(tuple(imports), name, by=by, action=action, act=act)
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
