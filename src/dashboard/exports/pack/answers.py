"""The section on the survey of managing bodies: answers by type, themes of the remarks, synthetic answers said so."""

from typing import Final

from dashboard.domain.french import plural
from dashboard.domain.selection import Selection
from dashboard.domain.survey import question_of
from dashboard.exports.pack.content import Section, SectionKey
from dashboard.exports.pack.context import Context
from dashboard.figures.labels import plain
from dashboard.figures.survey import SYNTHETIC_NOTE, answers_figure, themes_figure
from dashboard.warehouse.survey import (
    APPLICABLE,
    answers,
    editions,
    remarks,
    theme_counts,
    theme_reference,
)

TITLE: Final = "L'enquête auprès des gestionnaires"
NO_SURVEY: Final = "Aucune enquête n'est chargée pour cette programmation."
NOBODY: Final = "Aucune structure répondante ne correspond à ces filtres."
SCOPE: Final = "Des filtres, seuls la région et le type de gestionnaire s'appliquent à l'enquête."


def survey_section(context: Context) -> Section:
    """What the newest survey that the selection's waves allow says."""
    known = {str(row["edition"]): row for row in editions(context.connection, context.selection.period)}
    wanted = [name for name in known if not context.selection.waves or name in context.selection.waves]
    if not wanted:
        return Section(SectionKey.SURVEY, TITLE, NO_SURVEY, empty=True)
    edition, synthetic = wanted[0], bool(known[wanted[0]]["synthetic"])
    selection = Selection(
        period=context.selection.period, **{name: getattr(context.selection, name) for name in APPLICABLE}
    )
    rows = answers(context.connection, selection, edition)
    if not rows:
        return Section(SectionKey.SURVEY, TITLE, NOBODY, empty=True)
    asked = (
        f"Question posée\u202f: «\u202f{question_of(context.words.fund)}\u202f» Enquête de {context.words.the_wave} {plain(edition)}, "
        f"{plural(rows[0]['respondents'], 'structure répondante', 'structures répondantes')}."
    )
    figures = [answers_figure(rows, synthetic=synthetic, fund=context.words.fund)]
    said = remarks(context.connection, selection, edition)
    themes = [row for row in theme_counts(said, theme_reference(context.connection)) if row["structures"]]
    if themes:
        themes.sort(key=lambda row: -row["structures"])
        figures.append(themes_figure(themes, len(said), synthetic=synthetic))
    return Section(
        SectionKey.SURVEY,
        TITLE,
        f"{figures[0].title}.",
        (asked, SCOPE, *((SYNTHETIC_NOTE,) if synthetic else ())),
        tuple(figures),
        source_note="Parts\u202f: des structures qui ont répondu à la question\u202f; les non-réponses sont à part.",
    )
