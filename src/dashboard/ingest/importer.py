"""Imports a file: stages it, writes an immutable import, publishes the warehouse that holds it."""

import json
import logging
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from dashboard.domain.acts import Act
from dashboard.domain.french import integer, listing, long_date, plural, quoted
from dashboard.ingest.doubts import Answers, Doubt, Finding
from dashboard.ingest.editions import action_of, edition_changes
from dashboard.ingest.errors import DoubtfulFile, MisplacedWave, NothingKept, PublicationError, UndatedEdition
from dashboard.ingest.formats import list_2021_2027
from dashboard.ingest.manifest import describe
from dashboard.ingest.public_list import edition_date, odd_day, undated
from dashboard.ingest.readers import SHEET_STEP
from dashboard.ingest.report import field_label
from dashboard.ingest.rules import RULES
from dashboard.ingest.sql_text import sql
from dashboard.ingest.staging import (
    Kept,
    Staged,
    copy_rows,
    file_sha256,
    match_columns,
    read_raw,
    stage,
    staging_connection,
    take_raw,
)
from dashboard.warehouse.build import active_imports, operation_rows, publish
from dashboard.warehouse.database import open_database
from dashboard.warehouse.sql_files import fill
from dashboard.warehouse.sql_files import sql as warehouse_sql
from dashboard.warehouse.state import State, write_atomically
from dashboard.warehouse.waves import set_waves_of, wave_rows

logger = logging.getLogger(__name__)

ACCEPTED = {
    "operations": "accepted",
    "completions": "accepted_completions",
    "decisions": "accepted_decisions",
    "survey": "accepted_survey",
}
"""The query of the rows that an import of each kind keeps."""

FIRST_ROWS = {
    "operations": "first_rows_operations",
    "completions": "first_rows_completions",
    "decisions": "first_rows_decisions",
    "survey": "first_rows_survey",
}
"""The query of the first of them, as a person checks them."""

ENRICH = "enrichir"
"""The mode of a table that completes operations: it replaces none and adds none."""
MODES = ("remplacer", "compléter", "cumulatif", ENRICH)
OnStage = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What to import and how. `wave` wins over programming dates; `mapping` is field → header of the file.

    `answers` settle the doubts of the file (`ingest.doubts`).
    `campaign` is the campaign whose decisions the file holds; `kept`, what a look at the same file and sheet has read of it.
    """

    path: Path
    file_name: str = ""
    by: str = "local"
    mode: str = "remplacer"
    wave: str | None = None
    sheet: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)
    extract_date: date | None = None
    demonstration: bool = False
    campaign: str | None = None
    kept: Kept | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did: its manifest, and where its folder is."""

    manifest: Mapping[str, Any]
    folder: Path

    def flagged(self) -> list[tuple[int, str, str, str]]:
        """Line, column, value and what is said of each accepted row that the report names."""
        path = self.folder / "flagged.parquet"
        if not path.exists():
            return []
        with open_database() as connection:
            return connection.read_parquet(str(path)).fetchall()

    def corrections(self) -> list[dict[str, Any]]:
        """What completions contradict: `num_dossier`, `wave`, `field`, `before`, `after`, by number."""
        return corrections(self.folder)

    def summary(self) -> dict[str, Any]:
        """The part of the manifest that `--json` prints."""
        names = (
            "id", "kind", "format", "wave", "waves", "programmes", "mode", "file_name", "sha256", "read", "accepted", "left_aside",
            "rejected", "total_cost", "eu_amount", "by_programme", "totals", "warnings", "errors", "left_aside_reasons", "changed_amounts",
            "findings", "answers", "columns", "notes", "completed",
        )  # fmt: skip
        return (
            {name: self.manifest[name] for name in names}
            | {"corrections": self.corrections()}
            | {name: self.manifest[name] for name in ("edition_changes",) if name in self.manifest}
        )


def corrections(folder: Path) -> list[dict[str, Any]]:
    """What the completions of an import's folder contradict: `num_dossier`, `wave`, `field`, `before`, `after`, by number."""
    path = folder / "corrections.parquet"
    if not path.exists():
        return []
    with open_database() as connection:
        cursor = connection.read_parquet(str(path))
        return [dict(zip(cursor.columns, row, strict=True)) for row in cursor.fetchall()]


def run_import(state: State, request: ImportRequest, progress: OnStage | None = None) -> Report:
    """Imports a file and publishes it. Raises IngestError or StateError with a French sentence; then nothing has changed."""
    if request.mode not in MODES:
        raise PublicationError(
            f"Le mode «\u202f{request.mode}\u202f» n'existe pas\u202f: choisissez {', '.join(MODES)}."
        )
    tell = progress or _silently
    with state.disk_errors(), staging_connection(set_waves_of(wave_rows(state))) as connection:
        staged = _read(connection, request, tell)
        with state.exclusive():
            imports = _imports_kept(state, request, staged.match.source.KIND)
            _attach(connection, state, imports)
            tell("Contrôle", staged.table.rows)
            staged = _stage(connection, request, staged)
            tell("Publication", staged.table.rows)
            report = _write(connection, state, request, staged, imports)
            # The warehouse needs the memory that the staged rows hold.
            connection.close()
            action = action_of(report.manifest)
            try:
                publish(state, (*imports, report.manifest["id"]), by=request.by, action=action, act=Act.IMPORT)
            except BaseException:
                _forget_unpublished(state, report)
                raise
    logger.info("Imported %s: %s", report.manifest["id"], report.summary())
    return report


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What an import would do: the manifest it would have, the questions still open, and a folder with its files."""

    manifest: Mapping[str, Any]
    doubts: tuple[Doubt, ...]
    folder: Path

    def first_rows(self, count: int = 10) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """The columns and the first rows that would be accepted, in the order of the file."""
        kind = self.manifest["kind"]
        path = str(self.folder / f"{kind}.parquet")
        with open_database() as connection:
            cursor = connection.execute(sql(FIRST_ROWS[kind]), {"path": path, "count": count, "sheet_step": SHEET_STEP})
            columns, rows = tuple(column[0] for column in cursor.description or ()), cursor.fetchall()
        if kind != "completions":
            return columns, rows
        # A table that completes has a few of the columns that it could have.
        filled = [rank for rank in range(len(columns)) if any(row[rank] is not None for row in rows)]
        return tuple(columns[rank] for rank in filled), [tuple(row[rank] for rank in filled) for row in rows]


def rehearse(state: State, request: ImportRequest, folder: Path) -> Rehearsal:
    """Does all of an import but publishing it: nothing of the state changes, its files are written to a new folder.

    An open question takes its first choice. Raises IngestError where the file or the mapping can't be read.
    """
    with state.disk_errors(), staging_connection(set_waves_of(wave_rows(state))) as connection:
        staged = _read(connection, request)
        imports = _imports_kept(state, request, staged.match.source.KIND)
        _attach(connection, state, imports)
        staged = stage(connection, staged, answers=request.answers, wave=_clean_wave(request.wave))
        folder.mkdir(parents=True)
        manifest = _write_tables(connection, folder, request, staged, "essai")
        manifest |= edition_changes(state, imports, manifest, folder / "operations.parquet")
    return Rehearsal(manifest, staged.doubts, folder)


def _forget_unpublished(state: State, report: Report) -> None:
    """Removes an import that was not published: it would stand in the history as one that was taken back.

    What fails after the pointer has moved leaves it published. Where the pointer can't be read, the import is kept.
    """
    current = state.current()
    if current is None or report.manifest["id"] not in current.imports:
        shutil.rmtree(report.folder, ignore_errors=True)


def prepare_import(state: State, request: ImportRequest, beside: Sequence[str] = ()) -> str:
    """Writes an import without publishing it, and returns its id. Call inside `exclusive()`. Raises IngestError.

    `beside`: the imports that it will be published with.
    """
    with staging_connection(set_waves_of(wave_rows(state))) as connection:
        staged = _read(connection, request)
        _attach(connection, state, tuple(beside), published=False)
        staged = _stage(connection, request, staged)
        return str(_write(connection, state, request, staged, ()).manifest["id"])


def _read(connection: duckdb.DuckDBPyConnection, request: ImportRequest, tell: OnStage | None = None) -> Staged:
    """The file in `raw`, from what a look at it has kept where it can, with the format of its columns."""
    table = take_raw(connection, request.kept, request.path) if request.kept else None
    if table is None:
        table = read_raw(
            connection,
            request.path,
            sheet=request.sheet,
            answers=request.answers,
            progress=partial(tell, "Lecture") if tell else None,
        )
    match = match_columns(table, request.mapping, completes=request.mode == ENRICH)
    is_list = match.source.NAME == list_2021_2027.NAME
    if is_list and (wave := _clean_wave(request.wave)):
        raise MisplacedWave(
            f"La vague {quoted(wave)} ne peut pas être donnée à la {list_2021_2027.LABEL}\u202f: l'année de convention de chaque opération vient "
            "de sa date de première convention, importez le fichier sans vague."
        )
    day, findings = request.extract_date, tuple[Finding, ...]()
    if is_list:
        day, findings = edition_date(request.file_name or request.path.name, table, day, request.answers)
    if day is None or request.demonstration:
        return Staged(table, match, findings=findings, edition=day)
    day, said, doubts = odd_day(day, datetime.now(UTC).astimezone().date(), request.answers, is_list=is_list)
    return Staged(table, match, findings=(*findings, *said), doubts=doubts, edition=day)


def _stage(connection: duckdb.DuckDBPyConnection, request: ImportRequest, staged: Staged) -> Staged:
    """Stages what was read. Raises DoubtfulFile where a question stays without an answer."""
    staged = stage(connection, staged, answers=request.answers, wave=_clean_wave(request.wave))
    if staged.doubts:
        raise DoubtfulFile(_questions(staged.doubts), staged.doubts)
    if staged.match.source.NAME == list_2021_2027.NAME and staged.edition is None:
        raise UndatedEdition(undated(request.file_name or request.path.name, staged.table))
    return staged


def _questions(doubts: Sequence[Doubt]) -> str:
    asked = " ".join(doubt.question for doubt in doubts)
    return f"Le fichier se lit de plusieurs façons, rien n'est importé tant que vous n'avez pas choisi. {asked}"


def _silently(stage_name: str, rows: int) -> None:
    del stage_name, rows


def _clean_wave(wave: str | None) -> str | None:
    return " ".join(wave.split())[:40] or None if wave else None


def _imports_kept(state: State, request: ImportRequest, kind: str) -> tuple[str, ...]:
    """The active imports that stay beside the new one.

    The demonstration leaves when real operations come; a real survey takes the place of the demonstration's alone. Decisions and
    completions are about operations by number: they wait for those that come, and leave the others where they are.
    """
    current = state.current()
    kept = current.imports if current else ()
    if request.demonstration or kind in {"decisions", "completions"}:
        return kept
    manifests = {import_id: state.manifest(import_id) for import_id in kept}
    return tuple(
        import_id
        for import_id, manifest in manifests.items()
        if not (manifest["demonstration"] and kind in {"operations", manifest["kind"]})
    )


def _attach(
    connection: duckdb.DuckDBPyConnection, state: State, imports: tuple[str, ...], *, published: bool = True
) -> None:
    """Copies what the new rows are compared with, in the imports that stay; those that are not `published` are read as they are."""
    manifests = [state.manifest(import_id) for import_id in imports]
    active_imports(connection, state, manifests)
    if published:
        _attach_published(connection, state, imports)
    else:
        rows = operation_rows([manifest["kind"] for manifest in manifests])
        connection.execute(fill(sql("prepared"), rows=f"({rows})"))
    # In 2021-2027 the number alone says which operation it is: no wave stands beside it.
    connection.execute(
        "create table known_numbers as"
        " select distinct num_dossier, case when period <> '2021-2027' then wave end as wave from published"
    )
    _attach_survey(connection, state, imports if published else ())


def _attach_published(connection: duckdb.DuckDBPyConnection, state: State, imports: tuple[str, ...]) -> None:
    """Copies the operations now published, none where none of them stays."""
    current = state.current()
    columns = "num_dossier, wave, period, programme, title, total_cost, eu_amount, source, import_id, line"
    if current is not None and imports and (state.warehouses / current.warehouse).exists():
        path = str(state.warehouses / current.warehouse).replace("'", "''")
        connection.execute(f"attach '{path}' as warehouse (read_only)")
        connection.execute(f"create table published as select {columns} from warehouse.operation")  # noqa: S608
        connection.execute("detach warehouse")
    else:
        connection.execute(
            "create table published (num_dossier varchar, wave varchar, period varchar, programme varchar, title varchar,"
            " total_cost decimal(18, 2), eu_amount decimal(18, 2), source varchar, import_id varchar, line bigint)"
        )


def _attach_survey(connection: duckdb.DuckDBPyConnection, state: State, imports: tuple[str, ...]) -> None:
    """Copies which structures have already answered, in the surveys that stay."""
    connection.execute("create table published_respondent (respondent varchar, wave varchar)")
    current = state.current()
    if current is not None and imports and (state.warehouses / current.warehouse).exists():
        path = str(state.warehouses / current.warehouse).replace("'", "''")
        connection.execute(f"attach '{path}' as warehouse (read_only)")
        connection.execute(sql("published_respondents"), {"imports": list(imports)})
        connection.execute("detach warehouse")


def _write(
    connection: duckdb.DuckDBPyConnection,
    state: State,
    request: ImportRequest,
    staged: Staged,
    imports: Sequence[str],
) -> Report:
    """Writes the import's folder under a temporary name, then gives it its own: it exists whole or not at all."""
    sha256 = file_sha256(request.path)
    import_id = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{sha256[:8]}-{secrets.token_hex(2)}"
    temporary = state.imports / f".{import_id}"
    try:
        temporary.mkdir(parents=True)
        manifest = _write_tables(connection, temporary, request, staged, import_id)
        if not manifest["accepted"]:
            if request.wave and manifest["errors"].get("foreign_wave"):
                raise MisplacedWave(
                    f"La vague {quoted(request.wave)} n'est pas de la programmation 2021-2027, celle des opérations de ce fichier\u202f: donnez-en "
                    "une de cette programmation, ou aucune si le fichier a des dates de convention."
                )
            raise NothingKept(_nothing_kept(connection, manifest, temporary / "rejected.parquet"))
        manifest |= edition_changes(state, imports, manifest, temporary / "operations.parquet")
        manifest |= {
            "sha256": sha256,
            "size": request.path.stat().st_size,
        }
        shutil.copyfile(request.path, temporary / f"original{Path(manifest['file_name']).suffix[:10]}")
        write_atomically(temporary / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=2, default=str))
        _flush_to_disk(temporary)
        temporary.replace(state.imports / import_id)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return Report(manifest, state.imports / import_id)


def _flush_to_disk(folder: Path) -> None:
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())


def _write_tables(
    connection: duckdb.DuckDBPyConnection, folder: Path, request: ImportRequest, staged: Staged, import_id: str
) -> dict[str, Any]:
    kind = staged.match.source.KIND
    if kind == "operations":
        connection.execute(sql("left_aside"), {"mode": request.mode})
        connection.execute(sql("changes"))
    elif kind == "survey":
        connection.execute(sql("left_aside_survey"), {"mode": request.mode})
    elif kind == "completions":
        connection.execute(sql("completion"))
        _compare_completions(connection)
    else:
        connection.execute("create or replace table left_aside (line bigint, reason varchar)")
    copy_rows(connection, sql(ACCEPTED[kind]), folder / f"{kind}.parquet", {"import_id": import_id})
    if kind == "operations":
        staged = replace(
            staged, findings=(*_told_by_completions(connection, folder / "operations.parquet"), *staged.findings)
        )
    cell = _write_reasons(connection, staged)
    copy_rows(connection, _rejected_sql(connection, staged, cell), folder / "rejected.parquet")
    copy_rows(
        connection,
        "select raw.*, left_aside.reason from raw join left_aside using (line)",
        folder / "left_aside.parquet",
    )
    if staged.match.extra:
        extra = ", ".join(
            f'c{position} as "{header.replace(chr(34), chr(34) * 2)}"'
            for position, header in enumerate(staged.table.headers)
            if header in staged.match.extra
        )
        copy_rows(connection, f"select line, {extra} from raw", folder / "extra_columns.parquet")  # noqa: S608
    manifest = describe(connection, staged)
    if manifest["changed_amounts"]:
        copy_rows(connection, "from changes", folder / "changes.parquet")
    if kind == "completions":
        copy_rows(connection, sql("corrections"), folder / "corrections.parquet")
    if any(RULES[name].listed for name in manifest["warnings"]):
        copy_rows(connection, fill(sql("flagged"), cell=cell), folder / "flagged.parquet")
    return manifest | {
        "id": import_id,
        "mode": ENRICH if kind == "completions" else request.mode,
        "demonstration": request.demonstration,
        "file_name": request.file_name or request.path.name,
        "imported_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "by": request.by,
        "extract_date": staged.edition,
        "mapping": dict(request.mapping),
        "answers": dict(request.answers),
        "campaign": request.campaign,
    }


def _told_by_completions(connection: duckdb.DuckDBPyConnection, path: Path) -> Iterator[Finding]:
    """What each completing file that stays in force fills and overrides in the rows of a new import."""
    if not connection.execute("select 1 from active_import where kind = 'completions'").fetchall():
        return
    rows = fill(sql("imported_rows"), path=str(path).replace("'", "''"), no_rows=warehouse_sql("no_rows"))
    given = fill(warehouse_sql("active_completions"), no_rows=warehouse_sql("no_rows"))
    completed = fill(warehouse_sql("completed"), rows=rows, given=given)
    cursor = connection.execute(fill(sql("overridden"), completed=completed))
    for file_name, imported_at, overridden, operations, filled, fields in cursor.fetchall():
        source = f"Le complément {quoted(file_name)}, importé le {long_date(imported_at.date())}"
        said = (
            f"remplit {plural(filled, 'champ')} que ce fichier laisse vide{'s' if filled > 1 else ''}" if filled else ""
        )
        if not overridden:
            yield Finding(f"{source}, {said}.", 1)
            continue
        names = listing([quoted(field_label(name)) for name in fields])
        more = f" et {said}" if said else ""
        yield Finding(
            f"{source}, l'emporte toujours sur ce fichier dans {plural(overridden, 'champ')} de {plural(operations, 'opération')} ({names}){more}\u202f: "
            "retirez ce complément, dans l'historique des imports, s'il est dépassé.",
            0,
        )


def _compare_completions(connection: duckdb.DuckDBPyConnection) -> None:
    """Builds `standing`, the published operations that the file is about, then what each of its cells does to them (`compared_cell`)."""
    kinds = [row[0] for row in connection.execute("select distinct kind from active_import").fetchall()]
    connection.execute(fill(sql("standing"), rows=operation_rows(kinds)))
    given = "select completion.* exclude (line), '' as import_id, 0 as position from completion"
    key = "{'num_dossier': num_dossier, 'wave': wave, 'import_id': import_id, 'line': line}"
    connection.execute(
        fill(
            sql("compared"),
            completed=fill(warehouse_sql("completed"), rows="standing", given=given),
            given_cells=fill(sql("completion_cells"), key="num_dossier", rows="completion"),
            cells_after=fill(sql("completion_cells"), key=key, rows="compared"),
        )
    )


def _nothing_kept(connection: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any], rejected: Path) -> str:
    """Why no row is kept, the most frequent reason first, then the cells of the first rejected row."""
    reasons = {RULES[name].label: count for name, count in manifest["errors"].items()} | manifest["left_aside_reasons"]
    if manifest["malformed"]:
        reasons["ligne mal formée"] = len(manifest["malformed"])
    said = " ; ".join(
        f"{reason} ({integer(count)})" for reason, count in sorted(reasons.items(), key=lambda one: -one[1])
    )
    return (
        f"Aucune des {integer(manifest['read'])} lignes du fichier n'est gardée, rien n'a changé\u202f: {said}{_first_rejected(connection, rejected)}. "
        "Corrigez le fichier ou l'association des colonnes, puis importez de nouveau."
    )


_LONGEST_SHOWN = 60


def _first_rejected(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    """« ; par exemple, ligne 2, « Mont_UE » vaut « 12 DB » », "" where no row is rejected."""
    row = connection.execute(
        "select Ligne, Colonne, Valeur, Motif from read_parquet($path) order by Ligne limit 1", {"path": str(path)}
    ).fetchone()
    if row is None:
        return ""
    line, header, text, reason = row
    column, cell = str(header or "").split(" ; ")[0], str(text or "").split(" ; ")[0].strip()[:_LONGEST_SHOWN]
    if not column:
        return f"\u202f; par exemple, à la ligne {integer(line)}, {str(reason).rstrip('.')}"
    holds = f"vaut {quoted(cell)}" if cell else "est vide"
    return f"\u202f; par exemple, à la ligne {integer(line)}, {quoted(column)} {holds}"


def _write_reasons(connection: duckdb.DuckDBPyConnection, staged: Staged) -> str:
    """Writes what each rule says of each field as `reason`, and gives the SQL of the cell that one of them blames."""
    rows = [
        (f"{rule.name}:{name}", staged.header_of(name), rule.message, rule.listed, staged.match.columns.get(name))
        for rule in RULES.values()
        for name in rule.predicates
    ]
    # One by one, they would take thirty times as long.
    columns = ("error", "header", "message", "listed", "position")
    connection.execute(sql("reason"), dict(zip(columns, map(list, zip(*rows, strict=True)), strict=True)))
    used = sorted({position for *_, position in rows if position is not None})
    return (
        "case reason.position " + " ".join(f"when {position} then c{position}" for position in used) + " end"
        if used
        else "null"
    )


def _rejected_sql(connection: duckdb.DuckDBPyConnection, staged: Staged, cell: str) -> str:
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
