"""The validation rules: one table for each kind of import. Adding a rule is adding a line to its kind's table.

A row's faults are listed in the order of the table, which is the order of the names. Examples of what each rule accepts
and stops stand in `tests/ingest/rule_examples.py`.
"""

from collections.abc import Mapping

from dashboard.ingest.rules.completions import COMPLETIONS
from dashboard.ingest.rules.decisions import DECISIONS
from dashboard.ingest.rules.operations import OPERATIONS
from dashboard.ingest.rules.rule import Rule
from dashboard.ingest.rules.survey import SURVEY

__all__ = ["RULES", "RULES_OF_KIND", "Rule"]

RULES_OF_KIND: Mapping[str, tuple[Rule, ...]] = {
    "operations": OPERATIONS,
    "completions": COMPLETIONS,
    "decisions": DECISIONS,
    "survey": SURVEY,
}
RULES: Mapping[str, Rule] = {rule.name: rule for rules in RULES_OF_KIND.values() for rule in rules}
"""By name: a report names the rules that its rows break."""
