"""The reviews of one operation side by side, for those who may see them."""

from collections.abc import Sequence

import pandas as pd

from dashboard.access.roles import Role
from dashboard.domain.columns import ColumnFormat
from dashboard.domain.grid import UNANSWERED, Question, QuestionKind
from dashboard.reviews.model import Campaign, Review
from dashboard.ui.access import may
from dashboard.ui.evaluation.review_form import VERDICTS
from dashboard.ui.tables import html_table

NONE = "–"


def reviewer_label(campaign: Campaign, reviewer: str, reader: str) -> str:
    """The name of a reviewer for this reader: their own, or anyone's for the data manager, else « Évaluateur 1 »."""
    if reviewer == reader:
        return f"{reviewer} (vous)"
    if may(Role.DATA_MANAGER) or reviewer not in campaign.reviewers:
        return reviewer
    return f"Évaluateur {campaign.reviewers.index(reviewer) + 1}"


def reviews_frame(campaign: Campaign, reviews: Sequence[Review]) -> pd.DataFrame:
    """One row per question, then the opinion, the category and the comment; one column per review."""
    grid = campaign.grid
    columns: dict[str, list[str]] = {"question": [question.text for question in grid.questions]}
    closing = ["Avis", "Type d'opération", "Commentaire"] if grid.decides else ["Commentaire"]
    columns["question"] += closing
    for review in reviews:
        said = [_answer(question, review) for question in grid.questions]
        if grid.decides:
            said += [VERDICTS[review.verdict] if review.verdict else NONE, review.category or NONE]
        columns[review.reviewer] = [*said, review.comment or NONE]
    return pd.DataFrame(columns)


def draw_reviews(campaign: Campaign, reviews: Sequence[Review], reader: str, *, key: str) -> None:
    """Draws the reviews side by side, the questions answered differently marked."""
    frame = reviews_frame(campaign, reviews)
    names = [review.reviewer for review in reviews]
    if len(names) > 1:
        differs = frame[names].nunique(axis=1) > 1
        compared = ~frame["question"].isin(["Commentaire"])
        frame["question"] = frame["question"].where(~(differs & compared), "≠ " + frame["question"])
    labels = {name: ColumnFormat(reviewer_label(campaign, name, reader)) for name in names}
    html_table(
        frame,
        {"question": ColumnFormat("Question (≠\u202f: réponses différentes)"), **labels},
        key=key,
        alternative="Évaluations côte à côte",
    )


def _answer(question: Question, review: Review) -> str:
    answer = review.answers.get(question.id)
    if answer is None:
        return UNANSWERED
    label = question.label_of(answer)
    return f"{answer} – {label}" if question.kind is QuestionKind.SCALE else label
