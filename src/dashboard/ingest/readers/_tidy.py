"""What is done to the table `raw` once it is filled, the same way whatever the file was."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

from dashboard.domain.french import integer, plural
from dashboard.ingest.doubts import Finding
from dashboard.ingest.errors import EmptyFile
from dashboard.ingest.readers._inner_rows import sort_out
from dashboard.ingest.readers._staging import cell_names, execute, run
from dashboard.ingest.readers._table import Known, MalformedRow, TotalRow, name_columns

# Characters that leave a cell looking empty: controls, every Unicode space, and the invisible marks that exports leave behind.
WHITESPACE = "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000\u200b\u2060\ufeff" + "".join(
    chr(code) for code in range(0x2000, 0x200B)
)


@dataclass(frozen=True)
class Tidied:
    """`raw` with nothing but data in it: its headers, its rows, what was found on the way, and what was taken out.

    `unit_notes`: the notes among the rows that say the unit of amounts. `kept`: for each final column, its position before, beyond the first header for the columns that a second table adds.
    """

    headers: tuple[str, ...]
    rows: int
    findings: tuple[Finding, ...]
    malformed: tuple[MalformedRow, ...]
    totals: tuple[TotalRow, ...]
    kept: tuple[int, ...]
    unit_notes: tuple[str, ...] = ()


def tidy(
    connection: duckdb.DuckDBPyConnection,
    header: Sequence[str],
    known: Known,
    *,
    blank_rows: int = 0,
    sheets: Sequence[str] = (),
) -> Tidied:
    """Empties blank cells, drops what is not data, lays second tables under the first header, settles the columns."""
    cells = cell_names(len(header))
    whitespace: dict[str, object] = {"whitespace": WHITESPACE}
    for cell in cells:
        if run(connection, "find_blank_cell", whitespace, cell=cell)[0][0]:
            execute(
                connection, "update raw set {cell} = null where trim({cell}, $whitespace) = ''", whitespace, cell=cell
            )
    blank = " and ".join(f"{cell} is null" for cell in cells)
    blank_rows += execute(connection, "delete from raw where {blank}", blank=blank)[0][0]
    inner = sort_out(connection, [text.strip(WHITESPACE) for text in header], known, sheets)
    headers, kept = _settle_columns(connection, inner.header)
    return Tidied(
        headers,
        int(execute(connection, "select count(*) from raw")[0][0]),
        (*map(Finding, _say_blank(blank_rows)), *inner.findings),
        tuple(inner.malformed),
        tuple(TotalRow(row.line, row.label, tuple(row.cells[i] for i in kept)) for row in inner.totals),
        kept,
        tuple(inner.unit_notes),
    )


def titles_of(skipped: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """The texts above the headers, in reading order."""
    return tuple(text for row in skipped for cell in row if (text := cell.strip(WHITESPACE)))


def title_note(skipped: Iterable[Sequence[str]], header_line: int) -> tuple[Finding, ...]:
    """Says that something stood above the headers, if anything did."""
    filled = any(cell.strip() for row in skipped for cell in row)
    count = header_line - 1
    if not filled or not count:
        return ()
    verb = "a été ignorée" if count == 1 else "ont été ignorées"
    said = f"{plural(count, 'ligne')} au-dessus des en-têtes {verb} (en-têtes à la ligne {integer(header_line)})."
    return (Finding(said),)


def no_rows(name: str) -> EmptyFile:
    """The refusal of a table that has headers and nothing below."""
    return EmptyFile(f"{name} contient des en-têtes mais aucune ligne de données : vérifiez l'export et recommencez.")


def _say_blank(count: int) -> list[str]:
    if not count:
        return []
    return [f"{plural(count, 'ligne vide')} {'a été ignorée' if count == 1 else 'ont été ignorées'}."]


def _settle_columns(
    connection: duckdb.DuckDBPyConnection, header: Sequence[str]
) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Names the columns, without those that have neither header nor data: (headers, former positions)."""
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
    return tuple(name for _, name in kept), tuple(index for index, _ in kept)
