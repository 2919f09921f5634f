"""Figures of the scores: how far reviewers agree, the ranking under some weights, what the weights change."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import plotly.graph_objects as go

from dashboard.charts.bars import EDGE, horizontal_bars
from dashboard.charts.theme import FONT_SIZE
from dashboard.domain.french import decimal, percent, plural
from dashboard.figures.alternative import MAX_SPOKEN
from dashboard.figures.labels import COLON, SEMICOLON, plain
from dashboard.figures.palette import AXES, INK, INK_SOFT, MAIN, OTHERS, PAPER, ink_on
from dashboard.reviews.agreement import RELIABLE, TENTATIVE, Agreement, Part
from dashboard.warehouse.query import Row

QUESTION_COLOUR: Final = AXES["1"]
NOT_MEASURED: Final = "non mesurable"
UNANSWERED: Final = "sans réponse"
MARK_LINE: Final = 20
FOOT: Final = 0.4
"""What the longest printed value takes of the width, on a telephone."""


def agreement_bars(report: Sequence[Agreement]) -> go.Figure:
    """Alpha of each line of the report with its interval, in its order, against the two reference marks; criteria in bold."""
    rows: list[Row] = [{"label": line.label, "alpha": line.alpha or 0.0} for line in report]
    printed = [NOT_MEASURED if line.alpha is None else decimal(line.alpha, 2) for line in report]
    figure = go.Figure(horizontal_bars(rows, "label", "alpha", text=printed, ordered=False))
    figure.data[0].marker.color = [QUESTION_COLOUR if line.part is Part.QUESTION else MAIN for line in report]
    strong = [line.part is not Part.QUESTION for line in report]
    if figure.layout.annotations:
        for note, bold in zip(figure.layout.annotations, strong, strict=True):
            note.text = _weighted(note.text, bold)
    else:
        labels = figure.layout.yaxis.ticktext
        figure.layout.yaxis.ticktext = [_weighted(text, bold) for text, bold in zip(labels, strong, strict=True)]
    bounds = [line.interval or (row["alpha"], row["alpha"]) for line, row in zip(report, rows, strict=True)]
    if any(line.interval for line in report):
        figure.data[0].error_x = {
            "type": "data",
            "symmetric": False,
            "array": [high - row["alpha"] for (_, high), row in zip(bounds, rows, strict=True)],
            "arrayminus": [row["alpha"] - low for (low, _), row in zip(bounds, rows, strict=True)],
            "color": OTHERS,
            "thickness": 2,
            "width": 5,
        }
    lowest = min([0.0, *(low for low, _ in bounds)])
    figure.layout.xaxis.range = [lowest * 1.3, 1]
    return _marked(
        figure, {TENTATIVE: f"accord moyen dès {decimal(TENTATIVE, 3)}", RELIABLE: f"solide dès {decimal(RELIABLE)}"}
    )


def agreement_in_words(report: Sequence[Agreement]) -> str:
    """The figure in one sentence: the verdict and the criteria, then the questions that agree least."""
    main = [line for line in report if line.part is not Part.QUESTION] or list(report)
    parts = [f"{plain(line.label)} {_alpha(line)}" for line in main[:MAX_SPOKEN]]
    asked = [line for line in report if line.part is Part.QUESTION and line.alpha is not None]
    if asked and main != list(report):
        lowest = min(asked, key=lambda line: line.alpha or 0.0)
        parts.append(f"question la moins consensuelle, {plain(lowest.label)} {_alpha(lowest)}")
    return f"Alpha de Krippendorff{COLON}{SEMICOLON.join(parts)}." if parts else "Accord non mesurable."


def ranking_bars(rows: Sequence[Row], *, threshold: float | None) -> go.Figure:
    """Scores in the order of the rows (`label`, `score`, `retained`): blue and said « retenue », grey and said « non retenue »."""
    figure = _outcome_bars(rows, "score", [decimal(row["score"]) for row in rows])
    figure.layout.xaxis.range = [0, 100]
    return _marked(figure, {} if threshold is None else {threshold: f"seuil de {decimal(threshold, 0)}"})


def ranking_in_words(subject: str, rows: Sequence[Row]) -> str:
    """The first bars in one sentence."""
    parts = [
        f"{plain(row['label'])}, {decimal(row['score'])}, {'retenue' if row['retained'] else 'non retenue'}"
        for row in rows[:MAX_SPOKEN]
    ]
    return _spoken(subject, parts, len(rows))


def criterion_bars(rows: Sequence[Row]) -> go.Figure:
    """The score of each criterion (`criterion`, `score`), out of 100 whatever the highest; none where nothing is answered."""
    printed = [UNANSWERED if row["score"] is None else decimal(row["score"]) for row in rows]
    figure = go.Figure(horizontal_bars(rows, "criterion", "score", text=printed, ordered=False))
    figure.layout.xaxis.range = [0, 100]
    return figure


def share_bars(rows: Sequence[Row]) -> go.Figure:
    """Share of the weightings that retain each operation (`label`, `share_retained`, `retained`)."""
    figure = _outcome_bars(rows, "share_retained", [percent(row["share_retained"], 0) for row in rows])
    figure.layout.xaxis.range = [0, 1]
    return figure


def shares_in_words(subject: str, rows: Sequence[Row]) -> str:
    """Those bars in one sentence."""
    parts = [f"{plain(row['label'])}, {percent(row['share_retained'], 0)}" for row in rows[:MAX_SPOKEN]]
    return _spoken(subject, parts, len(rows))


def _outcome_bars(rows: Sequence[Row], value: str, printed: Sequence[str]) -> go.Figure:
    """The same two colours and words wherever an operation is retained or not. Two operations may bear the same name."""
    kept = [bool(row["retained"]) for row in rows]
    texts = [f"{text} – {'retenue' if flag else 'non retenue'}" for text, flag in zip(printed, kept, strict=True)]
    figure = go.Figure(horizontal_bars(rows, "label", value, text=texts, ordered=False))
    figure.data[0].marker.color = [MAIN if flag else OTHERS for flag in kept]
    return figure


def _spoken(subject: str, parts: list[str], rows: int) -> str:
    if not parts:
        return f"{subject}{COLON}aucune opération."
    hidden = rows - len(parts)
    rest = [f"et {plural(hidden, 'autre opération', 'autres opérations')}"] if hidden > 0 else []
    return f"{subject}{COLON}{SEMICOLON.join([*parts, *rest])}."


def _alpha(line: Agreement) -> str:
    if line.alpha is None:
        return NOT_MEASURED
    return decimal(line.alpha, 2) + (f" ({line.uncertainty})" if line.interval else "")


def _weighted(text: str, bold: bool) -> str:
    return f"<b>{text}</b>" if bold else text


def _marked(figure: go.Figure, marks: Mapping[float, str]) -> go.Figure:
    """Reference marks across each bar, named above the first: one line each, so that close names don't cover one another.

    The printed values stand at the foot of their bars, where no mark passes; beside those that are too short.
    """
    bars = figure.data[0]
    low, high = figure.layout.xaxis.range
    top = MARK_LINE * len(marks)
    figure.layout.height += top
    figure.layout.margin.t += top
    figure.layout.margin.r = 2 * EDGE
    bars.textposition = "auto"
    bars.insidetextanchor = "end" if any(place < low + FOOT * (high - low) for place in marks) else "start"
    bars.insidetextfont = {"color": [ink_on(colour) for colour in bars.marker.color], "size": FONT_SIZE}
    figure.layout.shapes = [
        _mark(place, centre, bars.width / 2, PAPER if place <= length else INK, "dot" if rank else "solid")
        for rank, place in enumerate(marks)
        for centre, length in zip(bars.y, bars.x, strict=True)
    ]
    for rank, (place, words) in enumerate(marks.items()):
        figure.add_annotation(
            text=words, x=place, xref="x", xanchor=_side((place - low) / (high - low)), y=1, yref="paper",
            yanchor="bottom", yshift=MARK_LINE * (len(marks) - 1 - rank), showarrow=False, borderpad=0,
            font={"size": FONT_SIZE - 1, "color": INK_SOFT},
        )  # fmt: skip
    return figure


def _mark(place: float, centre: float, half: float, colour: str, dash: str) -> dict[str, Any]:
    line = {"color": colour, "width": 2, "dash": dash}
    return {"type": "line", "x0": place, "x1": place, "y0": centre - half, "y1": centre + half, "line": line}


def _side(place: float) -> str:
    """Which end of a mark's name stands at it, so that the name stays within the figure; `place` is from 0 to 1."""
    return "right" if place > 0.5 else "left"
