"""A missing amount isn't zero: the operation counts, its euros don't."""

LEVEL = "warning"
KIND = "operations"
LABEL = "montant manquant"
MESSAGE = "Le montant manque\u202f: l'opération compte, pas ses euros."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "total_cost": "raw_total_cost is null",
    "eu_amount": "raw_eu_amount is null",
}
VALID_EXAMPLES = ({"total_cost": "0"},)
INVALID_EXAMPLES = (
    {"total_cost": ""},
    {"eu_amount": " "},
)
