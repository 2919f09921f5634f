"""Tables as real HTML: assistive technology reads them, and people copy them into a document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard.domain.columns import ColumnFormat
from dashboard.exports.workbook import shaped
from dashboard.ui.markdown import literal
from dashboard.warehouse.query import Row

Links = Mapping[str, Sequence[str | None]]
DENSE_COLUMNS: Final = 7


@dataclass(frozen=True, slots=True)
class Head:
    """What the heading of a column opens, and the mark after its words: an arrow where the table is sorted by it."""

    address: str
    mark: str = ""


def printable(
    rows: Sequence[Row] | pd.DataFrame,
    columns: Mapping[str, ColumnFormat] | None = None,
    links: Links | None = None,
    heads: Mapping[str, Head] | None = None,
    after: Mapping[str, Sequence[str]] | None = None,
    written: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """The rows as people read them: French figures, French headers, text that can't turn into Markdown."""
    values, shown = _values(rows, columns)
    printed: dict[str, list[str]] = {}
    for (name, column), given in zip(shown.items(), values, strict=True):
        label = literal(column.label)
        if heads and name in heads:
            label = f"[{label}{heads[name].mark}]({heads[name].address})"
        while label in printed:
            label += "\u00a0"
        cells = [column.printed(value) for value in given]
        cells = cells if column.numeric else [literal(cell) for cell in cells]
        cells = list((written or {}).get(name, cells))
        addresses = (links or {}).get(name)
        if addresses is not None:
            # A zero would open an empty list.
            cells = [
                f"[{cell}]({address})" if address and value != 0 else cell
                for cell, address, value in zip(cells, addresses, given, strict=True)
            ]
        if after and name in after:
            cells = [f"{cell} {literal(said)}" if said else cell for cell, said in zip(cells, after[name], strict=True)]
        printed[label] = cells
    return pd.DataFrame(printed, dtype=str)


def _values(
    rows: Sequence[Row] | pd.DataFrame, columns: Mapping[str, ColumnFormat] | None
) -> tuple[list[Sequence[Any]], dict[str, ColumnFormat]]:
    """The values to show, column by column, and how each reads: in the order of `columns`, those that the rows lack left out."""
    if isinstance(rows, pd.DataFrame):
        frame, formats = shaped(rows, columns)
        names = [str(name) for name in frame.columns]
        return [list(frame.iloc[:, rank]) for rank in range(len(names))], dict(zip(names, formats, strict=True))
    given = {name: column for name, column in (columns or {}).items() if not rows or name in rows[0]}
    return [[row[name] for row in rows] for name in given], given


def html_table(
    rows: Sequence[Row] | pd.DataFrame,
    columns: Mapping[str, ColumnFormat] | None = None,
    *,
    key: str,
    alternative: str | None = None,
    total: bool = False,
    links: Links | None = None,
    heads: Mapping[str, Head] | None = None,
    after: Mapping[str, Sequence[str]] | None = None,
    written: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """A static table: the first column heads its rows, figures stand on the right.

    `total=True` sets the last row apart. `alternative` names the table for assistive technology. `links` gives the
    address that each cell of a column opens, `heads` what the heading of a column opens, `after` what follows each cell
    of a column, outside its link, `written` the cells of a column that are Markdown already, such as a line of several links.
    """
    _, shown = _values(rows, columns)
    formats = list(shown.values())
    printed = printable(rows, columns, links, heads, after, written)
    # Streamlit aligns by type and the cells are text: the container's name tells the style sheet which columns hold
    # figures, which costs nothing where a pandas Styler costs a render.
    marks = "".join(f"-d{rank}" for rank, column in enumerate(formats, start=1) if column.on_the_right)
    dense = "-serre-large" if len(formats) > DENSE_COLUMNS else ""
    with st.container(key=f"tableau-{key}{'-avec-total' if total else ''}{dense}{marks}-", width="stretch"):
        st.table(printed.set_index(printed.columns[0]), border="horizontal", alt=alternative)
