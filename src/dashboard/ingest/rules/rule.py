"""What a validation rule says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Rule:
    """One validation rule: `error` sets the row aside, `warning` flags it; `label` and `message` are for the interface.

    `predicates`: the field to blame → SQL that is true of a faulty row, over the staged rows and what is derived from them.
    `needs`: the rule runs only where the file has one of these columns; empty: always.
    `among_valid_rows`: the rule runs last, over the rows that no other error sets aside, with `first_line`: the line where
    the same key stands first.
    `listed`: the report names each faulty row, its value and, where the row has one, its `reading`.
    """

    name: str
    level: Literal["error", "warning"]
    label: str
    message: str
    predicates: Mapping[str, str]
    needs: frozenset[str] = frozenset()
    among_valid_rows: bool = False
    listed: bool = False
