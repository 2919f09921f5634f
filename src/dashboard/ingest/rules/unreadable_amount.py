"""A cell that holds something else than an amount."""

LEVEL = "error"
KIND = "operations"
LABEL = "montant illisible"
MESSAGE = "Ce montant ne se lit pas comme un nombre."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "total_cost": "raw_total_cost is not null and total_cost is null",
    "eu_amount": "raw_eu_amount is not null and eu_amount is null and not (raw_total_cost is null and percentage(raw_eu_amount) is not null)",
}
VALID_EXAMPLES = (
    {"total_cost": "238 778,48 €"},
    {"total_cost": "238.778,48"},
    {"eu_amount": "112278.48"},
    {"eu_amount": "50 %"},
    {"total_cost": ""},
)
INVALID_EXAMPLES = (
    {"total_cost": "à définir"},
    {"eu_amount": "n/c"},
    {"total_cost": "12O 000"},
    {"total_cost": "€"},
)
