"""Without a region or a programme that tells it, the postcode places the operation."""

LEVEL = "warning"
KIND = "operations"
LABEL = "code postal manquant"
MESSAGE = "Le code postal manque ou n'a pas cinq chiffres."
NEEDS: frozenset[str] = frozenset({"beneficiary_postcode"})
PREDICATES = {
    "beneficiary_postcode": r"beneficiary_postcode is null or not regexp_full_match(beneficiary_postcode, '\d{5}')",
}
VALID_EXAMPLES = (
    {"beneficiary_postcode": "75001"},
    {"beneficiary_postcode": "1000"},
    {"beneficiary_postcode": "6000.0"},
    {"beneficiary_postcode": "75001 PARIS"},
)
INVALID_EXAMPLES = (
    {"beneficiary_postcode": ""},
    {"beneficiary_postcode": "LONDRES"},
)
