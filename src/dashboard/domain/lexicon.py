"""The lexicon: which words lead to an operation, and which only show that a criterion may be met.

A lexicon is a `;` file with one expression per row; see `expression` for what a pattern may be.
"""

import csv
import hashlib
import io
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from dashboard.domain.expression import (
    CRITERIA,
    MAX_PATTERN,
    TEXT_FIELDS,
    Expression,
    Kind,
    LexiconError,
    listed,
    whole_words,
)
from dashboard.domain.french import NARROW_SPACE, quoted

__all__ = [
    "COLUMNS", "CRITERIA", "LEXICON_KINDS", "MAX_PATTERN", "TEXT_FIELDS", "Expression", "Kind", "Lexicon", "LexiconError",
    "from_record", "parse_expressions", "parse_lexicon", "whole_words",
]  # fmt: skip

LEXICON_KINDS: Final = tuple(Kind)
"""The kinds that users edit; a lexicon holds only the actors of the ecosystem that differ from those of their own file."""

_BOOLEANS: Final = {
    **dict.fromkeys(("true", "oui", "vrai", "1"), True),
    **dict.fromkeys(("false", "non", "faux", "0"), False),
}

COLUMNS: Final = tuple(field.name for field in fields(Expression))
"""The header row of a lexicon file."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A version of the lexicon. Two lexicons that search alike have the same `version`, whoever wrote them."""

    expressions: tuple[Expression, ...]
    author: str = ""
    date: str = ""
    comment: str = ""

    def __post_init__(self) -> None:
        found: dict[str, Expression] = {}
        for expression in self.expressions:
            _add(found, expression)

    @property
    def version(self) -> str:
        """A hash of the expressions; author, date and order don't change it."""
        rows = sorted((_row(expression) for expression in self.expressions), key=lambda row: row["id"])
        return hashlib.sha256(json.dumps(rows, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]

    @property
    def searched(self) -> tuple[Expression, ...]:
        """The active expressions that identify operations."""
        return tuple(item for item in self.expressions if item.active and item.kind is Kind.IDENTIFICATION)

    @property
    def signals(self) -> tuple[Expression, ...]:
        """The active expressions that only highlight."""
        return tuple(item for item in self.expressions if item.active and item.kind is Kind.SIGNAL)

    @property
    def actors(self) -> tuple[Expression, ...]:
        """The actors that users added or changed, those that they switched off too."""
        return tuple(item for item in self.expressions if item.kind is Kind.ACTOR)

    @property
    def exclusions(self) -> tuple[Expression, ...]:
        """The active exclusions: words that are passed over when identification looks for the others, in every field."""
        return tuple(item for item in self.expressions if item.active and item.kind is Kind.EXCLUSION)

    def with_change(
        self, *changed: Expression, without: Collection[str] = (), author: str = "", date: str = "", comment: str = ""
    ) -> "Lexicon":
        """A copy where each changed expression replaces the one of its id, or comes last, and those named are gone.

        Raises KeyError for an id in `without` that isn't there.
        """
        known = {expression.id: expression for expression in self.expressions}
        for name in without:
            del known[name]
        known.update((expression.id, expression) for expression in changed)
        return Lexicon(tuple(known.values()), author=author, date=date, comment=comment)

    def to_csv(self) -> str:
        """The expressions as a lexicon file."""
        buffer = io.StringIO()
        writer = csv.DictWriter(buffer, COLUMNS, delimiter=";", lineterminator="\n")
        writer.writeheader()
        writer.writerows(_row(expression) for expression in self.expressions)
        return buffer.getvalue()

    def to_record(self) -> dict[str, Any]:
        """What a version's JSON file holds."""
        return {
            "version": self.version, "author": self.author, "date": self.date, "comment": self.comment,
            "expressions": [_row(expression) for expression in self.expressions],
        }  # fmt: skip


def _add(found: dict[str, Expression], expression: Expression) -> None:
    if expression.id in found:
        raise LexiconError(f"l'identifiant {quoted(expression.id)} sert deux fois.", column="id")
    found[expression.id] = expression


def _row(expression: Expression) -> dict[str, str]:
    return {
        "id": expression.id,
        "kind": expression.kind.value,
        "criterion": expression.criterion,
        "label": expression.label,
        "pattern": expression.pattern,
        "fields": ",".join(expression.fields),
        "active": "true" if expression.active else "false",
    }


def from_record(record: Mapping[str, Any]) -> Lexicon:
    """The lexicon of a version's JSON file. Raises LexiconError, KeyError or TypeError where it is damaged."""
    expressions = tuple(_expression(row, LEXICON_KINDS) for row in record["expressions"])
    return Lexicon(expressions, str(record["author"]), str(record["date"]), str(record["comment"]))


def parse_expressions(text: str, file: str, kinds: Collection[Kind] = LEXICON_KINDS) -> tuple[Expression, ...]:
    """The expressions of a `;` file. Raises LexiconError, which names the file, the line and the column."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";", strict=True)
    found: dict[str, Expression] = {}
    try:
        header = [name.strip() for name in next(reader, [])]
        missing = [name for name in COLUMNS if name not in header]
        if missing:
            raise LexiconError(
                f"il manque la colonne {quoted(missing[0])}{NARROW_SPACE}; l'en-tête est {quoted(';'.join(COLUMNS))}.",
                line=1, file=file,
            )  # fmt: skip
        for values in reader:
            if not any(value.strip() for value in values):
                continue
            if len(values) != len(header):
                raise LexiconError(f"{len(values)} colonnes au lieu de {len(header)}.", line=reader.line_num, file=file)
            try:
                _add(found, _expression(dict(zip(header, values, strict=True)), kinds))
            except LexiconError as error:
                raise error.at(file, reader.line_num) from error
    except csv.Error as error:
        raise LexiconError(
            "la ligne est illisible, un guillemet n'est sans doute pas fermé.", line=reader.line_num, file=file
        ) from error
    return tuple(found.values())


def parse_lexicon(text: str, file: str, *, author: str = "", date: str = "") -> Lexicon:
    """The lexicon of a `;` file. Raises LexiconError, which names the file, the line and the column."""
    expressions = parse_expressions(text, file)
    if not any(expression.kind is Kind.IDENTIFICATION for expression in expressions):
        raise LexiconError("aucune expression de repérage.", file=file)
    return Lexicon(expressions, author=author, date=date)


def _expression(row: Mapping[str, str], kinds: Collection[Kind]) -> Expression:
    values = {name: str(row[name]).strip() for name in COLUMNS}
    if values["kind"] not in [kind.value for kind in kinds]:
        raise LexiconError(
            f"le genre {quoted(values['kind'])} est inconnu{NARROW_SPACE}; les genres sont {listed([k.value for k in kinds])}.",
            column="kind",
        )
    if values["active"].lower() not in _BOOLEANS:
        raise LexiconError(
            f"{quoted(values['active'])} n'est ni {quoted('true')} ni {quoted('false')}.", column="active"
        )
    return Expression(
        id=values["id"],
        kind=Kind(values["kind"]),
        criterion=values["criterion"],
        label=values["label"],
        pattern=values["pattern"],
        fields=tuple(name.strip() for name in values["fields"].split(",") if name.strip()),
        active=_BOOLEANS[values["active"].lower()],
    )
