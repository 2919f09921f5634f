"""Usual rates are reference rows, by period and programme."""

LEVEL = "warning"
KIND = "operations"
LABEL = "taux UE inhabituel"
MESSAGE = "Le taux UE sort de la fourchette habituelle du programme."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "eu_amount": "eu_amount <= total_cost and total_cost > 0 and not (eu_amount / total_cost between usual_min and usual_max)",
}
VALID_EXAMPLES = ({"total_cost": "100", "eu_amount": "50"},)
INVALID_EXAMPLES = (
    {"total_cost": "100", "eu_amount": "100"},
    {"total_cost": "1000", "eu_amount": "1"},
)
