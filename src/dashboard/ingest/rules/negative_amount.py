"""Programmed amounts are never negative."""

LEVEL = "error"
KIND = "operations"
LABEL = "montant négatif"
MESSAGE = "Un montant programmé ne peut pas être négatif."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "total_cost": "total_cost < 0",
    "eu_amount": "eu_amount < 0",
}
VALID_EXAMPLES = (
    {"total_cost": "0"},
    {"eu_amount": "0,01"},
)
INVALID_EXAMPLES = (
    {"total_cost": "-1"},
    {"eu_amount": "(12,50)"},
    {"total_cost": "−3"},
)
