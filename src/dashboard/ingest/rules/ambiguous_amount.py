"""One separator and three digits: decimals for a machine, thousands for a person. Read as decimals."""

LEVEL = "warning"
KIND = "operations"
LABEL = "montant ambigu"
MESSAGE = "Un seul séparateur suivi de trois chiffres\u202f: lu comme des décimales, vérifiez qu'il ne s'agit pas de milliers."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "total_cost": r"regexp_full_match(amount_signs(raw_total_cost), '-?\d{1,3}[.,]\d{3}')",
    "eu_amount": r"regexp_full_match(amount_signs(raw_eu_amount), '-?\d{1,3}[.,]\d{3}')",
}
VALID_EXAMPLES = (
    {"total_cost": "1 234,50"},
    {"total_cost": "1234.567"},
)
INVALID_EXAMPLES = (
    {"total_cost": "1.234"},
    {"eu_amount": "12,345"},
)
