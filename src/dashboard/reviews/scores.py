"""The answers and scores of a campaign as frames, for agreement, stability and tables.

Only operations whose reviews are all submitted are given (all submitted reviews of a frozen campaign): anything else would
let a reviewer guess the others' answers.
"""

import math
from collections.abc import Mapping

import pandas as pd
from sqlalchemy import Connection, Engine

from dashboard.domain.grid import Grid
from dashboard.reviews import journal
from dashboard.reviews.model import Campaign, Review
from dashboard.reviews.names import Names
from dashboard.reviews.standing import standings
from dashboard.reviews.store import read

VERDICT = "verdict"
"""Stands in the column `question` for the verdict."""


def answers(engine: Engine, campaign_id: str, *, anonymised: bool = False) -> pd.DataFrame:
    """One row per operation, reviewer and question: num_dossier, reviewer, question, value (None: « non renseigné »)."""

    def work(connection: Connection) -> pd.DataFrame:
        campaign = journal.campaign(connection, campaign_id)
        names = Names(campaign, journal.arbitrations(connection, campaign_id), anonymised=anonymised)
        rows = []
        for review in _shown(connection, campaign):
            who = names.of(review.reviewer)
            rows += [
                (review.num_dossier, who, question.id, review.answers.get(question.id))
                for question in campaign.grid.questions
            ]
            if campaign.grid.decides:
                rows.append((review.num_dossier, who, VERDICT, str(review.verdict)))
        frame = pd.DataFrame(rows, columns=["num_dossier", "reviewer", "question", "value"])
        return frame.astype({"num_dossier": "str", "reviewer": "str", "question": "str", "value": "object"})

    return read(engine, work)


def criterion_scores(engine: Engine, campaign_id: str) -> pd.DataFrame:
    """Index num_dossier, one column per scored criterion: 0 to 100, the mean over reviewers, NaN when none answered."""

    def work(connection: Connection) -> pd.DataFrame:
        campaign = journal.campaign(connection, campaign_id)
        by_operation: dict[str, list[Mapping[str, float | None]]] = {}
        for review in _shown(connection, campaign):
            by_operation.setdefault(review.num_dossier, []).append(campaign.grid.criterion_scores(review.answers))
        return _means(campaign.grid, by_operation)

    return read(engine, work)


def _shown(connection: Connection, campaign: Campaign) -> list[Review]:
    return [
        review
        for found in standings(connection, campaign)
        if found.complete or campaign.frozen
        for review in found.submitted
    ]


def _means(grid: Grid, by_operation: Mapping[str, list[Mapping[str, float | None]]]) -> pd.DataFrame:
    columns = [criterion.id for criterion in grid.scored_criteria]
    rows = [[_mean([score[name] for score in scores]) for name in columns] for scores in by_operation.values()]
    index = pd.Index(list(by_operation), name="num_dossier", dtype="str")
    return pd.DataFrame(rows, index=index, columns=columns, dtype="float64")


def _mean(scores: list[float | None]) -> float:
    given = [score for score in scores if score is not None]
    return sum(given) / len(given) if given else math.nan
