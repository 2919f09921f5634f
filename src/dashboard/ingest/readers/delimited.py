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

from dashboard.domain.french import integer, listing, plural, quoted
from dashboard.ingest.doubts import Answers, Choice, Doubt, Finding
from dashboard.ingest.errors import EmptyFile
from dashboard.ingest.readers import _encoding as text
from dashboard.ingest.readers._layout import HEADERS_KEY, Header, is_wider_header, locate, named_row
from dashboard.ingest.readers._paths import plain_path
from dashboard.ingest.readers._records import Record, records
from dashboard.ingest.readers._short import CUT, ShortRecords
from dashboard.ingest.readers._staging import Chunks, cell_names, execute, run
from dashboard.ingest.readers._table import (
    DELIMITERS,
    HEADER_SEARCH,
    Known,
    MalformedRow,
    OnRows,
    RawTable,
    refuse_too_wide,
)
from dashboard.ingest.readers._tidy import no_rows, tidy, title_note, titles_of

_SAMPLE_CHARACTERS = 8_000_000
_MOST_SHOWN = 5
_GLUED = "les en-têtes d'un autre fichier, dans un autre ordre, sont collés à cette ligne"
_WIDE_ROWS = 1_000
"""Rows with too many cells that may be headers of a second table: a file where all have is another matter."""
_SEPARATOR_HINT = re.compile(r"sep=(.)\s*", re.IGNORECASE)
ENCODING_KEY = "encodage"
_LABELS = {"utf-8": "UTF-8", "cp1252": "Windows-1252", "mac-roman": "MacRoman", "cp850": "MS-DOS 850"}
"""The encodings that a person may choose; the eight-bit ones are told apart by their letters, see ADR 15."""


@dataclass(frozen=True)
class _Source:
    """The text in UTF-8 (the file itself or a temporary copy) and what it took to get there."""

    path: Path
    encoding: str
    shape: text.Survey
    findings: tuple[Finding, ...] = ()
    doubts: tuple[Doubt, ...] = ()


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
    findings: tuple[Finding, ...] = ()


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
        source = _in_utf8(path, scratch, answers)
        layout = _find_layout(source.path, known, name, answers)
        loaded = _load_fast(connection, source, layout, scratch, progress)
        if loaded is None and source.path == path and (found := text.detect(path)).encoding != "utf-8":
            source = _repaired(_transcoded(path, scratch, found, answers), scratch)
            layout = _find_layout(source.path, known, name, answers)
            loaded = _load_fast(connection, source, layout, scratch, progress)
        if loaded is None:
            loaded = _load_tolerant(connection, source, layout, known, progress)
        loaded = _without_shifted_rows(connection, loaded, layout)
        loaded = _without_cut_row(connection, loaded, layout, source, path)
        formulas = _read_text_formulas(connection, loaded.width) if source.shape.has_quotes else ()
    header = [*layout.header, *[""] * (loaded.width - len(layout.header))]
    table = tidy(connection, header, known, blank_rows=loaded.blank_rows)
    malformed = tuple(sorted((*loaded.malformed, *table.malformed), key=lambda row: row.line))
    if not table.rows and not malformed:
        raise no_rows(name)
    return RawTable(
        headers=table.headers,
        rows=table.rows,
        findings=(*source.findings, *loaded.findings, *layout.findings, *formulas, *table.findings),
        malformed=malformed,
        titles=(*titles_of(layout.above), *table.unit_notes),
        totals=table.totals,
        doubts=source.doubts,
        encoding=source.encoding,
        delimiter=layout.delimiter,
    )


def _in_utf8(path: Path, scratch: Path, answers: Answers) -> _Source:
    if answers.get(ENCODING_KEY) in _LABELS:
        return _repaired(_transcoded(path, scratch, text.Guess(answers[ENCODING_KEY]), answers), scratch)
    if wide := text.bom_encoding(path):
        source = _transcoded(path, scratch, text.Guess(wide), answers)
        said = Finding(f"Le fichier était encodé en {wide[:6].upper()} : il a été converti en UTF-8.")
        return _repaired(replace(source, findings=(said,)), scratch)
    if not text.head_is_utf8(path):
        return _repaired(_transcoded(path, scratch, text.detect(path), answers), scratch)
    shape = text.survey(path)
    if shape.has_nul:
        source = _transcoded(path, scratch, text.detect(path), answers)
        said = Finding("Des caractères nuls ont été retirés du fichier.")
        return _repaired(replace(source, findings=(*source.findings, said)), scratch)
    if text.ends_within_a_letter(path, "utf-8") or shape.is_marred:
        return _repaired(_transcoded(path, scratch, text.detect(path), answers), scratch)
    return _Source(path, "utf-8", shape, _say_replaced(path) if shape.is_ascii else ())


def _say_replaced(path: Path) -> tuple[Finding, ...]:
    count, word = text.replaced_letters(path)
    if not count:
        return ()
    was = plural(count, "lettre semble remplacée", "lettres semblent remplacées")
    said = f"{was} par un point d'interrogation dans le fichier ({quoted(word)}) : demandez-en une nouvelle copie."
    return (Finding(said, 1),)


def _transcoded(path: Path, scratch: Path, found: text.Guess, answers: Answers) -> _Source:
    """The file in UTF-8, with what is said or asked about its encoding."""
    target = scratch / "utf-8.csv"
    findings: tuple[Finding, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    encoding = found.encoding
    if encoding == text.MIXED:
        said = "Le fichier mélange UTF-8 et Windows-1252 : chaque caractère a été converti selon son encodage."
        findings = (Finding(said, 2, ENCODING_KEY, encoding),)
    elif encoding in text.EIGHT_BITS or answers.get(ENCODING_KEY) == encoding:
        findings, doubts = _say_encoding(path, found, answers)
    text.transcode(path, target, encoding)
    return _Source(target, encoding, text.survey(target), findings, doubts)


def _say_encoding(path: Path, found: text.Guess, answers: Answers) -> tuple[tuple[Finding, ...], tuple[Doubt, ...]]:
    given = answers.get(ENCODING_KEY) == found.encoding
    words = text.sample(
        path, tuple(_LABELS) if given else (found.encoding, *found.rivals) if found.rivals else text.EIGHT_BITS
    )
    order = sorted(words, key=lambda encoding: encoding != found.encoding)
    choices = tuple(Choice(encoding, _LABELS[encoding], quoted(words[encoding])) for encoding in order)
    if found.rivals:
        question = (
            "Les accents du fichier se lisent de plusieurs façons : quel encodage donne des mots justes "
            f"({listing([f'{quoted(words[encoding])} en {_LABELS[encoding]}' for encoding in order])}) ?"
        )
        return (), (Doubt(ENCODING_KEY, question, choices),)
    example = f" ({quoted(words[found.encoding])})" if words else ""
    label = _LABELS[found.encoding]
    if given:
        said = f"Le fichier a été lu en {label}{example}, comme demandé."
    else:
        said = f"Le fichier était encodé en {label} : il a été converti en UTF-8{example}."
    return (Finding(said, 2, ENCODING_KEY, found.encoding, choices),), ()


def _repaired(source: _Source, scratch: Path) -> _Source:
    """The source without letters encoded twice nor byte order marks in the middle; what is lost is said."""
    if not source.shape.is_marred:
        return source
    target = scratch / "repaired.csv"
    repaired, marks = text.repair(source.path, target)
    findings = [*source.findings, *repaired.say()]
    if marks:
        shown = listing([integer(line) for line in marks[:_MOST_SHOWN]])
        where = f"à la ligne {shown}" if len(marks) == 1 else f"aux lignes {shown}"
        more = " et suivantes" if len(marks) > _MOST_SHOWN else ""
        said = (
            f"Plusieurs fichiers semblent mis bout à bout : une marque de début de fichier a été retirée {where}{more}."
        )
        findings.append(Finding(said, 1))
    return replace(source, path=target, shape=text.survey(target), findings=tuple(findings))


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
    cells = _without_blank_end(header.cells)
    refuse_too_wide(name, len(cells))
    return _Layout(
        delimiter=delimiter,
        header=cells,
        header_line=record.line,
        header_end=record.line + _inner_breaks(record.text),
        records_above=header.index,
        above=above,
        findings=(*title_note(above, sample[header.first].line), *header.findings(record.line)),
    )


_MANY_BLANKS = 50


def _without_blank_end(cells: list[str]) -> list[str]:
    """The headers without the thousand blank ones of a stretched sheet; a few stay, rows may go on under them."""
    used = max((position + 1 for position, cell in enumerate(cells) if cell.strip()), default=0)
    return cells[:used] if len(cells) - used > _MANY_BLANKS else cells


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
    connection: duckdb.DuckDBPyConnection, source: _Source, layout: _Layout, known: Known, progress: OnRows | None
) -> _Loaded:
    """Reads record by record: nothing is lost, whatever the quotes, the widths and the line ends."""
    width = len(layout.header)
    blank = looked_at = wrapped = 0
    malformed: list[MalformedRow] = []
    glued: list[int] = []
    short = ShortRecords(width, malformed)
    with _opened(source.path) as stream, Chunks(connection, width, progress) as chunks:
        below = (record for record in records(stream, layout.delimiter, width) if record.line > layout.header_line)
        for record in short.settled(below, ends_on_a_line_end=source.shape.ends_on_a_line_end):
            if (parts := _unglued(record, layout.header)) is not None:
                glued.append(record.line)
                row, other = parts
                if other:
                    # The other headers stand on this line from here on: the row that ended on it is set aside.
                    malformed.append(MalformedRow(record.line, record.text, _GLUED))
                    row = other
                chunks.add(record.line, [*row, *[""] * (chunks.width - width)])
                continue
            if len(record.cells) > chunks.width and looked_at < _WIDE_ROWS:
                looked_at += 1
                if is_wider_header(record.cells, known):
                    chunks.widen(len(record.cells))
            wrapped += record.is_wrapped
            blank += _place(record, chunks.width, chunks, malformed)
        width = chunks.width
    findings = [*_say_mended(short.mended), *_say_glued(glued)]
    if wrapped:
        was = plural(wrapped, "ligne était tout entière", "lignes étaient tout entières")
        verb = "elle a été relue" if wrapped == 1 else "elles ont été relues"
        findings.append(Finding(f"{was} entre guillemets\u202f: {verb} cellule par cellule.", 1))
    if short.cut is not None:
        findings.append(_say_cut(short.cut))
    return _Loaded(blank, width, tuple(malformed), tuple(findings))


def _unglued(record: Record, header: list[str]) -> tuple[list[str], list[str]] | None:
    """The row of a line whose last cell is followed by the headers of a second file, and these where their order is another.

    None for any other line.
    """
    width = len(header)
    if len(record.cells) != 2 * width - 1 or record.cells[width:] == [""] * (width - 1):
        return None
    *row, joint = record.cells[:width]
    second = [cell.strip() for cell in record.cells[width:]]
    names = [name.strip() for name in header]
    for name in names:
        if name and joint.endswith(name) and sorted([name, *second]) == sorted(names):
            first = [*row, joint.removesuffix(name)]
            return first, [] if [name, *second] == names else [name, *second]
    return None


def _say_glued(lines: list[int]) -> list[Finding]:
    return [
        Finding(
            "Plusieurs fichiers semblent mis bout à bout : les en-têtes du suivant étaient collés à la dernière cellule "
            f"de la ligne {integer(line)}, ils en ont été séparés.",
            1,
        )
        for line in lines
    ]


def _say_mended(mended: list[list[int]]) -> list[Finding]:
    if not mended:
        return []
    shown = [f"lignes {listing([integer(line) for line in lines])}" for lines in mended[:_MOST_SHOWN]]
    more = "…" if len(mended) > _MOST_SHOWN else ""
    one = len(mended) == 1
    what = "1 ligne de tableau était coupée" if one else f"{integer(len(mended))} lignes de tableau étaient coupées"
    verb = "ses morceaux ont été réunis" if one else "leurs morceaux ont été réunis"
    return [Finding(f"{what} par un retour à la ligne sans guillemets : {verb} ({' ; '.join(shown)}{more}).", 1)]


def _say_cut(line: int) -> Finding:
    return Finding(
        f"Le fichier semble coupé : la ligne {integer(line)}, la dernière, est incomplète et n'a pas été retenue ; "
        "demandez ou téléchargez le fichier à nouveau.",
        0,
    )


def _read_text_formulas(connection: duckdb.DuckDBPyConnection, width: int) -> tuple[Finding, ...]:
    """Reads ="00123", by which programs keep a spreadsheet from taking a text for a number, as 00123."""
    count, sample = 0, ""
    for cell in cell_names(width):
        ((found, one),) = run(connection, "find_text_formulas", cell=cell)
        if found:
            run(connection, "read_text_formulas", cell=cell)
            count, sample = count + found, sample or one
    if not count:
        return ()
    was = plural(count, "cellule était écrite", "cellules étaient écrites")
    said = f"{was} comme une formule de texte ({sample}) : seul le texte entre guillemets est lu."
    return (Finding(said, 2),)


def _without_cut_row(
    connection: duckdb.DuckDBPyConnection, loaded: _Loaded, layout: _Layout, source: _Source, path: Path
) -> _Loaded:
    """Sets the last row aside where the file stops within its last cell."""
    if source.shape.ends_on_a_line_end or any(row.reason == CUT for row in loaded.malformed):
        return loaded
    last = len(layout.header) - 1
    parameters: dict[str, object] = {
        "header": layout.header[last],
        "within_a_letter": text.ends_within_a_letter(path, source.encoding),
    }
    found = run(connection, "find_cut_cell", parameters, cell=f"c{last}")
    if not found or any(row.line > found[0][0] for row in loaded.malformed):
        return loaded
    (line,) = found[0]
    _, *cells = execute(connection, "select * from raw where line = $line", {"line": line})[0]
    execute(connection, "delete from raw where line = $line", {"line": line})
    row = MalformedRow(line, layout.delimiter.join(cell or "" for cell in cells), CUT)
    return replace(loaded, malformed=(*loaded.malformed, row), findings=(*loaded.findings, _say_cut(line)))


def _without_shifted_rows(connection: duckdb.DuckDBPyConnection, loaded: _Loaded, layout: _Layout) -> _Loaded:
    """Sets aside the rows that go on beyond the last header, where the delimiters that end every line leave room for it.

    Most rows may do so: they have a column that nobody named.
    """
    named = max((position + 1 for position, text in enumerate(layout.header) if text.strip()), default=0)
    if not 0 < named < len(layout.header):
        return loaded
    beyond = f"trim(concat({', '.join(cell_names(len(layout.header))[named:])})) <> ''"
    many, rows = execute(connection, "select count(*) filter ({beyond}), count(*) from raw", beyond=beyond)[0]
    if not many or many * 2 >= rows:
        return loaded
    gone = execute(connection, "delete from raw where {beyond} returning *", beyond=beyond)
    shifted = []
    for line, *cells in gone:
        texts = [cell or "" for cell in cells]
        last = max(position + 1 for position, text in enumerate(texts) if text.strip())
        reason = f"{plural(last, 'cellule')} pour {plural(named, 'colonne')}\u202f: un séparateur de trop"
        shifted.append(MalformedRow(line, layout.delimiter.join(texts[:last]), reason))
    return replace(loaded, malformed=(*loaded.malformed, *shifted))


def _place(record: Record, width: int, chunks: Chunks, malformed: list[MalformedRow]) -> bool:
    """Adds a record to the table or to the malformed ones; True when it is blank."""
    line, cells, content, _ = record
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
