"""A row with neither title nor beneficiary says nothing of an operation."""

LEVEL = "error"
KIND = "operations"
LABEL = "ni intitulé ni porteur"
MESSAGE = "Ni l'intitulé ni le porteur ne sont renseignés."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "title": "title is null and beneficiary is null",
}
VALID_EXAMPLES = (
    {"title": "", "beneficiary": "Association fictive"},
    {"title": "Un titre", "beneficiary": ""},
)
INVALID_EXAMPLES = ({"title": " ", "beneficiary": ""},)
