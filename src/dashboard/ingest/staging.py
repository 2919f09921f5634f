"""From a file to judged rows: read, map, parse, judge. Everything happens in a private in-memory database."""

import dataclasses
import hashlib
import html
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from dashboard.domain.french import listing, quoted
from dashboard.domain.operation import EU_RATE, FIELDS, OBJECTIVE_LABEL
from dashboard.domain.survey import FIELDS as SURVEY_FIELDS
from dashboard.ingest.checks import check
from dashboard.ingest.columns import KNOWN_HEADERS, Match, completing, map_by_hand, missing_fields, recognise
from dashboard.ingest.days import read_days
from dashboard.ingest.doubts import Answers, Doubt, Finding, Verdicts, unused_answers
from dashboard.ingest.errors import NoMatchingColumn
from dashboard.ingest.formats import FORMAT_BY_NAME, completions, mapped
from dashboard.ingest.numbers import decimal_marks, written
from dashboard.ingest.personal_data import refuse_personal_data
from dashboard.ingest.public_list import tell_columns, tell_late_agreements
from dashboard.ingest.readers import HEADERS_KEY, SHEET_STEP, MalformedRow, RawTable, is_number, read
from dashboard.ingest.reading import FIRST_YEAR, LAST_YEAR, MIXED_RATES, Reading
from dashboard.ingest.rivals import settle_rivals
from dashboard.ingest.rules import RULES_OF_KIND
from dashboard.ingest.sheets import read_sheet_names
from dashboard.ingest.sql_text import sql
from dashboard.ingest.statuses import set_unprogrammed_aside
from dashboard.ingest.sums import set_sums_aside
from dashboard.ingest.totals import compare_totals
from dashboard.ingest.units import units
from dashboard.warehouse.build import reference_digest, reference_file, set_variables
from dashboard.warehouse.database import open_database
from dashboard.warehouse.prepared import prepared_file
from dashboard.warehouse.sql_files import fill, statement
from dashboard.warehouse.sql_files import sql as warehouse_sql
from dashboard.warehouse.waves import Wave, load_waves

MEMORY_LIMIT = "1200MB"
_ROWS, _MALFORMED = "rows.parquet", "malformed.json"
TEXT_FIELDS = (
    "programme", "region", "managing_body", "title", "beneficiary", "beneficiary_type", "recipient_type",
    "call_for_projects", "description", "actions", "outcome", "category", "reason", "source",
    "respondent", "body_type", "answer", "remark", "themes",
)  # fmt: skip
DECISION_FIELDS = ("num_dossier", "wave", "retained", "category", "reason", "source")
OPERATION_FIELDS = (*(field.name for field in FIELDS), EU_RATE.name, OBJECTIVE_LABEL.name, "wave")
FIGURES = ("total_cost", "eu_amount", "eu_rate")
FIELDS_OF_KIND = {
    "operations": OPERATION_FIELDS,
    # Read as operations are, by the same SQL: what a table can't complete stays empty.
    "completions": OPERATION_FIELDS,
    "decisions": DECISION_FIELDS,
    "survey": tuple(field.name for field in SURVEY_FIELDS),
}


@contextmanager
def staging_connection(waves: Sequence[Wave] = ()) -> Iterator[duckdb.DuckDBPyConnection]:
    """A private database with the macros and the reference rows; it spills to a temporary folder, then vanishes.

    `waves`: the analysis periods that people set.
    """
    with tempfile.TemporaryDirectory(prefix="import-") as folder, open_database() as connection:
        connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
        connection.execute("set temp_directory = $folder", {"folder": folder})
        # Read where they lie, unless a table of this database has the same name.
        path = str(_prepared()).replace("'", "''")
        connection.execute(f"attach '{path}' as prepared (read_only)")
        connection.execute("set search_path = 'memory.main,prepared.main'")
        set_variables(connection)
        if waves:
            connection.execute("create table wave_reference as from prepared.wave_reference")
            load_waves(connection, waves)
        yield connection


def _prepared() -> Path:
    """The reference rows and the macros that read cells."""
    return prepared_file(f"staging-{reference_digest()}", _create_macros, reference_file())


def _create_macros(connection: duckdb.DuckDBPyConnection) -> None:
    for text in sql("parsing").split(";\n\n"):
        connection.execute(text)
    connection.execute(f"create macro line_on_sheet(line) as line % {SHEET_STEP}")


@dataclass(frozen=True, slots=True)
class Staged:
    """A file read into `raw`, with the format that its headers give; once staged, what was found in it and what it asks.

    `edition`: the day of the extract, where it is known.
    """

    table: RawTable
    match: Match
    reading: Reading = dataclasses.field(default_factory=Reading)
    findings: tuple[Finding, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    totals: tuple[dict[str, Any], ...] = ()
    edition: date | None = None

    def header_of(self, field: str) -> str:
        """The file's own header for a field, or the field's name where the file has no such column."""
        return self.table.headers[self.match.columns[field]] if field in self.match.columns else field


def read_raw(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    *,
    sheet: str | None = None,
    answers: Answers | None = None,
    progress: Callable[[int], None] | None = None,
) -> RawTable:
    """Reads a file into `raw` and refuses it where it seems to hold personal data. Raises IngestError."""
    table = read(path, connection, KNOWN_HEADERS, sheet=sheet, answers=answers, progress=progress)
    refuse_personal_data(connection, table.headers)
    return table


@dataclass(frozen=True, slots=True)
class Kept:
    """What was read of a file, set aside in a folder: an import of the same bytes starts from it and reads nothing again.

    `table` is without its malformed rows, which lie in the folder too: whoever holds this holds no row of the file.
    """

    table: RawTable
    sha256: str
    folder: Path


def keep_raw(connection: duckdb.DuckDBPyConnection, table: RawTable, sha256: str, folder: Path) -> Kept:
    """Sets `raw` aside in a new folder, for an import of the file of this SHA-256."""
    try:
        folder.mkdir(parents=True)
        copy_rows(connection, "from raw", folder / _ROWS)
        (folder / _MALFORMED).write_text(json.dumps([astuple(row) for row in table.malformed]), encoding="utf-8")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Kept(replace(table, malformed=()), sha256, folder)


def take_raw(connection: duckdb.DuckDBPyConnection, kept: Kept, path: Path) -> RawTable | None:
    """Puts back into `raw` what was set aside of a file. None where it is of other bytes, gone or damaged."""
    try:
        if kept.sha256 != file_sha256(path):
            return None
        malformed = json.loads((kept.folder / _MALFORMED).read_text(encoding="utf-8"))
        connection.execute("create table raw as from read_parquet($path)", {"path": str(kept.folder / _ROWS)})
    except (OSError, ValueError, duckdb.Error):
        return None
    return replace(kept.table, malformed=tuple(MalformedRow(*row) for row in malformed))


def copy_rows(
    connection: duckdb.DuckDBPyConnection, query: str, path: Path, parameters: Mapping[str, Any] | None = None
) -> None:
    """Writes the rows of a query as a Parquet file."""
    target = str(path).replace("'", "''")
    connection.execute(
        f"copy ({query}) to '{target}' (format parquet, compression zstd, compression_level 1)", dict(parameters or {})
    )


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def match_columns(table: RawTable, mapping: Mapping[str, str] | None = None, *, completes: bool = False) -> Match:
    """The format of a table, with a mapping by hand where one is given. Raises NoMatchingColumn.

    `completes`: the person says that it completes operations, though it may be a list of them.
    """
    if completes and (mapping or completing(table.headers) is None):
        return map_by_hand(table.headers, mapping or {}, completions.NAME)
    recognised = completing(table.headers) if completes else recognise(table.headers)
    if mapping:
        name = recognised.source.NAME if recognised else mapped.NAME
        # A mapping that gives what a list requires makes one of a table that would complete.
        is_list = not missing_fields(FORMAT_BY_NAME[mapped.NAME], mapping)
        return map_by_hand(table.headers, mapping, mapped.NAME if name == completions.NAME and is_list else name)
    if recognised is None:
        complete = (
            " Si le tableau complète des opérations déjà importées, choisissez le mode «\u202fenrichir\u202f»."
            if completing(table.headers)
            else ""
        )
        raise NoMatchingColumn(
            "Les colonnes du fichier ne sont celles d'aucun format connu\u202f: associez-les à la main sur la page "
            f"Imports, ou avec --map champ=Colonne.{complete} Colonnes lues\u202f: {', '.join(table.headers)}."
        )
    return recognised


def stage(
    connection: duckdb.DuckDBPyConnection, staged: Staged, *, answers: Answers | None = None, wave: str | None = None
) -> Staged:
    """Builds `parsed` and `judged` from `raw`: the values of each row, and under the same line the rules that it breaks.

    Returns the columns and the reading that were settled, with the findings and the doubts that nobody answered: the rows are then
    those of the first choice of each.
    """
    # Rows carry their line: their order is free from here on, which lets every step run in parallel.
    connection.execute("set preserve_insertion_order = false")
    verdicts = Verdicts(answers or {})
    _tell_values_in_headers(staged.table, verdicts)
    match = settle_rivals(connection, staged.table, staged.match, verdicts)
    verdicts.findings.extend(match.notes)
    match = read_sheet_names(connection, staged.table, match, verdicts)
    tell_columns(staged.table, match, verdicts)
    if match.source.KIND == mapped.KIND:
        set_unprogrammed_aside(connection, staged.table, match, verdicts)
    staged = replace(staged, match=match)
    _map(connection, staged)
    staged, judging = _PARSERS[match.source.KIND](connection, staged, wave, verdicts)
    connection.execute("drop table mapped")
    _judge(connection, staged, judging)
    findings = (*staged.findings, *staged.table.findings, *verdicts.findings)
    doubts = (*staged.doubts, *staged.table.doubts, *verdicts.doubts)
    # The readers take the row of the headers at its word, or refuse the file.
    other = {key: value for key, value in verdicts.answers.items() if key != HEADERS_KEY}
    return replace(
        staged,
        findings=(*findings, *unused_answers(other, findings, doubts)),
        doubts=tuple(doubt for doubt in doubts if doubt.key not in verdicts.dropped),
    )


def _tell_values_in_headers(table: RawTable, verdicts: Verdicts) -> None:
    """Says that a row of the list may be glued to the headers: amounts and dates are no headers, years and ranks may be."""
    values = [header for header in table.headers if is_number(header) and not header.strip().isdigit()]
    if len(values) > 1:
        verdicts.tell(
            f"La ligne des en-têtes contient des valeurs ({listing([quoted(value) for value in values[:3]])})\u202f: "
            "une ligne de la liste y est peut-être collée, vérifiez le fichier.",
            0,
        )


def _map(connection: duckdb.DuckDBPyConnection, staged: Staged) -> None:
    """Builds `mapped`: the cells of each field under its name."""
    columns = ", ".join(
        f"c{staged.match.columns[field]} as raw_{field}"
        if field in staged.match.columns
        else f"null::varchar as raw_{field}"
        for field in FIELDS_OF_KIND[staged.match.source.KIND]
    )
    connection.execute(f"create or replace table mapped as select line, {columns} from raw")  # noqa: S608
    if OBJECTIVE_LABEL.name in staged.match.columns:
        connection.execute(sql("objective_codes"))
    _decode_entities(connection, [field for field in TEXT_FIELDS if field in staged.match.columns])


def _judge(connection: duckdb.DuckDBPyConnection, staged: Staged, judging: str) -> None:
    source = staged.match.source
    given = staged.match.columns.keys()
    rules = [rule for rule in RULES_OF_KIND[source.KIND] if not rule.needs or rule.needs & given]
    for level in ("errors", "warnings"):
        cases = [
            f"case when {predicate} then '{rule.name}:{field}' end"
            for rule in rules
            if rule.level == level.removesuffix("s") and not rule.among_valid_rows
            for field, predicate in rule.predicates.items()
        ]
        judging = fill(judging, **{level: ", ".join(cases)})
    connection.execute(statement(judging))
    if source.KIND == mapped.KIND:
        connection.execute(sql("leave_unprogrammed"))
    key = {"survey": "wave_respondent", "decisions": "wave_number"}.get(source.KIND, "num_dossier")
    for rule in rules:
        if rule.among_valid_rows:
            for field, predicate in rule.predicates.items():
                connection.execute(
                    fill(sql("first_lines"), key=key, rule=f"'{rule.name}:{field}'", predicate=predicate)
                )


def _parse_operations(
    connection: duckdb.DuckDBPyConnection, staged: Staged, wave: str | None, verdicts: Verdicts
) -> tuple[Staged, str]:
    """Builds `parsed`; gives what was settled and the SQL that judges it, its rules still to fill in. So do the two below."""
    columns = staged.match.columns
    headers = {field: staged.header_of(field) for field in columns}
    decimals = staged.table.decimals
    figures = {
        field: written(connection, field, headers[field], decimals[columns[field]] if decimals else 0)
        for field in FIGURES
        if field in columns
    }
    found = units(connection, staged.table, staged.match, verdicts)
    marks = decimal_marks(connection, figures, found.of_column, verdicts)
    has_rates = "eu_rate" in figures or any("rate" in column.cells for column in figures.values())
    reading = replace(
        read_days(connection, headers, staged.table.counts_from_1904, verdicts),
        marks=marks,
        units=found.of_column,
        sign_units=found.of_signs,
        rates={"eu_rate": MIXED_RATES},
        has_rates=has_rates,
    )
    connection.execute(statement(sql("codes")))
    _parse(connection, staged, reading, wave)
    match, settled = check(connection, headers, staged.match, reading, frozenset(found.silent), verdicts)
    if (match.columns, settled) != (columns, reading):
        staged = replace(staged, match=match)
        if match.columns != columns:
            _map(connection, staged)
        _parse(connection, staged, settled, wave)
    if match.source.KIND == completions.KIND:
        connection.execute(sql("respelled_numbers"))
    elif staged.edition and "first_agreement_date" in match.columns:
        tell_late_agreements(connection, staged.edition, staged.header_of("first_agreement_date"), verdicts)
    staged = replace(staged, table=set_sums_aside(connection, staged.table, verdicts))
    totals = compare_totals(connection, staged.table, staged.match, settled, verdicts)
    judging = fill(sql(_JUDGED[staged.match.source.KIND]), derived=fill(warehouse_sql("derived"), rows="parsed"))
    return replace(staged, reading=settled, totals=tuple(totals)), judging


_JUDGED = {"operations": "judged", "completions": "judged_completions"}
"""What judges the rows that are read as operations."""


def _parse(connection: duckdb.DuckDBPyConnection, staged: Staged, reading: Reading, wave: str | None) -> None:
    # A list mapped by hand may have no number, as those of article 49.
    has_number = staged.match.source.HAS_NUMBER and "num_dossier" in staged.match.columns
    reading_cells = fill(
        sql("parsed"),
        eu_rate=sql("eu_rate") if reading.has_rates else "null::double",
        number="given_number" if has_number else sql("built_number"),
    )
    connection.execute(
        statement(reading_cells),
        {"wave": wave, "first_year": FIRST_YEAR, "last_year": LAST_YEAR, "has_number": has_number}
        | reading.parameters(),
    )


def _parse_decisions(
    connection: duckdb.DuckDBPyConnection, staged: Staged, wave: str | None, verdicts: Verdicts
) -> tuple[Staged, str]:
    del wave, verdicts
    connection.execute(sql("parsed_decisions"))
    return staged, sql("judged_decisions")


def _parse_survey(
    connection: duckdb.DuckDBPyConnection, staged: Staged, wave: str | None, verdicts: Verdicts
) -> tuple[Staged, str]:
    del verdicts
    respondent = "given_respondent" if "respondent" in staged.match.columns else sql("built_respondent")
    connection.execute(fill(sql("parsed_survey"), respondent=respondent), {"wave": wave})
    return staged, fill(sql("judged_survey"), derived=fill(warehouse_sql("survey_derived"), rows="parsed"))


_Parser = Callable[[duckdb.DuckDBPyConnection, Staged, str | None, Verdicts], tuple[Staged, str]]
_PARSERS: Mapping[str, _Parser] = {
    "operations": _parse_operations,
    "completions": _parse_operations,
    "decisions": _parse_decisions,
    "survey": _parse_survey,
}


def _decode_entities(connection: duckdb.DuckDBPyConnection, fields: list[str]) -> None:
    """Replaces HTML entities (`&#8211;`) in the mapped text. Each distinct text is decoded once, twice-encoded ones too."""
    for field in fields:
        column = f"raw_{field}"
        found = [row[0] for row in connection.execute(fill(sql("entities"), column=column)).fetchall()]
        if not found:
            continue
        connection.execute("create or replace temp table entity (text varchar, decoded varchar)")
        connection.execute(
            "insert into entity select unnest($texts), unnest($decoded)",
            {"texts": found, "decoded": [html.unescape(html.unescape(text)) for text in found]},
        )
        connection.execute(f"update mapped set {column} = entity.decoded from entity where entity.text = {column}")  # noqa: S608
