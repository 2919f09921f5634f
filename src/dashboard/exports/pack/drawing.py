"""Charts and tables of the pack from the frames of the indicators: same rows, colours and sentences as the cards on screen."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from dashboard.charts.breakdown import BreakdownFigure, measure_words, waves_of, wide
from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.domain.operation import UNKNOWN
from dashboard.exports.pack.context import Context
from dashboard.exports.pack.totals import parts_of_table, summable
from dashboard.figures.figure import Chart, ChartKind, Figure, Series
from dashboard.figures.findings import leading_title
from dashboard.figures.note_tables import NOTES, table_columns, table_title, worded
from dashboard.figures.palette import MAIN, axis_colours, category_colours, managing_body_colours, wave_colours
from dashboard.figures.wording import counted, wave_label
from dashboard.warehouse.indicators import Dimension
from dashboard.warehouse.query import TOTAL
from dashboard.warehouse.tables import programmes_shown

COMPUTED: Final = "Calculé par la même fonction que les pages de l'application"


def note_table(context: Context, name: str, **given: Any) -> Figure:
    """A table of the note as a figure; `given` completes it (title, sentence, chart…)."""
    frame = context.table(name)
    caption = table_title(name, context.selection, programmes_shown(context.connection, context.selection, name))
    stated: dict[str, Any] = {
        "key": f"tableau_{name}",
        "title": caption,
        "caption": caption,
        "sentence": caption,
        "table": worded(frame),
        "columns": table_columns(frame),
        "total": not frame.empty,
        "sums": summable(frame),
        "parts": parts_of_table(name, frame) if len(frame) else {},
        "note": NOTES.get(name),
        "source_note": f"{COMPUTED}\u202f; même contenu que la commande «\u202fpython -m dashboard table {name}\u202f».",
    }
    return Figure(**(stated | given))


def breakdown_table(context: Context, dimension: Dimension, *, main: bool = False) -> pd.DataFrame:
    """One row per value of a dimension that anything was programmed or counted under."""
    table = wide(context.breakdown(dimension, main=main))
    return table[(table["operations"] > 0) | (table["programme_operations"] > 0)].reset_index(drop=True)


def breakdown_columns(dimension: Dimension, waves: Sequence[str], *, retained: bool) -> dict[str, ColumnFormat]:
    """How the columns of a breakdown read."""
    words = measure_words(retained)
    columns = {"label": ColumnFormat(dimension.label)}
    if len(waves) > 1:
        columns |= {f"operations {wave}": ColumnFormat(f"{words['operations']} {wave}", Kind.INTEGER) for wave in waves}
    return columns | {
        "operations": ColumnFormat(words["operations"], Kind.INTEGER),
        "operations_share": ColumnFormat("Part", Kind.PERCENT),
        "total_cost": ColumnFormat(words["total_cost"], Kind.MILLIONS),
        "eu_amount": ColumnFormat(words["eu_amount"], Kind.MILLIONS),
        "eu_rate": ColumnFormat("Taux UE", Kind.PERCENT),
        "participants": ColumnFormat(words["participants"], Kind.INTEGER),
        "programme_operations": ColumnFormat("Opérations programmées", Kind.INTEGER),
        "operations_programme_share": ColumnFormat("Part du programme", Kind.PERCENT),
    }


def breakdown_figure(context: Context, dimension: Dimension, *, main: bool = False, **given: Any) -> Figure:
    """A breakdown with its chart: waves side by side, or one bar per value in the value's own colour."""
    frame = context.breakdown(dimension, main=main)
    table, waves = breakdown_table(context, dimension, main=main), waves_of(frame)
    drawn = BreakdownFigure(dimension, table, waves, "operations", context.categories, context.retained)
    caption = f"Opérations {context.kind}s par {dimension.label[0].lower()}{dimension.label[1:]}"
    stated: dict[str, Any] = {
        "key": dimension.value,
        "title": leader(context, dimension, main=main),
        "caption": f"{caption} ({context.programmes})" if main else caption,
        "sentence": drawn.alternative(),
        "table": table,
        "columns": breakdown_columns(dimension, waves, retained=context.retained),
        "note": drawn.note,
        "chart": breakdown_chart(context, dimension, drawn.rows, waves),
        "source_note": f"{COMPUTED}. Part\u202f: part de l'ensemble des opérations {context.kind}s\u202f; "
        "part du programme\u202f: part des opérations programmées de la même ligne.",
    }
    return Figure(**(stated | given))


def leader(context: Context, dimension: Dimension, *, main: bool = False) -> str:
    """The finding on a dimension: which value counts most operations, or that none is filled in."""
    frame = context.breakdown(dimension, main=main)
    total = frame[frame["wave"] == TOTAL]
    operations = int(total["operations"].sum())
    if operations and not int(total.loc[total["value"] != UNKNOWN, "operations"].sum()):
        return f"{dimension.label}\u202f: non renseigné ({counted(operations, context.kind)})"
    title = leading_title(dimension.label, frame, retained=context.retained)
    objective = dimension is Dimension.SPECIFIC_OBJECTIVE and title[:1].isdecimal()
    return f"OS {title}" if objective else title


def breakdown_chart(context: Context, dimension: Dimension, rows: pd.DataFrame, waves: Sequence[str]) -> Chart | None:
    """The chart of the rows of a `wide` table, None without any."""
    if rows.empty:
        return None
    colours = own_colours(context, dimension, list(rows["code"]))
    if colours or len(waves) < 2:
        series: tuple[Series, ...] = (Series(measure_words(context.retained)["operations"], "operations", MAIN),)
        return Chart(ChartKind.BARS, rows, "label", series, colours=colours)
    return Chart(ChartKind.GROUPED_BARS, rows, "label", wave_series("operations {}", waves))


def wave_series(column: str, waves: Sequence[str]) -> tuple[Series, ...]:
    """One series per wave, the oldest first, each in the colour that it has everywhere."""
    colours = wave_colours(waves)
    return tuple(Series(wave_label(wave), column.format(wave), colours[wave]) for wave in reversed(waves))


def own_colours(context: Context, dimension: Dimension, codes: Sequence[str]) -> tuple[str, ...]:
    """The colours that categories and types of managing body keep everywhere; none for other dimensions."""
    known: Mapping[str, str] = {}
    if dimension is Dimension.CATEGORY:
        known = category_colours(context.categories)
    elif dimension is Dimension.MANAGING_BODY_TYPE:
        known = managing_body_colours(codes)
    elif dimension is Dimension.PRIORITY_AXIS and len(context.waves) < 2:
        known = axis_colours(codes)
    return tuple(known.get(code, MAIN) for code in codes) if known else ()
