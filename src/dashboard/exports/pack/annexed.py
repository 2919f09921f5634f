"""The annexed lists of counted operations, one per axis or priority, in the manner of the note's tables 6 and 7."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from dashboard.domain.columns import ColumnFormat, columns_of
from dashboard.domain.french import plural
from dashboard.domain.operation import UNKNOWN
from dashboard.domain.periods import FORMER, place_name
from dashboard.exports.pack.context import Context
from dashboard.exports.queries import rows_of
from dashboard.exports.text import one_line, shortened
from dashboard.figures.figure import Figure
from dashboard.figures.labels import plain
from dashboard.figures.wording import counted, opened
from dashboard.warehouse.query import Row

MOST: Final = 50
_TWO_LINES: Final = 150
_LONGEST_NAME: Final = 80
_NO_TEXT: Final = "Non décrite dans l'extrait."
_COLUMNS: Final = {
    **columns_of("beneficiary"),
    "objective": ColumnFormat("Objectif"),
    **columns_of("region", "managing_body"),
    "description": ColumnFormat("Opération, en deux lignes"),
}


def annexed_figures(context: Context, most: int) -> tuple[Figure, ...]:
    """One table per programme and axis, of `most` operations each, the costliest first; none where `most` is 0."""
    if not most:
        return ()
    rows = rows_of(context.connection, "annexed", context.selection, most=min(most, MOST), unknown=UNKNOWN)
    return tuple(
        _figure(context, rank, programme, axis, list(group))
        for rank, ((programme, axis), group) in enumerate(
            groupby(rows, key=lambda row: (row["programme"], row["axis"])), start=1
        )
    )


def _figure(context: Context, rank: int, programme: str, axis: str, rows: Sequence[Row]) -> Figure:
    words = (
        f"{context.words.axis} {plain(axis)}"
        if axis != UNKNOWN
        else f"{context.words.axis} non renseigné" + ("" if context.selection.period == FORMER else "e")
    )
    held, kind = rows[0]["held"], context.kind
    caption = opened(f"{words} du {plain(programme)}\u202f: opérations {kind.several}")
    shown = (
        f"{plural(len(rows), 'opération')} au coût total le plus élevé, sur {plural(held, kind.said, kind.several)}"
        if held > len(rows)
        else counted(held, kind)
    )
    return Figure(
        key=f"operations_{rank:02d}",
        title=caption,
        caption=f"{caption} ({shown})",
        sentence=f"{caption}, {shown}.",
        rows=tuple(_row(context, row) for row in rows),
        columns=_COLUMNS,
    )


def _row(context: Context, row: Row) -> Row:
    former = context.selection.period == FORMER
    place = place_name(row["region"] if former else row["region_2016"], context.selection.period)
    title, text = one_line(row["title"] or ""), one_line(row["description"] or "")
    said = f"{title}. {text}" if title and text else title or text or _NO_TEXT
    return {
        "num_dossier": row["num_dossier"],
        "beneficiary": shortened(plain(row["beneficiary"] or UNKNOWN), _LONGEST_NAME),
        "objective": plain(row["os_code"] or UNKNOWN),
        "region": plain(place),
        "managing_body": shortened(plain(row["managing_body"] or UNKNOWN), _LONGEST_NAME),
        "description": shortened(plain(said), _TWO_LINES),
    }
