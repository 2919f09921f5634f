"""The question on screen: answers overall and by type, published figures beside recomputed ones, regions."""

from dashboard.charts.survey import regions_bars
from dashboard.domain.columns import ColumnFormat, columns_of
from dashboard.domain.periods import words_of
from dashboard.figures.figure import Figure
from dashboard.figures.survey import answers_figure, regions_figure
from dashboard.ui.data import cached
from dashboard.ui.territoires.survey import Survey, survey_card
from dashboard.warehouse.build import REFERENCE_FOLDER
from dashboard.warehouse.concordance import TABLE_LABELS, concordance
from dashboard.warehouse.survey import SurveyDimension, answers
from dashboard.warehouse.survey_published import EDITION, published_facts


def draw_question(survey: Survey) -> None:
    """Draws the answers overall and by type of managing body."""
    rows = cached(answers, survey.selection, survey.edition)
    fund = words_of(survey.selection.period).fund
    survey_card(answers_figure(rows, synthetic=survey.synthetic, fund=fund), survey, key="enquete-reponses")


def draw_published(survey: Survey) -> None:
    """Draws each published figure of the survey beside the recomputed one; filters don't apply to it."""
    if survey.edition != EDITION:
        return
    facts = cached(published_facts, REFERENCE_FOLDER)
    compared = cached(concordance, REFERENCE_FOLDER)
    rows = [row for row in compared if row["table"] == TABLE_LABELS["survey"]]
    recomputed = "réponses synthétiques" if survey.synthetic else "enquête importée"
    figure = Figure(
        key="enquete_publie",
        title="Les chiffres publiés et les chiffres recalculés",
        caption="Chiffres publiés et recalculés de l'enquête",
        sentence="Chaque chiffre publié de l'enquête, avec le chiffre recalculé, sa base et ce qui le sépare du premier.",
        rows=tuple(
            {**row, "recomputed": row["recomputed"] or None, "base": fact.base, "reading": fact.reading}
            for row, fact in zip(rows, facts, strict=True)
        ),
        columns={
            "row": ColumnFormat("Groupe"),
            "column": ColumnFormat("Fait"),
            "published": ColumnFormat("Publié (enquête réelle)"),
            "recomputed": ColumnFormat(f"Recalculé ({recomputed})"),
            **columns_of("base", "status", "reading"),
        },
        note="Un chiffre publié en toutes lettres est comparé à un intervalle, jamais à une valeur.",
    )
    survey_card(figure, survey, key="enquete-publie", filters="Enquête de la vague 2019, sans filtre")


def draw_regions(survey: Survey) -> None:
    """Draws how many structures of each present region gave each answer."""
    rows = cached(answers, survey.selection, survey.edition, SurveyDimension.REGION_2016)
    figure = regions_figure(rows, synthetic=survey.synthetic)
    survey_card(figure, survey, key="enquete-regions", picture=lambda: regions_bars(rows[1:]))
