"""Whether a point or a comma separates the decimals of a column of figures: what all its cells prove together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from dashboard.domain.french import euros, integer, plural, quoted
from dashboard.ingest.doubts import Choice, Verdicts
from dashboard.ingest.reading import Unit
from dashboard.ingest.sql_text import sql
from dashboard.warehouse.sql_files import fill

MARKS = {"point": ".", "virgule": ","}
NAMES = {"point": "le point", "virgule": "la virgule"}


@dataclass(frozen=True, slots=True)
class Written:
    """How the cells of one column are written: class → how many, and one of them (`amount_class` in parsing.sql)."""

    header: str
    cells: Mapping[str, int]
    samples: Mapping[str, str]

    def proofs(self, mark: str) -> int:
        """The cells that prove this decimal mark."""
        return self.cells.get(mark, 0)

    @property
    def figures(self) -> int:
        """The cells that hold something."""
        return sum(count for name, count in self.cells.items() if name != "nothing")

    @property
    def open(self) -> int:
        """The cells that prove nothing: « 125.000 »."""
        return self.cells.get("open point", 0) + self.cells.get("open virgule", 0)

    @property
    def open_sample(self) -> str:
        """One of them."""
        return self.samples.get("open point") or self.samples.get("open virgule", "")


def written(connection: duckdb.DuckDBPyConnection, field: str, header: str, decimals: int) -> Written:
    """How the column of a field is written in `mapped`; `decimals` of its cells are numbers of the file itself, which prove nothing."""
    rows = connection.execute(fill(sql("number_profile"), cell=f"raw_{field}")).fetchall()
    cells = {name: count for name, count, _ in rows}
    if decimals and "point" in cells:
        cells["point"] = max(0, cells["point"] - decimals)
    return Written(header, cells, {name: sample.strip() for name, _, sample in rows})


def decimal_marks(
    connection: duckdb.DuckDBPyConnection, columns: Mapping[str, Written], units: Mapping[str, Unit], verdicts: Verdicts
) -> dict[str, str]:
    """Field → the decimal mark of the cells that don't prove theirs: what the column proves, else the other columns of the file.

    `units`: field → the euros that one stands for, for the sums of a question.

    Raises the doubt `decimales` where they prove nothing, or both.
    """
    found: dict[str, str] = {}
    doubtful = []
    for field, column in columns.items():
        proved = _proved([column]) or (None if _mixed([column]) else _proved(list(columns.values())))
        if field == "eu_rate" and not proved:
            # A rate has no thousands.
            proved = "virgule" if "open virgule" in column.cells else "point"
        if proved:
            found[field] = MARKS[proved]
            if column.open and field != "eu_rate":
                _tell(column, proved, list(columns.values()), verdicts)
        elif column.open:
            doubtful.append(field)
        if _mixed([column]):
            verdicts.tell(
                f"{quoted(column.header)} mélange deux écritures des décimales ({quoted(column.samples['point'])} et "
                f"{quoted(column.samples['virgule'])})\u202f: chaque cellule est lue d'après son propre signe.",
                1,
            )
    if doubtful:
        mark = MARKS[_ask(connection, doubtful, columns, units, verdicts)]
        found |= dict.fromkeys(doubtful, mark)
    return found


def _proved(columns: Sequence[Written]) -> str | None:
    sides = [mark for mark in MARKS if any(column.proofs(mark) for column in columns)]
    return sides[0] if len(sides) == 1 else None


def _mixed(columns: Sequence[Written]) -> bool:
    return all(any(column.proofs(mark) for column in columns) for mark in MARKS)


def _tell(column: Written, mark: str, columns: Sequence[Written], verdicts: Verdicts) -> None:
    witness = column if column.proofs(mark) else next(one for one in columns if one.proofs(mark))
    proofs = witness.proofs(mark)
    where = "" if witness is column else f" de {quoted(witness.header)}"
    open_mark = "point" if "open point" in column.cells else "virgule"
    separates = "les décimales" if open_mark == mark else "les milliers"
    said = (
        f"{quoted(column.header)}\u202f: {NAMES[open_mark]} sépare {separates} "
        f"({quoted(column.open_sample)} se lit {_read(column.open_sample, mark)})\u202f; "
        f"{plural(proofs, 'cellule')} sur {integer(witness.figures)}{where} "
        f"{'le prouve' if proofs == 1 else 'le prouvent'} (par exemple {quoted(witness.samples[mark])})."
    )
    verdicts.prove("decimales", mark, said, _choices({}))


def _read(sample: str, mark: str) -> str:
    """« 125.000 » as it is read: « 125 000 » or « 125,000 »."""
    other = "," if MARKS[mark] == "." else "."
    whole, _, decimals = sample.strip("€ ").replace(other, "").partition(MARKS[mark])
    return integer(int(whole)) + (f",{decimals}" if decimals else "") if whole.isdigit() else sample


def _choices(sums: Mapping[str, str]) -> tuple[Choice, ...]:
    return (
        Choice("virgule", "la virgule sépare les décimales, le point les milliers", sums.get("virgule", "")),
        Choice("point", "le point sépare les décimales, la virgule les milliers", sums.get("point", "")),
    )


def _ask(
    connection: duckdb.DuckDBPyConnection,
    fields: Sequence[str],
    columns: Mapping[str, Written],
    units: Mapping[str, Unit],
    verdicts: Verdicts,
) -> str:
    first = columns[fields[0]]
    sums = {}
    for name, mark in MARKS.items():
        said = []
        for field in fields:
            total = connection.execute(
                fill(sql("sum_of_column"), cell=f"raw_{field}"), {"mark": mark, "unit": units.get(field, 1)}
            ).fetchone()
            said.append(f"{quoted(columns[field].header)} {euros(float((total or (0,))[0] or 0))}")
        sums[name] = ", ".join(said)
    cells = sum(columns[field].open for field in fields)
    return verdicts.settle(
        "decimales",
        f"{plural(cells, 'montant')} comme {quoted(first.open_sample)} ({quoted(first.header)}) "
        f"{'se lit' if cells == 1 else 'se lisent'} de deux façons et aucune autre cellule ne tranche\u202f: "
        "quel signe sépare les décimales\u202f?",
        _choices(sums),
    )
