"""A figure of the screen in a document, where no tab leads from its picture to its table."""

import re
from dataclasses import replace
from typing import Final

from dashboard.domain.columns import Kind
from dashboard.domain.operation import UNKNOWN
from dashboard.figures.figure import ChartKind, Figure

_PER_CENT: Final = "%\u202f:"
"""Opens the note that says what the shares of a table are of."""
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+")
_TABLE: Final = re.compile(r"\bl(e) tableau\b", re.IGNORECASE)


def pictured(figure: Figure) -> Figure:
    """The figure as a picture alone: what its note leaves to the table stands in the workbook, and no share is explained that isn't drawn."""
    shares = (
        figure.chart is None or figure.chart.kind is ChartKind.STACKED_SHARES or figure.chart.value_kind is Kind.PERCENT
    )
    said = [one for one in _SENTENCE_END.split(figure.note or "") if shares or not one.startswith(_PER_CENT)]
    return replace(figure, note=_elsewhere(" ".join(said)))


def tabled(figure: Figure) -> Figure:
    """The figure as a table alone: without the sentences that send to the table, nor a row for each programme of which nothing is said.

    The workbook and the CSV keep every row.
    """
    said = " ".join(part for part in _SENTENCE_END.split(figure.note or "") if not _TABLE.search(part))
    rows = figure.rows
    if all({"code", "programme"} <= row.keys() for row in rows):
        told = {row["programme"] for row in rows if row["code"] != UNKNOWN}
        rows = tuple(row for row in rows if row["programme"] in told) or rows
    return replace(figure, rows=rows, note=_elsewhere(said))


def _elsewhere(note: str | None) -> str | None:
    said = _TABLE.sub(lambda found: f"{found[0][0]}e classeur", note or "")
    return said.replace("au tableau", "au classeur") or None
