"""The sections that read tables 3 to 5 and the IEJ table, and the one on types of managing body."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dashboard.domain.columns import Kind, counted_column
from dashboard.domain.french import MISSING, integer, percent, plural
from dashboard.domain.managing_bodies import CODES
from dashboard.domain.operation import UNKNOWN, Decided
from dashboard.domain.periods import FORMER
from dashboard.exports.pack.content import Highlight, Section, SectionKey
from dashboard.exports.pack.context import Context, empty_section
from dashboard.exports.pack.drawing import breakdown_of, note_table
from dashboard.figures.alternative import comparison
from dashboard.figures.breakdown import wave_series
from dashboard.figures.figure import Chart, ChartKind, Figure, Series
from dashboard.figures.findings import LEADERS, leading_title
from dashboard.figures.labels import SEMICOLON, plain
from dashboard.figures.palette import MAIN, axis_colours
from dashboard.figures.wording import counted, euros_words, opened, wave_label
from dashboard.warehouse.cells import slug_of
from dashboard.warehouse.indicators import Dimension, of_wave
from dashboard.warehouse.query import TOTAL, Row
from dashboard.warehouse.territories import FRAGILE_BELOW

AXIS_TITLE: Final = "Par axe et objectif spécifique"
PROGRAMME_TITLE: Final = "La part du programme"
LATER_AXIS_TITLE: Final = "Par priorité et objectif spécifique"
CATEGORY_TITLE: Final = "Par type d'opération"
BODY_TITLE: Final = "Par type de gestionnaire"
IEJ_TITLE: Final = "Initiative pour l'emploi des jeunes"
NO_IEJ: Final = "Aucune opération de l'initiative pour l'emploi des jeunes (IEJ) dans cette sélection."


def axis_section(context: Context) -> Section:
    """Table 3, drawn by axis and wave, then the specific objectives in words."""
    if context.selection.period != FORMER:
        return _priority_section(context)
    if not context.table("3").rows or not context.total["operations"]:
        return empty_section(context, SectionKey.AXIS_OBJECTIVE, AXIS_TITLE)
    found = context.found_in_main
    message = leading_title(
        Dimension.PRIORITY_AXIS, found.by[Dimension.PRIORITY_AXIS], kind=context.kind, programmes=context.narrowed_to
    )
    chart, sentence = _axes_chart(context)
    return Section(
        SectionKey.AXIS_OBJECTIVE,
        AXIS_TITLE,
        f"{message}.",
        tuple(_named_objectives(found.by[Dimension.SPECIFIC_OBJECTIVE], context.kind)),
        (
            note_table(context, "3", title=message, sentence=sentence or f"{message}.", chart=chart),
            breakdown_of(context, Dimension.SPECIFIC_OBJECTIVE, main=True),
        ),
        source_note=f"Tableau 3 de la note, sur {context.programmes}. Parts\u202f: de la vague.",
    )


def _priority_section(context: Context) -> Section:
    """From 2021-2027 on: the priorities of the programmes, where anything says them, then the specific objectives."""
    if not context.total["operations"]:
        return empty_section(context, SectionKey.AXIS_OBJECTIVE, LATER_AXIS_TITLE)
    lacking = context.lacking(Dimension.PRIORITY_AXIS)
    dimensions = (Dimension.SPECIFIC_OBJECTIVE,) if lacking else (Dimension.PRIORITY_AXIS, Dimension.SPECIFIC_OBJECTIVE)
    figures = tuple(breakdown_of(context, dimension) for dimension in dimensions)
    return Section(
        SectionKey.AXIS_OBJECTIVE,
        LATER_AXIS_TITLE,
        f"{figures[0].title}.",
        (
            *((lacking,) if lacking else ()),
            *_named_objectives(context.found.by[Dimension.SPECIFIC_OBJECTIVE], context.kind),
        ),
        figures,
        source_note=f"Parts\u202f: de l'ensemble des opérations {context.kind.several} du programme de la ligne.",
    )


def _named_objectives(rows: Sequence[Row], kind: Decided) -> list[str]:
    """The three objectives that count most operations, in words."""
    ranked = sorted((row for row in of_wave(rows) if row["operations"]), key=lambda row: -row["operations"])[:LEADERS]
    said = [f"{plain(row['label'])}, {plural(row['operations'], 'opération')}" for row in ranked]
    heading = "Premiers objectifs spécifiques" if len(said) > 1 else "Premier objectif spécifique"
    return [f"{heading} des opérations {kind.several}\u202f: {SEMICOLON.join(said)}."] if said else []


def _axes_chart(context: Context) -> tuple[Chart | None, str]:
    rows = _axes(note_table(context, "3"))
    waves = context.found_in_main.waves
    columns = {f"ops_{slug_of(wave)}": wave_label(wave, context.selection.period) for wave in reversed(waves)}
    if not rows or not waves:
        return None, ""
    sentence = comparison(f"Opérations {context.kind.several} par axe", rows, "row", columns, text=integer)
    series = tuple(
        Series(item.label, f"ops_{slug_of(wave)}", item.colour)
        for wave, item in zip(reversed(waves), wave_series("{}", waves, context.selection.period), strict=True)
    )
    if len(series) > 1:
        return Chart(ChartKind.GROUPED_BARS, rows, "row", series), sentence
    axes = [str(row["row"]).rsplit(" ", 1)[-1] for row in rows]
    colours = axis_colours(axes)
    return Chart(ChartKind.BARS, rows, "row", series, colours=tuple(colours[axis] for axis in axes)), sentence


def _axes(figure: Figure) -> tuple[Row, ...]:
    """The rows of a table of the note that hold a whole axis."""
    return tuple(row for row in figure.rows if "xe " in row["row"] and " OS " not in row["row"])


def programme_section(context: Context) -> Section:
    """Table 4: what the counted operations weigh in the programme."""
    if context.selection.period != FORMER:
        return _weight_section(context)
    rows = context.table("4").rows
    if not rows or not context.total["operations"]:
        return empty_section(context, SectionKey.PROGRAMME, PROGRAMME_TITLE)
    operations, cost, eu = (percent(rows[-1][name]) for name in ("ops_share", "cost_share", "eu_share"))
    message = (
        f"{operations} des opérations du programme sont {context.kind.several}, "
        f"pour {cost} du coût total et {eu} du montant UE"
    )
    chart, sentence = _programme_chart(context)
    return Section(
        SectionKey.PROGRAMME,
        PROGRAMME_TITLE,
        f"{message} ({context.programmes}).",
        (),
        (note_table(context, "4", title=message, sentence=sentence or f"{message}.", chart=chart),),
        highlights=(
            Highlight("Part des opérations", operations),
            Highlight("Part du coût total", cost),
            Highlight("Part du montant UE", eu),
        ),
        source_note=f"Tableau 4 de la note, sur {context.programmes}\u202f: les colonnes «\u202fdu programme\u202f» comptent tout "
        "ce que gardent les filtres, quelle que soit la décision.",
    )


def _weight_section(context: Context) -> Section:
    """From 2021-2027 on: what the counted operations weigh in each programme."""
    total = context.total
    if not total["operations"]:
        return empty_section(context, SectionKey.PROGRAMME, PROGRAMME_TITLE)
    operations, cost, eu = (
        percent(total[f"{name}_programme_share"]) for name in ("operations", "total_cost", "eu_amount")
    )
    figure = breakdown_of(context, Dimension.PROGRAMME)
    return Section(
        SectionKey.PROGRAMME,
        PROGRAMME_TITLE,
        f"{operations} des opérations programmées sont {context.kind.several}.",
        (),
        (figure,),
        highlights=tuple(
            Highlight(label, value)
            for label, value in (
                ("Part des opérations", operations),
                ("Part du coût total", cost),
                ("Part du montant UE", eu),
            )
            if value != MISSING
        ),
        source_note="Ce qui est programmé compte tout ce que gardent les filtres, quelle que soit la décision.",
    )


def _programme_chart(context: Context) -> tuple[Chart | None, str]:
    axes = _axes(note_table(context, "4"))
    waves = list(dict.fromkeys(row["wave"] for row in axes))
    if not axes:
        return None, ""
    names = sorted({row["row"] for row in axes})
    shares = {(row["row"], row["wave"]): row["ops_share"] for row in axes}
    wide = tuple({"row": name, **{wave: shares.get((name, wave)) for wave in waves}} for name in names)
    columns = {wave: wave_label(wave, context.selection.period) for wave in reversed(waves)}
    sentence = comparison(f"Part des opérations {context.kind.several} par axe", wide, "row", columns, text=percent)
    kind = ChartKind.GROUPED_BARS if len(waves) > 1 else ChartKind.BARS
    return Chart(kind, wide, "row", wave_series("{}", waves, context.selection.period), Kind.PERCENT), sentence


def category_section(context: Context) -> Section:
    """Table 5, each category in its own colour."""
    former = context.selection.period == FORMER
    if (former and not context.table("5").rows) or not context.total["operations"]:
        return empty_section(context, SectionKey.CATEGORY, CATEGORY_TITLE)
    if not former and (lacking := context.lacking(Dimension.CATEGORY)):
        return Section(SectionKey.CATEGORY, CATEGORY_TITLE, lacking, empty=True)
    drawn = breakdown_of(context, Dimension.CATEGORY, main=former)
    message = drawn.title
    if not former:
        note = "Une opération a un seul type, donné par la décision."
        return Section(
            SectionKey.CATEGORY, CATEGORY_TITLE, f"{message}.", (drawn.sentence,), (drawn,), source_note=note
        )
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
    if not context.total["operations"]:
        return empty_section(context, SectionKey.MANAGING_BODY, BODY_TITLE)
    if lacking := context.lacking(Dimension.MANAGING_BODY_TYPE):
        return Section(SectionKey.MANAGING_BODY, BODY_TITLE, lacking, empty=True)
    drawn = breakdown_of(context, Dimension.MANAGING_BODY_TYPE)
    figure = replace(drawn, note=f"{drawn.note} {CODES}" if drawn.note else CODES)
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
    rows = [
        row
        for row in of_wave(context.found.by[Dimension.MANAGING_BODY_TYPE])
        if row["operations"] >= FRAGILE_BELOW and row["value"] != UNKNOWN
    ]
    rows.sort(key=lambda row: -row["operations_programme_share"])
    if len(rows) < 2:
        return []
    first, last = rows[0], rows[-1]
    return [
        f"La part des opérations programmées qui sont {context.kind.several} va de {percent(last['operations_programme_share'])} "
        f"({plain(last['label'])}) à {percent(first['operations_programme_share'])} ({plain(first['label'])}), pour les types qui en "
        f"comptent {integer(FRAGILE_BELOW)} au moins."
    ]


def iej_section(context: Context) -> Section:
    """The IEJ table."""
    rows = context.table("iej").rows
    if not rows:
        return Section(SectionKey.IEJ, IEJ_TITLE, NO_IEJ, empty=True)
    total = rows[-1]
    message = opened(f"{counted(total['ops'], context.kind)} sur {plural(total['programme_ops'], 'programmée')}")
    if total["ops"]:
        message += f" ({percent(total['ops_share'])}){euros_words(', pour ', total['cost_eur'])}"
    figure = note_table(context, "iej", title=message, sentence=f"{message}.", total=len(rows) > 1)
    waves = tuple(shown for shown, row in zip(figure.rows, rows, strict=True) if row["wave"] != TOTAL)[::-1]
    chart = (
        Chart(ChartKind.BARS, waves, "wave", (Series(counted_column(context.kind).label, "ops", MAIN),))
        if total["ops"]
        else None
    )
    return Section(
        SectionKey.IEJ,
        IEJ_TITLE,
        f"{message}.",
        (),
        (replace(figure, chart=chart),),
        source_note="La note ne donne pas les participants de l'IEJ. Sa numérotation s'arrête à la priorité d'investissement (182).",
    )
