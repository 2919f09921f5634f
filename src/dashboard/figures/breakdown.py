"""One breakdown as a figure: waves side by side, or one bar per value in the colour of the value."""

from collections.abc import Sequence
from typing import Final

from dashboard.domain.columns import COLUMNS, ColumnFormat, Kind, columns_of, counted_column, wave_column
from dashboard.domain.french import plural
from dashboard.domain.operation import SEVERAL, UNKNOWN, Decided
from dashboard.domain.periods import FORMER, words_of
from dashboard.figures.alternative import Printer, comparison, ranking
from dashboard.figures.figure import Chart, ChartKind, Figure, Series
from dashboard.figures.findings import leading_title
from dashboard.figures.palette import MAIN, axis_colours, category_colours, managing_body_colours, wave_colours
from dashboard.figures.palette import UNKNOWN as NOBODY_SAYS
from dashboard.figures.wording import counted_once, left_to_the_table, lowered, wave_label
from dashboard.warehouse.indicators import CODES, MEASURES, Dimension, Indicators, of_wave
from dashboard.warehouse.query import Row

MAX_ROWS: Final = 12
MAX_WAVES: Final = 4
"""More waves than that beside one another can't be told apart: one bar then holds them all."""
MEASURE_KINDS: Final = {
    "operations": Kind.INTEGER,
    "total_cost": Kind.SHORT_AMOUNT,
    "eu_amount": Kind.SHORT_AMOUNT,
    "participants": Kind.INTEGER,
}
"""How the values beside the bars are printed."""
ORDERED: Final = (
    Dimension.PRIORITY_AXIS,
    Dimension.SPECIFIC_OBJECTIVE,
    Dimension.INVESTMENT_PRIORITY,
    Dimension.CATEGORY,
)
"""Dimensions that keep the order of their reference; the others come by size."""


def measure_words(counted: Decided = Decided.RETAINED) -> dict[str, str]:
    """The measures that a figure can show, in words."""
    measured = {"operations": counted_column(counted), **columns_of("total_cost", "eu_amount", "participants")}
    return {name: column.label for name, column in measured.items()}


def breakdown_figure(
    found: Indicators,
    dimension: Dimension,
    counted: Decided,
    *,
    measure: str = "operations",
    categories: Sequence[str] = (),
    by_wave: bool = True,
    named: str = "",
) -> Figure:
    """The figure of a dimension that `found` holds.

    `measure` is one of MEASURES. `categories` is the whole reference list, which gives categories their colours.
    `by_wave=False` draws one bar per value, in its own colour, where values have one. `named`: the programmes that
    `found` is narrowed to, where the selection holds others; they complete the title and the caption.
    """
    together = 1 < len(found.waves) <= MAX_WAVES
    rows = read_in_order(wide(found.by[dimension], found.waves), dimension, measure)
    silent = _silent_programmes(rows, dimension)
    drawn = tuple(row for row in rows if row[measure] and row["programme"] not in silent)
    shown = drawn[:MAX_ROWS]
    caption = f"{measure_words(counted)[measure]} par {lowered(dimension.label_in(found.period))}"
    columns = {f"{measure} {wave}": wave_label(wave, found.period) for wave in reversed(found.waves)}
    chart = _chart(dimension, shown, found, measure, counted, categories, by_wave=by_wave and together)
    return Figure(
        key=dimension.value,
        title=leading_title(dimension, found.by[dimension], measure, counted, named, period=found.period),
        caption=f"{caption} ({named})" if named else caption,
        sentence=comparison(caption, shown, "label", columns, text=_printer(measure))
        if together
        else ranking(caption, shown, "label", measure, text=_printer(measure)),
        rows=rows,
        columns=_said(breakdown_columns(dimension, found.waves, counted, measure, found.period), found),
        note=" ".join(
            filter(
                None,
                (
                    left_to_the_table(len(drawn) - MAX_ROWS),
                    _silence_of(rows, silent, dimension, found.period, counted),
                    shares_of(rows),
                    _several_of(rows),
                ),
            )
        )
        or None,
        chart=chart,
    )


def _said(columns: dict[str, ColumnFormat], found: Indicators) -> dict[str, ColumnFormat]:
    """The columns without the participants, where no source of the period counts them: a column of dashes and of 0 says less."""
    if found.period == FORMER or found.total["programme_participants"]:
        return columns
    return {name: column for name, column in columns.items() if name != "participants"}


def _silent_programmes(rows: Sequence[Row], dimension: Dimension) -> frozenset[str]:
    """The programmes of which nothing says the code, where something says that of others: one « Non renseigné » bar each says less."""
    if dimension not in CODES:
        return frozenset()
    told = {row["programme"] for row in rows if row["code"] != UNKNOWN}
    return frozenset(row["programme"] for row in rows) - told if told else frozenset()


def _silence_of(
    rows: Sequence[Row], silent: frozenset[str], dimension: Dimension, period: str, counted: Decided
) -> str:
    """What the chart leaves out of the programmes of which nothing says the code."""
    left = sum(row["operations"] for row in rows if row["programme"] in silent)
    if not left:
        return ""
    named = lowered(dimension.label_in(period))
    article = words_of(period).the_axis if dimension is Dimension.PRIORITY_AXIS else f"le code de {named}"
    return (
        f"{counted.operations(left)} de {plural(len(silent), 'programme')} dont aucun import ne dit {article} "
        f"{'reste' if left == 1 else 'restent'} au tableau."
    )


def shares_of(rows: Sequence[Row]) -> str:
    """What the shares of codes are of, where several programmes stand side by side."""
    return "Chaque part est celle du programme de la ligne." if any(row["value"] != row["code"] for row in rows) else ""


def _several_of(rows: Sequence[Row]) -> str:
    """How operations of several places are counted, where there are some."""
    found = [row["code"] for row in rows if row["code"] in SEVERAL]
    if "Plusieurs types" in found:
        return "Une opération de plusieurs types compte une fois, sur une ligne à part\u202f; le filtre sur l'un d'eux la garde aussi."
    return counted_once(found[0].removeprefix("Plusieurs ")) if found else ""


def wide(rows: Sequence[Row], waves: Sequence[str]) -> tuple[Row, ...]:
    """One row per value that anything was programmed or counted under: over every wave, and `<measure> <wave>` for each."""
    by_wave = {wave: {row["value"]: row for row in of_wave(rows, wave)} for wave in waves}
    summed = [row for row in of_wave(rows) if row["operations"] > 0 or row["programme_operations"] > 0]
    nothing = dict.fromkeys(MEASURES, 0)
    return tuple(
        {
            **row,
            **{
                f"{measure} {wave}": by_wave[wave].get(row["value"], nothing)[measure]
                for wave in waves
                for measure in MEASURES
            },
        }
        for row in summed
    )


def read_in_order(rows: Sequence[Row], dimension: Dimension, measure: str) -> tuple[Row, ...]:
    """The rows as the chart and its table show them: those of a reference in its order, others by the measure."""
    if dimension in ORDERED:
        return tuple(rows)
    return tuple(sorted(rows, key=lambda row: (row["value"] == UNKNOWN, row[measure] is None, -(row[measure] or 0))))


def _printer(measure: str) -> Printer:
    return ColumnFormat("", MEASURE_KINDS[measure]).printed


def breakdown_columns(
    dimension: Dimension, waves: Sequence[str], counted: Decided, measure: str, period: str
) -> dict[str, ColumnFormat]:
    """How the columns of a breakdown read: the measure first, wave by wave as its chart draws them, then what goes with it."""
    shape = COLUMNS[measure] if measure != "operations" else counted_column(counted)
    compared = {
        f"{measure} {wave}": counted_column(counted, wave)
        if measure == "operations"
        else wave_column(shape, shape.label, wave, period)
        for wave in (reversed(waves) if len(waves) > 1 else ())
    }
    first = {
        "label": ColumnFormat(dimension.label_in(period)),
        **compared,
        measure: shape,
        f"{measure}_share": COLUMNS["share"],
    }
    others = {
        "operations": counted_column(counted),
        **columns_of(
            "total_cost", "eu_amount", "eu_rate", "participants", "programme_operations", "operations_programme_share"
        ),
    }
    return first | {name: column for name, column in others.items() if name not in first}


def _chart(
    dimension: Dimension,
    rows: tuple[Row, ...],
    found: Indicators,
    measure: str,
    counted: Decided,
    categories: Sequence[str],
    *,
    by_wave: bool,
) -> Chart | None:
    if not rows:
        return None
    waves = found.waves
    colours = () if by_wave else own_colours(dimension, rows, categories, by_axis=not 1 < len(waves) <= MAX_WAVES)
    if colours or not 1 < len(waves) <= MAX_WAVES:
        series: tuple[Series, ...] = (Series(measure_words(counted)[measure], measure, MAIN),)
        return Chart(ChartKind.BARS, rows, "label", series, MEASURE_KINDS[measure], colours=colours)
    series = wave_series(f"{measure} {{}}", waves, found.period)
    return Chart(ChartKind.GROUPED_BARS, rows, "label", series, MEASURE_KINDS[measure])


def wave_series(column: str, waves: Sequence[str], period: str) -> tuple[Series, ...]:
    """One series per wave, the oldest first, each in the colour that it has everywhere; `column` has a place for the wave."""
    colours = wave_colours(waves)
    return tuple(Series(wave_label(wave, period), column.format(wave), colours[wave]) for wave in reversed(waves))


def own_colours(
    dimension: Dimension, rows: Sequence[Row], categories: Sequence[str], *, by_axis: bool = True
) -> tuple[str, ...]:
    """The colours that axes, categories and types of managing body keep everywhere; none for other dimensions."""
    codes = [row["code"] for row in rows]
    known: dict[str, str] = {}
    if dimension is Dimension.PRIORITY_AXIS and by_axis:
        known = axis_colours(codes)
    elif dimension is Dimension.CATEGORY:
        known = category_colours(categories)
    elif dimension is Dimension.MANAGING_BODY_TYPE:
        known = managing_body_colours(codes)
    known = {**known, UNKNOWN: NOBODY_SAYS} if known else {}
    return tuple(known.get(code, MAIN) for code in codes) if known else ()
