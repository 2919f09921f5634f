"""Real lists hold dozens of them, most by less than 0.1 %."""

LEVEL = "warning"
KIND = "operations"
LABEL = "montant UE supérieur au coût total"
MESSAGE = "Le montant UE dépasse le coût total."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "eu_amount": "eu_amount > total_cost",
}
VALID_EXAMPLES = ({"total_cost": "100", "eu_amount": "100"},)
INVALID_EXAMPLES = ({"total_cost": "100", "eu_amount": "100,01"},)
