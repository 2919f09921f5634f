"""A code that can't be read would put the operation under the wrong axis."""

LEVEL = "error"
KIND = "operations"
LABEL = "code illisible"
MESSAGE = "Ce code ne se lit pas\u202f: un nombre est attendu."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "priority_axis": "contains(unreadable_codes, 'priority_axis')",
    "thematic_objective": "contains(unreadable_codes, 'thematic_objective')",
    "investment_priority": "contains(unreadable_codes, 'investment_priority')",
    "specific_objective": "contains(unreadable_codes, 'specific_objective')",
}
VALID_EXAMPLES = (
    {"priority_axis": "3"},
    {"priority_axis": "Axe 3"},
    {"investment_priority": "9.1"},
    {"specific_objective": "3911"},
    {"specific_objective": ""},
    {"specific_objective": "0"},
    {"investment_priority": "9.iv"},
    {"specific_objective": "-"},
    {"priority_axis": "Assistance technique", "thematic_objective": ""},
)
INVALID_EXAMPLES = (
    {"priority_axis": "trois"},
    {"thematic_objective": "#REF!"},
    {"investment_priority": "néant"},
    {"specific_objective": "?"},
)
