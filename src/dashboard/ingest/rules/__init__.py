"""The validation rules: one module each, with the same names. Adding a rule is adding a module to this folder.

Each module gives `LEVEL` (`error` sets the row aside, `warning` flags it), `KIND` (of the import), `LABEL` and `MESSAGE`
(interface), `NEEDS` (the rule runs only where the file has one of these columns; empty: always), `PREDICATES` (field
that is blamed → SQL that is true of a faulty row, over the staged rows and what is derived from them), and the cells of
`VALID_EXAMPLES` and `INVALID_EXAMPLES` that the tests walk (beside a row numbered or named « déjà vu », and the operations « déjà importé » and « 201700777 »). `AMONG_VALID_ROWS`, where given, runs the rule last, over the
rows that no other error sets aside, with `first_line`: the line where the same number stands first. The module's own name
names the rule in reports.
"""

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module


@dataclass(frozen=True, slots=True)
class Rule:
    """One validation rule, read from its module."""

    name: str
    level: str
    kind: str
    label: str
    message: str
    needs: frozenset[str]
    predicates: Mapping[str, str]
    among_valid_rows: bool
    valid_examples: tuple[Mapping[str, object], ...]
    invalid_examples: tuple[Mapping[str, object], ...]


def _read(name: str) -> Rule:
    module = import_module(f"{__name__}.{name}")
    return Rule(
        name=name,
        level=module.LEVEL,
        kind=module.KIND,
        label=module.LABEL,
        message=module.MESSAGE,
        needs=module.NEEDS,
        predicates=module.PREDICATES,
        among_valid_rows=getattr(module, "AMONG_VALID_ROWS", False),
        valid_examples=module.VALID_EXAMPLES,
        invalid_examples=module.INVALID_EXAMPLES,
    )


RULES: dict[str, Rule] = {name: _read(name) for _, name, _ in pkgutil.iter_modules(__path__)}
