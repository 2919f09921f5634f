"""A cell that holds something else than an amount."""

LEVEL = "error"
KIND = "operations"
LABEL = "montant illisible"
MESSAGE = "Ce montant ne se lit pas comme un nombre."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "total_cost": "total_cost is null and not says_nothing(raw_total_cost)",
    "eu_amount": "eu_amount is null and not says_nothing(raw_eu_amount) and not (says_nothing(raw_total_cost) and percentage(raw_eu_amount) is not null)",
}
VALID_EXAMPLES = (
    {"total_cost": "238 778,48 €"},
    {"total_cost": "238.778,48"},
    {"eu_amount": "112278.48"},
    {"eu_amount": "50 %"},
    {"total_cost": ""},
    {"total_cost": "-"},
    {"eu_amount": "NULL"},
)
INVALID_EXAMPLES = (
    {"total_cost": "à définir"},
    {"eu_amount": "n/c"},
    {"total_cost": "12O 000"},
    {"total_cost": "€"},
    {"total_cost": "1234€56"},
)
