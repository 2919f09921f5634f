"""An expression of the lexicon: words to find, where, and what finding them means.

Patterns are searched as whole words in normalised text (lower case,
no accents, one space instead of any other sign), by RE2 alone: inside DuckDB over every operation, and in the text that is shown.
They are letters, digits, spaces, `( )`, `(?: )`, `|`, `?`, `[ ]`, and `\\w*` for the end of a word. Python's `re` reads them here,
to say whether they are well formed, and never runs them: it tries every way to fit a pattern, and `e?` sixty times keeps it busy for good.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dashboard.domain.french import NARROW_SPACE, quoted

TEXT_FIELDS: Final = ("title", "beneficiary", "call_for_projects", "description", "actions", "outcome")
"""The fields that are searched, in the order of `operation.search_text`, where the number comes before them."""

CRITERIA: Final[Mapping[str, str]] = {
    "besoin": "Réponse nouvelle à un besoin social",
    "experimentation": "Dimension expérimentale et prise de risque",
    "implication": "Implication des acteurs concernés",
    "effets": "Autres effets positifs",
}
"""The criteria that expressions may point to, with the words of the interface."""

MAX_PATTERN: Final = 300
MAX_WORD_ENDS: Final = 3

_ALLOWED = re.compile(r"(?:[a-z0-9 |?)]|\(\?:|\((?!\?)|\[[a-z0-9 ]+\]|\\w\*)*")
_ID = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")
_ATOM = re.compile(r"\[[^\]]+\]|\\w\*|[a-z0-9 ]")
_OPTIONAL = re.compile(r"[xo]\?+")
_INNERMOST = re.compile(r"\(([xo|]*)\)")


class Kind(StrEnum):
    """What an expression does when it is found."""

    IDENTIFICATION = "identification"
    SIGNAL = "signal"
    ACTOR = "acteur"
    EXCLUSION = "exclusion"


class LexiconError(Exception):
    """An expression that can't be used; `str()` is a French sentence that says where and why."""

    def __init__(self, problem: str, *, column: str = "", line: int | None = None, file: str = "") -> None:
        super().__init__(problem)
        self.problem, self.column, self.line, self.file = problem, column, line, file

    def __str__(self) -> str:
        place = [
            quoted(self.file) if self.file else "",
            f"ligne {self.line}" if self.line is not None else "",
            f"colonne {quoted(self.column)}" if self.column else "",
        ]
        where = ", ".join(part for part in place if part)
        return f"{where}{NARROW_SPACE}: {self.problem}" if where else self.problem

    def at(self, file: str, line: int) -> "LexiconError":
        """The same error with its place in a file."""
        return LexiconError(self.problem, column=self.column, line=line, file=file)


@dataclass(frozen=True, slots=True)
class Expression:
    """One row of a lexicon. Building one that can't be used raises LexiconError, which names the column."""

    id: str
    kind: Kind
    criterion: str
    label: str
    pattern: str
    fields: tuple[str, ...] = TEXT_FIELDS
    active: bool = True

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise LexiconError(
                f"l'identifiant {quoted(self.id)} doit être fait de lettres minuscules sans accent, de chiffres et de tirets bas.",
                column="id",
            )
        if self.criterion not in CRITERIA and (self.criterion or self.kind is Kind.SIGNAL):
            problem = f"le critère {quoted(self.criterion)} est inconnu" if self.criterion else "il manque le critère"
            raise LexiconError(f"{problem}{NARROW_SPACE}; les critères sont {listed(CRITERIA)}.", column="criterion")
        if not self.label.strip():
            raise LexiconError("il manque le libellé.", column="label")
        _check_pattern(self.pattern)
        _check_fields(self.fields)

    @property
    def regex(self) -> str:
        """The pattern as a whole word or words, for RE2."""
        return whole_words(self.pattern)


def whole_words(pattern: str) -> str:
    """The regular expression that finds a pattern, or a choice of patterns, as whole words."""
    return rf"\b(?:{pattern})\b"


def _check_pattern(pattern: str) -> None:
    problem = ""
    if not pattern.strip():
        problem = "il manque l'expression à chercher."
    elif len(pattern) > MAX_PATTERN:
        problem = f"l'expression dépasse {MAX_PATTERN} caractères."
    elif (end := _allowed_end(pattern)) < len(pattern):
        problem = _refused_sign(pattern[end])
    elif pattern != pattern.strip() or "  " in pattern:
        problem = "un espace au début ou à la fin, ou deux espaces de suite, empêchent de trouver quoi que ce soit."
    elif pattern.count(r"\w*") > MAX_WORD_ENDS:
        problem = quoted(r"\w*") + f" ne peut servir que {MAX_WORD_ENDS} fois."
    if problem:
        raise LexiconError(problem, column="pattern")
    try:
        re.compile(pattern, re.ASCII)
    except re.error as error:
        raise LexiconError(
            f"l'expression {quoted(pattern)} est illisible{NARROW_SPACE}: vérifiez les parenthèses, les crochets et les {quoted('?')}.",
            column="pattern",
        ) from error
    if _may_be_blank(pattern):
        raise LexiconError(
            f"l'expression {quoted(pattern)} trouverait tous les textes{NARROW_SPACE}: un choix ou un mot y est vide.",
            column="pattern",
        )


def _may_be_blank(pattern: str) -> bool:
    """Whether a well-formed pattern fits a text of spaces or an empty one, told from its shape, group after group from the inside.

    In the shape, `x` is a sign that has to be there and `o` one that may be a space or nothing.
    """
    shape = _ATOM.sub(lambda atom: "o" if " " in atom[0] or atom[0] == r"\w*" else "x", pattern.replace("(?:", "("))
    reduced = ""
    while shape != reduced:
        reduced = shape
        shape = _OPTIONAL.sub("o", _INNERMOST.sub(lambda group: "o" if _has_blank_choice(group[1]) else "x", shape))
    return _has_blank_choice(shape)


def _has_blank_choice(shape: str) -> bool:
    return any("x" not in choice for choice in shape.split("|"))


def _allowed_end(pattern: str) -> int:
    match = _ALLOWED.match(pattern)
    return match.end() if match else 0


def _refused_sign(sign: str) -> str:
    if sign.isalpha():
        return (
            f"les textes sont comparés en minuscules et sans accent{NARROW_SPACE}: {quoted(sign)} ne peut pas y être."
        )
    if sign in "'’-‑":
        return f"apostrophes et traits d'union sont lus comme des espaces{NARROW_SPACE}: remplacez {quoted(sign)} par un espace."
    return rf"le signe {quoted(sign)} n'est pas admis{NARROW_SPACE}: lettres, chiffres, espaces, ( ), |, ?, [ ] et \w* seulement."


def _check_fields(names: Sequence[str]) -> None:
    if not names:
        raise LexiconError(f"il manque les champs où chercher{NARROW_SPACE}: {listed(TEXT_FIELDS)}.", column="fields")
    for name in names:
        if name not in TEXT_FIELDS:
            raise LexiconError(
                f"le champ {quoted(name)} est inconnu{NARROW_SPACE}; les champs sont {listed(TEXT_FIELDS)}.",
                column="fields",
            )
    if len(set(names)) < len(names):
        raise LexiconError("un champ est nommé deux fois.", column="fields")


def listed(names: Collection[str]) -> str:
    """`a, b, c`, as error messages name what is known."""
    return ", ".join(names)
