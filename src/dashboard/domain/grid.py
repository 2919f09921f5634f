"""The grids that reviewers answer: declared in TOML, checked at load, scored here.

A grid is a file of `data/reference/grids/`. Each criterion has a default weight and questions; a question is either a
scale (one anchor sentence per level, from 0 up) or a choice among named options. Only scales are scored.

Score of a criterion = 100 × the weighted mean of level / highest level over its answered scale questions.
Score of an operation = the weighted mean of its criteria's scores. At both steps an unanswered question
(« non renseigné ») counts for nothing: the weights of the answered ones are taken as the whole. With no answer there is no score.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from dashboard.domain.french import NARROW_SPACE, integer, quoted

Answer = int | str | None
Answers = Mapping[str, Answer]
"""By question: a level, the id of an option, or None for « non renseigné ». A question left out is unanswered."""

UNANSWERED = "Non renseigné"


class QuestionKind(StrEnum):
    """How a question is answered."""

    SCALE = "échelle"
    CHOICE = "choix"


class Stage(StrEnum):
    """Which operations a grid is for: those to be evaluated, or those already retained."""

    IDENTIFIED = "préidentifiées"
    RETAINED = "retenues"


class AnswerError(ValueError):
    """An answer that the grid doesn't know; the message is a French sentence."""


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer of a choice."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question: `anchors[level]` describes a level of a scale, `options` the answers of a choice."""

    id: str
    text: str
    kind: QuestionKind
    weight: float = 1.0
    anchors: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()

    @property
    def top(self) -> int:
        """The highest level of a scale."""
        return len(self.anchors) - 1

    @property
    def values(self) -> tuple[int | str, ...]:
        """Every answer other than « non renseigné », in order."""
        return tuple(range(len(self.anchors))) or tuple(option.id for option in self.options)

    def label_of(self, answer: Answer) -> str:
        """The words of an answer: its anchor, its option's label, or « Non renseigné »."""
        if answer is None:
            return UNANSWERED
        if self.kind is QuestionKind.SCALE:
            return self.anchors[int(answer)]
        return next(option.label for option in self.options if option.id == answer)


@dataclass(frozen=True, slots=True)
class Criterion:
    """A group of questions that weighs as one in the score."""

    id: str
    title: str
    weight: float
    questions: tuple[Question, ...]
    help: str = ""

    def score(self, answers: Answers) -> float | None:
        """0 to 100 over the answered scale questions, None without any."""
        return _weighted_mean(
            [
                (question.weight, 100 * int(level) / question.top)
                for question in self.questions
                if question.kind is QuestionKind.SCALE and (level := answers.get(question.id)) is not None
            ]
        )


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid as its file declares it. `text` is that file, kept so that a campaign carries its own grid."""

    id: str
    version: str
    title: str
    source: str
    stage: Stage
    criteria: tuple[Criterion, ...]
    cautions: tuple[str, ...] = ()
    text: str = field(default="", compare=False, repr=False)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order of the grid."""
        return tuple(question for criterion in self.criteria for question in criterion.questions)

    @property
    def weights(self) -> dict[str, float]:
        """Default weight of each criterion."""
        return {criterion.id: criterion.weight for criterion in self.criteria}

    @property
    def scored_criteria(self) -> tuple[Criterion, ...]:
        """The criteria that have at least one scale question."""
        return tuple(
            criterion
            for criterion in self.criteria
            if any(question.kind is QuestionKind.SCALE for question in criterion.questions)
        )

    @property
    def decides(self) -> bool:
        """Whether reviews on this grid end with a verdict: not for a second reading of retained operations."""
        return self.stage is Stage.IDENTIFIED

    @property
    def version_hash(self) -> str:
        """SHA-256 of what the grid says: layout and comments of the file don't change it."""
        content = {
            "id": self.id,
            "version": self.version,
            "title": self.title,
            "source": self.source,
            "stage": self.stage,
            "cautions": self.cautions,
            "criteria": [_criterion_content(criterion) for criterion in self.criteria],
        }
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def question(self, question_id: str) -> Question:
        """The question of that id; AnswerError when there is none."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise AnswerError(f"La grille {quoted(self.title)} n'a pas de question {quoted(question_id)}.")

    def check(self, answers: Answers) -> dict[str, Answer]:
        """The answers in the grid's order, None where there is none; AnswerError for an unknown question or answer."""
        for question_id, answer in answers.items():
            question = self.question(question_id)
            known = answer is None or (type(answer) in {int, str} and answer in question.values)
            if not known:
                raise AnswerError(
                    f"La réponse {quoted(str(answer))} n'existe pas pour la question {quoted(question.text)}"
                    f"{NARROW_SPACE}: {_expected(question)}."
                )
        return {question.id: answers.get(question.id) for question in self.questions}

    def criterion_scores(self, answers: Answers) -> dict[str, float | None]:
        """Score of each scored criterion, 0 to 100."""
        return {criterion.id: criterion.score(answers) for criterion in self.scored_criteria}

    def score(self, answers: Answers, weights: Mapping[str, float] | None = None) -> float | None:
        """0 to 100, None when nothing that weighs is answered. A criterion left out of `weights` keeps its own."""
        used = {**self.weights, **(weights or {})}
        return _weighted_mean(
            [(used[name], value) for name, value in self.criterion_scores(answers).items() if value is not None]
        )


def _weighted_mean(parts: list[tuple[float, float]]) -> float | None:
    whole = sum(weight for weight, _ in parts)
    return sum(weight * value for weight, value in parts) / whole if whole > 0 else None


def _criterion_content(criterion: Criterion) -> dict[str, object]:
    questions = [
        {
            "id": question.id,
            "text": question.text,
            "kind": question.kind,
            "weight": float(question.weight),
            "anchors": question.anchors,
            "options": [[option.id, option.label] for option in question.options],
        }
        for question in criterion.questions
    ]
    return {
        "id": criterion.id,
        "title": criterion.title,
        "help": criterion.help,
        "weight": float(criterion.weight),
        "questions": questions,
    }


def _expected(question: Question) -> str:
    if question.kind is QuestionKind.SCALE:
        return f"un niveau de 0 à {integer(question.top)} est attendu"
    return "choisissez parmi " + ", ".join(quoted(option.id) for option in question.options)
