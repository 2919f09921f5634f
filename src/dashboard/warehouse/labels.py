"""The labels that people merged: one service under several names counts as one, everywhere.

A rule says that a label of one column is read as another one. Rules are rows of `labels.jsonl` in the state folder, one JSON
object per line, never edited: the last row on a label stands, and one without `kept` withdraws it. The warehouse is built with
the rules in force, and what the extract wrote stays in `operation.original_labels`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from dashboard.domain.text import normalised
from dashboard.warehouse.listing import Column
from dashboard.warehouse.query import Row, all_rows
from dashboard.warehouse.state import State, read_lines, write_lines

FILE: Final = "labels.jsonl"
MERGEABLE: Final = (Column.MANAGING_BODY, Column.BENEFICIARY_TYPE, Column.RECIPIENT_TYPE, Column.BENEFICIARY)
"""The columns whose labels may be merged."""


@dataclass(frozen=True, slots=True)
class LabelRule:
    """One row: `label` of the column `field` is read as `kept`, or as itself again where `kept` is empty. `at` is ISO, UTC."""

    field: str
    label: str
    kept: str
    by: str
    at: str

    @property
    def key(self) -> tuple[str, str]:
        """The column and the spelling that the rule is about: case, accents and punctuation don't count."""
        return self.field, normalised(self.label)


Rules = Mapping[tuple[str, str], LabelRule]
"""`LabelRule.key` → the rule in force."""


def label_rows(state: State) -> tuple[LabelRule, ...]:
    """Every row ever written, oldest first. Raises StateError where the file is damaged."""
    return read_lines(_file(state), lambda line: LabelRule(**line), "séparer tous les libellés")


def rules_in_force(rows: Iterable[LabelRule]) -> dict[tuple[str, str], LabelRule]:
    """The last rule on each label, without those withdrawn, oldest first."""
    standing: dict[tuple[str, str], LabelRule] = {}
    for row in rows:
        standing.pop(row.key, None)
        if row.kept:
            standing[row.key] = row
    return standing


def write_rows(state: State, rows: Iterable[LabelRule]) -> None:
    """Writes the whole file in one step. Call inside `exclusive()`."""
    write_lines(_file(state), rows)


def kept_label(rules: Rules, field: str, label: str) -> str | None:
    """What a label is read as once each rule has led to the next; None where they go round in a circle."""
    seen: set[str] = set()
    while (rule := rules.get((field, normalised(label)))) is not None:
        if normalised(label) in seen:
            return None
        seen.add(normalised(label))
        same, label = normalised(rule.kept) == normalised(label), rule.kept
        if same:
            break
    return label


def spellings(rules: Rules) -> tuple[tuple[str, str, str], ...]:
    """Column, spelling and label kept: one for each rule, one for each label kept, so that its other spellings follow it."""
    found: dict[tuple[str, str], str] = {}
    for field, spelling in rules:
        kept = kept_label(rules, field, spelling)
        if kept is not None:
            # Of two labels kept that differ by their accents alone, the last one written stands.
            found[field, normalised(kept)] = kept
    for field, spelling in rules:
        kept = kept_label(rules, field, spelling)
        if kept is not None:
            found[field, spelling] = found[field, normalised(kept)]
    return tuple((field, spelling, kept) for (field, spelling), kept in sorted(found.items()))


def labels_of(connection: duckdb.DuckDBPyConnection, field: Column) -> list[Row]:
    """The labels of a column, those of most operations first: `label`, `operations`."""
    return all_rows(connection, "labels", identifiers={"field": field})


def close_labels(connection: duckdb.DuckDBPyConnection, field: Column) -> list[Row]:
    """Pairs of labels that may be one: `label`, `operations`, `other`, `other_operations`, those of most operations first."""
    return all_rows(connection, "close_labels", identifiers={"field": field})


def _file(state: State) -> Path:
    return state.root / FILE
