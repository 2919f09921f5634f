"""Imports a file: stages it, writes an immutable import, publishes the warehouse that holds it."""

import hashlib
import json
import logging
import os
import secrets
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from dashboard.domain.french import plural
from dashboard.ingest.errors import PublicationError
from dashboard.ingest.rules import RULES
from dashboard.ingest.staging import Staged, match_columns, read_raw, sql, stage, staging_connection
from dashboard.warehouse.build import publish
from dashboard.warehouse.sql_files import fill
from dashboard.warehouse.state import State, write_atomically

logger = logging.getLogger(__name__)

MODES = ("remplacer", "compléter", "cumulatif")
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What to import and how. `wave` wins over programming dates; `mapping` is field → header of the file."""

    path: Path
    file_name: str = ""
    by: str = "local"
    mode: str = "remplacer"
    wave: str | None = None
    sheet: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    extract_date: date | None = None
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did: its manifest, and where its folder is."""

    manifest: Mapping[str, Any]
    folder: Path

    def summary(self) -> dict[str, Any]:
        """The part of the manifest that `--json` prints."""
        names = (
            "id", "kind", "format", "wave", "waves", "programmes", "mode", "file_name", "sha256", "read", "accepted", "left_aside",
            "rejected", "total_cost", "eu_amount", "warnings", "errors", "left_aside_reasons", "changed_amounts", "notes",
        )  # fmt: skip
        return {name: self.manifest[name] for name in names}


def run_import(state: State, request: ImportRequest, progress: Progress | None = None) -> Report:
    """Imports a file and publishes it. Raises IngestError or StateError with a French sentence; then nothing has changed."""
    if request.mode not in MODES:
        raise PublicationError(f"Le mode « {request.mode} » n'existe pas\u202f: choisissez {', '.join(MODES)}.")
    tell = progress or _silently
    with staging_connection() as connection:
        table = read_raw(connection, request.path, sheet=request.sheet, progress=lambda rows: tell("Lecture", rows))
        staged = Staged(table, match_columns(table, request.mapping))
        with state.exclusive():
            imports = _imports_kept(state, request, staged.match.source.KIND)
            _attach_published(connection, state, imports)
            tell("Contrôle", table.rows)
            stage(connection, staged, wave=_clean_wave(request.wave))
            tell("Publication", table.rows)
            report = _write(connection, state, request, staged)
            action = f"import de {report.manifest['file_name']} ({request.mode})"
            publish(state, (*imports, report.manifest["id"]), by=request.by, action=action)
    logger.info("Imported %s: %s", report.manifest["id"], report.summary())
    return report


def prepare_import(state: State, request: ImportRequest) -> str:
    """Writes an import without publishing it, and returns its id. Call inside `exclusive()`. Raises IngestError."""
    with staging_connection() as connection:
        table = read_raw(connection, request.path, sheet=request.sheet)
        staged = Staged(table, match_columns(table, request.mapping))
        _attach_published(connection, state, ())
        stage(connection, staged, wave=_clean_wave(request.wave))
        return str(_write(connection, state, request, staged).manifest["id"])


def _silently(stage_name: str, rows: int) -> None:
    del stage_name, rows


def _clean_wave(wave: str | None) -> str | None:
    return " ".join(wave.split())[:40] or None if wave else None


def _imports_kept(state: State, request: ImportRequest, kind: str) -> tuple[str, ...]:
    """The active imports that stay beside the new one: the demonstration leaves when real operations come."""
    current = state.current()
    kept = current.imports if current else ()
    if kind == "operations" and not request.demonstration:
        return tuple(import_id for import_id in kept if not state.manifest(import_id)["demonstration"])
    return kept


def _attach_published(connection: duckdb.DuckDBPyConnection, state: State, imports: tuple[str, ...]) -> None:
    """Copies what the new rows are compared with: the operations now published, none where none of them stays."""
    current = state.current()
    columns = "num_dossier, wave, title, total_cost, eu_amount, source"
    if current is not None and imports and (state.warehouses / current.warehouse).exists():
        path = str(state.warehouses / current.warehouse).replace("'", "''")
        connection.execute(f"attach '{path}' as warehouse (read_only)")
        connection.execute(f"create table published as select {columns} from warehouse.operation")  # noqa: S608
        connection.execute("detach warehouse")
    else:
        connection.execute(
            "create table published (num_dossier varchar, wave varchar, title varchar,"
            " total_cost decimal(18, 2), eu_amount decimal(18, 2), source varchar)"
        )
    connection.execute("create table known_numbers as select distinct num_dossier from published")


def _write(connection: duckdb.DuckDBPyConnection, state: State, request: ImportRequest, staged: Staged) -> Report:
    """Writes the import's folder under a temporary name, then gives it its own: it exists whole or not at all."""
    sha256 = file_sha256(request.path)
    import_id = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{sha256[:8]}-{secrets.token_hex(2)}"
    temporary = state.imports / f".{import_id}"
    temporary.mkdir(parents=True)
    try:
        manifest = _write_tables(connection, temporary, request, staged, import_id) | {
            "sha256": sha256,
            "size": request.path.stat().st_size,
        }
        shutil.copyfile(request.path, temporary / f"original{Path(manifest['file_name']).suffix[:10]}")
        write_atomically(temporary / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=2, default=str))
        _flush_to_disk(temporary)
        temporary.replace(state.imports / import_id)
    except (OSError, duckdb.IOException) as error:
        raise PublicationError(
            "L'import n'a pas pu être écrit (disque plein ou droits insuffisants)\u202f: rien n'a changé, libérez de la place "
            f"dans « {state.root} », puis réessayez."
        ) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return Report(manifest, state.imports / import_id)


def _flush_to_disk(folder: Path) -> None:
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_tables(
    connection: duckdb.DuckDBPyConnection, folder: Path, request: ImportRequest, staged: Staged, import_id: str
) -> dict[str, Any]:
    kind = staged.match.source.KIND
    if kind == "operations":
        connection.execute(sql("left_aside"), {"mode": request.mode})
        connection.execute(sql("changes"))
    else:
        connection.execute("create or replace table left_aside (line bigint, reason varchar)")
    accepted = "accepted" if kind == "operations" else "accepted_decisions"
    _copy(connection, sql(accepted), folder / f"{kind}.parquet", {"import_id": import_id})
    _copy(connection, _rejected_sql(connection, staged), folder / "rejected.parquet", {})
    _copy(
        connection,
        "select raw.*, left_aside.reason from raw join left_aside using (line)",
        folder / "left_aside.parquet",
        {},
    )
    if staged.match.extra:
        extra = ", ".join(
            f'c{position} as "{header.replace(chr(34), chr(34) * 2)}"'
            for position, header in enumerate(staged.table.headers)
            if header in staged.match.extra
        )
        _copy(connection, f"select line, {extra} from raw", folder / "extra_columns.parquet", {})  # noqa: S608
    return _manifest(connection, folder, request, staged, import_id)


def _copy(connection: duckdb.DuckDBPyConnection, query: str, path: Path, parameters: Mapping[str, Any]) -> None:
    target = str(path).replace("'", "''")
    connection.execute(f"copy ({query}) to '{target}' (format parquet, compression zstd)", dict(parameters))


def _rejected_sql(connection: duckdb.DuckDBPyConnection, staged: Staged) -> str:
    connection.execute(
        "create or replace table reason (error varchar, header varchar, message varchar, position integer)"
    )
    rows = [
        (f"{rule.name}:{name}", staged.header_of(name), rule.message, staged.match.columns.get(name))
        for rule in RULES.values()
        for name in rule.predicates
    ]
    connection.executemany("insert into reason values ($1, $2, $3, $4)", rows)
    used = sorted({position for *_, position in rows if position is not None})
    cell = (
        "case reason.position " + " ".join(f"when {position} then c{position}" for position in used) + " end"
        if used
        else "null"
    )
    taken = {"Ligne", "Colonne", "Valeur", "Motif"}
    original = "".join(
        f', raw.c{position} as "{header.replace(chr(34), chr(34) * 2)}"'
        for position, header in enumerate(staged.table.headers)
        if header not in taken
    )
    connection.execute("create or replace table malformed (line bigint, text varchar, message varchar)")
    for row in staged.table.malformed:
        connection.execute("insert into malformed values ($1, $2, $3)", [row.line, row.text, row.reason])
    return fill(sql("rejected"), cell=cell, original_columns=original)


def _counted(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, int]:
    return {str(name): int(count) for name, count in connection.execute(query).fetchall()}


def _manifest(
    connection: duckdb.DuckDBPyConnection, folder: Path, request: ImportRequest, staged: Staged, import_id: str
) -> dict[str, Any]:
    """Everything that the report and the history say about an import."""
    kind, table = staged.match.source.KIND, staged.table
    accepted_rows = "judged anti join left_aside on left_aside.line = judged.line where len(errors) = 0"
    rejected_rows = "judged anti join left_aside on left_aside.line = judged.line where len(errors) > 0"
    left_aside, rejected, accepted = connection.execute(sql("summary")).fetchone() or (0, 0, 0)
    operations = kind == "operations"
    waves = (
        _counted(connection, f"select wave, count(*) from {accepted_rows} group by all order by all")
        if operations
        else {}
    )
    total_cost, eu_amount = (0, 0)
    if operations:
        total_cost, eu_amount = connection.execute(
            f"select coalesce(sum(total_cost), 0), coalesce(sum(eu_amount), 0) from {accepted_rows}"  # noqa: S608
        ).fetchone() or (0, 0)
    distinct_rules = "select rule, count(*) from (select distinct line, split_part(unnest({level}), ':', 1) as rule from {rows}) group by all order by all"
    manifest: dict[str, Any] = {
        "id": import_id,
        "kind": kind,
        "format": staged.match.source.NAME,
        "mode": request.mode,
        "demonstration": request.demonstration,
        "file_name": request.file_name or request.path.name,
        "imported_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "by": request.by,
        "extract_date": request.extract_date,
        "sheet": table.sheet,
        "mapping": dict(request.mapping),
        "extra_columns": list(staged.match.extra),
        "wave": next(iter(waves)) if len(waves) == 1 else None,
        "waves": waves,
        "programmes": _counted(connection, f"select programme, count(*) from {accepted_rows} group by all order by all")
        if operations
        else {},
        "read": table.rows + len(table.malformed),
        "accepted": accepted,
        "left_aside": left_aside,
        "rejected": rejected + len(table.malformed),
        "malformed": [{"line": row.line, "text": row.text, "reason": row.reason} for row in table.malformed],
        "total_cost": float(total_cost),
        "eu_amount": float(eu_amount),
        "warnings": _counted(connection, distinct_rules.format(level="warnings", rows=accepted_rows)),
        "errors": _counted(connection, distinct_rules.format(level="errors", rows=rejected_rows)),
        "left_aside_reasons": _counted(connection, "select reason, count(*) from left_aside group by all order by all"),
        "changed_amounts": 0,
        "notes": list(table.notes),
    }
    if operations:
        manifest["changed_amounts"] = (connection.execute("select count(*) from changes").fetchone() or (0,))[0]
        if manifest["changed_amounts"]:
            _copy(connection, "from changes", folder / "changes.parquet", {})
        manifest["notes"] += _neighbour_notes(connection, staged) + _twin_notes(connection, staged)
    return manifest


def _neighbour_notes(connection: duckdb.DuckDBPyConnection, staged: Staged) -> list[str]:
    row = connection.execute(sql("neighbours"), {"source": staged.match.source.NAME}).fetchone()
    elsewhere, other_source, waves = row or (0, 0, None)
    notes = []
    if elsewhere:
        notes.append(
            f"{plural(elsewhere, 'numéro figure', 'numéros figurent')} déjà dans une autre vague ({waves})\u202f: "
            f"{'il y compte' if elsewhere == 1 else 'ils y comptent'} aussi. "
            "Si la liste est cumulative, importez-la en mode « cumulatif »."
        )
    if other_source:
        notes.append(
            f"{plural(other_source, 'numéro était', 'numéros étaient')} déjà dans la même vague par une autre source\u202f: "
            f"la version de ce fichier {'le' if other_source == 1 else 'les'} remplace, aucune opération ne compte deux fois."
        )
    return notes


def _twin_notes(connection: duckdb.DuckDBPyConnection, staged: Staged) -> list[str]:
    if staged.match.source.HAS_NUMBER:
        return []
    exact, amounts = connection.execute(sql("twins")).fetchone() or (0, 0)
    if "num_dossier" in staged.match.columns:
        return [_shared_numbers(exact + amounts)] if exact + amounts else []
    notes = ["Ce format n'a pas de numéro d'opération\u202f: une clé stable est construite à partir du contenu."]
    if exact:
        notes.append(
            f"{plural(exact, 'ligne a', 'lignes ont')} une jumelle identique en tout point\u202f: elles sont toutes gardées."
        )
    if amounts:
        notes.append(
            f"{plural(amounts, 'ligne ne diffère', 'lignes ne diffèrent')} d'une autre que par les montants\u202f: toutes sont gardées."
        )
    return notes


def _shared_numbers(rows: int) -> str:
    return (
        f"{plural(rows, 'ligne partage son', 'lignes partagent leur')} numéro d'opération avec une autre\u202f: "
        "toutes sont gardées, avec un rang après le numéro."
    )
