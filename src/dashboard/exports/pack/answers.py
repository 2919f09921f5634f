"""The section on the survey of managing bodies: answers by type, themes of the remarks, synthetic answers said so."""

from typing import Any, Final

import pandas as pd

from dashboard.charts.survey import ANSWER_COLOURS, ANSWER_LABELS, CAUTION, POLARITY_COLOURS, base_label
from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.domain.french import integer, percent, plural
from dashboard.domain.selection import Selection
from dashboard.domain.survey import QUESTION
from dashboard.exports.pack.content import Section, SectionKey
from dashboard.exports.pack.context import Context
from dashboard.figures.alternative import ranking, shares
from dashboard.figures.figure import Chart, ChartKind, Figure, Series
from dashboard.figures.labels import plain
from dashboard.figures.palette import MAIN
from dashboard.warehouse.query import records
from dashboard.warehouse.survey import APPLICABLE, answers, coded, editions, remarks, theme_counts, theme_reference

TITLE: Final = "L'enquête auprès des gestionnaires"
NO_SURVEY: Final = "Aucune enquête n'est chargée pour cette programmation."
NOBODY: Final = "Aucune structure répondante ne correspond à ces filtres."
SYNTHETIC: Final = "Réponses synthétiques (démonstration)"
SYNTHETIC_NOTE: Final = (
    "Réponses synthétiques\u202f: construites pour retrouver les chiffres publiés de l'enquête de 2019, elles ne disent rien "
    "d'une structure réelle."
)
SCOPE: Final = "Des filtres, seuls la région et le type de gestionnaire s'appliquent à l'enquête."
PERIOD: Final = "2014-2020"
SURVEY_COUNTS: Final = {
    "respondents": ColumnFormat("Structures", Kind.INTEGER),
    "no_answer": ColumnFormat("Non-réponses", Kind.INTEGER),
    "base": ColumnFormat("Base (n)", Kind.INTEGER),
    "yes": ColumnFormat("Oui", Kind.INTEGER),
    "no": ColumnFormat("Non", Kind.INTEGER),
    "no_opinion": ColumnFormat("Ne se prononce pas", Kind.INTEGER),
    "yes_share": ColumnFormat("Oui, part de la base", Kind.PERCENT),
    "no_share": ColumnFormat("Non, part de la base", Kind.PERCENT),
    "no_opinion_share": ColumnFormat("Ne se prononce pas, part de la base", Kind.PERCENT),
    "caution": ColumnFormat("Prudence"),
}
"""Columns of the answers of the survey, on screen and in the documents."""


def survey_section(context: Context) -> Section:
    """What the newest survey that the selection's waves allow says."""
    known = {str(row["edition"]): row for row in editions(context.connection)}
    wanted = [name for name in known if not context.selection.waves or name in context.selection.waves]
    if context.selection.period != PERIOD or not wanted:
        return Section(SectionKey.SURVEY, TITLE, NO_SURVEY, empty=True)
    row = known[wanted[0]]
    selection = Selection(
        period=context.selection.period, **{name: getattr(context.selection, name) for name in APPLICABLE}
    )
    frame = answers(context.connection, selection, wanted[0])
    if frame.empty:
        return Section(SectionKey.SURVEY, TITLE, NOBODY, empty=True)
    synthetic = SYNTHETIC if row["synthetic"] else None
    whole: Any = next(frame.itertuples())
    message = (
        f"{percent(whole.yes_share)} des structures répondent oui\u202f: {integer(whole.yes)} sur {integer(whole.base)}"
        if whole.base
        else "Aucune structure n'a répondu à la question"
    )
    paragraphs = [f"Question posée\u202f: «\u202f{QUESTION}\u202f» Enquête de la vague {plain(wanted[0])}, "
                  f"{plural(int(whole.respondents), 'structure répondante', 'structures répondantes')}.", SCOPE]  # fmt: skip
    if row["synthetic"]:
        paragraphs.append(SYNTHETIC_NOTE)
    themes = _themes_figure(context, selection, wanted[0], synthetic)
    return Section(
        SectionKey.SURVEY,
        TITLE,
        f"{message}.",
        tuple(paragraphs),
        (_answers_figure(frame, message, synthetic), *([themes] if themes else [])),
        source_note="Parts\u202f: des structures qui ont répondu à la question\u202f; les non-réponses sont à part.",
    )


def _answers_figure(frame: pd.DataFrame, message: str, synthetic: str | None) -> Figure:
    labels = [
        base_label(str(name), int(base), int(no_answer))
        for name, base, no_answer in zip(frame["value"], frame["base"], frame["no_answer"], strict=True)
    ]
    table = frame.assign(
        label=labels, caution=frame["few"].map({True: CAUTION.removeprefix("* ").rstrip("."), False: ""})
    )
    series = tuple(Series(label, f"{answer}_share", ANSWER_COLOURS[answer]) for answer, label in ANSWER_LABELS.items())
    return Figure(
        key="enquete_reponses",
        title=message,
        caption="Le FSE a-t-il favorisé l'innovation sociale\u202f? Réponses par type de gestionnaire",
        sentence=shares("Réponses par type de gestionnaire", records(frame), "value", ANSWER_LABELS),
        rows=tuple(records(table)),
        columns={
            "value": ColumnFormat("Type de gestionnaire"),
            **SURVEY_COUNTS,
        },
        note=CAUTION if frame["few"].any() else None,
        synthetic=synthetic,
        chart=Chart(ChartKind.STACKED_SHARES, tuple(records(table[table["base"] > 0])), "label", series, Kind.PERCENT, 0),
        source_note="Calculé par la même fonction que la page Enquête.",
    )  # fmt: skip


def _themes_figure(context: Context, selection: Selection, edition: str, synthetic: str | None) -> Figure | None:
    said = remarks(context.connection, selection, edition)
    counts = theme_counts(coded(said, {}), theme_reference(context.connection))
    rows = counts[counts["structures"] > 0].sort_values("structures", ascending=False, kind="stable")
    if rows.empty:
        return None
    rows = rows.assign(label=[f"{theme} ({kind})" for theme, kind in zip(rows["theme"], rows["polarity"], strict=True)])
    first: Any = next(rows.itertuples())
    title = f"«\u202f{plain(first.theme)}\u202f» revient le plus\u202f: {plural(int(first.structures), 'structure')}"
    return Figure(
        key="enquete_themes",
        title=title,
        caption="Thèmes des observations",
        sentence=ranking("Structures par thème", records(rows), "label", "structures", text=integer, share=False),
        rows=tuple(records(rows)),
        columns={
            "theme": ColumnFormat("Thème"),
            "polarity": ColumnFormat("Nature"),
            "structures": ColumnFormat("Structures", Kind.INTEGER),
            "summary": ColumnFormat("Ce que disent les structures"),
        },
        note="Une structure peut citer plusieurs thèmes.",
        synthetic=synthetic,
        chart=Chart(
            ChartKind.BARS,
            tuple(records(rows.head(12))),
            "label",
            (Series("Structures", "structures", MAIN),),
            colours=tuple(POLARITY_COLOURS.get(str(kind), MAIN) for kind in rows["polarity"].head(12)),
        ),
        source_note="Thèmes du fichier de l'enquête, comptés par structure.",
    )
