"""The reviews of one operation side by side, for those who may see them."""

from collections.abc import Sequence

import streamlit as st

from dashboard.access.roles import Role
from dashboard.domain.columns import COLUMNS, ColumnFormat
from dashboard.domain.french import plural
from dashboard.domain.grid import UNANSWERED, Question, QuestionKind
from dashboard.reviews.model import Campaign, Review
from dashboard.ui.access import may
from dashboard.ui.evaluation.review_form import VERDICTS
from dashboard.ui.tables import html_table
from dashboard.warehouse.query import Row

NONE = "–"
DIFFERS = "≠ "


def reviewer_label(campaign: Campaign, reviewer: str, reader: str) -> str:
    """The name of a reviewer for this reader: their own, or anyone's for the data manager, else « Évaluateur 1 »."""
    if reviewer == reader:
        return f"{reviewer} (vous)"
    if may(Role.DATA_MANAGER) or reviewer not in campaign.reviewers:
        return reviewer
    return f"Évaluateur {campaign.reviewers.index(reviewer) + 1}"


def review_rows(campaign: Campaign, reviews: Sequence[Review]) -> list[Row]:
    """One row per question, then the opinion, the category and the comment; one column per review.

    « ≠ » opens the questions that were answered differently; comments always differ.
    """
    grid = campaign.grid
    said = [(question.text, [_answer(question, review) for review in reviews]) for question in grid.questions]
    if grid.decides:
        said.append(("Avis", [VERDICTS[review.verdict] if review.verdict else NONE for review in reviews]))
        said.append(("Type d'opération", [review.category or NONE for review in reviews]))
    names = [review.reviewer for review in reviews]
    rows = [
        {
            "question": f"{DIFFERS}{question}" if len(set(words)) > 1 else question,
            **dict(zip(names, words, strict=True)),
        }
        for question, words in said
    ]
    comments = [review.comment or NONE for review in reviews]
    return [*rows, {"question": "Commentaire", **dict(zip(names, comments, strict=True))}]


def draw_reviews(campaign: Campaign, reviews: Sequence[Review], reader: str, *, key: str) -> None:
    """Draws the reviews side by side, the questions answered differently marked."""
    html_table(
        review_rows(campaign, reviews),
        {"question": ColumnFormat("Question (≠\u202f: réponses différentes)"), **_labels(campaign, reviews, reader)},
        key=key,
        alternative="Évaluations côte à côte",
    )


def draw_differences(campaign: Campaign, reviews: Sequence[Review], reader: str, *, key: str) -> None:
    """Draws what the reviews answer differently, then their comments; what they answer alike is folded."""
    labels = _labels(campaign, reviews, reader)
    rows = review_rows(campaign, reviews)
    differing = [row | {"question": str(row["question"]).removeprefix(DIFFERS)} for row in rows if _differs(row)]
    alike = [row for row in rows[:-1] if not _differs(row)]
    html_table(
        [*differing, rows[-1]],
        {"question": ColumnFormat("Ce qui diffère"), **labels},
        key=key,
        alternative="Réponses différentes, côte à côte",
    )
    if alike:
        folded = st.expander(
            plural(len(alike), "réponse identique", "réponses identiques"), key=f"{key}-identiques", on_change="rerun"
        )
        if folded.open:
            with folded:
                html_table(
                    alike,
                    {"question": COLUMNS["question"], **labels},
                    key=f"{key}-pareil",
                    alternative="Réponses identiques",
                )


def _differs(row: Row) -> bool:
    return str(row["question"]).startswith(DIFFERS)


def _labels(campaign: Campaign, reviews: Sequence[Review], reader: str) -> dict[str, ColumnFormat]:
    return {review.reviewer: ColumnFormat(reviewer_label(campaign, review.reviewer, reader)) for review in reviews}


def _answer(question: Question, review: Review) -> str:
    answer = review.answers.get(question.id)
    if answer is None:
        return UNANSWERED
    label = question.label_of(answer)
    return f"{answer} – {label}" if question.kind is QuestionKind.SCALE else label
