"""The sections that read tables 3 to 5 and the IEJ table, and the one on types of managing body."""

from dataclasses import replace
from typing import Any, Final

import pandas as pd

from dashboard.charts.breakdown import waves_of
from dashboard.domain.columns import Kind
from dashboard.domain.french import integer, is_missing, percent, plural
from dashboard.domain.operation import UNKNOWN
from dashboard.exports.pack.content import Highlight, Section, SectionKey
from dashboard.exports.pack.context import Context, empty_section
from dashboard.exports.pack.drawing import breakdown_figure, leader, note_table, wave_series
from dashboard.figures.alternative import comparison
from dashboard.figures.figure import Chart, ChartKind, Figure, Series
from dashboard.figures.findings import LEADERS
from dashboard.figures.labels import SEMICOLON, plain
from dashboard.figures.palette import MAIN, axis_colours
from dashboard.figures.wording import amount, counted, opened, wave_label
from dashboard.warehouse.cells import slug_of
from dashboard.warehouse.indicators import Dimension
from dashboard.warehouse.query import TOTAL
from dashboard.warehouse.territories import FRAGILE_BELOW

AXIS_TITLE: Final = "Par axe et objectif spécifique"
PROGRAMME_TITLE: Final = "La part du programme"
CATEGORY_TITLE: Final = "Par type d'opération"
BODY_TITLE: Final = "Par type de gestionnaire"
IEJ_TITLE: Final = "Initiative pour l'emploi des jeunes"
NO_IEJ: Final = "Aucune opération de l'initiative pour l'emploi des jeunes (IEJ) dans cette sélection."


def axis_section(context: Context) -> Section:
    """Table 3, drawn by axis and wave, then the specific objectives in words."""
    if context.table("3").empty or not context.total.operations:
        return empty_section(context, SectionKey.AXIS_OBJECTIVE, AXIS_TITLE)
    message = leader(context, Dimension.PRIORITY_AXIS, main=True)
    objectives = context.breakdown(Dimension.SPECIFIC_OBJECTIVE, main=True)
    chart, sentence = _axes_chart(context)
    return Section(
        SectionKey.AXIS_OBJECTIVE,
        AXIS_TITLE,
        f"{message}.",
        tuple(_named_objectives(objectives, context.kind)),
        (
            note_table(context, "3", title=message, sentence=sentence or f"{message}.", chart=chart),
            breakdown_figure(context, Dimension.SPECIFIC_OBJECTIVE, main=True),
        ),
        source_note=f"Tableau 3 de la note, sur {context.programmes}. Parts\u202f: de la vague.",
    )


def _named_objectives(frame: pd.DataFrame, kind: str) -> list[str]:
    """The three objectives that count most operations, in words."""
    rows = frame[(frame["wave"] == TOTAL) & (frame["operations"] > 0)]
    rows = rows.sort_values("operations", ascending=False, kind="stable").head(LEADERS)
    said = [f"{plain(row.label)}, {plural(int(str(row.operations)), 'opération')}" for row in rows.itertuples()]
    heading = "Premiers objectifs spécifiques" if len(said) > 1 else "Premier objectif spécifique"
    return [f"{heading} des opérations {kind}s\u202f: {SEMICOLON.join(said)}."] if said else []


def _axes_chart(context: Context) -> tuple[Chart | None, str]:
    table = note_table(context, "3").table
    rows = table[table["row"].str.contains("xe ") & ~table["row"].str.contains(" OS ")].reset_index(drop=True)
    waves = waves_of(context.breakdown(Dimension.PRIORITY_AXIS, main=True))
    columns = {f"ops_{slug_of(wave)}": wave_label(wave) for wave in reversed(waves)}
    if rows.empty or not waves:
        return None, ""
    sentence = comparison(f"Opérations {context.kind}s par axe", rows, "row", columns, text=_count)
    series = tuple(
        Series(item.label, f"ops_{slug_of(wave)}", item.colour)
        for wave, item in zip(reversed(waves), wave_series("{}", waves), strict=True)
    )
    if len(series) > 1:
        return Chart(ChartKind.GROUPED_BARS, rows, "row", series), sentence
    axes = [str(label).rsplit(" ", 1)[-1] for label in rows["row"]]
    colours = axis_colours(axes)
    return Chart(ChartKind.BARS, rows, "row", series, colours=tuple(colours[axis] for axis in axes)), sentence


def _count(value: Any) -> str:
    return "0" if is_missing(value) else integer(value)


def programme_section(context: Context) -> Section:
    """Table 4: what the counted operations weigh in the programme."""
    table = context.table("4")
    if table.empty or not context.total.operations:
        return empty_section(context, SectionKey.PROGRAMME, PROGRAMME_TITLE)
    row: Any = list(table.itertuples())[-1]
    message = (
        f"{percent(row.ops_share)} des opérations du programme sont {context.kind}s, "
        f"pour {percent(row.cost_share)} du coût total et {percent(row.eu_share)} du montant UE"
    )
    chart, sentence = _programme_chart(context)
    return Section(
        SectionKey.PROGRAMME,
        PROGRAMME_TITLE,
        f"{message} ({context.programmes}).",
        (),
        (note_table(context, "4", title=message, sentence=sentence or f"{message}.", chart=chart),),
        highlights=(
            Highlight("Part des opérations", percent(row.ops_share)),
            Highlight("Part du coût total", percent(row.cost_share)),
            Highlight("Part du montant UE", percent(row.eu_share)),
        ),
        source_note=f"Tableau 4 de la note, sur {context.programmes}\u202f: les colonnes «\u202fdu programme\u202f» comptent tout "
        "ce que gardent les filtres, quelle que soit la décision.",
    )


def _programme_chart(context: Context) -> tuple[Chart | None, str]:
    table = note_table(context, "4").table
    axes = table[table["row"].str.contains("xe ") & ~table["row"].str.contains(" OS ")]
    waves = [wave for wave in dict.fromkeys(table["wave"]) if wave in set(axes["wave"])]
    if axes.empty:
        return None, ""
    wide = axes.pivot_table(index="row", columns="wave", values="ops_share", aggfunc="first", sort=False).reset_index()
    wide.columns = pd.Index([str(name) for name in wide.columns])
    wide = wide.sort_values("row", kind="stable").reset_index(drop=True)
    columns = {wave: wave_label(wave) for wave in reversed(waves)}
    sentence = comparison(f"Part des opérations {context.kind}s par axe", wide, "row", columns, text=percent)
    kind = ChartKind.GROUPED_BARS if len(waves) > 1 else ChartKind.BARS
    return Chart(kind, wide, "row", wave_series("{}", waves), Kind.PERCENT), sentence


def category_section(context: Context) -> Section:
    """Table 5, each category in its own colour."""
    if context.table("5").empty or not context.total.operations:
        return empty_section(context, SectionKey.CATEGORY, CATEGORY_TITLE)
    drawn = breakdown_figure(context, Dimension.CATEGORY, main=True)
    message = leader(context, Dimension.CATEGORY, main=True)
    return Section(
        SectionKey.CATEGORY,
        CATEGORY_TITLE,
        f"{message}.",
        (drawn.sentence,),
        (note_table(context, "5", title=message, sentence=drawn.sentence, chart=drawn.chart),),
        source_note=f"Tableau 5 de la note, sur {context.programmes}. Une opération a un seul type, donné par la décision.",
    )


def managing_body_section(context: Context) -> Section:
    """Who manages the counted operations."""
    if not context.total.operations:
        return empty_section(context, SectionKey.MANAGING_BODY, BODY_TITLE)
    figure = breakdown_figure(context, Dimension.MANAGING_BODY_TYPE)
    return Section(
        SectionKey.MANAGING_BODY,
        BODY_TITLE,
        f"{figure.title}.",
        tuple(_contrasts(context)),
        (figure,),
        source_note="Le type est lu dans le nom du service gestionnaire par des règles tenues en données\u202f; un nom qu'aucune "
        "règle ne connaît reste «\u202fNon renseigné\u202f».",
    )


def _contrasts(context: Context) -> list[str]:
    frame = context.breakdown(Dimension.MANAGING_BODY_TYPE)
    rows = frame[
        (frame["wave"] == TOTAL) & (frame["operations"] >= FRAGILE_BELOW) & (frame["value"] != UNKNOWN)
    ].sort_values("operations_programme_share", ascending=False, kind="stable")
    if len(rows) < 2:
        return []
    first, last = next(rows.itertuples()), list(rows.itertuples())[-1]
    return [
        f"La part des opérations programmées qui sont {context.kind}s va de {percent(_number(last))} ({plain(last.label)}) à "
        f"{percent(_number(first))} ({plain(first.label)}), pour les types qui en comptent {integer(FRAGILE_BELOW)} au moins."
    ]


def _number(row: Any) -> float:
    return float(row.operations_programme_share)


def iej_section(context: Context) -> Section:
    """The IEJ table."""
    table = context.table("iej")
    if table.empty:
        return Section(SectionKey.IEJ, IEJ_TITLE, NO_IEJ, empty=True)
    row: Any = list(table.itertuples())[-1]
    message = opened(f"{counted(int(row.ops), context.kind)} sur {plural(int(row.programme_ops), 'programmée')}")
    if row.ops:
        message += f" ({percent(row.ops_share)}), pour {amount(row.cost_eur)} de coût total"
    figure = note_table(context, "iej", title=message, sentence=f"{message}.", total=len(table) > 1)
    rows = figure.table[table["wave"] != TOTAL].iloc[::-1].reset_index(drop=True)
    chart = (
        Chart(ChartKind.BARS, rows, "wave", (Series(f"Opérations {context.kind}s", "ops", MAIN),)) if row.ops else None
    )
    return Section(
        SectionKey.IEJ,
        IEJ_TITLE,
        f"{message}.",
        (),
        (_with_chart(figure, chart),),
        source_note="La note ne donne pas les participants de l'IEJ. Sa numérotation s'arrête à la priorité d'investissement (182).",
    )


def _with_chart(figure: Figure, chart: Chart | None) -> Figure:
    return replace(figure, chart=chart)
