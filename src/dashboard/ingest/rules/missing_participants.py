"""Expected where the operation supports people: IEJ, and the first objective of axis 3."""

LEVEL = "warning"
KIND = "operations"
LABEL = "participants manquants"
MESSAGE = "Aucun nombre de participants, alors que ce type d'opération en compte."
NEEDS: frozenset[str] = frozenset({"participants_entered", "participants_planned"})
PREDICATES = {
    "participants_planned": "participants_planned is null and participants_entered is null and (programme = 'PON IEJ' or (programme = 'PON FSE' and os_code = '3911'))",
}
VALID_EXAMPLES = (
    {"participants_planned": "0"},
    {"participants_entered": "12", "participants_planned": ""},
)
INVALID_EXAMPLES = (
    {
        "participants_planned": "",
        "participants_entered": "",
        "priority_axis": "3",
        "thematic_objective": "9",
        "investment_priority": "1",
        "specific_objective": "1",
    },
)
