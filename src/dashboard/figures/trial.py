"""The score of a trial of the grid, criterion by criterion."""

from typing import Final

from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.domain.french import decimal, quoted
from dashboard.figures.figure import Figure
from dashboard.figures.labels import COLON, SEMICOLON
from dashboard.reviews.trial import Trial
from dashboard.warehouse.query import Row

WHOLE: Final = "Ensemble"
COLUMNS: Final = {
    "criterion": ColumnFormat("Critère"),
    "score": ColumnFormat("Score sur 100", Kind.DECIMAL),
    "share": ColumnFormat("Poids", Kind.PERCENT),
    "points": ColumnFormat("Points apportés", Kind.DECIMAL),
}


def trial_figure(trial: Trial) -> Figure:
    """The score of each criterion, its weight among those that have an answer, and the points that it brings.

    The last row is the whole; without a score, there is no row.
    """
    rows: list[Row] = [
        {"criterion": part.criterion.title, "score": part.score, "share": part.share, "points": part.points}
        for part in trial.parts
    ]
    score = trial.score
    said = [f"{row['criterion']}, {'sans réponse' if row['score'] is None else decimal(row['score'])}" for row in rows]
    whole = {"criterion": WHOLE, "score": score, "share": 1.0, "points": score}
    return Figure(
        key="essai",
        title=_title(trial),
        caption="Score par critère",
        sentence=f"Score par critère, sur 100{COLON}{SEMICOLON.join(said)}{SEMICOLON}ensemble, {decimal(score)}.",
        rows=() if score is None else (*rows, whole),
        columns=COLUMNS,
        total=True,
        note="Un critère sans réponse ne compte pas\u202f: les autres se partagent son poids."
        if any(part.score is None for part in trial.parts)
        else None,
    )


def _title(trial: Trial) -> str:
    known = [part for part in trial.parts if part.points]
    if trial.score is None or not known:
        return "Aucun critère n'apporte de point"
    first = max(known, key=lambda part: part.points or 0.0)
    return f"{quoted(first.criterion.title)} apporte {decimal(first.points)} des {decimal(trial.score)} points"
