"""Rows of a table that aren't operations: headers of a second table, totals, headings, notes, and the rest of a wrapped line.

Candidates are found in SQL, over all rows at once; each is then judged here, in the order of the file.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from dashboard.domain.french import integer, listing, plural, quoted
from dashboard.domain.text import normalised, unaccented
from dashboard.ingest.doubts import Finding
from dashboard.ingest.errors import UnreadableFile
from dashboard.ingest.readers._staging import cell_names, execute, run
from dashboard.ingest.readers._table import (
    DELIMITERS,
    SHEET_STEP,
    Known,
    MalformedRow,
    TotalRow,
    is_number,
    tells_of_no_programming,
)

_SEVERAL = 2
_SAMPLED = 20_000
_NARROW, _FEW_COLUMNS = 3, 5
_ENOUGH_FIGURES, _ENOUGH_HEADERS = 4, 8
"""Columns looked at for cells of words, and for headers: more would cost time and prove no more."""
_WRAPPING = {"title", "beneficiary", "description", None}
"""The fields whose texts are long enough to be cut in two lines; a column that isn't known may hold such texts too."""
_FEW_ROWS = 50
_SHOWN = 5
_OWN_WORDS = (
    r"(?:(?: general| generaux| generale| global| globaux| cumule| cumules| programme| page| feuille| axe| fse| iej| ue| ht| ttc"
    r"| operations?| dossiers?| lignes?| montants?| euros?| eur| en| de| des| du| la| le| les| l| et| pon| \d+))*"
)
_TOTAL = re.compile(
    rf"(?:(?:sous |s |grand |grands |montant |montants )?(?:total|totaux|totales?)|cumul|moyennes?|a reporter|reports?){_OWN_WORDS}"
)
_TOTAL_STARTS = (
    "total", "totaux", "sous total", "s total", "sous totaux", "grand total", "ensemble", "montant", "cumul", "moyenne", "a reporter", "report",
)  # fmt: skip
_ENSEMBLE = re.compile(rf"ensemble{_OWN_WORDS}")
_SUBTOTAL = re.compile(r"(?:sous|s) (?:total|totaux)\b.*")
_TOTAL_OF_SOMETHING = re.compile(r"(?:total|totaux|ensemble)\b.*")
_NOTE = re.compile(
    r"(?:source|sources|extrait|extraction|export|edite|edition|mis a jour|mise a jour|date d extraction|date d edition|note|nb"
    r"|champ|lecture|page)\b.*"
)
_MONEY = r"(?:[km] ?)?(?:€|euros?|eur)|[km]eur|(?:milliers?|millions?)(?: (?:d'|de )(?:€|euros?|eur))?"
_UNIT_CELL = re.compile(
    rf"[(\[]?\s*(?:(?:montants? |exprimee?s? )?(?:en )?(?:{_MONEY}|%|pourcentage|nombre|nb)(?: (?:ht|ttc))?"
    r"|(?:format )?(?:jj?/mm/aaaa|aaaa-mm-jj)|date|texte|nombre|nb)\s*[)\]]?"
)
"""What a row of units holds under the headers. Over `unaccented`."""
_UNIT_NOTE = re.compile(
    rf"\W*(?:(?:nb|note|n\.b\.)\s*:?\s*)?(?:(?:tous |toutes )?(?:les )?(?:montants?|sommes|couts?|depenses|donnees|chiffres|valeurs|unites?)"
    rf"\b[^\d]{{0,60}}?)?\b(?:en|unites? ?:)\s*(?:{_MONEY})\W*"
)
"""« Montants en milliers d'euros », wherever it stands. Over `unaccented`."""
_COLUMN_NUMBER = re.compile(r"[(\[]?\s*(\d{1,3})\s*[)\]]?(?:\s*=.*)?|[(\[]\s*([a-z])\s*[)\]](?:\s*=.*)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"\b[km] ?(?:€|eur)|\bmilliers?\b|\bmillions?\b")
"""A unit other than the euro. Over `unaccented`."""
_NUMBERED_COLUMNS = 3
_PLAIN_FIELDS = 2
"""Known headers that a row of headers has at least."""
_IN_ONE_CELL = "toute la ligne tient dans une seule cellule\u202f: son séparateur ou ses guillemets ne sont pas ceux des autres lignes"
_MISSING = 3
"""Columns that every operation fills and a « Total … » of anything leaves empty, at least."""


@dataclass(frozen=True)
class _Usual:
    """What most rows look like: how many cells they fill, the columns that they fill, those that start with a digit."""

    filled: float
    full: tuple[int, ...]
    figures: tuple[int, ...]


@dataclass
class _Block:
    """The rows under one header: where its cells go among the final columns, None for a table of something else.

    `other_unit`: the header that says another unit than the first table's, where that is why it isn't read.
    """

    line: int
    key: int | None
    header: tuple[str, ...]
    places: tuple[int, ...] | None
    last: int = 0
    other_unit: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The headers, normalised."""
        return tuple(map(normalised, self.header))


@dataclass
class Inner:
    """What was taken out of `raw`, or moved in it."""

    header: list[str]
    findings: list[Finding] = field(default_factory=list)
    malformed: list[MalformedRow] = field(default_factory=list)
    totals: list[TotalRow] = field(default_factory=list)
    unit_notes: list[str] = field(default_factory=list)


def sort_out(
    connection: duckdb.DuckDBPyConnection, header: Sequence[str], known: Known, sheets: Sequence[str] = ()
) -> Inner:
    """Leaves in `raw` the rows of operations alone, all under the columns of the first header, then those of the next ones."""
    usual = _usual(connection, len(header))
    if usual is None:
        return Inner(list(header))
    return _Sorting(connection, header, known, usual, sheets).done()


def said_lines(lines: Sequence[int], sheets: Sequence[str]) -> str:
    """« ligne 4 », « lignes 4, 7 et 9 », « ligne 4 de la feuille « Bretagne » »: the first five."""
    shown = [_place(line, sheets) for line in lines[:_SHOWN]]
    word = "ligne" if len(lines) == 1 else "lignes"
    more = " et suivantes" if len(lines) > _SHOWN else ""
    return f"{word} {', '.join(shown) if more else listing(shown)}{more}"


def _place(line: int, sheets: Sequence[str]) -> str:
    if len(sheets) < _SEVERAL:
        return integer(line)
    return f"{integer(line % SHEET_STEP)} de la feuille {quoted(sheets[line // SHEET_STEP])}"


def _usual(connection: duckdb.DuckDBPyConnection, width: int) -> _Usual | None:
    rows = execute(connection, "select count(*) from raw")[0][0]
    if not rows:
        return None
    step = max(1, rows // _SAMPLED)
    profiles = ", ".join(
        f"count({cell}), count(*) filter ({cell} >= '0' and {cell} < ':')" for cell in cell_names(width)
    )
    filled_cells = _sum([f"({cell} is not null)::int" for cell in cell_names(width)])
    sampled, average, *counts = run(connection, "profile_rows", step=str(step), filled=filled_cells, profiles=profiles)[
        0
    ]
    # A few rows prove less: headers and totals weigh more among them.
    share = 0.5 if sampled < _FEW_ROWS else 0.9
    filled, figures = counts[::2], counts[1::2]
    return _Usual(
        float(average),
        tuple(i for i in range(width) if filled[i] >= share * sampled),
        tuple(i for i in range(width) if filled[i] >= sampled / 2 and figures[i] >= share * filled[i]),
    )


class _Sorting:
    """Judges the candidates one by one, then applies what was decided."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        header: Sequence[str],
        known: Known,
        usual: _Usual,
        sheets: Sequence[str],
    ) -> None:
        self._connection = connection
        self._known = known
        self._usual = usual
        self._sheets = sheets
        self._width = len(header)
        self._keys = tuple(map(normalised, header))
        self._fields = known.fields(header)
        self._first = _Block(0, self._key(self._fields), tuple(header), tuple(range(len(header))))
        self._block = self._first
        # The rows of a narrow or sparse table are all like headings and wrapped lines.
        self._few = 0 if usual.filled < _NARROW else 1 if usual.filled < _FEW_COLUMNS else 2
        self._blocks: list[_Block] = []
        self._repeated: list[int] = []
        self._totals: list[tuple[int, str, list[str | None], _Block]] = []
        self._headings: list[tuple[int, str]] = []
        self._lone_numbers: list[tuple[int, str]] = []
        self._notes: list[tuple[int, str]] = []
        self._wrapped: list[tuple[int, list[str | None]]] = []
        self._torn: list[tuple[int, list[str | None]]] = []
        self._swollen: list[int] = []
        self._numbers: list[int] = []
        self._units: list[tuple[int, str]] = []
        self._unit_cells: dict[int, list[str]] = {}
        self._unit_notes: list[tuple[int, str]] = []
        self._inner = Inner(list(header))

    def _end(self, line: int) -> int:
        """The last line that the sheet of this line may have; a file of text has but one sheet, as long as it likes."""
        return (line // SHEET_STEP + 1) * SHEET_STEP - 1 if len(self._sheets) >= _SEVERAL else sys.maxsize

    @staticmethod
    def _key(fields: Sequence[str | None]) -> int | None:
        return fields.index("num_dossier") if "num_dossier" in fields else None

    def done(self) -> Inner:
        """Judges, applies and tells."""
        self._judge_under_headers("select min(line) from raw group by line // $step", {"step": SHEET_STEP})
        under = {*self._numbers, *(line for line, _ in self._units)}
        for line, *cells in self._candidates():
            if line in under:
                continue
            if self._block is not self._first and line > self._end(self._block.line):
                self._enter(self._first, line)
            self._judge(line, cells)
        self._close(None)
        self._refuse_mixed_units()
        self._judge_under_headers(
            "select unnest($lines)",
            {"lines": [line + 1 for line in (*self._repeated, *(b.line for b in self._blocks))]},
        )
        self._drop([*self._left(), *self._numbers, *(line for line, _ in self._units)])
        self._mend()
        self._move()
        self._tell()
        return self._inner

    def _judge_under_headers(self, where: str, parameters: dict[str, object]) -> None:
        """Finds the rows of units and of column numbers among lines that stand right under headers."""
        rows = execute(
            self._connection,
            "select line, {cells} from raw where line in ({where}) order by line",
            parameters,
            cells=", ".join(cell_names(self._width)),
            where=where,
        )
        for line, *cells in rows:
            self._is_under_headers(line, cells)

    def _is_under_headers(self, line: int, cells: list[str | None]) -> bool:
        """Whether a row that stands right under headers holds units, which join the first of them, or numbers of columns."""
        if line in self._numbers or any(line == other for other, _ in self._units):
            return True
        filled = [(i, text.strip()) for i, text in enumerate(cells) if text is not None]
        if _are_column_numbers([text for _, text in filled]):
            self._numbers.append(line)
        elif filled and all(_UNIT_CELL.fullmatch(unaccented(text)) for _, text in filled):
            first = not self._units and not self._repeated and not self._blocks
            self._units.append((line, filled[0][1]))
            self._unit_cells[line] = [text for _, text in filled]
            for i, text in filled if first else ():
                unit = text if text.startswith(("(", "[")) else f"({text})"
                self._inner.header[i] = f"{self._inner.header[i]} {unit}".strip()
        else:
            return False
        return True

    def _refuse_mixed_units(self) -> None:
        """Raises UnreadableFile where the rows under the headers give the sheets different units."""
        if len(self._sheets) < _SEVERAL:
            return
        stated = dict.fromkeys(range(len(self._sheets)), "")
        for line, _ in self._units:
            cells = self._unit_cells[line]
            stated[line // SHEET_STEP] = next((unit for text in cells if (unit := _unit(text))), "")
        if len(set(stated.values())) > 1:
            odd = next(sheet for sheet, unit in stated.items() if unit)
            raise UnreadableFile(
                f"La feuille {quoted(self._sheets[odd])} ne donne pas ses montants dans l'unité des autres : "
                "importez chaque feuille à part."
            )

    def _candidates(self) -> list[tuple[Any, ...]]:
        names = cell_names(self._width)
        figures = [names[i] for i in self._usual.figures[:_ENOUGH_FIGURES]]
        headers = {f"h{i}": text for i, text in enumerate(self._first.header[:_ENOUGH_HEADERS]) if self._keys[i]}
        key = self._first.key
        if key in self._usual.figures:
            suspect = f"c{key} is null or c{key} < '0' or c{key} >= ':'"
        else:
            suspect = f"words >= 1 or lacking >= {1 if len(self._usual.full) < _FEW_COLUMNS else 2}"
        return run(
            self._connection,
            "find_odd_rows",
            dict(headers),
            filled=_sum([f"({name} is not null)::int" for name in names]),
            lacking=_sum([f"({names[i]} is null)::int" for i in self._usual.full]),
            words=_sum([f"coalesce({name} < '0' or {name} >= ':', false)::int" for name in figures]),
            figures=_sum([f"coalesce({name} >= '0' and {name} < ':', false)::int" for name in figures]),
            same=_sum([f"coalesce(c{name[1:]} = ${name}, false)::int" for name in headers]),
            few=str(self._few),
            suspect=suspect,
            cells=", ".join(names),
        )

    def _judge(self, line: int, cells: list[str | None]) -> None:
        filled = [(i, text) for i, text in enumerate(cells) if text is not None]
        if (line - 1 in self._repeated or line - 1 == self._block.line) and self._is_under_headers(line, cells):
            return
        if self._is_header(line, cells, filled) or self._block.places is None or self._is_operation(cells):
            return
        if label := self._total_label(cells, filled):
            self._totals.append((line, label, cells, self._block))
        elif 0 < len(filled) <= self._few:
            self._judge_sparse(line, cells, filled)

    def _judge_sparse(self, line: int, cells: list[str | None], filled: list[tuple[int, str]]) -> None:
        """A row with one or two texts: a note, the rest of the row above, a heading, or a row torn in two."""
        texts = [text.strip() for _, text in filled]
        alone = len(filled) == 1
        if alone and _holds_a_row(texts[0], self._usual.filled):
            self._swollen.append(line)
        elif alone and _UNIT_NOTE.fullmatch(unaccented(texts[0])):
            self._unit_notes.append((line, texts[0]))
        elif _NOTE.fullmatch(normalised(texts[0])) and (alone or filled[0][0] == 0 or ":" in texts[0]):
            self._notes.append((line, texts[0]))
        elif any(is_number(text) or not any(map(str.isalpha, text)) for text in texts):
            if alone:
                self._lone_numbers.append((line, texts[0]))
        elif all(text[0].islower() for text in texts):
            self._wrapped.append((line, cells))
        elif alone and (filled[0][0] == 0 or line - 1 in self._left() or self._fields_of(filled) - _WRAPPING):
            self._headings.append((line, texts[0]))
        elif alone or self._fields_of(filled) & _WRAPPING:
            self._torn.append((line, cells))

    def _left(self) -> set[int]:
        """The lines left out so far that a heading may follow."""
        left = {line for line, *_ in self._totals} | {
            line for line, _ in (*self._headings, *self._notes, *self._unit_notes)
        }
        return left | {*self._repeated, *(block.line for block in self._blocks)}

    def _fields_of(self, filled: Sequence[tuple[int, str]]) -> set[str | None]:
        fields = self._known.fields(self._block.header)
        return {fields[i] for i, _ in filled if i < len(fields)}

    def _is_operation(self, cells: Sequence[str | None]) -> bool:
        """Whether the row has an operation number, which « Axe 3 » and « extrait le 12 mars » are not."""
        key = self._block.key
        text = cells[key] if key is not None and key < len(cells) else None
        if text is None:
            return False
        digits = sum(map(str.isdigit, text))
        return digits > 0 and (digits * 2 >= sum(map(str.isalnum, text)) or not re.search(r"\s", text.strip()))

    def _is_header(self, line: int, cells: list[str | None], filled: list[tuple[int, str]]) -> bool:
        """Enters a new block where the row holds headers."""
        if len(filled) < _PLAIN_FIELDS or any(is_number(text) for _, text in filled):
            return False
        texts = [text or "" for text in cells]
        keys = tuple(map(normalised, texts))
        for block in (self._block, self._first):
            if block.places is not None and keys == block.keys:
                self._repeated.append(line)
                if block is not self._block:
                    self._enter(block, line)
                return True
        if self._is_operation(cells):
            return False
        known = self._known.score(texts) >= _PLAIN_FIELDS
        shared = len({key for key in keys if key} & set(self._keys))
        alike = shared >= _PLAIN_FIELDS and shared * 2 >= len(filled)
        if (known and self._known.is_table(texts)) or (alike and not self._known.is_table(self._first.header)):
            fields = self._known.fields(texts)
            block = _Block(line, self._key(fields), tuple(texts), self._places(texts, fields))
            block.other_unit = self._other_unit(block)
            if block.other_unit:
                block.places = None
        elif (known or alike or self._lacking(cells) >= _MISSING) and self._starts_something_else(line):
            block = _Block(line, None, tuple(texts), None)
        else:
            return False
        self._blocks.append(block)
        self._enter(block, line)
        return True

    def _other_unit(self, block: _Block) -> str:
        """The header of a second table that counts in thousands where the first table doesn't, or the reverse; "" where none does."""
        for text, place in zip(block.header, block.places or (), strict=False):
            first = self._inner.header[place]
            if (found := _unit(text)) != _unit(first) and (found or _unit(first)):
                return text
        return ""

    def _starts_something_else(self, line: int) -> bool:
        """Whether the rows below a row of labels hold figures, but no operation."""
        below = execute(
            self._connection,
            "select {cells} from raw where line > $line and line <= $last order by line limit 20",
            {"line": line, "last": self._end(line)},
            cells=", ".join(cell_names(self._width)),
        )
        # Without numbers to go by, a row that fills the usual columns is an operation.
        numbered = self._first.key in self._usual.figures
        with_figures = 0
        for cells in below:
            filled = [(i, text) for i, text in enumerate(cells) if text is not None]
            if self._is_operation(cells) or (not numbered and self._lacking(cells) < _MISSING):
                return False
            with_figures += any(is_number(text) for _, text in filled) and not self._total_label(cells, filled)
        return with_figures > 0

    def _lacking(self, cells: Sequence[str | None]) -> int:
        return sum(cells[i] is None for i in self._usual.full)

    def _enter(self, block: _Block, line: int) -> None:
        self._close(line)
        self._block = block

    def _close(self, line: int | None) -> None:
        """Says where the rows of the current block end."""
        end = self._end(self._block.line)
        self._block.last = end if line is None else min(end, line - 1)

    def _places(self, texts: Sequence[str], fields: Sequence[str | None]) -> tuple[int, ...]:
        """The final column of each cell: of the same field, else of the same header, else a new one."""
        places: list[int] = []
        for text, name in zip(texts, fields, strict=True):
            key = normalised(text)
            own = [
                *(i for i, other in enumerate(self._fields) if name is not None and other == name),
                *(i for i, other in enumerate(self._inner.header) if key and normalised(other) == key),
            ]
            place = next((i for i in own if i not in places), None)
            if place is None:
                place = len(self._inner.header)
                self._inner.header.append(text)
            places.append(place)
        return tuple(places)

    def _total_label(self, cells: Sequence[str | None], filled: list[tuple[int, str]]) -> str:
        """The label of a row of totals, "" for any other row."""
        numbered = self._block.key is not None
        lacking = self._lacking(cells)
        for i, text in filled:
            if len(text) > 200:
                continue
            key = normalised(text)
            if not _names_a_total(key):
                continue
            others = all(is_number(other) for j, other in filled if j != i)
            if not others and not (numbered and lacking >= _MISSING):
                continue
            if _TOTAL.fullmatch(key) or _SUBTOTAL.fullmatch(key) or _ENSEMBLE.fullmatch(key):
                return text.strip()
            # « Total accès au sport » is the title of an operation, unless the row has nothing else of one.
            if _TOTAL_OF_SOMETHING.fullmatch(key) and (lacking >= _MISSING or (numbered and others)):
                return text.strip()
        return ""

    def _drop(self, lines: Sequence[int]) -> None:
        if lines:
            execute(self._connection, "delete from raw where line in (select unnest($lines))", {"lines": list(lines)})

    def _mend(self) -> None:
        """Appends the rest of wrapped rows to the rows above; sets torn ones aside with the rows above, and rows held in one cell."""
        if self._swollen:
            self._set_aside("line in (select unnest($lines))", {"lines": self._swollen}, _IN_ONE_CELL)
        parts = [*self._wrapped, *self._torn]
        if not parts:
            return
        lines: dict[str, object] = {"lines": [line for line, _ in parts]}
        above = dict(run(self._connection, "find_rows_above", lines))
        self._drop([line for line, _ in parts])
        # Nothing stands above: a heading after all.
        self._headings += [(line, next(text for text in cells if text)) for line, cells in parts if line not in above]
        self._wrapped = [(line, cells) for line, cells in self._wrapped if line in above]
        self._torn = [(line, cells) for line, cells in self._torn if line in above]
        self._append(above)
        halves = sorted({above[line] for line, _ in self._torn})
        for line, cells in self._torn:
            reason = (
                f"sans numéro, montant ni date : peut-être la suite de la ligne {_place(above[line], self._sheets)}"
            )
            self._inner.malformed.append(MalformedRow(line, _as_text(cells), reason))
        self._set_aside(
            "line in (select unnest($lines))",
            {"lines": halves},
            "la ligne suivante n'a ni numéro, ni montant, ni date : c'est peut-être la suite de celle-ci",
        )

    def _append(self, above: Mapping[int, int]) -> None:
        """Adds the texts of wrapped rows to the cells of the rows above."""
        rests: dict[int, dict[int, str]] = {}
        for line, cells in self._wrapped:
            for i, text in enumerate(cells):
                if text is not None:
                    rest = rests.setdefault(i, {})
                    rest[above[line]] = f"{rest.get(above[line], '')} {text.strip()}"
        for i, rest in rests.items():
            execute(
                self._connection,
                "update raw set {cell} = ltrim(concat({cell}, rest.text))"
                " from (select unnest($lines) as line, unnest($texts) as text) as rest where raw.line = rest.line",
                {"lines": list(rest), "texts": list(rest.values())},
                cell=f"c{i}",
            )

    def _set_aside(self, where: str, parameters: dict[str, object], reason: str) -> int:
        """Takes rows out of `raw`, each with its reason; how many."""
        rows = execute(
            self._connection,
            "delete from raw where {where} returning line, {cells}",
            parameters,
            where=where,
            cells=", ".join(cell_names(self._width)),
        )
        self._inner.malformed += [MalformedRow(line, _as_text(cells), reason) for line, *cells in rows]
        return len(rows)

    def _move(self) -> None:
        """Lays the rows of second tables under the final columns, and sets aside those of tables of something else."""
        for number in range(self._width, len(self._inner.header)):
            execute(self._connection, "alter table raw add column {cell} varchar", cell=f"c{number}")
        for block in self._blocks:
            between: dict[str, object] = {"first": block.line, "last": block.last}
            header_line = _place(block.line, self._sheets)
            if block.places is None:
                titles = _some([text for text in block.header if text])
                reason = f"ligne d'un autre tableau, dont les en-têtes sont à la ligne {header_line} ({titles})"
                what = (
                    f"dont {quoted(block.other_unit)} n'est pas dans l'unité du premier"
                    if block.other_unit
                    else f"qui n'est pas une liste d'opérations ({titles})"
                )
                count = self._set_aside("line > $first and line <= $last", between, reason)
                self._inner.findings.append(
                    Finding(
                        f"La ligne {header_line} porte les en-têtes d'un autre tableau, {what} : "
                        f"{plural(count, 'ligne mise', 'lignes mises')} de côté.",
                        0 if block.other_unit else 1,
                    )
                )
                continue
            source = {place: i for i, place in enumerate(block.places)}
            if any(place != i for place, i in source.items()):
                moved = ", ".join(
                    f"c{i} = {f'c{source[i]}' if i in source else 'null'}"
                    for i in range(len(self._inner.header))
                    if source.get(i) != i
                )
                execute(
                    self._connection,
                    "update raw set {moved} where line > $first and line <= $last",
                    between,
                    moved=moved,
                )
            self._inner.findings.append(self._second_table(block, header_line))

    def _second_table(self, block: _Block, header_line: str) -> Finding:
        assert block.places is not None  # noqa: S101
        new = [text for text, place in zip(block.header, block.places, strict=True) if place >= self._width and text]
        moved = [
            text
            for i, (text, place) in enumerate(zip(block.header, block.places, strict=True))
            if place != i and place < self._width and text
        ]
        gone = [text for i, text in enumerate(self._first.header) if text and i not in block.places]
        parts = [
            f"dans un autre ordre ({_some(moved)})" if moved else "",
            f"avec {_some(new)} en plus" if new else "",
            f"sans {_some(gone)}" if gone else "",
        ]
        how = listing([part for part in parts if part])
        return Finding(
            f"Un autre tableau commence à la ligne {header_line}, avec ses propres en-têtes{f', {how}' if how else ''} : "
            "ses lignes ont été lues selon eux.",
            1,
        )

    def _tell_unit_notes(self) -> None:
        """A note above or below all the rows gives their unit; one among them leaves it open."""
        first_line, last_line = execute(self._connection, "select min(line), max(line) from raw")[0]
        last_line = max((last_line or 0, *(block.line for block in self._blocks)))
        for line, text in self._unit_notes:
            if first_line is not None and first_line < line < last_line:
                self._inner.findings.append(
                    Finding(
                        f"La ligne {_place(line, self._sheets)} dit {quoted(_short(text))} au milieu des opérations : tous les "
                        "montants ont été lus dans la même unité, vérifiez-les.",
                        0,
                    )
                )
            else:
                self._inner.unit_notes.append(text)

    def _tell_headers(self) -> None:
        told = self._inner.findings
        for line, text in self._headings:
            if tells_of_no_programming(text):
                told.append(
                    Finding(
                        f"La ligne {_place(line, self._sheets)} annonce {quoted(_short(text))} : les lignes qui la suivent ont été lues "
                        "comme les autres, retirez-les du fichier si elles ne sont pas programmées.",
                        0,
                    )
                )
        if self._repeated:
            told.append(Finding(f"En-têtes répétés ignorés ({said_lines(self._repeated, self._sheets)})."))
        if self._numbers:
            told.append(Finding(f"Numéros de colonnes ignorés ({said_lines(self._numbers, self._sheets)})."))
        if self._units:
            lines = said_lines([line for line, _ in self._units], self._sheets)
            told.append(Finding(f"Unités lues sous les en-têtes ({lines}, dont {quoted(self._units[0][1])}).", 1))

    def _tell(self) -> None:
        told = self._inner.findings
        self._tell_headers()
        if len(self._totals) == 1:
            only = _place(self._totals[0][0], self._sheets)
            told.append(Finding(f"La ligne {only} est une ligne de total : elle a été ignorée."))
        elif self._totals:
            count = integer(len(self._totals))
            lines = said_lines([line for line, *_ in self._totals], self._sheets)
            label = quoted(_short(self._totals[0][1]))
            told.append(Finding(f"{count} lignes de total ou de sous-total ont été ignorées ({lines}, dont {label})."))
        self._tell_unit_notes()
        for rows, one, several in (
            (self._headings, "titre de section laissé", "titres de section laissés"),
            ([*self._notes, *self._unit_notes], "note laissée", "notes laissées"),
        ):
            if rows:
                lines = said_lines([line for line, _ in rows], self._sheets)
                first = quoted(_short(rows[0][1]))
                where = f"{lines} : {first}" if len(rows) == 1 else f"{lines}, dont {first}"
                told.append(Finding(f"{plural(len(rows), one, several)} de côté ({where})."))
        if self._lone_numbers:
            lines = said_lines([line for line, _ in self._lone_numbers], self._sheets)
            told.append(
                Finding(
                    f"Un nombre est seul sur sa ligne ({lines}, dont {quoted(_short(self._lone_numbers[0][1]))}) : un retour à la ligne "
                    "a peut-être coupé une cellule voisine, vérifiez les montants et les numéros qui l'entourent.",
                    1,
                )
            )
        if self._wrapped:
            lines = said_lines([line for line, _ in self._wrapped], self._sheets)
            verb = "a été rattachée" if len(self._wrapped) == 1 else "ont été rattachées"
            whose = "la suite" if len(self._wrapped) == 1 else "les suites"
            told.append(Finding(f"{whose.capitalize()} de texte coupé ({lines}) {verb} à la ligne du dessus.", 1))
        if self._torn:
            lines = said_lines([line for line, _ in self._torn], self._sheets)
            what = (
                "Un texte seul sur sa ligne peut être"
                if len(self._torn) == 1
                else "Des textes seuls sur leur ligne peuvent être"
            )
            told.append(
                Finding(
                    f"{what} la suite de la ligne du dessus ({lines}) : les deux lignes ont été mises de côté ensemble, "
                    "réunissez-les dans le fichier.",
                    1,
                )
            )
        for line, label, cells, block in self._totals:
            final: list[str | None] = [None] * len(self._inner.header)
            for i, place in enumerate(block.places or ()):
                final[place] = cells[i]
            self._inner.totals.append(TotalRow(line, label, tuple(final)))


def _names_a_total(text: str) -> bool:
    """Whether a cell starts as the label of a total does."""
    key = normalised(text)
    return key.startswith(_TOTAL_STARTS)


def _holds_a_row(text: str, usual: float) -> bool:
    """Whether a text alone on its line is a whole row, written with another delimiter or within quotes: cells enough, and figures."""
    for delimiter in DELIMITERS:
        parts = [part.strip(' "') for part in text.split(delimiter)]
        if len(parts) > max(_NARROW, usual / 2) and sum(map(is_number, parts)) >= _SEVERAL:
            return True
    return False


def _unit(text: str) -> str:
    """« k », « m » where a text says thousands or millions of euros, "" else."""
    found = _THOUSANDS.search(unaccented(text))
    return "" if found is None else "m" if found[0].startswith(("m ", "m€", "meur", "million")) else "k"


def _are_column_numbers(texts: Sequence[str]) -> bool:
    """Whether cells count columns: 1, 2, 3…, or (a), (b), (c) = (a) + (b)…"""
    found = [_COLUMN_NUMBER.fullmatch(text) for text in texts]
    marks = [(one[1] or one[2]).lower() if one else "" for one in found]
    count = len(marks)
    return count >= _NUMBERED_COLUMNS and marks in (
        [str(number) for number in range(1, count + 1)],
        [chr(ord("a") + rank) for rank in range(count)],
    )


def _sum(terms: Sequence[str]) -> str:
    """The terms added two by two: DuckDB refuses a thousand additions in a row."""
    if len(terms) < _NARROW:
        return " + ".join(terms) or "0"
    half = len(terms) // 2
    return f"({_sum(terms[:half])}) + ({_sum(terms[half:])})"


def _as_text(cells: Sequence[str | None]) -> str:
    return ";".join(cell or "" for cell in cells).rstrip(";")


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def _some(texts: Sequence[str]) -> str:
    shown = [quoted(_short(text)) for text in texts]
    return listing(shown) if len(shown) <= 3 else f"{', '.join(shown[:3])}…"
