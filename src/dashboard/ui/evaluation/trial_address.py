"""The address of a trial: grid, answers and weights, short enough to be sent and read.

`grille=csess.1&reponses=2.1.-.3.-.-.0.2&poids=40.20.20.20`: the grid with its version; one rank per question in the order of
the grid, `-` where there is no answer; one whole number per scored criterion, left out while the weights are the grid's own.
An address comes from anywhere: what it says that the grid doesn't know is left aside, and named.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dashboard.domain.french import NARROW_SPACE, integer, plural, quoted
from dashboard.domain.grid import Answer, Answers, Grid
from dashboard.ui.evaluation.weights import HIGHEST, default_sliders

GRID_KEY: Final = "grille"
ANSWERS_KEY: Final = "reponses"
WEIGHTS_KEY: Final = "poids"
UNGIVEN: Final = "-"
LONGEST_SAID: Final = 40
_SEPARATOR: Final = "."
_NUMBER: Final = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class TrialAddress:
    """What an address asks for; `dropped` names what it says in vain, as short French phrases."""

    grid: Grid
    answers: dict[str, Answer]
    weights: dict[str, int]
    dropped: tuple[str, ...]


def read_address(query: Mapping[str, str], grids: Mapping[str, Grid]) -> TrialAddress:
    """The trial of an address; the first of `grids`, which isn't empty, where it names none that there is."""
    dropped: list[str] = []
    asked = query.get(GRID_KEY, "")
    name, _, version = asked.partition(_SEPARATOR)
    grid = grids.get(name, next(iter(grids.values())))
    answers: dict[str, Answer] = {question.id: None for question in grid.questions}
    weights = default_sliders(grid)
    if asked and name not in grids:
        dropped.append(f"grille {_said(asked)}")
    elif asked and version != grid.version:
        dropped.append(f"réponses et poids donnés pour une autre version de la grille ({_said(version)})")
    else:
        answers |= _read_answers(query.get(ANSWERS_KEY, ""), grid, dropped)
        weights |= _read_weights(query.get(WEIGHTS_KEY, ""), grid, dropped)
    return TrialAddress(grid, answers, weights, tuple(dropped))


def write_address(grid: Grid, answers: Answers, weights: Mapping[str, int]) -> dict[str, str]:
    """The parameters of a trial, "" for those that have nothing to say."""
    given = [answers.get(question.id) for question in grid.questions]
    ranks = [
        UNGIVEN if answer is None else str(question.values.index(answer))
        for question, answer in zip(grid.questions, given, strict=True)
    ]
    return {
        GRID_KEY: f"{grid.id}{_SEPARATOR}{grid.version}",
        ANSWERS_KEY: "" if all(answer is None for answer in given) else _SEPARATOR.join(ranks),
        WEIGHTS_KEY: ""
        if dict(weights) == default_sliders(grid)
        else _SEPARATOR.join(str(weights[criterion.id]) for criterion in grid.scored_criteria),
    }


def _read_answers(text: str, grid: Grid, dropped: list[str]) -> dict[str, Answer]:
    items = _items(text, len(grid.questions), "réponses", dropped)
    found: dict[str, Answer] = {}
    for question, item in zip(grid.questions, items, strict=False):
        rank = _number(item)
        if rank is not None and rank < len(question.values):
            found[question.id] = question.values[rank]
        elif item != UNGIVEN:
            dropped.append(f"réponse {_said(item)} à la question {quoted(question.text)}")
    return found


def _read_weights(text: str, grid: Grid, dropped: list[str]) -> dict[str, int]:
    items = _items(text, len(grid.scored_criteria), "poids", dropped)
    found: dict[str, int] = {}
    for criterion, item in zip(grid.scored_criteria, items, strict=False):
        weight = _number(item)
        if weight is not None and weight <= HIGHEST:
            found[criterion.id] = weight
        else:
            dropped.append(f"poids {_said(item)} du critère {quoted(criterion.title)}")
    return found


def _items(text: str, expected: int, what: str, dropped: list[str]) -> list[str]:
    """The items of a list; none of them where their number shows that it was made for another grid."""
    items = text.split(_SEPARATOR) if text else []
    if not items or len(items) == expected:
        return items
    dropped.append(f"{what} {_said(text)}, {plural(len(items), 'valeur')} au lieu de {integer(expected)}")
    return []


def _number(item: str) -> int | None:
    return int(item) if _NUMBER.fullmatch(item) else None


def _said(text: str) -> str:
    return quoted(text if len(text) <= LONGEST_SAID else f"{text[:LONGEST_SAID]}…")


def ignored(dropped: tuple[str, ...]) -> str:
    """What was left aside, as one sentence."""
    word = "Valeur ignorée" if len(dropped) == 1 else "Valeurs ignorées"
    return f"{word} dans l'adresse{NARROW_SPACE}: {f'{NARROW_SPACE}; '.join(dropped)}."
