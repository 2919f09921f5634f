"""A missing amount isn't zero: the operation counts, its euros don't."""

LEVEL = "warning"
KIND = "operations"
LABEL = "montant manquant"
MESSAGE = "Le montant manque\u202f: l'opération compte, pas ses euros."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "total_cost": "total_cost is null and says_nothing(raw_total_cost)",
    "eu_amount": "eu_amount is null and says_nothing(raw_eu_amount)",
}
VALID_EXAMPLES = ({"total_cost": "0"},)
INVALID_EXAMPLES = (
    {"total_cost": ""},
    {"eu_amount": " "},
    {"total_cost": "-"},
)
