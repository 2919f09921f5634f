"""The sections « Repérage » and « Chiffres clés »: from programmed to retained operations, wave after wave."""

from collections.abc import Callable, Collection
from typing import Any, Final

from dashboard.domain.columns import (
    COLUMNS,
    ColumnFormat,
    Kind,
    change_columns,
    columns_of,
    counted_column,
    in_documents,
    wave_heading,
)
from dashboard.domain.french import amount, integer, percent, plural
from dashboard.domain.periods import FORMER
from dashboard.domain.selection import NOTHING_SELECTED
from dashboard.exports.pack.content import Highlight, Section, SectionKey
from dashboard.exports.pack.context import Context, empty_section
from dashboard.exports.pack.totals import verified
from dashboard.figures.alternative import comparison
from dashboard.figures.breakdown import measure_words
from dashboard.figures.figure import Chart, ChartKind, Figure, Series
from dashboard.figures.findings import findings
from dashboard.figures.identification import FSE_STEPS, funnel_figure, sources_figure
from dashboard.figures.lacking import NO_PARTICIPANTS
from dashboard.figures.palette import MAIN
from dashboard.figures.wording import COMPUTED, compared_words, euros_words, the_wave, undated_words, wave_label
from dashboard.identification.funnel import Step, funnel, steps_of
from dashboard.identification.tables import provenance_table
from dashboard.warehouse.indicators import change_between_waves, usual_comparison
from dashboard.warehouse.query import Row

FUNNEL_TITLE: Final = "Du programme aux opérations retenues"
KEY_TITLE: Final = "Chiffres clés"
LIGHT_BLUE: Final = "#8585F6"


def funnel_section(context: Context) -> Section:
    """The steps of the funnel, and the sources that lead to operations."""
    if not context.total["programme_operations"]:
        return Section(SectionKey.FUNNEL, FUNNEL_TITLE, NOTHING_SELECTED, empty=True)
    counts = funnel(context.connection, context.identification, context.selection)
    decided = context.selection.decision is not None or bool(context.selection.categories)
    period = context.selection.period
    figure = funnel_figure(counts, drawn=FSE_STEPS, decided=decided, period=period)
    sources = provenance_table(context.connection, context.identification, context.selection)
    said = [step for step in (*FSE_STEPS, Step.RETAINED) if counts[step] and step in steps_of(period, counts)]
    highlights = [Highlight(step.label_in(period), integer(counts[step])) for step in said]
    return Section(
        SectionKey.FUNNEL,
        FUNNEL_TITLE,
        f"{figure.title}.",
        _funnel_paragraphs(counts),
        (figure, sources_figure(sources, period)),
        highlights=tuple(highlights),
        source_note=f"Lexique version {context.lexicon.version}, sources du repérage version "
        f"{context.identification.sources.version}. Les filtres sur la décision ne s'appliquent pas à l'entonnoir.",
    )


def _funnel_paragraphs(counts: dict[Step, int]) -> tuple[str, ...]:
    said = []
    if counts[Step.RETAINED_UNFOUND]:
        missed = counts[Step.RETAINED_UNFOUND]
        verb = "n'est repérée" if missed == 1 else "ne sont repérées"
        said.append(
            f"{plural(missed, 'opération retenue', 'opérations retenues')} {verb} ni par le lexique ni par les autres sources."
        )
    if counts[Step.NAME_ONLY]:
        named = counts[Step.NAME_ONLY]
        verb = "n'est repérée" if named == 1 else "ne sont repérées"
        said.append(f"{plural(named, 'opération')} {verb} que par le nom du porteur\u202f: à relire.")
    return tuple(said)


def key_figures_section(context: Context) -> Section:
    """The key figures of each wave and the change between the last two."""
    if not context.total["programme_operations"]:
        return Section(SectionKey.KEY_FIGURES, KEY_TITLE, NOTHING_SELECTED, empty=True)
    if not context.total["operations"]:
        return empty_section(context, SectionKey.KEY_FIGURES, KEY_TITLE)
    change = change_between_waves(context.found, context.compared, context.unfinished)
    said = findings(context.found, context.kind)
    if not context.said_columns["participants_entered"]:
        said.append(NO_PARTICIPANTS)
    message = _key_message(context)
    figures = [_waves_figure(context, message)]
    if change is not None:
        figures.append(_change_figure(context, change))
    return Section(
        SectionKey.KEY_FIGURES,
        KEY_TITLE,
        f"{message}.",
        tuple(said),
        tuple(figures),
        highlights=_highlights(context, change),
        source_note="Part\u202f: opérations comptées rapportées à toutes les opérations programmées de la même "
        f"{context.words.wave}. "
        "Montants programmés, en euros. Un nombre de participants inconnu n'est pas compté pour zéro.",
    )


def _key_message(context: Context) -> str:
    total = context.total
    return (
        f"{context.kind.operations(total['operations'])} sur {plural(total['programme_operations'], 'programmée')} "
        f"({percent(total['operations_programme_share'])}){euros_words(', pour ', total['total_cost'])}"
    )


def _highlights(context: Context, change: Row | None) -> tuple[Highlight, ...]:
    words = measure_words(context.kind)
    cells: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
        (words["operations"], "operations", integer),
        (words["total_cost"], "total_cost", amount),
        (words["eu_amount"], "eu_amount", amount),
        (COLUMNS["operations_programme_share"].label, "operations_programme_share", percent),
        (words["participants"], "participants", integer),
    )
    against = f" par rapport à {change['wave_before']}" if change else ""
    return tuple(
        Highlight(label, printed(context.total[name]), compared_words(change, name, printed, against) if change else "")
        for label, name, printed in (cells if context.said_columns["participants_entered"] else cells[:-1])
    )


def _waves_figure(context: Context, message: str) -> Figure:
    waves = context.found.waves
    table = tuple(
        {**row, "wave": wave_label(row["wave"], context.selection.period)}
        for row in (*context.found.whole[-2::-1], context.total)
    )
    sums = ("operations", "programme_operations", "total_cost", "eu_amount", "participants", "programme_total_cost")
    drawn = table[:-1] if len(waves) > 1 else table[-1:]
    series = (
        Series(COLUMNS["total_cost"].label, "total_cost", MAIN),
        Series(COLUMNS["eu_amount"].label, "eu_amount", LIGHT_BLUE),
    )
    chart = Chart(ChartKind.GROUPED_BARS, drawn, "wave", series, Kind.SHORT_AMOUNT)
    counted = bool(context.said_columns["participants_entered"])
    with_participants = {
        **columns_of("participants"),
        "operations_with_participants_share": ColumnFormat("Opérations avec participants", Kind.PERCENT),
    }
    words = {"total_cost": "coût total", "eu_amount": "montant UE"}
    return Figure(
        key="chiffres_cles",
        title=message,
        caption=f"Chiffres clés des opérations {context.kind.several}",
        sentence=comparison(f"Montants par {context.words.wave}", drawn, "wave", words, text=amount).replace(
            " puis ", " dont "
        ),
        rows=table,
        columns=in_documents(
            {
                "wave": wave_heading(context.selection.period),
                "operations": counted_column(context.kind),
                **columns_of("programme_operations"),
                "operations_programme_share": ColumnFormat("Part des opérations", Kind.PERCENT),
                **columns_of("total_cost"),
                "programme_total_cost": ColumnFormat("Coût total du programme", Kind.AMOUNT),
                "total_cost_programme_share": ColumnFormat("Part du coût total", Kind.PERCENT),
                **columns_of("eu_amount", "eu_rate"),
                **(with_participants if counted else {}),
            }
        ),
        total=len(waves) > 1,
        sums=sums,
        parts=verified(table, sums, {len(table) - 1: tuple(range(len(table) - 1))}) if len(waves) > 1 else {},
        chart=chart,
        source_note=f"{COMPUTED} (page Synthèse).",
    )


def _growing(change: Row, unfinished: Collection[str]) -> str:
    if change["wave"] in unfinished or not unfinished:
        return "La dernière année s'enrichit à chaque édition de la liste"
    return "Chaque édition de la liste peut ajouter des conventions à ces années"


def _change_figure(context: Context, change: Row) -> Figure:
    period = context.selection.period
    waves = f"{change['wave_before']} → {change['wave']}"
    participants = ("participants",) if context.said_columns["participants_entered"] else ()
    measured = {"operations": counted_column(context.kind), **columns_of("total_cost", "eu_amount", *participants)}
    columns = {"waves": ColumnFormat(context.words.wave_s.capitalize())}
    for name, column in in_documents(measured).items():
        columns[f"{name}_difference"], columns[f"{name}_change"] = change_columns(column)
    printed = columns["operations_difference"].printed(change["operations_difference"])
    words = (
        f"opération {context.kind.said}"
        if abs(change["operations_difference"]) < 2
        else f"opérations {context.kind.several}"
    )
    said = f"{printed} {words} de {the_wave(period, change['wave_before'])} à {the_wave(period, change['wave'])}"
    newest = (change["wave"], change["wave_before"]) == usual_comparison(context.found.waves, context.unfinished)
    over = " achevées" if newest and context.unfinished & {*context.found.waves} - {change["wave"]} else ""
    left = undated_words(change, context.kind)
    note = (
        "Les vagues n'ont pas la même durée\u202f: les parts se comparent mieux que les nombres."
        if period == FORMER
        else f"{_growing(change, context.unfinished)}\u202f: les parts se comparent mieux que les nombres. {left}".rstrip()
    )
    return Figure(
        key="evolution",
        title=said,
        caption=f"Évolution entre {'les deux dernières' if newest else 'deux'} {context.words.wave_s}{over}",
        sentence=f"{said}\u202f; coût total\u202f: {columns['total_cost_difference'].printed(change['total_cost_difference'])}.",
        rows=({**change, "waves": waves},),
        columns=columns,
        note=note,
        source_note=f"{COMPUTED}. Variation\u202f: différence rapportée à {the_wave(period)} {'précédente' if newest else 'de départ'}, vide si celle-ci "
        "est nulle.",
    )
