"""What reviewers answered, for whoever may read it; names only for the data manager."""

from collections.abc import Sequence

import duckdb
import pandas as pd
from sqlalchemy import Engine

from dashboard.domain.columns import ColumnFormat, columns_of
from dashboard.domain.grid import UNANSWERED, Grid
from dashboard.domain.selection import Selection
from dashboard.reviews.model import VERDICT_WORDS, Campaign, Verdict
from dashboard.reviews.scores import VERDICT, answers
from dashboard.warehouse.listing import Column, operations_frame

SHOWN = {
    "campaign": ColumnFormat("Campagne"),
    "num_dossier": ColumnFormat("Numéro de dossier"),
    **columns_of("reviewer", "question", "answer"),
}


def review_frame(
    engine: Engine | None,
    campaigns: Sequence[Campaign],
    connection: duckdb.DuckDBPyConnection,
    selection: Selection,
    *,
    named: bool,
) -> tuple[pd.DataFrame, dict[str, ColumnFormat]]:
    """One row per campaign of `campaigns`, operation of the selection, reviewer and question; only reviews that everybody may read.

    Without `named`, reviewers are « Évaluateur 1 », « Évaluateur 2 »…
    """
    frames = [pd.DataFrame({name: pd.Series(dtype="str") for name in SHOWN})]
    listed = set(operations_frame(connection, selection, (Column.NUM_DOSSIER,))["num_dossier"]) if engine else set()
    for campaign in campaigns:
        found = answers(engine, campaign.id, anonymised=not named) if engine is not None else pd.DataFrame()
        found = found[found["num_dossier"].isin(list(listed))]
        worded = [_words(campaign.grid, *pair) for pair in zip(found["question"], found["value"], strict=True)]
        frames.append(
            pd.DataFrame(
                {
                    "campaign": campaign.name,
                    "num_dossier": found["num_dossier"],
                    "reviewer": found["reviewer"],
                    "question": [question for question, _ in worded],
                    "answer": [answer for _, answer in worded],
                }
            )
        )
    return pd.concat([frame.astype("str") for frame in frames], ignore_index=True), dict(SHOWN)


def _words(grid: Grid, question_id: str, value: object) -> tuple[str, str]:
    if question_id == VERDICT:
        return "Avis", VERDICT_WORDS[Verdict(str(value))]
    question = grid.question(question_id)
    named = {option.id: option.label for option in question.options}
    return question.text, UNANSWERED if value is None else named.get(str(value), str(value))
