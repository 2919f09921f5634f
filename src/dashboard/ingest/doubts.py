"""What a file leaves open, and what it proves: the questions of an import, their answers, and what was found.

A doubt is asked once: its answer travels in `ImportRequest.answers` (key → value), from the page or from `--assume key=value`.
Keys, which a terminal user types, are French words without accents: `encodage`, `entetes`, `feuilles`, `decimales`, `dates`,
`jours`, `statut`, `sommes`, and those of one field, `unite.eu_amount`, `taux.eu_amount`, `colonne.total_cost`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dashboard.domain.french import listing, quoted

Answers = Mapping[str, str]
"""Key of a doubt → value of one of its choices."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to read what is in doubt: its value in an answer, its French label, and what it would give (sums, samples)."""

    value: str
    label: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question that the file leaves open: one French sentence with its evidence, and two choices at least."""

    key: str
    question: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was recognised and why, as one French sentence.

    `weight`: 0 changes every figure (unit, decimal mark, rate, columns chosen), 1 some rows (layout, dates), 2 little (titles,
    blank lines). `key` and `value`: the answer that it amounts to; `choices`, the others that a person may take instead.
    """

    text: str
    weight: int = 2
    key: str = ""
    value: str = ""
    choices: tuple[Choice, ...] = ()


def ask(
    answers: Answers, key: str, question: str, choices: tuple[Choice, ...]
) -> tuple[str | None, Doubt | None, Finding | None]:
    """The value answered to a question with the finding that says so, or None with the doubt to raise."""
    given = answers.get(key)
    for choice in choices:
        if choice.value == given:
            said = f"{question} Réponse donnée\u202f: {choice.label}."
            return choice.value, None, Finding(said, 0, key, choice.value, choices)
    return None, Doubt(key, question, choices), None


def unused_answers(answers: Answers, findings: Iterable[Finding], doubts: Iterable[Doubt]) -> list[Finding]:
    """What is said of the answers that settled nothing: those to questions that the file doesn't raise, and unknown values."""
    choices: dict[str, set[str]] = {}
    for found in findings:
        if found.key:
            choices.setdefault(found.key, set()).update([found.value], (choice.value for choice in found.choices))
    for doubt in doubts:
        choices.setdefault(doubt.key, set()).update(choice.value for choice in doubt.choices)
    said = []
    for key, value in answers.items():
        if key not in choices:
            said.append(
                f"La réponse {quoted(f'{key}={value}')} n'a pas servi\u202f: ce fichier ne pose pas cette question."
            )
        elif value not in choices[key]:
            known = listing([quoted(choice) for choice in sorted(choices[key])])
            said.append(
                f"La réponse {quoted(f'{key}={value}')} n'a pas servi\u202f: les réponses possibles sont {known}."
            )
    return [Finding(text, 1) for text in said]


class Verdicts:
    """What an examination of a file has found and what it asks, in order."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.findings: list[Finding] = []
        self.doubts: list[Doubt] = []
        self.dropped: set[str] = set()

    def drop(self, key: str) -> None:
        """Takes back a doubt of the reader that what is known since settles."""
        self.dropped.add(key)

    def tell(self, text: str, weight: int = 2) -> None:
        """Adds a finding."""
        self.findings.append(Finding(text, weight))

    def settle(self, key: str, question: str, choices: tuple[Choice, ...]) -> str:
        """The value answered to a question; where nobody answered, the doubt is raised and the first choice stands meanwhile."""
        value, doubt, finding = ask(self.answers, key, question, choices)
        if finding:
            self.findings.append(finding)
        if doubt:
            self.doubts.append(doubt)
        return value if value is not None else choices[0].value

    def prove(self, key: str, value: str, said: str, choices: tuple[Choice, ...], weight: int = 0) -> str:
        """What the file proves, unless somebody answered otherwise: the finding carries the choices."""
        given = self.answers.get(key)
        if given != value and given in {choice.value for choice in choices}:
            label = next(choice.label for choice in choices if choice.value == given)
            self.findings.append(
                Finding(f"{said} Réponse donnée malgré cela\u202f: {label}.", weight, key, str(given), choices)
            )
            return str(given)
        self.findings.append(Finding(said, weight, key, value, choices))
        return value
