"""Kept in the warehouse, left out of every analysis."""

LEVEL = "warning"
KIND = "operations"
LABEL = "assistance technique"
MESSAGE = "Assistance technique\u202f: l'opération est gardée, mais hors de l'analyse."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "priority_axis": "technical_assistance",
}
VALID_EXAMPLES = (
    {"priority_axis": "3", "thematic_objective": "9", "investment_priority": "1", "specific_objective": "1"},
)
INVALID_EXAMPLES = (
    {"priority_axis": "4", "thematic_objective": "0", "investment_priority": "0", "specific_objective": ""},
)
