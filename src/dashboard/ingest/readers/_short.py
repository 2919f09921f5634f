"""Records with too few cells: a row without its last cells, the halves of one that a line break cut, the end of a cut file.

They are judged by the whole records: a column that holds figures in nearly all of them holds figures or nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from dashboard.domain.french import integer, listing
from dashboard.ingest.readers._records import Record
from dashboard.ingest.readers._table import MalformedRow

CUT: Final = "le fichier semble coupé : cette ligne est incomplète"

_SAMPLE: Final = 1_000
"""Whole records from which the columns are judged."""
_NEARLY_ALL: Final = 0.9
_TOGETHER: Final = 1_000
"""Groups that are judged at once: judging looks at the whole records again."""
_LONGEST_RUN: Final = 200
_LONGEST_ROW: Final = 50
"""Lines that one row may be spread over."""
_LETTER: Final = re.compile(r"[^\W\d_]")
_FIGURE: Final = re.compile(r"\d")


@dataclass
class ShortRecords:
    """Sorts the records of a table of `width` columns, in order: `settled` gives those whose place is known.

    `mended`: the lines of each row put together again. `cut`: the line where the file stops short.
    """

    width: int
    malformed: list[MalformedRow]
    mended: list[list[int]] = field(default_factory=list)
    cut: int | None = None
    _whole: list[list[str]] = field(default_factory=list)
    _run: list[Record] = field(default_factory=list)
    _waiting: list[list[Record]] = field(default_factory=list)

    def settled(self, records: Iterator[Record], *, ends_on_a_line_end: bool) -> Iterator[Record]:
        """The records, short ones joined, kept apart as malformed, or left as they are."""
        for record in records:
            waits = self._is_short(record) or _opens_a_quote(record) or (self._run and not record.cells)
            if len(record.cells) == self.width and len(self._whole) < _SAMPLE:
                self._whole.append(record.cells)
            if waits:
                self._run.append(record)
                if len(self._run) >= _LONGEST_RUN:
                    yield from self._settle(keeping=_LONGEST_ROW)
            else:
                yield from self._settle()
                yield record
        tail = self._run
        self._run = self._before_the_cut(tail, ends_on_a_line_end=ends_on_a_line_end)
        yield from self._settle()
        yield from self._judge_waiting()

    def _is_short(self, record: Record) -> bool:
        return 0 < len(record.cells) < self.width

    def _settle(self, keeping: int = 0) -> Iterator[Record]:
        """Empties the run, but for its last records: those that make one row by their number of cells wait to be judged."""
        run = self._run
        start = 0
        while start < len(run) - keeping:
            end = self._joined_until(run, start)
            if end is None:
                yield run[start]
                start += 1
            else:
                self._waiting.append(run[start:end])
                start = end
        self._run = run[start:]
        if len(self._waiting) >= _TOGETHER and len(self._whole) >= _SAMPLE:
            yield from self._judge_waiting()

    def _joined_until(self, run: Sequence[Record], start: int) -> int | None:
        cells = len(run[start].cells)
        if not self._is_short(run[start]):
            return None
        for end in range(start + 1, len(run)):
            if len(run[end].cells) >= self.width:
                return None
            cells += max(len(run[end].cells), 1) - 1
            if cells >= self.width:
                return end + 1 if cells == self.width else None
        return None

    def _judge_waiting(self) -> Iterator[Record]:
        rows = [_joined(group) for group in self._waiting]
        figures = _columns_of_figures(self._whole or [row.cells for row in rows])
        firsts = [len(cells[0].strip()) for cells in self._whole or [row.cells for row in rows]]
        # Half an amount is a figure too, but no number of an operation is so short.
        lengths = range(min(firsts, default=0), max(firsts, default=0) + 1)
        for group, joined in zip(self._waiting, rows, strict=True):
            apart = [record for record in group if record.cells]
            fits_apart = all(_fits(record.cells, figures) for record in apart)
            fits_joined = _fits(joined.cells, figures)
            starts_anew = 0 in figures and all(
                _FIGURE.search(record.cells[0]) and len(record.cells[0].strip()) in lengths for record in apart
            )
            if not (self._whole or figures) or (fits_apart and (starts_anew or not fits_joined)):
                yield from group
            elif fits_joined and not fits_apart:
                self.mended.append([record.line for record in group])
                yield joined
            else:
                lines = listing([integer(record.line) for record in apart])
                reason = (
                    f"les lignes {lines} n'en font peut-être qu'une, coupée par un retour à la ligne sans guillemets"
                )
                self.malformed += [MalformedRow(record.line, record.text, reason) for record in apart]
        self._waiting = []

    def _before_the_cut(self, tail: list[Record], *, ends_on_a_line_end: bool) -> list[Record]:
        """The last short records without those that the end of the file cut, which are malformed."""
        filled = [record for record in tail if record.cells]
        if not filled:
            return tail
        figures = _columns_of_figures(self._whole)
        opened = next(
            (
                record
                for record in filled
                if _opens_a_quote(record) and (self._is_short(record) or not _fits(record.cells, figures))
            ),
            None,
        )
        last = filled[-1]
        if opened is not None:
            cut = [record for record in filled if record.line >= opened.line]
        elif not ends_on_a_line_end and tail[-1] is last and self._is_short(last) and self._starts_like_a_row(last):
            cut = [last]
        else:
            return tail
        self.cut = cut[0].line
        self.malformed += [MalformedRow(record.line, record.text, CUT) for record in cut]
        return [record for record in tail if record.line < self.cut]

    def _starts_like_a_row(self, record: Record) -> bool:
        """A source or a total below the table is short too; what starts a row has the figures of the first columns."""
        figures = _columns_of_figures(self._whole)
        if not self._whole or not _fits(record.cells, figures):
            return False
        return 0 in figures or len(record.cells) > 2


def _columns_of_figures(rows: Sequence[Sequence[str]]) -> set[int]:
    figures = set()
    for index, column in enumerate(zip(*rows, strict=True)):
        filled = [cell for cell in column if cell.strip()]
        if filled and sum(map(_is_figure, filled)) >= _NEARLY_ALL * len(filled):
            figures.add(index)
    return figures


def _is_figure(cell: str) -> bool:
    return _FIGURE.search(cell) is not None and _LETTER.search(cell) is None


def _fits(cells: Sequence[str], figures: set[int]) -> bool:
    return all(index not in figures or _LETTER.search(cell) is None for index, cell in enumerate(cells))


def _opens_a_quote(record: Record) -> bool:
    return record.text.count('"') % 2 == 1 and any(cell.startswith('"') for cell in record.cells)


def _joined(group: Sequence[Record]) -> Record:
    """One record whose cells hold the line breaks that stand between those of the group."""
    cells = list(group[0].cells)
    for record in group[1:]:
        first, *others = record.cells or [""]
        cells[-1] += "\n" + first
        cells += others
    return Record(group[0].line, cells, "\n".join(record.text for record in group))
