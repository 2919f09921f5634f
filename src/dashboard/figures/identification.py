"""The identification as figures: the funnel, what each source leads to, what each expression finds."""

from collections.abc import Mapping, Sequence
from typing import Final

from dashboard.domain.columns import COLUMNS, ColumnFormat, Kind, columns_of
from dashboard.domain.french import integer, percent, plural
from dashboard.domain.lexicon import TEXT_FIELDS
from dashboard.domain.operation import FIELD_BY_NAME
from dashboard.domain.periods import FORMER, words_of
from dashboard.figures.alternative import ranking
from dashboard.figures.figure import Chart, ChartKind, Figure, Series
from dashboard.figures.labels import SEMICOLON, plain
from dashboard.figures.palette import MAIN
from dashboard.figures.wording import COMPUTED, lowered, opened
from dashboard.identification.funnel import Step, steps_of
from dashboard.identification.identify import Provenance
from dashboard.warehouse.query import Row

FSE_STEPS: Final = (Step.PROGRAMMED_FSE, Step.PREIDENTIFIED_FSE, Step.WITH_SURVEY_FSE, Step.RETAINED_FSE)
FOUND_STEPS: Final = (*FSE_STEPS[1:], Step.RETAINED_IEJ, Step.RETAINED)
DRAWN: Final[Mapping[tuple[Step, ...], str]] = {
    FSE_STEPS: "Le graphique montre les étapes du FSE, le tableau les donne toutes.",
    FOUND_STEPS: "Le graphique part des opérations préidentifiées\u202f: celles du programme, trop nombreuses, sont dans le tableau.",
}
"""The steps that a chart may show, and what its reader must know of the others."""
FORMER_SOURCES: Final = (Provenance.IEJ_EVALUATION, Provenance.NOTE)
"""Lists of operations of 2014-2020."""
LATER_NOTE: Final = "Le tableau donne aussi les autres étapes."
_OF: Final = {"FSE": "du FSE", "FSE+": "du FSE+", "IEJ": "de l'IEJ"}
UNDECIDED: Final = " Les filtres sur la décision et le type ne s'y appliquent pas."


def funnel_figure(counts: Mapping[Step, int], *, drawn: tuple[Step, ...], decided: bool, period: str) -> Figure:
    """From the programmed operations to the retained ones; `drawn` is in `DRAWN`, `decided`: the filters name a decision."""
    known = steps_of(period, counts)
    steps = tuple({"label": step.label_in(period), "operations": counts[step]} for step in known)
    kept = [step for step in drawn if step in known]
    shown = tuple({"label": step.label_in(period), "operations": counts[step]} for step in kept)
    said = [f"{lowered(step.label_in(period))}, {integer(counts[step])}" for step in kept]
    note = DRAWN[drawn] if period == FORMER else LATER_NOTE
    chart = Chart(ChartKind.BARS, shown, "label", (Series(COLUMNS["operations"].label, "operations", MAIN),))
    return Figure(
        key="entonnoir",
        title=_funnel_title(counts, words_of(period).fund),
        caption="Du programme aux opérations retenues",
        sentence=f"Étapes du repérage\u202f: {SEMICOLON.join(said)}.",
        rows=steps,
        columns={"label": ColumnFormat("Étape"), **columns_of("operations")},
        note=f"{note}{UNDECIDED if decided else ''}",
        chart=chart if any(counts[step] for step in kept) else None,
        source_note=f"{COMPUTED} (page Repérage).",
    )


def _funnel_title(counts: Mapping[Step, int], fund: str) -> str:
    """The steps of the FSE, then what the IEJ adds: their identification differs, and no step holds both but the last."""
    programmed, found, kept = (counts[step] for step in (Step.PROGRAMMED_FSE, Step.WITH_SURVEY_FSE, Step.RETAINED_FSE))
    if not counts[Step.PROGRAMMED]:
        return "Aucune opération n'est programmée"
    if not programmed:
        return _kept("IEJ", counts[Step.PROGRAMMED_IEJ], counts[Step.RETAINED_IEJ])
    identified = f"{integer(found)} {'est repérée' if found < 2 else 'sont repérées'} et "
    title = _kept(fund, programmed, kept, identified if found else "")
    extra = counts[Step.RETAINED_IEJ]
    return f"{title}\u202f; l'IEJ en ajoute {integer(extra)}" if extra else title


def _kept(fund: str, programmed: int, kept: int, identified: str = "") -> str:
    start = (
        f"Sur {plural(programmed, 'opération programmée', 'opérations programmées')} au titre {_OF[fund]}, {identified}"
    )
    if not kept:
        return f"{start}aucune n'est retenue"
    return f"{start}{integer(kept)} {'est retenue' if kept < 2 else 'sont retenues'} ({percent(kept / programmed)})"


def sources_figure(sources: Sequence[Row], period: str) -> Figure:
    """How many operations each source leads to, and how many it alone does. Some are of 2014-2020 alone."""
    held = [row for row in sources if period == FORMER or row["provenance"] not in FORMER_SOURCES]
    rows = tuple({**row, "provenance": opened(row["provenance"])} for row in held)
    ranked = tuple(sorted((row for row in rows if row["operations"]), key=lambda row: -row["operations"]))
    title, caption = "Aucune source ne repère d'opération", "Opérations repérées par source"
    if ranked:
        first = ranked[0]
        title = f"{first['provenance']}\u202f: première source du repérage, {plural(first['operations'], 'opération')}"
    chart = Chart(ChartKind.BARS, ranked, "provenance", (Series("Opérations repérées", "operations", MAIN),))
    return Figure(
        key="sources_reperage",
        title=title,
        caption=caption,
        sentence=ranking(caption, ranked, "provenance", "operations", text=integer, share=False),
        rows=rows,
        columns={
            "provenance": COLUMNS["source"],
            "operations": ColumnFormat("Opérations repérées", Kind.INTEGER),
            "only_this": ColumnFormat("Par cette seule source", Kind.INTEGER),
        },
        note="Une opération peut être repérée par plusieurs sources\u202f: les lignes ne s'additionnent pas.",
        chart=chart if ranked else None,
        source_note=f"{COMPUTED} (page Repérage).",
    )


def expressions_figure(expressions: Sequence[Row]) -> Figure:
    """How many operations each expression or actor finds, field by field, and how many it alone does."""
    caption = "Opérations par expression"
    first = max(expressions, key=lambda row: row["operations"], default=None)
    title = "Aucune expression n'est cherchée"
    if first is not None:
        title = (
            f"«\u202f{plain(first['label'])}\u202f» trouve le plus d'opérations\u202f: {integer(first['operations'])}"
        )
    return Figure(
        key="expressions",
        title=title,
        caption=caption,
        sentence=ranking(caption, expressions, "label", "operations", text=integer, share=False),
        rows=tuple(expressions),
        columns={
            "label": ColumnFormat("Expression ou acteur"),
            "kind": COLUMNS["nature"],
            **{name: ColumnFormat(FIELD_BY_NAME[name].label, Kind.INTEGER) for name in TEXT_FIELDS},
            **columns_of("operations"),
            "only_this": ColumnFormat("Trouvées par elle seule", Kind.INTEGER),
        },
        note="«\u202fTrouvées par elle seule\u202f»\u202f: opérations qui sortiraient si on éteignait l'expression.",
    )
