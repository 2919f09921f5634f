"""CSV and its cousins: DuckDB reads what is regular, Python reads the rest, and both give the same rows."""

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TextIO

import duckdb

from dashboard.domain.french import plural, quoted
from dashboard.ingest.doubts import Answers, Finding
from dashboard.ingest.errors import EmptyFile
from dashboard.ingest.readers import _encoding as text
from dashboard.ingest.readers._layout import HEADERS_KEY, Header, is_wider_header, locate, named_row
from dashboard.ingest.readers._paths import plain_path
from dashboard.ingest.readers._records import Record, records
from dashboard.ingest.readers._staging import Chunks, cell_names, execute, run
from dashboard.ingest.readers._table import HEADER_SEARCH, Known, MalformedRow, OnRows, RawTable
from dashboard.ingest.readers._tidy import no_rows, tidy, title_note, titles_of

DELIMITERS = (";", ",", "\t", "|")

_SAMPLE_CHARACTERS = 8_000_000
_WIDE_ROWS = 1_000
"""Rows with too many cells that may be headers of a second table: a file where all have is another matter."""
_SEPARATOR_HINT = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_NOTES = {
    "cp1252": "Le fichier était encodé en Windows-1252 : il a été converti en UTF-8.",
    "utf-8+cp1252": "Le fichier mélange UTF-8 et Windows-1252 : chaque caractère a été converti selon son encodage.",
}


@dataclass(frozen=True)
class _Source:
    """The text in UTF-8 (the file itself or a temporary copy) and what it took to get there."""

    path: Path
    encoding: str
    shape: text.Survey
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class _Layout:
    """Where the table starts and how its cells are told apart."""

    delimiter: str
    header: list[str]
    header_line: int
    header_end: int
    records_above: int
    above: list[list[str]]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Loaded:
    blank_rows: int
    width: int = 0
    malformed: tuple[MalformedRow, ...] = ()


def read(
    path: Path,
    connection: duckdb.DuckDBPyConnection,
    known: Known,
    *,
    answers: Answers,
    progress: OnRows | None = None,
) -> RawTable:
    """Reads a delimited text file into `raw`."""
    name = f"Le fichier {quoted(path.name)}"
    with tempfile.TemporaryDirectory(prefix="lecture-") as folder:
        scratch = Path(folder)
        source = _in_utf8(path, scratch)
        layout = _find_layout(source.path, known, name, answers)
        loaded = _load_fast(connection, source, layout, scratch, progress)
        if loaded is None and source.path == path and (found := text.detect(path)) != "utf-8":
            source = _transcoded(path, scratch, found)
            layout = _find_layout(source.path, known, name, answers)
            loaded = _load_fast(connection, source, layout, scratch, progress)
        if loaded is None:
            loaded = _load_tolerant(connection, source.path, layout, known, progress)
    header = [*layout.header, *[""] * (loaded.width - len(layout.header))]
    table = tidy(connection, header, known, blank_rows=loaded.blank_rows)
    malformed = tuple(sorted((*loaded.malformed, *table.malformed), key=lambda row: row.line))
    if not table.rows and not malformed:
        raise no_rows(name)
    return RawTable(
        headers=table.headers,
        rows=table.rows,
        findings=(*source.findings, *layout.findings, *table.findings),
        malformed=malformed,
        titles=titles_of(layout.above),
        totals=table.totals,
        encoding=source.encoding,
        delimiter=layout.delimiter,
    )


def _in_utf8(path: Path, scratch: Path) -> _Source:
    if wide := text.bom_encoding(path):
        source = _transcoded(path, scratch, wide)
        return replace(
            source, findings=(Finding(f"Le fichier était encodé en {wide[:6].upper()} : il a été converti en UTF-8."),)
        )
    if not text.head_is_utf8(path):
        return _transcoded(path, scratch, text.detect(path))
    shape = text.survey(path)
    if shape.has_nul:
        source = _transcoded(path, scratch, text.detect(path))
        return replace(source, findings=(*source.findings, Finding("Des caractères nuls ont été retirés du fichier.")))
    return _Source(path, "utf-8", shape)


def _transcoded(path: Path, scratch: Path, found: str) -> _Source:
    target = scratch / "utf-8.csv"
    text.transcode(path, target, found)
    return _Source(target, found, text.survey(target), (Finding(_NOTES[found]),) if found in _NOTES else ())


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    # Bytes that are not UTF-8 further down are met again by detect(); they must not stop the look at the beginning.
    with path.open(encoding="utf-8-sig", errors="as-cp1252", newline="") as stream:
        yield stream


def _find_layout(path: Path, known: Known, name: str, answers: Answers) -> _Layout:
    with _opened(path) as stream:
        hint = _SEPARATOR_HINT.fullmatch(stream.readline().strip("\r\n"))
    candidates = (hint[1],) if hint and hint[1] in DELIMITERS else DELIMITERS
    samples = {delimiter: _sample(path, delimiter) for delimiter in candidates}
    score = _remembered(known.score)
    delimiter = max(samples, key=lambda candidate: _plausibility(samples[candidate], score))
    sample = samples[delimiter]
    rows = [record.cells for record in sample]
    header = _named(sample, answers[HEADERS_KEY], known) if HEADERS_KEY in answers else locate(rows, known)
    if header is None:
        raise EmptyFile(f"{name} ne contient que des lignes vides : vérifiez l'export et recommencez.")
    record = sample[header.index]
    above = rows[: header.first]
    return _Layout(
        delimiter=delimiter,
        header=header.cells,
        header_line=record.line,
        header_end=record.line + _inner_breaks(record.text),
        records_above=header.index,
        above=above,
        findings=(*title_note(above, sample[header.first].line), *header.findings(record.line)),
    )


def _named(sample: Sequence[Record], line: str, known: Known) -> Header:
    """The headers on the line that a person named, which may be any line of a record."""
    number = int(line) if line.strip().isdecimal() else 0
    reached = [
        index
        for index, record in enumerate(sample)
        if record.line <= number <= record.line + _inner_breaks(record.text)
    ]
    return named_row([record.cells for record in sample], reached[0] if reached else None, line, known)


def _remembered(score: Callable[[Sequence[str]], int]) -> Callable[[Sequence[str]], int]:
    """The same score, computed once for each row: choosing the delimiter and finding the headers both ask for it."""
    cached = lru_cache(maxsize=None)(score)
    return lambda cells: cached(tuple(cells))


def _sample(path: Path, delimiter: str) -> list[Record]:
    sample: list[Record] = []
    size = 0
    with _opened(path) as stream:
        for record in islice(records(stream, delimiter), HEADER_SEARCH):
            sample.append(record)
            size += len(record.text)
            if size > _SAMPLE_CHARACTERS:
                break
    return sample


def _plausibility(sample: Sequence[Record], score: Callable[[Sequence[str]], int]) -> tuple[int, float, int]:
    """Known headers first; without any, the delimiter that cuts the rows alike, then the one that cuts the most."""
    best = max((score(record.cells) for record in sample), default=0)
    filled = [len(record.cells) for record in sample if any(cell.strip() for cell in record.cells)]
    widths = Counter(width for width in filled if width > 1)
    if not widths:
        return best, 0.0, 0
    width, alike = max(widths.items(), key=lambda item: (item[1], item[0]))
    return best, round(alike / len(filled), 1), alike * (width - 1)


def _load_fast(
    connection: duckdb.DuckDBPyConnection, source: _Source, layout: _Layout, scratch: Path, progress: OnRows | None
) -> _Loaded | None:
    """Lets DuckDB read the file; None where its rows cannot be matched with the physical lines one by one."""
    if len(layout.header) < 2 or not execute(connection, "select current_setting('preserve_insertion_order')")[0][0]:
        return None
    shape = source.shape
    if shape.has_lone_returns or shape.has_nul:
        return None
    cells = cell_names(len(layout.header))
    try:
        parameters: dict[str, object] = {
            "path": str(plain_path(source.path, scratch)),
            "columns": dict.fromkeys(cells, "VARCHAR"),
            "delimiter": layout.delimiter,
            "skip": layout.records_above + 1,
            # DuckDB refuses both padding and line breaks inside quotes at once.
            "pad": not shape.has_quotes,
        }
        rows = int(run(connection, "load_delimited", parameters)[0][0])
    except duckdb.Error:
        return None
    first = layout.header_end + 1
    unexplained = shape.lines - shape.trailing_blank - layout.header_end - rows
    if unexplained == 0:
        execute(connection, "update raw set line = rowid + $first", {"first": first})
    elif not shape.has_quotes or not _number_broken(connection, cells, first, unexplained):
        return None
    if progress:
        progress(rows)
    return _Loaded(shape.trailing_blank, len(layout.header))


def _number_broken(connection: duckdb.DuckDBPyConnection, cells: list[str], first: int, unexplained: int) -> bool:
    """Numbers the lines where cells hold line breaks; False where those breaks don't account for every line."""
    broken = [f"contains({cell}, chr(10))" for cell in cells]
    breaks = [
        f"case when {test} then strlen({cell}) - strlen(replace({cell}, chr(10), '')) else 0 end"
        for cell, test in zip(cells, broken, strict=True)
    ]
    try:
        run(connection, "find_breaks", breaks=" + ".join(breaks), broken=" or ".join(broken))
        if execute(connection, "select coalesce(sum(breaks), 0)::bigint from raw_breaks")[0][0] != unexplained:
            return False
        run(connection, "number_broken_lines", {"first": first})
    finally:
        execute(connection, "drop table if exists raw_breaks")
    return True


def _load_tolerant(
    connection: duckdb.DuckDBPyConnection, path: Path, layout: _Layout, known: Known, progress: OnRows | None
) -> _Loaded:
    """Reads record by record: nothing is lost, whatever the quotes, the widths and the line ends."""
    width = len(layout.header)
    blank = looked_at = 0
    malformed: list[MalformedRow] = []
    with _opened(path) as stream, Chunks(connection, width, progress) as chunks:
        for record in records(stream, layout.delimiter, width):
            if record.line > layout.header_line:
                if len(record.cells) > chunks.width and looked_at < _WIDE_ROWS:
                    looked_at += 1
                    if is_wider_header(record.cells, known):
                        chunks.widen(len(record.cells))
                blank += _place(record, chunks.width, chunks, malformed)
        width = chunks.width
    return _Loaded(blank, width, tuple(malformed))


def _place(record: Record, width: int, chunks: Chunks, malformed: list[MalformedRow]) -> bool:
    """Adds a record to the table or to the malformed ones; True when it is blank."""
    line, cells, content = record
    if not any(cells):
        return True
    if len(cells) > width:
        if any(cell.strip() for cell in cells[width:]):
            reason = f"{plural(len(cells), 'cellule')} pour {plural(width, 'colonne')} : un séparateur de trop"
            malformed.append(MalformedRow(line, content, reason))
            return False
        cells = cells[:width]
    elif len(cells) < width:
        cells = cells + [""] * (width - len(cells))
    chunks.add(line, cells, len(content))
    return False


def _inner_breaks(record: str) -> int:
    return len(re.findall(r"\r\n|\r|\n", record))
