"""What a second reading says in all: how many operations got each answer, question by question."""

import pandas as pd
from sqlalchemy import Engine

from dashboard.domain.columns import ColumnFormat, Kind, columns_of
from dashboard.domain.french import integer, plural
from dashboard.domain.grid import Grid, Question, QuestionKind
from dashboard.figures.alternative import ranking
from dashboard.figures.figure import Figure
from dashboard.reviews.model import Campaign
from dashboard.reviews.scores import answers
from dashboard.ui.evaluation.agreement import FIXED_POPULATION
from dashboard.ui.figure_card import card
from dashboard.warehouse.query import Row

SHOWN = {
    **columns_of("question", "answer"),
    "reviews": ColumnFormat("Évaluations", Kind.INTEGER),
    **columns_of("share"),
}


def summary_rows(grid: Grid, given: pd.DataFrame) -> tuple[Row, ...]:
    """One row per question and possible answer of a grid, from `reviews.scores.answers`: question, answer, reviews, share.

    `share` is over the reviews that answered the question; missing where nobody did.
    """
    rows: list[Row] = []
    for question in grid.questions:
        values = given.loc[(given["question"] == question.id) & given["value"].notna(), "value"].tolist()
        for value in question.values:
            count = sum(found == value for found in values)
            rows.append(
                {
                    "question": question.text,
                    "answer": _words(question, value),
                    "reviews": count,
                    "share": count / len(values) if values else None,
                }
            )
    return tuple(rows)


def _words(question: Question, value: int | str) -> str:
    label = question.label_of(value)
    return f"{value} – {label}" if question.kind is QuestionKind.SCALE else label


def draw_reading_summary(engine: Engine, campaign: Campaign) -> None:
    """Draws the answers of the complete reviews of a campaign that reads retained operations again."""
    given = answers(engine, campaign.id, anonymised=True)
    read = int(given["num_dossier"].nunique())
    rows = summary_rows(campaign.grid, given) if read else ()
    figure = Figure(
        key="seconde-lecture",
        title=f"Ce que disent {plural(read, 'opération relue', 'opérations relues')}",
        caption="Réponses de la seconde lecture",
        sentence=ranking("Réponses", rows, "answer", "reviews", text=integer, share=False),
        rows=rows,
        columns=SHOWN,
        note="Part des évaluations qui répondent à la question.",
    )
    card(
        figure,
        source=f"Source\u202f: campagne «\u202f{campaign.name}\u202f»",
        filters=FIXED_POPULATION,
        empty="Aucune opération n'est encore entièrement relue\u202f: les réponses apparaîtront ici.",
    )
