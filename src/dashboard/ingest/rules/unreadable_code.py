"""A code that can't be read would put the operation under the wrong axis."""

LEVEL = "error"
KIND = "operations"
LABEL = "code illisible"
MESSAGE = "Ce code ne se lit pas\u202f: un nombre est attendu."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "priority_axis": "raw_priority_axis is not null and priority_axis is null",
    "thematic_objective": "raw_thematic_objective is not null and thematic_objective is null",
    "investment_priority": "raw_investment_priority is not null and investment_priority is null",
    "specific_objective": "raw_specific_objective is not null and specific_objective is null",
}
VALID_EXAMPLES = (
    {"priority_axis": "3"},
    {"priority_axis": "Axe 3"},
    {"investment_priority": "9.1"},
    {"specific_objective": "3911"},
    {"specific_objective": ""},
)
INVALID_EXAMPLES = (
    {"priority_axis": "trois"},
    {"thematic_objective": "#REF!"},
    {"investment_priority": "néant"},
    {"specific_objective": "?"},
)
