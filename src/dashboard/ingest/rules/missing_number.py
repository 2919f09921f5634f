"""An operation without its number can't be decided on nor found again."""

LEVEL = "error"
KIND = "operations"
LABEL = "numéro manquant"
MESSAGE = "Le numéro de dossier manque."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "num_dossier": "$has_number and num_dossier is null",
}
VALID_EXAMPLES = ({"num_dossier": "201700123"},)
INVALID_EXAMPLES = (
    {"num_dossier": ""},
    {"num_dossier": "   "},
)
