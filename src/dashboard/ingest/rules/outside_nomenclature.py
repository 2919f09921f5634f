"""A code that the period's nomenclature doesn't hold, where the product knows it."""

LEVEL = "warning"
KIND = "operations"
LABEL = "hors nomenclature"
MESSAGE = "Ce code est hors nomenclature pour le programme et la période."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "specific_objective": "outside_nomenclature",
}
VALID_EXAMPLES = (
    {"priority_axis": "3", "thematic_objective": "9", "investment_priority": "1", "specific_objective": "1"},
    {
        "programme": "PO régional de nulle part",
        "priority_axis": "7",
        "thematic_objective": "9",
        "investment_priority": "1",
        "specific_objective": "28",
    },
)
INVALID_EXAMPLES = (
    {"priority_axis": "9", "thematic_objective": "99", "investment_priority": "9", "specific_objective": "9"},
)
