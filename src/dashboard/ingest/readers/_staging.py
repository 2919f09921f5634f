"""The table `raw`: filled by chunks, then tidied the same way whatever the file was."""

import re
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Any, Self

import duckdb
import pyarrow as pa

from dashboard.domain.french import integer, listing, plural
from dashboard.domain.text import normalised
from dashboard.ingest.errors import EmptyFile
from dashboard.ingest.readers._table import OnRows, is_number, name_columns
from dashboard.warehouse.sql_files import fill, sql

# Characters that leave a cell looking empty: controls, every Unicode space, and the invisible marks that exports leave behind.
WHITESPACE = "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000\u200b\u2060\ufeff" + "".join(
    chr(code) for code in range(0x2000, 0x200B)
)
CHUNK_ROWS = 20_000
CHUNK_CHARACTERS = 32_000_000

_TRAILING_ROWS = 20
_TOTAL = re.compile(
    r"(?:sous |grand |grands )?(?:total|totaux|totales?)"
    r"(?: (?:general|generaux|generale|global|globaux|cumule|cumules|programme|page|feuille|axe|fse|iej|ue|ht|ttc"
    r"|operations?|dossiers?|lignes?|montants?|euros?|eur|en|de|des|du|la|le|les|l|et|pon|\d+))*"
)


def run(
    connection: duckdb.DuckDBPyConnection, name: str, parameters: dict[str, object] | None = None, /, **identifiers: str
) -> list[tuple[Any, ...]]:
    """Runs `sql/<name>.sql`, as `execute` does a statement of one line."""
    return execute(connection, sql(name, "dashboard.ingest.readers"), parameters, **identifiers)


def execute(
    connection: duckdb.DuckDBPyConnection,
    statement: str,
    parameters: dict[str, object] | None = None,
    /,
    **identifiers: str,
) -> list[tuple[Any, ...]]:
    """The rows of a statement; `identifiers` fill in generated column names only, values go through `parameters`."""
    return connection.execute(fill(statement, **identifiers), parameters).fetchall()


def cell_names(width: int) -> list[str]:
    """`c0 … c{width-1}`."""
    return [f"c{index}" for index in range(width)]


class Chunks:
    """Appends rows to a new table `raw`, holding at most one chunk in memory."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, width: int, progress: OnRows | None) -> None:
        self._connection = connection
        self._names = cell_names(width)
        self._progress = progress
        self._lines: list[int] = []
        self._rows: list[Sequence[str | None]] = []
        self._size = 0
        self.done = 0
        columns = ", ".join(f"{name} varchar" for name in self._names)
        execute(connection, "create or replace table raw (line bigint, {columns})", columns=columns)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._flush()

    def add(self, line: int, cells: Sequence[str | None], size: int = 0) -> None:
        """Adds one row of exactly the table's width; `size` is the length of its text, where it may be large."""
        self._lines.append(line)
        self._rows.append(cells)
        self._size += size
        if len(self._rows) >= CHUNK_ROWS or self._size >= CHUNK_CHARACTERS:
            self._flush()

    def _flush(self) -> None:
        if not self._rows:
            return
        columns = [pa.array(column, pa.string()) for column in zip(*self._rows, strict=True)]
        chunk = pa.table([pa.array(self._lines, pa.int64()), *columns], names=["line", *self._names])
        cells = ", ".join(f"nullif({name}, '')" for name in self._names)
        self._connection.register("raw_chunk", chunk)
        try:
            execute(self._connection, "insert into raw select line, {cells} from raw_chunk order by line", cells=cells)
        finally:
            self._connection.unregister("raw_chunk")
        self.done += len(self._rows)
        self._lines, self._rows, self._size = [], [], 0
        if self._progress:
            self._progress(self.done)


def tidy(
    connection: duckdb.DuckDBPyConnection, header: Sequence[str], *, blank_rows: int = 0, unit: str = "ligne"
) -> tuple[tuple[str, ...], int, list[str]]:
    """Empties blank cells, drops what is not data, settles the columns: (headers, rows, notes)."""
    cells = cell_names(len(header))
    whitespace: dict[str, object] = {"whitespace": WHITESPACE}
    for cell in cells:
        if run(connection, "find_blank_cell", whitespace, cell=cell)[0][0]:
            execute(
                connection, "update raw set {cell} = null where trim({cell}, $whitespace) = ''", whitespace, cell=cell
            )
    blank = " and ".join(f"{cell} is null" for cell in cells)
    blank_rows += execute(connection, "delete from raw where {blank}", blank=blank)[0][0]
    notes = [
        *_say_blank(blank_rows, unit),
        *_drop_repeated_headers(connection, header, unit),
        *_drop_totals(connection, unit),
    ]
    headers = _settle_columns(connection, header)
    return headers, int(execute(connection, "select count(*) from raw")[0][0]), notes


def title_note(skipped: Iterable[Sequence[str]], header_line: int) -> list[str]:
    """Says that something stood above the headers, if anything did."""
    filled = any(cell.strip() for row in skipped for cell in row)
    count = header_line - 1
    if not filled or not count:
        return []
    verb = "a été ignorée" if count == 1 else "ont été ignorées"
    return [f"{plural(count, 'ligne')} au-dessus des en-têtes {verb} (en-têtes à la ligne {integer(header_line)})."]


def no_rows(name: str) -> EmptyFile:
    """The refusal of a table that has headers and nothing below."""
    return EmptyFile(f"{name} contient des en-têtes mais aucune ligne de données : vérifiez l'export et recommencez.")


def _say_blank(count: int, unit: str) -> list[str]:
    if not count:
        return []
    return [f"{plural(count, f'{unit} vide')} {'a été ignorée' if count == 1 else 'ont été ignorées'}."]


def _drop_repeated_headers(connection: duckdb.DuckDBPyConnection, header: Sequence[str], unit: str) -> list[str]:
    values: dict[str, object] = {f"h{i}": text if text.strip(WHITESPACE) else None for i, text in enumerate(header)}
    same = " and ".join(f"c{i} is not distinct from $h{i}" for i in range(len(header)))
    deleted = execute(connection, "delete from raw where {same} returning line", values, same=same)
    found = sorted(line for (line,) in deleted)
    if not found:
        return []
    shown = [integer(line) for line in found[:5]]
    where = f"{unit}s {listing(shown)}" if len(shown) > 1 else f"{unit} {shown[0]}"
    more = " et suivantes" if len(found) > len(shown) else ""
    return [f"En-têtes répétés ignorés ({where}{more})."]


def _drop_totals(connection: duckdb.DuckDBPyConnection, unit: str) -> list[str]:
    notes: list[str] = []
    last = execute(connection, "select * from raw order by line desc limit $count", {"count": _TRAILING_ROWS})
    for line, *cells in last:
        if not _is_total(cells):
            break
        execute(connection, "delete from raw where line = $line", {"line": line})
        notes.insert(0, f"La {unit} {integer(line)} est une ligne de total : elle a été ignorée.")
    return notes


def _is_total(cells: Sequence[str | None]) -> bool:
    filled = [cell for cell in cells if cell is not None]
    return _TOTAL.fullmatch(normalised(filled[0])) is not None and all(is_number(cell) for cell in filled[1:])


def _settle_columns(connection: duckdb.DuckDBPyConnection, header: Sequence[str]) -> tuple[str, ...]:
    filled = [
        bool(text.strip()) or execute(connection, "select count({cell}) from raw", cell=f"c{i}")[0][0] > 0
        for i, text in enumerate(header)
    ]
    names = name_columns([text.strip(WHITESPACE) for text in header], filled)
    kept = [(index, name) for index, name in enumerate(names) if name is not None]
    for index, name in enumerate(names):
        if name is None:
            execute(connection, "alter table raw drop column {cell}", cell=f"c{index}")
    for position, (index, _) in enumerate(kept):
        if position != index:
            old, new = f"c{index}", f"c{position}"
            execute(connection, "alter table raw rename column {old} to {new}", old=old, new=new)
    return tuple(name for _, name in kept)
